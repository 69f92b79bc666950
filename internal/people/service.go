package people

import (
	"context"
	"time"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/journal"
	"talim/internal/verb"
)

// Service holds the verbs of the area.
type Service struct {
	verb.Runner
	left   []func(verb.Work, Leaving) error           // see OnLeave
	joined []func(w verb.Work, from, to string) error // see OnJoin
}

// New makes the service. The clock gives the time in the zone of the
// installation; business dates are its days.
func New(d *db.DB, now func() time.Time) *Service {
	return &Service{Runner: verb.NewRunner(d, now)}
}

// work is what a verb does in its transaction.
type work struct {
	verb.Work
	*Service
}

// do runs fn for whoever has the permission, as one change.
func (s *Service) do(ctx context.Context, actor access.Actor, may access.Permission, fn func(w work) error) error {
	if err := require(actor, may); err != nil {
		return err
	}
	return s.Do(ctx, actor, func(w verb.Work) error { return fn(work{w, s}) })
}

// record writes the journal entry of the change of a record.
func (w work) record(e journal.Event, kind, id string, details ...string) error {
	return w.Record(e, journal.Ref{Kind: kind, ID: id}, details...)
}

// staff reads a person of the actor's school.
func (w work) staff(id string) (Staff, error) { return StaffByID(w.Ctx, w.Tx, w.Actor.School, id) }

// The events of the area; their texts are "journal." + event.
const (
	EventSchoolCreated   journal.Event = "people.school.created"
	EventStaffAdded      journal.Event = "people.staff.added"
	EventStaffChanged    journal.Event = "people.staff.changed"
	EventStaffEnded      journal.Event = "people.staff.ended"
	EventStaffImported   journal.Event = "people.staff.imported"
	EventStaffListed     journal.Event = "people.staff.listed"
	EventFirstDays       journal.Event = "people.staff.first_days"
	EventPostBegun       journal.Event = "people.post.begun"
	EventPostEnded       journal.Event = "people.post.ended"
	EventPostCorrected   journal.Event = "people.post.corrected"
	EventPostProposed    journal.Event = "people.post.proposed"
	EventPostConfirmed   journal.Event = "people.post.confirmed"
	EventPostRefused     journal.Event = "people.post.refused"
	EventUnitAdded       journal.Event = "people.unit.added"
	EventUnitChanged     journal.Event = "people.unit.changed"
	EventUnitEnded       journal.Event = "people.unit.ended"
	EventMemberJoined    journal.Event = "people.member.joined"
	EventMemberLeft      journal.Event = "people.member.left"
	EventStateBegun      journal.Event = "people.state.begun"
	EventStateEnded      journal.Event = "people.state.ended"
	EventPrivateRecorded journal.Event = "people.private.recorded"
	EventSubjectsSet     journal.Event = "people.subjects.set"
	EventRuleSet         journal.Event = "people.rule.set"
)

// The kinds of record the journal points to.
const (
	KindOfStaff = "staff"
	KindOfUnit  = "unit"
	KindOfRule  = "rule"
)
