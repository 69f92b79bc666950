package grid

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"talim/internal/calendar"
	"talim/internal/tabular"
)

// A week of a school, written as each layout and read back, is the same week.

// entry is a lesson as a test compares it; teacher and class in the words of the week.
type entry struct {
	Teacher, Class, Subject, Room string
	Day                           calendar.Weekday
	Shift, Number, Group          int
}

type words struct {
	days, short                  []string
	subjects, teachers           []string
	shift, lesson, room, classes string
	head                         [3]string
}

var languages = map[string]words{
	"ru": {
		days:     []string{"Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота"},
		short:    []string{"пн", "вт", "ср", "чт", "пт", "сб"},
		subjects: []string{"Математика", "Русский язык", "Физическая культура", "Англ. яз.", "История Казахстана", "Химия"},
		teachers: []string{"Иванова А.П.", "Ким В.Н.", "Семёнов П.А.", "Садыкова-Пак М.О.", "Омаров Д.М.", "Юсупова Л.", "Ли Т.", "Абаева Р.С.", "Жұмабай А.Қ.", "Петров И.С.", "Әлиев Е.", "Гук О.О."},
		shift:    "%d смена", lesson: "%d урок", room: "каб. %s", classes: "%s класс", head: [3]string{"День", "№ урока", "Учитель"},
	},
	"kk": {
		days:     []string{"ДҮЙСЕНБІ", "СЕЙСЕНБІ", "СӘРСЕНБІ", "БЕЙСЕНБІ", "ЖҰМА", "СЕНБІ"},
		short:    []string{"Дс", "Сс", "Ср", "Бс", "Жм", "Сб"},
		subjects: []string{"Алгебра", "Қазақ тілі", "Дене шынықтыру", "Ағылшын тілі", "Қазақстан тарихы", "Жаратылыстану"},
		teachers: []string{"Ахметова Г.С.", "Нұрланов А.Б.", "Әбдірахман Д.", "Қанатқызы А.Ө.", "Ким В.", "Омар Ж.Ж.", "Ли А.", "Ұлпан С.С.", "Ыбырай М.", "Іңкәр Т.Т.", "Үсен Қ.", "Ғани Б.Б."},
		shift:    "%d-ауысым", lesson: "%d-сабақ", room: "%s-каб.", classes: "%s сынып", head: [3]string{"Апта күні", "Сабақ", "Мұғалімнің аты-жөні"},
	},
}

type school struct {
	words
	rnd     *rand.Rand
	days    int
	classes [3][]string // by shift
	lessons []entry
}

// hours of a shift.
const hours = 6

func newSchool(seed uint64, language string) *school {
	s := &school{words: languages[language], rnd: rand.New(rand.NewPCG(seed, 7))}
	s.days = 5 + s.rnd.IntN(2)
	s.classes[1], s.classes[2] = []string{"5А", "9Ә", "11Б"}, []string{"6А", "7Б"}
	for shift := 1; shift <= 2; shift++ {
		for d := range s.days {
			for n := 1; n <= hours; n++ {
				s.hour(shift, calendar.Weekday(d+1), n)
			}
		}
	}
	return s
}

// hour fills one hour of all classes of a shift: single lessons, divided classes, and now
// and then a lesson of two classes together.
func (s *school) hour(shift int, day calendar.Weekday, n int) {
	free := s.rnd.Perm(len(s.teachers))
	next := func() string {
		t := s.teachers[free[0]]
		free = free[1:]
		return t
	}
	room := func() string { return fmt.Sprint(100 + s.rnd.IntN(300)) }
	var before *entry
	for _, class := range s.classes[shift] {
		e := entry{Class: class, Day: day, Shift: shift, Number: n, Subject: s.subjects[s.rnd.IntN(len(s.subjects))], Room: room()}
		switch k := s.rnd.IntN(10); {
		case k == 0 && n > 1:
			before = nil
			continue
		case k == 1:
			for g := 1; g <= 2; g++ {
				e.Group, e.Teacher, e.Room = g, next(), room()
				s.lessons = append(s.lessons, e)
			}
			before = nil
			continue
		case k == 2 && before != nil:
			e.Teacher, e.Subject, e.Room = before.Teacher, before.Subject, before.Room
		default:
			e.Teacher = next()
		}
		s.lessons = append(s.lessons, e)
		before = &s.lessons[len(s.lessons)-1]
	}
}

func (s *school) know() Know {
	return Know{
		Subject: func(t string) bool { return slices.Contains(s.subjects, t) },
		Teacher: func(t string) bool { return slices.Contains(s.teachers, t) },
	}
}

func (s *school) at(shift int, day calendar.Weekday, n int, of func(entry) bool) []entry {
	var out []entry
	for _, e := range s.lessons {
		if (shift == 0 || e.Shift == shift) && e.Day == day && e.Number == n && of(e) {
			out = append(out, e)
		}
	}
	return out
}

func byClass(name string) func(entry) bool { return func(e entry) bool { return e.Class == name } }

func byTeacher(name string) func(entry) bool { return func(e entry) bool { return e.Teacher == name } }

// inClass is the text of a cell in the grid of a class, in one of the usual ways.
func (s *school) inClass(all []entry, style int, room bool) string {
	if len(all) == 0 {
		return []string{"", "-", "—"}[style%3]
	}
	where := func(e entry) string {
		if !room {
			return ""
		}
		return " " + fmt.Sprintf(s.room, e.Room)
	}
	if len(all) == 2 && all[0].Subject == all[1].Subject {
		return all[0].Subject + "\n" + all[0].Teacher + where(all[0]) + " / " + all[1].Teacher + where(all[1])
	}
	var parts []string
	for _, e := range all {
		switch style % 3 {
		case 0:
			parts = append(parts, e.Subject+"\n"+e.Teacher+where(e))
		case 1:
			parts = append(parts, e.Subject+" ("+e.Teacher+")"+where(e))
		default:
			parts = append(parts, e.Subject+" "+e.Teacher+where(e))
		}
	}
	return strings.Join(parts, "\n")
}

// ofTeacherText is the text of a cell in the grid of a teacher.
func (s *school) ofTeacherText(all []entry) string {
	if len(all) == 0 {
		return ""
	}
	var classes []string
	for _, e := range all {
		classes = append(classes, e.Class)
	}
	text := strings.Join(classes, ", ") + "\n" + all[0].Subject + " " + fmt.Sprintf(s.room, all[0].Room)
	if g := all[0].Group; g > 0 {
		text += " " + map[string]string{"Понедельник": fmt.Sprintf("(%d гр.)", g), "ДҮЙСЕНБІ": fmt.Sprintf("%d-топ", g)}[s.words.days[0]]
	}
	return text
}

// table is a sheet that is being written.
type table struct {
	cells  [][]string
	merged []tabular.Range
}

func (t *table) set(row, col int, text string) {
	for len(t.cells) <= row {
		t.cells = append(t.cells, nil)
	}
	for len(t.cells[row]) <= col {
		t.cells[row] = append(t.cells[row], "")
	}
	t.cells[row][col] = text
}

func (t *table) merge(row, col, toRow, toCol int) {
	t.merged = append(t.merged, tabular.Range{FirstColumn: col, LastColumn: toCol, FirstLine: row + 1, LastLine: toRow + 1})
}

func (t *table) turn() *table {
	out := &table{}
	for r, row := range t.cells {
		for c, text := range row {
			out.set(c, r, text)
		}
	}
	for _, m := range t.merged {
		out.merge(m.FirstColumn, m.FirstLine-1, m.LastColumn, m.LastLine-1)
	}
	return out
}

func (t *table) sheet(name string) tabular.Sheet {
	rows, err := tabular.Rows(t.cells)
	if err != nil {
		panic(err)
	}
	return tabular.Sheet{Name: name, Rows: rows, Merged: t.merged}
}

// classes writes classes across the top and days and hours down the left, from a row on.
func (s *school) classTable(t *table, row, col, shift int, merged, rooms bool) int {
	t.set(row, col, s.head[0])
	t.set(row, col+1, s.head[1])
	step := 1
	if rooms {
		step = 2
	}
	for i, class := range s.classes[shift] {
		t.set(row, col+2+i*step, class)
		if rooms {
			t.set(row, col+3+i*step, "каб")
		}
	}
	for d := range s.days {
		first := row + 1
		for n := 1; n <= hours; n++ {
			row++
			if n == 1 {
				t.set(row, col, s.words.days[d])
			}
			t.set(row, col+1, fmt.Sprint(n))
			for i, class := range s.classes[shift] {
				all := s.at(shift, calendar.Weekday(d+1), n, byClass(class))
				t.set(row, col+2+i*step, s.inClass(all, d+n+i, !rooms))
				if rooms {
					t.set(row, col+3+i*step, roomsOf(all))
				}
			}
		}
		if merged {
			t.merge(first, col, row, col)
		}
	}
	return row
}

func roomsOf(all []entry) string {
	var out []string
	for _, e := range all {
		out = append(out, e.Room)
	}
	return strings.Join(out, "/")
}

func (s *school) teacherTable(shift int) *table {
	t := &table{}
	t.set(0, 0, "Расписание учителей")
	t.set(2, 0, "№")
	t.set(2, 1, s.head[2])
	for d := range s.days {
		t.set(1, 2+d*hours, s.words.days[d])
		t.merge(1, 2+d*hours, 1, 1+(d+1)*hours)
		for n := 1; n <= hours; n++ {
			t.set(2, 1+d*hours+n, fmt.Sprint(n))
			for i, teacher := range s.teachers {
				t.set(3+i, 0, fmt.Sprint(i+1))
				t.set(3+i, 1, teacher)
				t.set(3+i, 1+d*hours+n, s.ofTeacherText(s.at(shift, calendar.Weekday(d+1), n, byTeacher(teacher))))
			}
		}
	}
	return t
}

// dayTable is one day: hours down, classes across.
func (s *school) dayTable(shift, day int) *table {
	t := &table{}
	t.set(0, 0, s.head[1])
	for i, class := range s.classes[shift] {
		t.set(0, 1+i, class)
		for n := 1; n <= hours; n++ {
			t.set(n, 0, fmt.Sprintf(s.lesson, n))
			t.set(n, 1+i, s.inClass(s.at(shift, calendar.Weekday(day+1), n, byClass(class)), n, true))
		}
	}
	return t
}

// ownTable is the week of one class or one teacher: days across.
func (s *school) ownTable(shift int, text func(calendar.Weekday, int) string) *table {
	t := &table{}
	t.set(0, 0, "№")
	for d := range s.days {
		t.set(0, 1+d, s.short[d])
		for n := 1; n <= hours; n++ {
			t.set(n, 0, fmt.Sprint(n))
			t.set(n, 1+d, text(calendar.Weekday(d+1), n))
		}
	}
	return t
}

// layouts write the lessons of one shift (1), or of both (0).
var layouts = map[string]struct {
	shift int
	said  bool // the shift is written in the file
	write func(*school) []tabular.Sheet
}{
	"classes across, days merged": {1, false, func(s *school) []tabular.Sheet {
		t := &table{}
		t.set(0, 0, "Расписание уроков на 2026-2027 учебный год")
		s.classTable(t, 2, 0, 1, true, false)
		return []tabular.Sheet{t.sheet("Лист1")}
	}},
	"classes across with rooms, days written once": {1, false, func(s *school) []tabular.Sheet {
		t := &table{}
		s.classTable(t, 0, 0, 1, false, true)
		return []tabular.Sheet{t.sheet("")}
	}},
	"classes down": {1, false, func(s *school) []tabular.Sheet {
		t := &table{}
		s.classTable(t, 0, 0, 1, true, false)
		return []tabular.Sheet{t.turn().sheet("Парақ1")}
	}},
	"teachers down": {1, false, func(s *school) []tabular.Sheet {
		return []tabular.Sheet{s.teacherTable(1).sheet("Sheet1")}
	}},
	"teachers across": {1, false, func(s *school) []tabular.Sheet {
		return []tabular.Sheet{s.teacherTable(1).turn().sheet("Sheet1")}
	}},
	"a sheet a day": {1, false, func(s *school) []tabular.Sheet {
		var out []tabular.Sheet
		for d := range s.days {
			out = append(out, s.dayTable(1, d).sheet(s.words.days[d]))
		}
		return out
	}},
	"a sheet a class": {1, false, func(s *school) []tabular.Sheet {
		var out []tabular.Sheet
		for i, class := range s.classes[1] {
			t := s.ownTable(1, func(d calendar.Weekday, n int) string { return s.inClass(s.at(1, d, n, byClass(class)), i, true) })
			out = append(out, t.sheet(fmt.Sprintf(s.words.classes, class)))
		}
		return out
	}},
	"a sheet a teacher": {1, false, func(s *school) []tabular.Sheet {
		var out []tabular.Sheet
		for _, teacher := range s.teachers {
			t := s.ownTable(1, func(d calendar.Weekday, n int) string { return s.ofTeacherText(s.at(1, d, n, byTeacher(teacher))) })
			out = append(out, t.sheet(teacher))
		}
		return out
	}},
	"a sheet a shift": {0, true, func(s *school) []tabular.Sheet {
		one, two := &table{}, &table{}
		s.classTable(one, 0, 0, 1, true, false)
		s.classTable(two, 0, 0, 2, false, false)
		return []tabular.Sheet{one.sheet(fmt.Sprintf(s.words.shift, 1)), two.sheet(fmt.Sprintf(s.words.shift, 2))}
	}},
	"two shifts under each other": {0, true, func(s *school) []tabular.Sheet {
		t := &table{}
		t.set(0, 0, fmt.Sprintf(s.words.shift, 1))
		t.merge(0, 0, 0, 4)
		row := s.classTable(t, 1, 0, 1, true, false)
		t.set(row+2, 0, "II "+strings.TrimLeft(strings.TrimPrefix(s.words.shift, "%d"), " -"))
		t.merge(row+2, 0, row+2, 4)
		s.classTable(t, row+3, 0, 2, true, false)
		return []tabular.Sheet{t.sheet("Лист1")}
	}},
	"two shifts side by side": {0, true, func(s *school) []tabular.Sheet {
		t := &table{}
		t.set(0, 2, fmt.Sprintf(s.words.shift, 1))
		t.merge(0, 2, 0, 4)
		t.set(0, 7, fmt.Sprintf(s.words.shift, 2))
		t.merge(0, 7, 0, 8)
		s.classTable(t, 1, 0, 1, true, false)
		s.classTable(t, 1, 5, 2, true, false)
		return []tabular.Sheet{t.sheet("Лист1")}
	}},
	"the second shift of a day below the first": {0, true, func(s *school) []tabular.Sheet {
		t := &table{}
		row := 0
		for d := range s.days {
			first := row
			for shift := 1; shift <= 2; shift++ {
				for i, class := range s.classes[shift] {
					t.set(row, 2+i, class)
				}
				for n := 1; n <= hours; n++ {
					row++
					t.set(row, 1, fmt.Sprint(n))
					for i, class := range s.classes[shift] {
						t.set(row, 2+i, s.inClass(s.at(shift, calendar.Weekday(d+1), n, byClass(class)), n, true))
					}
				}
				row++
			}
			t.set(first, 0, s.words.days[d])
			t.merge(first, 0, row-1, 0)
		}
		return []tabular.Sheet{t.sheet("Лист1")}
	}},
	"days as lines of their own": {1, false, func(s *school) []tabular.Sheet {
		t := &table{}
		for i, class := range s.classes[1] {
			t.set(0, 1+i, class)
		}
		row := 1
		for d := range s.days {
			t.set(row, 0, s.words.days[d])
			t.merge(row, 0, row, 3)
			for n := 1; n <= hours; n++ {
				row++
				t.set(row, 0, fmt.Sprint(n))
				for i, class := range s.classes[1] {
					t.set(row, 1+i, s.inClass(s.at(1, calendar.Weekday(d+1), n, byClass(class)), n, true))
				}
			}
			row++
		}
		return []tabular.Sheet{t.sheet("Лист1")}
	}},
	"the teacher below the subject": {1, false, func(s *school) []tabular.Sheet {
		t := &table{}
		for i, class := range s.classes[1] {
			t.set(0, 2+i, fmt.Sprintf(s.words.classes, class))
		}
		row := 1
		for d := range s.days {
			t.set(row, 0, strings.ToUpper(s.words.days[d]))
			for n := 1; n <= hours; n++ {
				t.set(row, 1, fmt.Sprint(n))
				for i, class := range s.classes[1] {
					all := s.at(1, calendar.Weekday(d+1), n, byClass(class))
					if len(all) == 0 {
						continue
					}
					var teachers, rooms []string
					for _, e := range all {
						teachers, rooms = append(teachers, e.Teacher), append(rooms, e.Room)
					}
					t.set(row, 2+i, all[0].Subject)
					t.set(row+1, 2+i, strings.Join(teachers, " / "))
					t.set(row+2, 2+i, strings.Join(rooms, " / "))
				}
				t.set(row+2, 9, "")
				row += 3
			}
		}
		return []tabular.Sheet{t.sheet("Лист1")}
	}},
}

func TestWeeksAreReadBack(t *testing.T) {
	for name, l := range layouts {
		for language := range languages {
			for seed := range uint64(8) {
				s := newSchool(seed, language)
				if !compare(t, fmt.Sprintf("%s, %s, %d", name, language, seed), s, l.shift, l.said, l.write(s)) {
					break
				}
			}
		}
	}
}

func compare(t *testing.T, name string, s *school, shift int, said bool, sheets []tabular.Sheet) bool {
	t.Helper()
	want := map[entry]bool{}
	for _, e := range s.lessons {
		if shift != 0 && e.Shift != shift {
			continue
		}
		if !said {
			e.Shift = 0
		}
		want[e] = true
	}
	table, ok, err := Read(t.Context(), sheets)
	if err != nil || !ok || len(table.Left) > 0 {
		t.Errorf("%s: %v, %v, %v", name, ok, err, table.Left)
		return false
	}
	for _, c := range table.Cells {
		lessons, wrong := c.Lessons(s.know())
		if wrong != nil {
			t.Errorf("%s: %s %q: %+v", name, c.Place, c.Lines, *wrong)
			return false
		}
		for _, l := range lessons {
			e := entry{l.Teacher, l.Class, l.Subject, l.Room, c.Weekday, c.Shift, c.Number, l.Group}
			if !said {
				e.Shift = 0
			}
			if !want[e] {
				t.Errorf("%s: %s %q: %+v", name, c.Place, c.Lines, e)
				return false
			}
			delete(want, e)
		}
	}
	for e := range want {
		t.Errorf("%s: not read: %+v", name, e)
		return false
	}
	return true
}

// A large school: forty classes, six days, ten lessons, two shifts.
func BenchmarkLargeSchool(b *testing.B) {
	s := newSchool(1, "ru")
	t := &table{}
	row := 0
	for shift := 1; shift <= 2; shift++ {
		t.set(row, 0, fmt.Sprintf(s.words.shift, shift))
		row++
		for c := range 40 {
			t.set(row, 2+c, fmt.Sprintf("%d%c", shift+2*(c/8), 'А'+c%8))
		}
		for d := range 6 {
			for n := 1; n <= 10; n++ {
				row++
				t.set(row, 0, s.words.days[d])
				t.set(row, 1, fmt.Sprint(n))
				for c := range 40 {
					t.set(row, 2+c, fmt.Sprintf("%s\n%s каб. %d", s.subjects[(c+n)%6], s.teachers[(c+d)%12], 100+c))
				}
			}
		}
		row += 2
	}
	sheets := []tabular.Sheet{t.sheet("1")}
	b.ReportAllocs()
	for b.Loop() {
		table, _, err := Read(b.Context(), sheets)
		n := 0
		for _, c := range table.Cells {
			if _, wrong := c.Lessons(s.know()); wrong == nil {
				n++
			}
		}
		if err != nil || n != 4800 {
			b.Fatal(n, err)
		}
	}
}
