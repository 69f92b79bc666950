package exchange

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"

	"talim/internal/bounded"
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
	b, err := readFETTable(p.reading, content, students)
	if err != nil {
		return b, err
	}
	teachers, err := p.table(prefix + "teachers.csv")
	seen := set{}
	for _, t := range b.Teachers {
		seen.add(t.Label)
	}
	for _, r := range teachers {
		b.meet(seen, r.get("teacher"))
	}
	return b, cmp.Or(err, maxOf("teachers", len(b.Teachers)))
}

// meet adds a teacher who was not seen before.
func (b *Book) meet(seen set, name string) {
	if name != "" && !seen[name] {
		seen.add(name)
		b.Teachers = append(b.Teachers, named(name))
	}
}

func readFETTable(reading *bounded.Reading, content []byte, students []record) (Book, error) {
	rows, err := tabular.Read(reading.Context(), content)
	if err != nil {
		return Book{}, err
	}
	b := Book{Format: FETTable}
	all := records(rows)
	sets, err := setsOf(students, all)
	if err != nil {
		return b, err
	}
	days, err := b.daysOf(all)
	if err != nil {
		return b, err
	}
	hours := hoursOf(all)
	if err := maxOf("hours", len(hours)); err != nil {
		return b, err
	}
	seen := set{}
	unplaced, noTeacher := 0, 0
	var idle []string
	for _, r := range all {
		teachers := list(strings.ReplaceAll(r.get("teachers"), "+", ","))
		switch {
		case r.get("day") == "" || r.get("hour") == "":
			unplaced++
			continue
		case len(teachers) == 0:
			noTeacher++
			continue
		case r.get("students sets") == "":
			idle = append(idle, dutyOf(teachers, r.get("subject")))
			continue
		}
		at := slices.IndexFunc(hours, func(h fetHour) bool { return h.name == r.get("hour") })
		l := Lesson{Subject: r.get("subject"), Room: r.get("room"), Day: days[r.get("day")].day, Week: days[r.get("day")].week, Hour: at + 1, Starts: hours[at].starts, Ends: hours[at].ends}
		err := b.taught(l, teachers, sets.classesOf(strings.Split(r.get("students sets"), "+")))
		if err = cmp.Or(reading.Err(), err); err != nil {
			return b, err
		}
		for _, t := range teachers {
			b.meet(seen, t)
		}
	}
	b.ignored("exchange.ignored.unplaced", unplaced)
	b.ignored("exchange.ignored.no_teacher", noTeacher)
	b.duties(idle)
	return b, nil
}

// setsOf reads years and groups; without the file there are none.
func setsOf(students, lessons []record) (*fet, error) {
	f := newFET()
	taught := set{}
	for _, r := range lessons {
		for name := range strings.SplitSeq(r.get("students sets"), "+") {
			taught.add(trim(name))
		}
	}
	byName := map[string]*fetYear{}
	var order []string
	for _, r := range students {
		year := r.get("year")
		if byName[year] == nil {
			byName[year] = &fetYear{fetNamed: fetNamed{Name: year}}
			order = append(order, year)
		}
		if r.get("group") != "" && r.get("subgroup") == "" {
			y := byName[year]
			y.Groups = append(y.Groups, struct {
				fetNamed
				Subgroups []fetNamed `xml:"Subgroup"`
			}{fetNamed: fetNamed{Name: r.get("group")}})
		}
	}
	for _, year := range order {
		if err := cmp.Or(f.year(*byName[year], taught[trim(year)]), maxOf("classes", f.years)); err != nil {
			return f, err
		}
	}
	return f, nil
}

// daysOf says which day of the week each day of a table is.
func (b *Book) daysOf(all []record) (map[string]weekday, error) {
	var names []string
	out := map[string]weekday{}
	for _, r := range all {
		if name := r.get("day"); name != "" && out[name].day == "" {
			names, out[name] = append(names, name), weekday{day: name}
		}
	}
	if len(names) > 0 && !slices.ContainsFunc(names, func(name string) bool { _, ok := weekdayIn(name); return ok }) && len(names) <= daysOfWeek {
		return out, nil // their order is not known: each row says that its day is none
	}
	days, err := b.weekdays(names)
	for i, day := range days {
		out[names[i]] = day
	}
	return out, err
}

// hoursOf lists the hours that occur, in the order of the clock, or of the numbers
// in their names.
func hoursOf(all []record) []fetHour {
	seen := set{}
	var hours []fetHour
	for _, r := range all {
		if name := r.get("hour"); name != "" && !seen[name] {
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
