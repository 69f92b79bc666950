package app

import (
	"context"
	"io/fs"
	"strings"

	"github.com/a-h/templ"

	"talim/internal/access"
	"talim/internal/demo"
	"talim/internal/demo/demoweb"
	"talim/internal/document"
	"talim/internal/evaluation/evaluationweb"
	"talim/internal/homeweb"
	"talim/internal/i18n"
	"talim/internal/intake"
	"talim/internal/intake/intakeweb"
	"talim/internal/matching"
	"talim/internal/mentoring"
	"talim/internal/mentoring/mentoringweb"
	"talim/internal/mentoring/pairweb"
	"talim/internal/people"
	"talim/internal/people/peopleweb"
	"talim/internal/practice/practiceweb"
	"talim/internal/recognition/recognitionweb"
	"talim/internal/scheduling"
	"talim/internal/support/supportweb"
	"talim/internal/timetable"
	"talim/internal/timetable/timetableweb"
	"talim/internal/web"
	"talim/internal/web/link"
)

// makeSite puts the pages of all areas together.
func (a *App) makeSite() (err error) {
	if a.messages, err = i18n.NewBundle(catalogues()...); err != nil {
		return err
	}
	a.site = web.New(web.Config{
		DB: a.db, Accounts: accounts{a.services.People}, Messages: a.messages, Nav: navigation(), Log: a.config.Log,
		Secure: a.config.Secure, TrustProxy: a.config.TrustProxy, Debug: a.config.Debug, Banner: a.banner(),
		KeepLanguage: a.services.People.KeepLanguage,
	})
	for _, area := range a.areas() {
		a.site.Mount(area...)
	}
	return nil
}

// catalogues are the messages of all pages.
func catalogues() []fs.FS {
	return []fs.FS{
		web.Messages(), homeweb.Messages(), peopleweb.Messages(), timetableweb.Messages(), intakeweb.Messages(), demoweb.Messages(),
		mentoringweb.Messages(), pairweb.Messages(), supportweb.Messages(), practiceweb.Messages(),
		recognitionweb.Messages(), evaluationweb.Messages(), matching.Messages, scheduling.Messages, document.Messages(),
	}
}

// areas lists the pages, an area a line.
func (a *App) areas() [][]web.Route {
	all := [][]web.Route{
		homeweb.New(a.home()).Routes(),
		peopleweb.New(peopleweb.Config{DB: a.db, People: a.services.People, Personas: a.personas(), Import: link.NewImport(string(intake.Staff))}).Routes(),
		timetableweb.New(timetableweb.Config{DB: a.db, Timetable: a.services.Timetable, BookingURL: bookingURL}).Routes(),
		intakeweb.New(a.db, a.services.Intake).Routes(),
		mentoringweb.New(a.db, a.services.Mentoring).Routes(),
		pairweb.New(a.db, a.services.Mentoring).Routes(),
		supportweb.New(a.db, a.services.Support, a.services.Mentoring).Routes(),
		practiceweb.New(a.db, a.services.Practice, a.services.Mentoring).Routes(),
		recognitionweb.New(a.db, a.services.Recognition, a.services.Mentoring).Routes(),
		evaluationweb.New(a.db, a.services.Evaluation, a.services.Mentoring).Routes(),
	}
	if a.clock != nil {
		all = append(all, demoweb.New(a.clock, a.tellYear).Routes())
	}
	return all
}

// home is Today, which gathers what waits for somebody in all areas.
func (a *App) home() homeweb.Config {
	return homeweb.Config{
		DB: a.db, Now: a.Now, Timetable: a.services.Timetable,
		Sources:    []homeweb.Source{a.services.Mentoring},
		BookingURL: bookingURL, Import: link.NewImport(string(intake.Staff)), Rules: Rules(),
		Areas: []homeweb.Area{
			{Key: "mentoring.nav", About: "home.area.mentoring", URL: link.Mentoring(), Permission: mentoring.Take},
			{Key: "timetable.nav", About: "home.area.timetable", URL: link.Timetable(""), Permission: timetable.MaySee},
			{Key: "people.nav", About: "home.area.people", URL: link.People(), Permission: people.MaySee},
		},
	}
}

// bookingURL is the page of a booking: meetings and visits of pairs have one.
func bookingURL(e timetable.Entry) string {
	if !strings.HasPrefix(e.Kind, "mentoring.") {
		return ""
	}
	return link.MentoringBooking(e.Booking)
}

// navigation is what stands at the top of every page, in its order.
func navigation() []web.NavItem {
	today := web.NavItem{Key: "home.title", URL: link.Home(), Permission: homeweb.MaySeeToday}
	return []web.NavItem{today, mentoringweb.Nav(), {Key: "timetable.nav", URL: link.Timetable(""), Permission: timetable.MaySee}, peopleweb.Nav()}
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

// banner stands above every page of the demo.
func (a *App) banner() func(ctx context.Context) templ.Component {
	if a.clock == nil {
		return nil
	}
	return demoweb.New(a.clock, a.tellYear).Banner
}

// declareJobs says what is done in the background.
func (a *App) declareJobs() {
	a.worker.Every("web-cleanup", cleanUpEvery, a.site.CleanUp)
	a.worker.Every("intake-cleanup", cleanUpEvery, a.services.Intake.DropOld)
	a.worker.Every("secret-again", sealAgainEvery, a.sealAgain)
	a.services.Mentoring.Jobs(a.worker)
	a.services.Support.Jobs(a.worker)
	a.services.Practice.Jobs(a.worker)
	a.services.Evaluation.Jobs(a.worker)
}

// accounts gives web the person behind an account; people knows nothing of pages.
type accounts struct{ people *people.Service }

// ActorOf implements web.Accounts.
func (p accounts) ActorOf(ctx context.Context, accountID string) (access.Actor, web.Chrome, error) {
	actor, signed, err := p.people.ActorOf(ctx, accountID)
	return actor, web.Chrome{School: signed.School, Language: signed.Language, Zone: signed.Zone}, err
}
