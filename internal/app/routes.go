package app

import (
	"context"

	"github.com/a-h/templ"

	"talim/internal/access"
	"talim/internal/demo"
	"talim/internal/demo/demoweb"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/people/naming"
	"talim/internal/web"
)

// makeSite puts the pages of all areas together.
func (a *App) makeSite(areas []web.Area) (err error) {
	if a.messages, err = i18n.NewBundle(catalogues(areas)...); err != nil {
		return err
	}
	a.site = web.New(web.Config{
		DB: a.db, Accounts: signedIn{a.services.Accounts}, Messages: a.messages, Log: a.config.Log, Keeper: a.keeper,
		Nav:    collect(areas, func(x web.Area) []web.NavItem { return x.Nav }),
		Limits: a.config.Limits, StayDays: a.config.StayDays,
		Secure: a.config.Secure, TrustProxy: a.config.TrustProxy, Proxies: a.config.Proxies, Public: a.config.Public, Names: a.config.Names, Debug: a.config.Debug, Banner: a.banner(),
		KeepLanguage: a.services.Accounts.KeepLanguage, Coder: a.coder,
	})
	for _, area := range areas {
		a.site.Mount(area.Routes...)
	}
	return nil
}

// coder writes codes in the place of names. Words of the program itself are no names.
func (a *App) coder(ctx context.Context, actor access.Actor) (web.Coder, error) {
	borne, err := people.NamesBorne(ctx, a.db.Read(), actor.School)
	bearers := make([]naming.Bearer, len(borne))
	for i, b := range borne {
		bearers[i] = naming.Bearer(b)
	}
	words := a.messages.Words()
	return naming.NewCoder(bearers, func(word string) bool { return words[word] }), err
}

// banner stands above every page of the demo.
func (a *App) banner() func(ctx context.Context) templ.Component {
	if a.clock == nil {
		return nil
	}
	return demoweb.New(a.clock, demo.NewStory(a.World)).Banner
}

// declareJobs says what is done in the background.
func (a *App) declareJobs(areas []web.Area) {
	a.worker.Every("web-cleanup", cleanUpEvery, a.site.CleanUp)
	a.worker.Every("secret-again", reSealEvery, a.reSeal)
	a.worker.Every("journal-close", closeEvery, a.closeJournal)
	for _, area := range areas {
		if area.Jobs != nil {
			area.Jobs(a.worker)
		}
	}
}

// signedIn gives web the person behind an account; accounts know nothing of pages.
type signedIn struct{ accounts *accounts.Service }

// ActorOf implements web.Accounts.
func (s signedIn) ActorOf(ctx context.Context, accountID string) (access.Actor, web.Chrome, error) {
	actor, signed, err := s.accounts.ActorOf(ctx, accountID)
	return actor, web.Chrome{
		School: signed.School, Language: signed.Language, Zone: signed.Zone, Several: signed.Several,
		Hold: string(signed.Hold), Away: signed.Away, Place: signed.Place, Guard: string(signed.Guard),
	}, err
}
