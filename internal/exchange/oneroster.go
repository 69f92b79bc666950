package exchange

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"talim/internal/bounded"
	"talim/internal/fault"
	"talim/internal/tabular"
)

// oneRoster has what is needed of the files of one school. Pupils, parents and marks
// are never read into it.
type oneRoster struct {
	people    map[string]Teacher // sourcedId
	order     []string
	courses   map[string]string
	classes   []record
	teachers  map[string][]string // class -> people
	pupils    int
	others    int
	managers  int
	left      int
	noPeriods int
	schools   map[string]int // people by the school they belong to
	homes     map[string]set // schools by person
	partial   bool
	elsewhere int // people of other schools
}

func readOneRoster(p parts) (Book, error) {
	o := &oneRoster{
		people: map[string]Teacher{}, courses: map[string]string{}, teachers: map[string][]string{}, schools: map[string]int{}, homes: map[string]set{},
	}
	if err := o.readManifest(p); err != nil {
		return Book{}, err
	}
	steps := []struct {
		file string
		take func(*oneRoster, []record) error
	}{{"courses.csv", (*oneRoster).takeCourses}, {"classes.csv", (*oneRoster).takeClasses}, {"enrollments.csv", (*oneRoster).takeEnrollments}}
	if err := o.readUsers(p); err != nil {
		return Book{}, err
	}
	for _, s := range steps {
		rows, err := p.table(s.file)
		if err != nil {
			return Book{}, err
		}
		if err := s.take(o, rows); err != nil {
			return Book{}, err
		}
	}
	return o.book(p.reading)
}

// readManifest notices files that hold changes only.
func (o *oneRoster) readManifest(p parts) error {
	rows, err := p.table("manifest.csv")
	for _, r := range rows {
		file := strings.ToLower(r.get("propertyname"))
		o.partial = o.partial || strings.EqualFold(r.get("value"), "delta") && (file == "file.users" || file == "file.roles")
	}
	return err
}

// gone says whether a row is one that the system before has taken away.
func gone(r record) bool {
	return strings.EqualFold(r.get("status"), "tobedeleted") || strings.EqualFold(r.get("status"), "inactive")
}

// readUsers takes those who teach or lead. The role stands with the person in 1.1,
// in a file of its own in 1.2.
func (o *oneRoster) readUsers(p parts) error {
	users, err := p.table("users.csv")
	if err != nil {
		return err
	}
	rows, err := p.table("roles.csv")
	if err != nil {
		return err
	}
	roles := map[string]offices{}
	for _, r := range rows {
		if id := r.get("usersourcedid"); !gone(r) {
			roles[id] = roles[id].and(r.get("role"))
			if isStaff(r.get("role")) {
				o.belongs(id, r.get("orgsourcedid"))
			}
		}
	}
	for _, r := range users {
		id := r.get("sourcedid")
		mine := roles[id].and(r.get("role"))
		switch {
		case gone(r) || strings.EqualFold(r.get("enableduser"), "false"):
			o.left++
		case mine.pupil && !mine.staff:
			o.pupils++
		case !mine.staff:
			o.others++
		default:
			if len(o.homes[id]) == 0 { // in 1.1 the schools stand with the person
				o.belongs(id, list(strings.ReplaceAll(cmp.Or(r.get("orgsourcedids"), r.get("primaryorgsourcedid")), ";", ","))...)
			}
			o.person(id, r, mine)
		}
	}
	orgs, err := p.table("orgs.csv")
	if err != nil {
		return err
	}
	o.elsewhere = o.keepOneSchool(orgs)
	return maxOf("teachers", len(o.people))
}

func (o *oneRoster) belongs(id string, schools ...string) {
	for _, school := range schools {
		if school == "" {
			continue
		}
		if o.homes[id] == nil {
			o.homes[id] = set{}
		}
		o.homes[id].add(school)
	}
}

// keepOneSchool keeps, of the schools of a district, the one with the most teachers:
// a file is brought into one school. It gives how many people are of the others.
func (o *oneRoster) keepOneSchool(orgs []record) int {
	schools := map[string]bool{}
	for _, r := range orgs {
		schools[r.get("sourcedid")] = !gone(r) && strings.EqualFold(r.get("type"), "school")
	}
	for id := range o.people {
		for school := range o.homes[id] {
			if schools[school] {
				o.schools[school]++
			}
		}
	}
	most := ""
	for _, r := range orgs { // in the order of the file, so that it is the same each time
		if id := r.get("sourcedid"); o.schools[id] > o.schools[most] {
			most = id
		}
	}
	if len(o.schools) < 2 {
		return 0
	}
	before := len(o.people)
	for id := range o.people {
		if _, here := o.homes[id][most]; !here && o.ofSchool(id, schools) {
			delete(o.people, id)
		}
	}
	o.order = slices.DeleteFunc(o.order, func(id string) bool { _, kept := o.people[id]; return !kept })
	return before - len(o.people)
}

// ofSchool says whether a person belongs to any school, and not to the district alone.
func (o *oneRoster) ofSchool(id string, schools map[string]bool) bool {
	for school := range o.homes[id] {
		if schools[school] {
			return true
		}
	}
	return false
}

// offices are what the roles of a person come to.
type offices struct{ pupil, staff, leads bool }

func (o offices) and(role string) offices {
	staff := isStaff(role)
	return offices{o.pupil || isPupil(role), o.staff || staff, o.leads || staff && !strings.EqualFold(role, "teacher")}
}

func isPupil(role string) bool { return strings.EqualFold(role, "student") }

func isStaff(role string) bool {
	switch strings.ToLower(role) {
	case "teacher", "principal", "administrator", "siteadministrator", "aide", "counselor":
		return true
	}
	return false
}

// person keeps names and code; of two names the legal one, which stands in orders. An office is only counted: to whom the word
// administrator gives which rights is for the school to say.
func (o *oneRoster) person(id string, r record, mine offices) {
	t := Teacher{
		Code: r.get("identifier"), FamilyName: cmp.Or(r.get("familyname"), r.get("preferredfamilyname")), GivenName: cmp.Or(r.get("givenname"), r.get("preferredgivenname")),
		Patronymic: cmp.Or(r.get("middlename"), r.get("preferredmiddlename")), Email: r.get("email"), Phone: cmp.Or(r.get("phone"), r.get("sms")),
	}
	t.Label = cmp.Or(t.Code, strings.TrimSpace(t.FamilyName+" "+t.GivenName+" "+t.Patronymic), r.get("username"))
	if t.Code == "" && t.FamilyName == "" {
		t.Code = t.Label
	}
	if mine.leads {
		o.managers++
	}
	if _, known := o.people[id]; !known {
		o.order = append(o.order, id)
	}
	o.people[id] = t
}

func (o *oneRoster) takeCourses(rows []record) error {
	for _, r := range rows {
		o.courses[r.get("sourcedid")] = r.get("title")
	}
	return maxOf("subjects", len(o.courses))
}

func (o *oneRoster) takeClasses(rows []record) error {
	for _, r := range rows {
		if !gone(r) {
			o.classes = append(o.classes, r)
		}
	}
	return maxOf("groups", len(o.classes))
}

func (o *oneRoster) takeEnrollments(rows []record) error {
	for _, r := range rows {
		if _, known := o.people[r.get("usersourcedid")]; known && !gone(r) && !isPupil(r.get("role")) {
			class := r.get("classsourcedid")
			o.teachers[class] = append(o.teachers[class], r.get("usersourcedid"))
			if err := maxOf("students", len(o.teachers[class])); err != nil {
				return err
			}
		}
	}
	return nil
}

func (o *oneRoster) book(reading *bounded.Reading) (Book, error) {
	b := Book{Format: OneRoster, Partial: o.partial}
	taught := map[string]set{}
	noTeacher := 0
	groups, classes := set{}, set{}
	for _, c := range o.classes {
		who := o.teachers[c.get("sourcedid")]
		if len(who) == 0 {
			noTeacher++
		}
		subject := cmp.Or(o.courses[c.get("coursesourcedid")], c.get("subjects"))
		for _, id := range who {
			if taught[id] == nil {
				taught[id] = set{}
			}
			taught[id].add(subject)
		}
		section := sectionOf(c.get("title"), subject)
		classes.add(section.class)
		if section.group > 0 {
			groups.add(section.class + " " + written(section.group))
		}
		if err := cmp.Or(reading.Err(), o.place(&b, c, subject, section, who)); err != nil {
			return b, err
		}
	}
	for _, id := range o.order {
		t := o.people[id]
		t.Subjects = taught[id].sorted()
		b.Teachers = append(b.Teachers, t)
	}
	b.Counts = Counts{Teachers: len(b.Teachers), Classes: len(classes), Groups: len(groups), Subjects: len(o.courses)}
	b.ignored("exchange.ignored.pupils", o.pupils)
	b.ignored("exchange.ignored.people", o.others+o.left)
	b.ignored("exchange.ignored.offices", o.managers)
	b.ignored("exchange.ignored.other_schools", o.elsewhere)
	b.ignored("exchange.ignored.no_teacher", noTeacher)
	b.ignored("exchange.ignored.no_periods", o.noPeriods)
	return b, nil
}

// place lays a class on the week. OneRoster has no word for the time of a lesson;
// some programs write day and hour into the list of periods: "Mon-1,Tue-3".
func (o *oneRoster) place(b *Book, c record, subject string, section studentSet, who []string) error {
	found := false
	for _, period := range list(strings.ReplaceAll(c.get("periods"), ";", ",")) {
		m := dayAndHour.FindStringSubmatch(period)
		if m == nil {
			continue
		}
		day, ok := tabular.Weekday(m[1])
		hour, err := strconv.Atoi(m[2])
		if !ok || err != nil {
			continue
		}
		found = true
		for _, id := range who {
			l := Lesson{
				Teacher: o.people[id].Label, Class: section.class, Group: section.group, Subject: subject, Room: c.get("location"),
				Day: strconv.Itoa(day), Hour: hour,
			}
			if err := b.add(l); err != nil {
				return err
			}
		}
	}
	if !found {
		o.noPeriods++
	}
	return nil
}

var dayAndHour = regexp.MustCompile(`^\s*(\p{L}+)[\s\-_.:]*(\d{1,2})\s*$`)

// sectionOf finds the class of pupils in the title of a class of OneRoster, which
// is a class and a subject: "5 English group 1".
func sectionOf(title, subject string) studentSet {
	before, after, found := strings.Cut(title, subject)
	if !found || subject == "" || trim(before) == "" {
		class, group, _ := groupNamed(title)
		return studentSet{class, group}
	}
	s := studentSet{class: strings.TrimRight(trim(before), "-–—:,. ")}
	if _, group, ok := groupNamed("x " + trim(after)); ok {
		s.group = group
	}
	return s
}

// TimesKnown says whether the file has lessons to lay on a week.
func (b Book) TimesKnown() error {
	if len(b.Lessons) > 0 {
		return nil
	}
	if b.Format == OneRoster {
		return fault.Invalid("file", "exchange.oneroster.no_times")
	}
	if slices.ContainsFunc(b.Ignored, func(m fault.Message) bool { return m.Key == "exchange.fet.not_placed" }) {
		return fault.Invalid("file", "exchange.fet.not_placed")
	}
	if slices.ContainsFunc(b.Ignored, func(m fault.Message) bool { return m.Key == notPlacedASC }) {
		return fault.Invalid("file", notPlacedASC)
	}
	return fault.Invalid("file", "exchange.no_lessons")
}

// notPlacedASC says that no lesson of a file of aSc stands on the week.
const notPlacedASC = "exchange.asc.not_placed"
