package grid

import (
	"regexp"
	"slices"
	"strings"

	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/tabular"
)

// content is what the columns of a block hold, as their cells show it.
type content map[int]role

var (
	onlyRoom   = regexp.MustCompile(`(?i)^(?:(?:каб|кабинет|к|ауд|бөлме|room|№)\.?\s*№?\s*)?\d{1,4}\s*\pL?(?:\s*[,/;]\s*\d{1,4}\s*\pL?)*$|^(?:с[/⁄]?з|спорт\.?\s*зал|спортзал|мастерская|шеберхана|акт\.?\s*зал|актовый зал)$`)
	onlyPerson = regexp.MustCompile(`^(?:\p{Lu}[\pL’'-]+\s+\p{Lu}\.(?:\s?\p{Lu}\.)?|\p{Lu}\.(?:\s?\p{Lu}\.)?\s?\p{Lu}[\pL’'-]+)(?:\s*[,/;]\s*\p{Lu}.*)?$`)
)

// content tells the columns of rooms and of teachers from those of lessons, where no
// heading does.
func (l *layout) content(b block, slots []slot) content {
	out := content{}
	for _, c := range b.columns(l) {
		rooms, persons, all := 0, 0, 0
		for _, s := range slots {
			text := strings.Join(l.linesAt(s, c), " ")
			if text == "" {
				continue
			}
			if all++; onlyRoom.MatchString(text) {
				rooms++
			} else if onlyPerson.MatchString(text) {
				persons++
			}
		}
		switch {
		case all > 0 && rooms*100 >= all*mostly:
			out[c] = ofRoom
		case all > 0 && persons*100 >= all*mostly:
			out[c] = ofTeacher
		}
	}
	return out
}

// linesAt are the lines of a column in the rows of a slot, merged cells once.
func (l *layout) linesAt(s slot, col int) []string {
	var out []string
	var seen []int
	for _, r := range s.rows {
		if x := l.at(r, col); !slices.Contains(seen, x.origin) {
			seen = append(seen, x.origin)
			out = append(out, x.lines...)
		}
	}
	return out
}

// group are neighbouring columns of one owner and one day.
type group struct {
	owner string
	day   calendar.Weekday
	cols  []int
}

func (l *layout) groups(b block, s slot) []group {
	var out []group
	left := l.ownerOf(s)
	for _, c := range b.columns(l) {
		g := group{owner: or(s.above.owners[c], or(left, l.wholeOwner(s))), day: s.above.days[c]}
		if n := len(out); n > 0 && out[n-1].owner == g.owner && out[n-1].day == g.day && (g.owner != "" || g.day != 0) {
			out[n-1].cols = append(out[n-1].cols, c)
			continue
		}
		g.cols = []int{c}
		out = append(out, g)
	}
	return out
}

// wholeOwner is whose lessons all columns hold.
func (l *layout) wholeOwner(s slot) string {
	switch {
	case l.top >= 0:
		return ""
	case s.above.section != "":
		return s.above.section
	case l.of == Class:
		return l.whole.class
	}
	return l.name
}

// ownerOf is the class or teacher on the left of a slot: the last that was named.
func (l *layout) ownerOf(s slot) string {
	if l.owner < 0 {
		return ""
	}
	for r := s.rows[0]; r >= l.first; r-- {
		if x := l.at(r, l.owner); !x.empty() {
			if l.of == Class {
				return l.label(r, l.owner).class
			}
			return x.text()
		}
	}
	return ""
}

// cellsOf are the lessons of one slot.
func (l *layout) cellsOf(b block, s slot, holds content) []Cell {
	var out []Cell
	for _, g := range l.groups(b, s) {
		base := l.base(s, g)
		lessons := l.lessonColumns(s, g, holds)
		filled := 0
		for _, c := range lessons {
			if len(l.linesAt(s, c)) > 0 {
				filled++
			}
		}
		for i, c := range lessons {
			x := base
			if x.Lines = l.linesAt(s, c); len(x.Lines) == 0 || isNothing(strings.Join(x.Lines, " ")) {
				continue
			}
			x.Place = l.place(l.firstOf(s, c))
			if f := l.flawOf(s, c); f != "" {
				x.Wrong = fault.Say("tabular.flaw." + string(f))
			}
			if filled > 1 || i > 0 || len(lessons) > 1 && l.joins {
				x.Group = i + 1
			}
			x.Half = len(lessons) > 1 && x.Group == 0
			until := len(g.cols)
			if i+1 < len(lessons) {
				until = slices.Index(g.cols, lessons[i+1])
			}
			for _, beside := range g.cols[slices.Index(g.cols, c)+1 : until] {
				switch l.role(s, beside, holds) {
				case ofRoom:
					x.Rooms = append(x.Rooms, l.linesAt(s, beside)...)
				case ofTeacher:
					x.Teachers = append(x.Teachers, l.linesAt(s, beside)...)
				}
			}
			if l.subjects >= 0 {
				x.Subject = l.at(l.subjects, c).text()
			}
			out = append(out, x)
		}
	}
	return out
}

func (l *layout) firstOf(s slot, col int) int {
	for _, r := range s.rows {
		if x := l.at(r, col); !x.empty() {
			return x.origin
		}
	}
	return l.index(s.rows[0], col)
}

func (l *layout) flawOf(s slot, col int) (f tabular.Flaw) {
	for _, r := range s.rows {
		f = or(f, l.at(r, col).flaw)
	}
	return f
}

func (l *layout) role(s slot, col int, holds content) role {
	return or(s.above.roles[col], holds[col])
}

// lessonColumns are the columns of a group that hold lessons: the first, and others that
// hold neither rooms nor teachers and are not merged with the one before.
func (l *layout) lessonColumns(s slot, g group, holds content) []int {
	var out []int
	for i, c := range g.cols {
		r := l.role(s, c, holds)
		if len(out) > 0 && l.at(s.rows[0], c).origin == l.at(s.rows[0], out[len(out)-1]).origin {
			continue
		}
		if r == ofLesson || r == noRole || i == 0 && s.above.roles[c] == noRole {
			out = append(out, c)
		}
	}
	return out
}

// base is what all cells of a group have in common.
func (l *layout) base(s slot, g group) Cell {
	c := Cell{Of: l.of, Name: g.owner, Weekday: or(g.day, s.day), Shift: or(s.above.shifts[g.cols[0]], s.shift), Number: s.number, StartsAt: s.starts, EndsAt: s.ends}
	c.Week = or(s.above.weeks[g.cols[0]], or(s.above.week, l.whole.week))
	switch {
	case g.owner == "" && l.of == Class:
		c.Wrong = fault.Say("exchange.grid.no_class")
	case g.owner == "":
		c.Wrong = fault.Say("exchange.grid.no_teacher")
	case c.Weekday == 0, g.day == 0 && s.unsure:
		c.Wrong = fault.Say("exchange.grid.no_day")
	}
	return c
}

// nothing are the texts of hours without a lesson.
var nothing = regexp.MustCompile(`(?i)^(?:[\s\-–—_.*]*|нет|жоқ|окно|обед|перемена.*|большая перемена.*|үзіліс.*|бос|түскі ас.*|х|x)$`)

func isNothing(text string) bool { return nothing.MatchString(strings.TrimSpace(text)) }
