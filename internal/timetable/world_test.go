package timetable

import (
	"context"
	"errors"
	"slices"
	"testing"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/schooltest"
	"talim/internal/verb"
)

var ctx = context.Background()

// world is a school with staff whose id is their code in lower case.
type world struct {
	*schooltest.School
	*Service
	deputy access.Actor
}

const school = schooltest.ID

func newWorld(t *testing.T, d *db.DB, staff ...string) world {
	t.Helper()
	s := schooltest.New(t, d, "2013-09-02T09:00")
	w := world{
		School: s, Service: New(d, s.Clock.Now),
		deputy: access.Actor{Account: "a", School: school, Staff: "deputy", Name: "Deputy", Roles: []access.Role{access.Deputy}},
	}
	w.LayOver(Overlay{Away: func(a string) string { return "FROM absence " + a + " WHERE " + a + ".state = 'recorded'" }}) // as timetable/cover does
	w.Staff(append(staff, "deputy")...)
	return w
}

func actorOf(staff string, roles ...access.Role) access.Actor {
	return access.Actor{Account: "of " + staff, School: school, Staff: staff, Name: staff, Roles: roles}
}

// bells rings two short shifts that overlap at 13:20, as in Audan.
func (w world) bells() {
	w.T.Helper()
	now, err := BellVersion(ctx, w.D.Read(), school)
	w.OK(err)
	w.OK(w.SaveBells(ctx, w.deputy, BellChange{Version: now, From: "2013-09-01", Bells: []BellFacts{
		{1, 1, "08:50", "09:35"},
		{1, 2, "09:55", "10:40"},
		{1, 3, "13:20", "14:05"},
		{2, 1, "13:20", "14:05"},
		{2, 2, "14:15", "15:00"},
	}}))
}

// year is 2013-2014 with two terms and a holiday inside the second.
func (w world) year() {
	w.T.Helper()
	_, err := w.SaveYear(ctx, w.deputy, YearFacts{
		Label: "2013-2014", Period: calendar.Period{Starts: "2013-09-01", Ends: "2014-05-25"},
		Terms: []calendar.Period{{Starts: "2013-09-01", Ends: "2013-11-03"}, {Starts: "2013-11-11", Ends: "2013-12-29"}},
	})
	w.OK(err)
	_, err = w.AddHoliday(ctx, w.deputy, HolidayFacts{calendar.Period{Starts: "2013-12-16", Ends: "2013-12-17"}, i18n.Text{KK: "Тәуелсіздік күні"}})
	w.OK(err)
}

// lessonRow is a lesson by the names of what is in it.
type lessonRow struct {
	Teacher, Class, Subject, Room string
	Weekday                       calendar.Weekday
	Shift, Number                 int
	StartsAt, EndsAt              calendar.Clock
	Group                         int
	Turn                          Turn
}

// row is a lesson of the first shift; its number is only for the reader.
func row(_ int, teacher, class, subject string, day calendar.Weekday, number int) lessonRow {
	return lessonRow{Teacher: teacher, Class: class, Subject: subject, Weekday: day, Shift: 1, Number: number, Room: "r"}
}

// lessons lays rows from 2 September.
func (w world) lessons(rows ...lessonRow) {
	w.T.Helper()
	w.OK(w.layLessons("2013-09-02", rows...))
}

// layLessons writes the lessons that do not stand yet, as an import does.
func (w world) layLessons(from calendar.Date, rows ...lessonRow) error {
	return w.Do(ctx, w.deputy, func(v verb.Work) error {
		ctx, tx := v.Ctx, v.Tx
		classes, err := ClassesByKey(ctx, tx, school)
		if err != nil {
			return err
		}
		all, err := Subjects(ctx, tx, school)
		if err != nil {
			return err
		}
		bells, err := Bells(ctx, tx, school, from)
		if err != nil {
			return err
		}
		standing, err := LessonsInForce(ctx, tx, school, from)
		if err != nil {
			return err
		}
		var writes LessonWrites
		subjects := IndexSubjects(all)
		for _, r := range rows {
			class, known := classes[ClassKey(r.Class)]
			if !known {
				class = NewClass(school, ClassFacts{Name: r.Class, Grade: GradeOf(r.Class), Shift: r.Shift})
				classes[class.Fold], writes.Classes = class, append(writes.Classes, class)
			}
			subject, known := subjects[SubjectKey(r.Subject)]
			if !known {
				subject = NewSubject(school, SubjectNamed(r.Subject))
				subjects[SubjectKey(r.Subject)], writes.Subjects = subject, append(writes.Subjects, subject)
			}
			k := Content{r.Teacher, class.ID, subject.ID, r.Room, r.Weekday, r.Shift, r.Number, r.StartsAt, r.EndsAt, r.Group, r.Turn}.rung(bells)
			if !slices.ContainsFunc(standing, func(l Lesson) bool { return l.Content() == k }) {
				writes.Begun = append(writes.Begun, k.Lesson(school, from))
			}
		}
		return errors.Join(writes.Write(ctx, tx, school), w.Changed(v, Change{From: from}))
	})
}

// rung takes the times from the bells where the row has none.
func (k Content) rung(bells []Bell) Content {
	for _, b := range bells {
		if k.StartsAt == "" && b.Shift == k.Shift && b.Number == k.Number {
			k.StartsAt, k.EndsAt = b.StartsAt, b.EndsAt
		}
	}
	return k
}

// book books as one transaction.
func (w world) book(actor access.Actor, in NewBooking) (Booking, error) {
	var b Booking
	err := w.Do(ctx, actor, func(v verb.Work) (err error) {
		b, err = w.Book(v, in)
		return err
	})
	return b, err
}
