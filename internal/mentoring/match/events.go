package match

import "talim/internal/journal"

// The events of proposals and orders in the journal. None says who answered what.
const (
	EventProposed       journal.Event = "mentoring.proposal.made"
	EventPairChanged    journal.Event = "mentoring.proposal.changed"
	EventProposalSent   journal.Event = "mentoring.proposal.sent"
	EventPairAnswered   journal.Event = "mentoring.pair.answered"
	EventOrderPrepared  journal.Event = "mentoring.order.prepared"
	eventOrderWithdrawn journal.Event = "mentoring.order.withdrawn"
	EventOrderSigned    journal.Event = "mentoring.order.signed"
)
