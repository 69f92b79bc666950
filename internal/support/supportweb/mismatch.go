package supportweb

import (
	"context"
	"net/http"

	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/mentoring/pairing"
	"talim/internal/support"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

type reportPage struct {
	pairing.NamedPairing
	Receivers []support.Receiver
	Reports   []support.Mismatch
	Form      web.Form
}

func (p *Pages) newReport(w http.ResponseWriter, r *http.Request) error {
	return p.showReport(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) showReport(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	pair, may, sent, err := p.support.Receivers(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	g := reportPage{NamedPairing: pair, Receivers: may, Reports: sent, Form: f}
	if len(may) == 1 && g.Form.Value("receiver") == "" {
		g.Form.Set("receiver", may[0].ID)
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "support.mismatch.title"), Narrow: true, Back: toPairing(ctx, g.ID), Body: reportBody(g), Sees: t(ctx, "support.mismatch.sees"),
		Here: link.NewMismatch(g.ID),
	})
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

func (p *Pages) report(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	id, err := p.support.ReportMismatch(ctx, actor(ctx), r.PathValue("id"), support.NewMismatch{
		Receiver: f.Value("receiver"), Concern: support.Concern{Kind: f.Value("kind"), Text: f.Value("text")},
	})
	if status := web.Refused(&f, err); status != 0 {
		return p.showReport(w, r, status, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Mismatch(id), "support.mismatch.sent")
}

type mismatchPage struct {
	support.ToldMismatch
	Form  web.Form
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

func (p *Pages) mismatch(w http.ResponseWriter, r *http.Request) error {
	return p.showMismatch(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) showMismatch(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	who := actor(ctx)
	m, err := p.support.Mismatch(ctx, who, r.PathValue("id"))
	if err != nil {
		return err
	}
	g := mismatchPage{ToldMismatch: m, Form: f, Self: who.Staff, Today: p.support.Today()}
	page := web.Page{
		Title: t(ctx, "support.mismatch.received"), Narrow: true, Back: toSupport(ctx), Body: receivedBody(g),
		Sees: t(ctx, "support.mismatch.sees_two", "From", m.From.Name(), "To", m.To.Name()), Here: link.Mismatch(m.ID),
	}
	if g.mine() {
		page.Body = sentBody(g)
	}
	return web.Show(w, r, status, page)
}

func (p *Pages) offer(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	id := r.PathValue("id")
	in := support.NewOffer{Text: f.Value("text")}
	for _, what := range f.Values("what") {
		in.What = append(in.What, support.Offered(what))
	}
	err := p.support.Offer(ctx, actor(ctx), id, in)
	if status := web.Refused(&f, err); status == http.StatusUnprocessableEntity {
		return p.showMismatch(w, r, status, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Mismatch(id), "support.mismatch.was_offered")
}

func (p *Pages) answerOffer(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	id := r.PathValue("id")
	yes, err := f.Answer("answer")
	if err != nil {
		return err
	}
	if err := p.support.AnswerOffer(ctx, actor(ctx), id, f.Value("offer"), yes); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Mismatch(id), "support.mismatch.answered")
}

func (p *Pages) endMismatch(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, how := r.PathValue("id"), web.ReadForm(r).Value("how")
	switch how {
	case "settled":
		if err := p.support.Settle(ctx, actor(ctx), id); err != nil {
			return err
		}
	case "withdrawn":
		if err := p.support.TakeBack(ctx, actor(ctx), id); err != nil {
			return err
		}
	default:
		return fault.NotFound("support.mismatch.missing")
	}
	return web.SeeOther(w, r, link.Mismatch(id), "support.mismatch.ended")
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
