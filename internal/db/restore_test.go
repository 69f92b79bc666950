package db_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	osexec "os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/durable"
)

// saved makes a database that says "before" in a folder of its own, a backup of it,
// and lets it say "after".
func saved(t *testing.T) (address, backup string) {
	t.Helper()
	content, err := os.ReadFile(db.SQLitePath(apptest.SQLite(t)))
	if err != nil {
		t.Fatal(err)
	}
	address = "sqlite:" + filepath.Join(t.TempDir(), "school.db")
	backup = filepath.Join(t.TempDir(), "old.bak")
	if err := os.WriteFile(db.SQLitePath(address), content, 0o600); err != nil {
		t.Fatal(err)
	}
	say := func(value string) {
		d, err := db.Open(ctx, address)
		if err != nil {
			t.Fatal(err)
		}
		put(t, d, "n", value)
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
	}
	say("before")
	if err := db.BackupOf(ctx, address, backup); err != nil {
		t.Fatal(err)
	}
	say("after")
	return address, backup
}

func beside(t *testing.T, path string) string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

// A damaged database is when a backup is needed most.
func TestRestoreOverADamagedDatabase(t *testing.T) {
	for name, damage := range map[string]func(whole []byte) []byte{
		"other header": func(whole []byte) []byte { copy(whole, "XXXX"); return whole },
		"noise":        func([]byte) []byte { return bytes.Repeat([]byte("noise"), 10_000) },
		"cut":          func(whole []byte) []byte { return whole[:len(whole)/2] },
		"hole":         func(whole []byte) []byte { clear(whole[200:60_000]); return whole },
		"empty":        func([]byte) []byte { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			address, backup := saved(t)
			path := db.SQLitePath(address)
			whole, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			broken := damage(whole)
			if err := os.WriteFile(path, broken, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path+"-wal", []byte("a log"), 0o600); err != nil {
				t.Fatal(err)
			}
			kept, err := db.Restore(ctx, backup, address)
			if err != nil {
				t.Fatal(err)
			}
			if now := get(t, address); now != "before" {
				t.Errorf("now %q", now)
			}
			if aside, err := os.ReadFile(kept); err != nil || name != "empty" && !bytes.Equal(aside[100:], broken[100:]) {
				t.Errorf("the damaged one is not kept: %v", err)
			}
		})
	}
}

// The log of a database that is gone is not played into the backup.
func TestRestoreBesideTheLogOfALostDatabase(t *testing.T) {
	address, backup := saved(t)
	path := db.SQLitePath(address)
	d := openDB(t, address)
	put(t, d, "n", "in the log")
	log, err := os.ReadFile(path + "-wal")
	if err != nil || len(log) == 0 {
		t.Fatalf("%d bytes of log, %v", len(log), err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Remove(path), os.WriteFile(path+"-wal", log, 0o600)); err != nil {
		t.Fatal(err)
	}
	kept, err := db.Restore(ctx, backup, address)
	if err != nil {
		t.Fatal(err)
	}
	if now := get(t, address); now != "before" {
		t.Errorf("now %q", now)
	}
	if aside, err := os.ReadFile(kept + "-wal"); err != nil || !bytes.Equal(aside, log) {
		t.Errorf("the log is not kept: %v", err)
	}
}

func TestRestoreAfterARestoreThatWasKilled(t *testing.T) {
	address, backup := saved(t)
	for _, left := range []string{".restore", ".restore-journal", ".restore-wal"} {
		if err := os.WriteFile(db.SQLitePath(address)+left, bytes.Repeat([]byte("left"), 5000), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Restore(ctx, backup, address); err != nil {
		t.Fatal(err)
	}
	if now, left := get(t, address), beside(t, db.SQLitePath(address)); now != "before" || strings.Contains(left, ".restore") {
		t.Errorf("now %q, left %s", now, left)
	}
}

const restoreEnv, restoreStepEnv = "TALIM_TEST_RESTORE", "TALIM_TEST_RESTORE_STEP"

// The program is killed before each step of a restore in turn: the database is the
// old one or the new one, and the next restore works.
func TestRestoreKilledAtEachStepLeavesOldOrNew(t *testing.T) {
	if what := os.Getenv(restoreEnv); what != "" {
		backup, address, _ := strings.Cut(what, "|")
		killedAt(t, os.Getenv(restoreStepEnv))
		if _, err := db.Restore(ctx, backup, address); err != nil {
			t.Fatal(err)
		}
		return
	}
	steps := 0
	for killed := true; killed; steps++ {
		address, backup := saved(t)
		child := osexec.Command(os.Args[0], "-test.run", "^TestRestoreKilledAtEachStepLeavesOldOrNew$")
		child.Env = append(os.Environ(), restoreEnv+"="+backup+"|"+address, restoreStepEnv+"="+fmt.Sprint(steps))
		out, err := child.CombinedOutput()
		killed = err != nil
		if now := get(t, address); now != "before" && now != "after" || !killed && now != "before" {
			t.Errorf("killed before step %d: the database says %q\n%s", steps, now, out)
		}
		if _, err := db.Restore(ctx, backup, address); err != nil || get(t, address) != "before" {
			t.Errorf("the next restore after step %d: %v", steps, err)
		}
	}
	if steps < 7 {
		t.Errorf("killed at %d steps only", steps)
	}
}

// killedAt lets the process kill itself before a step.
func killedAt(t *testing.T, step string) {
	t.Helper()
	left := 0
	if _, err := fmt.Sscan(step, &left); err != nil {
		t.Fatal(err)
	}
	durable.Step = func(string) {
		if left == 0 {
			if self, err := os.FindProcess(os.Getpid()); err == nil {
				_ = self.Kill()
			}
			select {}
		}
		left--
	}
}

// A byte that changed on the disk of the backups is noticed, also where the structure
// of the file does not tell.
func TestRestoreComparesTheChecksum(t *testing.T) {
	address, backup := saved(t)
	whole, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(whole, []byte("before"))
	if at < 0 {
		t.Fatal("no text to change")
	}
	whole[at] ^= 1
	if err := os.WriteFile(backup, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Restore(ctx, backup, address); !errors.Is(err, db.ErrDamage) || !strings.Contains(err.Error(), backup+".sha256") {
		t.Errorf("got %v", err)
	}
	if now := get(t, address); now != "after" {
		t.Errorf("now %q", now)
	}
	if err := os.Remove(backup + ".sha256"); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Restore(ctx, backup, address); err != nil {
		t.Errorf("a backup without a checksum: %v", err)
	}
}

// Where a database was and something of it is left, no empty school is begun.
func TestOpenBeginsNothingBesideWhatIsLeft(t *testing.T) {
	for _, left := range []string{"school.db.before-01abc", "school.db.restore", "school.db-wal", "school.db-journal"} {
		folder := t.TempDir()
		address := "sqlite:" + filepath.Join(folder, "school.db")
		if err := os.WriteFile(filepath.Join(folder, left), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Open(ctx, address); !errors.Is(err, db.ErrLeft) || !strings.Contains(err.Error(), left) {
			t.Errorf("%s: %v", left, err)
		}
		if now := beside(t, db.SQLitePath(address)); now != left {
			t.Errorf("made %s", now)
		}
	}
	empty := filepath.Join(t.TempDir(), "school.db")
	long := time.Now().Add(-time.Hour)
	if err := errors.Join(os.WriteFile(empty, nil, 0o600), os.Chtimes(empty, long, long)); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Open(ctx, "sqlite:"+empty); !errors.Is(err, db.ErrLeft) {
		t.Errorf("empty: %v", err)
	}
}

// Databases, their logs and backups hold names of staff.
func TestFilesAreForTheirOwner(t *testing.T) {
	folder := t.TempDir()
	path, backup := filepath.Join(folder, "new.db"), filepath.Join(folder, "new.bak")
	d := openDB(t, "sqlite:"+path)
	if err := d.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	if err := d.Backup(ctx, backup); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, path + "-wal", path + "-shm", backup, backup + ".sha256"} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
}

// The words name the path and a way out.
func TestOpenSaysWhatIsWrongWithThePath(t *testing.T) {
	folder := t.TempDir()
	for path, c := range map[string]struct {
		kind error
		says string
	}{
		folder:                            {db.ErrUnavailable, "is a folder"},
		filepath.Join(folder, "what?.db"): {db.ErrURL, "question mark"},
		":memory:":                        {db.ErrURL, "no path"},
		"file:/tmp/x.db":                  {db.ErrURL, "no path"},
		filepath.Join(folder, strings.Repeat("x", 300)): {db.ErrUnavailable, "too long"},
		"/proc/none/x.db": {db.ErrUnavailable, "/proc/none"},
	} {
		if _, err := db.Open(ctx, "sqlite:"+path); !errors.Is(err, c.kind) || !strings.Contains(fmt.Sprint(err), c.says) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if left := beside(t, filepath.Join(folder, "x")); left != "" {
		t.Errorf("made %s", left)
	}
}
