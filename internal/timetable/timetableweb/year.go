package timetableweb

import (
	"cmp"
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

// editYear is where a year that is there is changed.
func (p *Pages) editYear() web.FormOf[timetable.YearFacts] {
	return web.FormOf[timetable.YearFacts]{
		At: "/timetable/years/{id}", Permission: timetable.MayKeep, Show: p.editYearPage, Read: readYear,
		Do: func(r *http.Request, in timetable.YearFacts) (web.Done, error) {
			in.ID = r.PathValue("id")
			_, err := p.Timetable.SaveYear(r.Context(), access.ActorFrom(r.Context()), in)
			return web.Next(link.SchoolYear(), "timetable.year.saved"), err
		},
	}
}

func readYear(f *web.Form) timetable.YearFacts {
	in := timetable.YearFacts{Version: f.Version(), Label: f.Value("label"), Period: calendar.Period{Starts: f.Date("starts"), Ends: f.Date("ends")}, ToCheck: f.Checked("to_check")}
	for n := 1; n <= termRows; n++ {
		t := calendar.Period{Starts: f.Date("term_starts_" + strconv.Itoa(n)), Ends: f.Date("term_ends_" + strconv.Itoa(n))}
		in.Terms = append(in.Terms, t)
	}
	for n := len(in.Terms); n > 0 && in.Terms[n-1] == (calendar.Period{}); n-- { // a row that is left out between others is missed at its place
		in.Terms = in.Terms[:n-1]
	}
	return in
}

func (p *Pages) editYearPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx, id := r.Context(), r.PathValue("id")
	days, err := timetable.DaysOf(ctx, p.DB.Read(), access.ActorFrom(ctx).School, firstDay, lastDay)
	if err != nil {
		return web.Page{}, err
	}
	i := slices.IndexFunc(days.Years(), func(y timetable.SchoolYear) bool { return y.ID == id })
	if i < 0 {
		return web.Page{}, fault.NotFound("timetable.year.not_found")
	}
	standingYear(f, days.Years()[i], days)
	return web.Page{Title: i18n.T(ctx, "timetable.year.edit"), Back: toYear(ctx), Body: yearFormPage(f, link.EditYear(id)), Narrow: true}, nil
}

// standingYear is what the year holds. The rows without a term are empty fields of it:
// a term that was taken away is a change, too.
func standingYear(f *web.Form, y timetable.SchoolYear, days timetable.Days) {
	terms := make([]calendar.Period, termRows)
	for _, t := range days.Terms(y) {
		terms[t.Number-1] = t.Period
	}
	stands := []string{"label", y.Label, "starts", string(y.Starts), "ends", string(y.Ends), "to_check", ""}
	if y.ToCheck {
		stands[len(stands)-1] = "1"
	}
	for i, t := range terms {
		n := strconv.Itoa(i + 1)
		stands = append(stands, "term_starts_"+n, string(t.Starts), "term_ends_"+n, string(t.Ends))
	}
	f.Stands(y.Version, stands...)
}

// toYear is the way up to the school year.
func toYear(ctx context.Context) web.Link {
	return web.Link{Text: i18n.T(ctx, "timetable.year.title"), URL: link.SchoolYear()}
}

// holiday is where a holiday is added.
func (p *Pages) holiday() web.FormOf[timetable.HolidayFacts] {
	return web.FormOf[timetable.HolidayFacts]{
		At: "/timetable/holidays/new", Permission: timetable.MayKeep,
		Show: func(r *http.Request, f *web.Form) (web.Page, error) {
			ctx := r.Context()
			return web.Page{Title: i18n.T(ctx, "timetable.holiday.new"), Back: toYear(ctx), Body: holidayFormPage(f), Narrow: true}, nil
		},
		Read: func(f *web.Form) timetable.HolidayFacts {
			days := calendar.Period{Starts: f.Date("starts"), Ends: f.Date("ends")}
			days.Ends = cmp.Or(days.Ends, days.Starts) // a single day
			return timetable.HolidayFacts{Period: days, Name: i18n.Text{KK: f.Value("name_kk"), RU: f.Value("name_ru"), EN: f.Value("name_en")}}
		},
		Do: func(r *http.Request, in timetable.HolidayFacts) (web.Done, error) {
			_, err := p.Timetable.AddHoliday(r.Context(), access.ActorFrom(r.Context()), in)
			return web.Next(link.SchoolYear(), "timetable.holiday.added"), err
		},
	}
}

func (p *Pages) removeHoliday(r *http.Request, _ *web.Form) (web.Done, error) {
	err := p.Timetable.RemoveHoliday(r.Context(), access.ActorFrom(r.Context()), r.PathValue("id"))
	return web.Next(link.SchoolYear(), "timetable.holiday.removed"), err
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
