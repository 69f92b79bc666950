package app

import (
	"context"
	"io/fs"

	"github.com/a-h/templ"

	"talim/internal/access"
	"talim/internal/demo/demoweb"
	"talim/internal/homeweb"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/web"
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
	return []fs.FS{web.Messages(), homeweb.Messages(), demoweb.Messages()}
}

// areas lists the pages, an area a line.
func (a *App) areas() [][]web.Route {
	all := [][]web.Route{
		homeweb.New(homeweb.Config{DB: a.db, Now: a.Now, Timetable: a.services.Timetable}).Routes(),
	}
	if a.clock != nil {
		all = append(all, demoweb.New(a.clock).Routes())
	}
	return all
}

// banner stands above every page of the demo.
func (a *App) banner() func(ctx context.Context) templ.Component {
	if a.clock == nil {
		return nil
	}
	return demoweb.New(a.clock).Banner
}

// navigation is what stands at the top of every page, in its order.
func navigation() []web.NavItem { return nil }

// declareJobs says what is done in the background.
func (a *App) declareJobs() {
	a.worker.Every("web-cleanup", cleanUpEvery, a.site.CleanUp)
}

// accounts gives web the person behind an account; people knows nothing of pages.
type accounts struct{ people *people.Service }

// ActorOf implements web.Accounts.
func (p accounts) ActorOf(ctx context.Context, accountID string) (access.Actor, web.Chrome, error) {
	actor, signed, err := p.people.ActorOf(ctx, accountID)
	return actor, web.Chrome{School: signed.School, Language: signed.Language, Zone: signed.Zone}, err
}
