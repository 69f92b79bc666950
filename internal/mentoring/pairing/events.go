package pairing

import "talim/internal/journal"

// The events of a pair in the journal. None carries the text of a note, of a plan or of a report.
const (
	eventLeft              journal.Event = "mentoring.pairing.left"
	EventCompleted         journal.Event = "mentoring.pairing.completed"
	EventPlanSaved         journal.Event = "mentoring.plan.saved"
	EventPlanAgreed        journal.Event = "mentoring.plan.agreed"
	EventMeetingsBooked    journal.Event = "mentoring.meeting.booked"
	EventMeetingHeld       journal.Event = "mentoring.meeting.held"
	EventMeetingMoved      journal.Event = "mentoring.meeting.moved"
	EventMeetingOff        journal.Event = "mentoring.meeting.cancelled"
	EventNoteWritten       journal.Event = "mentoring.meeting.noted"
	EventStepDone          journal.Event = "mentoring.step.done"
	EventVisitPlanned      journal.Event = "mentoring.visit.planned"
	EventVisitHeld         journal.Event = "mentoring.visit.held"
	EventVisitOff          journal.Event = "mentoring.visit.cancelled"
	eventResourceShared    journal.Event = "mentoring.resource.shared"
	eventResourceTakenBack journal.Event = "mentoring.resource.withdrawn"
	EventReportSaved       journal.Event = "mentoring.report.saved"
	EventReportShared      journal.Event = "mentoring.report.shared"
	EventReportReplied     journal.Event = "mentoring.report.replied"
	eventAppreciated       journal.Event = "mentoring.appreciation.issued"
	eventExtended          journal.Event = "mentoring.pairing.extended"
)
