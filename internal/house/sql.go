package house

import (
	"go/ast"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Use is what one package does with one table, by the SQL that stands in its own
// source. A fragment that the owner of the table exports is the owner's: who puts
// it into a query names no table.
type Use struct {
	Package string
	Table   string
	Reads   int // places
	Writes  int
}

// Tables lists the tables that the migrations make and leave.
func (t *Tree) Tables() ([]string, error) {
	files, err := filepath.Glob(filepath.Join(t.Root, "internal/db/migrations/*.sql"))
	if err != nil {
		return nil, err
	}
	slices.Sort(files)
	tables := map[string]bool{}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		up := string(text)
		if at := downwards.FindStringIndex(up); at != nil {
			up = up[:at[0]]
		}
		for _, m := range migrated.FindAllStringSubmatch(up, -1) {
			switch {
			case m[1] != "":
				tables[m[1]] = true
			case m[2] != "":
				delete(tables, m[2])
			default:
				delete(tables, m[3])
				tables[m[4]] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(tables)), nil
}

// downwards is where a migration says how it is taken back.
var downwards = regexp.MustCompile(`(?m)^-- \+\w+ Down`)

var migrated = regexp.MustCompile(`(?i)CREATE TABLE (?:IF NOT EXISTS )?(\w+)|DROP TABLE (?:IF EXISTS )?(\w+)|ALTER TABLE (\w+) RENAME TO (\w+)`)

// Uses reads the SQL of all packages, in the order of package and table.
func (t *Tree) Uses() ([]Use, error) {
	tables, err := t.Tables()
	if err != nil {
		return nil, err
	}
	found := map[[2]string]*Use{}
	add := func(pkg, table string, reads, writes int) {
		if _, known := slices.BinarySearch(tables, table); !known {
			return
		}
		key := [2]string{pkg, table}
		if found[key] == nil {
			found[key] = &Use{Package: pkg, Table: table}
		}
		found[key].Reads += reads
		found[key].Writes += writes
	}
	for pkg, files := range t.packages() {
		texts := textsOf(files)
		for _, query := range texts.all() {
			for _, m := range mentions(query) {
				add(pkg, m.table, count(!m.writes), count(m.writes))
			}
		}
		for _, table := range texts.inserted {
			add(pkg, table, 0, 1)
		}
	}
	out := make([]Use, 0, len(found))
	for _, u := range found {
		out = append(out, *u)
	}
	slices.SortFunc(out, func(a, b Use) int {
		return strings.Compare(a.Package+" "+a.Table, b.Package+" "+b.Table)
	})
	return out, nil
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}

func (t *Tree) packages() map[string][]File {
	out := map[string][]File{}
	for _, f := range t.Hand() {
		out[f.Package()] = append(out[f.Package()], f)
	}
	return out
}

type mention struct {
	table  string
	writes bool
}

// SQL is written in capitals; words of people are not.
var (
	tableWord = regexp.MustCompile(`\b(DELETE FROM|FROM|JOIN|INSERT INTO|UPDATE)\s+([a-z_][a-z0-9_]*)`)
	nextTable = regexp.MustCompile(`^(?:\s+(?:AS\s+)?[a-z_][a-z0-9_]*)?\s*,\s*([a-z_][a-z0-9_]*)`)
)

// mentions finds the tables of a query, also those of a list with commas.
func mentions(query string) []mention {
	var out []mention
	for _, m := range tableWord.FindAllStringSubmatchIndex(query, -1) {
		word, table := query[m[2]:m[3]], query[m[4]:m[5]]
		if before := query[:m[0]]; word == "UPDATE" && (strings.HasSuffix(before, "FOR ") || strings.HasSuffix(before, "DO ")) {
			continue
		}
		out = append(out, mention{table, word != "FROM" && word != "JOIN"})
		if word != "FROM" {
			continue
		}
		for rest := query[m[1]:]; ; {
			next := nextTable.FindStringSubmatchIndex(rest)
			if next == nil {
				break
			}
			out = append(out, mention{rest[next[2]:next[3]], false})
			rest = rest[next[1]:]
		}
	}
	return out
}

// texts are the strings of a package, put together as far as the package itself
// says what is in them.
type texts struct {
	named    map[string]ast.Expr // constants and variables of the package that are strings
	roots    []ast.Expr          // whole texts
	inserted []string            // tables given by name to Insert, InsertAll, Update, version.Add
}

func textsOf(files []File) *texts {
	t := &texts{named: map[string]ast.Expr{}}
	for _, f := range files {
		for _, d := range f.Syntax.Decls {
			t.declared(d)
		}
	}
	for _, f := range files {
		ast.Inspect(f.Syntax, t.visit)
	}
	return t
}

func (t *texts) declared(d ast.Decl) {
	group, is := d.(*ast.GenDecl)
	if !is || group.Tok != token.CONST && group.Tok != token.VAR {
		return
	}
	for _, spec := range group.Specs {
		v := spec.(*ast.ValueSpec)
		for i, name := range v.Names {
			if i < len(v.Values) {
				t.named[name.Name] = v.Values[i]
			}
		}
	}
}

// visit collects the outermost expressions that are texts.
func (t *texts) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.ImportSpec, *ast.Field:
		_, field := n.(*ast.Field)
		return field && n.(*ast.Field).Tag == nil
	case *ast.BinaryExpr:
		if n.Op == token.ADD {
			t.roots = append(t.roots, n)
			t.inside(n)
			return false
		}
	case *ast.BasicLit:
		t.roots = append(t.roots, n)
	case *ast.CallExpr:
		t.called(n)
	}
	return true
}

// inside visits what stands in a sum and is no text of it, such as the arguments of
// a call.
func (t *texts) inside(e ast.Expr) {
	switch e := e.(type) {
	case *ast.BinaryExpr:
		t.inside(e.X)
		t.inside(e.Y)
	case *ast.BasicLit:
	default:
		ast.Inspect(e, t.visit)
	}
}

func (t *texts) called(c *ast.CallExpr) {
	name := ""
	switch f := unindexed(c.Fun).(type) {
	case *ast.SelectorExpr:
		name = f.Sel.Name
	case *ast.Ident:
		name = f.Name
	}
	if !slices.Contains([]string{"insert", "insertall", "update"}, strings.ToLower(name)) && !versioned(c.Fun) {
		return
	}
	for _, arg := range c.Args {
		if text, known := t.text(arg, 0); known && !strings.ContainsAny(text, " \n") {
			t.inserted = append(t.inserted, text)
		}
	}
}

// versioned says whether the call is version.Add or version.Replace, which write, too.
func versioned(fun ast.Expr) bool {
	f, is := unindexed(fun).(*ast.SelectorExpr)
	if !is {
		return false
	}
	on, is := f.X.(*ast.Ident)
	return is && on.Name == "version" && (f.Sel.Name == "Add" || f.Sel.Name == "Replace")
}

func unindexed(e ast.Expr) ast.Expr {
	if x, generic := e.(*ast.IndexExpr); generic {
		return x.X
	}
	return e
}

func (t *texts) all() []string {
	out := make([]string, 0, len(t.roots))
	for _, e := range t.roots {
		text, _ := t.text(e, 0)
		out = append(out, text)
	}
	return out
}

// unknown stands where another package, or a call, puts something in.
const unknown = "\x00"

// text is what an expression says, as far as the package itself knows.
func (t *texts) text(e ast.Expr, depth int) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			text, err := strconv.Unquote(e.Value)
			return text, err == nil
		}
	case *ast.ParenExpr:
		return t.text(e.X, depth)
	case *ast.BinaryExpr:
		a, known := t.text(e.X, depth)
		b, also := t.text(e.Y, depth)
		return a + b, known && also
	case *ast.Ident:
		if named := t.named[e.Name]; named != nil && depth < 8 {
			return t.text(named, depth+1)
		}
	}
	return unknown, false
}
