package homeweb

import (
	"context"
	"net/http"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/waiting"
	"talim/internal/web"
)

// view is all that Today shows.
type view struct {
	list      list
	first     firstSteps
	week      week
	office    bool // a district or region has no lessons
	areas     []web.NavItem
	importURL string
}

// today is the start page: what waits, the week, the areas.
func (p *Pages) today(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	actor := access.ActorFrom(ctx)
	waits, steps, err := p.waitingFor(ctx, actor)
	if err != nil {
		return err
	}
	var week week
	if !actor.Office {
		if week, err = p.weekOf(ctx, actor, mondayAsked(r, p.date())); err != nil {
			return err
		}
	}
	v := view{list: waits, first: p.firstSteps(steps), week: week, office: actor.Office, areas: p.areasOf(actor)}
	if actor.Has(access.Administrator) {
		v.importURL = p.Import
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title:  i18n.T(ctx, "home.title"),
		Kicker: i18n.Capital(i18n.DateWeekday(ctx, p.date())),
		Sees:   i18n.T(ctx, "home.sees"),
		Body:   todayPage(v),
	})
}

// mondayAsked is the Monday of the week in the address, or of today; an address
// that somebody mistyped shows this week.
func mondayAsked(r *http.Request, today calendar.Date) calendar.Date {
	return calendar.WeekAsked(today, r.URL.Query().Get("week"))
}

// areasOf are the ways into the areas that the actor may enter.
func (p *Pages) areasOf(actor access.Actor) []web.NavItem {
	var may []web.NavItem
	for _, a := range p.Areas {
		for _, item := range a.Nav {
			if item.About != "" && item.For(actor) {
				may = append(may, item)
			}
		}
	}
	return may
}

func buttonText(ctx context.Context, i waiting.Item) string {
	if i.Button.Key == "" {
		return i18n.T(ctx, "home.waiting.open")
	}
	return i18n.Say(ctx, i.Button)
}
