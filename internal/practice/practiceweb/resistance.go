package practiceweb

import (
	"context"
	"net/http"
	"strconv"

	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/practice"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

type signsPage struct {
	practice.ResistancePage
	Form *web.Form
}

// bars are the notes by month; all together, so that no month becomes a list of faults.
func (g signsPage) bars(ctx context.Context) []component.Bar {
	most := 0
	for _, m := range g.Months {
		most = max(most, m.All)
	}
	out := make([]component.Bar, len(g.Months))
	for i, m := range g.Months {
		out[i] = component.Bar{Label: month(ctx, m.Month), Value: float64(m.All), Of: float64(most), Text: strconv.Itoa(m.All)}
	}
	return out
}

// resistance shows the notes about a pair to their author, with the form of another.
func (p *Pages) resistance() web.FormOf[practice.NewResistanceNote] {
	return web.FormOf[practice.NewResistanceNote]{
		At: "/mentoring/pairings/{id}/resistance", Permission: practice.Take, Show: p.resistancePage,
		Read: func(f *web.Form) practice.NewResistanceNote {
			return practice.NewResistanceNote{Date: f.Date("date"), Category: practice.Category(f.Value("category")), Text: f.Value("text")}
		},
		Do: web.OnThe(p.practice.NoteResistance, link.ResistanceNotes, "practice.resistance.kept"),
	}
}

func (p *Pages) resistancePage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	read, err := p.practice.ResistanceNotes(ctx, actor(ctx), r.PathValue("id"))
	if err == nil && f.Outdated() {
		err = fault.Conflict("practice.pairing.is_closed") // no form is left that could say so
	}
	f.Begin("date", string(p.mentoring.Today()))
	return web.Page{
		Title: t(ctx, "practice.resistance.title"), Kicker: read.Pairing.MenteePerson.Name(), Back: toPairing(ctx, read.Pairing.ID), Narrow: true,
		Body: resistanceBody(signsPage{read, f}), Sees: t(ctx, "practice.resistance.sees"), Here: link.ResistanceNotes(read.Pairing.ID),
	}, err
}

func (p *Pages) eraseResistance(r *http.Request, _ *web.Form) (web.Done, error) {
	id := r.PathValue("id")
	err := p.practice.EraseResistanceNote(r.Context(), actor(r.Context()), id, r.PathValue("note"))
	return web.Next(link.ResistanceNotes(id), "practice.resistance.erased"), err
}

// categoryChoices are the categories, the kinds of stagnation under their own heading.
func categoryChoices(ctx context.Context) []component.Choice {
	out := []component.Choice{{Label: t(ctx, "practice.resistance.choose_one")}}
	for _, c := range practice.Categories {
		group := t(ctx, "practice.resistance.group.other")
		if c.Stagnation() {
			group = t(ctx, "practice.resistance.group.stagnation")
		}
		out = append(out, component.Choice{Value: string(c), Label: categoryWord(ctx, c), Group: group})
	}
	return out
}

// categoryWord names a category; one whose key is lost cannot be read.
func categoryWord(ctx context.Context, c practice.Category) string {
	if c == "" {
		return t(ctx, "practice.resistance.unreadable")
	}
	return t(ctx, "practice.resistance.category."+string(c))
}

// month is "2013-09" in words: "September 2013".
func month(ctx context.Context, m string) string {
	d := calendar.Date(m + "-01")
	if !d.Valid() {
		return m
	}
	return i18n.Capital(i18n.MonthName(ctx, int(d.Time().Month()))) + " " + m[:4]
}
