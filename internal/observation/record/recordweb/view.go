package recordweb

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/observation/record"
	"talim/internal/people"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// view is the record as it stands: the header, the lesson in time, and line by line.
func (p *Pages) view(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	g, err := p.records.Read(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	page := web.Page{
		Title: t(ctx, "record.title."+g.Kind), Kicker: g.InWords(ctx), Back: p.toVisit(ctx, g), Body: viewBody(g), Sees: sees(ctx, g),
	}
	if g.Mine && g.State == record.Open {
		page.Action = component.Primary(t(ctx, "record.live.do"), link.LiveRecord(g.ID))
	}
	return web.Show(w, r, http.StatusOK, page)
}

// clockOf is a time of the record, to the minute.
func clockOf(at time.Time) string { return at.Format("15:04") }

// clocks are the time of a line, and that of the device where it was wrong.
func clocks(ctx context.Context, o record.Kept) string {
	if o.Off() {
		return clockOf(o.True()) + " " + t(ctx, "record.clock_off", "Time", deviceTime(ctx, o))
	}
	return clockOf(o.True())
}

// deviceTime is what a device showed; with its day, where that was another one.
func deviceTime(ctx context.Context, o record.Kept) string {
	if day := calendar.DateOf(o.At); day != calendar.DateOf(o.True()) {
		return i18n.Date(ctx, day) + ", " + clockOf(o.At)
	}
	return clockOf(o.At)
}

// typedOn says when a line came that was written on paper, or of another day; "" else.
func typedOn(ctx context.Context, g record.Page, o record.Kept) string {
	day := calendar.DateOf(o.ReceivedAt.Time().In(o.At.Location()))
	switch {
	case o.Typed:
		return t(ctx, "record.typed_on", "Date", i18n.Date(ctx, day))
	case day != g.Date:
		return t(ctx, "record.came_on", "Date", i18n.Date(ctx, day))
	}
	return ""
}

// allTyped says of all lines at once when they came; "" where it is not the same of all.
func allTyped(ctx context.Context, g record.Page) string {
	on := typedOn(ctx, g, g.Lines[0].Kept)
	for _, l := range g.Lines {
		if typedOn(ctx, g, l.Kept) != on {
			return ""
		}
	}
	return on
}

// tagNames are the tags of an operation in words; one that the template has no more stands
// as it was kept.
func tagNames(ctx context.Context, g record.Page, o record.Kept) []string {
	var out []string
	for _, code := range o.Tags {
		if tag, ok := g.Template.Tag(code); ok {
			out = append(out, tag.Name.In(ctx))
		} else {
			out = append(out, code)
		}
	}
	return out
}

// personFact is somebody of a record; nobody, where there is none.
func personFact(name string, x people.Person) component.Fact {
	if x.ID == "" {
		return component.Fact{Name: name}
	}
	return component.Fact{Name: name, Part: component.Person(x.ID, x.Name())}
}

// finishAsk is the question before a record is finished.
func finishAsk(ctx context.Context, g record.Page) string {
	if g.Kind != record.OfLesson {
		return ""
	}
	return t(ctx, "record.finish_ask", "Who", g.Who.Name())
}

// noneKey is what an empty record says.
func noneKey(kind string) string {
	if kind == record.OfLesson {
		return "record.none_do"
	}
	return "record.meeting.none_do"
}

// pupilsText is the number of pupils; "" where nobody gave one.
func pupilsText(g record.Page) string {
	if g.Head.Count == 0 {
		return ""
	}
	return strconv.Itoa(g.Head.Count)
}

// minutes says how long something held, to the minute.
func minutes(ctx context.Context, d time.Duration) string {
	return t(ctx, "record.minutes", "Count", int(d.Round(time.Minute).Minutes()))
}

// spansOf draws a stripe: a line for each tag, from the first time to the last.
func spansOf(ctx context.Context, s record.Stripe) (spans []component.Span, from, to string) {
	first, last := s.Segments[0].From, s.Segments[len(s.Segments)-1].To
	whole := last.Sub(first).Minutes()
	for _, total := range s.Totals() {
		x := component.Span{Label: total.Tag.Name.In(ctx), Text: minutes(ctx, total.Held)}
		for _, part := range s.Segments {
			if part.Tag == total.Tag.Code {
				x.Parts = append(x.Parts, [2]float64{100 * part.From.Sub(first).Minutes() / whole, 100 * part.To.Sub(first).Minutes() / whole})
			}
		}
		spans = append(spans, x)
	}
	return spans, clockOf(first), clockOf(last)
}

// stateText says where the record stands.
func stateText(ctx context.Context, g record.Page) string {
	if g.State == record.Finished {
		return t(ctx, "record.state.finished", "Date", web.DateOf(ctx, g.FinishedAt))
	}
	return t(ctx, "record.state."+string(g.State))
}
