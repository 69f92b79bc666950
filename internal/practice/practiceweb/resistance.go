package practiceweb

import (
	"context"
	"net/http"
	"strconv"

	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/practice"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

type signsPage struct {
	practice.ResistancePage
	Form web.Form
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

func (p *Pages) resistanceNotes(w http.ResponseWriter, r *http.Request) error {
	return p.showResistance(w, r, http.StatusOK, web.NewForm("date", string(p.mentoring.Today())))
}

func (p *Pages) showResistance(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	g := signsPage{Form: f}
	var err error
	if g.ResistancePage, err = p.practice.ResistanceNotes(ctx, actor(ctx), r.PathValue("id")); err != nil {
		return err
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "practice.resistance.title"), Kicker: g.Pairing.MenteePerson.Name(), Back: toPairing(ctx, g.Pairing.ID), Narrow: true,
		Body: resistanceBody(g), Sees: t(ctx, "practice.resistance.sees"), Here: link.ResistanceNotes(g.Pairing.ID),
	})
}

func (p *Pages) noteResistance(w http.ResponseWriter, r *http.Request) error {
	ctx, f := r.Context(), web.ReadForm(r)
	id := r.PathValue("id")
	err := p.practice.NoteResistance(ctx, actor(ctx), id, practice.NewResistanceNote{
		Date: f.Date("date"), Category: practice.Category(f.Value("category")), Text: f.Value("text"),
	})
	if f.Take(err) {
		return p.showResistance(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.ResistanceNotes(id), "practice.resistance.kept")
}

func (p *Pages) eraseResistance(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id := r.PathValue("id")
	if err := p.practice.EraseResistanceNote(ctx, actor(ctx), id, r.PathValue("note")); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.ResistanceNotes(id), "practice.resistance.erased")
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
