package observation

import (
	"context"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/timetable"
)

// Filter says which open lessons somebody looks for; the zero Filter is all of them.
type Filter struct {
	Class   string
	Subject string        // its name in any of the three languages
	Day     calendar.Date // "" any
	After   string        // Line.Key of the last line of the page before
	Limit   int
}

// Line is an open lesson in a list.
type Line struct {
	OpenLesson
	Who   people.Person `db:"p_"` // the teacher
	Taken int           `db:"taken"`
	Comes bool          `db:"comes"` // the reader has a place
	Busy  bool          `db:"-"`     // the reader has something else then
}

// Free says how many places there are.
func (l Line) Free() int { return max(0, l.Places-l.Taken) }

// Key is where the line stands in the order of the list.
func (l Line) Key() string { return string(l.Date) + " " + string(l.StartsAt) + " " + l.ID }

// comes says in SQL whether somebody has a place in the lesson l.
const comes = `EXISTS (SELECT 1 FROM visit v WHERE v.school_id = l.school_id AND v.about = l.id AND v.observer_id = $2 AND v.state <> 'cancelled')`

// offered begins the condition of what is open to the actor from now on: $1 and $2 are
// the school and the reader in each query of lines.
func (s *Service) offered(actor access.Actor) db.Where {
	q := db.From(actor.School, actor.Staff)
	q.And("l.school_id = $1 AND l.state = 'open' AND l.teacher_id <> $2")
	q.And("l.date > ? OR l.date = ? AND l.starts_at > ?", s.Today(), s.Today(), s.Clock())
	q.And(`l.audience = 'all' OR EXISTS (SELECT 1 FROM open_lesson_guest g WHERE g.school_id = l.school_id AND g.open_lesson_id = l.id AND g.staff_id = $2)`)
	return q
}

// LessonsToVisit lists what is open to the actor from now on, the next first; not her own
// lessons. In two queries.
func (s *Service) LessonsToVisit(ctx context.Context, actor access.Actor, by Filter) ([]Line, error) {
	q := s.offered(actor)
	if by.Class != "" {
		q.And("l.class_name = ?", by.Class)
	}
	if by.Subject != "" {
		q.And("? IN (l.subject_kk, l.subject_ru, l.subject_en)", by.Subject)
	}
	if by.Day != "" {
		q.And("l.date = ?", by.Day)
	}
	lines, err := s.lines(ctx, q, by, "l.date, l.starts_at, l.id", ">")
	if err != nil || len(lines) == 0 {
		return nil, err
	}
	return lines, s.markBusy(ctx, actor, lines)
}

// OwnLessons lists the lessons that the actor opened and those to which she goes: from
// today on, the next first, or those before, the last first.
func (s *Service) OwnLessons(ctx context.Context, actor access.Actor, before bool, by Filter) ([]Line, error) {
	q := db.From(actor.School, actor.Staff)
	q.And("l.school_id = $1 AND (l.teacher_id = $2 AND l.state = 'open' OR " + comes + ")")
	if before {
		q.And("l.date < ?", s.Today())
		return s.lines(ctx, q, by, "l.date DESC, l.starts_at DESC, l.id DESC", "<")
	}
	q.And("l.date >= ?", s.Today())
	return s.lines(ctx, q, by, "l.date, l.starts_at, l.id", ">")
}

// lines reads a page of open lessons in an order; beyond is the sign of what follows in it.
func (s *Service) lines(ctx context.Context, q db.Where, by Filter, order, beyond string) ([]Line, error) {
	if date, rest, ok := strings.Cut(by.After, " "); ok {
		at, id, _ := strings.Cut(rest, " ")
		q.And("(l.date, l.starts_at, l.id) "+beyond+" (?, ?, ?)", date, at, id)
	}
	limit := q.Next(by.Limit)
	lines, err := db.All[Line](ctx, s.Read(), `SELECT `+db.Columns[OpenLesson]("l")+`, `+people.PersonAs("p", "p")+`,
		(SELECT count(*) FROM visit v WHERE v.school_id = l.school_id AND v.about = l.id AND v.state <> 'cancelled') AS taken, `+comes+` AS comes
		FROM open_lesson l `+people.JoinStaff("p", "l.school_id", "l.teacher_id")+q.SQL()+` ORDER BY `+order+` LIMIT `+limit, q.Args()...)
	for i, l := range lines {
		lines[i].OpenLesson = s.opened(ctx, l.OpenLesson)
	}
	return lines, err
}

// markBusy says of each lesson whether the actor has something else then.
func (s *Service) markBusy(ctx context.Context, actor access.Actor, lines []Line) error {
	slots := make([]timetable.Slot, len(lines))
	for i, l := range lines {
		slots[i] = timetable.Slot{Date: l.Date, StartsAt: l.StartsAt, EndsAt: l.EndsAt}
	}
	free, err := s.timetable.FreeAt(ctx, s.Read(), actor.School, actor.Staff, slots)
	for i := range free {
		lines[i].Busy = !free[i] && !lines[i].Comes
	}
	return err
}

// Kinds are the classes and subjects of what is open to the actor.
type Kinds struct {
	Classes  []string
	Subjects []i18n.Text
}

// KindsToVisit lists by what the actor can look for lessons, in one query.
func (s *Service) KindsToVisit(ctx context.Context, actor access.Actor) (Kinds, error) {
	q := s.offered(actor)
	rows, err := db.All[struct {
		Class string `db:"class_name"`
		KK    string `db:"subject_kk"`
		RU    string `db:"subject_ru"`
		EN    string `db:"subject_en"`
	}](ctx, s.Read(), `SELECT DISTINCT l.class_name, l.subject_kk, l.subject_ru, l.subject_en FROM open_lesson l`+q.SQL()+`
		ORDER BY l.class_name, l.subject_kk LIMIT 500`, q.Args()...)
	var out Kinds
	for _, r := range rows {
		out.Classes = withOnce(out.Classes, r.Class)
		out.Subjects = withOnce(out.Subjects, i18n.Text{KK: r.KK, RU: r.RU, EN: r.EN})
	}
	return out, err
}

func withOnce[T comparable](list []T, x T) []T {
	if slices.Contains(list, x) {
		return list
	}
	return append(list, x)
}
