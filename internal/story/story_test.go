package story_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"talim/internal/calendar"
	"talim/internal/story"
)

var pairs = []story.Pair{{ID: "p1", Mentee: "s14"}, {ID: "p2", Mentee: "s13"}}

func year() *story.Year {
	return &story.Year{Pairs: pairs, Staff: map[string]string{"T-A14": "s14", "T-A13": "s13"}}
}

func TestWeeklyTellsEachEventInItsWeekOfItsPair(t *testing.T) {
	var told []string
	note := func(word string) story.PairScene {
		return func(_ context.Context, _ *story.Year, _ int, p story.Pair) error {
			told = append(told, word+p.ID)
			return nil
		}
	}
	tell := story.Weekly(story.Event{Week: 1, Tell: note("a")}, story.Event{Week: 2, Mentee: "T-A14", Tell: note("b")}, story.Event{Week: 2, Tell: note("c")})
	for y := year(); y.Week < 4; y.Week++ {
		for n, p := range y.Pairs {
			if err := tell(context.Background(), y, n, p); err != nil {
				t.Fatal(err)
			}
		}
	}
	if want := []string{"ap1", "ap2", "bp1", "cp1", "cp2"}; !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}

func TestWeeklyStopsAtAnEventThatFails(t *testing.T) {
	stop := errors.New("stop")
	fails := func(context.Context, *story.Year, int, story.Pair) error { return stop }
	never := func(context.Context, *story.Year, int, story.Pair) error {
		t.Error("told after a failure")
		return nil
	}
	tell := story.Weekly(story.Event{Tell: fails}, story.Event{Tell: never})
	if err := tell(context.Background(), year(), 0, pairs[0]); !errors.Is(err, stop) {
		t.Errorf("error %v", err)
	}
}

func TestQuietIsOnePairFromNovemberOn(t *testing.T) {
	y := year()
	for day, want := range map[calendar.Date][]bool{"2013-11-15": {false, false}, "2013-11-18": {false, true}, "2014-05-12": {false, true}} {
		y.Today = func() calendar.Date { return day }
		if got := []bool{y.Quiet(pairs[0]), y.Quiet(pairs[1])}; !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", day, got, want)
		}
	}
}
