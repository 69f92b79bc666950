package app_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// level is where a package stands; imports go downwards only. Every package has
// its line here: a new one is a decision about the shape of the program.
var level = map[string]int{
	"cmd/talim": 70, "internal/app": 70,

	"internal/homeweb": 60, "internal/people/peopleweb": 60, "internal/timetable/timetableweb": 60, "internal/intake/intakeweb": 60, "internal/mentoring/mentoringweb": 60, "internal/mentoring/pairweb": 60,
	"internal/support/supportweb": 60, "internal/practice/practiceweb": 60, "internal/recognition/recognitionweb": 60, "internal/evaluation/evaluationweb": 60,
	"internal/demo/demoweb": 60,

	"internal/demo": 50, // reads and tells the story of all areas

	"internal/support": 40, "internal/practice": 40, "internal/recognition": 40, "internal/evaluation": 40,

	// The parts of mentoring stand on one another; assembly puts them together.
	"internal/mentoring/mentoringtest": 37, "internal/mentoring/assembly": 36,
	"internal/mentoring/pairpage": 35,
	"internal/mentoring/group":    34, "internal/mentoring/handover": 34,
	"internal/mentoring/match": 33, "internal/mentoring/help": 33, "internal/mentoring/weeks": 33,
	"internal/mentoring/pairing":  32,
	"internal/mentoring/district": 31, "internal/mentoring/agreement": 31,
	"internal/mentoring": 30,

	"internal/observation": 20, "internal/timetable/cover": 20, "internal/intake": 20,

	"internal/timetable/lessonimport": 15, // whole timetables become lessons

	"internal/people": 10, "internal/timetable": 10,

	"internal/access": 0, "internal/bounded": 0, "internal/calendar": 0, "internal/casestudy": 0, "internal/db": 0, "internal/document": 0,
	"internal/durable": 0, "internal/exchange": 0, "internal/fault": 0, "internal/i18n": 0, "internal/jobs": 0, "internal/journal": 0,
	"internal/matching": 0, "internal/reminder": 0, "internal/request": 0, "internal/rule": 0, "internal/scheduling": 0, "internal/secret": 0,
	"internal/setting": 0, "internal/tabular": 0, "internal/verb": 0, "internal/version": 0, "internal/waiting": 0, "internal/web": 0,
	"internal/web/assets": 0, "internal/web/component": 0, "internal/web/component/field": 0, "internal/web/link": 0,

	// Only tests and the tools of the developer import these.
	"internal/apptest": 0, "internal/bounded/boundedtest": 0, "internal/house": 0, "internal/house/report": 0, "internal/i18n/i18ntest": 0, "internal/web/htmlcheck": 0,
}

var testOnly = []string{"internal/apptest", "internal/bounded/boundedtest", "internal/house", "internal/house/report", "internal/i18n/i18ntest", "internal/web/htmlcheck"}

// A pair of one level that may import in this direction.
var beside = map[[2]string]string{
	{"internal/timetable", "internal/people"}: "lessons and bookings belong to staff",
	{"cmd/talim", "internal/app"}:             "main starts the program",
}

type pkg struct {
	ImportPath, Dir, Name string
	Imports, GoFiles      []string
}

func (p pkg) path() string { return strings.TrimPrefix(p.ImportPath, "talim/") }

// domain says whether the package holds rules of the school.
func (p pkg) domain() bool { return level[p.path()] >= 10 && level[p.path()] <= 50 }

func isWeb(path string) bool { return level[path] == 60 }

// packages asks the go command once for the whole program.
func packages(t *testing.T) []pkg {
	t.Helper()
	var out, errs bytes.Buffer
	list := exec.Command("go", "list", "-e", "-json=ImportPath,Dir,Name,Imports,GoFiles", "./...")
	list.Dir, list.Stdout, list.Stderr = "../..", &out, &errs
	if err := list.Run(); err != nil {
		t.Fatalf("%v: %s", err, errs.String())
	}
	var all []pkg
	for decoder := json.NewDecoder(&out); ; {
		var p pkg
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(p.ImportPath, "talim/cmd/") || strings.HasPrefix(p.ImportPath, "talim/internal/") {
			all = append(all, p)
		}
	}
}

func TestImportsGoDownwards(t *testing.T) {
	for _, p := range packages(t) {
		from, known := level[p.path()]
		if !known {
			t.Errorf("%s has no level: give it one in imports_test.go", p.path())
			continue
		}
		for _, imported := range p.Imports {
			to, ours := strings.CutPrefix(imported, "talim/")
			if !ours || slices.Contains(testOnly, p.path()) {
				continue
			}
			_, allowed := beside[[2]string{p.path(), to}]
			switch {
			case slices.Contains(testOnly, to):
				t.Errorf("%s imports %s, which is for tests only", p.path(), to)
			case isWeb(p.path()) && isWeb(to):
				t.Errorf("%s imports %s: pages link to one another through web/link and never import one another", p.path(), to)
			case from == 0 && to != "" && level[to] == 0: // tools may use tools
			case level[to] >= from && !allowed:
				t.Errorf("%s (level %d) imports %s (level %d): imports go downwards; areas of one level speak by identifier, "+
					"through a page, by a job, or the shared idea moves down", p.path(), from, to, level[to])
			}
		}
	}
}

func TestDomainKnowsNoPages(t *testing.T) {
	for _, p := range packages(t) {
		if !p.domain() {
			continue
		}
		for _, imported := range p.Imports {
			if imported == "net/http" || strings.HasPrefix(imported, "github.com/a-h/templ") ||
				imported == "talim/internal/web" || strings.HasPrefix(imported, "talim/internal/web/") {
				t.Errorf("%s imports %s: rules of the school know nothing of pages and name no address; they name the kind of a thing and its id", p.path(), imported)
			}
		}
	}
}

// Pure packages decide from what they are given.
func TestPurePackagesStayPure(t *testing.T) {
	for _, p := range packages(t) {
		if !slices.Contains([]string{"internal/access", "internal/calendar", "internal/fault", "internal/matching", "internal/scheduling"}, p.path()) {
			continue
		}
		for _, imported := range p.Imports {
			if slices.Contains([]string{"talim/internal/db", "database/sql", "net/http", "os"}, imported) {
				t.Errorf("%s imports %s: it is pure, without SQL, HTTP and files", p.path(), imported)
			}
		}
	}
}

func TestNoPackageIsAPileOfThings(t *testing.T) {
	for _, p := range packages(t) {
		if slices.Contains([]string{"util", "utils", "common", "helpers", "models", "types", "misc", "shared"}, p.Name) {
			t.Errorf("%s: a package is named for what it is about", p.path())
		}
	}
}

var dialectWord = regexp.MustCompile(`(?i)sqlite|postgres|pgx|skip locked|for update|goose`)

// Only db and jobs know that there are two databases (apptest and the commands
// name them to open them).
func TestDialectStaysBehindTheDoor(t *testing.T) {
	for _, p := range packages(t) {
		if slices.Contains([]string{"internal/db", "internal/jobs", "internal/apptest", "cmd/talim"}, p.path()) {
			continue
		}
		eachFile(t, p, func(file *ast.File, set *token.FileSet) {
			ast.Inspect(file, func(n ast.Node) bool {
				text := ""
				switch n := n.(type) {
				case *ast.BasicLit:
					text = n.Value
				case *ast.Ident:
					text = n.Name
				}
				if dialectWord.MatchString(text) {
					t.Errorf("%s: %.60s names a database; only db and jobs do", set.Position(n.Pos()), text)
				}
				return true
			})
		})
	}
}

// The demo lives in 2013 and tests stand still: rules and pages ask the clock they
// were given.
func TestNobodyAsksTheMachineForTheTime(t *testing.T) {
	for _, p := range packages(t) {
		if !p.domain() && level[p.path()] != 60 {
			continue
		}
		eachFile(t, p, func(file *ast.File, set *token.FileSet) {
			ast.Inspect(file, func(n ast.Node) bool {
				call, isCall := n.(*ast.CallExpr)
				if !isCall {
					return true
				}
				chosen, isSelector := call.Fun.(*ast.SelectorExpr)
				if !isSelector {
					return true
				}
				if on, isIdent := chosen.X.(*ast.Ident); isIdent && on.Name == "time" && (chosen.Sel.Name == "Now" || chosen.Sel.Name == "Since") {
					t.Errorf("%s: time.%s; use the clock of the service", set.Position(n.Pos()), chosen.Sel.Name)
				}
				return true
			})
		})
	}
}

// maxLines keeps a file readable in one go.
const maxLines = 600

func TestFilesStayShort(t *testing.T) {
	for _, p := range packages(t) {
		eachFile(t, p, func(file *ast.File, set *token.FileSet) {
			if n := set.File(file.Pos()).LineCount(); n > maxLines {
				t.Errorf("%s has %d lines, %d at most", set.Position(file.Pos()).Filename, n, maxLines)
			}
		})
	}
}

func eachFile(t *testing.T, p pkg, fn func(file *ast.File, set *token.FileSet)) {
	t.Helper()
	for _, name := range p.GoFiles {
		if strings.HasSuffix(name, "_templ.go") {
			continue
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Errorf("%s: %s", p.path(), strconv.Quote(err.Error()))
			continue
		}
		fn(file, set)
	}
}
