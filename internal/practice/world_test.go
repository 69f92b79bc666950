package practice_test

import (
	"context"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/assembly"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/pairing"
	"talim/internal/observation"
	"talim/internal/practice"
	"talim/internal/reminder"
	"talim/internal/secret"
	"talim/internal/timetable"
	"talim/internal/timetable/lessonimport"
)

var ctx = context.Background()

// world is a village school with a running pair of m1 and e1, and colleagues in
// all roles. The id of each person is the code; "other" works in another school.
type world struct {
	*practice.Service
	t     *testing.T
	d     *db.DB
	clock *apptest.Clock
	times *timetable.Service
	m     *assembly.Services
	g     pairing.Pairing
}

const school = "auyl"

var roles = map[string][]access.Role{
	"director": {access.Director}, "deputy": {access.Deputy}, "coordinator": {access.Coordinator, access.Teacher}, "m1": {access.Teacher},
	"e1": {access.Teacher}, "e2": {access.Teacher}, "head": {access.SMUHead, access.Teacher}, "admin": {access.Administrator},
}

func who(code string) access.Actor {
	a := access.Actor{Account: code, School: school, Staff: code, Name: code, Roles: roles[code]}
	if code == "other" {
		a.School, a.Roles = "audan", []access.Role{access.Deputy}
	}
	return a
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	apptest.Databases(t, func(t *testing.T, d *db.DB) { fn(t, newWorld(t, d)) })
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	w := &world{t: t, d: d, clock: apptest.ClockAt("2013-09-02T09:00")}
	keeper, err := secret.New()
	w.ok(err)
	w.times = timetable.New(d, w.clock.Now)
	w.m = assembly.New(d, w.times, observation.New(w.times, keeper), keeper, w.clock.Now)
	w.Service = practice.New(d, w.m, keeper, w.clock.Now)
	w.people()
	w.week()
	w.pair()
	return w
}

func (w *world) people() {
	w.t.Helper()
	for _, id := range []string{school, "audan"} {
		w.exec(`INSERT INTO organisation (id, parent_id, kind, code, name_kk, name_ru, name_en, address_kk, address_ru, timezone, languages, created_at)
VALUES ($1, '', 'school', $1, $1, $1, $1, '', '', 'Asia/Almaty', 'kk', '')`, id)
	}
	w.exec(`INSERT INTO unit (school_id, id, code, name_kk, name_ru, name_en, sort_key, starts, ends)
VALUES ($1, 'math', 'math', 'Математика', 'Математика', 'Mathematics', '', '2012-09-01', '9999-12-31')`, school)
	for code, posts := range roles {
		w.exec(`INSERT INTO staff (school_id, id, code, family_name, given_name, patronymic, name_fold, sort_key, phone, email, created_at)
VALUES ($1, $2, $2, '', '', '', $2, $3, '', '', '')`, school, code, i18n.SortKey(code))
		for _, role := range posts {
			unit := map[bool]string{true: "math"}[role == access.SMUHead]
			w.exec(`INSERT INTO post (school_id, id, staff_id, role, unit_id, area_kk, area_ru, area_en, starts, ends, order_no, order_date)
VALUES ($1, $2, $3, $4, $5, '', '', '', '2012-09-01', '9999-12-31', '', '')`, school, code+string(role), code, role, unit)
		}
		years, category := 1, "none"
		if code == "m1" {
			years, category = 29, "first"
		}
		w.exec(`INSERT INTO staff_private (school_id, id, staff_id, study_route, birth_year, age_recorded, years_experience, months_taught,
coe_level, category, gender, recorded_on, starts, ends)
VALUES ($1, $2, $2, '', -1, -1, $3, -1, '', $4, '', '2013-09-01', '2012-09-01', '9999-12-31')`, school, code, years, category)
		w.exec(`INSERT INTO teaches (school_id, id, staff_id, subject_code, starts, ends) VALUES ($1, $2, $2, 'Math', '2012-09-01', '9999-12-31')`, school, code)
	}
}

// week gives m1 and e1 a lesson each on three days, not at the same time.
func (w *world) week() {
	w.t.Helper()
	_, err := w.times.SaveYear(ctx, who("deputy"), timetable.YearFacts{Label: "2013-2014", Period: calendar.Period{Starts: "2013-09-01", Ends: "2014-05-25"}})
	w.ok(err)
	w.ok(w.times.SaveBells(ctx, who("deputy"), "2013-09-01", []timetable.BellFacts{
		{Shift: 1, Number: 1, StartsAt: "08:30", EndsAt: "09:15"}, {Shift: 1, Number: 2, StartsAt: "09:20", EndsAt: "10:05"}, {Shift: 1, Number: 3, StartsAt: "10:15", EndsAt: "11:00"},
	}))
	var rows []lessonimport.Row
	for i, staff := range []string{"m1", "e1"} {
		for _, day := range []calendar.Weekday{calendar.Monday, calendar.Wednesday, calendar.Friday} {
			rows = append(rows, lessonimport.Row{
				Line: len(rows) + 1, Teacher: staff, Class: "5" + string(rune('A'+i)), Subject: "Math", Room: "1", Weekday: day, Shift: 1, Number: 1 + i%2,
			})
		}
	}
	_, err = lessonimport.New(w.times).Apply(ctx, who("deputy"), lessonimport.Import{Rows: rows, From: "2013-09-01"})
	w.ok(err)
}

// pair goes the whole way to the running pairing.
func (w *world) pair() {
	w.t.Helper()
	years, err := timetable.Years(ctx, w.d.Read(), school)
	w.ok(err)
	p, err := w.m.Programmes.Open(ctx, who("deputy"), mentoring.NewProgramme{Year: years[0].ID, Starts: "2013-09-02", Ends: "2014-05-25", Policy: mentoring.DefaultPolicy()})
	w.ok(err)
	for code, side := range map[string]mentoring.Side{"m1": mentoring.Mentor, "e1": mentoring.Mentee} {
		_, err := w.m.Programmes.Invite(ctx, who("deputy"), p.ID, side, []string{code})
		w.ok(err)
		mine, err := w.m.Programmes.Mine(ctx, who(code))
		w.ok(err)
		w.ok(w.m.Programmes.SaveProfile(ctx, who(code), mine[0].ID, mentoring.NewProfile{Topics: []string{"assessment"}, Languages: []string{"kk"}, Capacity: 1}))
	}
	made, err := w.m.Matches.Propose(ctx, who("deputy"), p.ID)
	w.ok(err)
	w.ok(w.m.Matches.Send(ctx, who("deputy"), made.ID))
	_, pairs, err := w.m.Matches.Proposal(ctx, who("deputy"), made.ID)
	w.ok(err)
	for _, code := range []string{"m1", "e1"} {
		_, err := w.m.Matches.AnswerPair(ctx, who(code), pairs[0].ID, true)
		w.ok(err)
	}
	o, err := w.m.Matches.PrepareOrder(ctx, who("deputy"), p.ID)
	w.ok(err)
	w.ok(w.m.Matches.SignOrder(ctx, who("director"), o.ID, match.Signature{Number: "17", Date: "2013-09-05", Starts: "2013-09-09", Ends: "2014-05-20"}))
	all, err := pairing.Of(ctx, w.d.Read(), school, "m1")
	w.ok(err)
	w.g = all[0]
	w.clock.Set("2013-09-09T07:00")
}

// meets books one meeting on the day at the third lesson, where both are free.
func (w *world) meets(day calendar.Date) pairing.Meeting {
	w.t.Helper()
	m, err := w.m.Pairings.BookMeeting(ctx, who("m1"), w.g.ID, pairing.NewMeeting{Date: day, StartsAt: "10:15", EndsAt: "11:00", Place: "3"})
	w.ok(err)
	return m
}

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	w.ok(w.d.Tx(ctx, func(ctx context.Context, tx db.Conn) error { _, err := db.Exec(ctx, tx, query, args...); return err }))
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// want expects a fault of the kind.
func (w *world) want(err error, kind fault.Kind) {
	w.t.Helper()
	if !fault.Is(err, kind) {
		w.t.Errorf("got %v, want %s", err, kind)
	}
}

func (w *world) count(query string, args ...any) int {
	w.t.Helper()
	n, err := db.One[int](ctx, w.d.Read(), query, args...)
	w.ok(err)
	return n
}

// told are the keys on somebody's Today.
func (w *world) told(code string) map[string]bool {
	w.t.Helper()
	list, err := reminder.OpenFor(ctx, w.d.Read(), school, code)
	w.ok(err)
	out := map[string]bool{}
	for _, r := range list {
		out[r.Key] = true
	}
	return out
}
