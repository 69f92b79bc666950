package calendar_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"talim/internal/calendar"
)

// tries is how many periods the properties are asked of.
const tries = 5000

// some draws days within some weeks, so that periods often touch.
type some struct{ *rand.Rand }

func (s some) day() calendar.Date { return calendar.Date("2013-12-25").AddDays(s.IntN(40)) }

func (s some) period() calendar.Period {
	a := s.day()
	if s.IntN(10) == 0 {
		return calendar.From(a)
	}
	return calendar.Period{Starts: a, Ends: a.AddDays(s.IntN(15))}
}

func forSome(t *testing.T, check func(s some)) {
	t.Helper()
	s := some{rand.New(rand.NewPCG(17, 2013))}
	for range tries {
		if check(s); t.Failed() {
			return
		}
	}
}

func TestOverlapsIsToShareADay(t *testing.T) {
	forSome(t, func(s some) {
		p, q := s.period(), s.period()
		shared := false
		for d := calendar.Date("2013-12-01"); d < "2014-03-31"; d = d.AddDays(1) {
			shared = shared || p.Contains(d) && q.Contains(d)
		}
		if p.Overlaps(q) != shared || q.Overlaps(p) != shared {
			t.Errorf("%v and %v: Overlaps says %v, and the other way %v", p, q, p.Overlaps(q), q.Overlaps(p))
		}
	})
}

func TestDaysAreThoseThatThePeriodContains(t *testing.T) {
	forSome(t, func(s some) {
		p := s.period()
		if p.Open() {
			return
		}
		var want []calendar.Date
		for d := calendar.Date("2013-12-01"); d < "2014-03-31"; d = d.AddDays(1) {
			if p.Contains(d) {
				want = append(want, d)
			}
		}
		if got := slices.Collect(p.Days()); !slices.Equal(got, want) {
			t.Errorf("%v: %v, want %v", p, got, want)
		}
	})
}

func TestWeeksAreTheMondaysOfItsDays(t *testing.T) {
	forSome(t, func(s some) {
		p := s.period()
		if p.Open() {
			return
		}
		var want []calendar.Date
		for d := range p.Days() {
			if m := d.Monday(); !slices.Contains(want, m) {
				want = append(want, m)
			}
		}
		if got := slices.Collect(p.Weeks()); !slices.Equal(got, want) {
			t.Errorf("%v: %v, want %v", p, got, want)
		}
	})
}

// A period without an end is walked through for a while and not for ever; one that is no
// period, and one that ends before it starts, not at all.
func TestDaysComeToAnEnd(t *testing.T) {
	for p, most := range map[calendar.Period]int{
		calendar.From("2013-09-01"): 30 * 366, calendar.From("9999-12-30"): 2, {Starts: "2013-09-02", Ends: "2013-09-01"}: 0, {}: 0, {Starts: "soon", Ends: "later"}: 0,
	} {
		n := 0
		for range p.Days() {
			n++
		}
		if n > most || most > 0 && n == 0 {
			t.Errorf("%v: %d days, at most %d", p, n, most)
		}
	}
	for d := range calendar.From("2013-09-01").Days() {
		if d != "2013-09-01" {
			t.Errorf("goes on after a break with %s", d)
		}
		break
	}
}

func TestAddDaysAndDaysUntilAreOpposite(t *testing.T) {
	forSome(t, func(s some) {
		a, n := s.day(), s.IntN(4000)-2000
		b := a.AddDays(n)
		if a.DaysUntil(b) != n || b.AddDays(-n) != a || (n > 0) != (b > a) || !b.Valid() {
			t.Errorf("%s and %d days are %s, which is %d days away", a, n, b, a.DaysUntil(b))
		}
	})
	for from, want := range map[calendar.Date]calendar.Date{calendar.Forever: calendar.Forever, "": "", "9999-12-30": "9999-12-31", "9999-12-25": calendar.Forever} {
		if got := from.AddDays(1); from != "9999-12-25" && got != want {
			t.Errorf("the day after %q is %q, want %q", from, got, want)
		}
		if got := from.AddDays(400); from == "9999-12-25" && got != want {
			t.Errorf("400 days after %q is %q, want %q", from, got, want)
		}
	}
}

func TestMondayBeginsTheWeek(t *testing.T) {
	forSome(t, func(s some) {
		d := s.day()
		m := d.Monday()
		if m.Weekday() != calendar.Monday || m > d || m.DaysUntil(d) > 6 || m.AddDays(int(d.Weekday())-1) != d {
			t.Errorf("%s is a %d, its week begins on %s", d, d.Weekday(), m)
		}
	})
	if got := calendar.Date("2013-09-08").Weekday(); got != calendar.Sunday {
		t.Errorf("Sunday is %d", got)
	}
}

func TestEndOnKeepsTheStart(t *testing.T) {
	forSome(t, func(s some) {
		p, d := s.period(), s.day()
		ended, err := p.EndOn(d)
		if d < p.Starts {
			if !errors.Is(err, calendar.ErrPeriod) || ended != p {
				t.Errorf("%v ended before it starts: %v, %v", p, ended, err)
			}
			return
		}
		if err != nil || ended.Starts != p.Starts || ended.Ends != d || !ended.Valid() || ended.Open() {
			t.Errorf("%v ended on %s: %v, %v", p, d, ended, err)
		}
	})
}

func TestParseDateReadsTheOrdersOfSchools(t *testing.T) {
	for text, want := range map[string]calendar.Date{
		"2013-09-02": "2013-09-02", "02.09.2013": "2013-09-02", "2.9.2013": "2013-09-02", "29.02.2012": "2012-02-29",
		"": "", "29.02.2013": "", "2013-9-2": "", "2013-13-01": "", "09/02/2013": "", "2.9.13": "", "2013-09-02 ": "",
	} {
		got, err := calendar.ParseDate(text)
		if got != want || (want == "") != errors.Is(err, calendar.ErrDate) {
			t.Errorf("%q: %q, %v; want %q", text, got, err, want)
		}
	}
}

func TestParseClockGivesFixedWidth(t *testing.T) {
	for text, want := range map[string]calendar.Clock{"8:30": "08:30", "08:30": "08:30", "23:59": "23:59", "0:00": "00:00", "24:00": "", "8:60": "", "8.30": "", "": ""} {
		got, err := calendar.ParseClock(text)
		if got != want || (want == "") != errors.Is(err, calendar.ErrClock) {
			t.Errorf("%q: %q, %v; want %q", text, got, err, want)
		}
	}
	for n := range 24 * 60 {
		if c := calendar.ClockAt(n); c.Minutes() != n || len(c) != 5 {
			t.Fatalf("%d minutes are %s, which are %d", n, c, c.Minutes())
		}
	}
}

// Instants are compared as text: their order is that of time, whatever the zone.
func TestInstantsAreOrderedAsText(t *testing.T) {
	zones := []*time.Location{time.UTC, time.FixedZone("east", 6*3600), time.FixedZone("west", -11*3600)}
	forSome(t, func(s some) {
		a := time.Date(2013, 12, 31, 23, 0, 0, 0, time.UTC).Add(time.Duration(s.IntN(7200_000)) * time.Millisecond)
		b := a.Add(time.Duration(s.IntN(3000)-1500) * time.Millisecond)
		x, y := calendar.InstantOf(a.In(zones[s.IntN(3)])), calendar.InstantOf(b.In(zones[s.IntN(3)]))
		if (x < y) != a.Before(b) || (x == y) != a.Equal(b) || !x.Time().Equal(a) {
			t.Errorf("%s is %s, %s is %s", a, x, b, y)
		}
	})
	if !calendar.Instant("").Time().IsZero() {
		t.Error("no instant has a time")
	}
}
