package tree_test

import (
	"testing"

	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/people/tree"
)

// TestBelowSaysWhatTheDatabaseSays holds that a database that cannot answer is not
// taken for a tree in which somebody is not found.
func TestBelowSaysWhatTheDatabaseSays(t *testing.T) {
	d, err := db.Open(t.Context(), "sqlite:"+t.TempDir()+"/empty.db")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if err := tree.Below(t.Context(), d.Read(), "a", "a"); err == nil || fault.Is(err, fault.KindNotFound) {
		t.Errorf("a database without tables knows the tree: %v", err)
	}
}
