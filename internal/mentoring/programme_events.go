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
)
