package mentoringweb

import (
	"net/http"

	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/web"
)

type homePage struct {
	Mine       []pairing.Counts
	Programmes []mentoring.Programme
	Keeper     bool
	Self       string // staff id of the reader
}

// home shows my pairings and the school's programmes.
func (p *Pages) home(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	page := homePage{Keeper: mentoring.Keep.Allows(who), Self: who.Staff}
	var err error
	if page.Mine, err = p.mentoring.Pairings.MyCounts(ctx, who); err != nil {
		return err
	}
	if page.Programmes, err = p.mentoring.Programmes.Programmes(ctx, who); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{Title: t(ctx, "mentoring.home.title"), Body: homeBody(page)})
}
