package mentoring

import (
	"context"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/timetable"
)

// Names turns the ids and codes in the reasons of a proposal into words.
type Names struct {
	People   map[string]Person
	Subjects map[string]i18n.Text // by code
	Units    map[string]i18n.Text // by id
	Mentors  []Person             // who accepted to mentor, in alphabetical order
}

type nameRow struct {
	What   string `db:"what"` // mentor, mentee, subject or unit
	Person Person `db:"p_"`
	KK     string `db:"kk"`
	RU     string `db:"ru"`
	EN     string `db:"en"`
}

var namesQuery = `
SELECT x.side AS what, ` + people.PersonAs("s", "p") + `, '' AS kk, '' AS ru, '' AS en
FROM participant x ` + people.JoinStaff("s", "x.school_id", "x.staff_id") + `
WHERE x.school_id = $1 AND x.programme_id = $2 AND x.state = 'accepted'
UNION ALL SELECT 'subject', j.code, '', '', '', '', '', j.name_kk, j.name_ru, j.name_en ` + timetable.FromSubjects("j") + ` WHERE j.school_id = $1
UNION ALL SELECT 'unit', id, '', '', '', '', '', name_kk, name_ru, name_en ` + people.FromUnits("u") + ` WHERE school_id = $1
ORDER BY what, p_sort_key, p_id`

// NamesOf reads all names that a page of a programme's pairs needs, in one query.
func (s *Service) NamesOf(ctx context.Context, actor access.Actor, programme string) (Names, error) {
	if err := access.Must(Take.Allows(actor), "mentoring.access.own"); err != nil {
		return Names{}, err
	}
	rows, err := db.All[nameRow](ctx, s.Read(), namesQuery, actor.School, programme)
	n := Names{People: map[string]Person{}, Subjects: map[string]i18n.Text{}, Units: map[string]i18n.Text{}}
	for _, r := range rows {
		text := i18n.Text{KK: r.KK, RU: r.RU, EN: r.EN}
		switch r.What {
		case "subject":
			n.Subjects[r.Person.ID] = text
		case "unit":
			n.Units[r.Person.ID] = text
		default:
			n.People[r.Person.ID] = r.Person
			if Side(r.What) == Mentor {
				n.Mentors = append(n.Mentors, r.Person)
			}
		}
	}
	return n, err
}
