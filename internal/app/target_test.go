package app

import (
	"go/ast"
	"strconv"
	"strings"
	"testing"

	"talim/internal/house"
	"talim/internal/web"
)

// Rules name what a reminder leads to by a constant TargetX; each has a page.
func TestEveryTargetHasAPage(t *testing.T) {
	tree, err := house.Read("../..")
	if err != nil {
		t.Fatal(err)
	}
	kinds, areas := map[string]string{}, described()
	for _, f := range tree.Hand() {
		for name, kind := range targetsOf(f.Syntax) {
			if other := kinds[kind]; other != "" {
				t.Errorf("%s: %s is the kind %q, which %s is already", f.Path, name, kind, other)
			}
			kinds[kind] = f.Package() + "." + name
			if web.AddressOf(areas, kind, "x") == "" {
				t.Errorf("%s: %s has no page: name it in the Addresses of its area", f.Path, name)
			}
		}
	}
	if len(kinds) < 20 {
		t.Errorf("only %d targets were found", len(kinds))
	}
}

// targetsOf gives the constants TargetX of a file, with their kinds.
func targetsOf(file *ast.File) map[string]string {
	found := map[string]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, is := n.(*ast.ValueSpec)
		if !is {
			return true
		}
		for i, name := range spec.Names {
			if i >= len(spec.Values) || !strings.HasPrefix(name.Name, "Target") {
				continue
			}
			if text, is := spec.Values[i].(*ast.BasicLit); is {
				found[name.Name], _ = strconv.Unquote(text.Value)
			}
		}
		return true
	})
	return found
}
