// Package pairtest leads a mentor and a mentee the whole way to a running pair, through
// the services of mentoring, for tests.
package pairtest

import (
	"context"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/mentoring"
	"talim/internal/mentoring/assembly"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/pairing"
	"talim/internal/observation"
	"talim/internal/schooltest"
	"talim/internal/secret"
	"talim/internal/timetable"
	"talim/internal/timetable/lessonimport"
)

var ctx = context.Background()

// Pair is a village school with a running pair of m1 and e1, on the first day of theirs.
type Pair struct {
	*schooltest.School
	Keeper *secret.Keeper
	Times  *timetable.Service
	M      *assembly.Services
	P      mentoring.Programme
	G      pairing.Pairing
}

// Small are the people of a school with the pair and one more teacher.
var Small = schooltest.People{"director": {access.Director}, "deputy": {access.Deputy}, "m1": {access.Teacher}, "e1": {access.Teacher}, "e2": {access.Teacher}}

// Who is somebody of the people; "other" is a deputy of another school.
func Who(people schooltest.People, code string) access.Actor {
	if code == "other" {
		return schooltest.Actor(schooltest.Other, code, access.Deputy)
	}
	return people.Who(code)
}

// New makes the pair among the people of the school, who are Small or more.
func New(t *testing.T, d *db.DB, people schooltest.People) *Pair {
	t.Helper()
	w := &Pair{School: schooltest.New(t, d, "2013-09-02T09:00"), Keeper: apptest.Keeper(t)}
	w.Times = timetable.New(d, w.Clock.Now)
	w.M = assembly.New(d, w.Times, observation.New(d, w.Times, w.Keeper, w.Clock.Now), w.Keeper, w.Clock.Now)
	w.Hire(people)
	for code := range people {
		if code == "m1" {
			w.Teach(code, 29, "first", "Math")
		} else {
			w.Teach(code, 1, "none", "Math")
		}
	}
	w.week()
	w.pair()
	return w
}

// week gives m1 and e1 a lesson each on three days, not at the same time.
func (w *Pair) week() {
	w.T.Helper()
	deputy := Small.Who("deputy")
	_, err := w.Times.SaveYear(ctx, deputy, timetable.YearFacts{Label: "2013-2014", Period: calendar.Period{Starts: "2013-09-01", Ends: "2014-05-25"}})
	w.OK(err)
	w.OK(w.Times.SaveBells(ctx, deputy, timetable.BellChange{From: "2013-09-01", Bells: []timetable.BellFacts{
		{Shift: 1, Number: 1, StartsAt: "08:30", EndsAt: "09:15"}, {Shift: 1, Number: 2, StartsAt: "09:20", EndsAt: "10:05"}, {Shift: 1, Number: 3, StartsAt: "10:15", EndsAt: "11:00"},
	}}))
	var rows []lessonimport.Row
	for i, staff := range []string{"m1", "e1", "e2"} {
		for _, day := range []calendar.Weekday{calendar.Monday, calendar.Wednesday, calendar.Friday} {
			rows = append(rows, lessonimport.Row{
				Line: len(rows) + 1, Teacher: staff, Class: "5" + string(rune('A'+i)), Subject: "Math", Room: "1", Weekday: day, Shift: 1, Number: 1 + i%2,
			})
		}
	}
	diff, err := lessonimport.New(w.Times).Apply(ctx, deputy, lessonimport.Import{Rows: rows, From: "2013-09-01"})
	w.OK(err)
	if len(diff.Refused) > 0 {
		w.T.Fatalf("lessons refused: %v", diff.Refused[0])
	}
}

// pair goes the whole way to the running pairing.
func (w *Pair) pair() {
	w.T.Helper()
	deputy := Small.Who("deputy")
	years, err := timetable.Years(ctx, w.D.Read(), schooltest.ID)
	w.OK(err)
	w.P, err = w.M.Programmes.Open(ctx, deputy, mentoring.NewProgramme{Year: years[0].ID, Starts: "2013-09-02", Ends: "2014-05-25", Policy: mentoring.DefaultPolicy()})
	w.OK(err)
	w.joins("m1", mentoring.Mentor)
	w.joins("e1", mentoring.Mentee)
	made, err := w.M.Matches.Propose(ctx, deputy, w.P.ID)
	w.OK(err)
	w.OK(w.M.Matches.Send(ctx, deputy, made.ID))
	_, pairs, err := w.M.Matches.Proposal(ctx, deputy, made.ID)
	w.OK(err)
	for _, code := range []string{"m1", "e1"} {
		_, err := w.M.Matches.AnswerPair(ctx, Small.Who(code), pairs[0].ID, true)
		w.OK(err)
	}
	o, err := w.M.Matches.PrepareOrder(ctx, deputy, w.P.ID)
	w.OK(err)
	w.OK(w.M.Matches.SignOrder(ctx, Small.Who("director"), o.ID, match.Signature{Number: "17", Date: "2013-09-05", Starts: "2013-09-09", Ends: "2014-05-20"}))
	all, err := pairing.Of(ctx, w.D.Read(), schooltest.ID, "m1")
	w.OK(err)
	w.G = all[0]
	w.Clock.Set("2013-09-09T07:00")
}

// joins invites somebody, who takes part with a profile.
func (w *Pair) joins(code string, side mentoring.Side) {
	w.T.Helper()
	_, err := w.M.Programmes.Invite(ctx, Small.Who("deputy"), w.P.ID, side, []string{code})
	w.OK(err)
	mine, err := w.M.Programmes.Mine(ctx, Small.Who(code))
	w.OK(err)
	w.OK(w.M.Programmes.SaveProfile(ctx, Small.Who(code), mine[0].ID, mentoring.NewProfile{
		Topics: []string{"assessment"}, Languages: []string{"kk"}, Capacity: 1, Strengths: "өлең оқиды", Needs: "уақытты бөлу",
	}))
}

// Meets books a meeting of the pair on the day, at the third lesson, where both are free.
func (w *Pair) Meets(day calendar.Date) pairing.Meeting {
	w.T.Helper()
	m, err := w.M.Pairings.BookMeeting(ctx, Small.Who("m1"), w.G.ID, pairing.NewMeeting{Date: day, StartsAt: "10:15", EndsAt: "11:00", Place: "кабинет 3"})
	w.OK(err)
	return m
}

// Visits plans that the observer visits a lesson of the partner on the day.
func (w *Pair) Visits(observer string, day calendar.Date) observation.Visit {
	w.T.Helper()
	by := Small.Who(observer)
	offered, err := w.M.Pairings.Visitable(ctx, by, w.G, observer, day.Monday())
	w.OK(err)
	for _, l := range offered {
		if l.Date == day {
			v, err := w.M.Pairings.PlanVisit(ctx, by, w.G.ID, pairing.NewVisit{Observer: observer, Lesson: l.Lesson, Date: day})
			w.OK(err)
			return v
		}
	}
	w.T.Fatalf("no lesson for %s to visit on %s", observer, day)
	return observation.Visit{}
}
