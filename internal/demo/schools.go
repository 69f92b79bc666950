package demo

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/casestudy"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/people/staffimport"
	"talim/internal/people/tree"
	"talim/internal/timetable"
	"talim/internal/timetable/lessonimport"
)

// school is one school while it is filled: the source and the actor that writes.
type school struct {
	World
	source casestudy.School
	as     access.Actor
	ids    map[string]string // of the staff, by code
}

const jobName = "demo"

// organisations makes the ministry, with the one administrator of the demo, and all below it.
func organisations(ctx context.Context, w World) error {
	all, err := casestudy.Organisations()
	if err != nil {
		return err
	}
	ids := map[string]string{}
	var as access.Actor
	for _, o := range all {
		facts := tree.Facts{
			Code: o.Code, Name: o.Name, AddressKK: o.Address.KK, AddressRU: o.Address.RU, Timezone: o.Timezone, Languages: words(o.Languages),
		}
		if o.Parent == "" {
			made, err := w.Accounts.CreateSchool(ctx, access.System("", jobName), accounts.NewSchool{
				NewSchool: people.NewSchool{
					Kind: tree.Kind(o.Kind), Facts: facts, Administrator: people.NewStaff{StaffFacts: people.StaffFacts{Code: "ADMIN"}},
				},
				Login: "admin",
			})
			if err != nil {
				return fmt.Errorf("%s: %w", o.Code, err)
			}
			ids[o.Code], as = made.School.ID, access.System(made.School.ID, jobName)
			continue
		}
		made, err := w.Tree.Add(ctx, as, tree.NewOrganisation{
			Kind: tree.Kind(o.Kind), Parent: ids[o.Parent], Facts: facts,
		})
		if err != nil {
			return fmt.Errorf("%s: %w", o.Code, err)
		}
		ids[o.Code] = made.ID
	}
	return nil
}

func words(languages []i18n.Language) []string {
	out := make([]string, len(languages))
	for i, l := range languages {
		out[i] = string(l)
	}
	return out
}

// school is the organisation of a code, for the program itself to write to.
func (w World) school(ctx context.Context, code string) (school, error) {
	o, err := tree.ByCode(ctx, w.DB.Read(), code)
	return school{World: w, as: access.System(o.ID, jobName)}, err
}

// person is the id of a member of staff.
func (s *school) person(ctx context.Context, code string) (string, error) {
	if s.ids == nil {
		all, err := people.Persons(ctx, s.DB.Read(), s.as.School)
		if err != nil {
			return "", err
		}
		s.ids = make(map[string]string, len(all))
		for _, p := range all {
			s.ids[p.Code] = p.ID
		}
	}
	return s.ids[code], nil
}

func (s school) units(ctx context.Context) error {
	for _, u := range s.source.Units {
		_, err := s.People.AddUnit(ctx, s.as, people.NewUnit{UnitFacts: people.UnitFacts{Code: unitCode(u.Number), Name: u.Name}, Starts: postsBegin})
		if err != nil {
			return err
		}
	}
	return nil
}

func unitCode(number int) string { return strconv.Itoa(number) }

func (s school) subjects(ctx context.Context) error {
	var facts []timetable.SubjectFacts
	for _, x := range s.source.Subjects {
		facts = append(facts, timetable.SubjectFacts{Code: x.Code, Name: x.Name})
	}
	return s.Timetable.SaveSubjects(ctx, s.as, facts)
}

// staff comes as a list, as a school would bring its own: first who holds which
// post since when, then, a year later, what the study asked of each person.
func (s school) staff(ctx context.Context) error {
	posts, facts := make([]staffimport.Row, len(s.source.Staff)), make([]staffimport.Row, len(s.source.Staff))
	for i, p := range s.source.Staff {
		posts[i], facts[i] = postRow(i+1, p), factRow(i+1, p)
	}
	for _, list := range []struct {
		rows []staffimport.Row
		on   calendar.Date
	}{{posts, postsBegin}, {facts, firstDay}} {
		diff, err := staffimport.New(s.People).Apply(ctx, s.as, list.rows, staffimport.Options{On: list.on})
		if err != nil {
			return err
		}
		for _, r := range diff.Refused {
			return fmt.Errorf("%s: %w", r.Code, fault.Invalid("", r.Key))
		}
	}
	return s.deputies(ctx)
}

func postRow(line int, p casestudy.Staff) staffimport.Row {
	roles := p.Roles
	if hasArea(p) { // see deputies
		roles = slices.DeleteFunc(slices.Clone(roles), func(r string) bool { return r == string(access.Deputy) })
	}
	row := staffimport.Row{Line: line, Code: p.Code, Since: string(postsBegin), Position: strings.Join(roles, ";"), Subjects: strings.Join(p.Teaches, ";")}
	if p.Unit > 0 {
		row.UnitCode = unitCode(p.Unit)
	}
	return row
}

func factRow(line int, p casestudy.Staff) staffimport.Row {
	return staffimport.Row{
		Line: line, Code: p.Code, StudyRoute: p.StudyRoute, Years: number(p.Years), Age: number(p.Age), CoE: course(p.CoELevel),
		Category: p.Category, Gender: p.Gender,
	}
}

func hasArea(p casestudy.Staff) bool { return p.DeputyArea != (i18n.Text{}) }

// deputies appoints those whose area of work is known, which a list can state in
// one language only.
func (s school) deputies(ctx context.Context) error {
	for _, p := range s.source.Staff {
		if !hasArea(p) {
			continue
		}
		staff, err := people.StaffByCode(ctx, s.DB.Read(), s.as.School, p.Code)
		if err != nil {
			return err
		}
		if _, err := s.People.BeginPost(ctx, s.as, people.NewPost{
			Staff: staff.ID, Role: access.Deputy, Area: p.DeputyArea, Starts: postsBegin,
		}); err != nil {
			return err
		}
	}
	return nil
}

// number is "" for what is not known.
func number(n int) string {
	if n < 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// stateOf names the states of the source in the words of the rules (R007), which
// have one for the whole leave with a small child.
var stateOf = map[string]people.State{"childcare_leave": people.MaternityLeave}

func (s school) leaves(ctx context.Context) error {
	for _, l := range s.source.Leaves {
		state, ok := stateOf[l.State]
		if !ok {
			state = people.State(l.State)
		}
		id, err := s.person(ctx, l.Staff)
		if err != nil {
			return err
		}
		ends := l.Ends
		if ends == calendar.Forever {
			ends = ""
		}
		if _, err := s.People.BeginState(ctx, s.as, id, state, l.Starts, ends); err != nil {
			return fmt.Errorf("%s: %w", l.Staff, err)
		}
	}
	return nil
}

func (s school) year(ctx context.Context) error {
	y, err := casestudy.SchoolYear()
	if err != nil {
		return err
	}
	facts := timetable.YearFacts{Label: y.Label, Period: y.Period}
	for _, t := range y.Terms {
		facts.Terms = append(facts.Terms, t.Period)
	}
	if _, err := s.Timetable.SaveYear(ctx, s.as, facts); err != nil {
		return err
	}
	for _, h := range y.Holidays {
		if _, err := s.Timetable.AddHoliday(ctx, s.as, timetable.HolidayFacts{Period: h.Period, Name: h.Name}); err != nil {
			return err
		}
	}
	return nil
}

func (s school) bells(ctx context.Context) error {
	var facts []timetable.BellFacts
	for _, b := range s.source.Bells {
		facts = append(facts, timetable.BellFacts{Shift: b.Shift, Number: b.Period, StartsAt: b.Starts, EndsAt: b.Ends})
	}
	return s.Timetable.SaveBells(ctx, s.as, timetable.BellChange{From: firstDay, Bells: facts})
}

func (s school) classes(ctx context.Context) error {
	var facts []timetable.ClassFacts
	for _, c := range s.source.Classes {
		facts = append(facts, timetable.ClassFacts{Name: c.Name, Grade: c.Grade, Shift: c.Shift, Language: c.Language, Students: c.Students})
	}
	return s.Timetable.SaveClasses(ctx, s.as, facts)
}

func (s school) lessons(ctx context.Context) error {
	rows := make([]lessonimport.Row, len(s.source.Lessons))
	for i, l := range s.source.Lessons {
		rows[i] = lessonimport.Row{
			Line: i + 1, Teacher: l.Staff, Class: l.Class, Subject: l.Subject, Room: roomOf(l.Room),
			Weekday: l.Weekday, Shift: l.Shift, Number: l.Period, StartsAt: l.Starts, EndsAt: l.Ends, Group: l.Group,
		}
	}
	diff, err := lessonimport.New(s.Timetable).Apply(ctx, s.as, lessonimport.Import{Rows: rows, From: firstDay})
	if err != nil {
		return err
	}
	for _, r := range diff.Refused {
		return fmt.Errorf("line %d: %w", r.Line, fault.Invalid("", r.Key))
	}
	return nil
}

// courses are the levels of the courses that the program knows; the source also
// prints "PDP" and "Trainer 3-2-1", which are none of them.
var courses = []string{"none", "3-level", "2-level", "1-level"}

func course(printed string) string {
	if slices.Contains(courses, printed) {
		return printed
	}
	return ""
}

// roomOf is a room as a timetable writes it: the number alone, where it has one,
// because the page says "room" in the reader's language.
func roomOf(name i18n.Text) string {
	if number, ok := strings.CutPrefix(name.EN, "Room "); ok {
		return number
	}
	return name.KK
}
