package timetableweb

import (
	"context"
	"net/http"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/timetable"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// maxTogether is how many people the finder compares: a whole unit and more.
const maxTogether = 30

// freeView is the finder of shared time.
type freeView struct {
	nav
	chosen  []people.Named
	choices []component.Choice // who can be added
	found   timetable.SharedTime
	names   map[string]people.Named
	days    []component.WeekDay
}

// without is the finder without one of the people.
func (v freeView) without(id string) string {
	var ids []string
	for _, c := range v.chosen {
		if c.ID != id {
			ids = append(ids, c.ID)
		}
	}
	return link.FreeTime(string(v.monday), ids...)
}

// freeTime finds the time that people share in a week (R100, R175). Who is chosen
// stands in the address, so that the answer can be sent to a colleague.
func (p *Pages) freeTime(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	actor, monday := access.ActorFrom(ctx), mondayAsked(r, p.Timetable.Today())
	all, err := people.Choices(ctx, p.DB.Read(), actor.School, p.Timetable.Today())
	if err != nil {
		return err
	}
	v := chosenOf(all, web.ReadForm(r).Values("with"), actor.Staff)
	if len(v.chosen) > maxTogether {
		return fault.Conflict("timetable.free.too_many", "Max", maxTogether)
	}
	v.choices[0].Label = i18n.T(ctx, "timetable.free.choose")
	ids := v.ids()
	v.nav = p.navOf(monday, func(m string) string { return link.FreeTime(m, ids...) })
	if len(ids) > 0 {
		var days timetable.Days
		if v.found, days, err = timetable.FindTime(ctx, p.DB.Read(), actor.School, ids, monday, monday.AddDays(6)); err != nil {
			return err
		}
		v.days = freeDays(ctx, v.found.Free, days, monday, p.Timetable.Today())
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: i18n.T(ctx, "timetable.free.title"), Sees: i18n.T(ctx, "timetable.free.sees"), Body: freePage(v),
	})
}

// chosenOf divides the staff into who is chosen and who can be added. Nobody
// chosen yet: the reader.
func chosenOf(all []people.Named, ids []string, self string) freeView {
	if len(ids) == 0 {
		ids = []string{self}
	}
	v := freeView{names: map[string]people.Named{}, choices: []component.Choice{{}}}
	for _, x := range all {
		if slices.Contains(ids, x.ID) {
			v.chosen = append(v.chosen, x)
			v.names[x.ID] = x
			continue
		}
		v.choices = append(v.choices, component.Choice{Value: x.ID, Label: x.Name})
	}
	return v
}

func (v freeView) ids() []string {
	ids := make([]string, len(v.chosen))
	for i, c := range v.chosen {
		ids[i] = c.ID
	}
	return ids
}

func freeDays(ctx context.Context, free []timetable.Slot, days timetable.Days, monday, today calendar.Date) []component.WeekDay {
	var out []component.WeekDay
	for n := range 7 {
		day := component.WeekDay{Date: monday.AddDays(n)}
		day.Today = day.Date == today
		if h, off := days.Holiday(day.Date); off {
			day.Note = h.Name().In(ctx)
		}
		day.Items = stretches(ctx, free, day.Date)
		if n < 5 || len(day.Items) > 0 {
			out = append(out, day)
		}
	}
	return out
}

// pause is the longest break between two lessons that still leaves the time around
// it in one piece.
const pause = 30

// stretches joins the free lessons of a day that follow one another: what somebody
// looking for time wants to know is from when to when.
func stretches(ctx context.Context, free []timetable.Slot, day calendar.Date) []component.WeekItem {
	var out []component.WeekItem
	var lessons int
	for _, s := range free {
		if s.Date != day {
			continue
		}
		if n := len(out); n > 0 && s.StartsAt.Minutes()-out[n-1].Ends.Minutes() <= pause {
			lessons++
			out[n-1].Ends = max(out[n-1].Ends, s.EndsAt)
		} else {
			lessons = 1
			out = append(out, component.WeekItem{Starts: s.StartsAt, Ends: s.EndsAt, Kind: component.Free, Title: i18n.T(ctx, "timetable.free.slot")})
		}
		out[len(out)-1].Detail = i18n.T(ctx, "timetable.free.lessons", "Count", lessons)
	}
	return out
}

// nearest is how many nearly free times are named: enough to choose from.
const nearest = 8

func (v freeView) nearly() []timetable.NearlyFree {
	return v.found.Nearly[:min(len(v.found.Nearly), nearest)]
}
