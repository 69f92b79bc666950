package agreementweb

import (
	"net/http"

	"talim/internal/mentoring"
	"talim/internal/mentoring/agreement"
	"talim/internal/mentoring/wording"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

type hoursPage struct {
	Agreements []agreement.NamedHours
	Self       string
	Director   bool
}

func (p *Pages) hours(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	all, err := p.mentoring.Hours.Agreements(ctx, who)
	if err != nil {
		return err
	}
	page := hoursPage{Agreements: all, Self: who.Staff, Director: mentoring.Sign.Allows(who)}
	shown := web.Page{Title: t(ctx, "mentoring.deal.title"), Back: wording.ToMentoring(ctx), Body: hoursBody(page), Sees: t(ctx, "mentoring.sees.deal")}
	if page.Director {
		shown.Action = component.Primary(t(ctx, "mentoring.deal.new"), link.NewHours())
	}
	return web.Show(w, r, http.StatusOK, shown)
}

func (p *Pages) newHours(w http.ResponseWriter, r *http.Request) error {
	today := string(p.mentoring.Today())
	return p.showNewHours(w, r, http.StatusOK, web.NewForm("agreed_on", today, "starts", today, "staff", r.URL.Query().Get("staff")))
}

func (p *Pages) showNewHours(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	staff, err := p.mentoring.Programmes.Colleagues(ctx, actor(ctx))
	if err != nil {
		return err
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "mentoring.deal.new"), Narrow: true, Body: newHoursBody(f, staff), Sees: t(ctx, "mentoring.sees.deal"),
		Back: web.Link{Text: t(ctx, "mentoring.deal.title"), URL: link.HoursAgreements()},
	})
}

func (p *Pages) recordHours(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	err := p.mentoring.Hours.RecordHours(ctx, actor(ctx), agreement.NewHours{
		Staff: f.Value("staff"), Text: f.Value("text"), AgreedOn: f.Date("agreed_on"), Starts: f.Date("starts"), Ends: f.Date("ends"),
	})
	if f.Take(err) {
		return p.showNewHours(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.HoursAgreements(), "mentoring.deal.recorded")
}

func (p *Pages) confirmHours(w http.ResponseWriter, r *http.Request) error {
	if err := p.mentoring.Hours.ConfirmHours(r.Context(), actor(r.Context()), r.PathValue("id")); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.HoursAgreements(), "mentoring.deal.confirmed")
}

func (p *Pages) endHours(w http.ResponseWriter, r *http.Request) error {
	if err := p.mentoring.Hours.EndHours(r.Context(), actor(r.Context()), r.PathValue("id")); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.HoursAgreements(), "mentoring.deal.ended")
}

// stands says where an agreement stands: the colour and the word's key.
func stands(d agreement.NamedHours) (kind, key string) {
	switch {
	case d.EndedAt != "":
		return component.Plain, "mentoring.deal.state.ended"
	case d.ConfirmedAt == "":
		return component.Wait, "mentoring.deal.state.open"
	}
	return component.OK, "mentoring.deal.state.confirmed"
}
