package journal_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/journal"
)

var (
	ctx    = context.Background()
	deputy = access.Actor{Account: "a", School: "auyl", Staff: "s1", Name: "DD-A2"}
	clock  = apptest.ClockAt("2013-09-02T09:00")
)

func record(t *testing.T, d *db.DB, actor access.Actor, ref journal.Ref, details ...string) {
	t.Helper()
	err := d.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
		return journal.Record(ctx, tx, d.Voucher(), actor, clock.Now(), "people.staff.edited", ref, details...)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestRecord(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		ref := journal.Ref{Kind: "staff", ID: "s9"}
		record(t, d, deputy, ref, "field", "leave", "from", "«a» \"b\"")
		record(t, d, access.System("auyl", "people.expire"), ref)
		record(t, d, deputy, journal.Ref{Kind: "staff", ID: "s8"})
		got, err := journal.OfRecord(ctx, d.Read(), "auyl", ref, 10)
		if err != nil || len(got) != 2 {
			t.Fatalf("%v, %v", got, err)
		}
		if e := got[0]; e.Actor != "people.expire" || e.Staff != "" || len(e.Details) != 0 {
			t.Errorf("of the program: %+v", e)
		}
		if e := got[1]; e.Actor != "DD-A2" || e.Staff != "s1" || e.At != "2013-09-02T03:00:00.000Z" ||
			e.Event != "people.staff.edited" || e.Details["from"] != "«a» \"b\"" || e.Details["field"] != "leave" {
			t.Errorf("of the deputy: %+v", e)
		}
	})
}

func TestFindPages(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		for i := range 5 {
			record(t, d, deputy, journal.Ref{Kind: "staff", ID: fmt.Sprint(i)})
		}
		record(t, d, access.Actor{School: "audan", Name: "DD-B1"}, journal.Ref{Kind: "staff", ID: "foreign"})
		var seen []string
		before := ""
		for range 4 {
			page, err := journal.Find(ctx, d.Read(), "auyl", journal.Filter{Before: before, Limit: 2})
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range page {
				seen = append(seen, e.RecordID)
				before = e.ID
			}
		}
		if fmt.Sprint(seen) != "[4 3 2 1 0]" {
			t.Fatalf("saw %v", seen)
		}
	})
}

func TestDetailsArePairs(t *testing.T) {
	d := apptest.Database(t)
	err := d.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
		return journal.Record(ctx, tx, d.Voucher(), deputy, clock.Now(), "x", journal.Ref{}, "name")
	})
	if !errors.Is(err, journal.ErrDetails) {
		t.Fatal(err)
	}
}
