package timetableweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/timetable"
	"talim/internal/web"
	"talim/internal/web/link"
)

// yearView is the page of the school year.
type yearView struct {
	days   timetable.Days
	years  []timetable.SchoolYear
	year   timetable.SchoolYear // shown; zero when none was made
	shifts [][]timetable.Bell
	keeps  bool
	today  calendar.Date
}

// wide is a span that holds every year: years, terms, holidays and bells of a
// school are few, and one query reads them all.
const firstDay, lastDay calendar.Date = "1900-01-01", "9998-12-31"

func (p *Pages) schoolYear(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	actor := access.ActorFrom(ctx)
	days, err := timetable.DaysOf(ctx, p.DB.Read(), actor.School, firstDay, lastDay)
	if err != nil {
		return err
	}
	v := yearView{days: days, years: days.Years(), keeps: timetable.MayKeep.Allows(actor), today: p.Timetable.Today()}
	v.year = shownYear(v.years, web.ReadForm(r).Value("id"), v.today)
	v.shifts = byShift(days.BellsOn(v.today))
	if len(v.shifts) == 0 { // bells that will ring when the year begins
		v.shifts = byShift(days.BellsOn(v.year.Starts))
	}
	return web.Show(w, r, http.StatusOK, web.Page{Title: i18n.T(ctx, "timetable.year.title"), Body: yearPage(v)})
}

// shownYear is the one asked for, or that of the day, or the next, or the last.
func shownYear(years []timetable.SchoolYear, id string, today calendar.Date) timetable.SchoolYear {
	var shown timetable.SchoolYear
	for i, y := range years { // the latest first
		if y.ID == id {
			return y
		}
		if i == 0 || y.Ends >= today {
			shown = y
		}
	}
	return shown
}

// holidays lists those of the year shown.
func (v yearView) holidays() []timetable.Holiday {
	return slices.DeleteFunc(slices.Clone(v.days.Holidays()), func(h timetable.Holiday) bool { return v.year.ID != "" && !h.Overlaps(v.year.Period) })
}

func byShift(bells []timetable.Bell) [][]timetable.Bell {
	var out [][]timetable.Bell
	for i, b := range bells {
		if i == 0 || b.Shift != bells[i-1].Shift {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], b)
	}
	return out
}

// termRows is how many terms the form has room for.
const termRows = 6

func (p *Pages) editYear(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	form := web.Form{}
	if id != "" {
		days, err := timetable.DaysOf(ctx, p.DB.Read(), access.ActorFrom(ctx).School, firstDay, lastDay)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(days.Years(), func(y timetable.SchoolYear) bool { return y.ID == id })
		if i < 0 {
			return fault.NotFound("timetable.year.not_found")
		}
		form = yearForm(days.Years()[i], days)
	}
	return p.showYearForm(w, r, http.StatusOK, form)
}

func yearForm(y timetable.SchoolYear, days timetable.Days) web.Form {
	form := web.NewForm("label", y.Label, "starts", string(y.Starts), "ends", string(y.Ends))
	for _, t := range days.Terms(y) {
		n := strconv.Itoa(t.Number)
		form.Set("term_starts_"+n, string(t.Starts))
		form.Set("term_ends_"+n, string(t.Ends))
	}
	return form
}

func (p *Pages) showYearForm(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	ctx, id := r.Context(), r.PathValue("id")
	title, action := i18n.T(ctx, "timetable.year.new"), link.NewYear()
	if id != "" {
		title, action = i18n.T(ctx, "timetable.year.edit"), link.EditYear(id)
	}
	return web.Show(w, r, status, web.Page{
		Title: title, Back: web.Link{Text: i18n.T(ctx, "timetable.year.title"), URL: link.SchoolYear()}, Body: yearFormPage(form, action), Narrow: true,
	})
}

func (p *Pages) saveYear(w http.ResponseWriter, r *http.Request) error {
	ctx, form := r.Context(), web.ReadForm(r)
	in := timetable.YearFacts{ID: r.PathValue("id"), Label: form.Value("label"), Period: calendar.Period{Starts: form.Date("starts"), Ends: form.Date("ends")}}
	for n := 1; n <= termRows; n++ {
		t := calendar.Period{Starts: form.Date("term_starts_" + strconv.Itoa(n)), Ends: form.Date("term_ends_" + strconv.Itoa(n))}
		if t != (calendar.Period{}) {
			in.Terms = append(in.Terms, t)
		}
	}
	_, err := p.Timetable.SaveYear(ctx, access.ActorFrom(ctx), in)
	if form.Take(err) {
		return p.showYearForm(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.SchoolYear(), "timetable.year.saved")
}

func (p *Pages) newHoliday(w http.ResponseWriter, r *http.Request) error {
	return p.showHolidayForm(w, r, http.StatusOK, web.Form{})
}

func (p *Pages) showHolidayForm(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	ctx := r.Context()
	return web.Show(w, r, status, web.Page{
		Title: i18n.T(ctx, "timetable.holiday.new"), Back: web.Link{Text: i18n.T(ctx, "timetable.year.title"), URL: link.SchoolYear()},
		Body: holidayFormPage(form), Narrow: true,
	})
}

func (p *Pages) addHoliday(w http.ResponseWriter, r *http.Request) error {
	ctx, form := r.Context(), web.ReadForm(r)
	ends := form.Date("ends")
	if ends == "" { // a single day
		ends = form.Date("starts")
	}
	_, err := p.Timetable.AddHoliday(ctx, access.ActorFrom(ctx), timetable.HolidayFacts{
		Period: calendar.Period{Starts: form.Date("starts"), Ends: ends},
		Name:   i18n.Text{KK: form.Value("name_kk"), RU: form.Value("name_ru"), EN: form.Value("name_en")},
	})
	if form.Take(err) {
		return p.showHolidayForm(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.SchoolYear(), "timetable.holiday.added")
}

func (p *Pages) removeHoliday(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := p.Timetable.RemoveHoliday(ctx, access.ActorFrom(ctx), r.PathValue("id")); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.SchoolYear(), "timetable.holiday.removed")
}

// What the form of bells has room for.
const (
	bellShifts  = 2
	bellPeriods = 9
)

func bellField(shift, number int) string {
	return "bell_" + strconv.Itoa(shift) + "_" + strconv.Itoa(number)
}

func (p *Pages) editBells(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	bells, err := timetable.Bells(ctx, p.DB.Read(), access.ActorFrom(ctx).School, p.Timetable.Today())
	if err != nil {
		return err
	}
	form := web.NewForm("from", string(p.Timetable.Today()))
	for _, b := range bells {
		form.Set(bellField(b.Shift, b.Number), string(b.StartsAt))
		form.Set(bellField(b.Shift, b.Number)+"_end", string(b.EndsAt))
	}
	return p.showBellsForm(w, r, http.StatusOK, form)
}

func (p *Pages) showBellsForm(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	ctx := r.Context()
	return web.Show(w, r, status, web.Page{
		Title: i18n.T(ctx, "timetable.bell.edit"), Back: web.Link{Text: i18n.T(ctx, "timetable.year.title"), URL: link.SchoolYear()},
		Body: bellsFormPage(form), Narrow: true,
	})
}

func (p *Pages) saveBells(w http.ResponseWriter, r *http.Request) error {
	ctx, form := r.Context(), web.ReadForm(r)
	var bells []timetable.BellFacts
	for shift := 1; shift <= bellShifts; shift++ {
		for number := 1; number <= bellPeriods; number++ {
			b := timetable.BellFacts{
				Shift: shift, Number: number, StartsAt: form.Clock(bellField(shift, number)), EndsAt: form.Clock(bellField(shift, number) + "_end"),
			}
			if b.StartsAt != "" || b.EndsAt != "" {
				bells = append(bells, b)
			}
		}
	}
	err := p.Timetable.SaveBells(ctx, access.ActorFrom(ctx), form.Date("from"), bells)
	if form.Take(err) {
		return p.showBellsForm(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.SchoolYear(), "timetable.bell.saved")
}

// termName is "1st quarter" in the reader's language.
func termName(ctx context.Context, number int) string {
	return i18n.T(ctx, "timetable.term.name", "Number", number)
}

func shiftName(ctx context.Context, shift int) string {
	return i18n.T(ctx, "timetable.shift.name", "Number", shift)
}

// holidayPeriod is one date for one day.
func holidayPeriod(ctx context.Context, h timetable.Holiday) string {
	if h.Starts == h.Ends {
		return i18n.Date(ctx, h.Starts)
	}
	return i18n.Period(ctx, h.Period)
}
