package support

import (
	"context"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/mentoring"
)

// FirstDay is what a mentee needs on the first day, on one page (R106): who,
// when, what, how to reach, plan, timetable and rules.
type FirstDay struct {
	mentoring.NamedPairing
	Policy  mentoring.Policy
	Contact mentoring.Contact // of the partner
	Plan    bool              // a plan is written
	Ahead   []Ahead           // the next meetings and visits
	Trusted []mentoring.Person
}

// Ahead is a meeting or visit still to come.
type Ahead struct {
	What     string
	Date     calendar.Date
	StartsAt calendar.Clock
	EndsAt   calendar.Clock
	Place    string
}

// firstDayRow is the pairing, or one of what belongs to it.
type firstDayRow struct {
	What     string            `db:"what"`
	Date     calendar.Date     `db:"date"`
	StartsAt calendar.Clock    `db:"starts_at"`
	EndsAt   calendar.Clock    `db:"ends_at"`
	Place    string            `db:"place"`
	Contact  mentoring.Contact `db:"contact_"`
	Person   mentoring.Person  `db:"p_"`
}

// firstDaySQL reads, for the pairing $2 and its reader $3 on the day $4: the
// partner's contact, what is ahead, the plan, and the persons of trust.
const firstDaySQL = `SELECT 'partner' AS what, '' AS date, '' AS starts_at, '' AS ends_at, '' AS place,
	s.phone AS contact_phone, s.email AS contact_email, s.id AS p_id, s.code AS p_code, s.family_name AS p_family_name,
	s.given_name AS p_given_name, s.patronymic AS p_patronymic, s.sort_key AS p_sort_key
	FROM pairing g JOIN staff s ON s.school_id = g.school_id AND s.id = CASE WHEN g.mentor_id = $3 THEN g.mentee_id ELSE g.mentor_id END
	WHERE g.school_id = $1 AND g.id = $2
UNION ALL SELECT 'plan', '', '', '', '', '', '', '', '', '', '', '', '' FROM mentoring_plan l
	WHERE l.school_id = $1 AND l.pairing_id = $2 AND l.version = 1
UNION ALL SELECT 'meeting', m.date, m.starts_at, m.ends_at, m.place, '', '', '', '', '', '', '', '' FROM meeting m
	WHERE m.school_id = $1 AND m.pairing_id = $2 AND m.state = 'planned' AND m.date >= $4 AND m.date <= $5
UNION ALL SELECT 'visit', v.date, v.starts_at, v.ends_at, v.room, '', '', '', '', '', '', '', '' FROM visit v
	WHERE v.school_id = $1 AND v.about = $2 AND v.state = 'planned' AND v.date >= $4 AND v.date <= $5
UNION ALL SELECT 'trust', '', '', '', '', '', '', s.id, s.code, s.family_name, s.given_name, s.patronymic, s.sort_key
	FROM trust_person t JOIN pairing g ON g.school_id = t.school_id AND g.programme_id = t.programme_id AND g.id = $2
	JOIN staff s ON s.school_id = t.school_id AND s.id = t.staff_id WHERE t.school_id = $1 AND t.state = 'agreed'
ORDER BY what, date, starts_at, p_sort_key`

// firstDayAhead is how far ahead the page looks for meetings, in days.
const firstDayAhead = 28

// FirstDay reads the page for one of the two, in three queries.
func (s *Service) FirstDay(ctx context.Context, actor access.Actor, pairing string) (FirstDay, error) {
	c := s.db.Read()
	var f FirstDay
	var err error
	if f.NamedPairing, err = s.pair(ctx, actor, pairing); err != nil {
		return f, err
	}
	if f.Policy, err = mentoring.PolicyByID(ctx, c, f.School, f.Pairing.Policy); err != nil {
		return f, err
	}
	rows, err := db.All[firstDayRow](ctx, c, firstDaySQL, f.School, f.ID, actor.Staff, s.Today(), s.Today().AddDays(firstDayAhead))
	for _, r := range rows {
		f.add(r)
	}
	return f, err
}

func (f *FirstDay) add(r firstDayRow) {
	switch r.What {
	case "partner":
		f.Contact = r.Contact
	case "plan":
		f.Plan = true
	case "trust":
		f.Trusted = append(f.Trusted, r.Person)
	default:
		f.Ahead = append(f.Ahead, Ahead{What: r.What, Date: r.Date, StartsAt: r.StartsAt, EndsAt: r.EndsAt, Place: r.Place})
	}
}
