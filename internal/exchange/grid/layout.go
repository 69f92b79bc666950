package grid

import (
	"regexp"
	"slices"
	"strings"

	"talim/internal/calendar"
	"talim/internal/fault"
)

// layout is what was recognised of a sheet whose hours run down.
type layout struct {
	sheet
	labels []label // of every cell, as it stands in the file
	hours  []int   // columns with the numbers of lessons, or with times
	first  int     // the first row that has an hour
	times  map[int]bool
	edge   map[int]bool // columns that are no lessons: numbers, times, days, shifts
	days   map[int]bool
	shifts map[int]bool
	owner  int // the column with classes or teachers, -1 for none
	top    int // the row with them, where there is no such column
	// the row with the subject of each teacher; -1 for none
	subjects int
	of       Whose
	whole    label // what the sheet says of all its cells
	joins    bool  // a lesson of a whole class lies over all its columns
	name     string
}

// layOut finds the grid of a sheet and reads its cells.
func layOut(s sheet) (part, bool, error) {
	best, most, labels := layout{}, 0, s.labels()
	for _, view := range []sheet{s, s.turn()} {
		l := newLayout(view, labels)
		if score := l.score(); score > most {
			best, most = l, score
		}
	}
	if most == 0 {
		return part{}, false, nil
	}
	best.first = best.findFirst()
	best.findEdge()
	best.findWhole()
	best.findOwner()
	if best.of == Nobody {
		return part{}, false, nil
	}
	if date := best.dated(); date != "" {
		return part{}, true, fault.Invalid("file", "exchange.days.date", "Name", date)
	}
	cells := best.read()
	return part{s.name, best.of, cells, best.sideBySide(cells)}, len(cells) > 0, nil
}

// labels reads what every cell would say if it stood on the edge; cells repeat, so each
// text is read once.
func (s sheet) labels() []label {
	known := map[string]label{}
	out := make([]label, len(s.cells))
	for i, x := range s.cells {
		text := strings.Join(x.lines, "\n")
		got, seen := known[text]
		if !seen {
			got = read(x.lines)
			known[text] = got
		}
		out[i] = got
	}
	return out
}

// sideBySide says whether several columns number lessons that have neither a shift nor a
// time: two halves of a school, or two shifts.
func (l layout) sideBySide(cells []Cell) bool {
	return len(l.hours) > 1 && !slices.ContainsFunc(cells, func(c Cell) bool { return c.Shift != 0 || c.StartsAt != "" })
}

func (l layout) label(row, col int) label { return l.labels[l.index(row, col)] }

func newLayout(s sheet, labels []label) layout {
	l := layout{sheet: s, labels: labels, owner: -1, top: -1, subjects: -1, times: map[int]bool{}, edge: map[int]bool{}, days: map[int]bool{}, shifts: map[int]bool{}}
	for c := range l.width() {
		if l.counts(c) {
			l.hours = append(l.hours, c)
		}
	}
	if len(l.hours) == 0 {
		for c := range l.width() {
			if l.rings(c) && (c == 0 || !l.rings(c-1)) {
				l.hours = append(l.hours, c)
			}
		}
	}
	return l
}

// mostly is the share, in percent, of a column that makes it one of numbers or times.
const mostly = 70

// counts says whether a column numbers lessons: the numbers rise by one and begin again.
func (l layout) counts(col int) bool {
	numbers, others, steps, good, last := 0, 0, 0, 0, -1
	origin := -1
	for r := range l.height() {
		x, n := l.at(r, col), l.label(r, col).number
		if x.empty() || x.origin == origin {
			continue
		}
		origin = x.origin
		if n < 0 || l.spansWide(r, col) {
			if numbers > 0 && !l.spansWide(r, col) && l.label(r, col).role == noRole && l.label(r, col).shift == 0 {
				others++
			}
			continue
		}
		if numbers++; last >= 0 && n != last {
			if steps++; n == last+1 || n <= 2 && n < last {
				good++
			}
		}
		last = n
	}
	return numbers >= 2 && steps > 0 && good*100 >= steps*mostly && numbers*100 >= (numbers+others)*mostly
}

// rings says whether a column holds the times of lessons.
func (l layout) rings(col int) bool {
	times, others := 0, 0
	for r := range l.height() {
		switch x := l.label(r, col); {
		case x.starts != "":
			times++
		case !l.at(r, col).empty() && times > 0 && !l.spansWide(r, col) && x.role == noRole && x.shift == 0:
			others++
		}
	}
	return times >= 2 && times*100 >= (times+others)*mostly
}

// spansWide says whether a cell is merged with its neighbour on the right or left: a
// heading within the table.
func (l layout) spansWide(row, col int) bool {
	mine := l.at(row, col).origin
	return col+1 < l.width() && l.at(row, col+1).origin == mine || col > 0 && l.at(row, col-1).origin == mine
}

// score says how well hours run down: of the two ways of seeing a sheet the one where
// they begin again with each day, and where days stand along the same edge.
func (l layout) score() int {
	if len(l.hours) == 0 {
		return 0
	}
	score, first, top := 1, l.hours[0], l.findFirst()
	days, restarts, last := map[calendar.Weekday]bool{}, 0, -1
	for r := range l.height() {
		for c := range first {
			if d := l.label(r, c).day; d != 0 && r >= top {
				days[d] = true
			}
		}
		if n := l.label(r, first).number; n >= 0 {
			if n < last {
				restarts++
			}
			last = n
		}
	}
	if len(days) > 1 {
		score += 4
	}
	if restarts > 0 {
		score += 2
	}
	if last <= 12 && first <= 3 {
		score++
	}
	return score
}

// findFirst finds the first row that has an hour.
func (l layout) findFirst() int {
	for r := range l.height() {
		for _, c := range l.hours {
			if l.isHour(r, c) {
				return r
			}
		}
	}
	return l.height()
}

// isHour says whether a cell of a column of hours names one.
func (l layout) isHour(row, col int) bool {
	x := l.label(row, col)
	return (x.number >= 0 || x.starts != "") && !l.spansWide(row, col)
}

// findEdge finds the columns that hold no lessons.
func (l *layout) findEdge() {
	for c := range l.width() {
		days, shifts := map[calendar.Weekday]bool{}, map[int]bool{}
		for r := l.first; r < l.height(); r++ {
			if x := l.label(r, c); !l.at(r, c).empty() && !l.spansWide(r, c) {
				days[x.day], shifts[x.shift] = true, true
			}
		}
		delete(days, 0)
		delete(shifts, 0)
		left := c < l.hours[0]
		l.days[c] = len(days) > 1 || left && len(days) == 1 || left && l.uprightDays(c)
		l.shifts[c] = !l.days[c] && len(shifts) > 0 && left
		l.times[c] = l.rings(c) && !slices.Contains(l.hours, c)
		l.edge[c] = l.days[c] || l.shifts[c] || l.times[c] || slices.Contains(l.hours, c)
	}
}

// uprightDays says whether the letters of days stand one below another in a column, and
// writes each word into the rows of its letters.
func (l *layout) uprightDays(col int) bool {
	found := false
	word, from := "", -1
	flush := func(to int) {
		if d, _ := dayIn(word); d != 0 && len(word) > 3 {
			for r := from; r < to; r++ {
				l.labels[l.index(r, col)] = label{day: d, number: -1}
			}
			found = true
		}
		word, from = "", -1
	}
	for r := l.first; r < l.height(); r++ {
		text := l.at(r, col).text()
		if len([]rune(text)) != 1 {
			flush(r)
			continue
		}
		if d, _ := dayIn(word); d != 0 && len([]rune(word)) >= 4 && !dayGoesOn(word+text) {
			flush(r)
		}
		if word += text; from < 0 {
			from = r
		}
	}
	flush(l.height())
	return found
}

// dayGoesOn says whether a word may still become the name of a day.
func dayGoesOn(word string) bool {
	d, _ := dayIn(word)
	return d != 0
}

var (
	personIn = regexp.MustCompile(`\p{Lu}[\pL’'-]+\s+\p{Lu}\.(?:\s?\p{Lu}\.)?|\p{Lu}\.(?:\s?\p{Lu}\.)?\s?\p{Lu}[\pL’'-]+`)
	plain    = regexp.MustCompile(`(?i)^(?:лист|sheet|парақ|page|table)\s*\d*$`)
	ownClass = regexp.MustCompile(`(?i)(?:^|[\s,«"(])(\d{1,2}\s*[-–]?\s*[«"“]?\pL?[»"”]?)\s*-?\s*(?:класс|сынып|сыныб)`)
	theClass = regexp.MustCompile(`(?i)(?:класс[аы]?|сынып|сыныбы)\s*[:№-]?\s*(\d{1,2}\s*[-–]?\s*[«"“]?\pL?[»"”]?)(?:$|[\s,.)])`)
)

// findWhole reads what the name of the sheet and its titles say of all cells. The title
// stands above the table, so it counts before the name.
func (l *layout) findWhole() {
	for _, text := range append(l.titles(), l.sheet.name) {
		x := read([]string{text})
		l.whole.day, l.whole.shift = or(l.whole.day, x.day), or(l.whole.shift, x.shift)
		l.whole.week = or(l.whole.week, x.week)
		if l.whole.class == "" {
			l.whole.class = titleClass(text, x)
		}
		if m := personIn.FindString(text); m != "" && l.name == "" {
			l.name = m
		}
	}
	if l.name == "" && !plain.MatchString(l.sheet.name) && l.whole.class == "" && l.whole.day == 0 && l.whole.shift == 0 {
		l.name = l.sheet.name
	}
}

func titleClass(text string, x label) string {
	if x.class != "" {
		return x.class
	}
	for _, form := range []*regexp.Regexp{ownClass, theClass} {
		if m := form.FindStringSubmatch(text); m != nil {
			return classIn(m[1] + " класс")
		}
	}
	return ""
}

func or[T comparable](a, b T) T {
	var none T
	if a != none {
		return a
	}
	return b
}

// titles are the rows above the first hour that hold one text.
func (l layout) titles() []string {
	var out []string
	for r := range l.first {
		if texts := l.textsOf(r); len(texts) == 1 {
			out = append(out, texts[0])
		}
	}
	return out
}

// textsOf are the different texts of a row.
func (l layout) textsOf(row int) []string {
	var out []string
	origin := -1
	for c := range l.width() {
		if x := l.at(row, c); !x.empty() && x.origin != origin {
			origin = x.origin
			out = append(out, x.text())
		}
	}
	return out
}

// findOwner says whose lessons the cells are: of the classes or persons above the first
// hour, left of it, or of the sheet.
func (l *layout) findOwner() {
	first := l.first
	classes := l.bodyHasClasses()
	best := 0
	for r := first - 1; r >= 0; r-- {
		if of, score := l.ownersIn(r, classes); score > best {
			best, l.of, l.top = score, of, r
		}
	}
	if best > 0 {
		l.subjects = l.rowOf(ofLesson, first)
		return
	}
	l.ownerLeft(first, classes)
	switch {
	case l.of != Nobody || l.dayColumns() < 2 && l.whole.day == 0:
	case l.whole.class != "" && !classes:
		l.of = Class
	case classes && l.name != "":
		l.of = Teacher
	}
}

// ownersIn says whose names stand in a row above the hours, and how surely.
func (l *layout) ownersIn(row int, bodyHasClasses bool) (Whose, int) {
	classes, persons, words, labels := 0, 0, 0, 0
	for c := range l.width() {
		x, at := l.label(row, c), l.at(row, c)
		if l.edge[c] || at.empty() || x.role != noRole || x.day != 0 || x.shift != 0 {
			continue
		}
		labels++
		switch {
		case x.class != "":
			classes++
		case personIn.MatchString(at.text()):
			persons++
		case x.number < 0:
			words++
		}
	}
	switch {
	case len(l.textsOf(row)) == 1 && classes == 0 && !bodyHasClasses, labels == 0:
		return Nobody, 0
	case classes*2 >= labels && !bodyHasClasses:
		return Class, 4
	case !bodyHasClasses:
		return Nobody, 0
	case l.headingOf(row) == ofTeacher:
		return Teacher, 4
	case persons*2 > labels:
		return Teacher, 3
	case words*2 > labels && labels > 1 && l.headingOf(row) == noRole:
		return Teacher, 1
	}
	return Nobody, 0
}

// headingOf is what the edge says of a row above the hours: that it holds teachers,
// their subjects, their rooms.
func (l *layout) headingOf(row int) role {
	for c := range l.width() {
		if r := l.label(row, c).role; r != noRole && (l.edge[c] || c < l.hours[0]) {
			return r
		}
	}
	return noRole
}

// rowOf is the row above the hours with such a heading; -1 for none.
func (l *layout) rowOf(what role, first int) int {
	for r := range first {
		if r != l.top && l.headingOf(r) == what {
			return r
		}
	}
	return -1
}

// ownerLeft finds a column left of the hours that names classes, or teachers.
func (l *layout) ownerLeft(first int, classes bool) {
	if l.dayColumns() < 2 {
		return
	}
	for c := range l.hours[0] {
		if l.edge[c] {
			continue
		}
		owners, others := 0, 0
		for r := first; r < l.height(); r++ {
			switch {
			case l.label(r, c).class != "":
				owners++
			case !l.at(r, c).empty() && numberIn(l.at(r, c).text()) < 0:
				others++
			}
		}
		switch {
		case owners > others:
			l.of, l.owner = Class, c
			return
		case others > 0 && classes:
			l.of, l.owner = Teacher, c
			return
		}
	}
}

// dayColumns is how many days stand above the columns.
func (l layout) dayColumns() int {
	most := 0
	for r := range l.first {
		days := map[calendar.Weekday]bool{}
		for c := l.hours[0]; c < l.width(); c++ {
			if x := l.label(r, c); x.day != 0 {
				days[x.day] = true
			}
		}
		most = max(most, len(days))
	}
	return most
}

// classBegins is the text of a cell in the grid of a teacher.
var classBegins = regexp.MustCompile(`^\d{1,2}\s?[-«"“]?\s?\pL[»"”]?(?:$|[\s,;/(.])`)

// bodyHasClasses says whether most cells name a class: then the edge names teachers.
func (l layout) bodyHasClasses() bool {
	named, all := 0, 0
	for r := l.first; r < l.height(); r++ {
		for c := l.hours[0] + 1; c < l.width(); c++ {
			x := l.at(r, c)
			if l.edge[c] || x.empty() || l.spansWide(r, c) {
				continue
			}
			if all++; classBegins.MatchString(x.text()) {
				named++
			}
		}
	}
	return all > 0 && named*2 > all
}

// dated is the day of the edge that is a date: a plan of certain days is no week.
func (l layout) dated() string {
	for r := range l.height() {
		for c := range l.width() {
			x := l.label(r, c)
			above := r < l.first && c > l.hours[0] && len(l.textsOf(r)) > 1
			if x.date != "" && (l.days[c] && r >= l.first || above) {
				return x.date
			}
		}
	}
	return ""
}
