package hold_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/hold"
	"talim/internal/schooltest"
)

var ctx = context.Background()

// here and there are the two schools of each test.
const here, there = schooltest.ID, schooltest.Other

func each(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	t.Helper()
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		schooltest.New(t, d, "2014-05-01T09:00")
		fn(t, d)
	})
}

// change begins or ends a hold in a transaction.
func change(t *testing.T, d *db.DB, fn func(ctx context.Context, tx db.Conn) (bool, error)) (changed bool) {
	t.Helper()
	err := d.Tx(ctx, func(ctx context.Context, tx db.Conn) (err error) {
		changed, err = fn(ctx, tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return changed
}

func begin(t *testing.T, d *db.DB, school string, why hold.Why, starts calendar.Date) bool {
	t.Helper()
	return change(t, d, func(ctx context.Context, tx db.Conn) (bool, error) { return hold.Begin(ctx, tx, school, why, starts) })
}

func end(t *testing.T, d *db.DB, school string, why hold.Why) bool {
	t.Helper()
	return change(t, d, func(ctx context.Context, tx db.Conn) (bool, error) { return hold.End(ctx, tx, school, why) })
}

func TestBeginAndEndSayWhetherAnythingChanged(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		for i, step := range []struct{ got, want bool }{
			{end(t, d, here, hold.Closed), false},
			{begin(t, d, here, hold.Closed, "2014-06-01"), true},
			{begin(t, d, here, hold.Closed, "2014-06-01"), false},
			{begin(t, d, here, hold.Closed, "2014-07-01"), true}, // another day
			{begin(t, d, here, hold.Moving, "2014-05-01"), true}, // beside it
			{end(t, d, there, hold.Closed), false},
			{end(t, d, here, hold.Closed), true},
			{end(t, d, here, hold.Closed), false},
		} {
			if step.got != step.want {
				t.Errorf("step %d: %v, want %v", i, step.got, step.want)
			}
		}
		all, err := hold.Of(ctx, d.Read(), here)
		if err != nil || len(all) != 1 || all[0] != (hold.Hold{School: here, Why: hold.Moving, Starts: "2014-05-01"}) {
			t.Errorf("holds %v, %v", all, err)
		}
	})
}

// Whatever holds stand, On, Select and WhereFree answer alike, and as a list of them in
// memory says: a school that moves is held first and foremost for that.
func TestOnSelectAndWhereFreeAgree(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		some := rand.New(rand.NewPCG(1, 2))
		days := []calendar.Date{"2014-05-01", "2014-05-02", "2014-05-03", "2014-05-04"}
		standing := map[string]map[hold.Why]calendar.Date{here: {}, there: {}}
		for range 60 {
			school, why := []string{here, there}[some.IntN(2)], []hold.Why{hold.Closed, hold.Moving}[some.IntN(2)]
			if some.IntN(3) == 0 {
				end(t, d, school, why)
				delete(standing[school], why)
			} else {
				starts := days[some.IntN(3)+1]
				begin(t, d, school, why, starts)
				standing[school][why] = starts
			}
			for of, holds := range standing {
				for _, day := range days {
					want := hold.None
					for _, w := range []hold.Why{hold.Closed, hold.Moving} {
						if starts, is := holds[w]; is && starts <= day {
							want = w
						}
					}
					agree(t, d, of, day, want)
				}
			}
			if t.Failed() {
				return
			}
		}
	})
}

func agree(t *testing.T, d *db.DB, school string, day calendar.Date, want hold.Why) {
	t.Helper()
	on, err1 := hold.On(ctx, d.Read(), school, day)
	selected, err2 := db.One[hold.Why](ctx, d.Read(), `SELECT `+hold.Select("$1", "$2")+` AS why`, school, day)
	free, err3 := db.One[int](ctx, d.Read(), `SELECT count(*) FROM (SELECT 1 AS one) x WHERE `+hold.WhereFree("$1", "$2"), school, day)
	if err := errors.Join(err1, err2, err3); err != nil || on != want || selected != want || (free == 1) != (want == hold.None) {
		t.Errorf("%s on %s: On %q, Select %q, free %d (%v); want %q", school, day, on, selected, free, err, want)
	}
}

func TestSelectClosingIsTheDayOfClosingAlone(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		begin(t, d, here, hold.Moving, "2014-05-01")
		for _, want := range []calendar.Date{"", "2014-06-01"} {
			if want != "" {
				begin(t, d, here, hold.Closed, want)
			}
			got, err := db.One[calendar.Date](ctx, d.Read(), `SELECT `+hold.SelectClosing("$1")+` AS day`, here)
			if err != nil || got != want {
				t.Errorf("closed from %q, %v; want %q", got, err, want)
			}
		}
	})
}

// A school that was on its way has left once somebody says where it works: since the day
// on which it went. Only then, and another place corrects the first.
func TestLeaveTurnsTheWayIntoAPlace(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		leave := func(place string) bool {
			return change(t, d, func(ctx context.Context, tx db.Conn) (bool, error) { return hold.Leave(ctx, tx, here, place) })
		}
		begin(t, d, here, hold.Closed, "2014-06-01")
		if leave("nowhere") {
			t.Error("a school that is closed and not on its way has left")
		}
		begin(t, d, here, hold.Moving, "2014-05-01")
		if !leave("first") || !leave("second") {
			t.Error("a school on its way has not left")
		}
		for column, want := range map[string]string{"place": "second", "starts": "2014-05-01"} {
			got, err := db.One[string](ctx, d.Read(), `SELECT `+hold.SelectAway("$1", column)+` AS x`, here)
			if err != nil || got != want {
				t.Errorf("%s: %q, %v; want %q", column, got, err, want)
			}
		}
		agree(t, d, here, "2014-07-01", hold.Left)
	})
}

func TestRefusalIsKnownAgain(t *testing.T) {
	if err := hold.None.Refusal(); err != nil {
		t.Errorf("a school that is free is refused: %v", err)
	}
	for _, why := range []hold.Why{hold.Closed, hold.Left, hold.Moving} {
		err := why.Refusal()
		if !fault.Is(err, fault.KindConflict) || !hold.Refused(err) || !hold.Refused(fmt.Errorf("saving: %w", err)) {
			t.Errorf("%s: %v", why, err)
		}
	}
	for _, other := range []error{nil, errors.New("other"), fault.Changed(), fault.Forbidden("fault.hold.closed.not")} {
		if hold.Refused(other) {
			t.Errorf("%v is taken for a hold", other)
		}
	}
}
