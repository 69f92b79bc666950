package pairing

import (
	"context"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/mentoring"
	"talim/internal/observation"
	"talim/internal/people"
	"talim/internal/rule"
	"talim/internal/timetable"
	"talim/internal/verb"
)

// Counts is the work of a pair in figures, without contents: planned against
// held (R055, R094). It is for the two and for those who keep the programme;
// nobody is ranked by it.
type Counts struct {
	Pairing
	MentorPerson mentoring.Person `db:"mentor_person_"`
	MenteePerson mentoring.Person `db:"mentee_person_"`

	MeetingsHeld      int           `db:"meetings_held"`
	MeetingsDue       int           `db:"meetings_due"`   // planned for a day that has passed, not recorded
	MeetingsAhead     int           `db:"meetings_ahead"` // planned for today or later
	MeetingsCancelled int           `db:"meetings_cancelled"`
	ByMentorHeld      int           `db:"by_mentor_held"` // visits of the mentor to the mentee
	ByMentorAhead     int           `db:"by_mentor_ahead"`
	ByMenteeHeld      int           `db:"by_mentee_held"`
	ByMenteeAhead     int           `db:"by_mentee_ahead"`
	StepsOpen         int           `db:"steps_open"`
	StepsDone         int           `db:"steps_done"`
	PlanAgreed        bool          `db:"plan_agreed"`
	Gone              bool          `db:"gone"`      // one of the two has left the school
	LastHeld          calendar.Date `db:"last_held"` // day of the last meeting or visit held; "" none
	ReportShared      bool          `db:"report_shared"`
	ReplyBy           calendar.Date `db:"reply_by"`
	Replied           bool          `db:"replied"`

	Group           string          `db:"group_id"` // the two meet in a group; "" as a pair
	Kind            mentoring.Kind  `db:"kind"`     // of the programme
	Track           mentoring.Track `db:"track"`
	EveryWeeks      int             `db:"every_weeks"` // the three below are for so many weeks
	MeetingsPerWeek int             `db:"meetings_per_week"`
	VisitsByMentor  int             `db:"visits_by_mentor"`
	VisitsByMentee  int             `db:"visits_by_mentee"`
	ReplyDays       int             `db:"reply_days"` // to answer the report

	QuietDays string `db:"quiet_days"` // the rule of the school on what is quiet, "" none
}

// ReportCounts says whether the mentor's report may be used (R114).
func (c Counts) ReportCounts(today calendar.Date) bool {
	return c.ReportShared && (c.Replied || c.ReplyBy < today)
}

// Expected is what the policy the pair was made under asks for so many school weeks.
func (c Counts) Expected(weeks int) (meetings, byMentor, byMentee int) {
	turns := weeks / max(1, c.EveryWeeks)
	return turns * c.MeetingsPerWeek, turns * c.VisitsByMentor, turns * c.VisitsByMentee
}

// Shape is the kind and track of the programme.
func (c Counts) Shape() mentoring.Shape { return mentoring.Shape{Kind: c.Kind, Track: c.Track} }

// Quiet says whether nothing has happened between the two for as many days as the
// school's rule says (QuietDays), or longer where the policy lets them meet
// more rarely than every week: a reason to offer help, never a mark against anybody.
func (c Counts) Quiet(today calendar.Date) bool {
	last := max(c.LastHeld, c.Starts)
	days := QuietDays.Number(c.QuietDays)
	return c.State == Running && last.DaysUntil(today) > days+7*(max(1, c.EveryWeeks)-1)
}

// QuietDays is after how many days without a meeting or visit help is offered to a
// pair (R089).
var QuietDays = rule.Rule{Name: "mentoring.quiet_days", Default: 21, Min: 7, Max: 120}

// AnswerDays is how long those may answer who are asked to a group or offered help.
var AnswerDays = rule.Rule{Name: "mentoring.answer_days", Default: 7, Min: 2, Max: 30}

// DatedRules are the numbers of the area that orders change.
var DatedRules = []rule.Rule{QuietDays, AnswerDays}

// Groups is how a package above counts the meetings of a group as those of each of its
// pairs: SQL of the columns of a pairing (GroupsFrom).
type Groups struct {
	Meetings func(meeting, school, pair string) string // FROM and WHERE of them as meeting
	Of       func(school, pair string) string          // id of the group, "" none
}

// GroupsFrom hands in how meetings of groups are counted.
func (s *Service) GroupsFrom(g Groups) { s.counts = g.columns() }

// meetings counts those of a pairing g, also in its group, for which a condition holds.
func (g Groups) meetings(condition string) string {
	return `(SELECT count(*) FROM (` + g.meetingDays("m", condition) + `) n)`
}

// meetingDays are the days of these meetings.
func (g Groups) meetingDays(m, condition string) string {
	own := `SELECT ` + m + `.date FROM meeting ` + m + ` WHERE ` + m + `.school_id = g.school_id AND ` + m + `.pairing_id = g.id AND ` + condition
	if g.Meetings == nil {
		return own
	}
	return own + ` UNION ALL SELECT ` + m + `.date ` + g.Meetings(m, "g.school_id", "g.pair_id") + ` AND ` + condition
}

func (g Groups) of() string {
	if g.Of == nil {
		return `''`
	}
	return g.Of("g.school_id", "g.pair_id")
}

func (g Groups) columns() string {
	return `g.school_id, g.id, g.programme_id, g.policy_id, g.order_id, g.pair_id, g.mentor_id, g.mentee_id, g.place,
	g.starts, g.ends, g.trial_ends, g.state, g.closed_at, g.seal,
	` + g.meetings("m.state = 'held'") + ` AS meetings_held,
	` + g.meetings("m.state = 'planned' AND m.date < $2") + ` AS meetings_due,
	` + g.meetings("m.state = 'planned' AND m.date >= $2") + ` AS meetings_ahead,
	` + g.meetings("m.state = 'cancelled' AND m.date <= $2") + ` AS meetings_cancelled,
	` + observation.SelectHeld("g.school_id", "g.id", "g.mentor_id") + ` AS by_mentor_held,
	` + observation.SelectAhead("g.school_id", "g.id", "g.mentor_id", "$2") + ` AS by_mentor_ahead,
	` + observation.SelectHeld("g.school_id", "g.id", "g.mentee_id") + ` AS by_mentee_held,
	` + observation.SelectAhead("g.school_id", "g.id", "g.mentee_id", "$2") + ` AS by_mentee_ahead,
	(SELECT count(*) FROM next_step n WHERE n.school_id = g.school_id AND n.pairing_id = g.id AND n.done_on = '') AS steps_open,
	(SELECT count(*) FROM next_step n WHERE n.school_id = g.school_id AND n.pairing_id = g.id AND n.done_on <> '') AS steps_done,
	EXISTS (SELECT 1 FROM mentoring_plan l WHERE l.school_id = g.school_id AND l.pairing_id = g.id AND l.agreed_by LIKE '%,%'
		AND l.version = (SELECT max(k.version) FROM mentoring_plan k WHERE k.school_id = g.school_id AND k.pairing_id = g.id)) AS plan_agreed,
	COALESCE((SELECT max(d.date) FROM (
		` + g.meetingDays("m", "m.state = 'held'") + `
		UNION ALL SELECT v.date ` + observation.FromVisits("v") + ` WHERE v.school_id = g.school_id AND v.about = g.id AND v.state = 'held') d), '') AS last_held,
	EXISTS (SELECT 1 FROM mentoring_report r WHERE r.school_id = g.school_id AND r.pairing_id = g.id AND r.state = 'shared') AS report_shared,
	COALESCE((SELECT max(r.reply_by) FROM mentoring_report r WHERE r.school_id = g.school_id AND r.pairing_id = g.id), '') AS reply_by,
	EXISTS (SELECT 1 FROM mentoring_report r JOIN mentoring_report_reply y ON y.school_id = r.school_id AND y.report_id = r.id
		WHERE r.school_id = g.school_id AND r.pairing_id = g.id) AS replied,
	NOT (` + people.WhereAtWork("g.school_id", "g.mentor_id", "$2") + ` AND ` + people.WhereAtWork("g.school_id", "g.mentee_id", "$2") + `) AS gone,
	` + g.of() + ` AS group_id,
	h.kind, h.track, p.every_weeks, p.meetings_per_week, p.visits_by_mentor, p.visits_by_mentee, p.reply_days,
	` + people.SelectRule(QuietDays, "g.school_id", "$2") + ` AS quiet_days`
}

var countsFrom = `
FROM pairing g
JOIN programme_policy p ON p.school_id = g.school_id AND p.id = g.policy_id
JOIN programme h ON h.school_id = g.school_id AND h.id = g.programme_id
` + people.JoinStaff("o", "g.school_id", "g.mentor_id") + `
` + people.JoinStaff("e", "g.school_id", "g.mentee_id") + `
WHERE g.school_id = $1 AND `

// CountsQuery reads the figures with both names; $2 is today.
func (s *Service) CountsQuery(more string) string {
	return `SELECT ` + s.counts + `, ` + people.PersonAs("o", "mentor_person") + `, ` + people.PersonAs("e", "mentee_person") + more + countsFrom
}

// Counts shows all pairs of a programme in alphabetical order, to those who keep it.
func (s *Service) Counts(ctx context.Context, actor access.Actor, programme string) ([]Counts, error) {
	if err := mentoring.MayKeep(actor); err != nil {
		return nil, err
	}
	return s.CountsWhere(ctx, actor.School, `g.programme_id = $3 ORDER BY e.sort_key, g.id`, programme)
}

// CountsOf shows the figures of one pair to the two and to those who keep the programme.
func (s *Service) CountsOf(ctx context.Context, actor access.Actor, pairing string) (Counts, error) {
	rows, err := s.CountsWhere(ctx, actor.School, `g.id = $3`, pairing)
	if err != nil {
		return Counts{}, err
	}
	if len(rows) == 0 {
		return Counts{}, verb.Missing(db.ErrNotFound, "mentoring.pairing.missing")
	}
	return rows[0], MayCount(actor, rows[0].Pairing)
}

// MyCounts shows the actor's own pairings, running ones first.
func (s *Service) MyCounts(ctx context.Context, actor access.Actor) ([]Counts, error) {
	if actor.Staff == "" {
		return nil, nil
	}
	return s.CountsWhere(ctx, actor.School, `(g.mentor_id = $3 OR g.mentee_id = $3)
		ORDER BY CASE g.state WHEN 'running' THEN 0 ELSE 1 END, g.starts DESC, e.sort_key, g.id`, actor.Staff)
}

// CountsWhere counts the work of the pairs for which a condition holds.
func (s *Service) CountsWhere(ctx context.Context, school, where, arg string) ([]Counts, error) {
	return db.All[Counts](ctx, s.Read(), s.CountsQuery(``)+where, school, s.Today(), arg)
}

// SchoolWeeks counts the weeks of a period, up to today, that had a school day:
// what the policy's "a week" is multiplied with.
func SchoolWeeks(days timetable.Days, p calendar.Period, today calendar.Date) int {
	weeks, last := 0, calendar.Date("")
	for d := range (calendar.Period{Starts: p.Starts, Ends: min(p.Ends, today)}).Days() {
		if monday := d.Monday(); monday != last && days.Teaches(d) {
			weeks, last = weeks+1, monday
		}
	}
	return weeks
}
