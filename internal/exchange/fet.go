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
)

// fet gathers the lists of a document of FET. A lesson is an activity that stands at
// one time: FET keeps it as a constraint of the whole weight.
type fet struct {
	days       []string
	weekdays   []weekday // of the days
	halfDays   bool
	yearList   []fetYear
	subject    map[string]string // name -> long name
	shorts     map[string]string // teacher -> another name of the same person
	idle       []string          // lessons without a class
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

	unplaced, noTeacher, wishes int
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

func newFET() *fet {
	return &fet{
		sets: map[string][]studentSet{}, teachers: map[string]Teacher{}, times: map[string]fetTime{}, places: map[string]string{},
		subject: map[string]string{}, shorts: map[string]string{},
	}
}

func readFET(reading *bounded.Reading, text string) (Book, error) {
	f := newFET()
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
		f.yearList = append(f.yearList, y)
		f.years, f.groups = f.years+1, f.groups+len(y.Groups)
		return maxOf("students", len(y.Groups))
	case "Mode":
		var mode string
		err := d.Decode(&mode, e)
		f.halfDays = strings.HasPrefix(strings.ToLower(trim(mode)), "mornings")
		return err
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
		maxOf("days", len(f.days)), maxOf("hours", len(f.hours)), maxOf("teachers", len(f.teachers)), maxOf("classes", f.years), maxOf("groups", f.groups),
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
		f.teachers[name] = named(cmp.Or(trim(n.LongName), name))
		if f.shorts[name] = trim(n.Code); trim(n.LongName) != "" {
			f.shorts[name] = name
		}
	case "Subject":
		f.subjects++
		f.subject[name] = cmp.Or(trim(n.LongName), name)
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

// learn finds the classes and groups of all years; what lessons name tells a class that
// is divided from a year that only gathers classes.
func (f *fet) learn(years []fetYear, taught set) error {
	f.years, f.groups = 0, 0
	for _, y := range years {
		if err := f.year(y, taught[trim(y.Name)]); err != nil {
			return err
		}
	}
	return nil
}

// year learns which sets of pupils are groups of one class. FET's years are our
// classes, unless its groups are: a year "7" with groups "7A" and "7B".
func (f *fet) year(y fetYear, taught bool) error {
	f.years++
	year := trim(y.Name)
	gathers := gradeName.MatchString(year) || !taught && !className.MatchString(year)
	var classes []studentSet
	divided := false
	for i, g := range y.Groups {
		name := trim(g.Name)
		set, ok := groupIn(year, name, i+1, gathers)
		if divided = divided || ok; !ok {
			set = studentSet{class: name}
		}
		f.join(name, set)
		classes = append(classes, set)
		f.groups++
		for j, sub := range g.Subgroups {
			f.subgroup(trim(sub.Name), set, j+1)
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

// subgroup joins a part of a class, or of a group.
func (f *fet) subgroup(name string, of studentSet, place int) {
	if of.group == 0 && name != of.class {
		of, _ = groupIn(of.class, name, place, false)
	}
	f.join(name, of)
}

var (
	gradeName = regexp.MustCompile(`^(?:\d|1[0-2])$`)
	className = regexp.MustCompile(`^(?:\d|1[0-2])\s*[-–]?\s*[«"]?\pL{1,2}(?:$|[^\pL])`)
	inNumbers = regexp.MustCompile(`^\d{1,2}$`)
)

// groupIn is a group of a year by its name: "5А gr1", "5А 1", "5А-б", or any name where
// the year is a class; where the year gathers classes, only what names a group by a word.
func groupIn(year, name string, place int, gathers bool) (studentSet, bool) {
	if class, number, ok := groupNamed(name); ok && class == year {
		return studentSet{class, number}, true
	}
	rest, begins := strings.CutPrefix(name, year)
	switch part := strings.Trim(rest, " _-.–/"); {
	case gathers, begins && part == rest && !className.MatchString(year):
		return studentSet{}, false
	case begins && inNumbers.MatchString(part):
		return studentSet{year, number(part)}, true
	}
	return studentSet{year, place}, true
}

// join keeps what a name stands for first; a subgroup stands in several groups.
func (f *fet) join(name string, s studentSet) {
	if len(f.sets[name]) == 0 {
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
	taught := set{}
	for _, a := range f.activities {
		for _, name := range a.Students {
			taught.add(trim(name))
		}
	}
	if err := f.learn(f.yearList, taught); err != nil {
		return Book{}, err
	}
	b := Book{Format: FET, Counts: Counts{Teachers: len(f.teachers), Classes: f.years, Groups: f.groups, Subjects: f.subjects, Rooms: f.rooms}}
	for _, name := range f.order {
		b.Teachers = append(b.Teachers, f.teachers[name])
	}
	var err error
	if f.halfDays {
		return b, fault.Invalid("file", "exchange.days.half")
	}
	if f.weekdays, err = b.weekdays(f.days); err != nil {
		return b, err
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
	b.duties(f.idle)
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
		f.idle = append(f.idle, dutyOf(f.labels(a.Teachers), f.subjectOf(a)))
		return nil
	}
	for i := hour; i < min(hour+max(min(a.Duration, 12), 1), len(f.hours)); i++ {
		h := f.hours[i]
		l := Lesson{
			Subject: f.subjectOf(a), Room: f.places[trim(a.ID)], Day: f.weekdays[day].day, Week: f.weekdays[day].week, Hour: i + 1, Starts: h.starts, Ends: h.ends,
		}
		for _, teacher := range a.Teachers {
			l.Short = f.shorts[trim(teacher)]
			if err := b.taught(l, f.labels([]string{teacher}), f.classesOf(a.Students)); err != nil {
				return err
			}
		}
	}
	return nil
}

// labels are the teachers as lessons name them: by the long name where there is one.
func (f *fet) labels(names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = cmp.Or(f.teachers[trim(name)].Label, trim(name))
	}
	return out
}

func (f *fet) subjectOf(a fetActivity) string {
	return cmp.Or(f.subject[trim(a.Subject)], trim(a.Subject))
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
