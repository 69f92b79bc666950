package national

import (
	"testing"

	"talim/internal/calendar"
)

// Every year that a school may be offered, with an order or by the pattern, is a year: its
// terms follow one another with a break between, its holidays lie in it and have names in
// three languages, and of the days that the law moves none is lost.
func TestEveryYearFitsTogether(t *testing.T) {
	for first := 2013; first <= 2045; first++ {
		for _, week := range []Week{FiveDays, SixDays} {
			y := YearOf(first, week)
			if !y.Valid() || y.Label()[:4] != string(y.Starts)[:4] || y.Starts.DaysUntil(y.Ends) < 250 || y.Starts.DaysUntil(y.Ends) > 300 {
				t.Errorf("%d of %d days: %v", first, week, y.Period)
			}
			checkTerms(t, y)
			checkFree(t, y)
			if y.Act == NameOf("no such act") && !y.ToCheck {
				t.Errorf("%d is set by no act and need not be checked", first)
			}
			checkMoved(t, y, week)
		}
	}
}

// checkTerms wants four terms that fill the year but for its breaks.
func checkTerms(t *testing.T, y Year) {
	t.Helper()
	if len(y.Terms) != 4 || y.Terms[0].Starts != y.Starts || y.Terms[3].Ends != y.Ends || len(y.Breaks) != 3 {
		t.Fatalf("%s: terms %v, breaks %v", y.Label(), y.Terms, y.Breaks)
	}
	for i, b := range y.Breaks {
		before, after := y.Terms[i], y.Terms[i+1]
		if !before.Valid() || !after.Valid() || b.Starts != before.Ends.AddDays(1) || b.Ends.AddDays(1) != after.Starts {
			t.Errorf("%s: the break %v lies between %v and %v", y.Label(), b.Period, before, after)
		}
	}
}

func checkFree(t *testing.T, y Year) {
	t.Helper()
	last := calendar.Date("")
	for _, f := range y.Free() {
		if f.Starts < last {
			t.Errorf("%s: %s stands before what begins earlier", y.Label(), f.Key)
		}
		last = f.Starts
		if !f.Valid() || f.Name.KK == "" || f.Name.RU == "" || f.Name.EN == "" || !y.Contains(f.Starts) || !y.Contains(f.Ends) {
			t.Errorf("%s: %s is %v and called %+v", y.Label(), f.Key, f.Period, f.Name)
		}
	}
}

// checkMoved wants as many days of the week's work to be free as the law gives: each day of
// a holiday that moves, and of the others those on which the week works.
func checkMoved(t *testing.T, y Year, week Week) {
	t.Helper()
	given, free := 0, map[calendar.Date]bool{}
	for _, h := range facts().holidays {
		for year := y.First; year <= y.First+1; year++ {
			p := h.of(year)
			if year < h.since || year > h.until || !p.Overlaps(y.Period) {
				continue
			}
			for day := range p.Days() {
				if h.moved || week.worked(day) {
					given++
				}
			}
		}
	}
	for _, f := range y.Holidays {
		for day := range f.Days() {
			free[day] = week.worked(day)
		}
	}
	worked := 0
	for _, works := range free {
		if works {
			worked++
		}
	}
	if worked != given {
		t.Errorf("%s, %d days a week: %d days are free, the law gives %d", y.Label(), week, worked, given)
	}
}
