package app_test

import (
	"archive/zip"
	"context"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"talim/internal/app"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/demo"
	"talim/internal/i18n"
)

// planted begin the family names, given names and patronymics that everybody gets here.
var planted = []string{"Қарлығ", "Төлеген", "Ыбырай"}

// plant gives everybody in the database names of their own.
func plant(t *testing.T, a *app.App) {
	t.Helper()
	type person struct {
		School string `db:"school_id"`
		ID     string `db:"id"`
	}
	all, err := db.All[person](ctx, a.DB().Read(), `SELECT school_id, id FROM staff ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	err = a.DB().Tx(ctx, func(c context.Context, tx db.Conn) error {
		for i, p := range all {
			own := string([]rune{'а' + rune(i/20%20), 'а' + rune(i%20)})
			if _, err := db.Exec(c, tx, `UPDATE staff SET family_name = $1, given_name = $2, patronymic = $3 WHERE school_id = $4 AND id = $5`,
				planted[0]+own, planted[1]+own, planted[2]+own+"ұлы", p.School, p.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// filesWithNames are those that are not offered with codes, and why.
var filesWithNames = map[string]string{
	"/people/accounts/codes/": "slips that people get in their own hands",
	"/badges/credentials/":    "the badge proves to others what its owner did",
	"/mentoring/policy/":      "the regulation names offices, and the director who signs it",
	"/import/runs/":           "rows of a file of the school that were refused",
	"/meeting-time/":          "an hour without people",
}

// TestFilesLeaveWithCodes holds R012: whatever leaves as a file or for print and has
// people in it is offered with codes as well, and then names nobody.
func TestFilesLeaveWithCodes(t *testing.T) {
	t.Parallel() // one of the long ones
	keys := filepath.Join(t.TempDir(), "old.keys")
	if err := os.WriteFile(keys, []byte(read(t, firstKeys)), 0o600); err != nil {
		t.Fatal(err)
	}
	a := start(t, app.Config{Database: "sqlite:" + oldFile(t) + "?synchronous=off", Keys: keys, Demo: true, Debug: true, Now: apptest.ClockAt("2026-11-21T12:00").Now})
	plant(t, a)
	personas, err := demo.Personas(ctx, a.DB().Read())
	if err != nil {
		t.Fatal(err)
	}
	named, coded := map[string]int{}, map[string]int{}
	for i, p := range personas {
		v := enter(t, a, p, i18n.Languages[i%len(i18n.Languages)])
		v.follow("/")
		for address := range v.visited {
			v.leaves(address, named, coded)
		}
	}
	t.Logf("%d kinds of file with names; with codes: %s", len(named), strings.Join(sorted(keysOf(coded)), " "))
	for kind := range named {
		exempt := slices.ContainsFunc(sorted(keysOf(filesWithNames)), func(part string) bool { return strings.Contains(kind, part) })
		if coded[kind] == 0 && !exempt {
			t.Errorf("%s is not offered with codes", kind)
		}
	}
	if len(coded) < 20 {
		t.Errorf("only %d kinds of file are offered with codes", len(coded))
	}
}

// follow finds what pages lead to, page by page; what they look like other tests say.
func (v *visitor) follow(address string) {
	queue := []string{address}
	for len(queue) > 0 {
		address, queue = queue[0], queue[1:]
		path, page := pathOf(address)
		if !page || v.visited[address] {
			continue
		}
		v.visited[address] = true
		if isFile(path) {
			continue
		}
		if v.routes[v.pattern(path)]++; v.routes[v.pattern(path)] > perRoute {
			continue
		}
		w := v.request(http.MethodGet, address, nil)
		text := `href="` + w.Header().Get("Location") + `"` + unpacked(v.t, w)
		for _, found := range hrefs.FindAllStringSubmatch(text, -1) {
			queue = append(queue, html.UnescapeString(found[1]))
		}
	}
}

func isFile(path string) bool { return strings.Contains(path, "paper") || strings.Contains(path, ".") }

// leaves looks at what an address gives: a file with names or one with codes.
func (v *visitor) leaves(address string, named, coded map[string]int) {
	u, err := url.Parse(address)
	if err != nil {
		return
	}
	kind := v.pattern(u.Path)
	withCodes := u.Query().Get("codes") != ""
	if seen := map[bool]map[string]int{false: named, true: coded}[withCodes]; !isFile(u.Path) || seen[kind] >= perRoute {
		return
	}
	w := v.request(http.MethodGet, address, nil)
	if w.Code != http.StatusOK {
		v.t.Errorf("%s: %s answers %d", v.who, address, w.Code)
		return
	}
	if w.Header().Get("Content-Type") == "application/pdf" {
		kind = strings.Replace(kind, "pdf", "docx", 1) // the same document, whose text can be read
	}
	text := inside(v.t, unpacked(v.t, w))
	names := slices.ContainsFunc(planted, func(name string) bool { return strings.Contains(strings.ToLower(text), strings.ToLower(name)) })
	switch {
	case withCodes && names:
		v.t.Errorf("%s: %s names somebody:\n%s", v.who, address, text[:min(len(text), 3000)])
	case withCodes:
		coded[kind]++
	case names:
		named[kind]++
	}
}

// inside is the text of a file: of a packed one its parts, one after the other; a
// calendar is unfolded.
func inside(t *testing.T, content string) string {
	t.Helper()
	if !strings.HasPrefix(content, "PK") {
		return strings.ReplaceAll(content, "\r\n ", "")
	}
	packed, err := zip.NewReader(strings.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, f := range packed.File {
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		part.Close()
		fmt.Fprintf(&out, "%s\n", text)
	}
	return out.String()
}

func keysOf[T any](m map[string]T) map[string]bool {
	out := map[string]bool{}
	for key := range m {
		out[key] = true
	}
	return out
}
