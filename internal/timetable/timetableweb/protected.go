package timetableweb

import (
	"context"
	"net/http"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/timetable"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// protectedView is the protected time of a week, and what can no longer be held.
type protectedView struct {
	nav
	times   []timetable.Protection
	clashes []timetable.Clash
	names   map[string]people.Named
	days    []component.WeekDay
}

// clashesAhead is for how many days what can no longer be held is listed.
const clashesAhead = 28

// protected shows those who plan which time of the week is not to be taken for
// anything else (R099), and which of it the timetable has taken all the same.
func (p *Pages) protected(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	c, school, monday := p.DB.Read(), access.ActorFrom(ctx).School, mondayAsked(r, p.Timetable.Today())
	v := protectedView{nav: p.navOf(monday, link.Protected)}
	var err error
	if v.times, err = timetable.ProtectedTime(ctx, c, school, monday); err != nil {
		return err
	}
	from := max(monday, p.Timetable.Today())
	if v.clashes, err = p.Timetable.ClashesFrom(ctx, c, school, from, max(from, monday).AddDays(clashesAhead)); err != nil {
		return err
	}
	if v.names, err = people.NamesOf(ctx, c, school, v.staff()); err != nil {
		return err
	}
	v.days = v.drawn(ctx, p.Timetable.Today())
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: i18n.T(ctx, "timetable.protected.title"), Sees: i18n.T(ctx, "timetable.protected.sees"), Body: protectedPage(v),
	})
}

func (v protectedView) staff() []string {
	var ids []string
	for _, t := range v.times {
		for _, person := range t.People {
			ids = append(ids, person.Staff)
		}
	}
	for _, c := range v.clashes {
		for _, person := range c.People {
			ids = append(ids, person.Staff)
		}
	}
	return ids
}

// who names those whose time it is.
func (v protectedView) who(list []timetable.Person) []component.Named {
	var names []component.Named
	for _, person := range list {
		names = append(names, component.Named{ID: person.Staff, Name: v.names[person.Staff].Name})
	}
	return names
}

// whoInWords are the same in one line.
func (v protectedView) whoInWords(list []timetable.Person) string {
	var names []string
	for _, person := range v.who(list) {
		names = append(names, person.Name)
	}
	return strings.Join(names, ", ")
}

// clash finds what keeps a booking from being held.
func (v protectedView) clash(booking string) (timetable.Clash, bool) {
	for _, c := range v.clashes {
		if c.Booking == booking {
			return c, true
		}
	}
	return timetable.Clash{}, false
}

// drawn lays the protected time of the school on the days of the week.
func (v protectedView) drawn(ctx context.Context, today calendar.Date) []component.WeekDay {
	var out []component.WeekDay
	for n := range 6 {
		day := component.WeekDay{Date: v.monday.AddDays(n)}
		day.Today = day.Date == today
		for _, t := range v.times {
			if t.Date != day.Date {
				continue
			}
			item := component.WeekItem{Starts: t.StartsAt, Ends: t.EndsAt, Kind: drawnAs(t.Kind), Title: kindName(ctx, t.Kind), Detail: v.whoInWords(t.People)}
			if c, is := v.clash(t.Booking); is {
				item.State = v.why(ctx, c)
			}
			day.Items = append(day.Items, item)
		}
		if n < 5 || len(day.Items) > 0 {
			out = append(out, day)
		}
	}
	return out
}

// why says what is in the way.
func (v protectedView) why(ctx context.Context, c timetable.Clash) string {
	return i18n.T(ctx, "timetable.protected.why."+string(c.With), "Name", v.names[c.Staff].Name, "Class", className(ctx, c.Other.Class))
}

// offered is the smallest change in words.
func offered(ctx context.Context, c timetable.Clash) string {
	return i18n.Capital(i18n.DateWeekday(ctx, c.Offer.Date)) + ", " + string(c.Offer.StartsAt) + "–" + string(c.Offer.EndsAt)
}

// clashGroup is what clashes at the same hour of the week for the same reason: the
// first of it, and how many weeks more.
type clashGroup struct {
	timetable.Clash
	More int
}

// groups puts the weeks of one weekly time together, so that a new timetable does not
// fill the page.
func (v protectedView) groups() []clashGroup {
	var out []clashGroup
	at := map[string]int{}
	for _, c := range v.clashes {
		key := c.About + c.Kind + string(c.StartsAt) + string(c.With) + c.Staff + string(rune('0'+c.Date.Weekday()))
		if i, known := at[key]; known {
			out[i].More++
			continue
		}
		at[key] = len(out)
		out = append(out, clashGroup{Clash: c})
	}
	return out
}

func clashID(c timetable.Clash) string {
	return string(c.Date) + " " + string(c.StartsAt)
}
