package cover

import (
	"context"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/journal"
	"talim/internal/secret"
	"talim/internal/timetable"
	"talim/internal/verb"
)

// Service has the verbs and questions of absences and cover.
type Service struct {
	verb.Runner
	timetable *timetable.Service
	keeper    *secret.Keeper
}

// sealedReason is why somebody is away, for those who may know.
var sealedReason = secret.Column{Table: "absence", Name: "reason", Since: secret.TakenChoices, Readers: `
	SELECT k.role FROM absence a JOIN (` + secret.SelectRoles(reasonReaders...) + `) k ON a.school_id = $1 AND a.id = $2`}

var reasonReaders = []access.Role{access.Deputy, access.Director}

// Sealed lists the columns of private texts of the package.
var Sealed = []secret.Column{sealedReason}

// seal is the absence as its row holds it.
func (s *Service) seal(a Absence) Absence {
	var readers []string
	for _, role := range reasonReaders {
		readers = append(readers, secret.Role(role))
	}
	a.Reason = Reason(s.keeper.SealFor(sealedReason.Of(a.ID), readers, string(a.Reason)))
	return a
}

// reason is why somebody is away, "" where it cannot be read.
func (s *Service) reason(ctx context.Context, a Absence) Reason {
	text, _ := s.keeper.Text(ctx, sealedReason.Of(a.ID), string(a.Reason))
	return Reason(text)
}

// New makes the service on top of the timetable, which books the lessons covered and
// shows absences and cover in its weeks.
func New(d *db.DB, t *timetable.Service, keeper *secret.Keeper) *Service {
	t.LayOver(timetable.Overlay{Away: fromAway, Given: leftJoinGiven})
	return &Service{Runner: verb.NewRunner(d, t.Now), timetable: t, keeper: keeper}
}

// work is what a verb does inside its one transaction.
type work struct {
	verb.Work
	*Service
}

// do runs one verb of somebody who arranges cover as one transaction with one now.
func (s *Service) do(ctx context.Context, actor access.Actor, fn func(w work) error) error {
	if err := access.Must(MayCover.Allows(actor), "timetable.forbidden"); err != nil {
		return err
	}
	return s.Do(ctx, actor, func(w verb.Work) error { return fn(work{w, s}) })
}

// The events; their texts are "journal." + event.
const (
	eventAbsenceRecorded journal.Event = "timetable.absence.recorded"
	eventAbsenceEnded    journal.Event = "timetable.absence.ended"
	eventGiven           journal.Event = "timetable.cover.given"
	eventTakenBack       journal.Event = "timetable.cover.taken_back"
)

// The kinds of record the journal points to.
const (
	kindOfAbsence = "absence"
	kindOfCover   = "cover"
)
