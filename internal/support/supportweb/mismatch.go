package supportweb

import (
	"context"
	"net/http"

	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/mentoring/pairing"
	"talim/internal/secret"
	"talim/internal/support"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

type reportPage struct {
	pairing.NamedPairing
	Receivers []support.Receiver
	Reports   []support.Mismatch
	Form      *web.Form
}

// report is where somebody tells in confidence that a pair does not match.
func (p *Pages) report() web.FormOf[support.NewMismatch] {
	return web.FormOf[support.NewMismatch]{
		At: "/support/pairings/{id}/report", Permission: support.Take, Show: p.reportPage,
		Read: func(f *web.Form) support.NewMismatch {
			return support.NewMismatch{Receiver: f.Value("receiver"), Concern: support.Concern{Kind: f.Value("kind"), Text: f.Value("text")}}
		},
		Do: func(r *http.Request, in support.NewMismatch) (web.Done, error) {
			id, err := p.support.ReportMismatch(r.Context(), actor(r.Context()), r.PathValue("id"), in)
			return web.Next(link.Mismatch(id), "support.mismatch.sent"), err
		},
	}
}

func (p *Pages) reportPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	pair, may, sent, err := p.support.Receivers(ctx, actor(ctx), r.PathValue("id"))
	if len(may) == 1 && f.Value("receiver") == "" {
		f.Set("receiver", may[0].ID)
	}
	return web.Page{
		Title: t(ctx, "support.mismatch.title"), Narrow: true, Back: toPairing(ctx, pair.ID), Body: reportBody(reportPage{pair, may, sent, f}),
		Sees: t(ctx, "support.mismatch.sees"), Here: link.NewMismatch(pair.ID),
	}, err
}

func receiverChoices(ctx context.Context, list []support.Receiver) []component.Choice {
	out := make([]component.Choice, len(list))
	for i, r := range list {
		out[i] = component.Choice{Value: r.ID, Label: r.Name(), Hint: t(ctx, "support.mismatch.why."+r.Why)}
	}
	return out
}

func choices[T ~string](ctx context.Context, prefix string, list []T) []component.Choice {
	out := make([]component.Choice, len(list))
	for i, x := range list {
		out[i] = component.Choice{Value: string(x), Label: t(ctx, prefix+string(x))}
	}
	return out
}

type mismatchPage struct {
	support.ToldMismatch
	Form  *web.Form
	Self  string
	Today calendar.Date
}

func (g mismatchPage) mine() bool { return g.Sender == g.Self }

// nextKey says to the sender what happens next.
func (g mismatchPage) nextKey() string {
	switch {
	case g.State == support.MismatchSent && g.AnswerBy < g.Today:
		return "support.mismatch.next.late"
	case g.State == support.MismatchSent:
		return "support.mismatch.next.sent"
	case g.State == support.MismatchOffered:
		return "support.mismatch.next.offered"
	case g.State == support.MismatchWithdrawn:
		return "support.mismatch.next.withdrawn"
	case g.Outcome == support.OfferChange:
		return "support.mismatch.next.changed"
	}
	return "support.mismatch.next.settled"
}

// mismatch is a report between its two people, with the form of an offer.
func (p *Pages) mismatch() web.FormOf[support.NewOffer] {
	return web.FormOf[support.NewOffer]{
		At: "/support/reports/{id}", Permission: support.Take, Show: p.mismatchPage,
		Read: func(f *web.Form) support.NewOffer {
			in := support.NewOffer{Text: f.Value("text")}
			for _, what := range f.Values("what") {
				in.What = append(in.What, support.Offered(what))
			}
			return in
		},
		Do: web.OnThe(p.support.Offer, link.Mismatch, "support.mismatch.was_offered"),
	}
}

func (p *Pages) mismatchPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	who := actor(ctx)
	m, err := p.support.Mismatch(ctx, who, r.PathValue("id"))
	if err == nil && f.Outdated() {
		err = fault.Conflict("support.mismatch.over") // no form is left that could say so
	}
	g := mismatchPage{ToldMismatch: m, Form: f, Self: who.Staff, Today: p.support.Today()}
	page := web.Page{
		Title: t(ctx, "support.mismatch.received"), Narrow: true, Back: toSupport(ctx), Body: receivedBody(g),
		Sees: t(ctx, "support.mismatch.sees_two", "From", m.From.Name(), "To", m.To.Name()), Here: link.Mismatch(m.ID),
	}
	if g.mine() {
		page.Body = sentBody(g)
	}
	return page, err
}

func (p *Pages) answerOffer(r *http.Request, f *web.Form) (web.Done, error) {
	id := r.PathValue("id")
	yes, err := f.Answer("answer")
	if err != nil {
		return web.Done{}, err
	}
	return web.Next(link.Mismatch(id), "support.mismatch.answered"), p.support.AnswerOffer(r.Context(), actor(r.Context()), id, f.Value("offer"), yes)
}

func (p *Pages) endMismatch(r *http.Request, f *web.Form) (web.Done, error) {
	ctx, id := r.Context(), r.PathValue("id")
	done := web.Next(link.Mismatch(id), "support.mismatch.ended")
	switch f.Value("how") {
	case "settled":
		return done, p.support.Settle(ctx, actor(ctx), id)
	case "withdrawn":
		return done, p.support.TakeBack(ctx, actor(ctx), id)
	}
	return web.Done{}, fault.NotFound("support.mismatch.missing")
}

// stepFor is where a taken offer leads the sender; "" where nothing is to be done.
func stepFor(g mismatchPage, what support.Offered) string {
	switch what {
	case support.OfferOtherTime, support.OfferMoreTime:
		return link.NewMeetings(g.Pairing)
	case support.OfferHelper:
		return link.NewHelper()
	}
	return ""
}

func noteOf(g mismatchPage) string {
	if g.Mismatch.Open() {
		return component.Wait
	}
	return component.OK
}

func offerState(o support.OpenedOffer) string {
	switch o.Answer {
	case "yes":
		return "support.offer.taken"
	case "no":
		return "support.offer.not_taken"
	}
	return "support.offer.open"
}

// offered is what was offered in words, or that it cannot be read.
func offered(ctx context.Context, what support.Offered) string {
	if what == "" {
		return secret.Unread(ctx)
	}
	return t(ctx, "support.offer."+string(what))
}
