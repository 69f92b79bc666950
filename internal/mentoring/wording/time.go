package wording

import (
	"context"
	"strings"

	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/scheduling"
	"talim/internal/scheduling/explanation"
	"talim/internal/timetable"
)

// Hour is an hour of every week: "Monday, 10:15–11:00", small where a sentence goes on.
func Hour(ctx context.Context, s timetable.WeekSlot) string {
	return i18n.WeekdayName(ctx, s.Weekday) + ", " + i18n.Hours(s.StartsAt, s.EndsAt)
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
