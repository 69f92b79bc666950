package app_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"talim/internal/app"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/secret"
)

var (
	columnInGo  = regexp.MustCompile(`\{Table: "(\w+)", Name: "(\w+)"`)
	tableInSQL  = regexp.MustCompile(`CREATE TABLE (\w+)`)
	columnInSQL = regexp.MustCompile(`^\s+(\w+)\s+TEXT\b.*--.*\bsealed\b`)
)

// Every column that an area calls sealed, in Go or in a migration, is in the one list
// from which texts are sealed anew and keys are missed.
func TestEverySealedColumnIsListed(t *testing.T) {
	var listed []string
	for _, c := range app.Sealed() {
		listed = append(listed, c.Table+"."+c.Name)
	}
	named := func(column, where string) {
		t.Helper()
		if !slices.Contains(listed, column) {
			t.Errorf("%s is sealed in %s and not in app.Sealed", column, where)
		}
	}
	sources, err := filepath.Glob("../*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range sources {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		for _, m := range columnInGo.FindAllStringSubmatch(read(t, path), -1) {
			named(m[1]+"."+m[2], path)
		}
	}
	migrations, err := filepath.Glob("../db/migrations/*.sql")
	if err != nil || len(migrations) == 0 {
		t.Fatalf("no migrations: %v", err)
	}
	for _, path := range migrations {
		table := ""
		for line := range strings.Lines(read(t, path)) {
			if m := tableInSQL.FindStringSubmatch(line); m != nil {
				table = m[1]
			}
			if m := columnInSQL.FindStringSubmatch(line); m != nil && !strings.Contains(line, "not sealed") {
				named(table+"."+m[1], path)
			}
		}
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// Each listed column is there, so that sealing anew and counting work on both databases.
func TestSealedColumnsAreThere(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		k := apptest.Keeper(t)
		if n, err := k.ReSeal(ctx, d, app.Sealed()); err != nil || n != 0 {
			t.Errorf("%d, %v", n, err)
		}
		if texts, err := secret.Count(ctx, d, app.Sealed()); err != nil || len(texts) != 0 {
			t.Errorf("%v, %v", texts, err)
		}
	})
}

// A new school gets a file of keys, an old one wants its own.
func TestKeysOfADatabase(t *testing.T) {
	everywhere(t, func(t *testing.T, address string) {
		folder := t.TempDir()
		keys := filepath.Join(folder, "keys", "talim.keys")
		begin := func(c app.Config) error {
			c.Database = address
			a, err := app.New(ctx, c)
			if err != nil {
				return err
			}
			return a.Close()
		}
		if err := begin(app.Config{Keys: keys}); err != nil {
			t.Fatal(err)
		}
		if err := begin(app.Config{Keys: keys}); err != nil {
			t.Errorf("a second start: %v", err)
		}
		err := begin(app.Config{Keys: filepath.Join(folder, "none.keys")})
		if !errors.Is(err, app.ErrKeys) || !strings.Contains(err.Error(), "--lost-keys") {
			t.Errorf("without the file: %v", err)
		}
		if _, err := os.Stat(filepath.Join(folder, "none.keys")); !os.IsNotExist(err) {
			t.Errorf("a file was made for a database that has keys: %v", err)
		}
		if err := begin(app.Config{Keys: filepath.Join(folder, "none.keys"), LostKeys: true}); err != nil {
			t.Errorf("although the keys are lost: %v", err)
		}
	})
}
