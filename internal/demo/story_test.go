package demo_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"talim/internal/apptest"
	"talim/internal/demo"
	"talim/internal/fault"
	"talim/internal/story"
)

// listener is a part that writes down what it is asked to tell, and when.
type listener struct {
	w     demo.World
	told  []string
	begun bool
	ended bool // the pair: what is told of it is refused
}

func (l *listener) scene(name string) story.Scene {
	return func(_ context.Context, y *story.Year) error {
		l.told = append(l.told, fmt.Sprintf("%s %s %s", l.w.Clock.Now().Format("01-02 15:04"), name, y.Programme))
		return nil
	}
}

func (l *listener) pair(name string) story.PairScene {
	return func(_ context.Context, y *story.Year, n int, p story.Pair) error {
		if l.ended {
			return fault.Forbidden("demo.test")
		}
		l.told = append(l.told, fmt.Sprintf("%s %s %d of %s in week %d", l.w.Clock.Now().Format("01-02 15:04"), name, n, p.ID, y.Week))
		return nil
	}
}

func (l *listener) part(pairs ...story.Pair) story.Part {
	return story.Part{
		Begun: func(_ context.Context, y *story.Year) (bool, error) {
			return l.begun && y.Deputy.Staff != "" && y.Director.Staff != "", nil
		},
		Pairs: func(context.Context, *story.Year) ([]story.Pair, error) { return pairs, nil },
		Opens: l.scene("opens"), Signs: l.scene("signs"), Starts: l.pair("starts"), Week: l.pair("lives"), Evening: l.pair("writes"),
		Asks: l.scene("asks"), Thanks: l.scene("thanks"), Closes: l.scene("closes"),
	}
}

// The year is told day by day: in January as far as it is, in May on from there.
func TestTellYearConductsDayByDay(t *testing.T) {
	w := newWorld(t, apptest.Database(t))
	if err := demo.Load(context.Background(), w); err != nil {
		t.Fatal(err)
	}
	l := &listener{w: w, begun: true}
	due := 0
	w.RunDue = func(context.Context) (int, error) { due++; return 0, nil }
	w.Parts = []story.Part{{}, l.part(story.Pair{ID: "p", Programme: "g"})}
	if err := demo.TellYear(context.Background(), w, demo.Until["january"]); !errors.Is(err, demo.ErrBegun) || len(l.told) > 0 {
		t.Fatalf("a year begun by hand: %v, told %v", err, l.told)
	}
	l.begun = false
	if err := demo.TellYear(context.Background(), w, demo.Until["january"]); err != nil {
		t.Fatal(err)
	}
	first := []string{
		"09-02 09:00 opens ", "09-05 10:00 signs ", "09-09 07:00 starts 0 of p in week 0",
		"09-13 20:30 lives 0 of p in week 0", "09-13 20:30 writes 0 of p in week 0", "09-20 20:30 lives 0 of p in week 1",
	}
	if len(l.told) < len(first) || !slices.Equal(l.told[:len(first)], first) {
		t.Errorf("told %v", l.told)
	}
	january := len(l.told)
	if last := l.told[january-1]; !strings.HasPrefix(last, "01-10 20:30 writes") {
		t.Errorf("January ends with %s", last)
	}
	l.ended = true
	for range 2 { // the second time is like the first: nothing is loaded anew unasked
		at := w.Clock.Now()
		if err := demo.TellYear(context.Background(), w, demo.Until["may"]); !errors.Is(err, demo.ErrByHand) || len(l.told) != january {
			t.Errorf("a pair ended by hand: %v, told %v", err, l.told[january:])
		}
		if now := w.Clock.Now(); now.Sub(at).Abs() > time.Minute {
			t.Errorf("the clock stands on %s, stood on %s", now, at)
		}
	}
	l.ended = false
	if err := demo.TellYear(context.Background(), w, demo.Until["may"]); err != nil {
		t.Fatal(err)
	}
	if next := l.told[january]; next != "01-17 20:30 lives 0 of p in week 18" {
		t.Errorf("the year goes on with %s", next)
	}
	if end := l.told[len(l.told)-3:]; !slices.Equal(end, []string{"05-05 08:00 asks g", "05-05 08:00 thanks g", "05-12 08:00 closes g"}) || due == 0 {
		t.Errorf("the year ends with %v, jobs ran %d times", end, due)
	}
}
