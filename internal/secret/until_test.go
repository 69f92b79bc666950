package secret_test

import (
	"path/filepath"
	"testing"
	"time"
)

// TestSealUntilEnds holds that what travels with a page is taken until its time, for what
// it was sealed and no other, and nothing that is not ours.
func TestSealUntilEnds(t *testing.T) {
	k := keeper(t, filepath.Join(t.TempDir(), "keys"), true)
	end := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	sealed, err := k.SealUntil("a page", end, map[string]string{"to": "/people"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what, about, text string
		now               time.Time
		taken             bool
	}{
		{"in its time", "a page", sealed, end.Add(-time.Second), true},
		{"at its end", "a page", sealed, end, false},
		{"for another page", "b page", sealed, end.Add(-time.Second), false},
		{"open text", "a page", `{"Until":9999999999999999999,"Value":{}}`, end.Add(-time.Second), false},
		{"nothing", "a page", "", end.Add(-time.Second), false},
	} {
		var got map[string]string
		if taken := k.OpenUntil(c.about, c.text, c.now, &got); taken != c.taken || taken && got["to"] != "/people" {
			t.Errorf("%s: taken %v, %v", c.what, taken, got)
		}
	}
}
