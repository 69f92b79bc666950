package secret_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/secret"
)

func settle(t *testing.T, d *db.DB, k *secret.Keeper) (vouched bool) {
	t.Helper()
	return settleColumns(t, d, k, columns...)
}

func settleColumns(t *testing.T, d *db.DB, k *secret.Keeper, columns ...secret.Column) (vouched bool) {
	t.Helper()
	unmarked, err := k.Settle(ctx, d, time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC), columns, func(context.Context, secret.Taken) error {
		vouched = true
		return nil
	})
	if err := errors.Join(unmarked, err); err != nil {
		t.Fatal(err)
	}
	return vouched
}

func wordsOf(t *testing.T, d *db.DB, id string) string {
	t.Helper()
	text, err := db.One[string](ctx, d.Read(), `SELECT words FROM private_text WHERE id = $1`, id)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// What stood open before is sealed once. What somebody writes openly afterwards is shown
// to nobody and sealed by nobody, also when the note of it is taken out of the database.
func TestSettle(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		path := filepath.Join(t.TempDir(), "talim.keys")
		k := keeper(t, path, true)
		const n = 450 // more than two batches
		filled(t, d, n)
		if !settle(t, d, k) {
			t.Error("nothing else was taken over")
		}
		if got := texts(t, d, k, "plainwords"); got != n {
			t.Errorf("%d of %d texts from before open", got, n)
		}
		if _, err := db.Exec(ctx, d.Write(), `UPDATE private_text SET words = 'planted words' WHERE id = '00007'`); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(ctx, d.Write(), `DELETE FROM setting WHERE name = 'settled-on'`); err != nil {
			t.Fatal(err)
		}
		for _, again := range []*secret.Keeper{k, keeper(t, path, false)} {
			if settle(t, d, again) {
				t.Error("what was changed meanwhile was taken over")
			}
			reseal(t, d, again, 0)
			planted := wordsOf(t, d, "00007")
			if text, err := again.Open(columns[0].Of("00007"), planted); !errors.Is(err, secret.ErrPlain) || text != "" {
				t.Errorf("%q, %v", text, err)
			}
			if text, ok := again.Text(ctx, columns[0].Of("00007"), planted); ok || text != "" {
				t.Errorf("a form has %q", text)
			}
			if text := again.Show(ctx, columns[0].Of("00007"), planted); text != secret.Unread(ctx) {
				t.Errorf("a page shows %q", text)
			}
			moved := again.SealOver(ctx, columns[0], "new", nil, "", secret.Old{ID: "00007", Sealed: planted}, true)
			if text, err := again.Open(columns[0].Of("new"), moved); err == nil {
				t.Errorf("a new version of the record gives it away as %q", text)
			}
		}
		found, err := secret.FindPlain(ctx, d, columns)
		if err != nil || len(found) != 1 || found[0].ID != "00007" || found[0].Column != columns[0] {
			t.Errorf("%v, %v", found, err)
		}
	})
}

// A column that came to be sealed when the texts had long been is taken over once, and what
// somebody writes openly afterwards when an operator says so, and not before.
func TestSettleTakesChoices(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		k := keeper(t, filepath.Join(t.TempDir(), "talim.keys"), true)
		filled(t, d, 3)
		late := secret.Column{Table: "private_text", Name: "words", Since: secret.TakenChoices, Readers: `SELECT 'a' FROM private_text x WHERE x.school_id = $1 AND x.id = $2`}
		settleColumns(t, d, k, late)
		opens := func(reader string) bool {
			_, ok := k.Text(access.With(ctx, access.Actor{Account: "x", Staff: reader}), late.Of("00001"), wordsOf(t, d, "00001"))
			return ok
		}
		if !opens("a") || opens("b") {
			t.Error("it opens for somebody else, or not for its reader")
		}
		if _, err := db.Exec(ctx, d.Write(), `UPDATE private_text SET words = 'yes' WHERE id = '00001'`); err != nil {
			t.Fatal(err)
		}
		if settleColumns(t, d, k, late); opens("a") {
			t.Error("what was written meanwhile was taken over")
		}
		if err := k.SealChoices(ctx, d, []secret.Column{columns[0], late}); err != nil || !opens("a") {
			t.Errorf("an operator accepted it, and it does not open (%v)", err)
		}
	})
}

// A text locked up opens with no key and looks sealed to whoever is closed out.
func TestLockUp(t *testing.T) {
	k := apptest.Keeper(t)
	locked := secret.LockUp("planted")
	if text, err := k.Open("a", locked); err == nil || !secret.IsSealed(locked) {
		t.Errorf("%q, %v", text, err)
	}
	if _, ok := k.Text(access.With(ctx, access.Actor{Closed: "2026-12-01"}), "a", locked); ok {
		t.Error("opened")
	}
}
