package app

import (
	"context"
	"io/fs"
	"slices"

	"talim/internal/access"
	"talim/internal/demo"
	"talim/internal/demo/demoweb"
	"talim/internal/document"
	"talim/internal/evaluation"
	"talim/internal/evaluation/evaluationweb"
	"talim/internal/homeweb"
	"talim/internal/intake"
	"talim/internal/intake/intakeweb"
	"talim/internal/matching"
	"talim/internal/mentoring/assembly"
	"talim/internal/mentoring/mentoringweb"
	"talim/internal/mentoring/pairweb"
	"talim/internal/observation"
	"talim/internal/people"
	"talim/internal/people/peopleweb"
	"talim/internal/practice"
	"talim/internal/practice/practiceweb"
	"talim/internal/recognition"
	"talim/internal/recognition/recognitionweb"
	"talim/internal/rule"
	"talim/internal/scheduling"
	"talim/internal/secret"
	"talim/internal/support"
	"talim/internal/support/supportweb"
	"talim/internal/timetable"
	"talim/internal/timetable/cover"
	"talim/internal/timetable/timetableweb"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Services are the verbs and questions of the areas, for the demo, commands and tests.
type Services struct {
	People      *people.Service
	Timetable   *timetable.Service
	Mentoring   *assembly.Services
	Intake      *intake.Service
	Support     *support.Service
	Practice    *practice.Service
	Recognition *recognition.Service
	Evaluation  *evaluation.Service
}

func (a *App) makeServices() Services {
	times, staff := timetable.New(a.db, a.Now), people.New(a.db, a.Now)
	pairs := assembly.New(a.db, times, observation.New(times, a.keeper), a.keeper, a.Now)
	staff.OnLeave(pairs.Handovers.PersonLeaves)
	return Services{
		People:      staff,
		Timetable:   times,
		Intake:      intake.New(a.db, a.Now, staff, times),
		Mentoring:   pairs,
		Support:     support.New(a.db, pairs, a.keeper, a.Now),
		Practice:    practice.New(a.db, pairs, a.keeper, a.Now),
		Recognition: recognition.New(a.db, pairs, a.keeper, a.Now),
		Evaluation:  evaluation.New(a.db, pairs, a.keeper, a.Now),
	}
}

// makeAreas is the one list of what the program consists of. Its order is that of the
// navigation, of Today and of the page "Who sees what". An area that comes gets its
// line here, and nothing else in this package changes.
func (a *App) makeAreas() []web.Area {
	var all []web.Area
	s := a.services
	bookingURL := func(e timetable.Entry) string { return web.AddressOf(all, e.Kind, e.Booking) }
	s.Timetable.LeadTo(func(kind string) bool { return web.AddressOf(all, kind, "x") != "" })
	rules := func() []rule.Rule { return collect(all, func(x web.Area) []rule.Rule { return x.DatedRules }) }
	importURL := link.NewImport(string(intake.Staff))
	all = []web.Area{
		mentoringweb.Area(a.db, s.Mentoring),
		pairweb.Area(a.db, s.Mentoring),
		{Name: "observation", Messages: []fs.FS{observation.Messages()}, Sealed: observation.Sealed},
		supportweb.Area(a.db, s.Support, s.Mentoring),
		practiceweb.Area(a.db, s.Practice, s.Mentoring),
		recognitionweb.Area(a.db, s.Recognition, s.Mentoring),
		evaluationweb.Area(a.db, s.Evaluation, s.Mentoring),
		timetableweb.Area(timetableweb.Config{DB: a.db, Timetable: s.Timetable, Cover: cover.New(a.db, s.Timetable), BookingURL: bookingURL}),
		peopleweb.Area(peopleweb.Config{DB: a.db, People: s.People, Personas: a.personas(), Import: importURL, Rules: rules}),
		intakeweb.Area(a.db, s.Intake),
		demoweb.Area(a.clock, a.tellYear),
	}
	home := homeweb.Area(homeweb.Config{DB: a.db, Now: a.Now, Timetable: s.Timetable, Areas: all, BookingURL: bookingURL, Import: importURL})
	all = append([]web.Area{home}, all...)
	return all
}

// described are the areas of a program that is not open: what they say of themselves
// needs no database.
func described() []web.Area {
	a := new(App)
	a.services = a.makeServices()
	return a.makeAreas()
}

// Sealed lists the columns of private texts of all areas.
func Sealed() []secret.Column {
	return collect(described(), func(x web.Area) []secret.Column { return x.Sealed })
}

// Rules are who reads and writes each kind of record, of all areas.
func Rules() []access.Rule {
	return collect(described(), func(x web.Area) []access.Rule { return x.Rules })
}

// catalogues are the messages of all areas and of the tools that speak.
func catalogues(areas []web.Area) []fs.FS {
	tools := []fs.FS{web.Messages(), matching.Messages, scheduling.Messages, document.Messages()}
	return append(tools, collect(areas, func(x web.Area) []fs.FS { return x.Messages })...)
}

// collect puts together what the areas have of one thing, in their order.
func collect[T any](areas []web.Area, of func(web.Area) []T) []T {
	var out []T
	for _, x := range areas {
		out = slices.Concat(out, of(x))
	}
	return out
}

// personas lists whom a visitor of the demo may be; outside of it nobody.
func (a *App) personas() func(ctx context.Context) ([]peopleweb.Persona, error) {
	if a.clock == nil {
		return nil
	}
	return func(ctx context.Context) ([]peopleweb.Persona, error) {
		all, err := demo.Personas(ctx, a.db.Read())
		out := make([]peopleweb.Persona, len(all))
		for i, p := range all {
			out[i] = peopleweb.Persona{Key: "demo.persona." + p.Part, Code: p.Code, Account: p.Account}
		}
		return out, err
	}
}
