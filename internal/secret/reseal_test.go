package secret_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/secret"
)

var (
	ctx     = context.Background()
	columns = []secret.Column{{Table: "private_text", Name: "words"}, {Table: "private_text", Name: "more", About: "more/"}}
)

// filled is a table of n rows as a program without keys had left it.
func filled(t *testing.T, d *db.DB, n int) {
	t.Helper()
	exec := func(query string, args ...any) {
		t.Helper()
		if _, err := db.Exec(ctx, d.Write(), query, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec(`CREATE TABLE private_text (school_id TEXT NOT NULL, id TEXT NOT NULL, words TEXT NOT NULL, more TEXT NOT NULL, PRIMARY KEY (school_id, id))`)
	for i := range n {
		exec(`INSERT INTO private_text (school_id, id, words, more) VALUES ($1, $2, $3, '')`,
			fmt.Sprint("school", i%2), fmt.Sprintf("%05d", i), fmt.Sprint("plainwords ", i))
	}
	exec(`UPDATE private_text SET more = 'plainmore' WHERE id = '00000'`)
}

func texts(t *testing.T, d *db.DB, k *secret.Keeper, want string) int {
	t.Helper()
	rows, err := db.All[struct {
		ID    string `db:"id"`
		Words string `db:"words"`
	}](ctx, d.Read(), `SELECT id, words FROM private_text`)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, r := range rows {
		if text, err := k.Open(columns[0].Of(r.ID), r.Words); err == nil && strings.HasPrefix(text, want) && !k.Stale(r.Words) {
			n++
		}
	}
	return n
}

func reseal(t *testing.T, d *db.DB, k *secret.Keeper, want int) {
	t.Helper()
	if n, err := k.ReSeal(ctx, d, columns); err != nil || n != want {
		t.Errorf("%d sealed anew, %v; want %d", n, err, want)
	}
}

// Texts from before are sealed, all are sealed anew after a rotation, and those
// whose key is gone stay for the day it is found.
func TestReSeal(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		const n = 450 // more than two batches
		filled(t, d, n)
		path := filepath.Join(t.TempDir(), "keys", "talim.keys")
		first := keeper(t, path, true)
		reseal(t, d, first, n+1)
		reseal(t, d, first, 0)
		if got := texts(t, d, first, "plainwords"); got != n {
			t.Errorf("%d of %d are sealed and open", got, n)
		}
		if err := keeper(t, path, false).Rotate(); err != nil { // the command, while the program runs
			t.Fatal(err)
		}
		reseal(t, d, first, n+1)
		if got := texts(t, d, first, "plainwords"); got != n {
			t.Errorf("after the rotation %d of %d", got, n)
		}
		other := keeper(t, filepath.Join(t.TempDir(), "talim.keys"), true)
		reseal(t, d, other, 0)
		if got := texts(t, d, first, "plainwords"); got != n {
			t.Errorf("a program with another file has changed texts: %d of %d", got, n)
		}
	})
}

// What was plain is nowhere in the file any more, neither in the log beside it.
func TestReSealLeavesNoCopy(t *testing.T) {
	address := apptest.SQLite(t)
	path, _, _ := strings.Cut(strings.TrimPrefix(address, "sqlite:"), "?")
	d, err := db.Open(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	filled(t, d, 300)
	reseal(t, d, keeper(t, filepath.Join(t.TempDir(), "talim.keys"), true), 301)
	if err := d.Close(); err != nil { // folds the log into the file
		t.Fatal(err)
	}
	for _, name := range []string{path, path + "-wal"} {
		content, err := os.ReadFile(name)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		if n := bytes.Count(content, []byte("plainwords")) + bytes.Count(content, []byte("plainmore")); n > 0 {
			t.Errorf("%s still holds %d plain texts", filepath.Base(name), n)
		}
	}
}

// A database remembers its keys: a file without them is found out at the start, as
// long as texts need them.
func TestMissingKeys(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		filled(t, d, 10)
		mine := keeper(t, filepath.Join(t.TempDir(), "talim.keys"), true)
		other := keeper(t, filepath.Join(t.TempDir(), "talim.keys"), true)
		missing := func(k *secret.Keeper, want int) {
			t.Helper()
			got, err := k.MissingKeys(ctx, d, columns)
			n := 0
			for _, c := range got {
				n += c.Texts
			}
			if err != nil || n != want {
				t.Errorf("%v, %v; want %d texts", got, err, want)
			}
		}
		if used, err := secret.Recorded(ctx, d); err != nil || used {
			t.Errorf("a new database has keys: %v", err)
		}
		for range 2 { // the second start of the same program
			if err := mine.RecordKey(ctx, d); err != nil {
				t.Fatal(err)
			}
		}
		missing(other, 0) // nothing is sealed yet
		reseal(t, d, mine, 11)
		missing(mine, 0)
		missing(other, 11)
		if used, err := secret.Recorded(ctx, d); err != nil || !used {
			t.Errorf("keys forgotten: %v", err)
		}
		got, err := secret.Count(ctx, d, columns)
		if err != nil || len(got) != 1 || got[0] != (secret.Census{Key: mine.Keys()[0], Texts: 11}) {
			t.Errorf("%v, %v", got, err)
		}
		// The same name with another content is another key.
		wrong := filepath.Join(t.TempDir(), "wrong.keys")
		line := mine.Keys()[0] + " " + strings.Repeat("A", 43) + "=\n"
		if err := os.WriteFile(wrong, []byte(line), 0o600); err != nil {
			t.Fatal(err)
		}
		missing(keeper(t, wrong, false), 11)
	})
}

// Texts whose key is gone, however many, do not keep those behind them from being
// sealed anew: a run goes on where the last one ended, and begins again at the end.
func TestReSealReachesWhatStandsBehindUnreadableTexts(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		secret.Bound(t, 1)
		lost, mine := apptest.Keeper(t), keeper(t, filepath.Join(t.TempDir(), "talim.keys"), true)
		filled(t, d, 2*secret.Batch+10)
		reseal(t, d, lost, secret.Batch+1) // the first of school0, and the one in the other column
		reseal(t, d, mine, secret.Batch)
		reseal(t, d, mine, 10)
		reseal(t, d, mine, 0) // nothing more: it begins again
		reseal(t, d, mine, 0) // with the unreadable ones
		secret.Share(lost, mine)
		reseal(t, d, mine, 0) // behind them is nothing
		reseal(t, d, mine, secret.Batch+1)
	})
}
