package exchange

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"

	"talim/internal/fault"
	"talim/internal/tabular"
)

// FET's own export of a timetable is a CSV file with a row for each hour of each
// activity. Which sets of pupils are groups of one class stands in a second file; a
// single file is understood by the names of the groups.

// fetHeader is how the file begins, in every version since 3.
var fetHeader = []string{"activity id", "day", "hour", "students sets", "subject", "teachers"}

func looksLikeFETTable(content []byte) bool {
	head := bytes.ToLower(content[:min(len(content), 200)])
	for _, name := range fetHeader {
		if !bytes.Contains(head, []byte(name)) {
			return false
		}
	}
	return true
}

// readFETFolder reads the export of one school, packed.
func (p parts) readFETFolder(timetable string) (Book, error) {
	content, err := p.content(timetable)
	if err != nil {
		return Book{}, err
	}
	if !looksLikeFETTable(content) {
		return Book{}, fault.Invalid("file", "exchange.zip.unknown")
	}
	prefix := strings.TrimSuffix(timetable, "timetable.csv")
	students, err := p.table(prefix + "students.csv")
	if err != nil {
		return Book{}, err
	}
	b, err := readFETTable(content, students)
	if err != nil {
		return b, err
	}
	teachers, err := p.table(prefix + "teachers.csv")
	for _, r := range teachers {
		if !slices.ContainsFunc(b.Teachers, func(t Teacher) bool { return t.Label == r["teacher"] }) && r["teacher"] != "" {
			b.Teachers = append(b.Teachers, named(r["teacher"]))
		}
	}
	return b, err
}

func readFETTable(content []byte, students []record) (Book, error) {
	rows, err := tabular.Read(content)
	if err != nil {
		return Book{}, err
	}
	b := Book{Format: FETTable}
	sets := setsOf(students)
	all := records(rows)
	hours := hoursOf(all)
	seen := set{}
	unplaced, noTeacher, noClass := 0, 0, 0
	for _, r := range all {
		teachers, classes := list(strings.ReplaceAll(r["teachers"], "+", ",")), sets.classesOf(strings.Split(r["students sets"], "+"))
		switch {
		case r["day"] == "" || r["hour"] == "":
			unplaced++
			continue
		case len(teachers) == 0:
			noTeacher++
			continue
		case r["students sets"] == "":
			noClass++
			continue
		}
		at := slices.IndexFunc(hours, func(h fetHour) bool { return h.name == r["hour"] })
		l := Lesson{Subject: r["subject"], Room: r["room"], Day: dayWord(r["day"]), Hour: at + 1, Starts: hours[at].starts, Ends: hours[at].ends}
		if err := b.taught(l, teachers, classes); err != nil {
			return b, err
		}
		for _, t := range teachers {
			if !seen[t] {
				seen.add(t)
				b.Teachers = append(b.Teachers, named(t))
			}
		}
	}
	b.ignored("exchange.ignored.unplaced", unplaced)
	b.ignored("exchange.ignored.no_teacher", noTeacher)
	b.ignored("exchange.ignored.no_class", noClass)
	return b, nil
}

// setsOf reads years and groups; without the file there are none.
func setsOf(students []record) *fet {
	f := &fet{sets: map[string][]studentSet{}}
	byName := map[string]*fetYear{}
	var order []string
	for _, r := range students {
		year := r["year"]
		if byName[year] == nil {
			byName[year] = &fetYear{fetNamed: fetNamed{Name: year}}
			order = append(order, year)
		}
		if r["group"] != "" && r["subgroup"] == "" {
			y := byName[year]
			y.Groups = append(y.Groups, struct {
				fetNamed
				Subgroups []fetNamed `xml:"Subgroup"`
			}{fetNamed: fetNamed{Name: r["group"]}})
		}
	}
	for _, year := range order {
		f.year(*byName[year])
	}
	return f
}

// dayWord is the number of a day, or the word itself where it means none.
func dayWord(name string) string {
	if w, ok := tabular.Weekday(name); ok {
		return strconv.Itoa(w)
	}
	return name
}

// hoursOf lists the hours that occur, in the order of the clock, or of the numbers
// in their names.
func hoursOf(all []record) []fetHour {
	seen := set{}
	var hours []fetHour
	for _, r := range all {
		if name := r["hour"]; name != "" && !seen[name] {
			seen.add(name)
			hours = append(hours, hourNamed(clockIn(name), name))
		}
	}
	slices.SortStableFunc(hours, func(x, y fetHour) int {
		if x.starts != "" && y.starts != "" {
			return cmp.Compare(padded(x.starts), padded(y.starts))
		}
		return cmp.Compare(number(x.name), number(y.name))
	})
	return hours
}

func padded(clock string) string {
	if len(clock) < 5 {
		return "0" + clock
	}
	return clock
}

// number is the first number in a name, 0 for none.
func number(name string) int {
	digits := strings.TrimLeftFunc(name, func(r rune) bool { return r < '0' || r > '9' })
	if end := strings.IndexFunc(digits, func(r rune) bool { return r < '0' || r > '9' }); end >= 0 {
		digits = digits[:end]
	}
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}
