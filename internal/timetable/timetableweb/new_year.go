package timetableweb

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/timetable"
	"talim/internal/timetable/national"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// newYearView is the form of a year that comes filled in from the national calendar.
type newYearView struct {
	form    *web.Form
	year    national.Year
	choices []int // the calendar years in which one may begin
}

// newYear is where a new year is entered.
func (p *Pages) newYear() web.FormOf[timetable.YearFacts] {
	return web.FormOf[timetable.YearFacts]{
		At: "/timetable/years/new", Permission: timetable.MayKeep, Show: p.newYearPage,
		Read: func(f *web.Form) timetable.YearFacts {
			in := readYear(f)
			for _, key := range f.Values("free") {
				in.Free = append(in.Free, timetable.FreeTime{Key: key, HolidayFacts: timetable.HolidayFacts{
					Period: calendar.Period{Starts: f.Date("free_starts_" + key), Ends: f.Date("free_ends_" + key)}, Name: national.NameOf(key),
				}})
			}
			return in
		},
		Do: func(r *http.Request, in timetable.YearFacts) (web.Done, error) {
			_, err := p.Timetable.SaveYear(r.Context(), access.ActorFrom(r.Context()), in)
			return web.Next(link.SchoolYear(), "timetable.year.saved"), err
		},
	}
}

func (p *Pages) newYearPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	days, err := timetable.DaysOf(ctx, p.DB.Read(), access.ActorFrom(ctx).School, firstDay, lastDay)
	if err != nil {
		return web.Page{}, err
	}
	v := newYearView{form: f}
	first, choices := yearsOffered(days, p.Timetable.Today())
	if asked, err := strconv.Atoi(f.Value("year")); err == nil && slices.Contains(choices, asked) {
		first = asked
	}
	week := national.FiveDays
	if f.Value("week") == weekValue(national.SixDays) || f.Value("week") == "" && days.Saturdays() {
		week = national.SixDays
	}
	f.Begin("year", strconv.Itoa(first), "week", weekValue(week))
	v.year, v.choices = national.YearOf(first, week), choices
	v.begin(days)
	return web.Page{Title: i18n.T(ctx, "timetable.year.new"), Back: toYear(ctx), Body: newYearForm(v), Narrow: true}, nil
}

func weekValue(w national.Week) string { return strconv.Itoa(int(w)) }

// yearsOffered are the years around today and the one to begin with: that of today,
// or the first after it that the school has not made.
func yearsOffered(days timetable.Days, today calendar.Date) (first int, choices []int) {
	first = national.FirstOn(today)
	choices = []int{first - 1, first, first + 1}
	for slices.ContainsFunc(days.Years(), func(y timetable.SchoolYear) bool {
		return y.Overlaps(national.YearOf(first, national.FiveDays).Period)
	}) {
		first++
	}
	if !slices.Contains(choices, first) {
		choices = append(choices, first)
	}
	return first, choices
}

// begin fills the form in with the year that is offered. A break or holiday whose days
// are free in the school already is not ticked.
func (v newYearView) begin(days timetable.Days) {
	y := v.year
	fields := []string{"label", y.Label(), "starts", string(y.Starts), "ends", string(y.Ends)}
	if y.ToCheck {
		fields = append(fields, "to_check", "1")
	}
	for i, t := range y.Terms {
		n := strconv.Itoa(i + 1)
		fields = append(fields, "term_starts_"+n, string(t.Starts), "term_ends_"+n, string(t.Ends))
	}
	for _, free := range y.Free() {
		fields = append(fields, "free_starts_"+free.Key, string(free.Starts), "free_ends_"+free.Key, string(free.Ends))
		if !slices.ContainsFunc(days.Holidays(), func(h timetable.Holiday) bool { return h.Starts <= free.Starts && free.Ends <= h.Ends }) {
			fields = append(fields, "free", free.Key)
		}
	}
	v.form.Begin(fields...)
}

// term is the period of a term as it stands in the form.
func (v newYearView) term(n int) calendar.Period {
	return calendar.Period{Starts: v.form.Date("term_starts_" + strconv.Itoa(n)), Ends: v.form.Date("term_ends_" + strconv.Itoa(n))}
}

// terms are the year and its terms, to be read.
func (v newYearView) terms(ctx context.Context) []component.Fact {
	facts := []component.Fact{{
		Name:  i18n.T(ctx, "timetable.year.period"),
		Value: typedPeriod(ctx, calendar.Period{Starts: v.form.Date("starts"), Ends: v.form.Date("ends")}),
	}}
	for n := 1; n <= termRows; n++ {
		if t := v.term(n); t != (calendar.Period{}) {
			facts = append(facts, component.Fact{Name: termName(ctx, n), Value: typedPeriod(ctx, t)})
		}
	}
	return facts
}

// free are the breaks and holidays to be ticked, with their days as they stand in the form.
func (v newYearView) free(ctx context.Context) []component.Choice {
	var out []component.Choice
	for _, f := range v.year.Free() {
		p := calendar.Period{Starts: v.form.Date("free_starts_" + f.Key), Ends: v.form.Date("free_ends_" + f.Key)}
		out = append(out, component.Choice{Value: f.Key, Label: f.Name.In(ctx) + ": " + typedPeriod(ctx, p)})
	}
	return out
}

// typedPeriod is a period to be read; what is none stays as it was typed.
func typedPeriod(ctx context.Context, p calendar.Period) string {
	switch {
	case !p.Valid():
		return string(cmp.Or(p.Starts, "…")) + "–" + string(cmp.Or(p.Ends, "…"))
	case p.Starts == p.Ends:
		return i18n.Date(ctx, p.Starts)
	}
	return i18n.Period(ctx, p)
}

func (v newYearView) yearChoices() []component.Choice {
	out := make([]component.Choice, len(v.choices))
	for i, first := range v.choices {
		out[i] = component.Choice{Value: strconv.Itoa(first), Label: national.Year{First: first}.Label()}
	}
	return out
}

func weekChoices(ctx context.Context) []component.Choice {
	return []component.Choice{
		{Value: weekValue(national.FiveDays), Label: i18n.T(ctx, "timetable.year.five_days")},
		{Value: weekValue(national.SixDays), Label: i18n.T(ctx, "timetable.year.six_days")},
	}
}

func (p *Pages) confirmYear(r *http.Request, _ *web.Form) (web.Done, error) {
	err := p.Timetable.ConfirmYear(r.Context(), access.ActorFrom(r.Context()), r.PathValue("id"))
	return web.Next(link.SchoolYear(), "timetable.year.confirmed"), err
}
