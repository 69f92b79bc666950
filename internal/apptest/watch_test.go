package apptest_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/fault"
)

// A row that is added, written over or taken away is seen; one that stays is not named.
func TestWatchSeesEachKindOfChange(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		set := func(query string) {
			err := d.Tx(t.Context(), func(ctx context.Context, tx db.Conn) error { _, err := db.Exec(ctx, tx, query); return err })
			if err != nil {
				t.Fatal(err)
			}
		}
		w := apptest.NewWatch(t, d, "job")
		one, two, other := "setting name=a school_id= value=1", "setting name=a school_id= value=2", "setting name=b school_id= value="
		for _, c := range []struct {
			query string
			want  []string
		}{
			{`INSERT INTO setting (school_id, name, value) VALUES ('', 'a', '1')`, []string{"+ " + one}},
			{`INSERT INTO setting (school_id, name, value) VALUES ('', 'b', '')`, []string{"+ " + other}},
			{`UPDATE setting SET value = '2' WHERE name = 'a'`, []string{"- " + one, "+ " + two}},
			{`UPDATE setting SET value = '2' WHERE name = 'a'`, nil},
			{`DELETE FROM setting`, []string{"- " + two, "- " + other}},
		} {
			if got := w.Changed(func() { set(c.query) }); !slices.Equal(got, c.want) {
				t.Errorf("%s: %q, want %q", c.query, got, c.want)
			}
		}
	})
}

func TestSaysWhatAnErrorTells(t *testing.T) {
	var faults fault.Fields
	faults.Add("starts", "date")
	faults.Add("code", "needed")
	for _, c := range []struct {
		err  error
		want string
	}{
		{nil, ""},
		{errors.New("broken"), "not said: broken"},
		{fault.Conflict("late"), "conflict late"},
		{fault.NotFound("gone"), "notfound gone"},
		{faults.Err(), "code:needed starts:date"},
	} {
		if got := apptest.Says(c.err); got != c.want {
			t.Errorf("%v: %q, want %q", c.err, got, c.want)
		}
	}
}
