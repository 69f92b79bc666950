package demo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"talim/internal/db"
	"talim/internal/evaluation"
	"talim/internal/mentoring"
	"talim/internal/people"
	"talim/internal/practice"
	"talim/internal/recognition"
	"talim/internal/support"
	"talim/internal/timetable"
)

// World is what the story is told with.
type World struct {
	DB        *db.DB
	Clock     *Clock
	People    *people.Service
	Timetable *timetable.Service
	Mentoring *mentoring.Service

	// The told year needs also these.
	Support     *support.Service
	Practice    *practice.Service
	Recognition *recognition.Service
	Evaluation  *evaluation.Service
	RunDue      func(ctx context.Context) (int, error) // the jobs that are due on the day of the story

	Log *slog.Logger

	Patience time.Duration // how long to wait for another copy of the program that loads
}

// The reasons not to load.
var (
	ErrRealData = errors.New("demo: the database holds a real school; give the demo one of its own")
	ErrHalf     = errors.New("demo: loading was interrupted before; remove the database and start again")
)

// step is one part of the story, in the order of steps.
type step struct {
	name string
	run  func(ctx context.Context, w World) error
}

// Load tells the story into an empty database, once.
func Load(ctx context.Context, w World) error {
	loaded, err := setting(ctx, w.DB, settingLoaded)
	if err != nil || loaded != "" {
		return err
	}
	mine, err := begin(ctx, w)
	if err != nil || !mine {
		return err
	}
	for _, s := range steps {
		began := w.Clock.real()
		if err := s.run(ctx, w); err != nil {
			return fmt.Errorf("demo: %s: %w", s.name, err)
		}
		w.Log.InfoContext(ctx, "demo loaded", "part", s.name, "ms", w.Clock.real().Sub(began).Milliseconds())
	}
	_, err = mark(ctx, w.DB, settingLoaded)
	return err
}

// begin marks the database as one of the demo before anything is in it. Of several
// copies of the program that start together one loads; the others wait for it.
func begin(ctx context.Context, w World) (mine bool, err error) {
	state, err := StateOf(ctx, w.DB)
	switch {
	case err != nil:
		return false, err
	case state == Real:
		return false, ErrRealData
	case state == Empty:
		if mine, err = mark(ctx, w.DB, settingBegun); mine || err != nil {
			return mine, err
		}
	}
	for tries := w.Patience / patience; ; tries-- {
		state, err := StateOf(ctx, w.DB)
		if err != nil || state == Whole {
			return false, err
		}
		if tries <= 0 {
			return false, ErrHalf
		}
		time.Sleep(patience)
	}
}

// patience is how often those who wait look again.
const patience = 100 * time.Millisecond

// mark says whether the mark was not there yet.
func mark(ctx context.Context, d *db.DB, name string) (bool, error) {
	n, err := db.Exec(ctx, d.Write(), `INSERT INTO setting (school_id, name, value) VALUES ('', $1, 'yes') ON CONFLICT DO NOTHING`, name)
	return n == 1, err
}

// State is what a database is to the demo.
type State int

// The states.
const (
	Empty State = iota // no school yet
	Real               // somebody's school: not for the demo
	Half               // of the demo, cut short while loading
	Whole              // of the demo, complete
)

// StateOf tells what a database is.
func StateOf(ctx context.Context, d *db.DB) (State, error) {
	loaded, err1 := setting(ctx, d, settingLoaded)
	begun, err2 := setting(ctx, d, settingBegun)
	schools, err3 := db.One[int](ctx, d.Read(), `SELECT count(*) FROM organisation`)
	switch err := errors.Join(err1, err2, err3); {
	case err != nil:
		return Empty, err
	case loaded != "":
		return Whole, nil
	case begun != "":
		return Half, nil
	case schools > 0:
		return Real, nil
	}
	return Empty, nil
}
