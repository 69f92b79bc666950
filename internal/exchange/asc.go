package exchange

import (
	"cmp"
	"encoding/xml"
	"slices"
	"strconv"
	"strings"

	"talim/internal/bounded"
	"talim/internal/fault"
	"talim/internal/tabular"
)

// asc gathers the tables of a document of aSc Timetables. Cards (one hour on one
// day) point to lessons (who teaches whom what), and lessons to everything else.
type asc struct {
	periods  []ascPeriod
	days     map[int]string // place in the mask -> day of the week
	subjects map[string]string
	teachers map[string]Teacher
	shorts   map[string]string // teacher id -> short name
	order    []string          // of teachers
	classes  map[string]string
	rooms    map[string]string
	groups   map[string]ascGroup
	inPart   map[[2]string]int // groups of a division of a class so far
	lessons  map[string]attributes
	taught   map[string]*ascLesson // lessons as they are understood, when a card is laid
	cards    []attributes
	pupils   int
	others   set

	unplaced, noTeacher, noClass, odd, dangling int
}

type ascPeriod struct {
	number       int
	starts, ends string
}

type ascGroup struct {
	class  string
	number int
}

// ascLesson is a lesson with everything that its identifiers mean.
type ascLesson struct {
	subject  string
	teachers []string // that are known
	classes  []string
	groups   map[string]int // class -> group
	rooms    []string
	length   int
}

// ascNames are the attributes that are looked for.
var ascNames = setOf("id", "name", "short", "period", "starttime", "endtime", "days", "day", "lastname", "firstname", "gender", "email", "mobile",
	"classid", "classids", "divisiontag", "entireclass", "teacherids", "subjectid", "groupids", "classroomids", "periodspercard", "lessonid", "weeks", "terms")

// ascSilent are elements that hold nothing of their own for us: the tables, and what
// is taken from the cards themselves.
var ascSilent = set{
	"timetable": true, "periods": true, "daysdefs": true, "weeksdefs": true, "termsdefs": true, "weeksdef": true, "termsdef": true, "subjects": true,
	"teachers": true, "classrooms": true, "classes": true, "groups": true, "lessons": true, "cards": true, "students": true, "studentsubjects": true,
	"grades": true, "grade": true, "buildings": true, "building": true, "days": true, "weeks": true, "terms": true, "TimeTableSchedules": true,
}

func readASC(reading *bounded.Reading, text string) (Book, error) {
	a := &asc{
		days: map[int]string{}, subjects: map[string]string{}, teachers: map[string]Teacher{}, shorts: map[string]string{}, classes: map[string]string{},
		rooms: map[string]string{}, groups: map[string]ascGroup{}, inPart: map[[2]string]int{}, lessons: map[string]attributes{}, taught: map[string]*ascLesson{}, others: set{},
	}
	err := each(reading, text, func(_ *bounded.XML, e xml.StartElement) error { return a.element(e) })
	if err != nil {
		return Book{}, err
	}
	slices.SortStableFunc(a.periods, func(x, y ascPeriod) int { return cmp.Compare(x.number, y.number) })
	return a.book(reading)
}

func (a *asc) element(e xml.StartElement) error {
	r := known(e, ascNames)
	id := r["id"]
	switch e.Name.Local {
	case "period":
		if n, err := strconv.Atoi(cmp.Or(r["period"], r["name"])); err == nil {
			a.periods = append(a.periods, ascPeriod{n, r["starttime"], r["endtime"]})
		}
	case "daysdef", "day":
		a.day(r)
	case "subject":
		a.subjects[id] = cmp.Or(r["name"], r["short"])
	case "teacher":
		a.teacher(id, r)
	case "class":
		a.classes[id] = cmp.Or(r["name"], r["short"])
	case "classroom":
		a.rooms[id] = cmp.Or(r["name"], r["short"])
	case "group":
		a.group(id, r)
	case "lesson":
		a.lessons[id] = r
	case "card":
		a.cards = append(a.cards, r)
	case "student":
		a.pupils++
	case "studentsubject":
	default:
		if !ascSilent[e.Name.Local] && len(a.others) < namedAtMost {
			a.others.add(short(e.Name.Local))
		}
	}
	return a.within()
}

// namedAtMost is how many of the tables that are left out are named.
const namedAtMost = 8

func (a *asc) within() error {
	return cmp.Or(
		maxOf("hours", len(a.periods)), maxOf("teachers", len(a.teachers)), maxOf("classes", len(a.classes)), maxOf("groups", len(a.groups)),
		maxOf("subjects", len(a.subjects)), maxOf("rooms", len(a.rooms)), maxOf("lessons", len(a.lessons)), maxOf("lessons", len(a.cards)),
	)
}

// day learns which day a place in the mask is. A name that means no day leaves the
// place: the first is Monday.
func (a *asc) day(r attributes) {
	place := strings.Index(r["days"], "1")
	if n, err := strconv.Atoi(r["day"]); err == nil && r["days"] == "" {
		place = n // the layout of 2008 numbers the days from 0
	}
	if place < 0 || place > 6 || strings.Count(r["days"], "1") > 1 {
		return
	}
	if w, ok := tabular.Weekday(r["name"]); ok {
		a.days[place] = strconv.Itoa(w)
	}
}

func (a *asc) teacher(id string, r attributes) {
	t := named(cmp.Or(r["name"], strings.TrimSpace(r["lastname"]+" "+r["firstname"]), r["short"]))
	if r["lastname"] != "" && t.Code == "" {
		t.FamilyName, t.GivenName, t.Patronymic = r["lastname"], "", ""
		if given := strings.Fields(r["firstname"]); len(given) > 0 {
			t.GivenName, t.Patronymic = given[0], strings.Join(given[1:], " ")
		}
	}
	t.Gender, t.Email, t.Phone = r["gender"], r["email"], r["mobile"]
	if _, known := a.teachers[id]; !known {
		a.order = append(a.order, id)
	}
	a.teachers[id] = t
	if r["short"] != t.Label {
		a.shorts[id] = r["short"]
	}
}

// group numbers the groups of a division of a class in their order.
func (a *asc) group(id string, r attributes) {
	g := ascGroup{class: r["classid"]}
	if r["entireclass"] != "1" {
		division := [2]string{r["classid"], r["divisiontag"]}
		a.inPart[division]++
		g.number = a.inPart[division]
	}
	a.groups[id] = g
}

func (a *asc) book(reading *bounded.Reading) (Book, error) {
	b := Book{Format: ASC}
	for _, id := range a.order {
		b.Teachers = append(b.Teachers, a.teachers[id])
	}
	for _, card := range a.cards {
		if err := cmp.Or(reading.Err(), a.place(&b, card)); err != nil {
			return b, err
		}
	}
	groups := 0
	for _, g := range a.groups {
		groups += min(g.number, 1)
	}
	b.Counts = Counts{Teachers: len(a.teachers), Classes: len(a.classes), Groups: groups, Subjects: len(a.subjects), Rooms: len(a.rooms)}
	b.ignored("exchange.ignored.pupils", a.pupils)
	b.ignored("exchange.ignored.unplaced", a.unplaced)
	b.ignored("exchange.ignored.no_teacher", a.noTeacher)
	b.ignored("exchange.ignored.no_class", a.noClass)
	b.ignored("exchange.ignored.odd_weeks", a.odd)
	b.ignored("exchange.ignored.dangling", a.dangling)
	if len(a.others) > 0 {
		names := a.others.sorted()
		b.Ignored = append(b.Ignored, fault.Say("exchange.ignored.tables", "Names", strings.Join(names, ", ")))
	}
	return b, nil
}

// lesson understands a lesson when its first card is laid, since the tables of a file
// may stand in any order.
func (a *asc) lesson(id string) (*ascLesson, bool) {
	if l := a.taught[id]; l != nil {
		return l, true
	}
	r, known := a.lessons[id]
	if !known {
		return nil, false
	}
	l := &ascLesson{subject: a.subjects[r["subjectid"]], classes: list(r["classids"]), groups: map[string]int{}, rooms: list(r["classroomids"]), length: 1}
	l.teachers = slices.DeleteFunc(list(r["teacherids"]), func(id string) bool { _, ok := a.teachers[id]; return !ok })
	for _, id := range list(r["groupids"]) {
		g, known := a.groups[id]
		if _, first := l.groups[g.class]; known && !first {
			l.groups[g.class] = g.number
		}
	}
	if n, err := strconv.Atoi(r["periodspercard"]); err == nil && n > 0 {
		l.length = min(n, 12)
	}
	a.taught[id] = l
	return l, true
}

// place lays a card on the week.
func (a *asc) place(b *Book, card attributes) error {
	lesson, known := a.lesson(card["lessonid"])
	if !known {
		a.dangling++
		return nil
	}
	at := slices.IndexFunc(a.periods, func(p ascPeriod) bool { return strconv.Itoa(p.number) == card["period"] })
	days := a.daysOf(card)
	switch {
	case at < 0 || len(days) == 0:
		a.unplaced++
		return nil
	case !first(card["weeks"]) || !first(card["terms"]):
		a.odd++ // taken are the first week of the cycle and the first term
		return nil
	case len(lesson.teachers) == 0:
		a.noTeacher++
		return nil
	case len(lesson.classes) == 0:
		a.noClass++
		return nil
	}
	rooms := list(card["classroomids"])
	if len(rooms) == 0 {
		rooms = lesson.rooms
	}
	for _, day := range days {
		for i := at; i < min(at+lesson.length, len(a.periods)); i++ {
			if err := a.hour(b, lesson, rooms, day, a.periods[i], i+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// first says whether a mask of weeks or terms has the first one, or says nothing.
func first(mask string) bool {
	return mask == "" || strings.HasPrefix(mask, "1") || !strings.Contains(mask, "1")
}

func (a *asc) daysOf(card attributes) []string {
	var days []string
	for i, c := range card["days"] {
		if c == '1' && i < 7 {
			days = append(days, cmp.Or(a.days[i], strconv.Itoa(i+1)))
		}
	}
	if n, err := strconv.Atoi(card["day"]); err == nil && card["days"] == "" && n >= 0 && n < 7 {
		days = append(days, cmp.Or(a.days[n], strconv.Itoa(n+1)))
	}
	return days
}

// hour is one card at one hour: a lesson for each teacher and class. Teachers who
// have a room each get their own.
func (a *asc) hour(b *Book, lesson *ascLesson, rooms []string, day string, p ascPeriod, hour int) error {
	for _, class := range lesson.classes {
		for i, id := range lesson.teachers {
			l := Lesson{
				Teacher: a.teachers[id].Label, Short: a.shorts[id], Class: a.classes[class], Group: lesson.groups[class],
				Subject: lesson.subject, Day: day, Hour: hour, Starts: p.starts, Ends: p.ends,
			}
			if len(rooms) > 0 {
				l.Room = a.rooms[rooms[0]]
			}
			if len(rooms) == len(lesson.teachers) {
				l.Room = a.rooms[rooms[i]]
			}
			if err := b.add(l); err != nil {
				return err
			}
		}
	}
	return nil
}
