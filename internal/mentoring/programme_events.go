package mentoring

import "talim/internal/journal"

// The journal's events of programmes, policy, groups, talks and handovers. None
// carries the text of a note, of a talk or of an agreement.
const (
	eventWordsBegun     journal.Event = "mentoring.words.begun"
	eventWordsSaved     journal.Event = "mentoring.words.saved"
	eventWordsAdopted   journal.Event = "mentoring.words.adopted"
	eventWordsAsked     journal.Event = "mentoring.words.asked"
	eventWordsComment   journal.Event = "mentoring.words.commented"
	eventWordsAnswered  journal.Event = "mentoring.words.answered"
	eventGroupsProposed journal.Event = "mentoring.groups.proposed"
	eventGroupsChanged  journal.Event = "mentoring.groups.changed"
	eventGroupBooked    journal.Event = "mentoring.group.booked"
	eventGroupHeld      journal.Event = "mentoring.group.held"
	eventGroupNoted     journal.Event = "mentoring.group.noted"
	eventGroupOff       journal.Event = "mentoring.group.cancelled"
	eventGroupClosed    journal.Event = "mentoring.group.closed"
	eventTalkAnnounced  journal.Event = "mentoring.talk.announced"
	eventTalkHeld       journal.Event = "mentoring.talk.held"
	eventDealRecorded   journal.Event = "mentoring.deal.recorded"
	eventDealConfirmed  journal.Event = "mentoring.deal.confirmed"
	eventDealEnded      journal.Event = "mentoring.deal.ended"
	eventLeaveExpected  journal.Event = "mentoring.leaving.expected"
	eventLeaveEnded     journal.Event = "mentoring.leaving.ended"
	eventHandoverBegun  journal.Event = "mentoring.handover.planned"
	eventHandoverStep   journal.Event = "mentoring.handover.step"
	eventHandoverClosed journal.Event = "mentoring.handover.closed"
	eventStagesSet      journal.Event = "mentoring.stages.set"
	eventStageNoted     journal.Event = "mentoring.stage.noted"
	eventExtended       journal.Event = "mentoring.pairing.extended"
)
