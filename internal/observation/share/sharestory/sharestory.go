// Package sharestory tells in the year of the demonstration how the teacher of the lessons
// that the demo tells of shares them with the school: of the one that ended in verdicts that
// it took place, and the whole of the one from which she and a colleague learned.
package sharestory

import (
	"context"
	"fmt"
	"slices"

	"talim/internal/calendar"
	"talim/internal/observation"
	"talim/internal/observation/share"
	"talim/internal/story"
)

type teller struct {
	visits *observation.Service
	shared *share.Service
}

// Whose lessons they are.
const (
	teacher  = "T-A3"
	november = calendar.Date("2013-11-20")
	january  = calendar.Date("2014-01-15")
)

// Part is what is told, after each of the lessons was discussed.
func Part(visits *observation.Service, shares *share.Service) story.Part {
	t := teller{visits, shares}
	return story.Part{Evening: story.Weekly(
		story.Event{Week: 11, Mentee: "T-A15", Tell: t.shares(november, share.Happened)},
		story.Event{Week: 19, Mentee: "T-A15", Tell: t.shares(january, share.Whole)},
	)}
}

// shares tells that the teacher shares her lesson of a day with the school.
func (t teller) shares(day calendar.Date, level share.Level) func(context.Context, *story.Year, int, story.Pair) error {
	return func(ctx context.Context, y *story.Year, _ int, _ story.Pair) error {
		who := y.Actors[y.Staff[teacher]]
		lines, err := t.visits.OwnLessons(ctx, who, true, observation.Filter{Limit: 20})
		if err != nil {
			return err
		}
		i := slices.IndexFunc(lines, func(l observation.Line) bool { return l.Date == day && l.Teacher == who.Staff })
		if i < 0 {
			return fmt.Errorf("sharestory: %s showed no lesson on %s", teacher, day)
		}
		return t.shared.Share(ctx, who, lines[i].ID, share.NewShare{School: true, Level: level})
	}
}
