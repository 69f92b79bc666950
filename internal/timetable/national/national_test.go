package national

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"talim/internal/calendar"
)

func TestEachDateHasItsActAndSource(t *testing.T) {
	acts := facts().acts
	for _, file := range []string{"years.csv", "holidays.csv"} {
		err := eachRecord(file, func(r record) {
			if acts[r.text("act")].RU == "" || r.text("source") == "" {
				t.Errorf("%s: %v names no act or no source", file, r.columns)
			}
		})
		if err != nil {
			t.Error(err)
		}
	}
	if len(facts().rows) < 11 || len(facts().holidays) < 10 {
		t.Errorf("%d dates of years, %d holidays", len(facts().rows), len(facts().holidays))
	}
}

func TestYearOfAnOrder(t *testing.T) {
	y := YearOf(2025, FiveDays)
	if y.ToCheck || y.Act.EN != "the minister’s order of 5 August 2025" || y.Label() != "2025–2026" {
		t.Errorf("to check %v by %q: %s", y.ToCheck, y.Act.EN, y.Label())
	}
	if want := (calendar.Period{Starts: "2025-09-01", Ends: "2026-05-25"}); y.Period != want {
		t.Errorf("year %v", y.Period)
	}
	want := []calendar.Period{
		{Starts: "2025-09-01", Ends: "2025-10-26"},
		{Starts: "2025-11-03", Ends: "2025-12-28"},
		{Starts: "2026-01-08", Ends: "2026-03-18"},
		{Starts: "2026-03-30", Ends: "2026-05-25"},
	}
	if diff := cmp.Diff(want, y.Terms); diff != "" {
		t.Error(diff)
	}
}

// What the pattern says of years that have an order is what was ordered: else it
// would be no pattern of these years.
func TestPatternIsThatOfTheYearsBefore(t *testing.T) {
	for _, first := range []int{2023, 2025} {
		for _, p := range facts().pattern {
			if r, ok := facts().row(first, p.key); !ok || r.Period != p.of(first) {
				t.Errorf("%d %s: ordered %v, by the pattern %v", first, p.key, r.Period, p.of(first))
			}
		}
	}
}

func TestYearWithoutAnOrderIsToBeChecked(t *testing.T) {
	y := YearOf(2026, FiveDays)
	if !y.ToCheck || y.Act.RU != "" {
		t.Errorf("to check %v by %q", y.ToCheck, y.Act.RU)
	}
	var got []calendar.Period
	for _, b := range y.Breaks {
		got = append(got, b.Period)
	}
	want := []calendar.Period{
		{Starts: "2026-10-26", Ends: "2026-11-01"},
		{Starts: "2026-12-29", Ends: "2027-01-07"},
		{Starts: "2027-03-18", Ends: "2027-03-28"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if partly := YearOf(2018, FiveDays); !partly.ToCheck || partly.Act.EN == "" || partly.Breaks[2].Ends != "2019-04-02" {
		t.Errorf("a year whose order is known in part: %+v", partly)
	}
}

// The days to which holidays were moved in 2026 were made public; the rule has to give them.
func TestHolidaysMoveAsTheyDid(t *testing.T) {
	for _, c := range []struct {
		first int
		week  Week
		key   string
		want  calendar.Period
	}{
		{2025, FiveDays, "women", calendar.Period{Starts: "2026-03-08", Ends: "2026-03-09"}},
		{2025, FiveDays, "nauryz", calendar.Period{Starts: "2026-03-21", Ends: "2026-03-25"}},
		{2025, SixDays, "nauryz", calendar.Period{Starts: "2026-03-21", Ends: "2026-03-24"}},
		{2025, FiveDays, "victory", calendar.Period{Starts: "2026-05-09", Ends: "2026-05-11"}},
		{2025, SixDays, "victory", calendar.Period{Starts: "2026-05-09", Ends: "2026-05-09"}},
		{2026, SixDays, "republic", calendar.Period{Starts: "2026-10-25", Ends: "2026-10-26"}},
		{2026, FiveDays, "unity", calendar.Period{Starts: "2027-05-01", Ends: "2027-05-03"}},
		{2026, FiveDays, "christmas", calendar.Period{Starts: "2027-01-07", Ends: "2027-01-07"}},
		{2026, FiveDays, "independence", calendar.Period{Starts: "2026-12-16", Ends: "2026-12-16"}},
		{2013, SixDays, "independence", calendar.Period{Starts: "2013-12-16", Ends: "2013-12-17"}},
	} {
		all := YearOf(c.first, c.week).Holidays
		i := slices.IndexFunc(all, func(f Free) bool { return f.Key == c.key })
		if i < 0 || all[i].Period != c.want {
			t.Errorf("%d, %d days: %s in %v, want %v", c.first, c.week, c.key, all, c.want)
		}
	}
}

func TestHolidaysAreThoseOfTheirYears(t *testing.T) {
	for first, want := range map[int]bool{2013: false, 2022: true} {
		holidays := YearOf(first, FiveDays).Holidays
		if got := slices.ContainsFunc(holidays, func(f Free) bool { return f.Key == "republic" }); got != want {
			t.Errorf("%d has the Republic Day: %v", first, got)
		}
	}
	if NameOf("nauryz").KK != "Наурыз мейрамы" || NameOf("winter").RU != "Зимние каникулы" || NameOf("none").EN != "" {
		t.Error("names of holidays and breaks")
	}
}

func TestFirstOnIsTheYearOfTheDay(t *testing.T) {
	for day, want := range map[calendar.Date]int{"2026-11-30": 2026, "2027-05-31": 2026, "2027-06-01": 2027, "2013-09-02": 2013, "2014-01-09": 2013} {
		if got := FirstOn(day); got != want {
			t.Errorf("%s: %d, want %d", day, got, want)
		}
	}
}
