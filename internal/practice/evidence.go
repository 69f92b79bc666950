package practice

import (
	"context"
	"slices"
	"strconv"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/mentoring"
	"talim/internal/mentoring/group"
	"talim/internal/mentoring/pairing"
	"talim/internal/observation"
	"talim/internal/people"
)

// Evidence is what somebody's mentoring counts for, collected by itself (R088,
// R153): hours held, visits, letters, what was shared, courses, what the school
// gave. It holds dates, counts and titles of papers, no word of any talk.
type Evidence struct {
	Period     calendar.Period // what was asked for
	Pairs      []EvidencePair
	Letters    []Paper
	Courses    []EvidenceCourse
	Incentives []EvidenceIncentive
	Minutes    int // of meetings and visits
}

// TargetEvidence is one's own evidence.
const TargetEvidence = "practice.evidence"

// EvidencePair is the work with one mentee.
type EvidencePair struct {
	ID     string
	Mentee mentoring.Person
	calendar.Period
	Meetings  int
	Visits    int // lessons of the mentee that the mentor visited
	Received  int // lessons of the mentor that the mentee visited
	Resources int
	Minutes   int
}

// Paper is a letter of appreciation.
type Paper struct {
	ID     string
	Number string
	Date   calendar.Date
}

// EvidenceCourse is a course done.
type EvidenceCourse struct {
	Title    string
	Provider string
	Hours    int
	DoneOn   calendar.Date
	SharedOn calendar.Date
}

// EvidenceIncentive is an incentive received.
type EvidenceIncentive struct {
	Kind IncentiveKind
	calendar.Period
	Words    string
	Document string
}

// Hours are the hours of meetings and visits, to the quarter below: lessons last
// three quarters, so that the sums of the table are those of the whole.
func (e Evidence) Hours() float64 { return quarters(e.Minutes) }

// Hours are those with one mentee.
func (p EvidencePair) Hours() float64 { return quarters(p.Minutes) }

func quarters(minutes int) float64 { return float64(minutes/15) / 4 }

// Meetings of all pairs.
func (e Evidence) Meetings() int { return e.sum(func(p EvidencePair) int { return p.Meetings }) }

// Visits of both to one another.
func (e Evidence) Visits() int {
	return e.sum(func(p EvidencePair) int { return p.Visits + p.Received })
}

// Resources shared with the mentees.
func (e Evidence) Resources() int { return e.sum(func(p EvidencePair) int { return p.Resources }) }

func (e Evidence) sum(of func(EvidencePair) int) int {
	n := 0
	for _, p := range e.Pairs {
		n += of(p)
	}
	return n
}

// Nothing says whether there is nothing to show.
func (e Evidence) Nothing() bool {
	return len(e.Pairs)+len(e.Letters)+len(e.Courses)+len(e.Incentives) == 0
}

type evidenceRow struct {
	What     string           `db:"what"`
	ID       string           `db:"id"` // of the pairing, for its work; else of the record
	Text     string           `db:"text"`
	More     string           `db:"more"`
	Count    int              `db:"n"`
	Starts   calendar.Date    `db:"starts"`
	Ends     calendar.Date    `db:"ends"`
	StartsAt calendar.Clock   `db:"starts_at"`
	EndsAt   calendar.Clock   `db:"ends_at"`
	Person   mentoring.Person `db:"p_"`
}

// nobody fills the columns of a person where there is none.
var nobody = people.NobodyAs("p")

// evidenceSQL: $2 is the person, $3 and $4 the first and the last day.
var evidenceSQL = `
SELECT 'pair' AS what, g.id, '' AS text, '' AS more, 0 AS n, g.starts, g.ends, '' AS starts_at, '' AS ends_at, ` + personOf + `
	` + pairing.FromPairings("g") + ` ` + people.JoinStaff("s", "g.school_id", "g.mentee_id") + `
	WHERE g.school_id = $1 AND g.mentor_id = $2 AND g.starts <= $4 AND g.ends >= $3
UNION ALL SELECT 'meeting', g.id, '', '', 1, m.date, m.date, m.starts_at, m.ends_at, ` + nobody + ` ` + pairing.FromMeetings("m", "g") + `
	WHERE g.school_id = $1 AND g.mentor_id = $2 AND m.state = 'held' AND m.date BETWEEN $3 AND $4
UNION ALL SELECT 'meeting', g.id, m.id, '', 1, m.date, m.date, m.starts_at, m.ends_at, ` + nobody + ` ` + group.FromMeetingsOfPairs("m", "g") + `
	WHERE g.school_id = $1 AND g.mentor_id = $2 AND m.state = 'held' AND m.date BETWEEN $3 AND $4
UNION ALL SELECT CASE WHEN v.observer_id = $2 THEN 'visit' ELSE 'received' END, v.about, '', '', 1, v.date, v.date, v.starts_at, v.ends_at, ` + nobody + `
	` + observation.FromVisits("v") + ` ` + pairing.JoinPairing("g", "v.school_id", "v.about") + `
	WHERE g.school_id = $1 AND g.mentor_id = $2 AND v.state = 'held' AND v.date BETWEEN $3 AND $4
UNION ALL SELECT 'resource', g.id, '', '', count(*), '', '', '', '', ` + nobody + ` ` + pairing.FromResources("r", "g") + `
	WHERE g.school_id = $1 AND g.mentor_id = $2 AND r.shared_by = $2 AND r.withdrawn_at = '' AND r.shared_at >= $3 AND r.shared_at <= $5 GROUP BY g.id
UNION ALL SELECT 'letter', a.id, '', '', a.number, a.date, a.date, '', '', ` + nobody + ` ` + pairing.FromLetters("a") + `
	WHERE a.school_id = $1 AND a.staff_id = $2 AND a.date BETWEEN $3 AND $4
UNION ALL SELECT 'course', d.id, c.title, c.provider, c.hours, d.done_on, d.shared_on, '', '', ` + nobody + ` FROM training_done d
	JOIN training_course c ON c.school_id = d.school_id AND c.id = d.course_id
	WHERE d.school_id = $1 AND d.staff_id = $2 AND d.done_on BETWEEN $3 AND $4
UNION ALL SELECT i.kind, i.id, i.words, i.document, 0, i.starts, i.ends, '', '', ` + nobody + ` FROM incentive i
	WHERE i.school_id = $1 AND i.staff_id = $2 AND i.withdrawn_at = '' AND i.starts <= $4 AND i.ends >= $3
ORDER BY starts, id, what`

// Evidence collects what the actor's own mentoring counts for between two days;
// nobody asks for another's.
func (s *Service) Evidence(ctx context.Context, actor access.Actor, p calendar.Period) (Evidence, error) {
	of := access.Of(actor, access.RecordOf(actor.School, actor.Staff))
	if err := access.Must(actor.Staff != "" && ruleEvidence.Reads(of) && ruleIncentive.Reads(of), "practice.access.own"); err != nil {
		return Evidence{}, err
	}
	rows, err := db.All[evidenceRow](ctx, s.Read(), evidenceSQL, actor.School, actor.Staff, p.Starts, p.Ends, string(p.Ends)+"T~")
	if err != nil {
		return Evidence{}, err
	}
	return evidenceFrom(p, rows), nil
}

// evidenceFrom puts the rows together. A meeting of a group is work with each of
// its mentees, but takes its time once.
func evidenceFrom(p calendar.Period, rows []evidenceRow) Evidence {
	e := Evidence{Period: p}
	at, counted := map[string]int{}, map[string]bool{}
	for _, r := range rows {
		if r.What == "pair" {
			at[r.ID] = len(e.Pairs)
			e.Pairs = append(e.Pairs, EvidencePair{ID: r.ID, Mentee: r.Person, Period: calendar.Period{Starts: r.Starts, Ends: r.Ends}})
		}
	}
	for _, r := range rows {
		if i, ok := at[r.ID]; ok {
			e.Pairs[i].add(r)
			if m := minutes(r.StartsAt, r.EndsAt); r.mentorsTime() && !counted[r.Text] {
				e.Minutes += m
				counted[r.Text] = r.Text != ""
			}
			continue
		}
		e.add(r)
	}
	return e
}

// mentorsTime says whether the row took time of the mentor beside own lessons.
func (r evidenceRow) mentorsTime() bool { return r.What == "meeting" || r.What == "visit" }

func (p *EvidencePair) add(r evidenceRow) {
	if r.mentorsTime() {
		p.Minutes += minutes(r.StartsAt, r.EndsAt)
	}
	switch r.What {
	case "meeting":
		p.Meetings += r.Count
	case "visit":
		p.Visits += r.Count
	case "received":
		p.Received += r.Count
	case "resource":
		p.Resources += r.Count
	}
}

func (e *Evidence) add(r evidenceRow) {
	switch {
	case r.What == "letter":
		e.Letters = append(e.Letters, Paper{ID: r.ID, Number: strconv.Itoa(r.Count), Date: r.Starts})
	case r.What == "course":
		e.Courses = append(e.Courses, EvidenceCourse{Title: r.Text, Provider: r.More, Hours: r.Count, DoneOn: r.Starts, SharedOn: r.Ends})
	case slices.Contains(IncentiveKinds, IncentiveKind(r.What)):
		e.Incentives = append(e.Incentives, EvidenceIncentive{
			Kind: IncentiveKind(r.What), Period: calendar.Period{Starts: r.Starts, Ends: r.Ends}, Words: r.Text, Document: r.More,
		})
	}
}
