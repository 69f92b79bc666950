package timetableweb

import (
	"context"
	"net/http"
	"slices"
	"strings"

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
		if v.found, days, err = p.Timetable.FindTime(ctx, p.DB.Read(), actor.School, ids, monday, monday.AddDays(6)); err != nil {
			return err
		}
		v.days = v.drawn(ctx, days, p.Timetable.Today())
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

// drawn lays every hour of the week on its day: free for all, free far from the
// lessons of somebody, or who is not free. Each says so in words.
func (v freeView) drawn(ctx context.Context, days timetable.Days, today calendar.Date) []component.WeekDay {
	var out []component.WeekDay
	for n := range 7 {
		day := component.WeekDay{Date: v.monday.AddDays(n)}
		day.Today = day.Date == today
		if h, off := days.Holiday(day.Date); off {
			day.Note = h.Name().In(ctx)
		}
		day.Items = v.stretches(ctx, day.Date)
		if n < 5 || len(day.Items) > 0 {
			out = append(out, day)
		}
	}
	return out
}

// pause is the longest break between two lessons that still leaves the time around
// it in one piece.
const pause = 30

// stretches joins the hours of a day that follow one another and are alike: what
// somebody looking for time wants to know is from when to when.
func (v freeView) stretches(ctx context.Context, day calendar.Date) []component.WeekItem {
	var out []component.WeekItem
	var lessons int
	for _, s := range v.found.All {
		if s.Date != day {
			continue
		}
		item := v.hour(ctx, s)
		last := len(out) - 1
		if last >= 0 && out[last].Kind == item.Kind && out[last].State == item.State && s.StartsAt.Minutes()-out[last].Ends.Minutes() <= pause {
			lessons++
			out[last].Ends = max(out[last].Ends, s.EndsAt)
		} else {
			lessons = 1
			out = append(out, item)
		}
		out[len(out)-1].Detail = i18n.T(ctx, "timetable.free.lessons", "Count", lessons)
	}
	return out
}

// hour is an hour in words: State tells apart what may not be joined.
func (v freeView) hour(ctx context.Context, s timetable.SharedSlot) component.WeekItem {
	item := component.WeekItem{Starts: s.StartsAt, Ends: s.EndsAt}
	switch {
	case len(s.Busy) == 0 && s.Count:
		item.Kind, item.Title = component.Free+" near", i18n.T(ctx, "timetable.free.slot")
	case len(s.Busy) == 0:
		item.Kind, item.Title, item.State = component.Free, i18n.T(ctx, "timetable.free.slot"), i18n.T(ctx, "timetable.free.far")
	case len(v.chosen) == 1:
		item.Kind, item.Title = component.Busy, i18n.T(ctx, "timetable.busy")
	default:
		var names []string
		for _, id := range s.Busy {
			names = append(names, v.names[id].Name)
		}
		item.Kind, item.Title, item.State = component.Busy, i18n.T(ctx, "timetable.busy"), strings.Join(names, ", ")
	}
	return item
}

// nearest is how many nearly free times are named: enough to choose from.
const nearest = 8

func (v freeView) nearly() []timetable.NearlyFree {
	return v.found.Nearly[:min(len(v.found.Nearly), nearest)]
}
