package timetableweb

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/exchange"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/tree"
	"talim/internal/scheduling"
	"talim/internal/scheduling/explanation"
	"talim/internal/timetable"
	"talim/internal/web"
	"talim/internal/web/link"
)

// meetingTimeView is the search for an hour for a meeting of many.
type meetingTimeView struct {
	freeView
	hours []scheduling.MeetingTime
	words explanation.Words
}

// bestHours are enough to choose from.
const bestHours = 8

// meetingTime finds an hour for the director's meeting, or for any meeting of many (R023):
// who takes part stands in the address.
func (p *Pages) meetingTime(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	c, actor, monday := p.DB.Read(), access.ActorFrom(ctx), mondayAsked(r, p.Timetable.Today())
	all, err := people.Choices(ctx, c, actor.School, p.Timetable.Today())
	if err != nil {
		return err
	}
	members := web.ReadForm(r).Values("with")
	if len(members) == 0 {
		if members, err = timetable.Leaders(ctx, c, actor.School, p.Timetable.Today()); err != nil {
			return err
		}
	}
	v := meetingTimeView{freeView: chosenOf(all, members, actor.Staff)}
	if len(v.chosen) > maxTogether {
		return fault.Conflict("timetable.free.too_many", "Max", maxTogether)
	}
	v.choices[0].Label = i18n.T(ctx, "timetable.free.choose")
	ids := v.ids()
	v.nav = p.navOf(monday, func(m string) string { return link.FindMeetingTime(m, ids...) })
	found, err := p.Timetable.FindMeetingTime(ctx, c, actor.School, ids, monday)
	if err != nil {
		return err
	}
	v.hours = found.Hours[:min(len(found.Hours), bestHours)]
	v.words = explanation.Words{
		Name:    func(id string) string { return v.names[id].Name },
		Subject: func(id string) string { return found.Subjects[id].In(ctx) },
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: i18n.T(ctx, "timetable.meeting_time.title"), Sees: i18n.T(ctx, "timetable.free.sees"), Body: meetingTimePage(v),
	})
}

// drop is the search without one of the people.
func (v meetingTimeView) drop(id string) string {
	return link.FindMeetingTime(string(v.monday), slices.DeleteFunc(v.ids(), func(x string) bool { return x == id })...)
}

func (v meetingTimeView) file(s scheduling.Slot) string {
	at := strconv.Itoa(int(s.Weekday)) + " " + string(s.Starts) + " " + string(s.Ends)
	return link.With(link.MeetingTimeFile(), "at", at, "week", string(v.monday))
}

func hourName(ctx context.Context, s scheduling.Slot) string {
	return i18n.Capital(i18n.WeekdayName(ctx, s.Weekday)) + ", " + string(s.Starts) + "–" + string(s.Ends)
}

// missing is whose lessons an hour costs: "T-A2 (7A, 8B)".
func (v meetingTimeView) missing(ctx context.Context, a scheduling.Absent) string {
	var classes []string
	for _, l := range a.Lessons {
		classes = append(classes, className(ctx, l.Class))
	}
	if len(classes) == 0 {
		return v.names[a.Person].Name
	}
	return v.names[a.Person].Name + " (" + strings.Join(classes, ", ") + ")"
}

// meetingTimeFile is the hour as a calendar: every week on which the school teaches, to the
// end of the school year.
func (p *Pages) meetingTimeFile(w http.ResponseWriter, r *http.Request) error {
	ctx, f := r.Context(), web.ReadForm(r)
	school := access.ActorFrom(ctx).School
	slot, ok := slotAsked(f.Value("at"))
	if !ok {
		return fault.NotFound("timetable.paper.not_found")
	}
	from := max(mondayAsked(r, p.Timetable.Today()), p.Timetable.Today())
	days, err := timetable.DaysOf(ctx, p.DB.Read(), school, from, from.AddDays(calendarDays))
	if err != nil {
		return err
	}
	owner, err := tree.ByID(ctx, p.DB.Read(), school)
	if err != nil {
		return err
	}
	var events []exchange.Event
	for d := range (calendar.Period{Starts: from, Ends: yearEnd(days, from)}).Days() {
		if d.Weekday() == slot.Weekday && days.Teaches(d) {
			events = append(events, exchange.Event{
				ID: "meeting-" + string(d), Title: i18n.T(ctx, "timetable.meeting_time.event"),
				Starts: momentOf(d, slot.Starts, owner.Location()), Ends: momentOf(d, slot.Ends, owner.Location()),
			})
		}
	}
	stamp := momentOf(p.Timetable.Today(), "00:00", owner.Location())
	return web.Download(w, r, "meeting.ics", exchange.CalendarType, func(out io.Writer) error {
		return exchange.WriteCalendar(out, i18n.T(ctx, "timetable.meeting_time.event"), stamp, events)
	})
}

func slotAsked(text string) (scheduling.Slot, bool) {
	p := strings.Fields(text)
	if len(p) != 3 {
		return scheduling.Slot{}, false
	}
	day, err := strconv.Atoi(p[0])
	starts, err2 := calendar.ParseClock(p[1])
	ends, err3 := calendar.ParseClock(p[2])
	ok := err == nil && err2 == nil && err3 == nil && day >= 1 && day <= 7 && starts < ends
	return scheduling.Slot{Weekday: calendar.Weekday(day), Starts: starts, Ends: ends}, ok
}

// yearEnd is the last day of the school year of a day, or a year ahead.
func yearEnd(days timetable.Days, from calendar.Date) calendar.Date {
	for _, y := range days.Years() {
		if y.Contains(from) {
			return y.Ends
		}
	}
	return from.AddDays(calendarDays)
}
