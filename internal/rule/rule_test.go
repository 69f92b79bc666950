package rule_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/rule"
	"talim/internal/verb"
)

var (
	ctx   = context.Background()
	hours = rule.Rule{Name: "test.hours", Default: 18, Min: 1, Max: 48}
)

type world struct {
	*testing.T
	d *db.DB
	r verb.Runner
}

func each(t *testing.T, fn func(w world)) {
	t.Helper()
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		for _, id := range []string{"school", "other"} {
			if _, err := db.Exec(ctx, d.Write(), `INSERT INTO organisation (id, parent_id, kind, code, name_kk, name_ru, name_en, address_kk, address_ru, timezone, languages, created_at)
VALUES ($1, '', 'school', $1, $1, '', '', '', '', 'Asia/Almaty', '', '')`, id); err != nil {
				t.Fatal(err)
			}
		}
		fn(world{t, d, verb.NewRunner(d, apptest.ClockAt("2013-09-02T09:00").Now)})
	})
}

func (w world) set(r rule.Rule, value string, starts calendar.Date) error {
	return w.r.Do(ctx, access.Actor{School: "school", Staff: "s"}, func(x verb.Work) error {
		_, err := r.Set(x, rule.New{Value: value, Source: " order  7 ", Starts: starts})
		return err
	})
}

// on reads the value of a day as people do: with the join.
func (w world) on(day calendar.Date) int {
	w.Helper()
	values, err := db.All[string](ctx, w.d.Read(), `SELECT r.value FROM organisation o `+rule.Join("r", "o.id", "$2")+` WHERE o.id = $1 AND r.name = $3`,
		"school", day, hours.Name)
	if err != nil {
		w.Fatal(err)
	}
	return hours.Number(strings.Join(values, ","))
}

func TestSetHoldsFromItsDay(t *testing.T) {
	each(t, func(w world) {
		for _, step := range []struct {
			value  string
			starts calendar.Date
			kind   fault.Kind
		}{
			{"16", "2014-01-01", ""},
			{"17", "2014-03-01", ""},
			{"15", "2014-03-01", fault.KindInvalid}, // would rewrite what holds
			{"15", "2014-02-01", fault.KindInvalid},
		} {
			if err := w.set(hours, step.value, step.starts); step.kind == "" && err != nil || step.kind != "" && !fault.Is(err, step.kind) {
				w.Errorf("%s from %s: %v", step.value, step.starts, err)
			}
		}
		for day, want := range map[calendar.Date]int{"2013-12-31": 18, "2014-01-01": 16, "2014-02-28": 16, "2014-03-01": 17, "2020-01-01": 17} {
			if got := w.on(day); got != want {
				w.Errorf("on %s %d, want %d", day, got, want)
			}
		}
		all, err := rule.Of(ctx, w.d.Read(), "school")
		if err != nil || len(all) != 2 || !all[0].Open() || all[1].Ends != "2014-02-28" || all[0].Source != "order 7" {
			w.Errorf("history %+v, %v", all, err)
		}
		if others, err := rule.Of(ctx, w.d.Read(), "other"); err != nil || len(others) != 0 {
			w.Errorf("another school has %+v, %v", others, err)
		}
	})
}

func TestSetAsksForItsBounds(t *testing.T) {
	each(t, func(w world) {
		for value, ok := range map[string]bool{"1": true, "48": true, " 20 ": true, "0": false, "49": false, "": false, "many": false, "1.5": false, "99999999999999999999": false} {
			r := hours
			r.Name += rule.Name("." + value)
			if err := w.set(r, value, "2014-01-01"); ok != (err == nil) || !ok && !fault.Is(err, fault.KindInvalid) {
				w.Errorf("%q: %v", value, err)
			}
		}
		for _, day := range []calendar.Date{"", "soon", "2014-02-30"} {
			if err := w.set(hours, "16", day); !fault.Is(err, fault.KindInvalid) {
				w.Errorf("from %q: %v", day, err)
			}
		}
	})
}

// TestSetOfTwoAtOnce lets two people set a rule from the same day: one value holds.
func TestSetOfTwoAtOnce(t *testing.T) {
	each(t, func(w world) {
		errs := make([]error, 2)
		var both sync.WaitGroup
		for i, value := range []string{"16", "17"} {
			both.Go(func() { errs[i] = w.set(hours, value, "2014-01-01") })
		}
		both.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			w.Errorf("of two at once one sets: %v", errs)
		}
		if all, err := rule.Of(ctx, w.d.Read(), "school"); err != nil || len(all) != 1 {
			w.Errorf("values %+v, %v", all, err)
		}
	})
}

func TestNumberOfWhatIsNone(t *testing.T) {
	for value, want := range map[string]int{"": 18, "many": 18, "17": 17, "60": 60} {
		if got := hours.Number(value); got != want {
			t.Errorf("%q: %d, want %d", value, got, want)
		}
	}
}
