package weeks

import "talim/internal/journal"

const (
	eventTimeOffered  journal.Event = "mentoring.time.offered"
	eventWeeksSent    journal.Event = "mentoring.weeks.sent"
	eventTimeAnswered journal.Event = "mentoring.time.answered"
)
