package evaluation

import (
	"context"
	"fmt"
	"log/slog"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/jobs"
	"talim/internal/mentoring/assembly"
	"talim/internal/observation"
	"talim/internal/secret"
	"talim/internal/timetable"
)

var ctx = context.Background()

const school = "auyl"

// world is a school with a programme of 2013 whose pairs are m1-e1, m2-e2 and so on.
// The id of each person is the code.
type world struct {
	*Service
	t      *testing.T
	d      *db.DB
	clock  *apptest.Clock
	worker *jobs.Worker
}

func newWorld(t *testing.T, d *db.DB, pairs int) *world {
	t.Helper()
	clock := apptest.ClockAt("2014-05-05T09:00")
	times := timetable.New(d, clock.Now)
	keeper, err := secret.New()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Service: New(d, assembly.New(d, times, observation.New(times, keeper), keeper, clock.Now), keeper, clock.Now), t: t, d: d, clock: clock}
	w.worker = jobs.NewWorker(d, clock.Now, slog.New(slog.DiscardHandler))
	w.Jobs(w.worker)
	w.exec(`INSERT INTO organisation (id, parent_id, kind, code, name_kk, name_ru, name_en, address_kk, address_ru, timezone, languages, created_at)
VALUES ($1, '', 'school', $1, $1, $1, $1, '', '', 'Asia/Almaty', 'kk', '')`, school)
	for _, code := range []string{"director", "deputy", "teacher"} {
		w.person(code)
	}
	w.programme("p2013", "2013", pairs)
	return w
}

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	w.ok(w.d.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
		_, err := db.Exec(ctx, tx, query, args...)
		return err
	}))
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) refused(err error, kind fault.Kind) {
	w.t.Helper()
	if !fault.Is(err, kind) {
		w.t.Fatalf("got %v, want %s", err, kind)
	}
}

func (w *world) person(code string) {
	w.t.Helper()
	w.exec(`INSERT INTO staff (school_id, id, code, family_name, given_name, patronymic, name_fold, sort_key, phone, email, created_at)
VALUES ($1, $2, $2, '', '', '', $2, $3, '', '', '') ON CONFLICT DO NOTHING`, school, code, i18n.SortKey(code))
}

// programme makes a programme of the year with its pairs.
func (w *world) programme(id, year string, pairs int) {
	w.t.Helper()
	starts, ends := calendar.Date(year+"-09-01"), calendar.Date(year+"-09-01").AddDays(267)
	w.exec(`INSERT INTO school_year (school_id, id, label, starts, ends) VALUES ($1, $2, $2, $3, $4)`, school, year, starts, ends)
	w.exec(`INSERT INTO programme (school_id, id, year_id, kind, starts, ends, state, opened_by, opened_at)
VALUES ($1, $2, $3, 'one_to_one', $4, $5, 'running', 'deputy', '')`, school, id, year, starts, ends)
	w.exec(`INSERT INTO programme_policy (school_id, id, programme_id, version, eligibility, categories, mentor_min_years, newcomer_years, first_year_here,
after_leave, after_leave_months, mentees_per_mentor, min_shared_hours, meetings_per_week, meeting_minutes, visits_by_mentor, visits_by_mentee, trial_weeks,
reply_days, final_talk, set_by, set_at) VALUES ($1, $2, $2, 1, 'willing', '', 0, 0, FALSE, FALSE, 0, 2, 0, 1, 45, 1, 1, 0, 7, '', '', '')`, school, id)
	w.exec(`INSERT INTO proposal (school_id, id, programme_id, number, state, unmatched, made_by, made_at, sent_at)
VALUES ($1, $2, $2, 1, 'sent', '', '', '', '')`, school, id)
	w.exec(`INSERT INTO mentoring_order (school_id, id, programme_id, number, date, starts, ends, state, prepared_by, prepared_at, signed_by, signed_at)
VALUES ($1, $2, $2, '1', $3, $3, $4, 'signed', '', '', '', '')`, school, id, starts, ends)
	for n := 1; n <= pairs; n++ {
		w.pair(id, fmt.Sprintf("m%d", n), fmt.Sprintf("e%d", n), "running", starts, ends)
	}
}

func (w *world) pair(programme, mentor, mentee, state string, starts, ends calendar.Date) string {
	w.t.Helper()
	w.person(mentor)
	w.person(mentee)
	id := programme + mentor + mentee
	w.exec(`INSERT INTO proposal_pair (school_id, id, proposal_id, mentor_id, mentee_id, fit, reasons, by_hand, state)
VALUES ($1, $2, $3, $4, $5, 0, '', FALSE, $6)`, school, id, programme, mentor, mentee, map[bool]string{true: "ordered", false: "removed"}[state == "running"])
	w.exec(`INSERT INTO pairing (school_id, id, programme_id, policy_id, order_id, pair_id, mentor_id, mentee_id, place, starts, ends, trial_ends, state, closed_at)
VALUES ($1, $2, $3, $3, $3, $2, $4, $5, 1, $6, $7, '', $8, '')`, school, id, programme, mentor, mentee, starts, ends, state)
	return id
}

func who(code string) access.Actor {
	role := access.Teacher
	switch code {
	case "deputy":
		role = access.Deputy
	case "director":
		role = access.Director
	}
	return access.Actor{Account: code, School: school, Staff: code, Name: code, Roles: []access.Role{role}}
}

// opened is a survey that takes answers today.
func (w *world) opened(programme string) Survey {
	w.t.Helper()
	v, err := w.Prepare(ctx, who("deputy"), programme)
	w.ok(err)
	today := w.Today()
	w.ok(w.Announce(ctx, who("deputy"), v.ID, calendar.Period{Starts: today, Ends: today.AddDays(10)}))
	return v
}

// says answers with one step everywhere and a text.
func (w *world) says(v Survey, staff string, step int, text string) error {
	w.t.Helper()
	f, err := w.Form(ctx, who(staff), v.ID)
	if err != nil {
		return err
	}
	in := Answers{Steps: map[string]int{}, Texts: map[string]string{}}
	for _, q := range f.Questions {
		if q.Kind == Scale {
			in.Steps[q.ID] = step
		} else {
			in.Texts[q.ID] = text
		}
	}
	return w.Answer(ctx, who(staff), v.ID, in)
}
