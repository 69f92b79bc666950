package grid

import (
	"slices"

	"talim/internal/calendar"
	"talim/internal/fault"
)

// block is one column of hours with the columns of lessons that belong to it: two shifts
// may stand side by side.
type block struct {
	hour, first, after int
	day, shift         int // columns, -1 for none
	times              []int
}

// slot is one lesson of the day in a block, on one row or several.
type slot struct {
	rows         []int
	number       int
	starts, ends calendar.Clock
	above        *heading
	begins       bool // a run of numbers begins with it
	again        bool // since the numbers begin again
	day          calendar.Weekday
	shift        int
	unsure       bool // the day
}

// heading is what stands above the columns of a run of slots.
type heading struct {
	owners   []string
	days     []calendar.Weekday
	shifts   []int
	weeks    []int
	roles    []role
	day      calendar.Weekday // of a line of its own
	shift    int
	week     int
	section  string // class or teacher of a line of its own
	sections int    // how many lines with shifts or days there were
}

func (l *layout) blocks() []block {
	var out []block
	for i, h := range l.hours {
		b := block{hour: h, first: h + 1, after: l.width(), day: -1, shift: -1}
		for b.first < l.width() && l.times[b.first] {
			b.times = append(b.times, b.first)
			b.first++
		}
		if i+1 < len(l.hours) {
			b.after = l.hours[i+1]
			for b.after > b.first && l.edge[b.after-1] {
				b.after--
			}
		}
		for c := range h {
			if l.days[c] {
				b.day = c
			}
			if l.shifts[c] {
				b.shift = c
			}
		}
		for c := h - 1; c >= 0 && len(b.times) == 0; c-- {
			if l.times[c] {
				b.times = []int{c}
				if c > 0 && l.times[c-1] {
					b.times = []int{c - 1, c}
				}
			}
		}
		out = append(out, b)
	}
	return out
}

// read gives the cells of all blocks.
func (l *layout) read() []Cell {
	var out []Cell
	for _, b := range l.blocks() {
		slots, strays := l.slots(b)
		l.giveDays(b, slots)
		l.giveShifts(slots)
		l.joins = l.joined(b, slots)
		content := l.content(b, slots)
		for _, s := range slots {
			out = append(out, l.cellsOf(b, s, content)...)
		}
		out = append(out, l.strays(b, strays)...)
	}
	return out
}

// joined says whether lessons are merged over several columns.
func (l *layout) joined(b block, slots []slot) bool {
	return slices.ContainsFunc(slots, func(s slot) bool {
		return slices.ContainsFunc(b.columns(l), func(c int) bool { return !l.at(s.rows[0], c).empty() && l.spansWide(s.rows[0], c) })
	})
}

// slots walks the rows of a block; strays are rows with text that belong to no hour.
func (l *layout) slots(b block) (slots []slot, strays []int) {
	above := l.freshHeading()
	var waiting []int // rows that may stand below the last lesson of all
	fresh := true
	for r := range l.height() {
		switch {
		case l.isHour(r, b.hour):
			strays, waiting = append(strays, waiting...), nil
			if len(slots) > 0 && !fresh && l.goesOn(b, slots[len(slots)-1], r) {
				s := &slots[len(slots)-1]
				s.rows = append(s.rows, r)
				continue
			}
			s := l.newSlot(b, r, above)
			if len(slots) > 0 {
				s.again = s.number >= 0 && s.number <= slots[len(slots)-1].number || s.number < 0 && s.starts <= slots[len(slots)-1].starts
			}
			s.begins = fresh || s.again
			slots, fresh = append(slots, s), false
		case l.isHeading(b, r, above):
			above, fresh = l.under(b, above, r), true
		case len(slots) > 0 && !fresh && l.isBelow(b, slots[len(slots)-1], r):
			s := &slots[len(slots)-1]
			s.rows = append(s.rows, r)
		case len(slots) > 0 && l.hasText(b, r):
			waiting = append(waiting, r)
		}
	}
	return slots, strays
}

func (l *layout) freshHeading() *heading {
	n := l.width()
	return &heading{
		owners: make([]string, n), days: make([]calendar.Weekday, n), shifts: make([]int, n), weeks: make([]int, n), roles: make([]role, n),
	}
}

// goesOn says whether an hour is that of the slot before, written once more.
func (l *layout) goesOn(b block, s slot, row int) bool {
	last := s.rows[len(s.rows)-1]
	if l.at(row, b.hour).origin == l.at(last, b.hour).origin {
		return true
	}
	x := l.label(row, b.hour)
	return x.number >= 0 && x.number == s.number && row == last+1 && !l.gap(row) && !l.dayBegins(b, row)
}

// dayBegins says whether a day is written in the row.
func (l *layout) dayBegins(b block, row int) bool {
	return b.day >= 0 && l.label(row, b.day).day != 0 && (row == 0 || l.at(row, b.day).origin != l.at(row-1, b.day).origin)
}

func (l *layout) newSlot(b block, row int, above *heading) slot {
	x := l.label(row, b.hour)
	s := slot{rows: []int{row}, number: x.number, starts: x.starts, ends: x.ends, above: above}
	for _, c := range b.times {
		t := l.label(row, c)
		switch {
		case s.starts == "":
			s.starts, s.ends = t.starts, t.ends
		case s.ends == "" && t.starts > s.starts:
			s.ends = t.starts
		}
	}
	return s
}

// mostBelow is how many rows a lesson has at most, where only the first has the number.
const mostBelow = 4

// isBelow says whether a row goes on with the lesson above: the teacher below the subject.
func (l *layout) isBelow(b block, s slot, row int) bool {
	if row != s.rows[len(s.rows)-1]+1 || l.gap(row) || len(s.rows) >= mostBelow || !l.at(row, b.hour).empty() || l.dayBegins(b, row) {
		return false
	}
	return l.hasText(b, row) && !l.isWide(b, row)
}

// isWide says whether a row is one text over several columns.
func (l *layout) isWide(b block, row int) bool {
	texts := l.textsOf(row)
	return len(texts) == 1 && l.spansWide(row, b.first)
}

func (l *layout) hasText(b block, row int) bool {
	return slices.ContainsFunc(b.columns(l), func(c int) bool { return !l.at(row, c).empty() })
}

// columns of lessons.
func (b block) columns(l *layout) []int {
	var out []int
	for c := b.first; c < b.after; c++ {
		if !l.edge[c] {
			out = append(out, c)
		}
	}
	return out
}

// isHeading says whether a row without an hour says something of the rows below it.
func (l *layout) isHeading(b block, row int, above *heading) bool {
	texts := l.textsOf(row)
	if len(texts) == 0 {
		return false
	}
	if row == l.top || row < l.first {
		return true
	}
	if len(texts) == 1 {
		x := read(texts)
		return x.day != 0 || x.shift != 0 || x.week != 0 || l.of == Class && (x.class != "" || titleClass(texts[0], x) != "") ||
			l.of == Teacher && personIn.MatchString(texts[0]) && l.top < 0
	}
	labels, others, origin := 0, 0, -1
	for _, c := range b.columns(l) {
		x := l.label(row, c)
		if l.at(row, c).empty() || l.at(row, c).origin == origin {
			continue
		}
		origin = l.at(row, c).origin
		if x.day != 0 || x.shift != 0 || x.role != noRole || l.of == Class && x.class != "" || l.of == Teacher && slices.Contains(above.owners, l.at(row, c).text()) {
			labels++
		} else {
			others++
		}
	}
	return labels > others
}

// under is the heading of the rows below a row.
func (l *layout) under(b block, was *heading, row int) *heading {
	h := *was
	texts := l.textsOf(row)
	if len(texts) == 1 && row != l.top {
		x := read(texts)
		if row < l.first && x.class == "" && x.day == 0 && x.shift == 0 && (l.of != Teacher || l.top >= 0) {
			return &h
		}
		h.sections++
		if h.day = or(x.day, h.day); x.shift != 0 {
			h.shift = x.shift
		}
		h.week = x.week
		switch class := titleClass(texts[0], x); {
		case l.of == Class && class != "":
			h.section = class
		case l.of == Teacher && l.top < 0:
			h.section = or(personIn.FindString(texts[0]), h.section)
		}
		return &h
	}
	l.overColumns(b, &h, row)
	return &h
}

// overColumns reads the labels of a row, each for the columns up to the next.
func (l *layout) overColumns(b block, h *heading, row int) {
	days, shifts, owners, roles := 0, 0, 0, 0
	for _, c := range b.columns(l) {
		x := l.label(row, c)
		if x.day != 0 {
			days++
		}
		if x.shift != 0 {
			shifts++
		}
		if x.role == ofRoom || x.role == ofTeacher || x.role == ofLesson {
			roles++
		}
		if l.isOwner(row, c, h) {
			owners++
		}
	}
	if days > 0 {
		h.days = fill(l, b, row, h.days, func(x label, _ string) calendar.Weekday { return x.day })
	}
	if shifts > 0 {
		h.shifts = fill(l, b, row, h.shifts, func(x label, _ string) int { return x.shift })
	}
	if owners > 0 {
		h.owners = make([]string, l.width())
		h.roles = make([]role, l.width())
		last := ""
		for _, c := range b.columns(l) {
			switch x := l.label(row, c); {
			case l.isOwner(row, c, h):
				last = x.class
				if l.of == Teacher {
					last = l.at(row, c).text()
				}
			case x.role != noRole:
				h.roles[c] = x.role
			case !l.at(row, c).empty():
				last = ""
			}
			h.owners[c] = last
		}
	}
	if roles > 0 && owners == 0 {
		h.roles = make([]role, l.width())
		for _, c := range b.columns(l) {
			h.roles[c] = l.label(row, c).role
		}
	}
}

// isOwner says whether a cell of a heading names the class or teacher of its column.
func (l *layout) isOwner(row, col int, above *heading) bool {
	x := l.label(row, col)
	switch l.of {
	case Class:
		return x.class != ""
	case Teacher:
		return l.top >= 0 && !l.at(row, col).empty() && x.role == noRole && (row == l.top || row > l.first && slices.Contains(above.owners, l.at(row, col).text()))
	}
	return false
}

// fill gives each column the label that stands over it or, where none does, the one on
// its left.
func fill[T comparable](l *layout, b block, row int, was []T, of func(label, string) T) []T {
	out := make([]T, len(was))
	var last, none T
	for _, c := range b.columns(l) {
		if x := of(l.label(row, c), l.at(row, c).text()); x != none {
			last = x
		} else if !l.at(row, c).empty() {
			last = none
		}
		out[c] = last
	}
	return out
}

// giveDays says on which day each slot is. The rows of a day are those whose numbers rise
// together: a day may be written on any of them. What could be two days is unsure.
func (l *layout) giveDays(b block, slots []slot) {
	for from := 0; from < len(slots); {
		to := from + 1
		for to < len(slots) && !slots[to].begins && (!l.slotDayBegins(b, slots[to]) || !l.merged(slots[to], b.day)) {
			to++
		}
		l.giveDay(b, slots, from, to)
		from = to
	}
}

func (l *layout) slotDayBegins(b block, s slot) bool {
	return slices.ContainsFunc(s.rows, func(r int) bool { return l.dayBegins(b, r) })
}

// merged says whether the cell of a slot in a column is merged over several rows.
func (l *layout) merged(s slot, col int) bool {
	if col < 0 {
		return false
	}
	for _, r := range s.rows {
		mine := l.at(r, col).origin
		if l.at(r, col).empty() {
			continue
		}
		if r > 0 && l.at(r-1, col).origin == mine || r+1 < l.height() && l.at(r+1, col).origin == mine {
			return true
		}
	}
	return false
}

// giveDay gives a run of slots its day.
func (l *layout) giveDay(b block, slots []slot, from, to int) {
	run := slots[from:to]
	var named []int // slots of the run with a day of their own
	for i, s := range run {
		if b.day >= 0 && (l.slotDayBegins(b, s) || l.merged(s, b.day) && l.dayAt(b, s) != 0) {
			named = append(named, i)
		}
	}
	for i := range run {
		s := &run[i]
		switch {
		case len(named) == 0 && from > 0 && b.day >= 0 && or(s.above.day, l.whole.day) == 0:
			before := slots[from-1]
			s.day = before.day
			later := s.starts != "" && run[0].starts > before.ends && before.ends != ""
			headed := s.above != before.above && (s.above.shift != before.above.shift || !slices.Equal(s.above.owners, before.above.owners))
			s.unsure = before.unsure || !later && !headed
		case len(named) == 0:
			s.day = or(s.above.day, l.whole.day)
		case len(named) == 1 && !l.merged(run[named[0]], b.day):
			s.day = l.dayAt(b, run[named[0]])
		case l.merged(*s, b.day):
			s.day = l.dayAt(b, *s)
		default:
			s.day, s.unsure = l.lastNamed(b, run, named, i)
		}
	}
}

// lastNamed is the day of the last slot of a run, up to one, that has one.
func (l *layout) lastNamed(b block, run []slot, named []int, i int) (day calendar.Weekday, unsure bool) {
	for _, n := range named {
		if n <= i {
			day = l.dayAt(b, run[n])
		}
	}
	return day, day == 0
}

func (l *layout) dayAt(b block, s slot) calendar.Weekday {
	for _, r := range s.rows {
		if d := l.label(r, b.day).day; d != 0 {
			return d
		}
	}
	return 0
}

// giveShifts says in which shift each slot is: that of its heading or of the sheet, or,
// where numbers begin again on one day, the next. 0 leaves it to the bells.
func (l *layout) giveShifts(slots []slot) {
	run, several := 1, map[calendar.Weekday]bool{}
	for i := range slots {
		s := &slots[i]
		if i > 0 && s.begins {
			if run++; s.day != slots[i-1].day || !s.again {
				run = 1
			}
		}
		s.shift = run
		several[s.day] = several[s.day] || run > 1 && !s.unsure
	}
	for i := range slots {
		s := &slots[i]
		said := or(s.above.shift, l.whole.shift)
		switch {
		case said != 0:
			s.shift = said
		case !several[s.day] || l.owner >= 0 || s.above.section != "":
			s.shift = 0
		}
	}
}

// strays are rows within the table whose hour is not given.
func (l *layout) strays(b block, rows []int) []Cell {
	var out []Cell
	for _, r := range rows {
		seen := -1
		for _, c := range b.columns(l) {
			x := l.at(r, c)
			if x.empty() || x.origin == seen || isNothing(x.text()) {
				continue
			}
			seen = x.origin
			out = append(out, Cell{Place: l.place(x.origin), Of: l.of, Lines: x.lines, Number: -1, Wrong: fault.Say("exchange.grid.no_hour")})
		}
	}
	return out
}
