package handover

import "talim/internal/journal"

const (
	eventLeaveExpected  journal.Event = "mentoring.leaving.expected"
	eventLeaveEnded     journal.Event = "mentoring.leaving.ended"
	eventHandoverBegun  journal.Event = "mentoring.handover.planned"
	eventHandoverStep   journal.Event = "mentoring.handover.step"
	eventHandoverClosed journal.Event = "mentoring.handover.closed"
)
