package support

import (
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/mentoring"
	"talim/internal/mentoring/group"
	"talim/internal/mentoring/pairing"
	"talim/internal/mentoring/pairpage"
	"talim/internal/observation"
	"talim/internal/people"
	"talim/internal/timetable"
	"talim/internal/verb"
)

// FirstDay is what a mentee needs on the first day, on one page (R106): who,
// when, what, how to reach, plan, timetable and rules.
type FirstDay struct {
	ID        string         `db:"id"` // of the pairing
	Programme string         `db:"programme_id"`
	Side      mentoring.Side `db:"side"` // of the partner
	Running   bool           `db:"running"`
	calendar.Period
	Partner mentoring.Person   `db:"p_"`
	Contact pairpage.Contact   `db:"contact_"` // of the partner
	Rules   FirstRules         `db:"rules_"`
	Plan    bool               `db:"-"` // a plan is written
	Ahead   []Ahead            `db:"-"` // the next meetings and visits
	Trusted []mentoring.Person `db:"-"`
	Lessons []timetable.Entry  `db:"-"` // of the partner, this week
}

// TargetFirstDay is the first day, by the pairing.
const TargetFirstDay = "support.first_day"

// FirstRules are the numbers of the policy that a mentee asks about first.
type FirstRules struct {
	MeetingsPerWeek int    `db:"meetings_per_week"`
	MeetingMinutes  int    `db:"meeting_minutes"`
	VisitsByMentor  int    `db:"visits_by_mentor"`
	VisitsByMentee  int    `db:"visits_by_mentee"`
	EveryWeeks      int    `db:"every_weeks"` // the numbers are for so many weeks
	TrialWeeks      int    `db:"trial_weeks"`
	ReplyDays       int    `db:"reply_days"`
	FinalTalk       string `db:"final_talk"`
}

// Ahead is a meeting or visit still to come.
type Ahead struct {
	What     string
	Date     calendar.Date
	StartsAt calendar.Clock
	EndsAt   calendar.Clock
	Place    string
}

// firstDayPairSQL reads the pairing $2 for its reader $3: partner, contact, rules.
var firstDayPairSQL = `SELECT g.id, g.programme_id, g.starts, g.ends, CASE WHEN g.mentor_id = $3 THEN 'mentee' ELSE 'mentor' END AS side,
	` + pairing.WhereRunning("g") + ` AS running,
	` + people.PersonAs("s", "p") + `, s.phone AS contact_phone, s.email AS contact_email,
	r.meetings_per_week AS rules_meetings_per_week, r.meeting_minutes AS rules_meeting_minutes, r.visits_by_mentor AS rules_visits_by_mentor,
	r.visits_by_mentee AS rules_visits_by_mentee, r.every_weeks AS rules_every_weeks, r.trial_weeks AS rules_trial_weeks,
	r.reply_days AS rules_reply_days, r.final_talk AS rules_final_talk
	` + pairing.FromPairings("g") + ` ` + mentoring.JoinPolicy("r", "g.school_id", "g.policy_id") + `
	` + people.JoinStaff("s", "g.school_id", pairing.SelectPartner("g", "$3")) + `
	WHERE g.school_id = $1 AND g.id = $2 AND ` + pairing.WhereOneOf("g", "$3")

// firstDayRow is one of what belongs to the pairing.
type firstDayRow struct {
	What     string           `db:"what"`
	Date     calendar.Date    `db:"date"`
	StartsAt calendar.Clock   `db:"starts_at"`
	EndsAt   calendar.Clock   `db:"ends_at"`
	Place    string           `db:"place"`
	Person   mentoring.Person `db:"p_"`
}

// firstDaySQL reads, for the pairing $2 from the day $3 to $4: the plan, what is
// ahead, and the persons of trust.
var firstDaySQL = `SELECT 'plan' AS what, '' AS date, '' AS starts_at, '' AS ends_at, '' AS place, ` + people.NobodyAs("p") + `
	` + pairing.FromPairings("g") + ` WHERE g.school_id = $1 AND g.id = $2 AND ` + pairing.WherePlanWritten("g.school_id", "g.id") + `
UNION ALL SELECT 'meeting', m.date, m.starts_at, m.ends_at, m.place, ` + people.NobodyAs("p") + ` ` + pairing.FromMeetings("m", "g") + `
	WHERE g.school_id = $1 AND g.id = $2 AND m.state = 'planned' AND m.date >= $3 AND m.date <= $4
UNION ALL SELECT 'meeting', m.date, m.starts_at, m.ends_at, m.place, ` + people.NobodyAs("p") + ` ` + group.FromMeetingsOfPairs("m", "g") + `
	WHERE g.school_id = $1 AND g.id = $2 AND m.state = 'planned' AND m.date >= $3 AND m.date <= $4
UNION ALL SELECT 'visit', v.date, v.starts_at, v.ends_at, v.room, ` + people.NobodyAs("p") + ` ` + observation.FromVisits("v") + `
	WHERE v.school_id = $1 AND v.about = $2 AND v.state = 'planned' AND v.date >= $3 AND v.date <= $4
UNION ALL SELECT 'trust', '', '', '', '', ` + people.PersonAs("s", "p") + `
	FROM trust_person t ` + pairing.JoinPairing("g", "t.school_id", "$2") + ` AND g.programme_id = t.programme_id
	` + people.JoinStaff("s", "t.school_id", "t.staff_id") + ` WHERE t.school_id = $1 AND t.state = 'agreed'
ORDER BY what, date, starts_at, p_sort_key`

// firstDayAhead is how far ahead the page looks for meetings, in days.
const firstDayAhead = 28

// FirstDay reads the page for one of the two, in three queries.
func (s *Service) FirstDay(ctx context.Context, actor access.Actor, id string) (FirstDay, error) {
	c := s.Read()
	f, err := db.One[FirstDay](ctx, c, firstDayPairSQL, actor.School, id, actor.Staff)
	if err != nil {
		return f, verb.Missing(err, "support.helper.missing")
	}
	rows, err := db.All[firstDayRow](ctx, c, firstDaySQL, actor.School, f.ID, s.Today(), s.Today().AddDays(firstDayAhead))
	if err != nil {
		return f, err
	}
	for _, r := range rows {
		f.add(r)
	}
	f.Lessons, err = s.lessonsOf(ctx, c, actor, f.Partner.ID, s.Today().Monday())
	return f, err
}

// lessonsOf are the lessons of somebody in a week, which all staff may see; what
// else is in the week stays out.
func (s *Service) lessonsOf(ctx context.Context, c db.Conn, actor access.Actor, staff string, monday calendar.Date) ([]timetable.Entry, error) {
	week, err := s.mentoring.Timetable.WeekOf(ctx, c, actor.School, staff, monday)
	return slices.DeleteFunc(timetable.Shown(actor, staff, week), timetable.Entry.IsBooking), err
}

func (f *FirstDay) add(r firstDayRow) {
	switch r.What {
	case "plan":
		f.Plan = true
	case "trust":
		f.Trusted = append(f.Trusted, r.Person)
	default:
		f.Ahead = append(f.Ahead, Ahead{What: r.What, Date: r.Date, StartsAt: r.StartsAt, EndsAt: r.EndsAt, Place: r.Place})
	}
}
