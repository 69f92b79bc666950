package exchange

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"talim/internal/fault"
	"talim/internal/tabular"
)

// Format is the kind of file that was recognised.
type Format string

// The formats; the message of each is "exchange.format.<format>".
const (
	ASC       Format = "asc"
	FET       Format = "fet"
	FETTable  Format = "fet_csv"
	OneRoster Format = "oneroster"
	Grid      Format = "grid" // a table laid out for people (package grid)
)

// Book is what a file says of a school.
type Book struct {
	Format   Format
	Teachers []Teacher
	Lessons  []Lesson
	Counts   Counts
	Ignored  []fault.Message // what the file holds and the book does not
	Partial  bool            // the file holds changes only: who is not in it has not left

	someWeeks  []string // lessons of the first of several weeks, or of the first term: taken for every week
	otherWeeks []string // lessons of the others: left out
}

// Counts is how much of everything a file holds.
type Counts struct {
	Teachers, Classes, Groups, Subjects, Rooms, Lessons int
}

// Teacher is a person of a file.
type Teacher struct {
	Label      string // as lessons name the person
	Code       string // "" where the file has a name only
	FamilyName string
	GivenName  string
	Patronymic string
	Gender     string
	Phone      string
	Email      string
	Subjects   []string
}

// Lesson is one hour of one teacher with one class.
type Lesson struct {
	Teacher string // Label
	Short   string // another name of the same person, "" for none
	Class   string
	Group   int // 0: the whole class
	Subject string
	Room    string
	Day     string // 1 is Monday, or the word of the file where it means no day we know
	Hour    int    // of the day, from 1, whatever the shift; 0 where only the time is known, and before the first
	Starts  string // as in the file, "" where it does not say
	Ends    string
	Week    int // 1 or 2 of two that take turns; 0 for every week
}

// named makes a teacher of a name as people write it: a text without spaces that
// has a digit is a code, everything else family name, given name, patronymic. A name in
// capital letters is written as names are.
func named(label string) Teacher {
	t := Teacher{Label: label}
	if isCode(label) {
		t.Code = label
		return t
	}
	name := label
	if strings.ToUpper(label) == label && strings.Contains(label, " ") {
		name = capitalised(label)
	}
	parts := strings.Fields(strings.ReplaceAll(name, ".", ". "))
	for i, to := range []*string{&t.FamilyName, &t.GivenName} {
		if i < len(parts) {
			*to = parts[i]
		}
	}
	if len(parts) > 2 {
		t.Patronymic = strings.Join(parts[2:], " ")
	}
	return t
}

// longestCode is how many characters a code without digits has at most.
const longestCode = 8

func isCode(label string) bool {
	if strings.Contains(label, " ") {
		return false
	}
	short := utf8.RuneCountInString(label) <= longestCode
	return strings.ContainsFunc(label, unicode.IsDigit) || short && strings.ToUpper(label) == label && strings.Contains(label, "-")
}

// capitalised writes each part of a name with one capital letter.
func capitalised(name string) string {
	begins := true
	return strings.Map(func(r rune) rune {
		first := begins
		begins = !unicode.IsLetter(r) && r != '\'' && r != '’'
		if first {
			return unicode.ToUpper(r)
		}
		return unicode.ToLower(r)
	}, name)
}

// Person makes a teacher of a name in a list of lessons.
func Person(label string) Teacher { return named(label) }

// StaffTable is the list of the teachers, with a header as staff lists have it.
func (b Book) StaffTable() ([]tabular.Row, error) {
	table := [][]string{{"code", "family_name", "given_name", "patronymic", "subjects", "gender", "phone", "email"}}
	for _, t := range b.Teachers {
		table = append(table, []string{
			t.Code, t.FamilyName, t.GivenName, t.Patronymic, strings.Join(t.Subjects, "; "), t.Gender, t.Phone, t.Email,
		})
	}
	return tabular.Rows(table)
}

// LessonTable is the list of the lessons, with a header as timetables have it.
func (b Book) LessonTable() ([]tabular.Row, error) {
	table := [][]string{{"teacher", "short", "class", "subject", "room", "day", "period", "start", "end", "shift", "group", "week"}}
	shifts := b.shifts()
	for _, l := range b.Lessons {
		shift, number := shifts.of(l)
		table = append(table, []string{
			l.Teacher, l.Short, l.Class, l.Subject, l.Room, l.Day, written(number), l.Starts, l.Ends, written(shift), written(l.Group), written(l.Week),
		})
	}
	return tabular.Rows(table)
}

// written leaves the cell of an unknown number empty.
func written(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// shiftsFrom is where the second shift of a school may begin at the earliest.
const shiftsFrom = 5

// shifts tells the classes of the second shift. Tools number the hours of a day
// through (1 to 12 in a school of two shifts).
type shifts struct {
	second map[string]bool
	begins int // hour of the day at which the second shift begins
}

// shifts finds the hour that divides the classes of a school: those of the first
// shift end with it at the latest, those of the second begin with it at the earliest.
// (In Audan the two share an hour.) Where no hour does, the school has one shift.
func (b Book) shifts() shifts {
	type span struct{ first, last int }
	spans := map[string]span{}
	for _, l := range b.Lessons {
		if l.Hour == 0 {
			continue
		}
		s, known := spans[l.Class]
		if !known {
			s = span{l.Hour, l.Hour}
		}
		spans[l.Class] = span{min(s.first, l.Hour), max(s.last, l.Hour)}
	}
	for at := shiftsFrom; at <= 16; at++ {
		out := shifts{second: map[string]bool{}, begins: 99}
		divides := true
		for class, s := range spans {
			switch {
			case s.first >= at:
				out.second[class], out.begins = true, min(out.begins, s.first)
			case s.last > at:
				divides = false
			}
		}
		if divides && len(out.second) > 0 && len(out.second) < len(spans) {
			return out
		}
	}
	return shifts{begins: 1}
}

// of gives shift and number of a lesson; in a school of one shift the shift is left
// to the bells.
func (s shifts) of(l Lesson) (shift, number int) {
	switch {
	case l.Hour == 0 || len(s.second) == 0:
		return 0, l.Hour
	case s.second[l.Class]:
		return 2, l.Hour - s.begins + 1
	}
	return 1, l.Hour
}

// count fills the counts that the file does not give itself.
func (b *Book) count() {
	teachers, classes, groups, subjects, rooms := set{}, set{}, set{}, set{}, set{}
	for _, l := range b.Lessons {
		teachers.add(l.Teacher)
		classes.add(l.Class)
		subjects.add(l.Subject)
		rooms.add(l.Room)
		if l.Group > 0 {
			groups.add(l.Class + " " + written(l.Group))
		}
	}
	c := &b.Counts
	c.Teachers, c.Classes = cmp.Or(c.Teachers, max(len(teachers), len(b.Teachers))), cmp.Or(c.Classes, len(classes))
	c.Groups, c.Subjects = cmp.Or(c.Groups, len(groups)), cmp.Or(c.Subjects, len(subjects))
	c.Rooms, c.Lessons = cmp.Or(c.Rooms, len(rooms)), len(b.Lessons)
}

type set map[string]bool

func setOf(names ...string) set {
	s := set{}
	for _, n := range names {
		s.add(n)
	}
	return s
}

func (s set) add(x string) {
	if x != "" {
		s[x] = true
	}
}

func (s set) sorted() []string {
	var all []string
	for x := range s {
		all = append(all, x)
	}
	slices.Sort(all)
	return all
}

// ignored says that n things of the file are not in the book.
func (b *Book) ignored(key string, n int) {
	if n > 0 {
		b.Ignored = append(b.Ignored, fault.Say(key, "Count", n))
	}
}

// add appends a lesson, up to what a table may hold. The name of its subject may say that
// it is of every other week.
func (b *Book) add(l Lesson) error {
	subject, week := tabular.TurnBehind(l.Subject)
	if week != 0 && l.Week == 0 {
		l.Subject, l.Week = subject, week
	}
	b.Lessons = append(b.Lessons, l)
	return maxOf("lessons", len(b.Lessons))
}

// sayWeeks says what became of lessons of more weeks than two, or of one term.
func (b *Book) sayWeeks() {
	b.named("exchange.ignored.odd_weeks", b.otherWeeks)
	b.named("exchange.ignored.some_weeks", b.someWeeks)
}

// named says how many lessons something is true of, and which.
func (b *Book) named(key string, lessons []string) {
	if len(lessons) > 0 {
		b.Ignored = append(b.Ignored, fault.Say(key, "Count", len(lessons), "Names", someNames(lessons)))
	}
}

// dutyOf names who is busy with what.
func dutyOf(teachers []string, subject string) string {
	return strings.Join(teachers, ", ") + " – " + subject
}

// duties says which hours have no class.
func (b *Book) duties(all []string) {
	if len(all) == 0 {
		return
	}
	b.ignored("exchange.ignored.no_class", len(all))
	b.Ignored = append(b.Ignored, fault.Say("exchange.ignored.duties", "Names", someNames(all)))
}

// someNames joins names, each once and not too many.
func someNames(all []string) string {
	names := slices.Compact(slices.Sorted(slices.Values(all)))
	if len(names) > namedAtMost {
		return strings.Join(names[:namedAtMost], "; ") + "…"
	}
	return strings.Join(names, "; ")
}
