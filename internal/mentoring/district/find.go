package district

import (
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/people"
	"talim/internal/timetable"
)

// OutsideMentor is a willing teacher of a school of the district that opened
// itself: her code, what she can teach, and how many hours both have free. Nothing else is told.
type OutsideMentor struct {
	School   string `db:"school_id"`
	ID       string `db:"id"`
	Code     string `db:"code"`
	KK       string `db:"kk"`
	RU       string `db:"ru"`
	EN       string `db:"en"`
	Subjects string `db:"subjects"`
	Places   int    `db:"places"` // left

	Shared []string `db:"-"` // subjects that both teach
	Hours  int      `db:"-"`
}

// SchoolName is the name of her school.
func (m OutsideMentor) SchoolName() i18n.Text { return i18n.Text{KK: m.KK, RU: m.RU, EN: m.EN} }

// Outside is what the district has for a mentee.
type Outside struct {
	Mentee   OutsideMentor // of one's own school: code and subjects
	Mentors  []OutsideMentor
	District bool                 // the school belongs to a district at all
	Subjects map[string]i18n.Text // names of the school's subjects by code
}

func (o Outside) of(school, mentor string) (OutsideMentor, bool) {
	at := slices.IndexFunc(o.Mentors, func(m OutsideMentor) bool { return m.School == school && m.ID == mentor })
	if at < 0 {
		return OutsideMentor{}, false
	}
	return o.Mentors[at], true
}

// OutsideMentors are the mentors in the district for a mentee of one's own school
// who takes part and has no mentor, the most shared hours first.
func (s *Service) OutsideMentors(ctx context.Context, actor access.Actor, mentee string) (Outside, error) {
	w := work{s.Look(ctx, actor), s}
	return w.outsideMentors(mentee)
}

var outsideSubjects = people.SelectSubjects("s.school_id", "s.id", "$3") + ` AS subjects`

var outsideQuery = `
SELECT s.school_id AS school_id, s.id AS id, s.code AS code, o.parent_id AS kk, '' AS ru, '' AS en, ` + outsideSubjects + `, 0 AS places
` + people.FromStaff("s") + ` ` + people.JoinOrganisation("o", "s.school_id") + `
WHERE s.school_id = $1 AND s.id = $2 AND EXISTS (SELECT 1 FROM participant x JOIN programme g ON g.school_id = x.school_id AND g.id = x.programme_id
	WHERE x.school_id = $1 AND x.staff_id = $2 AND x.side = 'mentee' AND x.state = 'accepted' AND g.state <> 'closed'
	AND NOT ` + pairing.WhereMentoredIn("$1", "g.id", "$2") + `)
UNION ALL SELECT 'subject', j.id, j.code, j.name_kk, j.name_ru, j.name_en, '', 0 ` + timetable.FromSubjects("j") + ` WHERE j.school_id = $1
UNION ALL SELECT s.school_id, s.id, s.code, o.name_kk, o.name_ru, o.name_en, ` + outsideSubjects + `,
	f.places - (SELECT count(*) FROM district_request r WHERE r.to_school_id = s.school_id AND r.to_staff_id = s.id
		AND r.state IN ('asked', 'school_agreed', 'agreed'))
FROM district_opening d ` + people.JoinNeighbours("o", "$1") + ` AND o.id = d.school_id
JOIN district_offer f ON f.school_id = o.id AND f.starts <= $3 AND f.ends > $3
` + people.JoinStaff("s", "f.school_id", "f.staff_id") + `
WHERE d.starts <= $3 AND d.ends > $3 AND ` + people.WhereAtWork("s.school_id", "s.id", "$3") + `
ORDER BY code, id`

func (w work) outsideMentors(mentee string) (Outside, error) {
	var out Outside
	if err := mentoring.MayKeep(w.Actor); err != nil {
		return out, err
	}
	rows, err := db.All[OutsideMentor](w.Ctx, w.Tx, outsideQuery, w.Actor.School, mentee, w.Date())
	if err != nil {
		return out, err
	}
	out.Subjects = map[string]i18n.Text{}
	rows = slices.DeleteFunc(rows, func(m OutsideMentor) bool {
		if m.School == "subject" {
			out.Subjects[m.Code] = m.SchoolName()
		}
		return m.School == "subject"
	})
	at := slices.IndexFunc(rows, func(m OutsideMentor) bool { return m.School == w.Actor.School })
	if at < 0 {
		return out, fault.NotFound("mentoring.outside.no_mentee")
	}
	out.Mentee, out.District = rows[at], rows[at].KK != ""
	hours, err := w.outsideHours(mentee)
	if err != nil {
		return out, err
	}
	subjects := mentoring.SplitList(out.Mentee.Subjects)
	for _, m := range slices.Delete(rows, at, at+1) {
		for _, code := range mentoring.SplitList(m.Subjects) {
			if slices.Contains(subjects, code) && !slices.Contains(m.Shared, code) {
				m.Shared = append(m.Shared, code)
			}
		}
		if m.Hours = hours(m); len(m.Shared) > 0 && m.Places > 0 {
			out.Mentors = append(out.Mentors, m)
		}
	}
	slices.SortStableFunc(out.Mentors, func(a, b OutsideMentor) int { return b.Hours - a.Hours })
	return out, nil
}

// outsideHours counts the hours of the mentee's week in which neither teaches,
// compared by the clock: the bells of two schools differ.
func (w work) outsideHours(mentee string) (func(OutsideMentor) int, error) {
	type row struct {
		School string `db:"school_id"`
		Staff  string `db:"staff_id"`
		timetable.WeekSlot
	}
	day := w.Date()
	slots, err := timetable.WeekSlots(w.Ctx, w.Tx, w.Actor.School, day)
	if err != nil {
		return nil, err
	}
	rows, err := db.All[row](w.Ctx, w.Tx, `SELECT DISTINCT l.school_id, l.staff_id, l.weekday, l.starts_at, l.ends_at `+timetable.FromLessons("l")+`
		WHERE l.starts <= $3 AND l.ends >= $3 AND (l.school_id = $1 AND l.staff_id = $2 OR EXISTS (SELECT 1 FROM district_offer f
			`+people.JoinNeighbours("o", "$1")+` AND o.id = f.school_id WHERE f.school_id = l.school_id AND f.staff_id = l.staff_id AND f.ends = $4))`, w.Actor.School, mentee, day, calendar.Forever)
	load := map[[2]string][]timetable.WeekSlot{}
	for _, r := range rows {
		key := [2]string{r.School, r.Staff}
		load[key] = append(load[key], r.WeekSlot)
	}
	return func(m OutsideMentor) int {
		return len(timetable.Free(slots, load[[2]string{w.Actor.School, mentee}], load[[2]string{m.School, m.ID}]))
	}, err
}

// DistrictSettings is how the actor and her school stand to mentors across schools.
type DistrictSettings struct {
	District bool          `db:"district"`
	Open     bool          `db:"open"`
	Since    calendar.Date `db:"since"`
	Offer                  // of the actor
}

// District reads the settings.
func (s *Service) District(ctx context.Context, actor access.Actor) (DistrictSettings, error) {
	if err := access.Must(mentoring.Take.Allows(actor), "mentoring.access.own"); err != nil {
		return DistrictSettings{}, err
	}
	return db.One[DistrictSettings](ctx, s.Read(), `SELECT o.parent_id <> '' AS district,
		EXISTS (SELECT 1 FROM district_opening d WHERE d.school_id = $1 AND d.ends = $3) AS open,
		COALESCE((SELECT max(d.starts) FROM district_opening d WHERE d.school_id = $1 AND d.ends = $3), '') AS since,
		`+offerPlacesSQL+` AS places, `+offerVersionSQL+` AS version
		`+people.FromOrganisations("o")+` WHERE o.id = $1`, actor.School, actor.Staff, calendar.Forever)
}

// WithoutMentor are the mentees of open programmes who take part and have no mentor.
func (s *Service) WithoutMentor(ctx context.Context, actor access.Actor) ([]mentoring.Person, error) {
	if err := mentoring.MayKeep(actor); err != nil {
		return nil, err
	}
	return db.All[mentoring.Person](ctx, s.Read(), `SELECT DISTINCT `+people.PersonColumns("s")+` FROM participant x
		JOIN programme g ON g.school_id = x.school_id AND g.id = x.programme_id AND g.state <> 'closed'
		`+people.JoinStaff("s", "x.school_id", "x.staff_id")+`
		WHERE x.school_id = $1 AND x.side = 'mentee' AND x.state = 'accepted'
		AND NOT `+pairing.WhereMentoredIn("x.school_id", "g.id", "x.staff_id")+`
		ORDER BY s.sort_key, s.id`, actor.School)
}
