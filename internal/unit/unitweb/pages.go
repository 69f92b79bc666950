// Package unitweb has the first pages of the methodological units: all of them for who
// leads the school (R043), and one with the ways to its work.
package unitweb

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/unit/workplan"
	"talim/internal/web"
	"talim/internal/web/link"
)

//go:embed messages/*.json
var messages embed.FS

// Messages is the catalogue of these pages.
func Messages() fs.FS {
	sub, err := fs.Sub(messages, "messages")
	if err != nil { // only for an invalid path
		return messages
	}
	return sub
}

// Pages holds the handlers.
type Pages struct {
	db    *db.DB
	plans *workplan.Service
}

// New makes the pages.
func New(d *db.DB, plans *workplan.Service) *Pages { return &Pages{d, plans} }

// Routes lists the addresses of the pages.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /units", Permission: workplan.See, Handle: p.units},
		{Pattern: "GET /units/{id}", Permission: workplan.See, Handle: p.unit},
	}
}

// actor is who asks.
func actor(ctx context.Context) access.Actor { return access.ActorFrom(ctx) }

// t is a message in the reader's language.
func t(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, key, args...) }

type line struct {
	people.UnitLine
	Count workplan.Count
	Mine  bool // the reader leads it
}

// units are all units of the school, those that the reader leads first.
func (p *Pages) units(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	all, err := people.UnitLines(ctx, p.db.Read(), who.School, p.plans.Today())
	if err != nil {
		return err
	}
	counts, err := p.plans.Counts(ctx, who)
	if err != nil {
		return err
	}
	lines := make([]line, len(all))
	for i, u := range all {
		lines[i] = line{u, counts[u.ID], who.Leads(u.ID)}
	}
	slices.SortStableFunc(lines, func(a, b line) int { return rank(a) - rank(b) })
	return web.Show(w, r, http.StatusOK, web.Page{Title: t(ctx, "unit.title"), Body: unitsBody(lines)})
}

func rank(l line) int {
	if l.Mine {
		return 0
	}
	return 1
}

// planText says how far a plan has come: "3 of 12 held".
func planText(ctx context.Context, c workplan.Count) string {
	if c.Whole() == 0 {
		return t(ctx, "unit.plan.none")
	}
	return t(ctx, "unit.plan.held", "Held", c.Held, "Count", c.Whole())
}

type unitPage struct {
	people.Unit
	Members []people.MemberLine
	Today   calendar.Date
}

// unit is one unit with the ways to its work.
func (p *Pages) unit(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	c, school := p.db.Read(), actor(ctx).School
	u, err := people.UnitByID(ctx, c, school, r.PathValue("id"))
	if err != nil {
		return err
	}
	g := unitPage{Unit: u, Today: p.plans.Today()}
	if g.Members, err = people.MembersOn(ctx, c, school, u.ID, g.Today); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: u.Name().In(ctx), Kicker: t(ctx, "unit.number", "Code", u.Code), Back: web.Link{Text: t(ctx, "unit.title"), URL: link.AllUnits()}, Body: unitBody(g),
	})
}
