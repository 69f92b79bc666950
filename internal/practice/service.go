package practice

import (
	"context"
	"time"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/mentoring/assembly"
	"talim/internal/mentoring/pairing"
	"talim/internal/reminder"
	"talim/internal/secret"
	"talim/internal/verb"
)

// Service has the verbs and questions of the area.
type Service struct {
	verb.Runner

	mentoring *assembly.Services
	keeper    *secret.Keeper
}

// New makes the service; keeper seals the private texts. The page of a meeting, which
// knows nothing of styles, is told how to ask for the one of a pair.
func New(d *db.DB, m *assembly.Services, keeper *secret.Keeper, now func() time.Time) *Service {
	m.Pairings.StyleFrom(SelectStyle)
	return &Service{Runner: verb.NewRunner(d, now), mentoring: m, keeper: keeper}
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

// The journal's events of the area. None carries a text, a category or a style,
// and those of private records say only that somebody kept something of her own.
const (
	eventStyleSet journal.Event = "practice.style.set"
	// One event for all private records, so that the journal tells nobody who keeps
	// a learning log and who notes signs of resistance.
	eventPrivateKept   journal.Event = "practice.private.kept"
	eventPrivateErased journal.Event = "practice.private.erased"

	eventIncentiveGiven journal.Event = "practice.incentive.given"
	eventIncentiveBack  journal.Event = "practice.incentive.withdrawn"
	eventCourseAdded    journal.Event = "practice.course.added"
	eventCourseDone     journal.Event = "practice.course.done"
	eventCourseShared   journal.Event = "practice.course.shared"
	eventRoleSet        journal.Event = "practice.role.set"
	eventRoleRead       journal.Event = "practice.role.read"
)

// The private texts of the area; a category is as private as the text beside it.
var (
	sealedLog        = secret.Column{Table: "learning_log", Name: "text", Readers: `SELECT x.author_id FROM learning_log x WHERE x.school_id = $1 AND x.id = $2`}
	sealedCategory   = secret.Column{Table: "resistance_note", Name: "category", Readers: `SELECT x.author_id FROM resistance_note x WHERE x.school_id = $1 AND x.id = $2`}
	sealedResistance = secret.Column{Table: "resistance_note", Name: "text", Readers: `SELECT x.author_id FROM resistance_note x WHERE x.school_id = $1 AND x.id = $2`}
)

// Sealed lists the columns of private texts.
var Sealed = []secret.Column{sealedLog, sealedCategory, sealedResistance}

// runningPairing finds a pairing that can still be worked in.
func (w work) runningPairing(id string) (pairing.Pairing, error) {
	p, err := pairing.ByID(w.Ctx, w.Tx, w.Actor.School, id)
	if err == nil && p.State != pairing.Running && p.Has(w.Actor.Staff) {
		err = fault.Conflict("practice.pairing.is_closed")
	}
	return p, err
}

// remind puts a message on somebody's Today.
func (w work) remind(staff, key, about string, page reminder.Target) error {
	return w.Notify(reminder.Reminder{Staff: staff, Key: key, Target: page, About: about})
}
