package districtweb

import (
	"context"
	"net/http"

	"talim/internal/mentoring"
	"talim/internal/mentoring/district"
	"talim/internal/web"
	"talim/internal/web/ask"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// askForm is what the school asks of the office above it: the form, and what was asked.
func (p *Pages) askForm() web.FormOf[district.NewAsk] {
	return web.FormOf[district.NewAsk]{
		At: "/mentoring/district/asks", Permission: mentoring.Keep, Show: p.askPage,
		Fields: func(in *district.NewAsk) []web.Field {
			return []web.Field{
				ask.Select(&in.Subject, "subject", "mentoring.asks.subject", nil),
				ask.Number(&in.Places, "places", "mentoring.asks.places"),
			}
		},
		Do: web.On(p.mentoring.District.AskOffice, link.DistrictAsks(), "mentoring.asks.sent"),
	}
}

func (p *Pages) askPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	lines, err := p.mentoring.District.Asks(ctx, actor(ctx))
	if err != nil {
		return web.Page{}, err
	}
	subjects, err := p.mentoring.District.Subjects(ctx, actor(ctx))
	choices := make([]component.Choice, len(subjects))
	for i, s := range subjects {
		choices[i] = component.Choice{Value: s.Code, Label: s.Name().In(ctx)}
	}
	f.Choose("subject", choices)
	f.Begin("places", "1")
	return web.Page{
		Title: t(ctx, "mentoring.asks.title"), Narrow: true, Sees: t(ctx, "mentoring.asks.sees"), Here: link.DistrictMentors(),
		Back: web.Link{Text: t(ctx, "mentoring.district.title"), URL: link.DistrictMentors()}, Body: askBody(f, lines),
	}, err
}

func (p *Pages) withdrawAsk(r *http.Request, _ *web.Form) (web.Done, error) {
	return web.Next(link.DistrictAsks(), "mentoring.outside.taken_back"), p.mentoring.District.WithdrawAsk(r.Context(), actor(r.Context()), r.PathValue("id"))
}

// officeAsks is what the schools of the office asked.
func (p *Pages) officeAsks(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	all, err := p.mentoring.District.OfficeAsks(ctx, actor(ctx))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "mentoring.asks.office"), Narrow: true, Sees: t(ctx, "mentoring.asks.office_sees"), Here: link.OfficeAsks(), Body: officeBody(all),
	})
}

func (p *Pages) answerAsk(r *http.Request, f *web.Form) (web.Done, error) {
	ctx := r.Context()
	return web.Next(link.OfficeAsks(), "mentoring.asks.answered"), p.mentoring.District.AnswerAsk(ctx, actor(ctx), r.PathValue("id"), f.Value("school"))
}

// answerOf says where something asked stands.
func answerOf(ctx context.Context, l district.AskLine) string {
	return t(ctx, "mentoring.asks.state."+string(l.State), "School", l.To().In(ctx))
}

func askTag(s district.AskState) string {
	switch s {
	case district.AskNamed:
		return component.OK
	case district.AskNobody:
		return component.Plain
	}
	return component.Wait
}
