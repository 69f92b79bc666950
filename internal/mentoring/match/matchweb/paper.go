package matchweb

import (
	"context"
	"net/http"

	"talim/internal/document"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/mentoring/match"
	"talim/internal/people/letterhead"
	"talim/internal/web"
)

// orderPaper gives the director's order as a paper, in any of the languages.
func (p *Pages) orderPaper(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	o, lines, err := p.mentoring.Matches.Order(ctx, who, r.PathValue("id"))
	if err != nil {
		return err
	}
	if o.State != match.OrderSigned {
		return fault.Conflict("mentoring.order.not_signed")
	}
	head, err := letterhead.Of(ctx, p.db.Read(), who.School, o.Date)
	if err != nil {
		return err
	}
	ctx = web.PaperLanguage(r)
	return web.Paper(w, r, r.PathValue("format"), "mentoring-order-"+o.Number, orderDocument(ctx, o, lines, head))
}

// orderDocument is the order in the words of schools (R067, Appendix B): it
// appoints, changes or ends.
func orderDocument(ctx context.Context, o match.Order, lines []match.OrderedPair, head letterhead.Head) document.Document {
	var acquainted []string
	for _, l := range lines {
		if l.Former.ID != "" && o.Kind == match.OrderChanged {
			acquainted = append(acquainted, l.Former.Name())
		}
		acquainted = append(acquainted, l.Mentor.Name())
		if l.Second.ID != "" {
			acquainted = append(acquainted, l.Second.Name())
		}
		acquainted = append(acquainted, l.Mentee.Name())
	}
	titles, rows := orderTable(ctx, o, lines)
	period := i18n.From(ctx).DateFormal(o.Starts) + " – " + i18n.From(ctx).DateFormal(o.Ends)
	kind := "mentoring.paper.order." + string(o.Kind)
	more := document.MorePoints(t(ctx, "mentoring.paper.order.mentors"), t(ctx, "mentoring.paper.order.deputy"), t(ctx, "mentoring.paper.order.control"))
	if o.Kind == match.OrderEnded {
		more = document.MorePoints(t(ctx, "mentoring.paper.order.ended.time"), t(ctx, "mentoring.paper.order.control"))
	}
	return document.Order{
		Letterhead: head.Letterhead, School: head.School.In(ctx), Date: o.Date, Number: o.Number,
		About: t(ctx, kind+".about"), Why: t(ctx, kind+".why"),
		Body: []document.Block{
			document.Points(t(ctx, kind+".point", "Period", period)),
			document.Table{Head: titles, Rows: rows, Numbered: true},
			more,
		},
		Signer:     document.Signature{Role: t(ctx, "mentoring.paper.order.director"), Name: head.Director},
		Acquainted: distinct(acquainted),
	}.Document(ctx)
}

func distinct(names []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, n := range names {
		if !seen[n] {
			out = append(out, n)
		}
		seen[n] = true
	}
	return out
}
