package calendar

import (
	"errors"
	"testing"
)

// A walk goes through every day of a period once, and ends: also where it reaches to
// Forever, after which no day comes.
func TestWalksEnd(t *testing.T) {
	for _, c := range []struct {
		period      Period
		days, weeks int
	}{
		{Period{"2013-09-02", "2013-09-02"}, 1, 1},
		{Period{"2013-09-01", "2013-09-30"}, 30, 6},
		{Period{"2013-09-02", "2013-09-01"}, 0, 0},
		{Period{"9999-12-25", Forever}, 7, 2},
		{Period{Forever, Forever}, 1, 1},
		{From("2013-09-02"), mostDays + 1, mostDays/7 + 1},
		{Period{"", Forever}, 0, 0},
		{Period{"2013-09-02", TooFar}, 0, 0},
	} {
		days, weeks := 0, 0
		last := Date("")
		for d := range c.period.Days() {
			if days++; days > 1 && last != Forever && d <= last {
				t.Fatalf("%v: %s after %s", c.period, d, last)
			}
			last = d
		}
		for range c.period.Weeks() {
			weeks++
		}
		if days != c.days || c.period.Starts != Forever && weeks != c.weeks {
			t.Errorf("%v: %d days, %d weeks; want %d, %d", c.period, days, weeks, c.days, c.weeks)
		}
	}
}

func TestNoDayComesAfterForever(t *testing.T) {
	for _, d := range []Date{"9999-12-30", Forever, "9999-12-25"} {
		if got := d.AddDays(10); got != Forever {
			t.Errorf("%s and ten days: %s", d, got)
		}
	}
}

func TestReach(t *testing.T) {
	for today, want := range map[Date]Date{"2026-11-30": "2030-08-31", "2026-08-31": "2029-08-31", "2026-09-01": "2030-08-31"} {
		if got := Reach(today).Ends; got != want {
			t.Errorf("%s: to %s, want %s", today, got, want)
		}
	}
	for text, want := range map[string]Date{
		"2030-08-31": "2030-08-31", "31.08.2030": "2030-08-31", "1930-01-01": "1930-01-01", "2030-09-01": TooFar, "9999-12-31": TooFar, "1929-12-31": TooFar, "0001-01-01": TooFar, "99999-01-01": "", "x": "", "": "",
	} {
		got, err := Within("2026-11-30", text)
		if got != want || errors.Is(err, ErrTooFar) != (want == TooFar) || got.Valid() != (err == nil) {
			t.Errorf("%q: %q, %v; want %q", text, got, err, want)
		}
		if monday := WeekAsked("2026-11-30", text); err != nil && monday != "2026-11-30" || monday.Weekday() != Monday {
			t.Errorf("%q: the week of %s", text, monday)
		}
	}
}

func FuzzDates(f *testing.F) {
	for _, text := range []string{"2026-11-30", "31.8.2030", "9999-12-31", "9999-12-30", "0000-01-01", "", "-1", "2026-02-30", "٢٠٢٦-٠١-٠١"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		monday := WeekAsked("2026-11-30", text)
		if !monday.Valid() || monday.Weekday() != Monday && monday != Forever {
			t.Fatalf("%q: %q", text, monday)
		}
		n := 0
		for range (Period{Starts: monday, Ends: monday.AddDays(6)}).Days() {
			n++
		}
		if n != 7 {
			t.Fatalf("%q: a week of %d days", text, n)
		}
	})
}
