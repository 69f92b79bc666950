package house

import (
	"go/ast"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// source is a file of any kind that people write.
type source struct {
	path string
	text string
}

// sources are all files below internal whose names end in one of these, but tests,
// their kits, what they read, and generated code.
func (t *Tree) sources(ends ...string) ([]source, error) {
	var out []source
	err := filepath.WalkDir(filepath.Join(t.Root, "internal"), func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			if e.Name() == "testdata" || strings.HasSuffix(e.Name(), "test") {
				return fs.SkipDir
			}
			return nil
		}
		name := e.Name()
		is := slices.ContainsFunc(ends, func(end string) bool { return strings.HasSuffix(name, end) })
		if !is || strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_templ.go") {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(t.Root, path)
		out = append(out, source{filepath.ToSlash(relative), string(text)})
		return err
	})
	return out, err
}

// mail is one of the fields that staff have and that an import brings: where its
// name stands, a new field like it has to be put, too.
var mail = regexp.MustCompile(`\bEmail\b|"e?mail"|\bemail\b|\.email\b`)

// helpers from outside, of mentoring and support, have an address of their own; the
// formats that exchange reads bring one because their makers put it there, and would
// not know a field that we add.
var otherMail = []string{"mentoring", "support", "house", "exchange"}

// FoldersOfAField are the folders in which a field of staff that can be imported has
// its name: those that a new field would touch. Folders of messages belong to
// their pages.
func (t *Tree) FoldersOfAField() ([]string, error) {
	all, err := t.sources(".go", ".templ", ".sql", ".json")
	if err != nil {
		return nil, err
	}
	folders := map[string]bool{}
	for _, f := range all {
		if mail.MatchString(f.text) && !slices.Contains(otherMail, Area(folderOf(f.path))) {
			folders[strings.TrimSuffix(folderOf(f.path), "/messages")] = true
		}
	}
	return slices.Sorted(maps.Keys(folders)), nil
}

// ExampleForm is what people wrote for one form of three fields, by kind of file: a
// pairing goes on longer (mentoring.Extend).
type ExampleForm struct{ Rules, Handler, Page, Elsewhere, Messages, Tests int }

// Sum is all of it.
func (e ExampleForm) Sum() int {
	return e.Rules + e.Handler + e.Page + e.Elsewhere + e.Messages + e.Tests
}

var (
	extendKey  = regexp.MustCompile(`^\s*"[a-z]+\.extend\.`)
	extendName = regexp.MustCompile(`Extend|extend`)
)

// Example measures the form: its own files are those named for it; of link,
// messages and the list of routes it has the lines that name it.
func (t *Tree) Example() (ExampleForm, error) {
	var e ExampleForm
	all, err := t.sources(".go", ".templ", ".json")
	if err != nil {
		return e, err
	}
	for _, f := range all {
		own := strings.Contains(f.path, "/mentoring/") && strings.Contains(filepath.Base(f.path), "extend")
		switch {
		case own && strings.HasSuffix(f.path, ".templ"):
			e.Page += linesOf(f.text)
		case own && strings.HasSuffix(folderOf(f.path), "web"):
			e.Handler += linesOf(f.text)
		case own:
			e.Rules += linesOf(f.text)
		case strings.HasPrefix(f.path, "internal/web/link/"):
			e.Elsewhere += matching(f.text, extendName)
		case strings.Contains(f.path, "/mentoring/") && strings.HasSuffix(f.path, ".json"):
			e.Messages += matching(f.text, extendKey)
		}
	}
	routes, err := os.ReadFile(filepath.Join(t.Root, "internal/app/testdata/routes.txt"))
	e.Elsewhere += matching(string(routes), regexp.MustCompile(`^\w+ \S*/extend`))
	for _, f := range t.Files {
		if f.Test && strings.Contains(f.Path, "/mentoring/") {
			e.Tests += testLines(f)
		}
	}
	return e, err
}

func matching(text string, word *regexp.Regexp) int {
	n := 0
	for line := range strings.Lines(text) {
		if word.MatchString(line) {
			n++
		}
	}
	return n
}

// testLines are those of the tests that are named for the form.
func testLines(f File) int {
	n := 0
	for _, d := range f.Syntax.Decls {
		if fn, is := d.(*ast.FuncDecl); is && strings.HasPrefix(fn.Name.Name, "Test") && strings.Contains(fn.Name.Name, "Exten") {
			n += f.line(fn.End()) - f.line(fn.Pos()) + 1
		}
	}
	return n
}

// Lists are the places that name one area, evaluation, so that it takes part: what a
// new area would have to be put into as well. Of the program that is every
// declaration of internal/app; beside it the level of the package and the linter.
func (t *Tree) Lists() ([]string, error) {
	var out []string
	for _, f := range t.Files {
		if f.Package() != "internal/app" || f.Test && !strings.HasSuffix(f.Path, "imports_test.go") {
			continue
		}
		for _, d := range f.Syntax.Decls {
			text := string(f.Text[f.Set.Position(d.Pos()).Offset:f.Set.Position(d.End()).Offset])
			if name, is := declared(d); is && namesArea.MatchString(text) {
				out = append(out, f.Path+" "+name)
			}
		}
	}
	linter, err := os.ReadFile(filepath.Join(t.Root, ".golangci.yml"))
	if err != nil {
		return out, err
	}
	if namesArea.Match(linter) {
		out = append(out, ".golangci.yml")
	}
	return out, nil
}

var namesArea = regexp.MustCompile(`\bevaluation(web)?\b|\bEvaluation\b`)

// declared is the name of a declaration; imports are none.
func declared(d ast.Decl) (string, bool) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		return d.Name.Name, true
	case *ast.GenDecl:
		switch spec := d.Specs[0].(type) {
		case *ast.TypeSpec:
			return spec.Name.Name, true
		case *ast.ValueSpec:
			return spec.Names[0].Name, true
		}
	}
	return "", false
}
