// Package timetabletest lays bells and lessons of a small school through the verbs of
// timetable, for tests of what stands on a timetable.
package timetabletest

import (
	"context"
	"errors"
	"testing"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/casestudy"
	"talim/internal/db"
	"talim/internal/schooltest"
	"talim/internal/timetable"
	"talim/internal/verb"
)

var ctx = context.Background()

// School is a school whose staff have their code as id.
type School struct {
	*schooltest.School
	Times  *timetable.Service
	Deputy access.Actor
}

// New opens the school on the second of September 2013, with the staff and a deputy.
func New(t *testing.T, d *db.DB, staff ...string) School {
	t.Helper()
	s := schooltest.New(t, d, "2013-09-02T09:00")
	s.Staff(append(staff, "deputy")...)
	return School{School: s, Times: timetable.New(d, s.Clock.Now), Deputy: schooltest.Actor(schooltest.ID, "deputy", access.Deputy)}
}

// Bells rings two short shifts that overlap at 13:20, as in Audan.
func (s School) Bells() {
	s.T.Helper()
	s.ring([]timetable.BellFacts{
		{Shift: 1, Number: 1, StartsAt: "08:50", EndsAt: "09:35"},
		{Shift: 1, Number: 2, StartsAt: "09:55", EndsAt: "10:40"},
		{Shift: 1, Number: 3, StartsAt: "13:20", EndsAt: "14:05"},
		{Shift: 2, Number: 1, StartsAt: "13:20", EndsAt: "14:05"},
		{Shift: 2, Number: 2, StartsAt: "14:15", EndsAt: "15:00"},
	})
}

func (s School) ring(bells []timetable.BellFacts) {
	s.T.Helper()
	s.OK(s.Times.SaveBells(ctx, s.Deputy, timetable.BellChange{From: "2013-09-01", Bells: bells}))
}

// Year is 2013-2014 with two terms.
func (s School) Year() {
	s.T.Helper()
	_, err := s.Times.SaveYear(ctx, s.Deputy, timetable.YearFacts{
		Label: "2013-2014", Period: calendar.Period{Starts: "2013-09-01", Ends: "2014-05-25"},
		Terms: []calendar.Period{{Starts: "2013-09-01", Ends: "2013-11-03"}, {Starts: "2013-11-11", Ends: "2013-12-29"}},
	})
	s.OK(err)
}

// Lesson is one of the first shift, of a class and a subject by their names.
func Lesson(teacher, class, subject string, day calendar.Weekday, number int) timetable.Content {
	return timetable.Content{Staff: teacher, Class: class, Subject: subject, Room: "r", Weekday: day, Shift: 1, Number: number}
}

// Lessons lays lessons from a day on, with the classes and subjects that are not there
// yet. One without a time has that of its bell.
func (s School) Lessons(from calendar.Date, lessons ...timetable.Content) {
	s.T.Helper()
	s.OK(s.Times.Do(ctx, s.Deputy, func(w verb.Work) error {
		classes, err := timetable.ClassesByKey(w.Ctx, w.Tx, schooltest.ID)
		if err != nil {
			return err
		}
		all, err := timetable.Subjects(w.Ctx, w.Tx, schooltest.ID)
		if err != nil {
			return err
		}
		bells, err := timetable.Bells(w.Ctx, w.Tx, schooltest.ID, from)
		if err != nil {
			return err
		}
		var writes timetable.LessonWrites
		subjects := timetable.IndexSubjects(all)
		for _, l := range lessons {
			class, known := classes[timetable.ClassKey(l.Class)]
			if !known {
				class = timetable.NewClass(schooltest.ID, timetable.ClassFacts{Name: l.Class, Grade: timetable.GradeOf(l.Class), Shift: l.Shift})
				classes[class.Fold], writes.Classes = class, append(writes.Classes, class)
			}
			subject, known := subjects[timetable.SubjectKey(l.Subject)]
			if !known {
				subject = timetable.NewSubject(schooltest.ID, timetable.SubjectNamed(l.Subject))
				subjects[timetable.SubjectKey(l.Subject)], writes.Subjects = subject, append(writes.Subjects, subject)
			}
			l.Class, l.Subject = class.ID, subject.ID
			writes.Begun = append(writes.Begun, rung(l, bells).Lesson(schooltest.ID, from))
		}
		return errors.Join(writes.Write(w.Ctx, w.Tx, schooltest.ID), s.Times.Changed(w, timetable.Change{From: from}))
	}))
}

func rung(l timetable.Content, bells []timetable.Bell) timetable.Content {
	for _, b := range bells {
		if l.StartsAt == "" && b.Shift == l.Shift && b.Number == l.Number {
			l.StartsAt, l.EndsAt = b.StartsAt, b.EndsAt
		}
	}
	return l
}

// Study lays staff, bells, classes and subjects of a school of the case studies. Its
// lessons are not laid.
func (s School) Study(code string) casestudy.School {
	s.T.Helper()
	study, err := casestudy.Load(code)
	s.OK(err)
	for _, p := range study.Staff {
		s.Staff(p.Code)
	}
	var bells []timetable.BellFacts
	for _, b := range study.Bells {
		bells = append(bells, timetable.BellFacts{Shift: b.Shift, Number: b.Period, StartsAt: b.Starts, EndsAt: b.Ends})
	}
	s.ring(bells)
	var classes []timetable.ClassFacts
	for _, c := range study.Classes {
		classes = append(classes, timetable.ClassFacts{Name: c.Name, Grade: c.Grade, Shift: c.Shift, Language: c.Language, Students: c.Students})
	}
	s.OK(s.Times.SaveClasses(ctx, s.Deputy, classes))
	var subjects []timetable.SubjectFacts
	for _, x := range study.Subjects {
		subjects = append(subjects, timetable.SubjectFacts{Code: x.Code, Name: x.Name})
	}
	s.OK(s.Times.SaveSubjects(ctx, s.Deputy, subjects))
	return study
}

// Taught are the lessons of a study, to be laid.
func Taught(study casestudy.School) []timetable.Content {
	out := make([]timetable.Content, len(study.Lessons))
	for i, l := range study.Lessons {
		out[i] = timetable.Content{
			Staff: l.Staff, Class: l.Class, Subject: l.Subject, Room: l.Room.KK, Weekday: l.Weekday,
			Shift: l.Shift, Number: l.Period, StartsAt: l.Starts, EndsAt: l.Ends, Group: l.Group,
		}
	}
	return out
}
