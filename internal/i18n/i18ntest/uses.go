package i18ntest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Uses are the texts in the code that name messages.
type Uses struct {
	keys     map[string]string // key -> first place
	certain  map[string]bool   // given to a function that takes keys
	prefixes map[string]string // "x.y." of "x.y."+v -> first place
}

var prefixShape = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_-]+)*\.$`)

// ReadUses reads every Go and templ file that is not a test and not generated.
func ReadUses(tree fs.FS) (*Uses, error) {
	u := &Uses{keys: map[string]string{}, certain: map[string]bool{}, prefixes: map[string]string{}}
	err := walk(tree, func(path string) error {
		isGo := strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") && !strings.HasSuffix(path, "_templ.go")
		if !isGo && !strings.HasSuffix(path, ".templ") {
			return nil
		}
		text, err := fs.ReadFile(tree, path)
		if err != nil {
			return err
		}
		if isGo {
			return u.readGo(path, text)
		}
		u.readTempl(path, string(text))
		return nil
	})
	return u, err
}

// note keeps a text that has the shape of a key or of a prefix.
func (u *Uses) note(place, text string) {
	switch {
	case keyShape.MatchString(text) && !isFileName(text):
		if u.keys[text] == "" {
			u.keys[text] = place
		}
	case prefixShape.MatchString(text):
		if u.prefixes[text] == "" {
			u.prefixes[text] = place
		}
	}
}

// isFileName spares "kk.json" and "style.css"; a key has more parts or another end.
func isFileName(text string) bool {
	_, end, _ := strings.Cut(text, ".")
	return slices.Contains([]string{"json", "css", "js", "svg", "csv", "xlsx", "docx", "pdf", "html", "txt", "xml", "db", "zip", "ics"}, end)
}

// templSaying is a call whose literal is a key for certain.
var (
	templText   = regexp.MustCompile(`"([a-z][a-z0-9_.-]*)"`)
	templSaying = regexp.MustCompile(`i18n\.T\(ctx, "([a-z][a-z0-9_.-]*)"\s*[,)]`)
)

// readTempl takes every quoted text of the shape; templ has no parser of its
// own in the standard library, and the shape is narrow enough.
func (u *Uses) readTempl(path, text string) {
	for _, m := range templText.FindAllStringSubmatch(text, -1) {
		u.note(path, m[1])
	}
	for _, m := range templSaying.FindAllStringSubmatch(text, -1) {
		u.certain[m[1]] = true
	}
}

func (u *Uses) readGo(path string, text []byte) error {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, text, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.ImportSpec, *ast.StructType: // paths and tags
			return false
		case *ast.CompositeLit:
			return !named(x.Type, "Permission", "Action") && !u.rule(path, x) // "people.staff.edit" is no message
		case *ast.ValueSpec:
			return !u.event(path, x) && !isKind(x)
		case *ast.CallExpr:
			return u.call(path, x)
		case *ast.BasicLit:
			if s, err := strconv.Unquote(x.Value); err == nil && x.Kind == token.STRING {
				u.note(path, s)
			}
		}
		return true
	})
	return nil
}

// isKind says whether the constants name kinds of jobs, bookings, records or targets:
// they look like keys and are none.
func isKind(spec *ast.ValueSpec) bool {
	for _, name := range spec.Names {
		n := strings.ToLower(name.Name)
		if strings.HasPrefix(n, "job") || strings.HasPrefix(n, "kind") || strings.HasPrefix(n, "target") || strings.HasSuffix(n, "kind") {
			return true
		}
	}
	return false
}

// event notes the message of a journal event, "journal." and the event's name;
// the name itself is no message.
func (u *Uses) event(path string, spec *ast.ValueSpec) bool {
	if !named(spec.Type, "Event") {
		return false
	}
	for _, v := range spec.Values {
		u.eventName(path, v)
	}
	return true
}

func (u *Uses) eventName(path string, e ast.Expr) {
	if s, ok := literal(e); ok && keyShape.MatchString(s) {
		u.note(path, "journal."+s)
		u.certain["journal."+s] = true
	}
}

// rule notes the message that names a kind of record in a rule of access,
// "confidence." and the kind; the kind itself is no message.
func (u *Uses) rule(path string, lit *ast.CompositeLit) bool {
	if _, list := lit.Type.(*ast.ArrayType); list || !named(lit.Type, "Rule") {
		return false
	}
	found := false
	for _, e := range lit.Elts {
		pair, ok := e.(*ast.KeyValueExpr)
		if !ok || !named(pair.Key, "Kind") {
			continue
		}
		if s, ok := literal(pair.Value); ok && keyShape.MatchString(s) {
			u.note(path, "confidence."+s)
			u.certain["confidence."+s], found = true, true
		}
	}
	return found
}

// takesKey are functions whose first literal of the shape is a key for certain.
var takesKey = []string{"T", "Say", "Invalid", "NotFound", "Forbidden", "Conflict"}

// call looks at what a call is given and says whether to look inside it.
func (u *Uses) call(path string, call *ast.CallExpr) bool {
	if named(call.Fun, "Event") && len(call.Args) == 1 {
		u.eventName(path, call.Args[0])
		return false
	}
	if !named(call.Fun, takesKey...) {
		return true
	}
	for _, arg := range call.Args {
		if s, ok := literal(arg); ok && keyShape.MatchString(s) {
			u.certain[s] = true
			break
		}
	}
	return true
}

// named says whether the expression is x.Name or Name.
func named(e ast.Expr, names ...string) bool {
	switch x := e.(type) {
	case *ast.ArrayType:
		return named(x.Elt, names...)
	case *ast.SelectorExpr:
		return slices.Contains(names, x.Sel.Name)
	case *ast.Ident:
		return slices.Contains(names, x.Name)
	}
	return false
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// faults holds the uses against the keys of all catalogues (key -> directory).
func (u *Uses) faults(keys map[string]string, allow map[string]string) []string {
	var faults []string
	areas := map[string]bool{}
	for key := range keys {
		area, _, _ := strings.Cut(key, ".")
		areas[area] = true
	}
	known := func(text string) bool { area, _, _ := strings.Cut(text, "."); return areas[area] }
	for text, place := range u.keys {
		if keys[text] == "" && allow[text] == "" && (u.certain[text] || known(text) && !isPrefix(keys, text+".")) {
			faults = append(faults, fmt.Sprintf("%s: %s is in no catalogue", place, text))
		}
	}
	for prefix, place := range u.prefixes {
		if known(prefix) && allow[prefix] == "" && !isPrefix(keys, prefix) {
			faults = append(faults, fmt.Sprintf("%s: no catalogue has a key that begins with %s", place, prefix))
		}
	}
	for key, dir := range keys {
		if !u.used(key) && allow[key] == "" {
			faults = append(faults, fmt.Sprintf("%s: %s is used nowhere", dir, key))
		}
	}
	return faults
}

func isPrefix(keys map[string]string, prefix string) bool {
	for key := range keys {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}

// used says whether the code names the key, or a beginning of it.
func (u *Uses) used(key string) bool {
	if u.keys[key] != "" {
		return true
	}
	for i, c := range key {
		if c == '.' && (u.prefixes[key[:i+1]] != "" || u.keys[key[:i]] != "") {
			return true
		}
	}
	return false
}
