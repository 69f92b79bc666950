package house

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Table is one table with the package that owns it, and all others that name it in
// their SQL; those that also write it say so: "internal/x (writes)".
type Table struct {
	Name    string
	Owner   string
	Readers []string
}

const writes = " (writes)"

// Reader is the package of a line of Readers.
func Reader(line string) string { return strings.TrimSuffix(line, writes) }

// Area is the part of the program that a package belongs to: the folder below
// internal, with its pages and its parts.
func Area(pkg string) string {
	inside, is := strings.CutPrefix(pkg, "internal/")
	if !is {
		return pkg
	}
	area, _, _ := strings.Cut(inside, "/")
	return area
}

// Owned says who owns and who reads each table. Owner is known beforehand, or
// falls to the package that writes the table, in most places where several do.
func (t *Tree) Owned(known map[string]string) ([]Table, error) {
	names, err := t.Tables()
	if err != nil {
		return nil, err
	}
	uses, err := t.Uses()
	if err != nil {
		return nil, err
	}
	by := map[string][]Use{}
	for _, u := range uses {
		by[u.Table] = append(by[u.Table], u)
	}
	out := make([]Table, len(names))
	for i, name := range names {
		owner := known[name]
		if !slices.ContainsFunc(by[name], func(u Use) bool { return u.Package == owner && u.Writes > 0 }) {
			owner = writer(by[name])
		}
		out[i] = Table{name, owner, readers(by[name], owner)}
	}
	return out, nil
}

func readers(uses []Use, owner string) []string {
	var out []string
	for _, u := range uses {
		switch {
		case u.Package == owner:
		case u.Writes > 0:
			out = append(out, u.Package+writes)
		default:
			out = append(out, u.Package)
		}
	}
	return out
}

// writer is who writes most; who only reads, owns where nobody writes.
func writer(uses []Use) string {
	best := Use{}
	for _, u := range uses {
		if best.Package == "" || u.Writes > best.Writes || u.Writes == best.Writes && u.Reads > best.Reads {
			best = u
		}
	}
	return best.Package
}

// Foreign lists "reader table" for every table that another area reads or writes by
// its name.
func Foreign(all []Table) []string {
	var out []string
	for _, t := range all {
		for _, r := range t.Readers {
			if Area(Reader(r)) != Area(t.Owner) {
				out = append(out, r+" "+t.Name)
			}
		}
	}
	slices.Sort(out)
	return out
}

// Owners reads the owners that the golden list of tables names, none where there is
// no list.
func Owners(root string) map[string]string {
	content, _ := os.ReadFile(filepath.Join(root, "internal/app/testdata/tables.txt"))
	owners := map[string]string{}
	for line := range strings.Lines(string(content)) {
		name, rest, is := strings.Cut(line, " | ")
		if owner, _, _ := strings.Cut(rest, " |"); is && !strings.HasPrefix(line, "#") {
			owners[name] = strings.TrimSpace(owner)
		}
	}
	return owners
}
