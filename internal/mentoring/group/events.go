package group

import "talim/internal/journal"

const (
	eventGroupsProposed journal.Event = "mentoring.groups.proposed"
	eventGroupsChanged  journal.Event = "mentoring.groups.changed"
	eventGroupSettled   journal.Event = "mentoring.group.settled"
	eventGroupBooked    journal.Event = "mentoring.group.booked"
	eventGroupHeld      journal.Event = "mentoring.group.held"
	eventGroupNoted     journal.Event = "mentoring.group.noted"
	eventGroupOff       journal.Event = "mentoring.group.cancelled"
	eventGroupClosed    journal.Event = "mentoring.group.closed"
)
