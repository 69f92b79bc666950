package mentoring

import (
	"context"
	"time"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/journal"
	"talim/internal/observation"
	"talim/internal/secret"
	"talim/internal/timetable"
	"talim/internal/verb"
)

// Service has the verbs and questions of the area.
type Service struct {
	verb.Runner

	timetable *timetable.Service
	visits    *observation.Service
	keeper    *secret.Keeper
}

// New makes the service on top of the timetable, which books its meetings, and
// of observation, which keeps its visits; keeper seals the private texts, and now
// gives the time in the schools' time zone.
func New(d *db.DB, t *timetable.Service, v *observation.Service, keeper *secret.Keeper, now func() time.Time) *Service {
	return &Service{Runner: verb.NewRunner(d, now), timetable: t, visits: v, keeper: keeper}
}

// work is what a verb does inside its one transaction.
type work struct {
	verb.Work
	*Service
}

// do runs one verb as one transaction with one now.
func (s *Service) do(ctx context.Context, actor access.Actor, fn func(w work) error) error {
	return s.Do(ctx, actor, func(w verb.Work) error { return fn(work{w, s}) })
}

// The journal's events of the area. None carries the text of a note, a profile,
// a wish or an answer.
const (
	eventOpened            journal.Event = "mentoring.programme.opened"
	eventPolicySet         journal.Event = "mentoring.policy.set"
	eventClosed            journal.Event = "mentoring.programme.closed"
	eventInvited           journal.Event = "mentoring.participant.invited"
	eventInvitation        journal.Event = "mentoring.participant.answered"
	eventWithdrawn         journal.Event = "mentoring.participant.withdrawn"
	eventProfileSaved      journal.Event = "mentoring.profile.saved"
	eventProposed          journal.Event = "mentoring.proposal.made"
	eventPairChanged       journal.Event = "mentoring.proposal.changed"
	eventProposalSent      journal.Event = "mentoring.proposal.sent"
	eventPairAnswered      journal.Event = "mentoring.pair.answered"
	eventOrderPrepared     journal.Event = "mentoring.order.prepared"
	eventOrderWithdrawn    journal.Event = "mentoring.order.withdrawn"
	eventOrderSigned       journal.Event = "mentoring.order.signed"
	eventLeft              journal.Event = "mentoring.pairing.left"
	eventCompleted         journal.Event = "mentoring.pairing.completed"
	eventPlanSaved         journal.Event = "mentoring.plan.saved"
	eventPlanAgreed        journal.Event = "mentoring.plan.agreed"
	eventMeetingsBooked    journal.Event = "mentoring.meeting.booked"
	eventMeetingHeld       journal.Event = "mentoring.meeting.held"
	eventMeetingMoved      journal.Event = "mentoring.meeting.moved"
	eventMeetingOff        journal.Event = "mentoring.meeting.cancelled"
	eventNoteWritten       journal.Event = "mentoring.meeting.noted"
	eventTimeOffered       journal.Event = "mentoring.time.offered"
	eventWeeksSent         journal.Event = "mentoring.weeks.sent"
	eventTimeAnswered      journal.Event = "mentoring.time.answered"
	eventStepAgreed        journal.Event = "mentoring.step.agreed"
	eventStepDone          journal.Event = "mentoring.step.done"
	eventVisitPlanned      journal.Event = "mentoring.visit.planned"
	eventVisitHeld         journal.Event = "mentoring.visit.held"
	eventVisitOff          journal.Event = "mentoring.visit.cancelled"
	eventResourceShared    journal.Event = "mentoring.resource.shared"
	eventResourceTakenBack journal.Event = "mentoring.resource.withdrawn"
	eventReportSaved       journal.Event = "mentoring.report.saved"
	eventReportShared      journal.Event = "mentoring.report.shared"
	eventReportReplied     journal.Event = "mentoring.report.replied"
	eventAppreciated       journal.Event = "mentoring.appreciation.issued"
)
