package share

import (
	"context"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/observation"
	"talim/internal/people"
)

// Named is a share with whom it is; nobody is the school.
type Named struct {
	Share
	With people.Person
}

// Page is who sees a lesson, for its teacher.
type Page struct {
	observation.Occasion
	Took       bool            // a visit took place: it can be shared
	Observers  []people.Person // who read it without a share
	Standing   []Named         // the school first, then by name
	Ended      []Named         // the last first
	Colleagues []people.Person // with whom it can be shared
}

// Shares reads who sees a lesson, for its teacher alone, in three queries.
func (s *Service) Shares(ctx context.Context, actor access.Actor, occasion string) (Page, error) {
	c := s.Read()
	o, err := observation.OccasionByID(ctx, c, actor.School, occasion)
	if err != nil {
		return Page{}, err
	}
	if err := mayShare(actor, o); err != nil {
		return Page{}, err
	}
	rows, err := db.All[Share](ctx, c, `SELECT `+db.Columns[Share]("s")+` FROM lesson_share s
		WHERE s.school_id = $1 AND s.occasion_id = $2 AND s.teacher_id = $3 ORDER BY s.ended_at DESC, s.id DESC`, o.School, o.ID, o.Teacher)
	if err != nil {
		return Page{}, err
	}
	rows = slices.DeleteFunc(rows, func(x Share) bool { return !s.vouches(x) })
	g := Page{Occasion: o, Took: took(o)}
	return g, s.name(ctx, &g, rows)
}

// name puts the shares and the observers with their names on the page.
func (s *Service) name(ctx context.Context, g *Page, rows []Share) error {
	ids := g.Occasion.Observers()
	for _, x := range rows {
		ids = append(ids, x.Staff)
	}
	in, args := db.In(3, ids)
	here := people.WhereAtWork("s.school_id", "s.id", "$2")
	known, err := db.All[struct {
		people.Person
		Here bool `db:"here"`
	}](ctx, s.Read(), `SELECT `+people.PersonColumns("s")+`, `+here+` AS here `+people.FromStaff("s")+`
		WHERE s.school_id = $1 AND (`+here+` OR s.id IN (`+in+`)) ORDER BY s.sort_key, s.id`, append([]any{g.School, s.Today()}, args...)...)
	named := map[string]people.Person{}
	for _, p := range known {
		named[p.ID] = p.Person
		if p.Here && p.ID != g.Teacher {
			g.Colleagues = append(g.Colleagues, p.Person)
		}
	}
	for _, id := range g.Occasion.Observers() {
		g.Observers = append(g.Observers, named[id])
	}
	for _, x := range rows {
		if n := (Named{x, named[x.Staff]}); x.Standing() {
			g.Standing = append(g.Standing, n)
		} else {
			g.Ended = append(g.Ended, n)
		}
	}
	slices.SortStableFunc(g.Standing, func(a, b Named) int { return strings.Compare(a.With.SortKey, b.With.SortKey) })
	return err
}

// Filter says which shared lessons somebody looks for; the zero Filter is all of them.
type Filter struct {
	Teacher string
	After   string // Received.Key of the last line of the page before
	Limit   int
}

// Received is a lesson that is shared with the reader.
type Received struct {
	observation.Occasion                 // with the visits that took place, where the whole is shared
	Who                  people.Person   // the teacher
	By                   []people.Person // the observers of the visits
	Level                Level           // None where nobody vouches for the share: it is not shown
}

// Key is where the lesson stands in the order of the list.
func (r Received) Key() string { return string(r.Date) + " " + string(r.StartsAt) + " " + r.ID }

// received begins the condition of what stands as shared with the actor: a visit v that took
// place and its share s. $1 and $2 are the school and the reader.
func (s *Service) received(actor access.Actor) db.Where {
	q := db.From(actor.School, actor.Staff)
	q.And("s.school_id = $1 AND s.staff_id IN ('', $2) AND s.teacher_id <> $2 AND s.ended_at = '' AND v.state = 'held' AND v.teacher_id = s.teacher_id")
	q.And(people.WhereAtWork("s.school_id", "$2", q.Next(s.Today())))
	return q
}

var fromReceived = observation.FromVisits("v") + ` JOIN lesson_share s ON ` + observation.WhereOccasion("v", "s.school_id", "s.occasion_id") + ` ` +
	people.JoinStaff("t", "s.school_id", "s.teacher_id")

// SharedWithMe lists what is shared with the actor, in person or with the school, the last
// lesson first. In two queries.
func (s *Service) SharedWithMe(ctx context.Context, actor access.Actor, by Filter) ([]Received, error) {
	q := s.received(actor)
	if by.Teacher != "" {
		q.And("s.teacher_id = ?", by.Teacher)
	}
	if date, rest, ok := strings.Cut(by.After, " "); ok {
		at, id, _ := strings.Cut(rest, " ")
		q.And("(v.date, v.starts_at, s.occasion_id) < (?, ?, ?)", date, at, id)
	}
	limit := q.Next(by.Limit)
	ids, err := db.All[string](ctx, s.Read(), `SELECT s.occasion_id `+fromReceived+q.SQL()+`
		GROUP BY v.date, v.starts_at, s.occasion_id ORDER BY v.date DESC, v.starts_at DESC, s.occasion_id DESC LIMIT `+limit, q.Args()...)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return s.receivedOf(ctx, actor, ids)
}

// receivedOf reads the lessons with their shares and visits, in the order of the ids.
func (s *Service) receivedOf(ctx context.Context, actor access.Actor, ids []string) ([]Received, error) {
	q := s.received(actor)
	in := make([]string, len(ids))
	for i, id := range ids {
		in[i] = q.Next(id)
	}
	q.And("s.occasion_id IN (" + strings.Join(in, ", ") + ")")
	rows, err := db.All[receivedRow](ctx, s.Read(), `SELECT `+db.Columns[Share]("s")+`, `+observation.ColumnsAs("v", "v")+`, `+people.PersonAs("t", "t")+`, `+
		people.PersonAs("o", "o")+` `+fromReceived+` `+people.JoinStaff("o", "v.school_id", "v.observer_id")+q.SQL()+` ORDER BY v.id, s.id`, q.Args()...)
	of := map[string][]receivedRow{}
	for _, r := range rows {
		of[r.Occasion] = append(of[r.Occasion], r)
	}
	out := make([]Received, 0, len(ids))
	for _, id := range ids {
		if len(of[id]) > 0 { // else it was taken back a moment ago
			out = append(out, s.gather(actor, of[id]))
		}
	}
	return out, err
}

// receivedRow is a visit of a lesson with a share of it.
type receivedRow struct {
	Share
	Visit observation.Visit `db:"v_"`
	Who   people.Person     `db:"t_"`
	By    people.Person     `db:"o_"`
}

// gather is a lesson as far as its shares open it to the actor.
func (s *Service) gather(actor access.Actor, rows []receivedRow) Received {
	first := rows[0]
	shares := make([]Share, len(rows))
	for i, r := range rows {
		shares[i] = r.Share
	}
	out := Received{Occasion: observation.Occasion{ID: first.Occasion, School: first.School, Teacher: first.Teacher, Taught: first.Visit.Taught}, Who: first.Who}
	if out.Level = s.greatest(actor, shares); out.Level != Whole {
		return out
	}
	for _, r := range rows {
		if _, known := out.VisitOf(r.Visit.Observer); !known {
			out.Visits, out.By = append(out.Visits, r.Visit), append(out.By, r.By)
		}
	}
	return out
}

// Givers are the teachers who share a lesson with the actor, by name.
func (s *Service) Givers(ctx context.Context, actor access.Actor) ([]people.Person, error) {
	q := s.received(actor)
	return db.All[people.Person](ctx, s.Read(), `SELECT DISTINCT `+people.PersonColumns("t")+` `+fromReceived+q.SQL()+` ORDER BY t.sort_key, t.id LIMIT 500`, q.Args()...)
}
