package exchange

import (
	"cmp"
	"encoding/xml"
	"slices"
	"strconv"
	"strings"

	"talim/internal/bounded"
	"talim/internal/fault"
)

// asc gathers the tables of a document of aSc Timetables. Cards (one hour on one
// day) point to lessons (who teaches whom what), and lessons to everything else.
type asc struct {
	periods  []ascPeriod
	days     map[int]weekday // place in the mask -> day of the week, or the word of the file
	dayNames map[int]string
	firstDay int                  // the number of the first day: 0, or 1 by an option
	bells    map[[2]int]ascPeriod // of one day, by its place and the period
	subjects map[string]string
	teachers map[string]Teacher
	shorts   map[string]string // teacher id -> short name
	order    []string          // of teachers
	classes  map[string]string
	rooms    map[string]string
	groups   map[string]ascGroup
	inPart   map[[2]string]int // groups of a division of a class
	lessons  map[string]attributes
	taught   map[string]*ascLesson // lessons as they are understood, when a card is laid
	cards    []attributes
	pupils   int
	others   set
	twice    []string // names of teachers who share an id
	ghosts   []attributes
	idle     []string // lessons without a class

	unplaced, noTeacher, dangling int
}

type ascPeriod struct {
	number       int
	starts, ends string
}

type ascGroup struct {
	class    string
	division [2]string
	number   int
}

// ascLesson is a lesson with everything that its identifiers mean.
type ascLesson struct {
	subject  string
	teachers []string // that are known
	classes  []string
	groups   map[string][]int // class -> groups, none for the whole class
	weeks    string
	length   int
}

// ascNames are the attributes that are looked for.
var ascNames = setOf("id", "name", "short", "period", "starttime", "endtime", "days", "day", "lastname", "firstname", "gender", "email", "mobile",
	"classid", "classids", "divisiontag", "entireclass", "teacherids", "subjectid", "groupids", "classroomids", "periodspercard", "lessonid", "weeks", "terms",
	"options", "teacherid", "groupid", "classroomid", "DayID", "Period", "SchoolRoomID", "SubjectGradeID", "ClassID", "OptionalClassID", "TeacherID")

// ascSilent are elements that hold nothing of their own for us: the tables, and what
// is taken from the cards themselves.
var ascSilent = set{
	"timetable": true, "periods": true, "daysdefs": true, "weeksdefs": true, "termsdefs": true, "weeksdef": true, "termsdef": true, "subjects": true,
	"teachers": true, "classrooms": true, "classes": true, "groups": true, "lessons": true, "cards": true, "students": true, "studentsubjects": true,
	"grades": true, "grade": true, "buildings": true, "building": true, "days": true, "weeks": true, "terms": true, "TimeTableSchedules": true, "dayperiods": true,
}

func readASC(reading *bounded.Reading, text string) (Book, error) {
	a := &asc{
		days: map[int]weekday{}, dayNames: map[int]string{}, bells: map[[2]int]ascPeriod{}, subjects: map[string]string{}, teachers: map[string]Teacher{}, shorts: map[string]string{}, classes: map[string]string{},
		rooms: map[string]string{}, groups: map[string]ascGroup{}, inPart: map[[2]string]int{}, lessons: map[string]attributes{}, taught: map[string]*ascLesson{}, others: set{},
	}
	err := each(reading, text, func(_ *bounded.XML, e xml.StartElement) error { return a.element(e) })
	if err != nil {
		return Book{}, err
	}
	if len(a.twice) > 0 {
		return Book{}, fault.Invalid("file", "exchange.asc.twice", "Names", strings.Join(a.twice, ", "))
	}
	slices.SortStableFunc(a.periods, func(x, y ascPeriod) int { return cmp.Compare(x.number, y.number) })
	b := Book{Format: ASC}
	if err := a.week(&b); err != nil {
		return b, err
	}
	return b, a.fill(reading, &b)
}

func (a *asc) element(e xml.StartElement) error {
	r := known(e, ascNames)
	id := r["id"]
	switch e.Name.Local {
	case "timetable":
		if slices.Contains(list(r["options"]), "daynumbering1") {
			a.firstDay = 1
		}
	case "dayperiod":
		a.bell(r)
	case "TimeTableSchedule":
		a.schedule(r)
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

// day learns the name of a place in the mask.
func (a *asc) day(r attributes) {
	place := strings.Index(r["days"], "1")
	if n, ok := a.dayNumber(r); ok {
		place = n
	}
	if place >= 0 && strings.Count(r["days"], "1") < 2 {
		a.dayNames[place] = cmp.Or(r["name"], r["short"])
	}
}

// dayNumber is the place of a day that is given by its number, as in the layout of 2008.
func (a *asc) dayNumber(r attributes) (int, bool) {
	n, err := strconv.Atoi(r["day"])
	return n - a.firstDay, err == nil && r["days"] == "" && n >= a.firstDay
}

// bell is the time of a period on one day: a short Saturday.
func (a *asc) bell(r attributes) {
	place, ok := a.dayNumber(r)
	if at := strings.Index(r["days"], "1"); at >= 0 {
		place, ok = at, true
	}
	if n, err := strconv.Atoi(r["period"]); ok && err == nil && place < 2*daysOfWeek && len(a.bells) < most["hours"] {
		a.bells[[2]int{place, n}] = ascPeriod{n, r["starttime"], r["endtime"]}
	}
}

// schedule reads a lesson of the older exports, which have no cards.
func (a *asc) schedule(r attributes) {
	id := "schedule " + strconv.Itoa(len(a.cards))
	a.lessons[id] = attributes{"subjectid": r["SubjectGradeID"], "teacherids": r["TeacherID"], "classids": cmp.Or(r["ClassID"], r["OptionalClassID"])}
	a.cards = append(a.cards, attributes{"lessonid": id, "day": r["DayID"], "period": r["Period"], "classroomids": r["SchoolRoomID"]})
}

// week finds out which days of the week the days of the file are; cards may name more
// days than the list of days does.
func (a *asc) week(b *Book) error {
	count := len(a.dayNames)
	for place := range a.dayNames {
		count = max(count, place+1)
	}
	for _, card := range a.cards {
		for _, place := range a.placesOf(card) {
			count = max(count, place+1)
		}
	}
	if count > most["days"] {
		return maxOf("days", count)
	}
	names := make([]string, count)
	for place := range names {
		names[place] = a.dayNames[place]
	}
	days, err := b.weekdays(names)
	for place, day := range days {
		a.days[place] = day
	}
	return err
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
	before, known := a.teachers[id]
	switch {
	case !known:
		a.order = append(a.order, id)
	case before.Label != t.Label && len(a.twice) < namedAtMost:
		a.twice = append(a.twice, before.Label, t.Label)
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
		g.division, g.number = division, a.inPart[division]
	}
	a.groups[id] = g
}

func (a *asc) fill(reading *bounded.Reading, b *Book) error {
	for _, id := range a.order {
		b.Teachers = append(b.Teachers, a.teachers[id])
	}
	for _, card := range a.cards {
		if err := cmp.Or(reading.Err(), a.place(b, card)); err != nil {
			return err
		}
	}
	if err := a.placeGhosts(reading, b); err != nil {
		return err
	}
	groups := 0
	for _, g := range a.groups {
		groups += min(g.number, 1)
	}
	b.Counts = Counts{Teachers: len(a.teachers), Classes: len(a.classes), Groups: groups, Subjects: len(a.subjects), Rooms: len(a.rooms)}
	b.ignored("exchange.ignored.pupils", a.pupils)
	b.ignored("exchange.ignored.unplaced", a.unplaced)
	b.ignored("exchange.ignored.no_teacher", a.noTeacher)
	b.duties(a.idle)
	b.ignored("exchange.ignored.dangling", a.dangling)
	if len(a.others) > 0 {
		names := a.others.sorted()
		b.Ignored = append(b.Ignored, fault.Say("exchange.ignored.tables", "Names", strings.Join(names, ", ")))
	}
	if len(a.cards) == 0 {
		b.Ignored = append(b.Ignored, fault.Say(notPlacedASC))
	}
	return nil
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
	l := &ascLesson{subject: a.subjects[r["subjectid"]], classes: list(cmp.Or(r["classids"], r["classid"])), weeks: r["weeks"], length: 1}
	l.teachers = slices.DeleteFunc(list(cmp.Or(r["teacherids"], r["teacherid"])), func(id string) bool { _, ok := a.teachers[id]; return !ok })
	l.groups = a.groupsOf(list(cmp.Or(r["groupids"], r["groupid"])))
	if n, err := strconv.Atoi(r["periodspercard"]); err == nil && n > 0 {
		l.length = min(n, 12)
	}
	a.taught[id] = l
	return l, true
}

// groupsOf are the groups of each class. All groups of a division together are the
// whole class, and so is a group that is the entire class.
func (a *asc) groupsOf(ids []string) map[string][]int {
	out, whole := map[string][]int{}, set{}
	of := map[[2]string]int{}
	for _, id := range ids {
		g, known := a.groups[id]
		if !known {
			continue
		}
		if of[g.division]++; g.number == 0 || of[g.division] == a.inPart[g.division] {
			whole.add(g.class)
		}
		out[g.class] = append(out[g.class], g.number)
	}
	for class := range whole {
		delete(out, class)
	}
	return out
}

// place lays a card on the week.
func (a *asc) place(b *Book, card attributes) error {
	lesson, known := a.lesson(card["lessonid"])
	if !known {
		a.dangling++
		return nil
	}
	at := slices.IndexFunc(a.periods, func(p ascPeriod) bool { return strconv.Itoa(p.number) == card["period"] })
	days := a.placesOf(card)
	weeks := cmp.Or(card["weeks"], lesson.weeks)
	week, known := turnOf(weeks)
	switch {
	case at < 0 || len(days) == 0:
		a.unplaced++
		return nil
	case !known && !first(weeks), !first(card["terms"]):
		b.otherWeeks = append(b.otherWeeks, a.lessonNamed(lesson))
		return nil
	case len(lesson.teachers) == 0:
		a.noTeacher++
		return nil
	case len(lesson.classes) == 0:
		a.idle = append(a.idle, a.duty(lesson))
		return nil
	}
	if !known || strings.Contains(card["terms"], "0") {
		b.someWeeks = append(b.someWeeks, a.lessonNamed(lesson))
	}
	rooms := list(cmp.Or(card["classroomids"], card["classroomid"]))
	if known := a.knownRooms(rooms); len(known) < len(rooms) && card["ghost"] == "" {
		a.ghosts = append(a.ghosts, card)
		return nil
	}
	for _, day := range days {
		for i := at; i < min(at+lesson.length, len(a.periods)); i++ {
			if err := a.hour(b, lesson, rooms, week, day, a.periods[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// knownRooms are those of the list of rooms.
func (a *asc) knownRooms(ids []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { _, known := a.rooms[id]; return !known })
}

// placeGhosts lays the cards whose room is not in the file, without that room: such a
// card may be what is left of one that stands elsewhere in the file as it is now.
func (a *asc) placeGhosts(reading *bounded.Reading, b *Book) error {
	if len(a.ghosts) == 0 {
		return nil
	}
	taken := map[Lesson]bool{}
	for _, l := range b.Lessons {
		taken[l.anywhere()] = true
	}
	ghosts := Book{}
	for _, card := range a.ghosts {
		a.dangling++
		card["ghost"] = "1"
		if err := cmp.Or(reading.Err(), a.place(&ghosts, card)); err != nil {
			return err
		}
	}
	b.someWeeks = append(b.someWeeks, ghosts.someWeeks...)
	for _, l := range ghosts.Lessons {
		if taken[l.anywhere()] {
			continue
		}
		if err := b.add(l); err != nil {
			return err
		}
	}
	return nil
}

// anywhere is the lesson without its room.
func (l Lesson) anywhere() Lesson {
	l.Room = ""
	return l
}

// duty names who is busy with what.
func (a *asc) duty(lesson *ascLesson) string {
	var who []string
	for _, id := range lesson.teachers {
		who = append(who, a.teachers[id].Label)
	}
	return dutyOf(who, lesson.subject)
}

// lessonNamed names a lesson for people: the classes with the subject.
func (a *asc) lessonNamed(lesson *ascLesson) string {
	var classes []string
	for _, id := range lesson.classes {
		classes = append(classes, a.classes[id])
	}
	return strings.TrimSpace(strings.Join(classes, ", ") + " " + lesson.subject)
}

// turnOf reads a mask of weeks: 1 or 2 of two that take turns, 0 for every week; known is
// false for a longer cycle.
func turnOf(mask string) (week int, known bool) {
	if !strings.Contains(mask, "0") || !strings.Contains(mask, "1") {
		return 0, true
	}
	switch pairs := len(mask) / 2; mask {
	case strings.Repeat("10", pairs):
		return 1, true
	case strings.Repeat("01", pairs):
		return 2, true
	}
	return 0, false
}

// first says whether a mask of weeks or terms has the first one, or says nothing.
func first(mask string) bool {
	return mask == "" || strings.HasPrefix(mask, "1") || !strings.Contains(mask, "1")
}

// placesOf are the places in the week of a card.
func (a *asc) placesOf(card attributes) []int {
	if n, ok := a.dayNumber(card); ok {
		return []int{n}
	}
	var days []int
	for i, c := range card["days"] {
		if c == '1' {
			days = append(days, i)
		}
	}
	return days
}

// hour is one card at one hour: a lesson for each teacher, class and group. Teachers who
// have a room each get their own.
func (a *asc) hour(b *Book, lesson *ascLesson, rooms []string, week, place int, p ascPeriod) error {
	if bell, own := a.bells[[2]int{place, p.number}]; own {
		p = bell
	}
	for _, class := range lesson.classes {
		for i, id := range lesson.teachers {
			l := Lesson{
				Teacher: a.teachers[id].Label, Short: a.shorts[id], Class: a.classes[class], Subject: lesson.subject,
				Day: a.days[place].day, Hour: p.number, Starts: p.starts, Ends: p.ends, Week: cmp.Or(a.days[place].week, week),
			}
			if len(rooms) > 0 {
				l.Room = a.rooms[rooms[0]]
			}
			if len(rooms) == len(lesson.teachers) {
				l.Room = a.rooms[rooms[i]]
			}
			if err := b.addGroups(l, lesson.groups[class]); err != nil {
				return err
			}
		}
	}
	return nil
}

// addGroups adds a lesson of some groups of its class, of the whole class for none.
func (b *Book) addGroups(l Lesson, groups []int) error {
	if len(groups) == 0 {
		return b.add(l)
	}
	for _, group := range groups {
		l.Group = group
		if err := b.add(l); err != nil {
			return err
		}
	}
	return nil
}
