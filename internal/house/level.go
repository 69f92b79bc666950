package house

import (
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The levels of what is no area. The areas stand between the tools and the story:
// tools know no school, pages read any area.
const (
	LevelTool  = 0
	LevelStory = 50
	LevelPages = 60
	LevelTop   = 70
)

// areaStep lets the parts of an area stand between it and the next.
const areaStep = 10

// listOfAreas makes every area of the program, each from those it stands on.
const listOfAreas = "internal/app/areas.go"

var levelLine = regexp.MustCompile(`"((?:internal|cmd)/[\w/]+)":\s+(\d+)`)

// Levels says on which level each package stands. An area stands above all that it is
// made from in the list of areas; other packages of its folder stand with it, but where
// the test of imports gives one a level of its own. What no area's folder holds is a tool.
func (t *Tree) Levels() (map[string]int, error) {
	made := t.madeFrom()
	levels := map[string]int{}
	for _, f := range t.Files {
		levels[f.Package()] = levelIn(made, f.Package())
	}
	text, err := os.ReadFile(filepath.Join(t.Root, "internal/app/imports_test.go"))
	for _, m := range levelLine.FindAllStringSubmatch(string(text), -1) {
		levels[m[1]], _ = strconv.Atoi(m[2])
	}
	return levels, err
}

// IsPages says whether a package holds pages.
func IsPages(pkg string) bool {
	return strings.HasSuffix(pkg, "web") && pkg != "internal/web" && strings.HasPrefix(pkg, "internal/")
}

func levelIn(made map[string][]string, pkg string) int {
	switch {
	case strings.HasPrefix(pkg, "cmd/"), Area(pkg) == "app":
		return LevelTop
	case IsPages(pkg):
		return LevelPages
	case strings.HasSuffix(pkg, "story") && pkg != "internal/story": // what an area tells of the demo's year
		return LevelStory
	}
	if _, is := made[pkg]; is {
		return areaStep * rank(made, pkg)
	}
	lowest := 0
	for area := range made {
		if Area(area) == Area(pkg) && (lowest == 0 || areaStep*rank(made, area) < lowest) {
			lowest = areaStep * rank(made, area)
		}
	}
	return lowest
}

// rank is 1 for what is made from no area, else one more than the highest it is made from.
func rank(made map[string][]string, pkg string) int {
	highest := 0
	for _, below := range made[pkg] {
		highest = max(highest, rank(made, below))
	}
	return highest + 1
}

// madeFrom reads the list of areas: for each package whose New makes a service, the
// packages of the services that it was given.
func (t *Tree) madeFrom() map[string][]string {
	made := map[string][]string{}
	i := slices.IndexFunc(t.Files, func(f File) bool { return f.Path == listOfAreas })
	if i < 0 {
		return made
	}
	packages, services := importsOf(t.Files[i].Syntax), map[string]string{} // by the name in the file
	ast.Inspect(t.Files[i].Syntax, func(n ast.Node) bool {
		assign, is := n.(*ast.AssignStmt)
		if !is || len(assign.Lhs) != len(assign.Rhs) {
			return true
		}
		for i, value := range assign.Rhs {
			name, named := assign.Lhs[i].(*ast.Ident)
			if pkg, from, is := service(value, packages, services); is && named {
				services[name.Name], made[pkg] = pkg, from
			}
		}
		return true
	})
	return made
}

// service reads pkg.New(below, ...): the package, and those of the services it is given.
func service(e ast.Expr, packages, services map[string]string) (pkg string, from []string, is bool) {
	call, is := e.(*ast.CallExpr)
	if !is {
		return "", nil, false
	}
	chosen, is := call.Fun.(*ast.SelectorExpr)
	if !is || chosen.Sel.Name != "New" {
		return "", nil, false
	}
	on, is := chosen.X.(*ast.Ident)
	if !is || packages[on.Name] == "" {
		return "", nil, false
	}
	for _, arg := range call.Args {
		if name, is := arg.(*ast.Ident); is && services[name.Name] != "" {
			from = append(from, services[name.Name])
		}
	}
	return packages[on.Name], from, true
}

// importsOf are the packages of the program that a file imports, by their names.
func importsOf(file *ast.File) map[string]string {
	packages := map[string]string{}
	for _, i := range file.Imports {
		path, _ := strconv.Unquote(i.Path.Value)
		if pkg, ours := strings.CutPrefix(path, "talim/"); ours {
			packages[pkg[strings.LastIndexByte(pkg, '/')+1:]] = pkg
		}
	}
	return packages
}

// Upward lists "reader table" for every table that is read from below its owner.
func Upward(all []Table, levels map[string]int) []string {
	var out []string
	for _, t := range all {
		for _, line := range t.Readers {
			if r := Reader(line); levels[r] < levels[t.Owner] {
				out = append(out, r+" "+t.Name)
			}
		}
	}
	slices.Sort(out)
	return out
}
