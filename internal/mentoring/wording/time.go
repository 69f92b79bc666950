package wording

import (
	"context"
	"strings"

	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/scheduling"
	"talim/internal/scheduling/explanation"
	"talim/internal/timetable"
)

// Between is a time of a day: "10:15–11:00".
func Between(starts, ends calendar.Clock) string { return string(starts) + "–" + string(ends) }

// When is a time on a day: "Monday, 2 September, 10:15–11:00".
func When(ctx context.Context, d calendar.Date, starts, ends calendar.Clock) string {
	return i18n.Capital(i18n.DateWeekday(ctx, d)) + ", " + Between(starts, ends)
}

// Hour is an hour of every week: "Monday, 10:15–11:00", small where a sentence goes on.
func Hour(ctx context.Context, s timetable.WeekSlot) string {
	return i18n.WeekdayName(ctx, s.Weekday) + ", " + Between(s.StartsAt, s.EndsAt)
}

// Week is a week of school by its Monday: "2 September – 7 September".
func Week(ctx context.Context, monday calendar.Date) string {
	return i18n.DayMonth(ctx, monday) + " – " + i18n.DayMonth(ctx, monday.AddDays(5))
}

// Class says what a bare number is.
func Class(ctx context.Context, name string) string {
	if explanation.Numbered(name) {
		return t(ctx, "mentoring.weeks.class", "Class", name)
	}
	return name
}

// OfPair are the words of reasons that speak of a pair to one of the two.
func OfPair(ctx context.Context, people map[string]mentoring.Person) explanation.Words {
	return explanation.Words{
		Name:  func(id string) string { return people[id].Name() },
		Class: func(name string) string { return Class(ctx, name) },
	}
}

// places are the hours to which a lesson could go, the first of them.
func places(ctx context.Context, to []scheduling.Slot) string {
	var out []string
	for _, s := range to[:min(len(to), 3)] {
		out = append(out, i18n.WeekdayName(ctx, s.Weekday)+" "+string(s.Starts))
	}
	return strings.Join(out, ", ")
}
