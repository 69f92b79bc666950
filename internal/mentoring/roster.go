package mentoring

import (
	"cmp"
	"context"
	"slices"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/reminder"
	"talim/internal/timetable"
)

// Candidate is one member of staff as the programme sees her: why she needs a
// mentor, whether she could be one, and how she is involved already.
type Candidate struct {
	Person
	Years      int              `db:"years"`       // of counted service when recorded; -1 unknown
	YearsOn    calendar.Date    `db:"years_on"`    // the day it was recorded
	Category   string           `db:"category"`    // "" unknown
	NewHere    bool             `db:"new_here"`    // the first post in this school began after the school year before
	LeaveEnded calendar.Date    `db:"leave_ended"` // last day of the latest long leave; "" never
	Away       bool             `db:"away"`        // on leave today
	Leads      bool             `db:"leads"`       // director, deputy or administrator: never in need by the data
	Abroad     bool             `db:"abroad"`      // teaches here as a teacher from abroad (R066)
	Subjects   string           `db:"subjects"`    // comma list of subject codes
	Units      string           `db:"units"`       // comma list of unit ids
	Load       int              `db:"load"`        // running mentees of this programme (R077)
	Joined     string           `db:"joined"`      // participant id, "" when not asked
	Side       Side             `db:"side"`
	State      string           `db:"participant_state"`
	Asked      string           `db:"asked_reasons"` // the needs she was invited for
	AskedAt    calendar.Instant `db:"asked_at"`
	Reminded   calendar.Instant `db:"reminded_at"`  // of the invitation, for the last time; "" never
	Opened     bool             `db:"opened"`       // has signed in, and so can answer
	NoFirstDay bool             `db:"no_first_day"` // nobody has said since when they work here
}

// Need is a reason for which somebody gets a mentor (R073).
type Need string

// The needs that staffing data show. NeedChosen is set by the deputy's own
// knowledge, from lesson visits and talks.
const (
	NeedYoung     Need = "young"       // little experience
	NeedFirstYear Need = "first_year"  // first year in this school
	NeedReturn    Need = "after_leave" // back from long leave (R116)
	NeedAbroad    Need = "international"
	NeedChosen    Need = "chosen"
)

// YearsAt is the experience in full years on a day, from what was recorded; -1 unknown.
func (c Candidate) YearsAt(on calendar.Date) int {
	if c.Years < 0 || !c.YearsOn.Valid() {
		return c.Years
	}
	years := on.Time().Year() - c.YearsOn.Time().Year()
	if on[len("2013-"):] < c.YearsOn[len("2013-"):] { // the day has not come round yet
		years--
	}
	return c.Years + max(0, years)
}

// Needs says why the candidate needs a mentor under the policy; nil when she does not.
// Who leads the school is not in need, however new: a mentor is for teaching.
func (c Candidate) Needs(p Policy, on calendar.Date) []Need {
	if c.Leads {
		return nil
	}
	var needs []Need
	if years := c.YearsAt(on); years >= 0 && years < p.NewcomerYears {
		needs = append(needs, NeedYoung)
	}
	if p.FirstYearHere && c.NewHere {
		needs = append(needs, NeedFirstYear)
	}
	if p.AfterLeave && c.LeaveEnded != "" && on <= afterMonths(c.LeaveEnded, p.AfterLeaveMonths) {
		needs = append(needs, NeedReturn)
	}
	if p.International && c.Abroad {
		needs = append(needs, NeedAbroad)
	}
	return needs
}

func afterMonths(d calendar.Date, n int) calendar.Date {
	return calendar.DateOf(d.Time().AddDate(0, n, 0))
}

// barCategory is the reason of whoever has no category that the policy names.
const barCategory = "mentoring.roster.other_category"

// Waits says whether the candidate has been asked and has not answered.
func (c Candidate) Waits() bool { return c.State == string(Invited) }

// RemindedOn says whether the candidate was reminded of the invitation on the day of a
// moment: once a day is enough.
func (c Candidate) RemindedOn(now time.Time) bool { return c.Reminded >= dayOf(now) }

// dayOf is the moment at which the day of another begins where that one is said.
func dayOf(now time.Time) calendar.Instant {
	return calendar.InstantOf(time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location()))
}

// AskedDays is how many days ago the candidate was asked.
func (c Candidate) AskedDays(now time.Time) int {
	asked := calendar.DateOf(c.AskedAt.Time().In(now.Location()))
	return int(calendar.DateOf(now).Time().Sub(asked.Time()).Hours() / 24)
}

// MayMentor says whether the policy lets the candidate mentor (R080); the key
// says why not.
func (c Candidate) MayMentor(p Policy, on calendar.Date) (ok bool, why string) {
	switch years := c.YearsAt(on); {
	case c.Away:
		return false, "mentoring.roster.away"
	case years >= 0 && years < p.MentorMinYears:
		return false, "mentoring.roster.too_few_years"
	case p.Eligibility == ByCategory && !slices.Contains(p.CategoryList(), c.Category):
		return false, barCategory
	}
	return true, ""
}

// SubjectCodes are the subjects the candidate can teach.
func (c Candidate) SubjectCodes() []string { return SplitList(c.Subjects) }

// UnitIDs are the units the candidate belongs to.
func (c Candidate) UnitIDs() []string { return SplitList(c.Units) }

// Roster is the staff of the school sorted by how the programme sees them.
type Roster struct {
	Needing []Candidate // need a mentor, or were asked as mentees
	Able    []Candidate // may mentor, or were asked as mentors
	Others  []Candidate // neither, for a choice by hand

	Waiting    []Candidate // have not answered, the longest first
	NoFirstDay int         // of how many nobody has said since when they work here

	Bars []Bar // why nobody may mentor, where Able is empty
	Ways []Way // what would help
}

// sortRoster divides the staff. Somebody who needs a mentor is not offered as one.
func sortRoster(all []Candidate, p Policy, on calendar.Date) Roster {
	var r Roster
	for _, c := range all {
		if c.NoFirstDay && !c.Leads {
			r.NoFirstDay++
		}
		if c.Waits() {
			r.Waiting = append(r.Waiting, c)
		}
		able, _ := c.MayMentor(p, on)
		switch {
		case c.Side == Mentee, c.Joined == "" && !c.Away && len(c.Needs(p, on)) > 0:
			r.Needing = append(r.Needing, c)
		case c.Side == Mentor, able:
			r.Able = append(r.Able, c)
		default:
			r.Others = append(r.Others, c)
		}
	}
	slices.SortStableFunc(r.Waiting, func(a, b Candidate) int { return cmp.Compare(a.AskedAt, b.AskedAt) })
	return r
}

// explained adds why nobody may mentor, and what would help.
func (r Roster) explained(all []Candidate, p Policy, on calendar.Date) Roster {
	if len(r.Able) == 0 {
		r.Bars, r.Ways = bars(all, p, on), ways(all, p, on)
	}
	return r
}

// Roster shows who needs a mentor and why, who could mentor and their load.
// Years and category are private facts: only those who keep the programme see
// this page (R009).
func (s *Service) Roster(ctx context.Context, actor access.Actor, p Programme, policy Policy) (Roster, error) {
	if err := MayKeep(actor); err != nil {
		return Roster{}, err
	}
	all, err := s.Candidates(ctx, s.Read(), actor.School, p.ID, s.Today())
	return sortRoster(all, policy, s.Today()).explained(all, policy, s.Today()), err
}

func (s *Service) candidateQuery() string {
	return `
SELECT ` + people.PersonColumns("s") + `,
	COALESCE(f.years_experience, -1) AS years, COALESCE(f.recorded_on, '') AS years_on, COALESCE(f.category, '') AS category,
	` + people.SelectFirstDay("s.school_id", "s.id") + `
		> (SELECT ` + timetable.SelectYearBefore("y") + ` FROM programme g ` + timetable.JoinYear("y", "g.school_id", "g.year_id") + `
			WHERE g.school_id = s.school_id AND g.id = $2) AS new_here,
	` + people.SelectBackSince("s.school_id", "s.id", "$3") + ` AS leave_ended,
	` + people.WhereAway("s.school_id", "s.id", "$3") + ` AS away,
	` + people.WhereAtWork("s.school_id", "s.id", "$3", access.Director, access.Deputy, access.Administrator) + ` AS leads,
	` + people.WhereAtWork("s.school_id", "s.id", "$3", access.InternationalTeacher) + ` AS abroad,
	` + people.SelectSubjects("s.school_id", "s.id", "$3") + ` AS subjects,
	` + people.SelectUnits("s.school_id", "s.id", "$3") + ` AS units,
	` + s.pairs.Led("s.school_id", "$2", "s.id") + ` AS load,
	COALESCE(x.id, '') AS joined, COALESCE(x.side, '') AS side, COALESCE(x.state, '') AS participant_state,
	COALESCE(x.reasons, '') AS asked_reasons, COALESCE(x.invited_at, '') AS asked_at,
	` + reminder.SelectTold("s.school_id", "s.id", "COALESCE(x.id, '')", "'"+remindInvitation+"'") + ` AS reminded_at,
	` + accounts.WhereOpened("s.school_id", "s.id") + ` AS opened,
	` + people.SelectFirstDay("s.school_id", "s.id") + ` = '' AS no_first_day
` + people.FromStaff("s") + `
` + people.LeftJoinPrivate("f", "s.school_id", "s.id", "$3") + `
LEFT JOIN participant x ON x.school_id = s.school_id AND x.staff_id = s.id AND x.programme_id = $2
WHERE s.school_id = $1 AND ` + people.WhereAtWork("s.school_id", "s.id", "$3") + `
ORDER BY s.sort_key, s.id`
}

// Candidates reads all staff with a post on the day.
func (s *Service) Candidates(ctx context.Context, c db.Conn, school, programme string, on calendar.Date) ([]Candidate, error) {
	return db.All[Candidate](ctx, c, s.candidateQuery(), school, programme, on)
}
