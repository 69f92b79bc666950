package support

import (
	"context"
	"log/slog"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/jobs"
	"talim/internal/journal"
	"talim/internal/mentoring/assembly"
	"talim/internal/observation"
	"talim/internal/reminder"
	"talim/internal/secret"
	"talim/internal/timetable"
)

var ctx = context.Background()

const (
	school    = "auyl"
	firstPair = "m1e1"
)

// world is a school with a running pair of m1 and e1, a second one of m2 and e2,
// a coordinator, a psychologist and the managers. The id of each is the code.
type world struct {
	*Service
	t      *testing.T
	d      *db.DB
	clock  *apptest.Clock
	worker *jobs.Worker
	sealer *secret.Keeper
}

var roles = map[string]access.Role{
	"director": access.Director, "deputy": access.Deputy, "coordinator": access.Coordinator, "psy": access.Psychologist,
	"head": access.SMUHead, "secretary": access.Secretary, "admin": access.Administrator,
	"m1": access.Teacher, "e1": access.Teacher, "m2": access.Teacher, "e2": access.Teacher, "t3": access.Teacher,
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	clock := apptest.ClockAt("2013-09-09T09:00")
	times := timetable.New(d, clock.Now)
	keeper, err := secret.New()
	if err != nil {
		t.Fatal(err)
	}
	m := assembly.New(d, times, observation.New(times, keeper), keeper, clock.Now)
	w := &world{Service: New(d, m, keeper, clock.Now), t: t, d: d, clock: clock, sealer: keeper}
	w.worker = jobs.NewWorker(d, clock.Now, slog.New(slog.DiscardHandler))
	w.Jobs(w.worker)
	w.exec(`INSERT INTO organisation (id, parent_id, kind, code, name_kk, name_ru, name_en, address_kk, address_ru, timezone, languages, created_at)
VALUES ($1, '', 'school', $1, $1, $1, $1, '', '', 'Asia/Almaty', 'kk', '')`, school)
	for code, role := range roles {
		if role == access.SMUHead { // whose post needs a unit, of which nothing here depends
			role = access.Teacher
		}
		w.exec(`INSERT INTO staff (school_id, id, code, family_name, given_name, patronymic, name_fold, sort_key, phone, email, created_at)
VALUES ($1, $2, $2, '', '', '', $2, $3, '', '', '')`, school, code, i18n.SortKey(code))
		w.exec(`INSERT INTO post (school_id, id, staff_id, role, unit_id, area_kk, area_ru, area_en, starts, ends, order_no, order_date)
VALUES ($1, $2, $2, $3, '', '', '', '', '2012-09-01', '9999-12-31', '', '')`, school, code, role)
	}
	w.programme()
	return w
}

// programme opens the programme with the two pairs.
func (w *world) programme() {
	w.t.Helper()
	w.exec(`INSERT INTO school_year (school_id, id, label, starts, ends) VALUES ($1, 'y', '2013-2014', '2013-09-01', '2014-05-25')`, school)
	w.exec(`INSERT INTO programme (school_id, id, year_id, kind, starts, ends, state, opened_by, opened_at)
VALUES ($1, 'p', 'y', 'one_to_one', '2013-09-02', '2014-05-25', 'running', 'deputy', '')`, school)
	w.exec(`INSERT INTO programme_policy (school_id, id, programme_id, version, eligibility, categories, mentor_min_years, newcomer_years, first_year_here,
after_leave, after_leave_months, mentees_per_mentor, min_shared_hours, meetings_per_week, meeting_minutes, visits_by_mentor, visits_by_mentee, trial_weeks,
reply_days, final_talk, set_by, set_at) VALUES ($1, 'p', 'p', 1, 'willing', '', 0, 0, FALSE, FALSE, 0, 2, 0, 1, 45, 1, 1, 6, 7, '', '', '')`, school)
	w.exec(`INSERT INTO proposal (school_id, id, programme_id, number, state, unmatched, made_by, made_at, sent_at)
VALUES ($1, 'p', 'p', 1, 'sent', '', '', '', '')`, school)
	w.exec(`INSERT INTO mentoring_order (school_id, id, programme_id, number, date, starts, ends, state, prepared_by, prepared_at, signed_by, signed_at)
VALUES ($1, 'p', 'p', '1', '2013-09-05', '2013-09-09', '2014-05-20', 'signed', '', '', '', '')`, school)
	for _, pair := range [][2]string{{"m1", "e1"}, {"m2", "e2"}} {
		w.exec(`INSERT INTO proposal_pair (school_id, id, proposal_id, mentor_id, mentee_id, fit, reasons, by_hand, state)
VALUES ($1, $2, 'p', $3, $4, 0, '', FALSE, 'ordered')`, school, pair[0]+pair[1], pair[0], pair[1])
		w.exec(`INSERT INTO pairing (school_id, id, programme_id, policy_id, order_id, pair_id, mentor_id, mentee_id, place, starts, ends, trial_ends, state, closed_at)
VALUES ($1, $2, 'p', 'p', 'p', $2, $3, $4, 1, '2013-09-09', '2014-05-20', '', 'running', '')`, school, pair[0]+pair[1], pair[0], pair[1])
	}
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

// who is the actor of a code; "stranger" works at another school.
func who(code string) access.Actor {
	if code == "stranger" {
		return access.Actor{Account: code, School: "audan", Staff: code, Name: code, Roles: []access.Role{access.Deputy, access.Coordinator}}
	}
	return access.Actor{Account: code, School: school, Staff: code, Name: code, Roles: []access.Role{roles[code]}}
}

// others are all of the school but those named, and somebody of another school.
func others(but ...string) []string {
	out := []string{"stranger"}
	for code := range roles {
		named := false
		for _, b := range but {
			named = named || b == code
		}
		if !named {
			out = append(out, code)
		}
	}
	return out
}

// told says whether a reminder of the key waits for somebody.
func (w *world) told(staff, key string) bool {
	w.t.Helper()
	open, err := reminder.OpenFor(ctx, w.d.Read(), school, staff)
	w.ok(err)
	for _, r := range open {
		if r.Key == key {
			return true
		}
	}
	return false
}

// tells expects who of all is told of something.
func (w *world) tells(key string, staff ...string) {
	w.t.Helper()
	want := map[string]bool{}
	for _, s := range staff {
		want[s] = true
	}
	for code := range roles {
		if w.told(code, key) != want[code] {
			w.t.Errorf("%s is told %s: %v", code, key, !want[code])
		}
	}
}

// quiet expects that the journal tells nobody's name and no record of what was private.
func (w *world) quiet() {
	w.t.Helper()
	entries, err := journal.OfSchool(ctx, w.d.Read(), school, "", 100)
	w.ok(err)
	if len(entries) == 0 {
		w.t.Error("nothing was recorded")
	}
	for _, e := range entries {
		if e.Event == string(eventPrivate) && (e.Staff != "" || e.RecordID != "" || len(e.Details) > 0 || e.Actor != "support") {
			w.t.Errorf("the journal tells of something private: %+v", e)
		}
	}
}

// plain expects that the text stands nowhere in the table.
func (w *world) plain(table, column, text string) {
	w.t.Helper()
	n, err := db.One[int](ctx, w.d.Read(), `SELECT count(*) FROM `+table+` WHERE `+column+` LIKE '%' || $1 || '%'`, text)
	w.ok(err)
	if n > 0 {
		w.t.Errorf("%s.%s holds the text in plain", table, column)
	}
}

// each runs a test on both databases with a fresh world.
func each(t *testing.T, fn func(w *world)) {
	t.Helper()
	t.Parallel()
	apptest.Databases(t, func(t *testing.T, d *db.DB) { fn(newWorld(t, d)) })
}
