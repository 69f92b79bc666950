package journal_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/journal"
	"talim/internal/secret"
)

// chained is a school with n entries of which all but the last are in its chain, and another
// school with one.
func chained(t *testing.T, d *db.DB, n int) *secret.Keeper {
	t.Helper()
	k := apptest.Keeper(t)
	d.VouchWith(k)
	for _, school := range []string{"auyl", "audan"} {
		if err := d.Tx(ctx, func(ctx context.Context, tx db.Conn) error { return journal.Begin(ctx, tx, k, school) }); err != nil {
			t.Fatal(err)
		}
	}
	record(t, d, access.Actor{School: "audan", Name: "DD-B1"}, journal.Ref{Kind: "staff", ID: "1"})
	for i := range n - 1 {
		record(t, d, deputy, journal.Ref{Kind: "staff", ID: fmt.Sprint(i + 1)}, "from", "«a»")
	}
	closes(t, d, clock.Now(), n)
	record(t, d, deputy, journal.Ref{Kind: "staff", ID: fmt.Sprint(n)})
	return k
}

func closes(t *testing.T, d *db.DB, at time.Time, want int) {
	t.Helper()
	if n, err := journal.Close(ctx, d, d.Voucher(), at); err != nil || n != want {
		t.Errorf("%d entries got a place, want %d (%v)", n, want, err)
	}
}

func written(t *testing.T, d *db.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.Exec(ctx, d.Write(), query, args...); err != nil {
		t.Fatal(err)
	}
}

func check(t *testing.T, d *db.DB) map[string]int {
	t.Helper()
	found, err := journal.Check(ctx, d.Read(), d.Voucher())
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, b := range found {
		if b.School != "auyl" {
			t.Errorf("another school is named: %+v", b)
		}
		out[b.What]++
	}
	return out
}

// Whatever somebody does to the journal who has the database and not the keys is found,
// whether the program goes on afterwards or not, until an operator accepts what stands.
func TestJournalWrittenInTheDatabaseIsFound(t *testing.T) {
	const newEntry = `INSERT INTO journal_entry (school_id, id, at, staff_id, actor, event, record_kind, record_id, details, seal, place, link)
		SELECT school_id, 'mine', at, staff_id, actor, event, record_kind, record_id, details, seal, %s, link FROM journal_entry WHERE record_id = '2' AND school_id = 'auyl'`
	id := func(n int) string {
		return fmt.Sprintf(`(SELECT e.id FROM journal_entry e WHERE e.school_id = 'auyl' AND e.record_id = '%d')`, n)
	}
	for name, attack := range map[string]struct {
		what string
		do   []string
	}{
		"changed":              {journal.Changed, []string{`UPDATE journal_entry SET actor = 'T-1' WHERE id = ` + id(3)}},
		"changed, not chained": {journal.Changed, []string{`UPDATE journal_entry SET actor = 'T-1' WHERE id = ` + id(6)}},
		"another time":         {journal.Changed, []string{`UPDATE journal_entry SET at = '2001-01-01T00:00:00.000Z' WHERE id = ` + id(3)}},
		"details":              {journal.Changed, []string{`UPDATE journal_entry SET details = '{}' WHERE id = ` + id(3)}},
		"the sum of another":   {journal.Changed, []string{`UPDATE journal_entry SET actor = 'T-1', seal = (SELECT e.seal FROM journal_entry e WHERE e.id = ` + id(2) + `) WHERE id = ` + id(3)}},
		"to another school":    {journal.Missing, []string{`UPDATE journal_entry SET school_id = 'auyl', id = 'x' WHERE id = 'none'`, `DELETE FROM journal_entry WHERE id = ` + id(2)}},
		"inserted":             {journal.Changed, []string{fmt.Sprintf(newEntry, "0")}},
		"inserted at the end":  {journal.Changed, []string{fmt.Sprintf(newEntry, "6")}},
		"deleted":              {journal.Missing, []string{`DELETE FROM journal_entry WHERE id = ` + id(3)}},
		"deleted at first":     {journal.Missing, []string{`DELETE FROM journal_entry WHERE id = ` + id(1)}},
		"deleted at last":      {journal.NoEnd, []string{`DELETE FROM journal_entry WHERE id = ` + id(5)}},
		"deleted and moved up": {journal.Moved, []string{`DELETE FROM journal_entry WHERE id = ` + id(3), `UPDATE journal_entry SET place = 3 WHERE id = ` + id(4), `UPDATE journal_entry SET place = 4 WHERE id = ` + id(5)}},
		"out of the chain":     {journal.Missing, []string{`UPDATE journal_entry SET place = 0 WHERE id = ` + id(3)}},
		"two change places":    {journal.Moved, []string{`UPDATE journal_entry SET place = 99 WHERE id = ` + id(3), `UPDATE journal_entry SET place = 3 WHERE id = ` + id(4), `UPDATE journal_entry SET place = 4 WHERE id = ` + id(3)}},
		"all":                  {journal.NoEnd, []string{`DELETE FROM journal_entry WHERE school_id = 'auyl'`}},
		"the end":              {journal.NoEnd, []string{`DELETE FROM journal_head WHERE school_id = 'auyl'`}},
		"begun anew":           {journal.NoEnd, []string{`DELETE FROM journal_entry WHERE id = ` + id(3), `DELETE FROM journal_head WHERE school_id = 'auyl'`, `UPDATE journal_entry SET place = 0, link = '' WHERE school_id = 'auyl'`}},
		"another end":          {journal.NoEnd, []string{`UPDATE journal_head SET entries = '4' WHERE school_id = 'auyl'`}},
		"the end of another":   {journal.NoEnd, []string{`UPDATE journal_head SET seal = (SELECT h.seal FROM journal_head h WHERE h.school_id = 'audan') WHERE school_id = 'auyl'`}},
		"ahead of the program": {journal.NoEnd, []string{`UPDATE journal_entry SET place = 6, link = $LINK WHERE id = ` + id(6)}},
		"no digits":            {journal.NoEnd, []string{`UPDATE journal_head SET entries = 'many' WHERE school_id = 'auyl'`}},
		"a hash made anew":     {journal.NoEnd, []string{`DELETE FROM journal_entry WHERE id = ` + id(5), `UPDATE journal_head SET entries = '4', entry_id = ` + id(4) + `, link = (SELECT e.link FROM journal_entry e WHERE e.id = ` + id(4) + `) WHERE school_id = 'auyl'`}},
		"before the first":     {journal.Missing, []string{`UPDATE journal_entry SET place = -1 WHERE id = ` + id(1)}},
	} {
		t.Run(name, func(t *testing.T) {
			apptest.Databases(t, func(t *testing.T, d *db.DB) {
				chained(t, d, 6)
				if found := check(t, d); len(found) > 0 {
					t.Fatalf("nothing was changed yet: %v", found)
				}
				for _, statement := range attack.do {
					if strings.Contains(statement, "$LINK") {
						statement = strings.ReplaceAll(statement, "$LINK", "'"+linkOf(t, d, "6")+"'")
					}
					written(t, d, statement)
				}
				if found := check(t, d); found[attack.what] == 0 {
					t.Errorf("found %v, want %s", found, attack.what)
				}
				if _, err := journal.Close(ctx, d, d.Voucher(), clock.Now()); err != nil {
					t.Fatal(err)
				}
				if found := check(t, d); len(found) == 0 {
					t.Error("nothing is found after the program went on")
				}
				k, _ := d.Voucher().(*secret.Keeper)
				if _, err := k.VouchAll(ctx, d, journal.Vouched); err != nil {
					t.Fatal(err)
				}
				if err := journal.Retake(ctx, d, k, clock.Now()); err != nil {
					t.Fatal(err)
				}
				if found := check(t, d); name != "all" && len(found) > 0 {
					t.Errorf("after it was accepted: %v", found)
				}
			})
		})
	}
}

// However many entries somebody writes with dates before all that is still open, the chain
// goes on behind them, and they are named.
func TestForgedEntriesDoNotHaltTheChain(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		chained(t, d, 2)
		for round := range 10 { // each doubles them
			written(t, d, `INSERT INTO journal_entry (school_id, id, at, staff_id, actor, event, record_kind, record_id, details)
				SELECT school_id, id || $1, '2001-01-01T00:00:00.000Z', staff_id, actor, event, record_kind, record_id, details FROM journal_entry WHERE school_id = 'auyl'`, fmt.Sprint("-", round))
		}
		closes(t, d, clock.Now(), 1)
		if found := check(t, d); found[journal.Changed] != 2046 || len(found) != 1 {
			t.Errorf("found %v", found)
		}
	})
}

// linkOf is the hash that an entry has as the next of the chain, as anybody can make it.
func linkOf(t *testing.T, d *db.DB, record string) string {
	t.Helper()
	before, err := db.One[string](ctx, d.Read(), `SELECT link FROM journal_head WHERE school_id = 'auyl'`)
	if err != nil {
		t.Fatal(err)
	}
	cells, err := db.Cells(ctx, d.Read(), `SELECT school_id, id, at, staff_id, actor, event, record_kind, record_id, details FROM journal_entry WHERE school_id = 'auyl' AND record_id = $1`, record)
	if err != nil || len(cells) != 1 {
		t.Fatal(cells, err)
	}
	hash := sha256.New()
	for _, value := range append([]any{before}, cells[0]...) {
		text, _ := value.(string)
		_, _ = hash.Write(binary.BigEndian.AppendUint32(nil, uint32(len(text)))) //nolint:gosec // of a test
		_, _ = hash.Write([]byte(text))
	}
	return base64.RawStdEncoding.EncodeToString(hash.Sum(nil))
}

// What is nobody's business gets its place when its day is over, and none among the minutes.
func TestPrivateEntryWaitsForItsDay(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		k := chained(t, d, 3)
		err := d.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
			return journal.RecordPrivate(ctx, tx, k, "auyl", clock.Now(), "support.private.kept")
		})
		if err != nil {
			t.Fatal(err)
		}
		closes(t, d, clock.Now(), 1)
		closes(t, d, clock.Now(), 0)
		closes(t, d, clock.Now().AddDate(0, 0, 1), 1)
		if found := check(t, d); len(found) > 0 {
			t.Error(found)
		}
	})
}

// Entries of before, in more than one batch, are taken over once.
func TestTakeOver(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		const n = 1100
		for i := range n {
			record(t, d, deputy, journal.Ref{Kind: "staff", ID: fmt.Sprint(i)})
		}
		k := apptest.Keeper(t)
		d.VouchWith(k)
		if _, err := k.VouchAll(ctx, d, journal.Vouched); err != nil {
			t.Fatal(err)
		}
		if err := journal.Take(ctx, d, k, clock.Now()); err != nil {
			t.Fatal(err)
		}
		closes(t, d, clock.Now(), 0)
		if found := check(t, d); len(found) > 0 {
			t.Error(found)
		}
		written(t, d, `DELETE FROM journal_entry WHERE record_id = '700'`)
		if found := check(t, d); found[journal.Missing] != 1 {
			t.Error(found)
		}
	})
}

// A key that is changed leaves the chain as it is.
func TestChainOutlastsItsKey(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		k := chained(t, d, 4)
		if err := k.Rotate(); err != nil {
			t.Fatal(err)
		}
		for _, want := range []int{6, 0} { // five entries are of the old key, and two ends
			n, err := k.ReVouch(ctx, d, journal.Vouched)
			if err != nil || n < want {
				t.Errorf("%d vouched for anew, want %d (%v)", n, want, err)
			}
		}
		closes(t, d, clock.Now(), 1)
		if found := check(t, d); len(found) > 0 {
			t.Error(found)
		}
	})
}
