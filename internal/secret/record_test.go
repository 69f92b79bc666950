package secret_test

import (
	"path/filepath"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/secret"
)

func record(t *testing.T, d *db.DB, keepers ...*secret.Keeper) {
	t.Helper()
	for _, k := range keepers {
		if err := k.RecordKey(ctx, d); err != nil {
			t.Fatal(err)
		}
	}
}

func sealsWith(k *secret.Keeper) string {
	keys := k.Keys()
	return keys[len(keys)-1]
}

// Two programs of a database, whose files hold the same keys in another order, seal
// with the same one: the one that came last to the database.
func TestRecordKeyChoosesTheSameKeyInAnyOrderOfLines(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		folder := t.TempDir()
		one, two := filepath.Join(folder, "one"), filepath.Join(folder, "two")
		first := keeper(t, one, true)
		old := sealsWith(first)
		record(t, d, first)
		if err := keeper(t, one, false).Rotate(); err != nil {
			t.Fatal(err)
		}
		lines := read(t, one)
		half := len(lines) / 2
		write(t, two, lines[half:]+lines[:half]) // copied by hand
		if err := first.Refresh(); err != nil {
			t.Fatal(err)
		}
		second := keeper(t, two, false)
		record(t, d, first, second)
		if sealsWith(first) == old || sealsWith(first) != sealsWith(second) {
			t.Errorf("%v and %v after %s", first.Keys(), second.Keys(), old)
		}
		third := keeper(t, two, false)
		if err := third.FollowRecord(ctx, d); err != nil || sealsWith(third) != sealsWith(first) {
			t.Errorf("%v follows %v, %v", third.Keys(), first.Keys(), err)
		}
	})
}

// A key that was lost and found again stands above the others and opens; it does not seal.
func TestRecordKeyDoesNotSealWithAFoundKey(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		folder := t.TempDir()
		found, path := filepath.Join(folder, "found"), filepath.Join(folder, "talim.keys")
		k := keeper(t, path, true)
		record(t, d, k)
		mine := sealsWith(k)
		keeper(t, found, true)
		write(t, path, read(t, found)+read(t, path))
		if err := k.Refresh(); err != nil {
			t.Fatal(err)
		}
		record(t, d, k)
		if sealsWith(k) != mine || len(k.Keys()) != 2 {
			t.Errorf("seals with %s of %v", sealsWith(k), k.Keys())
		}
		if err := k.Rotate(); err != nil {
			t.Fatal(err)
		}
		rotated := sealsWith(k)
		record(t, d, k)
		if sealsWith(k) != rotated || rotated == mine {
			t.Errorf("after a rotation: %v", k.Keys())
		}
	})
}

// A database that was told its keys by an older program goes on with the last of the file.
func TestRecordKeyAfterAnOlderProgram(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		k := keeper(t, filepath.Join(t.TempDir(), "talim.keys"), true)
		record(t, d, k)
		if err := k.Rotate(); err != nil {
			t.Fatal(err)
		}
		record(t, d, k)
		last := sealsWith(k)
		if _, err := db.Exec(ctx, d.Write(), `DELETE FROM setting WHERE name LIKE 'sealing-rank:%'`); err != nil {
			t.Fatal(err)
		}
		record(t, d, k)
		if sealsWith(k) != last {
			t.Errorf("%v, want %s", k.Keys(), last)
		}
	})
}
