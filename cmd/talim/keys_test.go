package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"talim/internal/db"
)

// served starts and stops the program once, so that the database remembers the keys.
func served(t *testing.T, database, keys string, more ...string) {
	t.Helper()
	_, stop, out := running(t, append([]string{"serve", "--database", database, "--keys", keys, "--addr", "127.0.0.1:0"}, more...)...)
	if code := stop(); code != 0 {
		t.Fatalf("exit %d: %s", code, out)
	}
}

// sealed runs the program until it has sealed what was plain: who stops it earlier
// may take the periodic work away from it, and that comes again an hour later.
func sealed(t *testing.T, database, keys string) {
	t.Helper()
	_, stop, out := running(t, "serve", "--database", database, "--keys", keys, "--addr", "127.0.0.1:0")
	done := false
	for range 300 {
		_, output := talim("keys", "check", "--keys", keys, "--database", database)
		if done = strings.Contains(output, "which seals now"); done {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if code := stop(); code != 0 || !done {
		t.Fatalf("exit %d, sealed %v: %s", code, done, out)
	}
}

// asBefore takes away what says that the database is settled, from the file of keys too:
// so an older version of the program left both.
func asBefore(t *testing.T, database, keys string) {
	t.Helper()
	content, err := os.ReadFile(keys) //nolint:gosec // a file of the test
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(content), "# settled")
	if err := os.WriteFile(keys, []byte(first), 0o600); err != nil {
		t.Fatal(err)
	}
	written(t, database, `DELETE FROM setting WHERE name IN ('settled-on', 'bound-on', 'posts-on', 'journal-on', 'choices-on')`)
}

// plainNote leaves a private text that is not sealed.
func plainNote(t *testing.T, database string) {
	t.Helper()
	written(t, database, `PRAGMA foreign_keys = 0`,
		`INSERT INTO visit_note (school_id, id, visit_id, author_id, text, written_at) VALUES ('s', 'n', 'v', 'a', 'plain words', '')`,
		`UPDATE job_schedule SET next_at = '' WHERE name = 'secret-again'`)
}

// written writes into a database without the program.
func written(t *testing.T, database string, statements ...string) {
	t.Helper()
	d, err := db.Open(context.Background(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, statement := range statements {
		if _, err := db.Exec(context.Background(), d.Write(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

func TestKeysCheckRotatePaper(t *testing.T) {
	folder := t.TempDir()
	database, keys := "sqlite:"+filepath.Join(folder, "data", "school.db"), filepath.Join(folder, "keys", "talim.keys")
	check := []string{"keys", "check", "--keys", keys, "--database", database}
	want(t, 1, "no such file", check...)
	served(t, database, keys)
	want(t, 0, "opens every private text", check...)
	asBefore(t, database, keys)
	plainNote(t, database)
	want(t, 0, "1 private texts are not sealed yet", check...)
	sealed(t, database, keys)
	want(t, 0, "1 private texts of the key", check...)
	want(t, 0, "has the new key", "keys", "rotate", "--keys", keys)
	want(t, 0, "1 private texts of the older key", check...)
	code, paper := talim("keys", "paper", "--keys", keys)
	if code != 0 || strings.Count(paper, "\n") != 8 { // two keys between what they are and since when they are settled, bound and know of posts, the journal and choices
		t.Errorf("exit %d: %s", code, paper)
	}
	typed := filepath.Join(folder, "typed.keys")
	if err := os.WriteFile(typed, []byte(paper), 0o600); err != nil {
		t.Fatal(err)
	}
	want(t, 0, "opens every private text", "keys", "check", "--keys", typed, "--database", database)
	want(t, 1, "chmod 600", "keys", "check", "--keys", readableByAll(t, typed), "--database", database)
}

// Posts of an older version are vouched for at the first start of this one, and never again:
// whoever takes the note out of the database has not that in the file of keys.
func TestPostsAreTakenOverOnce(t *testing.T) {
	keys := filepath.Join(t.TempDir(), "talim.keys")
	database := newSchool(t, keys)
	check := []string{"keys", "check", "--keys", keys, "--database", database}
	written(t, database, `UPDATE post SET seal = ''`, `DELETE FROM setting WHERE name = 'posts-on'`)
	served(t, database, keys)
	want(t, 1, "opens nothing: post, school", check...)
	asBefore(t, database, keys)
	served(t, database, keys)
	want(t, 0, "opens every private text", check...)
	written(t, database, `UPDATE post SET starts = '2001-01-01'`)
	want(t, 1, "opens nothing: post, school", check...)
	want(t, 0, "1 records are vouched for anew", "keys", "accept", "--keys", keys, "--database", database)
	want(t, 0, "opens every private text", check...)
}

// Who asks what an import would change needs no keys, and nothing is taken over then. What
// is brought in is vouched for: without the keys it would give nobody a post.
func TestImportTakesNothingOver(t *testing.T) {
	folder := t.TempDir()
	keys, list := filepath.Join(folder, "talim.keys"), filepath.Join(folder, "staff.csv")
	database := newSchool(t, keys)
	asBefore(t, database, keys)
	plainNote(t, database)
	written(t, database, `UPDATE account SET seal = ''`)
	if err := os.WriteFile(list, []byte("code,position\nT-A2,Teacher\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ask := []string{"import", "staff", list, "--school", "A", "--database", database, "--language", "en"}
	want(t, 0, "Added: 1", ask...)
	want(t, 0, "1 private texts are not sealed yet", "keys", "check", "--keys", keys, "--database", database)
	want(t, 1, "there is no file", append(ask, "--apply", "--keys", filepath.Join(folder, "none.keys"))...)
	want(t, 0, "Added: 1", append(ask, "--apply", "--keys", keys)...)
	want(t, 0, "opens every private text", "keys", "check", "--keys", keys, "--database", database)
}

// Where nobody names the file of keys and there is none in its place, a list comes in all
// the same, and gives nobody a post before the keys have vouched for it.
func TestImportWhereTheKeysAreNot(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TALIM_KEYS", "")
	t.Setenv("HOME", folder)
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(folder, "config"))
	keys, list := filepath.Join(folder, "keys", "talim.keys"), filepath.Join(folder, "staff.csv")
	if err := os.Mkdir(filepath.Dir(keys), 0o700); err != nil {
		t.Fatal(err)
	}
	database := newSchool(t, keys)
	if err := os.WriteFile(list, []byte("code,position\nT-A2,Teacher\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	want(t, 0, "Added: 1", "import", "staff", list, "--school", "A", "--database", database, "--language", "en", "--apply")
	want(t, 1, "post", "keys", "check", "--keys", keys, "--database", database)
	want(t, 0, "", "keys", "accept", "--keys", keys, "--database", database)
	want(t, 0, "opens every private text", "keys", "check", "--keys", keys, "--database", database)
}

func readableByAll(t *testing.T, path string) string {
	t.Helper()
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// Without its keys a database is not served, unless one says that they are lost.
func TestServeWithoutItsKeys(t *testing.T) {
	folder := t.TempDir()
	database, keys := "sqlite:"+filepath.Join(folder, "data", "school.db"), filepath.Join(folder, "keys", "talim.keys")
	served(t, database, keys)
	asBefore(t, database, keys)
	plainNote(t, database)
	sealed(t, database, keys)
	other := filepath.Join(folder, "other", "talim.keys")
	serve := []string{"serve", "--database", database, "--keys", other, "--addr", "127.0.0.1:0"}
	want(t, 1, "there is no file", serve...)
	served(t, "sqlite:"+filepath.Join(folder, "data2", "school.db"), other) // makes a file, of another database
	want(t, 1, "lacks keys of private texts in this database: 1 of key", serve...)
	want(t, 1, "--lost-keys", serve...)
	want(t, 1, "cannot be opened", "keys", "check", "--keys", other, "--database", database)
	served(t, database, other, "--lost-keys")
	served(t, database, keys) // the old file is found: all is well again
	want(t, 0, "opens every private text", "keys", "check", "--keys", keys, "--database", database)
}

// A record that was given to somebody else in the database is named.
func TestStrayTextIsNamed(t *testing.T) {
	folder := t.TempDir()
	database, keys := "sqlite:"+filepath.Join(folder, "data", "school.db"), filepath.Join(folder, "keys", "talim.keys")
	check := []string{"keys", "check", "--keys", keys, "--database", database}
	served(t, database, keys)
	asBefore(t, database, keys)
	plainNote(t, database)
	served(t, database, keys)
	want(t, 0, "opens every private text", check...)
	written(t, database, `PRAGMA foreign_keys = 0`, `UPDATE visit_note SET author_id = 'b'`)
	want(t, 1, "names somebody for whom it was not sealed, or was moved: visit_note.text, school s, record n", check...)
}

// Who writes open words into a sealed column puts them into nobody's mouth: not at once,
// not by the job that seals anew, and not after the note of the database was taken away.
func TestOpenTextInASealedColumnIsNobodys(t *testing.T) {
	folder := t.TempDir()
	database, keys := "sqlite:"+filepath.Join(folder, "data", "school.db"), filepath.Join(folder, "keys", "talim.keys")
	check := []string{"keys", "check", "--keys", keys, "--database", database}
	served(t, database, keys)
	plainNote(t, database)
	want(t, 1, "1 texts stand open in columns that are sealed", check...)
	want(t, 1, "open text: visit_note.text, school s, record n", check...)
	written(t, database, `DELETE FROM setting WHERE name = 'settled-on'`)
	served(t, database, keys)
	want(t, 1, "1 texts stand open in columns that are sealed", check...)
	written(t, database, `DELETE FROM visit_note`, `PRAGMA foreign_keys = 0`,
		`INSERT INTO account (school_id, id, staff_id, login, password_hash, code_hash, code_expires, language, theme, disabled_at, last_sign_in, created_at)
VALUES ('s', 'planted', 'a', 'planted', 'mine', '', '', '', '', '', '', '')`)
	want(t, 1, "changed without the program, opens nothing: account, school s, record planted", check...)
	want(t, 0, "1 records are vouched for anew", "keys", "accept", "--keys", keys, "--database", database)
	want(t, 0, "opens every private text", check...)
}

func TestKeysStandApartFromTheDatabase(t *testing.T) {
	folder := t.TempDir()
	database := "sqlite:" + filepath.Join(folder, "school.db")
	want(t, 1, "folder of the database", "serve", "--database", database, "--keys", filepath.Join(folder, "talim.keys"))
	t.Setenv("TALIM_KEYS", "")
	t.Setenv("HOME", folder)
	t.Setenv("XDG_CONFIG_HOME", "")
	path, err := keysFile("", database)
	if err != nil || path != filepath.Join(folder, ".config", "talim", "talim.keys") {
		t.Errorf("%s, %v", path, err)
	}
	t.Setenv("HOME", "")
	if _, err := keysFile("", database); err == nil || !strings.Contains(err.Error(), "--keys") {
		t.Errorf("without a settings folder: %v", err)
	}
}

func TestKeysOfAnOlderDatabase(t *testing.T) {
	database, keys := "sqlite:"+filepath.Join(t.TempDir(), "school.db"), filepath.Join(t.TempDir(), "talim.keys")
	served(t, database, keys)
	written(t, database, `DELETE FROM goose_db_version WHERE version_id = (SELECT max(version_id) FROM goose_db_version)`)
	code, out := talim("keys", "check", "--keys", keys, "--database", database)
	if code == 0 || !strings.Contains(out, "older version than this program: start `talim serve` once") {
		t.Errorf("exit %d: %s", code, out)
	}
}
