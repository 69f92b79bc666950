package apptest

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"talim/internal/db"
	"talim/internal/secret"
)

// Keeper seals private texts with a key of the test's own.
func Keeper(t *testing.T) *secret.Keeper {
	t.Helper()
	k, err := secret.New()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// Vouched has all that is written vouched for, as a program with its keys does. A row of the
// tables that nobody vouches for fails the test at its end: a verb wrote it without its sum.
func Vouched(t *testing.T, d *db.DB, k *secret.Keeper, tables []secret.Vouched) {
	t.Helper()
	d.VouchWith(k)
	t.Cleanup(func() {
		changed, err := k.FindChanged(context.Background(), d, tables)
		if err != nil || len(changed) > 0 {
			t.Errorf("nobody vouches for %v, %v", changed, err)
		}
	})
}

// LostKey is a keeper, one that lacks its key, and one with the keys of both: as it
// was before a key was lost, after it, and once it was found again.
func LostKey(t *testing.T) (before, lost, found *secret.Keeper) {
	t.Helper()
	dir := t.TempDir()
	open := func(name string) *secret.Keeper {
		k, err := secret.OpenFile(filepath.Join(dir, name), true)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	before, lost = open("before"), open("lost")
	var both []byte
	for _, name := range []string{"before", "lost"} {
		lines, err := os.ReadFile(filepath.Join(dir, name)) //nolint:gosec // a folder of the test
		if err != nil {
			t.Fatal(err)
		}
		both = append(both, lines...)
	}
	if err := os.WriteFile(filepath.Join(dir, "found"), both, 0o600); err != nil {
		t.Fatal(err)
	}
	return before, lost, open("found")
}
