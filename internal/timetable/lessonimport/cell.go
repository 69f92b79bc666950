package lessonimport

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/exchange/grid"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/naming"
	"talim/internal/timetable"
)

// Divided is what the cells of a grid are as rows. Lines count the cells: those of
// List of the grid.
type Divided struct {
	Rows    []Row
	Refused []Refusal // cells that are not understood, or lack what nothing determines
	Noted   []Refusal // cells that were taken with what the school knows
}

// Divide reads the cells of a grid by the words that a school knows. A teacher or a
// subject that a cell does not name is taken from the school where it has only one.
func Divide(ctx context.Context, c db.Conn, school string, from calendar.Date, cells []grid.Cell) (Divided, error) {
	now, err := readSchool(ctx, c, school, Import{From: from})
	if err != nil {
		return Divided{}, err
	}
	teaches, err := people.TeachersOf(ctx, c, school, from)
	if err != nil {
		return Divided{}, err
	}
	d := dividing{schoolNow: now, teaches: teaches}
	d.index()
	for i, x := range cells {
		d.cell(i+2, x)
	}
	return d.Divided, nil
}

// dividing is what a school knows, and what became of the cells.
type dividing struct {
	Divided
	schoolNow
	teaches map[string][]string    // subject code -> staff
	taught  map[[2]string][]string // class and subject -> staff of the lessons in force
	gives   map[[2]string][]string // staff and class -> subjects
}

// index gathers the lessons in force: the workload of classes and teachers.
func (d *dividing) index() {
	d.taught, d.gives = map[[2]string][]string{}, map[[2]string][]string{}
	for _, l := range d.lessons {
		addOnce(d.taught, [2]string{l.Class, l.Subject}, l.Staff)
		addOnce(d.gives, [2]string{l.Staff, l.Class}, l.Subject)
	}
}

func addOnce[K comparable](m map[K][]string, key K, value string) {
	if !slices.Contains(m[key], value) {
		m[key] = append(m[key], value)
	}
}

// know is what divides the text of a cell.
func (d *dividing) know() grid.Know {
	return grid.Know{
		Subject: func(text string) bool {
			if _, ok := d.subjects.Find(text); ok {
				return true
			}
			return timetable.UsualSubject(text)
		},
		Teacher: func(text string) bool {
			return len(d.teachers.codes[i18n.Fold(text)]) > 0 || d.nameAlone(text) && len(d.teachers.find(text)) > 0
		},
		Class: func(text string) bool { _, ok := d.classes[timetable.ClassKey(text)]; return ok },
	}
}

// nameParts are those of the longest name: family name, given name, patronymic.
const nameParts = 3

// nameAlone says whether a text has words of a name only: of "Ким В.Н. с/з" and "Ким Вера
// Физика" a part is no name.
func (d *dividing) nameAlone(text string) bool {
	words := strings.Fields(strings.ReplaceAll(text, ".", ". "))
	for i, w := range words {
		small := unicode.IsLower([]rune(w)[0]) && w != "қызы" && w != "ұлы"
		_, subject := d.subjects.Find(w)
		if small || strings.ContainsAny(w, "0123456789/⁄()") || i > 0 && !naming.HasInitials(w) && (subject || timetable.UsualSubject(w)) {
			return false
		}
	}
	return len(words) > 0 && len(words) <= nameParts+1 && (len(words) <= nameParts || words[nameParts] == "қызы" || words[nameParts] == "ұлы")
}

func (d *dividing) cell(line int, c grid.Cell) {
	lessons, wrong := c.Lessons(d.know())
	if wrong != nil {
		d.Refused = append(d.Refused, Refusal{line, *wrong})
		return
	}
	for _, l := range lessons {
		r := Row{
			Line: line, Place: c.Place, Teacher: l.Teacher, Class: l.Class, Subject: l.Subject, Room: l.Room, Group: l.Group, Turn: timetable.Turn(l.Week),
			Weekday: c.Weekday, Shift: c.Shift, Number: max(c.Number, 0), StartsAt: c.StartsAt, EndsAt: c.EndsAt,
		}
		if d.complete(&r) {
			d.Rows = append(d.Rows, r)
		}
	}
}

// complete gives a row the teacher or the subject that its cell does not name.
func (d *dividing) complete(r *Row) bool {
	switch {
	case r.Teacher == "":
		name, ok := d.teacherOf(*r)
		if !ok {
			d.Refused = append(d.Refused, Refusal{r.Line, fault.Say("timetable.import.teacher_missing", "Subject", r.Subject, "Class", r.Class)})
			return false
		}
		r.Teacher = name
		d.note(r.Line, "timetable.import.teacher_found", "Name", name, "Subject", r.Subject, "Class", r.Class)
	case r.Subject == "" && len(d.teachers.find(r.Teacher)) > 0: // who is unknown is said first
		name, ok := d.subjectOf(*r)
		if !ok {
			d.Refused = append(d.Refused, Refusal{r.Line, fault.Say("timetable.import.subject_missing", "Name", r.Teacher, "Class", r.Class)})
			return false
		}
		r.Subject = name
		d.note(r.Line, "timetable.import.subject_found", "Name", r.Teacher, "Class", r.Class)
	}
	return true
}

func (d *dividing) note(line int, key string, args ...any) {
	d.Noted = append(d.Noted, Refusal{line, fault.Say(key, args...)})
}

// teacherOf is the only one who has the subject in the class, or else in the school.
func (d *dividing) teacherOf(r Row) (string, bool) {
	subject, known := d.subjects.Find(r.Subject)
	code := subject.Code
	if !known {
		code = timetable.SubjectNamed(r.Subject).Code
	}
	of := d.teaches[code]
	if class, there := d.classes[timetable.ClassKey(r.Class)]; there && known {
		if now := d.taught[[2]string{class.ID, subject.ID}]; len(now) > 0 {
			of = now
		}
	}
	if len(of) != 1 || d.names[of[0]] == "" || len(d.teachers.find(d.names[of[0]])) != 1 {
		return "", false
	}
	return d.names[of[0]], true
}

// subjectOf is the only subject that a teacher has in the class, or else at all.
func (d *dividing) subjectOf(r Row) (string, bool) {
	staff := d.teachers.find(r.Teacher)
	if len(staff) != 1 {
		return "", false
	}
	if class, there := d.classes[timetable.ClassKey(r.Class)]; there {
		if now := d.gives[[2]string{staff[0], class.ID}]; len(now) == 1 {
			return d.subject[now[0]].Code, true
		}
	}
	var found []string
	for code, of := range d.teaches {
		if slices.Contains(of, staff[0]) {
			found = append(found, code)
		}
	}
	if len(found) != 1 {
		return "", false
	}
	return found[0], true
}
