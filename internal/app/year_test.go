package app_test

import (
	"testing"

	"talim/internal/access"
	"talim/internal/app"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/demo"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/assembly"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/pairing"
	"talim/internal/timetable"
)

// year is a mentoring year of Auyl, lived by the verbs as its people would, with
// all pages looked at on the way.
type year struct {
	*app.App
	t         *testing.T
	m         *assembly.Services
	real      *apptest.Clock
	personas  map[string]demo.Persona
	actors    map[string]access.Actor
	programme mentoring.Programme
	walks     int
}

func newYear(t *testing.T, address string) *year {
	t.Helper()
	y := &year{t: t, real: apptest.ClockAt("2026-11-21T12:00"), personas: map[string]demo.Persona{}, actors: map[string]access.Actor{}}
	y.App = start(t, app.Config{Database: address, Keys: loadedKeys(), Demo: true, Debug: true, Now: y.real.Now})
	y.m = y.Services().Mentoring
	y.ok(y.LoadDemo(ctx))
	all, err := demo.Personas(ctx, y.DB().Read())
	y.ok(err)
	for _, p := range all {
		actor, _, err := y.Services().Accounts.ActorOf(ctx, p.Account)
		y.ok(err)
		y.personas[p.Code], y.actors[p.Code] = p, actor
	}
	return y
}

func (y *year) ok(err error) {
	y.t.Helper()
	if err != nil {
		y.t.Fatal(err)
	}
}

func (y *year) as(code string) access.Actor { return y.actors[code] }

// on moves the demo to a day, local time of the school.
func (y *year) on(local string) {
	y.t.Helper()
	y.ok(y.Clock().Set(ctx, apptest.ClockAt(local).Now()))
	_, err := y.Jobs().RunDue(ctx)
	y.ok(err)
}

// look walks all pages of each, in the next language each time.
func (y *year) look(codes ...string) {
	y.t.Helper()
	for _, code := range codes {
		v := enter(y.t, y.App, y.personas[code], i18n.Languages[y.walks%len(i18n.Languages)])
		v.who += " on " + string(calendar.DateOf(y.Now()))
		y.walks++
		v.walk("/")
	}
}

func (y *year) opens() {
	y.t.Helper()
	years, err := timetable.Years(ctx, y.DB().Read(), y.as("DD-A2").School)
	y.ok(err)
	y.programme, err = y.m.Programmes.Open(ctx, y.as("DD-A2"), mentoring.NewProgramme{
		Year: years[0].ID, Starts: "2013-09-02", Ends: "2014-05-25", Policy: mentoring.DefaultPolicy(),
	})
	y.ok(err)
}

func (y *year) joins(side mentoring.Side, capacity int, codes ...string) {
	y.t.Helper()
	var ids []string
	for _, code := range codes {
		ids = append(ids, y.as(code).Staff)
	}
	_, err := y.m.Programmes.Invite(ctx, y.as("DD-A2"), y.programme.ID, side, ids)
	y.ok(err)
	for _, code := range codes {
		mine, err := y.m.Programmes.Mine(ctx, y.as(code))
		y.ok(err)
		y.ok(y.m.Programmes.SaveProfile(ctx, y.as(code), mine[0].ID, mentoring.NewProfile{
			Topics: []string{"subject"}, Languages: []string{"kk"}, Capacity: capacity, Hopes: "Сабақты бірге жоспарлау",
		}))
	}
}

func (y *year) agrees() {
	y.t.Helper()
	made, err := y.m.Matches.Propose(ctx, y.as("DD-A2"), y.programme.ID)
	y.ok(err)
	y.look("DD-A2")
	y.ok(y.m.Matches.Send(ctx, y.as("DD-A2"), made.ID))
	_, pairs, err := y.m.Matches.Proposal(ctx, y.as("DD-A2"), made.ID)
	y.ok(err)
	if len(pairs) == 0 {
		y.t.Fatal("nobody was paired")
	}
	y.look("T-A2", "T-A14")
	for _, p := range pairs {
		for code, actor := range y.actors {
			if actor.Staff == p.Mentor || actor.Staff == p.Mentee {
				_, err := y.m.Matches.AnswerPair(ctx, y.as(code), p.ID, true)
				y.ok(err)
			}
		}
	}
}

func (y *year) signs() {
	y.t.Helper()
	order, err := y.m.Matches.PrepareOrder(ctx, y.as("DD-A2"), y.programme.ID)
	y.ok(err)
	y.look("DIR-A", "DD-A2")
	y.ok(y.m.Matches.SignOrder(ctx, y.as("DIR-A"), order.ID, match.Signature{Number: "17", Date: "2013-09-05", Starts: "2013-09-09", Ends: "2014-05-20"}))
}

func (y *year) pairing(mentee string) pairing.Pairing {
	y.t.Helper()
	id, err := db.One[string](ctx, y.DB().Read(), `SELECT id FROM pairing WHERE school_id = $1 AND mentee_id = $2`,
		y.as(mentee).School, y.as(mentee).Staff)
	y.ok(err)
	g, err := y.m.Pairings.Pairing(ctx, y.as(mentee), id)
	y.ok(err)
	return g.Pairing
}

func (y *year) meets(g pairing.Pairing) {
	y.t.Helper()
	y.ok(y.m.Pairings.SavePlan(ctx, y.as("T-A2"), g.ID, 0, pairing.PlanContent{
		Strong: "пәнді терең біледі", Goals: []string{"сабақтың мақсатын анық қою"}, Steps: []pairing.PlanStep{{Month: "2013-11", Text: "ашық сабақ"}},
	}))
	y.ok(y.m.Pairings.AgreePlan(ctx, y.as("T-A14"), g.ID, 1))
	y.look("T-A2", "T-A14", "DD-A2")
	times, err := y.m.Pairings.MeetingTimes(ctx, y.as("T-A2"), g)
	y.ok(err)
	if len(times) == 0 {
		y.t.Fatal("no time in common")
	}
	_, err = y.m.Pairings.BookWeekly(ctx, y.as("T-A2"), g.ID, pairing.NewWeekly{
		Weekday: times[0].Weekday, StartsAt: times[0].StartsAt, EndsAt: times[0].EndsAt, From: "2013-09-09", Place: "26",
	})
	y.ok(err)
	lessons, err := y.m.Pairings.Visitable(ctx, y.as("T-A14"), g, y.as("T-A2").Staff, "2013-09-09")
	y.ok(err)
	if len(lessons) > 0 {
		_, err = y.m.Pairings.PlanVisit(ctx, y.as("T-A14"), g.ID, pairing.NewVisit{Observer: y.as("T-A2").Staff, Lesson: lessons[0].Lesson, Date: lessons[0].Date})
		y.ok(err)
	}
}

func (y *year) holds(g pairing.Pairing) {
	y.t.Helper()
	events, err := y.m.Pairings.Events(ctx, y.as("T-A2"), g)
	y.ok(err)
	for _, e := range events {
		if e.What == "meeting" {
			y.ok(y.m.Pairings.Hold(ctx, y.as("T-A2"), e.ID, pairing.HoldMeeting{
				Shared: "Келестік", Private: "өзім үшін", Steps: []pairing.NewStep{{Text: "жоспар жазу", Owner: y.as("T-A14").Staff, Due: "2013-09-25"}},
			}))
			return
		}
	}
}

func (y *year) closes(g pairing.Pairing) {
	y.t.Helper()
	y.ok(y.m.Pairings.SaveReport(ctx, y.as("T-A2"), g.ID, pairing.NewReport{Done: "апта сайын кездестік"}))
	y.ok(y.m.Pairings.SaveReport(ctx, y.as("T-A2"), g.ID, pairing.NewReport{Version: 1, Done: "апта сайын кездестік", Share: true}))
	y.look("T-A14", "T-A2")
	y.ok(y.m.Pairings.ReplyToReport(ctx, y.as("T-A14"), g.ID, pairing.Agree, ""))
	y.ok(y.m.Pairings.Complete(ctx, y.as("DD-A2"), g.ID))
	_, err := y.m.Pairings.Appreciate(ctx, y.as("DIR-A"), y.programme.ID, mentoring.Mentor, "")
	y.ok(err)
}

func TestYearOfAuyl(t *testing.T) {
	t.Parallel() // one of the long ones
	everywhereLoaded(t, func(t *testing.T, address string) {
		y := newYear(t, address)
		y.opens()
		y.look("DD-A2", "T-A2")
		y.joins(mentoring.Mentor, 2, "T-A2")
		y.joins(mentoring.Mentee, 0, "T-A14", "T-A16")
		y.agrees()
		y.signs()
		y.on("2013-09-09T07:00")
		g := y.pairing("T-A14")
		y.meets(g)
		y.on("2013-09-16T15:00")
		y.look("T-A2", "T-A14", "DD-A2")
		y.holds(g)
		y.look("T-A2", "T-A14", "T-A13", "SMU-A3")
		y.on("2014-05-12T10:00")
		y.closes(g)
		y.look("DD-A2", "DIR-A", "T-A2", "T-A14", "RAIONO-1")
		if lacking := y.Lacking(); len(lacking) > 0 {
			t.Errorf("%d messages that are in no catalogue, such as %v", len(lacking), lacking[:min(len(lacking), 9)])
		}
	})
}
