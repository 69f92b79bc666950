package demo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/people/tree"
	"talim/internal/setting"
	"talim/internal/story"
	"talim/internal/timetable"
)

// World is what the story is told with.
type World struct {
	DB    *db.DB
	Clock *Clock
	Log   *slog.Logger

	Services
	Parts  []story.Part                           // what the areas tell of the year, in their order
	RunDue func(ctx context.Context) (int, error) // the jobs that are due on the day of the story

	Begins calendar.Date // the day up to which the year is told when it is loaded first; "": the first day

	Patience time.Duration // how long to wait for another copy of the program that loads
}

// Services are the areas that the schools are laid with.
type Services struct {
	Tree      *tree.Service
	People    *people.Service
	Accounts  *accounts.Service
	Timetable *timetable.Service
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

// Load tells the story into an empty database, once. Of several copies of the
// program that start together one loads; the others wait for it. What one began that
// was killed before its end is begun anew.
func Load(ctx context.Context, w World) error {
	for tries := w.Patience / patience; ; tries-- {
		if state, err := StateOf(ctx, w.DB); err != nil || state == Whole {
			return err
		}
		claim, again, err := w.claim(ctx)
		if err == nil {
			return w.holding(ctx, claim, func() error { return w.load(ctx, again, w.Begins) })
		}
		if !errors.Is(err, ErrTelling) {
			return err
		}
		if tries <= 0 {
			return ErrHalf
		}
		time.Sleep(patience)
	}
}

// load marks the database as one of the demo before anything is in it, and as complete
// when all is, and the year told up to a day where one is given.
func (w World) load(ctx context.Context, again bool, until calendar.Date) error {
	state, err := StateOf(ctx, w.DB)
	switch {
	case err != nil || state == Whole: // somebody else has just done it
		return err
	case state == Real:
		return ErrRealData
	case state == Half && !again:
		return ErrHalf
	case state == Half:
		if err := w.erase(ctx); err != nil {
			return err
		}
	}
	if _, err := mark(ctx, w.DB, settingBegun); err != nil {
		return err
	}
	for _, s := range steps {
		began := w.Clock.real()
		if err := s.run(ctx, w); err != nil {
			return fmt.Errorf("demo: %s: %w", s.name, err)
		}
		w.Log.InfoContext(ctx, "demo loaded", "part", s.name, "ms", w.Clock.real().Sub(began).Milliseconds())
	}
	if until != "" {
		if err := tellYear(ctx, w, until); err != nil {
			return err
		}
	}
	_, err = mark(ctx, w.DB, settingLoaded)
	return err
}

// erase takes the demo back to the moment before it was loaded. The settings that
// are not the story's stay: the keys that the database knows, and the claim.
func (w World) erase(ctx context.Context) error {
	w.Log.InfoContext(ctx, "the demo is loaded anew")
	err := w.DB.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
		for _, name := range []string{settingBegun, settingLoaded, settingTold} {
			if err := setting.Remove(ctx, tx, setting.None, name); err != nil {
				return err
			}
		}
		return db.EraseAll(ctx, tx, "setting")
	})
	if err != nil {
		return err
	}
	return w.Clock.Set(ctx, w.Clock.first())
}

// patience is how often those who wait look again.
const patience = 100 * time.Millisecond

// mark says whether the mark was not there yet.
func mark(ctx context.Context, d *db.DB, name string) (bool, error) {
	return setting.Add(ctx, d.Write(), setting.None, name, "yes")
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
	loaded, err1 := setting.Get(ctx, d.Read(), setting.None, settingLoaded)
	begun, err2 := setting.Get(ctx, d.Read(), setting.None, settingBegun)
	schools, err3 := db.One[int](ctx, d.Read(), `SELECT count(*) `+people.FromOrganisations("o"))
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
