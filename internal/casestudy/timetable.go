package casestudy

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"talim/internal/calendar"
	"talim/internal/i18n"
)

// Bell is one period of one shift.
type Bell struct {
	Shift, Period int
	Starts, Ends  calendar.Clock
}

// Class is a class of pupils.
type Class struct {
	Name      string
	ShortName string // in Latin letters and digits
	Grade     int    // 0 before school
	Shift     int
	Students  int
	Language  i18n.Language // of instruction
	Gymnasium bool
}

// Subject is a subject of the timetable.
type Subject struct {
	Code string // "Math"
	Name i18n.Text
}

// Lesson is one weekly lesson of one teacher. Two lessons of one class at one
// time are two groups, or two teachers of one lesson.
type Lesson struct {
	Staff, Class  string
	Subject       string // code
	Room          i18n.Text
	Weekday       calendar.Weekday
	Shift, Period int
	Starts, Ends  calendar.Clock
	Group         int // 0 for the whole class
}

func loadBells(s *School, code string) error {
	all, err := ofSchool("bells.csv", code, func(r row) Bell {
		return Bell{Shift: r.count("shift"), Period: r.count("period"), Starts: r.clock("start"), Ends: r.clock("end")}
	})
	s.Bells = all
	return err
}

func loadClasses(s *School, code string) error {
	all, err := read(files, "classes_"+folder[code]+".csv", func(r row) Class {
		c := Class{
			Name: r.text("class"), ShortName: r.text("ascii_code"), Grade: grade(r),
			Shift: r.count("shift"), Students: r.count("students"),
			Language:  map[string]i18n.Language{"Kazakh": i18n.Kazakh, "Russian": i18n.Russian}[r.text("language")],
			Gymnasium: r.text("stream") == "gymnasium",
		}
		if c.ShortName == "" {
			c.ShortName = c.Name
		}
		return c
	})
	s.Classes = all
	return err
}

func grade(r row) int {
	if r.text("grade") == "pre-school" {
		return 0
	}
	return r.count("grade")
}

// allSubjects reads the subjects of the three schools; the timetables call them by the English name.
func allSubjects() ([]Subject, error) {
	return read(files, "subjects.csv", func(r row) Subject {
		return Subject{Code: r.text("short"), Name: i18n.Text{KK: r.text("kk"), RU: r.text("ru"), EN: r.text("subject")}}
	})
}

func loadLessons(s *School, code string) error {
	subjects, err := allSubjects()
	if err != nil {
		return err
	}
	codes := make(map[string]string, len(subjects))
	for _, subject := range subjects {
		codes[subject.Name.EN] = subject.Code
	}
	s.Lessons, err = read(files, "timetable_"+folder[code]+".csv", func(r row) Lesson {
		if codes[r.text("subject")] == "" {
			r.fault("subject", &MissingError{What: "subject", Code: r.text("subject")})
		}
		return Lesson{
			Staff: r.text("teacher"), Class: r.text("class"), Subject: codes[r.text("subject")], Room: room(r.text("room")),
			Weekday: weekday(r), Shift: r.count("shift"), Period: r.count("period"),
			Starts: r.clock("start"), Ends: r.clock("end"), Group: r.count("group"),
		}
	})
	return err
}

// loadSubjects keeps the subjects that somebody teaches here.
func loadSubjects(s *School, _ string) error {
	all, err := allSubjects()
	s.Subjects = slices.DeleteFunc(all, func(subject Subject) bool {
		return !slices.ContainsFunc(s.Staff, func(p Staff) bool { return slices.Contains(p.Teaches, subject.Code) })
	})
	return err
}

var weekdays = []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}

func weekday(r row) calendar.Weekday {
	i := slices.Index(weekdays, r.text("day"))
	if i < 0 {
		r.fault("day", &MissingError{What: "weekday", Code: r.text("day")})
	}
	return calendar.Weekday(i + 1)
}

// roomWords translates the kinds of room; %s is the number.
var roomWords = []struct {
	english string
	name    i18n.Text
}{
	{"Room ", i18n.Text{KK: "%s-кабинет", RU: "Кабинет %s", EN: "Room %s"}},
	{"Sports hall", i18n.Text{KK: "Спорт залы %s", RU: "Спортивный зал %s", EN: "Sports hall %s"}},
	{"Small sports hall", i18n.Text{KK: "Шағын спорт залы %s", RU: "Малый спортивный зал %s", EN: "Small sports hall %s"}},
	{"Workshop ", i18n.Text{KK: "%s-шеберхана", RU: "Мастерская %s", EN: "Workshop %s"}},
}

// labs names the rooms that the source gives a purpose, by the word in brackets.
var labs = map[string]i18n.Text{
	"Physics": {KK: "физика", RU: "физика", EN: "physics"},
	"Biology": {KK: "биология", RU: "биология", EN: "biology"},
	"ICT":     {KK: "информатика", RU: "информатика", EN: "ICT"},
}

// room gives "Room 26 (Physics lab)" a name in each language; block numbers
// such as "S-12" are the same in all.
func room(english string) i18n.Text {
	plain, lab, _ := strings.Cut(strings.TrimSuffix(english, ")"), " (")
	for _, w := range roomWords {
		if number, ok := strings.CutPrefix(plain, w.english); ok {
			return numbered(w.name, strings.TrimSpace(number), labs[strings.SplitN(lab, " ", 2)[0]])
		}
	}
	return i18n.Text{KK: english, RU: english, EN: english}
}

func numbered(name i18n.Text, number string, lab i18n.Text) i18n.Text {
	say := func(pattern, purpose string) string {
		text := strings.TrimSpace(fmt.Sprintf(pattern, number))
		if purpose != "" {
			text += " (" + purpose + ")"
		}
		return text
	}
	return i18n.Text{KK: say(name.KK, lab.KK), RU: say(name.RU, lab.RU), EN: say(name.EN, lab.EN)}
}

// Year is the school year of the fieldwork with its terms and holidays.
type Year struct {
	Label string // "2013-2014"
	calendar.Period
	Terms    []Term
	Holidays []Holiday
}

// Term is a quarter of the school year.
type Term struct {
	Number int
	calendar.Period
}

// Holiday is a time without lessons.
type Holiday struct {
	Name i18n.Text
	calendar.Period
}

// SchoolYear reads the calendar. Only the first and the last day of the year
// are source; terms and holidays are derived.
func SchoolYear() (Year, error) {
	var y Year
	rows, err := rowsOf(files, "calendar.csv")
	if err != nil {
		return y, err
	}
	for _, r := range rows {
		switch p := r.period(); r.text("kind") {
		case "year":
			y.Period = p
			y.Label = strconv.Itoa(p.Starts.Time().Year()) + "-" + strconv.Itoa(p.Ends.Time().Year())
		case "term":
			y.Terms = append(y.Terms, Term{Number: r.count("number"), Period: p})
		case "holiday":
			y.Holidays = append(y.Holidays, Holiday{Name: r.translated("name"), Period: p})
		}
		if len(*r.faults) > 0 {
			return y, (*r.faults)[0]
		}
	}
	return y, nil
}

// Workload is a row of the workload table of Auyl in 2012-2013 (Appendix N).
type Workload struct {
	Subject string // as printed, in English
	Grades  string
	Hours   int     // a week, all grades together
	Stavkas float64 // as printed
	Staff   int
}

// AuylWorkload reads the table; several rows of one subject may share a cell of
// teachers, which then stands in the first of them.
func AuylWorkload() ([]Workload, error) {
	return read(files, "workload_auyl.csv", func(r row) Workload {
		return Workload{
			Subject: r.text("subject"), Grades: r.text("grades"), Hours: r.count("hours_per_week"),
			Stavkas: r.number("stavkas"), Staff: r.count("teachers"),
		}
	})
}
