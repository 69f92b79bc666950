package app

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"
	_ "time/tzdata" // zones on machines that have none

	"talim/internal/db"
	"talim/internal/demo"
	"talim/internal/i18n"
	"talim/internal/jobs"
	"talim/internal/secret"
	"talim/internal/story"
	"talim/internal/web"
)

// App is the program, ready to serve.
type App struct {
	config   Config
	db       *db.DB
	zone     *time.Location
	clock    *demo.Clock // nil outside the demo
	keeper   *secret.Keeper
	services Services
	beside   []any           // services of areas that only tests of the whole program ask for
	sealed   []secret.Column // the private texts of all areas
	parts    []story.Part    // what the areas tell of the year of the demo
	messages *i18n.Bundle
	site     *web.Site
	worker   *jobs.Worker
	watch    *metrics
	handler  http.Handler
	stopping atomic.Bool // told to stop: the balancer sends nobody here any more
}

// ErrDemo is returned where the program should serve a real school from a
// database of the demo: its accounts are open to everybody.
var ErrDemo = errors.New("app: this is the database of a demo; serve from another one")

// New opens the database, brings it up to date and puts the program together.
// Whoever made it closes it.
func New(ctx context.Context, c Config) (*App, error) {
	a := &App{config: c.withDefaults()}
	if err := a.open(ctx); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	if err := a.assemble(); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

func (a *App) open(ctx context.Context) (err error) {
	if a.zone, err = time.LoadLocation(a.config.Zone); err != nil {
		return fmt.Errorf("time zone: %w", err)
	}
	a.db, err = db.OpenWaiting(ctx, a.config.Database, a.config.Wait, func(err error) {
		a.config.Log.WarnContext(ctx, "waiting for the database", "error", err)
	})
	if err != nil {
		return err
	}
	if err := a.db.Migrate(ctx); err != nil {
		return err
	}
	state, err := demo.StateOf(ctx, a.db)
	switch {
	case err != nil:
		return err
	case a.config.Demo:
		if a.clock, err = demo.OpenClock(ctx, a.db, a.config.Now, a.zone); err != nil {
			return err
		}
	case state == demo.Half, state == demo.Whole:
		return ErrDemo
	}
	a.keeper, err = openKeys(ctx, a.db, a.config)
	if err == nil && !a.config.KeepNoCodes {
		a.db.VouchWith(a.keeper)
	}
	return err
}

// assemble makes services, pages and jobs; nothing of it asks the database.
func (a *App) assemble() error {
	areas := a.makeAreas()
	a.sealed = collect(areas, func(x web.Area) []secret.Column { return x.Sealed })
	a.parts = collect(areas, func(x web.Area) []story.Part { return []story.Part{x.Story} })
	a.worker = jobs.NewWorker(a.db, a.Now, a.config.Log)
	if err := a.makeSite(areas); err != nil {
		return err
	}
	a.declareJobs(areas)
	a.watch = newMetrics(a.db)
	a.handler = a.operation()
	return nil
}

// Close closes the database.
func (a *App) Close() error {
	if a.db == nil {
		return nil
	}
	return a.db.Close()
}

// Now is the time of the program in the zone of its schools: real time, or that
// of the demo.
func (a *App) Now() time.Time {
	if a.clock != nil {
		return a.clock.Now()
	}
	return a.config.Now().In(a.zone)
}

// Handler answers every request.
func (a *App) Handler() http.Handler { return a.handler }

// Services gives the verbs and questions of areas, for tests and commands.
func (a *App) Services() Services { return a.services }

// DB is the database, for tests and commands.
func (a *App) DB() *db.DB { return a.db }

// Locale speaks to a reader outside of pages.
func (a *App) Locale(lang i18n.Language) *i18n.Locale { return a.messages.Locale(lang) }

// Lacking lists the messages that were asked for and are in no catalogue.
func (a *App) Lacking() []string { return a.messages.Lacking() }

// Jobs is the worker, for tests that run what is due.
func (a *App) Jobs() *jobs.Worker { return a.worker }

// Clock is the clock of the demo, nil outside of it.
func (a *App) Clock() *demo.Clock { return a.clock }

// LoadDemo tells the story of the demo into an empty database; once it is there,
// nothing happens.
func (a *App) LoadDemo(ctx context.Context) error {
	return demo.Load(ctx, a.World())
}

// World is what the demo is told with.
func (a *App) World() demo.World {
	return demo.World{
		DB: a.db, Clock: a.clock, Log: a.config.Log, Patience: 20 * time.Second, RunDue: a.worker.RunDue, Parts: a.parts,
		Begins:   demo.Until[a.config.DemoBegins],
		Services: demo.Services{Tree: a.services.Tree, People: a.services.People, Accounts: a.services.Accounts, Timetable: a.services.Timetable},
	}
}

// Routes lists every address with its permission.
func (a *App) Routes() []web.Route { return a.site.Routes() }
