package practice

import (
	"context"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/mentoring/pairing"
	"talim/internal/observation"
	"talim/internal/people"
	"talim/internal/rule"
)

// Pace is what a mentor's own data says about pace and fatigue (R104): over-eager
// mentors tire, and a mentee's slow pace is not theirs to own (001 4.3; 5). It is
// for the mentor alone and makes a sentence, never a score.
type Pace struct {
	Moved   int // meetings of the pair moved or cancelled
	Noted   int // signs noted
	Minutes int // of meetings and visits with all mentees
	Limits  PaceLimits
}

// PaceLimits are the dated numbers of the school on pace.
type PaceLimits struct{ Weeks, Moved, Notes, Hours int }

// Reason is why a hint is due, "" for none: too many hours come first, because
// they tell of the mentor and not of the mentee.
func (p Pace) Reason() string {
	switch {
	case p.Minutes >= p.Limits.Hours*60:
		return "hours"
	case p.Noted >= p.Limits.Notes:
		return "notes"
	case p.Moved >= p.Limits.Moved:
		return "moved"
	}
	return ""
}

// Hours are the hours of meetings and visits, rounded down.
func (p Pace) Hours() int { return p.Minutes / 60 }

// The dated numbers on pace: how many weeks back the hint looks (R104), and what it
// takes in them: meetings of a pair moved or cancelled, signs of resistance that the
// mentor noted, hours of meetings and visits with all mentees.
var (
	PaceWeeks = rule.Rule{Name: "practice.pace_weeks", Default: 6, Min: 1, Max: paceLookBack}
	PaceMoved = rule.Rule{Name: "practice.pace_moved", Default: 3, Min: 1, Max: 50}
	PaceNotes = rule.Rule{Name: "practice.pace_notes", Default: 4, Min: 1, Max: 100}
	PaceHours = rule.Rule{Name: "practice.pace_hours", Default: 24, Min: 1, Max: 300}
)

// DatedRules are the numbers of the area that orders change.
var DatedRules = []rule.Rule{PaceWeeks, PaceMoved, PaceNotes, PaceHours, TrainingHours}

func limitsOf(set map[rule.Name]string) PaceLimits {
	n := func(r rule.Rule) int { return r.Number(set[r.Name]) }
	return PaceLimits{Weeks: n(PaceWeeks), Moved: n(PaceMoved), Notes: n(PaceNotes), Hours: n(PaceHours)}
}

type paceRow struct {
	What     string         `db:"what"`
	Name     string         `db:"name"` // of a rule, or of a record
	Value    string         `db:"value"`
	Date     calendar.Date  `db:"date"`
	StartsAt calendar.Clock `db:"starts_at"`
	EndsAt   calendar.Clock `db:"ends_at"`
	Place    int            `db:"place"` // rules first, that of the nearest organisation last
}

// paceLookBack is the longest time that a rule lets the hint look back, in weeks.
const paceLookBack = 30

// paceOf reads the school's numbers and the mentor's work in one query.
func paceOf(ctx context.Context, c db.Conn, p pairing.Pairing, today calendar.Date) (Pace, error) {
	rows, err := db.All[paceRow](ctx, c, people.WithRules("$1", "$4")+`
SELECT 'rule' AS what, r.name, r.value, '' AS date, '' AS starts_at, '' AS ends_at, -r.depth AS place FROM rule_in_force r
UNION ALL SELECT 'moved', m.id, '', m.date, '', '', 1 `+pairing.FromMeetings("m", "g")+` WHERE g.school_id = $1 AND g.id = $2
	AND m.state IN ('moved', 'cancelled') AND m.date >= $5 AND m.date <= $4
UNION ALL SELECT 'noted', n.id, '', n.date, '', '', 1 FROM resistance_note n WHERE n.school_id = $1 AND n.author_id = $3
	AND n.pairing_id = $2 AND n.erased_at = '' AND n.date >= $5
UNION ALL SELECT 'held', m.id, '', m.date, m.starts_at, m.ends_at, 1 `+pairing.FromMeetings("m", "g")+`
	WHERE g.school_id = $1 AND g.mentor_id = $3 AND m.state = 'held' AND m.date >= $5
UNION ALL SELECT 'held', v.id, '', v.date, v.starts_at, v.ends_at, 1 `+observation.FromVisits("v")+`
	`+pairing.JoinPairing("g", "v.school_id", "v.about")+` AND g.mentor_id = $3
	WHERE v.school_id = $1 AND v.observer_id = $3 AND v.state = 'held' AND v.date >= $5
ORDER BY place, what, name`, p.School, p.ID, p.Mentor, today, today.AddDays(-7*paceLookBack))
	if err != nil {
		return Pace{}, err
	}
	return paceFrom(rows, today), nil
}

// paceFrom counts what lies within the weeks of the rule; rules come first.
func paceFrom(rows []paceRow, today calendar.Date) Pace {
	set := map[rule.Name]string{}
	for _, r := range rows {
		if r.What == "rule" {
			set[rule.Name(r.Name)] = r.Value // the nearest comes last
		}
	}
	out := Pace{Limits: limitsOf(set)}
	from := today.AddDays(-7 * out.Limits.Weeks)
	for _, r := range rows {
		if r.Date <= from {
			continue
		}
		switch r.What {
		case "moved":
			out.Moved++
		case "noted":
			out.Noted++
		case "held":
			out.Minutes += minutes(r.StartsAt, r.EndsAt)
		}
	}
	return out
}

// minutes lie between two times of a day.
func minutes(from, to calendar.Clock) int { return max(0, to.Minutes()-from.Minutes()) }
