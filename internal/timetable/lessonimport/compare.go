package lessonimport

import (
	"cmp"
	"maps"
	"slices"
	"unicode/utf8"

	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/timetable"
)

// comparison walks the rows of a timetable and gathers what they change.
type comparison struct {
	schoolNow
	in   Import
	diff Diff
	rows []placed
	seen map[timetable.Content]Row

	strangers map[string]int // name -> place in diff.Unknown
}

// placed is a row that was understood.
type placed struct {
	at    int // its place among those that were understood: a line may give several
	line  int
	place string
	timetable.Content
}

// compareLessons is pure: what the rows change in a school. Rows that stay as
// they are are found first; then a lesson of the same teacher, class and subject
// that moved; then another lesson in the same place of the class's week.
func compareLessons(was schoolNow, in Import) Diff {
	was.classes, was.byID = maps.Clone(was.classes), maps.Clone(was.byID) // rows may name new ones
	was.subjects, was.subject = maps.Clone(was.subjects), maps.Clone(was.subject)
	c := &comparison{
		schoolNow: was, in: in, diff: Diff{From: in.From, EndMissing: in.EndMissing}, seen: map[timetable.Content]Row{}, strangers: map[string]int{},
	}
	c.ring()
	for _, r := range in.Rows {
		c.understand(r)
	}
	if len(c.rows) == 0 {
		c.diff.Bells = nil // of a file of which nothing is taken, neither are its times
	}
	c.diff.Silent = !c.rings && len(c.diff.Bells) == 0
	left, rest := c.unchanged()
	left, rest, moved := pair(left, rest, func(k timetable.Content) any {
		return [4]any{k.Staff, k.Class, k.Subject, k.Group}
	})
	left, added, replaced := pair(left, rest, func(k timetable.Content) any {
		return [5]any{k.Class, k.Weekday, k.StartsAt, k.Group, k.Turn}
	})
	c.settle(left, added, append(moved, replaced...))
	c.missing(left)
	c.forgetUnused()
	slices.SortStableFunc(c.diff.Refused, func(a, b Refusal) int { return cmp.Compare(a.Line, b.Line) })
	return c.diff
}

// ring gives a school without bells those of the rows.
func (c *comparison) ring() {
	if c.rings {
		return
	}
	c.diff.Bells = bellsOf(c.in.Rows)
	for _, b := range c.diff.Bells {
		c.bells = append(c.bells, timetable.Bell{School: c.school, Shift: b.Shift, Number: b.Number, StartsAt: b.StartsAt, EndsAt: b.EndsAt})
	}
}

func (c *comparison) refuse(line int, key string, args ...any) {
	c.diff.Refused = append(c.diff.Refused, Refusal{line, fault.Say(key, args...)})
}

// understand finds the people and things that a row names.
func (c *comparison) understand(r Row) {
	r.Class = className(r.Class)
	ids := c.teachers.find(r.Teacher)
	if len(ids) != 1 && r.Short != "" {
		if more := c.teachers.find(r.Short); len(more) == 1 {
			ids = more
		}
	}
	switch {
	case r.Teacher == "":
		c.refuse(r.Line, "timetable.import.no_teacher")
	case len(ids) == 0:
		c.unknown(r)
		c.refuse(r.Line, "timetable.import.unknown_teacher", "Name", r.Teacher)
	case len(ids) > 1:
		c.refuse(r.Line, "timetable.import.two_teachers", "Name", r.Teacher)
	case timetable.ClassKey(r.Class) == "":
		c.refuse(r.Line, "timetable.import.no_class")
	case timetable.SubjectKey(r.Subject) == "":
		c.refuse(r.Line, "timetable.import.no_subject")
	case longer(r.Class, timetable.MaxClassName):
		c.refuse(r.Line, "timetable.import.long_class", "Max", timetable.MaxClassName)
	case longer(r.Subject, timetable.MaxSubjectName):
		c.refuse(r.Line, "timetable.import.long_subject", "Max", timetable.MaxSubjectName)
	case longer(r.Room, maxRoom):
		c.refuse(r.Line, "timetable.import.long_room", "Max", maxRoom)
	case r.Weekday < calendar.Monday || r.Weekday > calendar.Sunday:
		c.refuse(r.Line, "timetable.import.no_weekday")
	default:
		c.place(r, ids[0])
	}
}

// maxRoom is how many characters the name of a room has at most.
const maxRoom = 100

func longer(text string, limit int) bool { return utf8.RuneCountInString(text) > limit }

// unknown counts the rows of somebody whom the school does not know.
func (c *comparison) unknown(r Row) {
	i, known := c.strangers[r.Teacher]
	if !known {
		i = len(c.diff.Unknown)
		c.strangers[r.Teacher] = i
		c.diff.Unknown = append(c.diff.Unknown, Unknown{Name: r.Teacher, Short: r.Short})
	}
	c.diff.Unknown[i].Rows++
}

// place finds the time of a row and takes it, unless it stands there already.
func (c *comparison) place(r Row, staff string) {
	if !c.timed(&r) {
		c.refuse(r.Line, "timetable.import.no_time")
		return
	}
	if r.EndsAt <= r.StartsAt {
		c.refuse(r.Line, "timetable.time.order")
		return
	}
	k := timetable.Content{
		Staff: staff, Class: c.classID(r), Subject: c.subjectID(r.Subject), Room: roomNumber(r.Room), Weekday: r.Weekday,
		Shift: r.Shift, Number: r.Number, StartsAt: r.StartsAt, EndsAt: r.EndsAt, Group: r.Group, Turn: r.Turn,
	}
	if first, twice := c.seen[k]; twice {
		c.refuse(r.Line, atCell("timetable.import.twice", first.Place), "Line", first.Line, "Cell", first.Place)
		return
	}
	c.seen[k] = r
	c.rows = append(c.rows, placed{len(c.rows), r.Line, r.Place, k})
}

// timed completes shift, period and times of a row from the bells.
func (c *comparison) timed(r *Row) bool {
	if r.Shift == 0 {
		r.Shift = c.classes[timetable.ClassKey(r.Class)].Shift
	}
	for _, b := range c.bells {
		byNumber := r.Number != 0 && b.Number == r.Number && r.StartsAt == ""
		ByTime := r.StartsAt != "" && b.StartsAt == r.StartsAt && (r.Number == 0 || r.Number == b.Number)
		if (byNumber || ByTime) && (r.Shift == 0 || r.Shift == b.Shift) {
			r.Shift, r.StartsAt = b.Shift, b.StartsAt
			r.EndsAt, r.Number = cmp.Or(r.EndsAt, b.EndsAt), cmp.Or(r.Number, b.Number)
			break
		}
	}
	r.Shift = cmp.Or(r.Shift, 1)
	return r.StartsAt != "" && r.EndsAt != ""
}

func (c *comparison) classID(r Row) string {
	key := timetable.ClassKey(r.Class)
	if x, ok := c.classes[key]; ok {
		return x.ID
	}
	x := timetable.NewClass(c.school, timetable.ClassFacts{Name: r.Class, Grade: timetable.GradeOf(r.Class), Shift: r.Shift})
	c.classes[key], c.byID[x.ID] = x, x
	c.diff.writes.Classes = append(c.diff.writes.Classes, x)
	return x.ID
}

func (c *comparison) subjectID(text string) string {
	if x, ok := c.subjects.Find(text); ok {
		return x.ID
	}
	x := timetable.NewSubject(c.school, timetable.SubjectNamed(text))
	for key, y := range timetable.IndexSubjects([]timetable.Subject{x}) {
		c.subjects[key] = y
	}
	c.subject[x.ID] = x
	c.diff.writes.Subjects = append(c.diff.writes.Subjects, x)
	return x.ID
}

// unchanged takes out what is the same in the rows and in the school, and gives
// the rest of both.
func (c *comparison) unchanged() (left []timetable.Lesson, rest []placed) {
	there := map[timetable.Content][]timetable.Lesson{}
	for _, l := range c.lessons {
		there[l.Content()] = append(there[l.Content()], l)
	}
	for _, p := range c.rows {
		if same := there[p.Content]; len(same) > 0 {
			there[p.Content] = same[1:]
			c.diff.Unchanged++
			continue
		}
		rest = append(rest, p)
	}
	for _, l := range c.lessons {
		if same := there[l.Content()]; len(same) > 0 && same[0].ID == l.ID {
			there[l.Content()] = same[1:]
			left = append(left, l)
		}
	}
	return left, rest
}

// change is a lesson and the row that takes its place.
type change struct {
	was timetable.Lesson
	now placed
}

// pair joins lessons and rows of one key, in the order of the week.
func pair(lessons []timetable.Lesson, rows []placed, key func(timetable.Content) any) (left []timetable.Lesson, rest []placed, pairs []change) {
	waiting := map[any][]timetable.Lesson{}
	for _, l := range lessons {
		waiting[key(l.Content())] = append(waiting[key(l.Content())], l)
	}
	taken := map[string]bool{}
	for _, p := range rows {
		k := key(p.Content)
		if len(waiting[k]) == 0 {
			rest = append(rest, p)
			continue
		}
		pairs = append(pairs, change{waiting[k][0], p})
		taken[waiting[k][0].ID] = true
		waiting[k] = waiting[k][1:]
	}
	for _, l := range lessons {
		if !taken[l.ID] {
			left = append(left, l)
		}
	}
	return left, rest, pairs
}

// settle takes the rows in their order and refuses those that clash with what
// stays: lessons left alone, rows unchanged, and rows taken before. A refused
// change leaves its lesson where it was, which may be in the way of another row:
// so it begins anew with that lesson in place until nothing more is refused so.
func (c *comparison) settle(left []timetable.Lesson, added []placed, changes []change) {
	open := map[int]*timetable.Lesson{} // row -> the lesson it changes, nil for an added one
	for _, p := range added {
		open[p.at] = nil
	}
	for i := range changes {
		open[changes[i].now.at] = &changes[i].was
	}
	stuck := map[int]bool{}
	for {
		w := c.standing(left, open, stuck)
		refused := c.refusedIn(w, open)
		grown := false
		for at := range refused {
			if open[at] != nil && !stuck[at] {
				stuck[at], grown = true, true
			}
		}
		if !grown {
			c.write(open, refused)
			return
		}
	}
}

// standing is the week as it is whatever becomes of the open rows.
func (c *comparison) standing(left []timetable.Lesson, open map[int]*timetable.Lesson, stuck map[int]bool) *weekIndex {
	w := newWeek()
	for _, l := range left {
		if !c.in.EndMissing {
			w.put(placed{Content: l.Content()})
		}
	}
	for _, p := range c.rows {
		was, waits := open[p.at]
		switch {
		case !waits:
			w.put(p)
		case stuck[p.at]:
			w.put(placed{Content: was.Content()})
		}
	}
	return w
}

// refusal is a row and what stands in its way.
type refusal struct {
	other placed
	what  string
}

func (c *comparison) refusedIn(w *weekIndex, open map[int]*timetable.Lesson) map[int]refusal {
	refused := map[int]refusal{}
	for _, p := range c.rows {
		if _, waits := open[p.at]; !waits {
			continue
		}
		if other, what, clash := w.clash(p); clash {
			refused[p.at] = refusal{other, what}
			continue
		}
		w.put(p)
	}
	return refused
}

func (c *comparison) write(open map[int]*timetable.Lesson, refused map[int]refusal) {
	c.diff.Joint = c.joint(refused)
	for _, p := range c.rows {
		was, waits := open[p.at]
		r, no := refused[p.at]
		switch {
		case !waits:
		case no:
			c.refuse(p.line, atCell(clashKey(r.what, r.other.line), r.other.place), "Line", r.other.line, "Cell", r.other.place, "Name", c.names[p.Staff],
				"Class", c.byID[p.Class].Name, "Starts", string(r.other.StartsAt), "Ends", string(r.other.EndsAt))
		default:
			c.take(p, was)
		}
	}
}

// joint are the lessons of several classes among the rows that are not refused.
func (c *comparison) joint(refused map[int]refusal) []Joint {
	type hour struct {
		staff   string
		weekday calendar.Weekday
		starts  calendar.Clock
		turn    timetable.Turn
	}
	places, all := map[hour]int{}, []Joint{}
	for _, p := range c.rows {
		if _, no := refused[p.at]; no {
			continue
		}
		at, class := hour{p.Staff, p.Weekday, p.StartsAt, p.Turn}, c.byID[p.Class].Name
		i, there := places[at]
		if !there {
			places[at] = len(all)
			all = append(all, Joint{p.line, c.names[p.Staff], []string{class}, p.StartsAt, p.EndsAt})
		} else if !slices.Contains(all[i].Classes, class) {
			all[i].Classes = append(all[i].Classes, class)
		}
	}
	return slices.DeleteFunc(all, func(j Joint) bool { return len(j.Classes) < 2 })
}

func (c *comparison) take(p placed, was *timetable.Lesson) {
	c.diff.writes.Begun = append(c.diff.writes.Begun, p.Lesson(c.school, c.in.From))
	if c.diff.busy == nil {
		c.diff.busy = map[string]bool{}
	}
	c.diff.busy[p.Staff] = true
	if was == nil {
		c.diff.Added = append(c.diff.Added, Change{Line: p.line, Now: c.words(p.Content)})
		return
	}
	c.diff.writes.Ended = append(c.diff.writes.Ended, was.EndBefore(c.in.From))
	c.diff.Changed = append(c.diff.Changed, Change{Line: p.line, Now: c.words(p.Content), Was: c.words(was.Content())})
}

// forgetUnused drops classes and subjects that only refused rows named.
func (c *comparison) forgetUnused() {
	used := map[string]bool{}
	for _, l := range c.diff.writes.Begun {
		used[l.Class], used[l.Subject] = true, true
	}
	c.diff.writes.Classes = slices.DeleteFunc(c.diff.writes.Classes, func(x timetable.Class) bool { return !used[x.ID] })
	c.diff.writes.Subjects = slices.DeleteFunc(c.diff.writes.Subjects, func(x timetable.Subject) bool { return !used[x.ID] })
	for _, x := range c.diff.writes.Classes {
		c.diff.NewClasses = append(c.diff.NewClasses, x.Name)
	}
	for _, x := range c.diff.writes.Subjects {
		c.diff.NewSubjects = append(c.diff.NewSubjects, timetable.SubjectFacts{Code: x.Code, Name: x.Name()})
	}
}

// clashKey: a clash with line 0 is one with a lesson that stands in the school.
func clashKey(what string, line int) string {
	if line == 0 {
		return "timetable.clash." + what + "_kept"
	}
	return "timetable.clash." + what
}

// atCell is the message that names the cell of a grid instead of a line.
func atCell(key, cell string) string {
	if cell == "" {
		return key
	}
	return key + "_cell"
}

func (c *comparison) missing(left []timetable.Lesson) {
	for _, l := range left {
		c.diff.Missing = append(c.diff.Missing, Change{Was: c.words(l.Content())})
		if c.in.EndMissing {
			c.diff.writes.Ended = append(c.diff.writes.Ended, l.EndBefore(c.in.From))
		}
	}
}

func (c *comparison) words(k timetable.Content) Words {
	s := c.subject[k.Subject]
	return Words{
		Teacher: c.names[k.Staff], Class: c.byID[k.Class].Name, Room: k.Room, Subject: timetable.SubjectFacts{Code: s.Code, Name: s.Name()},
		Weekday: k.Weekday, Shift: k.Shift, Number: k.Number, StartsAt: k.StartsAt, EndsAt: k.EndsAt, Group: k.Group, Turn: k.Turn,
	}
}

// weekIndex finds clashes without comparing each row with each other.
type weekIndex struct{ of map[[2]string][]placed }

func newWeek() *weekIndex { return &weekIndex{map[[2]string][]placed{}} }

func (w *weekIndex) keys(k timetable.Content) [2][2]string {
	return [2][2]string{{"staff", k.Staff}, {"class", k.Class}}
}

func (w *weekIndex) put(p placed) {
	for _, key := range w.keys(p.Content) {
		w.of[key] = append(w.of[key], p)
	}
}

func (w *weekIndex) clash(p placed) (other placed, what string, clash bool) {
	for _, key := range w.keys(p.Content) {
		for _, o := range w.of[key] {
			if what, clash := p.Clashes(o.Content); clash {
				return o, what, true
			}
		}
	}
	return placed{}, "", false
}
