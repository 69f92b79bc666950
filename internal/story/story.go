// Package story is how areas tell the year of the demonstration together: each has a
// [Part], and package demo conducts, day by day. Who speaks in the story, and when, is
// a [Year]; an area speaks by its own verbs, as its people would.
package story

import (
	"context"

	"talim/internal/access"
	"talim/internal/calendar"
)

// Part is what one area tells. What a field does not name, it does not tell. Parts are
// told in the order of the areas, wherever several tell of one moment.
type Part struct {
	// Begun says whether somebody began the year by hand: it is not told over that.
	Begun func(ctx context.Context, y *Year) (bool, error)
	// Opens is the first day, Signs the day of the order, at which the pairs begin.
	Opens, Signs Scene
	// Pairs are those whose year it is, in a fixed order.
	Pairs func(ctx context.Context, y *Year) ([]Pair, error)
	// Starts is the first Monday of a pair.
	Starts PairScene
	// Week is what the week of y.Week brings to a pair, and Evening what is written down
	// of it on Friday.
	Week, Evening PairScene
	// Asks is a week before the end: what everybody thinks of the year. Thanks follows it,
	// and Closes is the last day.
	Asks, Thanks, Closes Scene
}

// Scene is told once.
type Scene func(ctx context.Context, y *Year) error

// PairScene is told of each pair; n is its number.
type PairScene func(ctx context.Context, y *Year, n int, p Pair) error

// Days are those of the year on which something is told.
type Days struct {
	Opens, Signs, Starts, Ends calendar.Date
}

// Pair is a mentor and a mentee by their ids.
type Pair struct{ ID, Programme, Mentor, Mentee string }

// Year is the year of one school while it is told.
type Year struct {
	Days
	School           string
	Programme        string                  // once it is open
	Staff            map[string]string       // id of a member of staff, by code
	Actors           map[string]access.Actor // by the id of the member of staff
	Deputy, Director access.Actor
	Pairs            []Pair
	Week             int // that is told now, counted from 0

	There func(ctx context.Context, school, code string) (access.Actor, error) // somebody of another school, by codes

	Today  func() calendar.Date
	RunDue func(ctx context.Context) error // the jobs that are due
}

// Is says whether the mentee of the pair has the code.
func (y *Year) Is(p Pair, mentee string) bool { return y.Staff[mentee] == p.Mentee }

// Quiet says that the pair of the teacher back from leave lets its meetings go from
// November on: somebody has to notice and help.
func (y *Year) Quiet(p Pair) bool { return y.Is(p, "T-A13") && y.Today() >= "2013-11-18" }

// Event is what a pair does in one week; Mentee "" is every pair.
type Event struct {
	Week   int
	Mentee string // code
	Tell   PairScene
}

// Weekly makes a scene of the events of a year.
func Weekly(events ...Event) PairScene {
	return func(ctx context.Context, y *Year, n int, p Pair) error {
		for _, e := range events {
			if e.Week != y.Week || e.Mentee != "" && !y.Is(p, e.Mentee) {
				continue
			}
			if err := e.Tell(ctx, y, n, p); err != nil {
				return err
			}
		}
		return nil
	}
}

// Pick goes round a list of what may be said.
func Pick[T any](all []T, n int) T { return all[n%len(all)] }
