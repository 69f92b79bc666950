package matchweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/match"
	"talim/internal/web"
	"talim/internal/web/link"
)

// prepareOrder puts the agreed pairs into an order for the director.
func (p *Pages) prepareOrder(r *http.Request, _ *web.Form) (web.Done, error) {
	made, err := p.mentoring.Matches.PrepareOrder(r.Context(), actor(r.Context()), r.PathValue("id"))
	return web.Next(link.MentoringOrder(made.ID), "mentoring.order.prepared"), err
}

type orderPage struct {
	Order  match.Order
	Lines  []match.OrderedPair
	Form   *web.Form
	Signer bool
	Keeper bool
}

// period is that of the pairings the order begins; one that ends pairs begins none.
func (g orderPage) period(ctx context.Context) string {
	if g.Order.Kind == match.OrderEnded {
		return ""
	}
	return i18n.Period(ctx, g.Order.Period)
}

// orderTable is what an order names, by what it does: appoints, changes, ends.
func orderTable(ctx context.Context, o match.Order, lines []match.OrderedPair) (head []string, rows [][]string) {
	mentee, mentor := t(ctx, "mentoring.side.mentee"), t(ctx, "mentoring.side.mentor")
	switch o.Kind {
	case match.OrderChanged:
		head = []string{mentee, t(ctx, "mentoring.order.former"), t(ctx, "mentoring.order.present")}
	case match.OrderEnded:
		head = []string{mentee, mentor, t(ctx, "mentoring.order.worked")}
	default:
		head = []string{mentee, mentor}
	}
	grouped := slices.ContainsFunc(lines, func(l match.OrderedPair) bool { return l.Group > 0 })
	if grouped {
		head = append(head, t(ctx, "mentoring.order.group"))
	}
	for _, l := range lines {
		row := []string{l.Mentee.Name(), l.Mentor.Name()}
		if l.Second.ID != "" {
			row[1] = strings.Join([]string{row[1], l.Second.Name()}, ", ")
		}
		switch o.Kind {
		case match.OrderChanged:
			former := "–"
			if l.Former.ID != "" {
				former = l.Former.Name()
			}
			row = []string{l.Mentee.Name(), former, l.Mentor.Name()}
		case match.OrderEnded:
			row = append(row, i18n.From(ctx).DateFormal(l.Starts)+" – "+i18n.From(ctx).DateFormal(l.Ended))
		}
		if grouped {
			row = append(row, strconv.Itoa(l.Group))
		}
		rows = append(rows, row)
	}
	return head, rows
}

// order shows an order to all who take part, and is signed where it stands.
func (p *Pages) order() web.FormOf[match.Signature] {
	return web.FormOf[match.Signature]{
		At: "/mentoring/orders/{id}", Permission: mentoring.Sign, Show: p.orderPage,
		Read: func(f *web.Form) match.Signature {
			return match.Signature{Number: f.Value("number"), Date: f.Date("date"), Starts: f.Date("starts"), Ends: f.Date("ends")}
		},
		Do: web.OnThe(p.mentoring.Matches.SignOrder, link.MentoringOrder, "mentoring.order.signed"),
	}
}

func (p *Pages) orderPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	who := actor(ctx)
	page := orderPage{Form: f, Signer: mentoring.Sign.Allows(who), Keeper: mentoring.Keep.Allows(who)}
	var err error
	if page.Order, page.Lines, err = p.mentoring.Matches.Order(ctx, who, r.PathValue("id")); err != nil {
		return web.Page{}, err
	}
	if r.Method == http.MethodPost && page.Order.State != match.OrderDraft { // there is no form to show the refusal in
		return web.Page{}, fault.Conflict("mentoring.order.not_draft")
	}
	f.Begin("date", string(p.mentoring.Today()), "starts", string(page.Order.Starts), "ends", string(page.Order.Ends))
	title := t(ctx, "mentoring.order.draft."+string(page.Order.Kind))
	if page.Order.State == match.OrderSigned {
		title = t(ctx, "mentoring.order.title", "Number", page.Order.Number)
	}
	return web.Page{
		Title: title, Kicker: t(ctx, "mentoring.order.state."+string(page.Order.State)),
		Back: web.Link{Text: t(ctx, "mentoring.programme.back"), URL: link.Programme(page.Order.Programme)}, Body: orderBody(page),
	}, nil
}

func (p *Pages) withdrawOrder(r *http.Request, _ *web.Form) (web.Done, error) {
	return web.Next(link.Mentoring(), "mentoring.order.withdrawn"), p.mentoring.Matches.WithdrawOrder(r.Context(), actor(r.Context()), r.PathValue("id"))
}
