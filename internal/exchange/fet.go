package exchange

import (
	"cmp"
	"encoding/xml"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"talim/internal/bounded"
	"talim/internal/fault"
	"talim/internal/tabular"
)

// fet gathers the lists of a document of FET. A lesson is an activity that stands at
// one time: FET keeps it as a constraint of the whole weight.
type fet struct {
	days       []string
	hours      []fetHour
	sets       map[string][]studentSet // students set -> classes and groups
	teachers   map[string]Teacher
	order      []string
	years      int
	groups     int
	subjects   int
	rooms      int
	activities []fetActivity
	times      map[string]fetTime
	places     map[string]string

	unplaced, noTeacher, noClass, wishes int
}

type fetHour struct{ name, starts, ends string }

// studentSet is a class, or one of its groups.
type studentSet struct {
	class string
	group int
}

type fetNamed struct {
	Name     string `xml:"Name"`
	LongName string `xml:"Long_Name"`
	Code     string `xml:"Code"`
}

type fetActivity struct {
	ID       string   `xml:"Id"`
	Teachers []string `xml:"Teacher"`
	Subject  string   `xml:"Subject"`
	Students []string `xml:"Students"`
	Duration int      `xml:"Duration"`
	Active   string   `xml:"Active"`
}

type fetTime struct {
	Weight   string `xml:"Weight_Percentage"`
	Activity string `xml:"Activity_Id"`
	Day      string `xml:"Preferred_Day"`
	Hour     string `xml:"Preferred_Hour"`
	Active   string `xml:"Active"`
}

type fetPlace struct {
	Weight   string   `xml:"Weight_Percentage"`
	Activity string   `xml:"Activity_Id"`
	Room     string   `xml:"Room"`
	Real     []string `xml:"Real_Room"`
	Active   string   `xml:"Active"`
}

type fetYear struct {
	fetNamed
	Groups []struct {
		fetNamed
		Subgroups []fetNamed `xml:"Subgroup"`
	} `xml:"Group"`
}

func readFET(reading *bounded.Reading, text string) (Book, error) {
	f := &fet{sets: map[string][]studentSet{}, teachers: map[string]Teacher{}, times: map[string]fetTime{}, places: map[string]string{}}
	err := each(reading, text, func(d *bounded.XML, e xml.StartElement) error { return cmp.Or(f.element(d, e), f.within()) })
	if err != nil {
		return Book{}, err
	}
	return f.book(reading)
}

// element reads what is known and walks on into everything else.
func (f *fet) element(d *bounded.XML, e xml.StartElement) error {
	switch e.Name.Local {
	case "Day", "Hour", "Teacher", "Subject", "Room":
		return f.listed(d, e)
	case "Year":
		var y fetYear
		if err := d.Decode(&y, e); err != nil {
			return err
		}
		return f.year(y)
	case "Activity":
		var a fetActivity
		err := d.Decode(&a, e)
		f.activities = append(f.activities, a)
		return cmp.Or(err, maxOf("students", max(len(a.Students), len(a.Teachers))))
	case "ConstraintActivityPreferredStartingTime":
		var t fetTime
		err := d.Decode(&t, e)
		if binding(t.Weight, t.Active) {
			f.times[trim(t.Activity)] = t
		} else {
			f.wishes++
		}
		return err
	case "ConstraintActivityPreferredRoom":
		var p fetPlace
		err := d.Decode(&p, e)
		if binding(p.Weight, p.Active) {
			f.places[trim(p.Activity)] = trim(cmp.Or(append(p.Real, p.Room)...))
		}
		return err
	}
	if strings.HasPrefix(e.Name.Local, "Constraint") && !strings.HasPrefix(e.Name.Local, "ConstraintBasic") {
		f.wishes++
		return d.Skip()
	}
	return nil
}

func (f *fet) within() error {
	return cmp.Or(
		maxOf("days", len(f.days)), maxOf("hours", len(f.hours)), maxOf("teachers", len(f.teachers)), maxOf("classes", f.years), maxOf("groups", len(f.sets)),
		maxOf("lessons", len(f.activities)), maxOf("lessons", len(f.times)), maxOf("lessons", len(f.places)),
	)
}

func trim(s string) string { return strings.TrimSpace(s) }

func binding(weight, active string) bool {
	w, err := strconv.ParseFloat(trim(weight), 64)
	return (err != nil || w >= 100) && on(active)
}

func on(active string) bool { return !strings.EqualFold(trim(active), "false") && trim(active) != "no" }

// listed reads a member of one of the lists.
func (f *fet) listed(d *bounded.XML, e xml.StartElement) error {
	var n fetNamed
	if err := d.Decode(&n, e); err != nil {
		return err
	}
	name := trim(n.Name)
	if name == "" {
		return nil
	}
	switch e.Name.Local {
	case "Day":
		f.days = append(f.days, name)
	case "Hour":
		f.hours = append(f.hours, hourNamed(cmp.Or(clockIn(name), clockIn(n.LongName)), name))
	case "Teacher":
		if _, known := f.teachers[name]; !known {
			f.order = append(f.order, name)
		}
		t := named(name)
		if long := trim(n.LongName); long != "" && t.Code == "" {
			t = named(long)
			t.Label = name
		}
		f.teachers[name] = t
	case "Subject":
		f.subjects++
	case "Room":
		f.rooms++
	}
	return nil
}

// clockRange is the time in the name of an hour: "08:30-09:15", "8.30 – 9.15".
var clockRange = regexp.MustCompile(`(\d{1,2}[:.]\d{2})(?:\s*[-–—]\s*(\d{1,2}[:.]\d{2}))?`)

func clockIn(name string) string { return clockRange.FindString(name) }

func hourNamed(clock, name string) fetHour {
	m := clockRange.FindStringSubmatch(clock)
	if m == nil {
		return fetHour{name: name}
	}
	return fetHour{name, m[1], m[2]}
}

// year learns which sets of pupils are groups of one class. FET's years are our
// classes, unless its groups are: a year "7" with groups "7A" and "7B".
func (f *fet) year(y fetYear) error {
	f.years++
	year := trim(y.Name)
	var classes []studentSet
	divided := false
	for i, g := range y.Groups {
		name := trim(g.Name)
		set := studentSet{class: name}
		if class, number, ok := groupNamed(name); ok && class == year {
			set, divided = studentSet{class, number}, true
		} else if !strings.HasPrefix(name, year) {
			set, divided = studentSet{year, i + 1}, true
		}
		f.join(name, set)
		classes = append(classes, set)
		f.groups++
		for _, sub := range g.Subgroups {
			f.join(trim(sub.Name), set)
		}
	}
	if divided || len(classes) == 0 {
		classes = []studentSet{{class: year}}
	} else {
		f.years += len(classes) - 1
		f.groups -= len(classes)
	}
	f.sets[year] = classes
	return maxOf("students", len(classes))
}

// join adds a set to those that a name stands for; a subgroup stands in several groups.
func (f *fet) join(name string, s studentSet) {
	if !slices.Contains(f.sets[name], s) && len(f.sets[name]) == 0 {
		f.sets[name] = append(f.sets[name], s)
	}
}

// groupWord is the end of the name of a group: "7А gr1", "5 B Group 2", "3 топ 1".
var groupWord = regexp.MustCompile(`(?i)^(.+?)[\s_\-.]+(?:groups?|gr|g|группа|гр|г|подгруппа|подгр|топ|т|топша)[\s_\-.]*(\d{1,2})$`)

func groupNamed(name string) (class string, group int, ok bool) {
	m := groupWord.FindStringSubmatch(name)
	if m == nil {
		return name, 0, false
	}
	n, err := strconv.Atoi(m[2])
	return m[1], n, err == nil && n > 0
}

func (f *fet) book(reading *bounded.Reading) (Book, error) {
	b := Book{Format: FET, Counts: Counts{Teachers: len(f.teachers), Classes: f.years, Groups: f.groups, Subjects: f.subjects, Rooms: f.rooms}}
	for _, name := range f.order {
		b.Teachers = append(b.Teachers, f.teachers[name])
	}
	for _, a := range f.activities {
		if err := cmp.Or(reading.Err(), f.place(&b, a)); err != nil {
			return b, err
		}
	}
	if len(b.Lessons) == 0 && f.unplaced > 0 {
		b.Ignored = append(b.Ignored, fault.Say("exchange.fet.not_placed"))
	} else {
		b.ignored("exchange.ignored.unplaced", f.unplaced)
	}
	b.ignored("exchange.ignored.no_teacher", f.noTeacher)
	b.ignored("exchange.ignored.no_class", f.noClass)
	b.ignored("exchange.ignored.wishes", f.wishes)
	return b, nil
}

func (f *fet) place(b *Book, a fetActivity) error {
	if !on(a.Active) {
		return nil
	}
	at, placed := f.times[trim(a.ID)]
	hour := slices.IndexFunc(f.hours, func(h fetHour) bool { return h.name == trim(at.Hour) })
	day := slices.Index(f.days, trim(at.Day))
	switch {
	case !placed || hour < 0 || day < 0:
		f.unplaced++
		return nil
	case len(a.Teachers) == 0:
		f.noTeacher++
		return nil
	case len(a.Students) == 0:
		f.noClass++
		return nil
	}
	for i := hour; i < min(hour+max(min(a.Duration, 12), 1), len(f.hours)); i++ {
		h := f.hours[i]
		l := Lesson{
			Subject: trim(a.Subject), Room: f.places[trim(a.ID)], Day: dayOf(f.days[day], day), Hour: i + 1, Starts: h.starts, Ends: h.ends,
		}
		if err := b.taught(l, a.Teachers, f.classesOf(a.Students)); err != nil {
			return err
		}
	}
	return nil
}

// dayOf is the day of the week of a name, or of its place in the list.
func dayOf(name string, place int) string {
	if w, ok := tabular.Weekday(name); ok {
		return strconv.Itoa(w)
	}
	return strconv.Itoa(place%7 + 1)
}

func (f *fet) classesOf(students []string) []studentSet {
	var out []studentSet
	seen := map[studentSet]bool{}
	for _, name := range students {
		sets, known := f.sets[trim(name)]
		if !known {
			class, group, _ := groupNamed(trim(name))
			sets = []studentSet{{class, group}}
		}
		for _, s := range sets {
			if !seen[s] {
				seen[s] = true
				out = append(out, s)
			}
		}
	}
	return out
}

// taught adds a lesson for each teacher and each class.
func (b *Book) taught(l Lesson, teachers []string, classes []studentSet) error {
	for _, s := range classes {
		for _, teacher := range teachers {
			l.Teacher, l.Class, l.Group = trim(teacher), s.class, s.group
			if err := b.add(l); err != nil {
				return err
			}
		}
	}
	return nil
}
