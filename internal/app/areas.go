package app

import (
	"context"
	"io/fs"
	"slices"
	"sync"

	"talim/internal/access"
	"talim/internal/demo"
	"talim/internal/demo/demoweb"
	"talim/internal/doctor"
	"talim/internal/document"
	"talim/internal/evaluation"
	"talim/internal/evaluation/evaluationweb"
	"talim/internal/firststep"
	"talim/internal/homeweb"
	"talim/internal/intake"
	"talim/internal/intake/intakeweb"
	"talim/internal/matching"
	"talim/internal/mentoring/assembly"
	"talim/internal/mentoring/assembly/assemblyweb"
	"talim/internal/mentoring/pairing"
	"talim/internal/observation"
	"talim/internal/observation/feedback"
	"talim/internal/observation/feedback/feedbackstory"
	"talim/internal/observation/feedback/feedbackweb"
	"talim/internal/observation/letter"
	"talim/internal/observation/letter/letterweb"
	"talim/internal/observation/observationweb"
	"talim/internal/observation/record"
	"talim/internal/observation/record/recordstory"
	"talim/internal/observation/record/recordweb"
	"talim/internal/observation/share"
	"talim/internal/observation/share/sharestory"
	"talim/internal/observation/share/shareweb"
	"talim/internal/oidc"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/people/accounts/accountsweb"
	"talim/internal/people/peopleweb"
	"talim/internal/people/schools"
	"talim/internal/people/schools/schoolsweb"
	"talim/internal/people/tree"
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
	"talim/internal/unit/unitweb"
	"talim/internal/unit/workplan"
	"talim/internal/unit/workplan/workplanstory"
	"talim/internal/unit/workplan/workplanweb"
	"talim/internal/web"
	"talim/internal/web/link"
)

// makePeople makes the services of who is in the schools: all others stand on them.
func (a *App) makePeople() (*tree.Service, *people.Service, *accounts.Service, *schools.Service) {
	organisations := tree.New(a.db, a.Now)
	staff := people.New(a.db, a.Now)
	logins := accounts.New(staff)
	if !a.config.KeepNoCodes {
		logins.KeepCodes(a.keeper)
	}
	district := schools.New(organisations, logins)
	return organisations, staff, logins, district
}

// makeAreas is the one list of what the program consists of: the services, each made
// from those above it, and the areas with their pages, in the order of the navigation,
// of Today and of the page "Who sees what". An area that comes gets its lines here, and
// nothing else in this package changes: what it is made from says what it may import.
func (a *App) makeAreas() []web.Area {
	var all []web.Area
	bookingURL := func(e timetable.Entry) string { return web.AddressOf(all, e.Kind, e.Booking) }
	rules := func() []rule.Rule { return collect(all, func(x web.Area) []rule.Rule { return x.DatedRules }) }
	importURL := link.NewImport(string(intake.Staff))
	d, keeper, now := a.db, a.keeper, a.Now

	organisations, staff, logins, district := a.makePeople()
	times := timetable.New(d, now)
	times.LeadTo(func(kind string) bool { return web.AddressOf(all, kind, "x") != "" })
	absences := cover.New(d, times, keeper)
	imports := intake.New(d, now, staff, times)
	visits := observation.New(d, times, keeper, now)
	shares := share.New(d, visits, keeper, now)
	records := record.New(d, visits, shares, keeper, now)
	discussions := feedback.New(d, visits, shares, keeper, now)
	letters := letter.New(d, visits, keeper, now)
	pairs := assembly.New(d, times, visits, keeper, now)
	staff.OnLeave(pairs.Handovers.PersonLeaves)
	plans := workplan.New(d, times, now)
	helpers := support.New(d, pairs, keeper, now)
	craft := practice.New(d, pairs, keeper, now)
	thanks := recognition.New(d, pairs, keeper, now)
	surveys := evaluation.New(d, pairs, keeper, now)

	begin := firststep.New(d, now)
	staff.OnJoin(begin.Pass)

	today := web.Area{} // made last, since it asks all others
	all = slices.Concat([]web.Area{today}, assemblyweb.Areas(d, pairs), []web.Area{
		observationweb.Area(d, visits),
		recordweb.Area(records, recordstory.Part(visits, records), func(v observation.Visit) string { return web.AddressOf(all, visitKind(v), v.ID) }),
		feedbackweb.Area(discussions, feedbackstory.Part(visits, discussions)),
		shareweb.Area(shares, sharestory.Part(visits, shares)),
		letterweb.Area(d, letters),
		workplanweb.Area(d, plans, workplanstory.Part(plans)),
		unitweb.Area(d, plans),
		supportweb.Area(d, helpers, pairs),
		practiceweb.Area(d, craft, pairs),
		recognitionweb.Area(d, thanks, pairs),
		evaluationweb.Area(d, surveys, pairs),
		timetableweb.Area(timetableweb.Config{DB: d, Timetable: times, Cover: absences, BookingURL: bookingURL}),
		peopleweb.Area(peopleweb.Config{DB: d, Tree: organisations, People: staff, Accounts: logins, Import: importURL, Rules: rules}),
		accountsweb.Area(accountsweb.Config{DB: d, Accounts: logins, Tabs: peopleweb.Tabs, Personas: a.personas(), Directory: a.directory()}),
		schoolsweb.Area(d, district),
		intakeweb.Area(d, imports),
		demoweb.Area(a.clock, demo.NewStory(a.World)),
	})
	all[0] = homeweb.Area(homeweb.Config{DB: d, Now: now, Timetable: times, Areas: all[1:], Begin: begin, BookingURL: bookingURL, Import: importURL})
	a.services = Services{Tree: organisations, People: staff, Accounts: logins, Timetable: times, Intake: imports, Schools: district, Mentoring: pairs}
	a.beside = []any{visits, shares, records, discussions, plans, letters, helpers, craft, thanks, surveys}
	return all
}

// visitKind is the kind of the page of a visit: of the area that planned it.
func visitKind(v observation.Visit) string {
	if v.Occasion() != v.ID {
		return observation.TargetVisit
	}
	return pairing.TargetVisit
}

// Services are the verbs and questions of areas to which commands and the demo speak.
type Services struct {
	Tree      *tree.Service
	People    *people.Service
	Accounts  *accounts.Service
	Timetable *timetable.Service
	Intake    *intake.Service
	Schools   *schools.Service
	Mentoring *assembly.Services
}

// described are the areas of a program that is not open: what they say of themselves
// needs no database.
var described = sync.OnceValue(func() []web.Area { return new(App).makeAreas() })

// Sealed lists the columns of private texts of all areas.
func Sealed() []secret.Column {
	return collect(described(), func(x web.Area) []secret.Column { return x.Sealed })
}

// Vouched lists the tables of all areas whose rows are vouched for.
func Vouched() []secret.Vouched {
	return collect(described(), func(x web.Area) []secret.Vouched { return x.Vouched })
}

// Rules are who reads and writes each kind of record, of all areas.
func Rules() []access.Rule {
	return collect(described(), func(x web.Area) []access.Rule { return x.Rules })
}

// catalogues are the messages of all areas and of the tools that speak.
func catalogues(areas []web.Area) []fs.FS {
	tools := []fs.FS{web.Messages(), matching.Messages, scheduling.Messages, document.Messages(), doctor.Messages()}
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

// directory is the one of others that says who somebody is, if the server has one.
func (a *App) directory() *oidc.Directory {
	if a.config.Directory == (oidc.Config{}) {
		return nil
	}
	return oidc.New(a.config.Directory)
}

// personas lists whom a visitor of the demo may be; outside of it nobody.
func (a *App) personas() func(ctx context.Context) ([]accountsweb.Persona, error) {
	if a.clock == nil {
		return nil
	}
	return func(ctx context.Context) ([]accountsweb.Persona, error) {
		all, err := demo.Personas(ctx, a.db.Read())
		out := make([]accountsweb.Persona, len(all))
		for i, p := range all {
			out[i] = accountsweb.Persona{Key: "demo.persona." + p.Part, Code: p.Code, Account: p.Account}
		}
		return out, err
	}
}
