package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// examining is a school with its keys, and the command that looks at both.
func examining(t *testing.T) (database, keys string, ask []string) {
	t.Helper()
	keys = filepath.Join(t.TempDir(), "keys", "talim.keys")
	database = newSchool(t, keys)
	for _, path := range []string{filepath.Dir(keys), filepath.Dir(fileOf(database))} {
		if err := os.Chmod(path, 0o700); err != nil { //nolint:gosec // a folder
			t.Fatal(err)
		}
	}
	return database, keys, []string{"doctor", "--keys", keys, "--database", database, "--language", "en"}
}

func TestDoctorSaysAllIsWell(t *testing.T) {
	database, keys, ask := examining(t)
	want(t, 0, "All is well.", ask...)
	want(t, 0, "Бәрі дұрыс.", append(ask, "--language", "kk")...)
	want(t, 0, "Всё в порядке.", append(ask, "--language", "ru")...)
	_, stop, _ := running(t, "serve", "--database", database, "--keys", keys, "--addr", "127.0.0.1:0")
	want(t, 0, "All is well.", ask...) // beside the program
	if code := stop(); code != 0 {
		t.Errorf("the program ended with %d", code)
	}
	code, said := talim(append(ask, "--json")...)
	var r struct {
		Checks []struct {
			Name, Says string
			Well       bool
		}
		Journals []struct{ School, Entries, Link string }
	}
	if err := json.Unmarshal([]byte(said), &r); code != 0 || err != nil || len(r.Checks) < 10 || len(r.Journals) != 1 || !r.Checks[0].Well || r.Checks[0].Says == "" {
		t.Errorf("exit %d, %v: %s", code, err, said)
	}
}

// What is wrong with files: each is named with what to do, and the exit code is 1.
func TestDoctorNamesFiles(t *testing.T) {
	change := func(path string, mode os.FileMode) func(t *testing.T) {
		return func(t *testing.T) {
			t.Helper()
			if err := os.Chmod(path, mode); err != nil {
				t.Fatal(err)
			}
		}
	}
	database, keys, ask := examining(t)
	file := fileOf(database)
	beside := func(path, content string) func(t *testing.T) {
		return func(t *testing.T) {
			t.Helper()
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = os.Remove(path) })
		}
	}
	for name, c := range map[string]struct {
		spoil, mend func(t *testing.T)
		says        string
	}{
		"database for all":     {change(file, 0o644), change(file, 0o600), "Others can reach these files"},
		"keys for all":         {change(keys, 0o644), change(keys, 0o600), "others may read " + keys},
		"folder of the keys":   {change(filepath.Dir(keys), 0o777), change(filepath.Dir(keys), 0o700), "Others can reach these files"},
		"a backup beside keys": {beside(filepath.Join(filepath.Dir(keys), "copy.db"), "SQLite format 3\x00..."), nil, "stand in one folder"},
		"keys beside database": {beside(filepath.Join(filepath.Dir(file), "copy.keys"), ""), nil, "stand in one folder"},
	} {
		t.Run(name, func(t *testing.T) {
			if runtime.GOOS == "windows" && c.mend != nil {
				t.Skip("no such rights there")
			}
			c.spoil(t)
			want(t, 1, c.says, ask...)
			if c.mend != nil {
				c.mend(t)
			}
		})
	}
	want(t, 0, "All is well.", ask...)
	want(t, 1, "cannot be used", append(ask, "--keys", filepath.Join(t.TempDir(), "none.keys"))...)
	want(t, 1, "does not open", append(ask, "--database", "sqlite:"+filepath.Join(t.TempDir(), "none.db"))...)
}

// A file whose pages were overwritten is named, and so are texts whose key is not there.
func TestDoctorNamesDamageAndLostKeys(t *testing.T) {
	database, _, ask := examining(t)
	other := filepath.Join(t.TempDir(), "other.keys")
	served(t, "sqlite:"+filepath.Join(t.TempDir(), "other.db"), other)
	want(t, 1, "that of another database", append(ask, "--keys", other)...)
	written(t, database, `PRAGMA foreign_keys = 0`, `INSERT INTO visit_note (school_id, id, visit_id, author_id, text, written_at)
		SELECT 's', 'n', 'v', 'a', replace(value, substr(value, 8, 8), '0badc0de'), '' FROM setting WHERE name LIKE 'sealed-with:%'`,
		`INSERT INTO setting (school_id, name, value) SELECT school_id, 'sealed-with:0badc0de', replace(value, substr(value, 8, 8), '0badc0de') FROM setting WHERE name LIKE 'sealed-with:%'`)
	want(t, 1, "does not open: 1.", ask...)
	content, err := os.ReadFile(fileOf(database))
	if err != nil {
		t.Fatal(err)
	}
	for i := 40 * 4096; i < 60*4096 && i < len(content); i++ {
		content[i] = 0xa5
	}
	if err := os.WriteFile(fileOf(database), content, 0o600); err != nil {
		t.Fatal(err)
	}
	code, said := talim(ask...)
	if code != 1 || !strings.Contains(said, "damaged") && !strings.Contains(said, "does not open") {
		t.Errorf("exit %d: %s", code, said)
	}
}
