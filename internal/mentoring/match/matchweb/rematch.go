package matchweb

import (
	"net/http"

	"talim/internal/mentoring"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/wording"
	"talim/internal/web"
	"talim/internal/web/link"
)

// rematchPage shows who waits for another mentor while pairs work, and the pairs
// that ended and stand in no order yet.
type rematchPage struct {
	Programme mentoring.Programme
	Waits     []match.WaitsForMentor
	Ended     int
}

func (p *Pages) rematches(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	var page rematchPage
	var err error
	if page.Programme, _, err = p.mentoring.Programmes.ProgrammeAndPolicy(ctx, who, r.PathValue("id")); err != nil {
		return err
	}
	if page.Waits, err = p.mentoring.Matches.WaitForRematch(ctx, who, page.Programme.ID); err != nil {
		return err
	}
	if page.Ended, err = p.mentoring.Matches.EndedUnnamed(ctx, who, page.Programme.ID); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "mentoring.rematch.title"), Narrow: true, Back: wording.ToProgramme(ctx, page.Programme),
		Sees: t(ctx, "mentoring.rematch.sees"), Body: rematchBody(page),
	})
}

// rematch looks for a mentor for one of those who wait.
func (p *Pages) rematch(r *http.Request, f *web.Form) (web.Done, error) {
	made, err := p.mentoring.Matches.Rematch(r.Context(), actor(r.Context()), r.PathValue("id"), f.Value("mentee"))
	return web.Next(link.Proposal(made.ID), "mentoring.proposal.made"), err
}

// prepareEnding prepares the order that says which pairs have ended.
func (p *Pages) prepareEnding(r *http.Request, _ *web.Form) (web.Done, error) {
	made, err := p.mentoring.Matches.PrepareEnding(r.Context(), actor(r.Context()), r.PathValue("id"))
	return web.Next(link.MentoringOrder(made.ID), "mentoring.order.prepared"), err
}
