package homeweb

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/timetable"
	"talim/internal/web/component"
)

// week is the actor's own week, ready to be drawn.
type week struct {
	monday  calendar.Date
	current bool // the week of today
	days    []component.WeekDay
}

func (w week) period() calendar.Period {
	return calendar.Period{Starts: w.monday, Ends: w.monday.AddDays(6)}
}

// empty says whether there is nothing to draw: no lesson, no booking, no holiday.
func (w week) empty() bool {
	for _, d := range w.days {
		if len(d.Items) > 0 || d.Note != "" {
			return false
		}
	}
	return true
}

func (p *Pages) weekOf(ctx context.Context, actor access.Actor, monday calendar.Date) (week, error) {
	w := week{monday: monday, current: monday == p.date().Monday()}
	if actor.Staff == "" {
		return w, nil
	}
	entries, days, err := p.Timetable.Week(ctx, actor, actor.Staff, monday)
	if err != nil {
		return w, err
	}
	for n := range 7 {
		day := monday.AddDays(n)
		drawn := component.WeekDay{Date: day, Today: day == p.date(), Items: p.itemsOn(ctx, entries, day)}
		if holiday, off := days.Holiday(day); off {
			drawn.Note = holiday.Name().In(ctx)
		} else if slices.ContainsFunc(entries, func(e timetable.Entry) bool { return e.Date == day && e.WholeDay() }) {
			drawn.Note = i18n.T(ctx, "home.week.absent")
			for i := range drawn.Items { // in a wide week the note stands behind the first item
				drawn.Items[i].State = cmp.Or(drawn.Items[i].State, drawn.Note)
			}
		}
		if n < 5 || len(drawn.Items) > 0 || days.Teaches(day) {
			w.days = append(w.days, drawn)
		}
	}
	return w, nil
}

// itemsOn draws one day. A visit to one's own lesson is no second thing at the
// same time: it stands on the lesson.
func (p *Pages) itemsOn(ctx context.Context, entries []timetable.Entry, day calendar.Date) []component.WeekItem {
	var items []component.WeekItem
	var visits []timetable.Entry
	for _, e := range entries {
		switch {
		case e.Date != day || e.WholeDay():
		case e.Kind == timetable.KindCover && e.Part == timetable.Member:
			covered := lesson(ctx, e)
			covered.State = i18n.T(ctx, "home.week.cover")
			items = append(items, covered)
		case e.IsBooking() && e.Part == timetable.Visited:
			visits = append(visits, e)
		case e.IsBooking():
			items = append(items, p.booking(ctx, e))
		default:
			items = append(items, lesson(ctx, e))
		}
	}
	for _, v := range visits {
		items = p.onLesson(ctx, items, v)
	}
	return items
}

// onLesson marks the lesson that is visited; a visit whose lesson moved away
// stands alone.
func (p *Pages) onLesson(ctx context.Context, items []component.WeekItem, visit timetable.Entry) []component.WeekItem {
	drawn := p.booking(ctx, visit)
	for n := range items {
		l := &items[n]
		if l.Kind == component.Lesson && l.Starts < visit.EndsAt && visit.StartsAt < l.Ends {
			l.State, l.URL = drawn.Title, drawn.URL
			return items
		}
	}
	return append(items, drawn)
}

func lesson(ctx context.Context, e timetable.Entry) component.WeekItem {
	details := []string{named(ctx, "home.week.class", "Class", e.Class)}
	if e.Group > 0 {
		details = append(details, i18n.T(ctx, "home.week.group", "Number", e.Group))
	}
	if e.Room != "" {
		details = append(details, named(ctx, "home.week.room", "Room", e.Room))
	}
	return component.WeekItem{
		Starts: e.StartsAt, Ends: e.EndsAt, Kind: component.Lesson, Title: e.Subject.In(ctx), Detail: strings.Join(details, ", "),
	}
}

// named says what a bare number is, "room 7"; schools that write "7-кабинет" or
// "7 «А»" in their timetable have said it themselves.
func named(ctx context.Context, key, arg, name string) string {
	if strings.Trim(name, "0123456789") != "" {
		return name
	}
	return i18n.T(ctx, key, arg, name)
}

func (p *Pages) booking(ctx context.Context, e timetable.Entry) component.WeekItem {
	item := component.WeekItem{Starts: e.StartsAt, Ends: e.EndsAt, Kind: drawnAs(e.Kind), Title: i18n.T(ctx, bookingKey(ctx, e))}
	if p.BookingURL != nil && !strings.HasPrefix(e.Kind, "timetable.") {
		item.URL = p.BookingURL(e)
	}
	return item
}

// bookingKey names the message of a booking: of its kind and of the part that
// the reader has in it, or of its kind alone. A kind that an area added without
// a message here is shown as time that is taken.
func bookingKey(ctx context.Context, e timetable.Entry) string {
	key := "home.week.kind." + e.Kind
	locale := i18n.From(ctx)
	switch {
	case locale.Has(key + "." + string(e.Part)):
		return key + "." + string(e.Part)
	case locale.Has(key):
		return key
	}
	return "home.week.kind.other"
}

// drawnAs is the look of a kind of booking, by its last word.
func drawnAs(kind string) string {
	switch kind[strings.LastIndexByte(kind, '.')+1:] {
	case "meeting":
		return component.Meeting
	case "visit":
		return component.Visit
	}
	return component.Busy
}
