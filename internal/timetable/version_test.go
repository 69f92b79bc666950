package timetable

import (
	"slices"
	"sync"
	"testing"

	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/version"
)

// yearForm is what the form of the one year shows.
func (w world) yearForm() YearFacts {
	w.T.Helper()
	years, err := Years(ctx, w.D.Read(), school)
	w.OK(err)
	return YearFacts{
		ID: years[0].ID, Version: years[0].Version, Label: years[0].Label, Period: years[0].Period,
		Terms: []calendar.Period{{Starts: "2013-09-01", Ends: "2013-11-03"}, {Starts: "2013-11-11", Ends: "2013-12-29"}},
	}
}

// TestSaveYearRefusesAnOlderVersion has two deputies with the form of one year open:
// who saves second takes no term away that the first added.
func TestSaveYearRefusesAnOlderVersion(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.year()
		first, second := w.yearForm(), w.yearForm()
		first.Terms = append(first.Terms, calendar.Period{Starts: "2014-01-13", Ends: "2014-03-20"})
		made, err := w.SaveYear(ctx, w.deputy, first)
		w.OK(err)
		second.Label = "2013/14"
		_, err = w.SaveYear(ctx, w.deputy, second)
		now, ok := version.Meanwhile[SchoolYear](err)
		if !fault.Is(err, fault.KindConflict) || !ok || now.Version != made.Version || w.Count(`SELECT COUNT(*) FROM term`) != 3 {
			t.Fatalf("from the older form: %v, stands there %+v", err, now)
		}
		second.Version, second.Terms = now.Version, first.Terms
		if made, err = w.SaveYear(ctx, w.deputy, second); err != nil || made.Version != now.Version+1 {
			t.Errorf("from the newer one: %+v, %v", made, err)
		}
		days, err := DaysOf(ctx, d.Read(), school, "2013-09-01", "2014-05-25")
		if w.OK(err); !slices.Contains(days.Years(), made) {
			t.Errorf("the days hold %+v", days.Years())
		}
	})
}

// TestSaveBellsRefusesAnOlderVersion: the bells are one set, whatever day each save
// begins on.
func TestSaveBellsRefusesAnOlderVersion(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.bells()
		later := BellChange{Version: 1, From: "2014-01-13", Bells: []BellFacts{{1, 1, "08:50", "09:35"}}}
		w.OK(w.SaveBells(ctx, w.deputy, later))
		stale := BellChange{Version: 1, From: "2013-11-04", Bells: []BellFacts{{1, 1, "08:00", "08:45"}}}
		if err := w.SaveBells(ctx, w.deputy, stale); !fault.Is(err, fault.KindConflict) {
			t.Errorf("from the older form: %v", err)
		}
		after, err := Bells(ctx, d.Read(), school, "2014-01-13")
		if w.OK(err); len(after) != 1 || after[0].facts() != later.Bells[0] {
			t.Errorf("bells %+v", after)
		}
		now, err := BellVersion(ctx, d.Read(), school)
		if w.OK(err); now != 2 {
			t.Errorf("version %d", now)
		}
		none, err := BellVersion(ctx, d.Read(), "other")
		if w.OK(err); none != 0 {
			t.Errorf("a school without bells has version %d", none)
		}
	})
}

// TestVersionsOfTwoAtOnce lets two people save each form at the same moment: one wins,
// the other is told.
func TestVersionsOfTwoAtOnce(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.year()
		form := w.yearForm()
		for name, save := range map[string]func(n int) error{
			"year": func(n int) error {
				mine := form
				mine.Terms = form.Terms[:n+1]
				_, err := w.SaveYear(ctx, w.deputy, mine)
				return err
			},
			"bells": func(n int) error {
				bells := []BellFacts{{1, 1, "08:50", []calendar.Clock{"09:30", "09:35"}[n]}}
				return w.SaveBells(ctx, w.deputy, BellChange{From: "2013-09-02", Bells: bells})
			},
		} {
			errs := make([]error, 2)
			var both sync.WaitGroup
			for n := range errs {
				both.Go(func() { errs[n] = save(n) })
			}
			both.Wait()
			won := slices.IndexFunc(errs, func(err error) bool { return err == nil })
			if won < 0 || !fault.Is(errs[1-won], fault.KindConflict) {
				t.Errorf("%s: of two at once one wins and the other is told: %v", name, errs)
			}
		}
		if terms := w.Count(`SELECT COUNT(*) FROM term`); w.Count(`SELECT COUNT(*) FROM bell`) != 1 || terms != 1 && terms != 2 {
			t.Errorf("%d terms", terms)
		}
	})
}
