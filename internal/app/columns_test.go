package app_test

import (
	"go/ast"
	"go/token"
	"regexp"
	"testing"
)

// starColumns are the columns of a query that names none of them: SELECT *,
// t.*, RETURNING *. COUNT(*) is another matter.
var starColumns = regexp.MustCompile(`(?i)\b(?:SELECT|DISTINCT|RETURNING)\s+(?:\w+\.)?\*|,\s*\w+\.\*`)

// starsLeft are the queries that still read all columns there are, by package. The
// numbers go down only; a package without stars loses its line.
var starsLeft = map[string]int{}

// An older copy of the program goes on while a newer one has added a column (see
// docs/decisions/0005-jobs.md): its queries ask for the columns it knows.
func TestTablesAreReadByNamedColumns(t *testing.T) {
	for _, p := range packages(t) {
		found := 0
		eachFile(t, p, func(file *ast.File, set *token.FileSet) {
			ast.Inspect(file, func(n ast.Node) bool {
				text, isText := n.(*ast.BasicLit)
				if !isText || text.Kind != token.STRING {
					return true
				}
				stars := len(starColumns.FindAllString(text.Value, -1))
				if found += stars; stars > 0 && found > starsLeft[p.path()] {
					t.Errorf("%s: a query with *; name the columns: `SELECT `+db.Columns[T](\"alias\")+` FROM ...`", set.Position(text.Pos()))
				}
				return true
			})
		})
		if found < starsLeft[p.path()] {
			t.Logf("%s: starsLeft can go down to %d", p.path(), found)
		}
	}
}
