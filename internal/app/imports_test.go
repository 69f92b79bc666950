package app_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"talim/internal/house"
)

// apart is where a package stands that areas.go does not make: imports go downwards
// only. An area stands above what its service is made from there, other packages of its
// folder beside it, pages above all areas, and what belongs to no area is a tool
// (house.Levels). A line here is a decision about the shape of the program.
var apart = map[string]int{
	"internal/mentoring/assembly/assemblyweb": 65, // lists the pages of mentoring
	"internal/mentoring/sitetest":             66, // asks them, for tests

	// What the pages of several parts of mentoring say alike: programmes, reasons, times.
	"internal/mentoring/wording": 55,

	"internal/demo": 50, // reads and tells the story of all areas

	"internal/people/tree": 9, // which organisation reports to which: all records belong to one

	"internal/people/naming": 5, // pure: whether two ways of writing a name may mean one person

	"internal/people/letterhead": 15, // what the papers of all areas carry

	"internal/people/staffimport": 15, "internal/timetable/lessonimport": 15, // whole lists and timetables become staff and lessons

	"internal/timetable/belltext": 15, "internal/timetable/workload": 15, "internal/timetable/timetabletest": 15, // on a timetable: bells from text, the count of hours

	// The parts of mentoring stand on one another; assembly puts them together.
	"internal/mentoring/mentoringtest": 37, "internal/mentoring/pairtest": 37, "internal/mentoring/assembly": 36,
	"internal/mentoring/pairpage": 35,
	"internal/mentoring/group":    34, "internal/mentoring/handover": 34,
	"internal/mentoring/match": 33, "internal/mentoring/help": 33, "internal/mentoring/weeks": 33, "internal/mentoring/district": 33,
	"internal/mentoring/pairing":   32,
	"internal/mentoring/agreement": 31,
}

// level is where every package stands; a tree that cannot be read has none.
var level, errLevel = levels()

func levels() (map[string]int, error) {
	tree, err := house.Read("../..")
	if err != nil {
		return nil, err
	}
	return tree.Levels()
}

// TestApartNamesPackages holds that the program was read, and that no line of apart
// outlives its package. Levels has every package that there is, and those lines besides.
func TestApartNamesPackages(t *testing.T) {
	if errLevel != nil {
		t.Fatal(errLevel)
	}
	for name := range apart {
		if _, err := os.Stat(filepath.Join("../..", name)); err != nil {
			t.Errorf("apart places %s, which is no package: %v", name, err)
		}
	}
}

// Only tests and the tools of the developer import these.
var testOnly = []string{"internal/apptest", "internal/bounded/boundedtest", "internal/house", "internal/house/report", "internal/i18n/i18ntest", "internal/mentoring/pairtest", "internal/mentoring/sitetest", "internal/schooltest", "internal/timetable/timetabletest", "internal/web/htmlcheck", "internal/web/webtest"}

// A pair of one level that may import in this direction.
var beside = map[[2]string]string{
	{"internal/timetable", "internal/people"}: "lessons and bookings belong to staff",
	{"cmd/talim", "internal/app"}:             "main starts the program",
}

type pkg struct {
	ImportPath, Dir, Name string
	Imports, GoFiles      []string

	TestImports, XTestImports []string
}

// all are the imports of the package and of its tests.
func (p pkg) all() []string { return slices.Concat(p.Imports, p.TestImports, p.XTestImports) }

func (p pkg) path() string { return strings.TrimPrefix(p.ImportPath, "talim/") }

// domain says whether the package holds rules of the school.
func (p pkg) domain() bool {
	return level[p.path()] > house.LevelTool && level[p.path()] <= house.LevelStory
}

func isWeb(path string) bool { return level[path] == house.LevelPages }

// packages asks the go command once for the whole program.
func packages(t *testing.T) []pkg {
	t.Helper()
	var out, errs bytes.Buffer
	list := exec.Command("go", "list", "-e", "-json=ImportPath,Dir,Name,Imports,GoFiles,TestImports,XTestImports", "./...")
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
			t.Errorf("%s has no level: it has no file of Go that is no test", p.path())
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
			case from == house.LevelTool && level[to] == house.LevelTool: // tools may use tools
			case from == house.LevelTool:
				t.Errorf("%s imports %s: tools know no area; a new area is made in areas.go", p.path(), to)
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
		for _, imported := range p.all() {
			if imported == "net/http" || strings.HasPrefix(imported, "github.com/a-h/templ") ||
				imported == "talim/internal/web" || strings.HasPrefix(imported, "talim/internal/web/") {
				t.Errorf("%s imports %s: rules of the school know nothing of pages and name no address; they name the kind of a thing and its id", p.path(), imported)
			}
		}
	}
}

// What others have replaced.
var retired = map[string]string{"io/ioutil": "io and os", "math/rand": "math/rand/v2", "github.com/pkg/errors": "errors and fmt"}

func TestNobodyImportsWhatIsRetired(t *testing.T) {
	for _, p := range packages(t) {
		for _, imported := range p.all() {
			if instead := retired[imported]; instead != "" {
				t.Errorf("%s imports %s: use %s", p.path(), imported, instead)
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

// Only db and jobs know that there are two databases (tests and the commands
// name them to open them).
func TestDialectStaysBehindTheDoor(t *testing.T) {
	for _, p := range packages(t) {
		if slices.Contains([]string{"internal/db", "internal/jobs", "cmd/talim"}, p.path()) || slices.Contains(testOnly, p.path()) {
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
		if !p.domain() && !isWeb(p.path()) {
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
