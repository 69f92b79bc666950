package agreementweb

import (
	"net/http"

	"talim/internal/mentoring"
	"talim/internal/mentoring/agreement"
	"talim/internal/mentoring/wording"
	"talim/internal/web"
	"talim/internal/web/ask"
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

// newHours is where the director records what was agreed.
func (p *Pages) newHours() web.FormOf[agreement.NewHours] {
	return web.FormOf[agreement.NewHours]{
		At: "/mentoring/hours/new", Permission: mentoring.Sign, Show: p.newHoursPage,
		Fields: func(in *agreement.NewHours) []web.Field {
			return []web.Field{
				ask.Select(&in.Staff, "staff", "mentoring.deal.with", nil),
				ask.Area(&in.Text, "text", "mentoring.deal.text", ask.Hint("mentoring.deal.text_hint"), ask.Rows(3)),
				ask.Date(&in.AgreedOn, "agreed_on", "mentoring.deal.agreed_on"),
				ask.Row(ask.Date(&in.Starts, "starts", "mentoring.starts"), ask.Date(&in.Ends, "ends", "mentoring.ends")),
			}
		},
		Do: web.On(p.mentoring.Hours.RecordHours, link.HoursAgreements(), "mentoring.deal.recorded"),
	}
}

func (p *Pages) newHoursPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx, today := r.Context(), string(p.mentoring.Today())
	f.Begin("agreed_on", today, "starts", today)
	staff, err := p.mentoring.Programmes.Colleagues(ctx, actor(ctx))
	f.Choose("staff", wording.Staff(staff, t(ctx, "mentoring.deal.choose")))
	return f.Page(web.Plain{
		Title: t(ctx, "mentoring.deal.new"), Button: t(ctx, "mentoring.save"), Sees: t(ctx, "mentoring.sees.deal"),
		Back: web.Link{Text: t(ctx, "mentoring.deal.title"), URL: link.HoursAgreements()},
	}), err
}

func (p *Pages) confirmHours(r *http.Request, _ *web.Form) (web.Done, error) {
	return web.Next(link.HoursAgreements(), "mentoring.deal.confirmed"), p.mentoring.Hours.ConfirmHours(r.Context(), actor(r.Context()), r.PathValue("id"))
}

func (p *Pages) endHours(r *http.Request, _ *web.Form) (web.Done, error) {
	return web.Next(link.HoursAgreements(), "mentoring.deal.ended"), p.mentoring.Hours.EndHours(r.Context(), actor(r.Context()), r.PathValue("id"))
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
