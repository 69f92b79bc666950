package timetableweb

import (
	"net/http"
	"slices"
	"strconv"

	"talim/internal/access"
	"talim/internal/i18n"
	"talim/internal/timetable"
	"talim/internal/timetable/belltext"
	"talim/internal/web"
	"talim/internal/web/link"
)

// What the form of bells has room for where no more are filled.
const (
	usualShifts  = 2
	usualLessons = 9
)

// bellsShown is how many shifts and lessons the form shows: all that are filled, so that
// none is lost when it is sent.
func bellsShown(f *web.Form) (shifts, lessons int) {
	shifts, lessons = usualShifts, usualLessons
	for shift, number := range bellPlaces {
		if field := bellField(shift, number); f.Value(field) != "" || f.Value(field+"_end") != "" {
			shifts, lessons = max(shifts, shift), max(lessons, number)
		}
	}
	return shifts, lessons
}

// bellPlaces goes through the shifts and lessons that may have a bell.
func bellPlaces(yield func(shift, number int) bool) {
	for shift := 1; shift <= timetable.MaxShift; shift++ {
		for number := 1; number <= timetable.MaxLessonsOfDay; number++ {
			if !yield(shift, number) {
				return
			}
		}
	}
}

func bellField(shift, number int) string {
	return "bell_" + strconv.Itoa(shift) + "_" + strconv.Itoa(number)
}

// bells is where the times of the bells are entered.
func (p *Pages) bells() web.FormOf[timetable.BellChange] {
	return web.FormOf[timetable.BellChange]{
		At: "/timetable/bells", Permission: timetable.MayKeep, Show: p.bellsPage, Read: readBells,
		Do: web.On(p.Timetable.SaveBells, link.SchoolYear(), "timetable.bell.saved"),
	}
}

func readBells(f *web.Form) timetable.BellChange {
	in := timetable.BellChange{Version: f.Version(), From: f.Date("from")}
	for shift, number := range bellPlaces {
		field := bellField(shift, number)
		b := timetable.BellFacts{Shift: shift, Number: number, StartsAt: f.Clock(field), EndsAt: f.Clock(field + "_end")}
		if b.StartsAt != "" || b.EndsAt != "" {
			in.Bells = append(in.Bells, b)
		}
	}
	return in
}

func (p *Pages) bellsPage(r *http.Request, f *web.Form) (web.Page, error) {
	if f.Checked("read") { // the address has what was read from text: what it does not have is empty
		for shift, number := range bellPlaces {
			field := bellField(shift, number)
			f.Begin(field, "", field+"_end", "")
		}
	}
	return p.bellForms(r, new(web.Form), f)
}

// bellForms is the page of both forms of the bells: as text, and as times.
func (p *Pages) bellForms(r *http.Request, text, times *web.Form) (web.Page, error) {
	ctx := r.Context()
	set, err := timetable.NewestBells(ctx, p.DB.Read(), access.ActorFrom(ctx).School, p.Timetable.Today())
	times.Begin("from", string(set.From))
	times.Stands(set.Version, standingBells(set.Bells)...)
	return web.Page{Title: i18n.T(ctx, "timetable.bell.edit"), Back: toYear(ctx), Body: bellsFormPage(text, times), Narrow: true}, err
}

// bellText is where bells are read from text. They are shown in the form of the bells,
// to be corrected and saved there.
func (p *Pages) bellText() web.FormOf[string] {
	return web.FormOf[string]{
		At: "/timetable/bells/read", Permission: timetable.MayKeep,
		Show: func(r *http.Request, f *web.Form) (web.Page, error) { return p.bellForms(r, f, new(web.Form)) },
		Read: func(f *web.Form) string { return f.Raw("text") },
		Do: func(_ *http.Request, text string) (web.Done, error) {
			bells, err := belltext.Read("text", text)
			fields := []string{"read", "1"}
			for _, b := range bells {
				field := bellField(b.Shift, b.Number)
				fields = append(fields, field, string(b.StartsAt), field+"_end", string(b.EndsAt))
			}
			return web.Next(link.With(link.EditBells(), fields...), "timetable.bell.text.read", "Count", len(bells)), err
		},
	}
}

// standingBells are the fields of the bells, those without a bell empty.
func standingBells(bells []timetable.Bell) []string {
	var fields []string
	for shift, number := range bellPlaces {
		var b timetable.Bell
		if i := slices.IndexFunc(bells, func(b timetable.Bell) bool { return b.Shift == shift && b.Number == number }); i >= 0 {
			b = bells[i]
		}
		field := bellField(shift, number)
		fields = append(fields, field, string(b.StartsAt), field+"_end", string(b.EndsAt))
	}
	return fields
}
