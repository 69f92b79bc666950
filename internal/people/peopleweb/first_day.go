package peopleweb

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/staffimport"
	"talim/internal/web"
	"talim/internal/web/link"
)

// mostFirstDays are as many as one form takes; those who are left are shown after it.
const mostFirstDays = 100

// firstDays takes the first days of many at once.
func (p *Pages) firstDays() web.FormOf[[]people.FirstDay] {
	return web.FormOf[[]people.FirstDay]{
		At: link.FirstDays(), Permission: people.MayKeepStaff, Show: p.firstDaysPage,
		Read: func(f *web.Form) []people.FirstDay { return p.readFirstDays(f) },
		Do: func(r *http.Request, in []people.FirstDay) (web.Done, error) {
			err := p.People.SetFirstDays(r.Context(), actorOf(r), in)
			return web.Next(link.FirstDays(), "people.first_days.saved", "Count", len(in)), err
		},
	}
}

// readFirstDays reads the days of those who have one, and the common day of those chosen.
func (p *Pages) readFirstDays(f *web.Form) []people.FirstDay {
	var out []people.FirstDay
	chosen := f.Values("chosen")
	ids := f.Values("staff")
	for _, id := range ids[:min(len(ids), mostFirstDays)] {
		text := f.Value("day_" + id)
		if text == "" && (f.Checked("everybody") || slices.Contains(chosen, id)) {
			text = f.Value("common")
		}
		if text == "" {
			continue
		}
		day, ok := staffimport.DayMeant(text, p.today())
		if !ok {
			day = calendar.Date(text)
		}
		version, _ := strconv.Atoi(f.Value("version_" + id))
		out = append(out, people.FirstDay{Staff: id, Day: day, Version: version})
	}
	return out
}

type firstDaysView struct {
	form   *web.Form
	people []people.WithoutFirstDay
	all    int
	chosen []string
}

func (p *Pages) firstDaysPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	all, err := people.StaffWithoutFirstDay(ctx, p.DB.Read(), actorOf(r).School, p.today())
	if err != nil {
		return web.Page{}, err
	}
	f.Begin("common", formDate(lastYearsFirst(p.today())))
	v := firstDaysView{form: f, all: len(all), chosen: f.Values("chosen")}
	for _, x := range all {
		if strings.Contains(i18n.Fold(x.Name()+" "+x.Code), i18n.Fold(f.Value("q"))) && len(v.people) < mostFirstDays {
			v.people = append(v.people, x)
		}
	}
	return web.Page{
		Title: i18n.T(ctx, "people.first_days.title"), Body: firstDaysPage(v),
		Back: web.Link{Text: i18n.T(ctx, "people.staff.list.title"), URL: link.People()},
	}, nil
}

// lastYearsFirst is 1 September of the school year before the one of the day: who worked
// here then is in no first year.
func lastYearsFirst(today calendar.Date) calendar.Date {
	year := today.Time().Year() - 1
	if today.Time().Month() < 9 {
		year--
	}
	return calendar.Date(strconv.Itoa(year) + "-09-01")
}
