package mentoring

import "talim/internal/journal"

// The journal's events of programmes, policy, groups, talks and handovers. None
// carries the text of a note, of a talk or of an agreement.
const (
	eventWordsBegun    journal.Event = "mentoring.words.begun"
	eventWordsSaved    journal.Event = "mentoring.words.saved"
	eventWordsAdopted  journal.Event = "mentoring.words.adopted"
	eventWordsAsked    journal.Event = "mentoring.words.asked"
	eventWordsComment  journal.Event = "mentoring.words.commented"
	eventWordsAnswered journal.Event = "mentoring.words.answered"
	eventTalkAnnounced journal.Event = "mentoring.talk.announced"
	eventTalkHeld      journal.Event = "mentoring.talk.held"
	eventStagesSet     journal.Event = "mentoring.stages.set"
	eventStageNoted    journal.Event = "mentoring.stage.noted"
)

// The journal's events of the area. None carries the text of a note, a profile,
// a wish or an answer.
const (
	EventOpened       journal.Event = "mentoring.programme.opened"
	eventPolicySet    journal.Event = "mentoring.policy.set"
	eventClosed       journal.Event = "mentoring.programme.closed"
	eventInvited      journal.Event = "mentoring.participant.invited"
	eventReminded     journal.Event = "mentoring.participant.reminded"
	eventInvitation   journal.Event = "mentoring.participant.answered"
	eventWithdrawn    journal.Event = "mentoring.participant.withdrawn"
	EventProfileSaved journal.Event = "mentoring.profile.saved"
)
