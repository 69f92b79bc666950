package house

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// program writes a small program into a folder and reads it.
func program(t *testing.T, files map[string]string) *Tree {
	t.Helper()
	root := t.TempDir()
	files["cmd/x/main.go"] = "package main\n"
	for name, text := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tree, err := Read(root)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

const migration = `-- +goose Up
CREATE TABLE cat (id TEXT);
CREATE TABLE dog (id TEXT);
CREATE TABLE old (id TEXT);
DROP TABLE old;
CREATE TABLE toy (id TEXT);
ALTER TABLE toy RENAME TO ball;
-- +goose Down
CREATE TABLE never (id TEXT);
`

func TestTablesAreThoseThatTheMigrationsLeave(t *testing.T) {
	tree := program(t, map[string]string{"internal/db/migrations/0001_a.sql": migration})
	got, err := tree.Tables()
	if want := []string{"ball", "cat", "dog"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, want %v (%v)", got, want, err)
	}
}

func TestOwnedSeesLiteralsOfTheReaderAndNoFragmentsOfTheOwner(t *testing.T) {
	tree := program(t, map[string]string{
		"internal/db/migrations/0001_a.sql": migration,
		"internal/cats/cats.go": `package cats
// Named is a fragment.
func Named(as string) string { return " JOIN cat " + as }
const keep = "INSERT INTO cat (id) VALUES ($1)"
func play() { db.Insert(ctx, tx, "ball", row{}) }`,
		"internal/dogs/dogs.go": `package dogs
const table = "dog d"
var all = "SELECT d.id FROM " + table + cats.Named("c") + " WHERE d.id = (SELECT id FROM ball)"
func bark() { db.Exec(ctx, tx, "UPDATE dog SET id = $1", "cat", "JOIN the cat") }`,
		"internal/zoo/zoo.go": `package zoo
const all = ` + "`SELECT c.id FROM dog d, cat c\n\tWHERE c.id = d.id FOR UPDATE`",
		"internal/zoo/zoo_test.go": "package zoo\nconst x = `SELECT id FROM ball`\n",
		"internal/cats/page.go":    "package cats\n",
		"internal/cats/catsweb/p.go": `package catsweb
const q = "DELETE FROM cat"`,
	})
	all, err := tree.Owned(map[string]string{"ball": "internal/gone"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range all {
		got = append(got, x.Name+" | "+x.Owner+" | "+strings.Join(x.Readers, ", "))
	}
	want := []string{
		"ball | internal/cats | internal/dogs",
		"cat | internal/cats | internal/cats/catsweb (writes), internal/zoo",
		"dog | internal/dogs | internal/zoo",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if got, want := Foreign(all), []string{"internal/dogs ball", "internal/zoo cat", "internal/zoo dog"}; !slices.Equal(got, want) {
		t.Errorf("of another area %v, want %v", got, want)
	}
	levels := map[string]int{"internal/dogs": 1, "internal/cats": 2, "internal/zoo": 3, "internal/cats/catsweb": 3}
	if got, want := Upward(all, levels), []string{"internal/dogs ball"}; !slices.Equal(got, want) {
		t.Errorf("upward %v, want %v", got, want)
	}
}

func TestOwnedKeepsAnOwnerWhoStillWrites(t *testing.T) {
	tree := program(t, map[string]string{
		"internal/db/migrations/0001_a.sql": migration,
		"internal/cats/cats.go":             "package cats\nconst a = `INSERT INTO cat`\n",
		"internal/zoo/zoo.go":               "package zoo\nconst a = `INSERT INTO cat`\nconst b = `UPDATE cat SET`\n",
	})
	for known, want := range map[string]string{"internal/cats": "internal/cats", "internal/none": "internal/zoo"} {
		all, err := tree.Owned(map[string]string{"cat": known})
		if err != nil || all[1].Owner != want {
			t.Errorf("with %s the owner is %s (%v)", known, all[1].Owner, err)
		}
	}
}

func TestFunctionsCountsWhatPeopleWrote(t *testing.T) {
	tree := program(t, map[string]string{
		"internal/a/a.go":       "package a\n\nfunc one() {}\n\nfunc three() {\n\tone()\n}\n",
		"internal/a/a_templ.go": "package a\n\nfunc long() {\n\n\n\n\n}\n",
		"internal/a/a_test.go":  "package a\n\nfunc long2() {\n\n\n\n\n}\n",
	})
	if got := tree.Functions(); !slices.Equal(got, Lines{1, 3}) {
		t.Errorf("%v", got)
	}
	if l := (Lines{1, 2, 3, 4, 5, 6, 7, 8, 9, 100}); l.At(0.5) != 6 || l.At(0.9) != 100 || Lines(nil).At(0.5) != 0 {
		t.Errorf("median %d, p90 %d", l.At(0.5), l.At(0.9))
	}
}

func TestCodeLinesLeavesCommentsAndSpaceOut(t *testing.T) {
	tree := program(t, map[string]string{
		"internal/a/a.go":      "// Package a.\npackage a\n\n/* more\n words */\nvar x = `one\ntwo`\n\nfunc f() {\n\t// nothing\n}\n",
		"internal/a/a_test.go": "package a\n",
	})
	if program, tests := tree.CodeLines(); program != 5+1 || tests != 1 {
		t.Errorf("program %d, tests %d", program, tests)
	}
}

func TestEveryColumnCountsQueries(t *testing.T) {
	tree := program(t, map[string]string{"internal/a/a.go": "package a\n// SELECT * is bad\nconst x = `SELECT * FROM a WHERE id IN (SELECT * FROM b)`\nconst y = `SELECT count(*) FROM a`\n"})
	if n := tree.EveryColumn(); n != 2 {
		t.Errorf("%d", n)
	}
}

func TestListsCountsDeclarationsThatNameTheArea(t *testing.T) {
	tree := program(t, map[string]string{
		"internal/app/app.go":          "package app\nimport \"talim/internal/evaluation\"\nvar sealed = evaluation.Sealed\nfunc routes() { evaluationweb.New() }\nfunc other() {}\n",
		"internal/app/imports_test.go": "package app\nvar level = map[string]int{\"internal/evaluation\": 4}\n",
		"internal/app/x_test.go":       "package app\nvar x = evaluation.X\n",
		".golangci.yml":                "deny: internal/mentoring\n",
	})
	got, err := tree.Lists()
	if want := []string{"internal/app/app.go sealed", "internal/app/app.go routes", "internal/app/imports_test.go level"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, want %v (%v)", got, want, err)
	}
}

func TestLevelsComeFromWhatAnAreaIsMadeFrom(t *testing.T) {
	tree := program(t, map[string]string{
		"internal/app/areas.go": `package app
import (
"talim/internal/cats"
"talim/internal/cats/kittens"
"talim/internal/dogs"
"talim/internal/zoo/tour"
"talim/internal/db"
)
func areas(d *db.DB) {
	cat, dog := cats.New(d), dogs.New(d, now)
	small := kittens.New(d, cat)
	days := tour.New(d, dog, small)
}`,
		"internal/app/imports_test.go":   "package app\nvar apart = map[string]int{\n\t\"internal/story\": 50,\n\t\"internal/zoo/guide\":   42, // knows the way\n}\n",
		"internal/cats/a.go":             "package cats\n",
		"internal/cats/catsweb/a.go":     "package catsweb\n",
		"internal/cats/kittens/a.go":     "package kittens\n",
		"internal/cats/whiskers/a.go":    "package whiskers\n",
		"internal/dogs/a.go":             "package dogs\n",
		"internal/zoo/a.go":              "package zoo\n",
		"internal/zoo/tour/a.go":         "package tour\n",
		"internal/zoo/guide/a.go":        "package guide\n",
		"internal/web/a.go":              "package web\n",
		"internal/web/component/a.go":    "package component\n",
		"internal/tool/a.go":             "package tool\n",
		"internal/story/a.go":            "package story\n",
		"cmd/zoo/main.go":                "package main\n",
		"internal/homeweb/a.go":          "package homeweb\n",
		"internal/zoo/tour/only_test.go": "package tour\n",
	})
	got, err := tree.Levels()
	want := map[string]int{
		"internal/cats": 10, "internal/dogs": 10, "internal/cats/whiskers": 10, "internal/cats/kittens": 20,
		"internal/zoo/tour": 30, "internal/zoo": 30, "internal/zoo/guide": 42, "internal/story": 50,
		"internal/cats/catsweb": LevelPages, "internal/homeweb": LevelPages, "internal/app": LevelTop, "cmd/zoo": LevelTop, "cmd/x": LevelTop,
		"internal/web": LevelTool, "internal/web/component": LevelTool, "internal/tool": LevelTool,
	}
	if err != nil || !maps.Equal(got, want) {
		t.Errorf("%v, want %v (%v)", got, want, err)
	}
}

// TestToolchainIsThatOfGoMod holds that scripts/need-go knows the sums of the Go that
// go.mod asks for.
func TestToolchainIsThatOfGoMod(t *testing.T) {
	module, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	sums, err := os.ReadFile("../../scripts/toolchain.sum")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(module), "\ngo ")
	version, _, _ := strings.Cut(rest, "\n")
	for _, platform := range []string{"linux-amd64", "linux-arm64"} {
		if line := "golang.org/toolchain v0.0.1-go" + version + "." + platform + " h1:"; !strings.Contains(string(sums), line) {
			t.Errorf("scripts/toolchain.sum has no line of Go %s for %s", version, platform)
		}
	}
}
