package handover

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/jobs"
	"talim/internal/journal"
	"talim/internal/mentoring"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/verb"
	"talim/internal/version"
)

// ExpectedLeave is the day on which somebody is expected to leave, entered after
// it was talked over with her (R121).
type ExpectedLeave struct {
	School     string           `db:"school_id"`
	ID         string           `db:"id"`
	Staff      string           `db:"staff_id"`
	LeavesOn   calendar.Date    `db:"leaves_on"`
	ToldOn     calendar.Date    `db:"told_on"`
	RecordedBy string           `db:"recorded_by"`
	RecordedAt calendar.Instant `db:"recorded_at"`
	EndedAt    calendar.Instant `db:"ended_at"` // "" while it is expected
}

// NewLeave is what is entered of somebody who is expected to leave.
type NewLeave struct {
	Version          int // of what stood when the form was made, see Expected
	Staff            string
	LeavesOn, ToldOn calendar.Date
}

func (n NewLeave) check(today calendar.Date) error {
	var f fault.Fields
	if f.Day("leaves_on", n.LeavesOn) {
		f.When(n.LeavesOn <= today, "leaves_on", "mentoring.handover.too_late")
	}
	f.When(!n.ToldOn.Valid() || n.ToldOn > today, "told_on", "mentoring.handover.not_told")
	return f.Err()
}

// Expected is the day that stands of somebody, "" none. Its version counts how often a day
// was entered or taken back.
type Expected struct {
	Version  int           `db:"version"`
	LeavesOn calendar.Date `db:"leaves_on"`
}

const jobLeaving = "mentoring.leaving" // some months before somebody leaves

const keyLeaving = "mentoring.remind.leaving" // asks director and deputies for a handover

// leavingNotice is how many days before the day a handover should have begun.
const leavingNotice = 120

func (l ExpectedLeave) ref() journal.Ref { return journal.Ref{Kind: "expected_leave", ID: l.ID} }

// pensionAge is the age of retirement, in half years, from a year on (law on
// pensions of Kazakhstan; for women it rises by half a year a year, with a pause
// from 2023 to 2027).
type pensionAge struct {
	From     int
	HalfYear int
}

var pensionAges = map[string][]pensionAge{
	"m": {{0, 126}},
	"f": {
		{0, 116}, {2018, 117}, {2019, 118}, {2020, 119}, {2021, 120}, {2022, 121}, {2023, 122}, {2028, 123}, {2029, 124}, {2030, 125}, {2031, 126},
	},
}

// RetirementYear is the year in which somebody reaches the age of retirement; 0
// when birth or gender are not known.
func RetirementYear(birth int, gender string) int {
	ages := pensionAges[gender]
	if birth <= 0 || len(ages) == 0 {
		return 0
	}
	for year := birth + 50; ; year++ {
		age := 0
		for _, a := range ages {
			if a.From <= year {
				age = a.HalfYear
			}
		}
		if 2*(year-birth) >= age {
			return year
		}
	}
}

// Leaving is somebody who may leave before long, or who alone teaches something.
type Leaving struct {
	mentoring.Person
	BirthYear  int           `db:"birth_year"`
	Age        int           `db:"age_recorded"`
	RecordedOn calendar.Date `db:"recorded_on"`
	Gender     string        `db:"gender"`
	Leave      string        `db:"leave_id"` // "" none entered
	LeavesOn   calendar.Date `db:"leaves_on"`
	Alone      string        `db:"alone"` // comma list of subjects that nobody else teaches
	Handover   string        `db:"handover"`
	Retires    int           `db:"-"` // year, 0 not known
}

// Subjects are those that nobody else teaches.
func (l Leaving) Subjects() []string { return mentoring.SplitList(l.Alone) }

// horizon is how many years ahead retirements are shown.
const horizon = 3

// soon says whether the person is expected to leave within the horizon.
func (l Leaving) soon(today calendar.Date) bool {
	return l.Leave != "" || l.Retires > 0 && l.Retires <= today.Time().Year()+horizon
}

// retires is the year from the facts that are known.
func (l Leaving) retires() int {
	birth := l.BirthYear
	if birth <= 0 && l.Age > 0 && l.RecordedOn.Valid() {
		birth = l.RecordedOn.Time().Year() - l.Age
	}
	return RetirementYear(birth, l.Gender)
}

var leavingQuery = `
SELECT ` + people.PersonColumns("s") + `, COALESCE(f.birth_year, -1) AS birth_year,
	COALESCE(f.age_recorded, -1) AS age_recorded, COALESCE(f.recorded_on, '') AS recorded_on, COALESCE(f.gender, '') AS gender,
	COALESCE(l.id, '') AS leave_id, COALESCE(l.leaves_on, '') AS leaves_on,
	` + people.SelectSubjectsAlone("s.school_id", "s.id", "$2") + ` AS alone,
	COALESCE((SELECT max(h.id) FROM handover h WHERE h.school_id = s.school_id AND h.leaver_id = s.id AND h.state = 'planned'), '') AS handover
` + people.FromStaff("s") + `
` + people.LeftJoinPrivate("f", "s.school_id", "s.id", "$2") + `
LEFT JOIN expected_leave l ON l.school_id = s.school_id AND l.staff_id = s.id AND l.ended_at = ''
WHERE s.school_id = $1 AND ` + people.WhereAtWork("s.school_id", "s.id", "$2")

// Leaving shows expected retirements and subjects with one teacher together
// (R121), those who are both first. Director and deputies see all, under the
// rule of private facts; anybody else sees herself.
func (s *Service) Leaving(ctx context.Context, actor access.Actor) ([]Leaving, error) {
	query, args := leavingQuery, []any{actor.School, s.Today()}
	if !leavingRule.Reads(access.RelationsOf(actor, actor.School)) {
		query, args = query+` AND s.id = $3 AND l.id IS NOT NULL`, append(args, actor.Staff)
	}
	all, err := db.All[Leaving](ctx, s.Read(), query, args...)
	for i := range all {
		all[i].Retires = all[i].retires()
	}
	return sortLeaving(all, s.Today()), err
}

func sortLeaving(all []Leaving, today calendar.Date) []Leaving {
	all = slices.DeleteFunc(all, func(l Leaving) bool { return !l.soon(today) && l.Alone == "" })
	rank := func(l Leaving) int {
		switch soon := l.soon(today); {
		case soon && l.Alone != "":
			return 0
		case soon:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(all, func(a, b Leaving) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.SortKey, b.SortKey), cmp.Compare(a.ID, b.ID))
	})
	for i, l := range all {
		if l.Retires > today.Time().Year()+horizon {
			all[i].Retires = 0 // far ahead: nobody's business yet
		}
	}
	return all
}

// ExpectLeave enters the day. It is entered only after it was talked over with
// the person, who is told on Today that it stands here.
func (s *Service) ExpectLeave(ctx context.Context, actor access.Actor, in NewLeave) error {
	return s.do(ctx, actor, func(w work) error {
		if err := mayExpect(actor, in.Staff); err != nil {
			return err
		}
		if err := mentoring.MustBeStaff(w.Work, "staff", in.Staff); err != nil {
			return err
		}
		now, err := expectedOf(w.Ctx, w.Tx, actor.School, in.Staff)
		if err := cmp.Or(err, in.check(w.Date()), version.Check(now, in.Version)); err != nil {
			return err
		}
		l := ExpectedLeave{
			School: actor.School, ID: db.NewID(), Staff: in.Staff, LeavesOn: in.LeavesOn, ToldOn: in.ToldOn, RecordedBy: actor.Staff, RecordedAt: w.Instant(),
		}
		return cmp.Or(w.replaceLeave(in.Staff), // the first of them that fails takes the others back
			verb.Duplicate(db.Insert(w.Ctx, w.Tx, "expected_leave", l), "fault.changed_meanwhile"),
			mentoring.Notify(w.Work, in.Staff, "mentoring.remind.leaving_kept", l.ID, reminder.To(TargetHandovers, ""), db.Texts{"Date": string(in.LeavesOn)}),
			mentoring.Later(w.Work, jobLeaving, l.ID, mentoring.MorningOf(w.Work, max(in.LeavesOn.AddDays(-leavingNotice), w.Date()))),
			w.Record(eventLeaveExpected, l.ref()))
	})
}

// mayExpect holds for those who plan for the school.
func mayExpect(actor access.Actor, staff string) error {
	return access.Must(leavingRule.Writes(access.Of(actor, access.RecordOf(actor.School, staff))), "mentoring.handover.deciders_only")
}

// Expected is what stands of somebody's leaving, for those who may change it.
func (s *Service) Expected(ctx context.Context, actor access.Actor, staff string) (Expected, error) {
	if err := mayExpect(actor, staff); err != nil {
		return Expected{}, err
	}
	return expectedOf(ctx, s.Read(), actor.School, staff)
}

func expectedOf(ctx context.Context, c db.Conn, school, staff string) (Expected, error) {
	return db.One[Expected](ctx, c, `SELECT COUNT(*) + COUNT(CASE WHEN ended_at <> '' THEN 1 END) AS version,
		COALESCE(MAX(CASE WHEN ended_at = '' THEN leaves_on END), '') AS leaves_on
		FROM expected_leave WHERE school_id = $1 AND staff_id = $2`, school, staff)
}

// replaceLeave ends the day expected before, and what reminds of it.
func (w work) replaceLeave(staff string) error {
	old, err := w.openLeaves(staff)
	if err != nil {
		return err
	}
	for _, id := range old {
		if err := w.CloseReminders(id); err != nil {
			return err
		}
	}
	_, err = db.Exec(w.Ctx, w.Tx, `UPDATE expected_leave SET ended_at = $3 WHERE school_id = $1 AND staff_id = $2 AND ended_at = ''`,
		w.Actor.School, staff, w.Instant())
	return err
}

// answerLeaving ends what asks for a handover of somebody, once it is planned.
func (w work) answerLeaving(staff string) error {
	open, err := w.openLeaves(staff)
	if err != nil {
		return err
	}
	for _, id := range open {
		if err := w.CloseReminders(id, keyLeaving); err != nil {
			return err
		}
	}
	return nil
}

// openLeaves are the ids of the days on which somebody is expected to leave: one or none.
func (w work) openLeaves(staff string) ([]string, error) {
	return db.All[string](w.Ctx, w.Tx, `SELECT id FROM expected_leave WHERE school_id = $1 AND staff_id = $2 AND ended_at = ''`, w.Actor.School, staff)
}

// EndLeave takes the expected day back: the person stays.
func (s *Service) EndLeave(ctx context.Context, actor access.Actor, id string) error {
	return s.do(ctx, actor, func(w work) error {
		l, err := leaveByID(w.Ctx, w.Tx, actor.School, id)
		if err != nil {
			return err
		}
		if err := access.Must(leavingRule.Writes(access.Of(actor, access.RecordOf(actor.School, l.Staff))), "mentoring.handover.deciders_only"); err != nil {
			return err
		}
		if l.EndedAt != "" {
			return nil
		}
		l.EndedAt = w.Instant()
		if err := db.Update(w.Ctx, w.Tx, "expected_leave", l, "school_id", "id"); err != nil {
			return err
		}
		if err := w.CloseReminders(l.ID); err != nil {
			return err
		}
		return w.Record(eventLeaveEnded, l.ref())
	})
}

// PersonLeaves is the part of this area when it is recorded that somebody leaves (see
// people.OnLeave): the expected day gives way to the recorded one, about which a
// handover is asked for as before, and after it nothing is expected any more.
func (s *Service) PersonLeaves(w verb.Work, left people.Leaving) error {
	l, err := db.One[ExpectedLeave](w.Ctx, w.Tx, `SELECT `+db.Columns[ExpectedLeave]("")+`
  FROM expected_leave WHERE school_id = $1 AND staff_id = $2 AND ended_at = ''`, left.School, left.Staff)
	if errors.Is(err, db.ErrNotFound) || err == nil && l.LeavesOn == left.LastDay {
		return nil
	}
	if err != nil {
		return err
	}
	l.EndedAt = w.Instant()
	if err := db.Update(w.Ctx, w.Tx, "expected_leave", l, "school_id", "id"); err != nil {
		return err
	}
	if err := w.CloseReminders(l.ID); err != nil {
		return err
	}
	if left.LastDay > w.Date() {
		l.ID, l.LeavesOn, l.RecordedBy, l.RecordedAt, l.EndedAt = db.NewID(), left.LastDay, w.Actor.Staff, w.Instant(), ""
		if err := db.Insert(w.Ctx, w.Tx, "expected_leave", l); err != nil {
			return err
		}
		if err := mentoring.Later(w, jobLeaving, l.ID, mentoring.MorningOf(w, max(l.LeavesOn.AddDays(-leavingNotice), w.Date()))); err != nil {
			return err
		}
	}
	return w.Record(eventLeaveEnded, l.ref())
}

// remindLeaving asks director and deputies for a handover while there is time.
func (s *Service) remindLeaving(ctx context.Context, tx db.Conn, j jobs.Taken) error {
	w := work{s.Job(ctx, tx, j), s}
	id, err := mentoring.AboutOf(j)
	if err != nil {
		return err
	}
	l, err := leaveByID(ctx, tx, j.School, id)
	if err != nil || l.EndedAt != "" {
		return verb.Gone(err)
	}
	planned, err := db.One[int](ctx, tx, `SELECT count(*) FROM handover WHERE school_id = $1 AND leaver_id = $2 AND state <> 'dropped'`, l.School, l.Staff)
	if err != nil || planned > 0 {
		return err
	}
	leaders, err := mentoring.StaffWithPost(w.Work, access.Director, access.Deputy)
	for _, staff := range leaders {
		if err := mentoring.Notify(w.Work, staff, keyLeaving, l.ID, reminder.To(TargetNewHandover, l.Staff), db.Texts{"Date": string(l.LeavesOn)}); err != nil {
			return err
		}
	}
	return err
}

func leaveByID(ctx context.Context, c db.Conn, school, id string) (ExpectedLeave, error) {
	l, err := db.One[ExpectedLeave](ctx, c, `SELECT school_id, id, staff_id, leaves_on, told_on, recorded_by, recorded_at, ended_at
		FROM expected_leave WHERE school_id = $1 AND id = $2`, school, id)
	return l, verb.Missing(err, "mentoring.handover.missing")
}
