package mentoringtest

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
	"talim/internal/timetable"
	"talim/internal/timetable/lessonimport"
)

var ctx = context.Background()

// world is a small school in September 2013: director, deputy, two mentors of
// Mathematics, a mentor of History, three young teachers. The id of each is the code.
type world struct {
	*schooltest.School
	*assembly.Services
	timetable *timetable.Service
	year      timetable.SchoolYear
}

const school = schooltest.ID

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	s := schooltest.New(t, d, "2013-09-02T09:00")
	tt, keeper := timetable.New(d, s.Clock.Now), apptest.Keeper(t)
	w := &world{School: s, Services: assembly.New(d, tt, observation.New(d, tt, keeper, s.Clock.Now), keeper, s.Clock.Now), timetable: tt}
	w.person("director", 15, "highest", access.Director)
	w.person("deputy", 10, "first", access.Deputy)
	w.person("m1", 29, "first", access.Teacher, "Math")
	w.person("m2", 12, "highest", access.Teacher, "Math")
	w.person("m3", 20, "first", access.Teacher, "Hist")
	w.person("e1", 2, "none", access.Teacher, "Math")
	w.person("e2", 1, "none", access.Teacher, "Math")
	w.person("e3", 1, "none", access.Teacher, "Hist")
	w.week()
	return w
}

func (w *world) person(code string, years int, category string, role access.Role, subjects ...string) {
	w.T.Helper()
	w.Hire(schooltest.People{code: {role}})
	w.Teach(code, years, category, subjects...)
}

// week rings six bells and gives everybody some lessons, so that m1 and e1
// share free hours; the year ends in May.
func (w *world) week() {
	w.T.Helper()
	admin := w.as("deputy")
	var err error
	w.year, err = w.timetable.SaveYear(ctx, admin, timetable.YearFacts{
		Label: "2013-2014", Period: calendar.Period{Starts: "2013-09-01", Ends: "2014-05-25"},
	})
	w.OK(err)
	bells := []timetable.BellFacts{
		{Shift: 1, Number: 1, StartsAt: "08:30", EndsAt: "09:15"},
		{Shift: 1, Number: 2, StartsAt: "09:20", EndsAt: "10:05"},
		{Shift: 1, Number: 3, StartsAt: "10:15", EndsAt: "11:00"},
		{Shift: 1, Number: 4, StartsAt: "11:05", EndsAt: "11:50"},
	}
	w.OK(w.timetable.SaveBells(ctx, admin, timetable.BellChange{From: "2013-09-01", Bells: bells}))
	var rows []lessonimport.Row
	for i, staff := range []string{"m1", "m2", "m3", "e1", "e2", "e3"} {
		for _, day := range []calendar.Weekday{calendar.Monday, calendar.Wednesday, calendar.Friday} {
			rows = append(rows, lessonimport.Row{
				Line: len(rows) + 1, Teacher: staff, Class: "5" + string(rune('A'+i)), Subject: "Math", Room: "1", Weekday: day,
				Shift: 1, Number: 1 + (i+int(day))%4,
			})
		}
	}
	diff, err := lessonimport.New(w.timetable).Apply(ctx, admin, lessonimport.Import{Rows: rows, From: "2013-09-01"})
	w.OK(err)
	if len(diff.Refused) > 0 {
		w.T.Fatalf("lessons refused: %v", diff.Refused[0])
	}
}

func (w *world) as(staff string) access.Actor {
	a := access.Actor{Account: "of " + staff, School: school, Staff: staff, Name: staff}
	switch staff {
	case "director":
		a.Roles = []access.Role{access.Director}
	case "deputy":
		a.Roles = []access.Role{access.Deputy}
	default:
		a.Roles = []access.Role{access.Teacher}
	}
	return a
}

// opened opens the programme of the year.
func (w *world) opened() mentoring.Programme {
	w.T.Helper()
	p, err := w.Programmes.Open(ctx, w.as("deputy"), mentoring.NewProgramme{Year: w.year.ID, Starts: "2013-09-02", Ends: "2014-05-25", Policy: mentoring.DefaultPolicy()})
	w.OK(err)
	return p
}

// joined invites people and saves their profiles.
func (w *world) joined(p mentoring.Programme, side mentoring.Side, capacity int, staff ...string) {
	w.T.Helper()
	_, err := w.Programmes.Invite(ctx, w.as("deputy"), p.ID, side, staff)
	w.OK(err)
	for _, code := range staff {
		mine, err := w.Programmes.Mine(ctx, w.as(code))
		w.OK(err)
		w.OK(w.Programmes.SaveProfile(ctx, w.as(code), mine[len(mine)-1].ID, mentoring.NewProfile{
			Topics: []string{"subject"}, Languages: []string{"kk"}, Capacity: capacity, Hopes: "to learn",
		}))
	}
}

// proposed runs the matching and sends the proposal.
func (w *world) proposed(p mentoring.Programme) (match.Proposal, []match.NamedPair) {
	w.T.Helper()
	made, err := w.Matches.Propose(ctx, w.as("deputy"), p.ID)
	w.OK(err)
	w.OK(w.Matches.Send(ctx, w.as("deputy"), made.ID))
	made, pairs, err := w.Matches.Proposal(ctx, w.as("deputy"), made.ID)
	w.OK(err)
	return made, pairs
}

// agreed lets both sides of every pair say yes.
func (w *world) agreed(pairs []match.NamedPair) {
	w.T.Helper()
	for _, q := range pairs {
		for _, staff := range []string{q.Mentor, q.Mentee} {
			_, err := w.Matches.AnswerPair(ctx, w.as(staff), q.ID, true)
			w.OK(err)
		}
	}
}

// signed prepares and signs the order.
func (w *world) signed(p mentoring.Programme) match.Order {
	w.T.Helper()
	o, err := w.Matches.PrepareOrder(ctx, w.as("deputy"), p.ID)
	w.OK(err)
	w.OK(w.Matches.SignOrder(ctx, w.as("director"), o.ID, match.Signature{Number: "17", Date: "2013-09-05", Starts: "2013-09-09", Ends: "2014-05-20"}))
	return o
}

// paired goes the whole way to a running pairing of m1 and e1.
func (w *world) paired() (mentoring.Programme, pairing.Pairing) {
	w.T.Helper()
	p := w.opened()
	w.joined(p, mentoring.Mentor, 2, "m1")
	w.joined(p, mentoring.Mentee, 0, "e1")
	_, pairs := w.proposed(p)
	w.agreed(pairs)
	w.signed(p)
	return p, w.pairingOf("e1")
}

func (w *world) pairingOf(mentee string) pairing.Pairing {
	w.T.Helper()
	rows, err := db.All[pairing.Pairing](ctx, w.D.Read(), `SELECT `+db.Columns[pairing.Pairing]("")+` FROM pairing WHERE school_id = $1 AND mentee_id = $2`, school, mentee)
	w.OK(err)
	if len(rows) == 0 {
		w.T.Fatalf("%s has no pairing", mentee)
	}
	return rows[len(rows)-1]
}

// each runs a test on both databases with a fresh world, beside the others.
func each(t *testing.T, fn func(w *world)) {
	t.Helper()
	t.Parallel()
	apptest.Databases(t, func(t *testing.T, d *db.DB) { fn(newWorld(t, d)) })
}
