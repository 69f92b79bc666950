package people

import (
	"context"
	"slices"
	"strconv"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/people/tree"
	"talim/internal/version"
)

// WithoutFirstDay is somebody at work of whom nobody has said since when: a list brought
// them without it.
type WithoutFirstDay struct {
	Person
	Version int           `db:"version"`
	Starts  calendar.Date `db:"starts"` // of the first post: the day of the list
}

// FirstDay is since when somebody works in the school.
type FirstDay struct {
	Staff   string
	Day     calendar.Date
	Version int // of the person whom the form showed
}

// EarliestFirstDay is the day before which nobody at work came; an older day is an empty cell of a
// spreadsheet.
const EarliestFirstDay = calendar.Date("1940-01-01")

// SetFirstDays says of many since when they work in the school: the posts that the list
// began then begin on that day. Who is not named stays as they are.
func (s *Service) SetFirstDays(ctx context.Context, actor access.Actor, days []FirstDay) error {
	return s.do(ctx, actor, MayKeepStaff, func(w work) error {
		there, err := StaffWithoutFirstDay(w.Ctx, w.Tx, actor.School, w.Date())
		if err != nil {
			return err
		}
		faults := checkFirstDays(days, there)
		if err := faults.Err(); err != nil || len(days) == 0 {
			return err
		}
		for _, d := range days {
			if err := w.setFirstDay(d); err != nil {
				return err
			}
		}
		return w.record(EventFirstDays, tree.KindOf, actor.School, "Count", strconv.Itoa(len(days)))
	})
}

// checkFirstDays: a day is one of the past, and not after the first post. Somebody whose
// day is known meanwhile is found by the version.
func checkFirstDays(days []FirstDay, there []WithoutFirstDay) fault.Fields {
	var faults fault.Fields
	for _, d := range days {
		field := "day_" + d.Staff
		if !faults.Day(field, d.Day) {
			continue
		}
		faults.When(d.Day < EarliestFirstDay, field, "people.first_days.too_early")
		i := slices.IndexFunc(there, func(x WithoutFirstDay) bool { return x.ID == d.Staff })
		faults.When(i >= 0 && d.Day > there[max(i, 0)].Starts, field, "people.first_days.too_late")
	}
	return faults
}

func (w work) setFirstDay(d FirstDay) error {
	old, err := w.staff(d.Staff)
	if err != nil {
		return err
	}
	made := old
	made.SinceUnknown = false
	if _, err := version.Replace(w.Work, "staff", d.Version, &made, "school_id", "id"); err != nil {
		return err
	}
	posts, err := postsOf(w.Ctx, w.Tx, w.Actor.School, d.Staff)
	if err != nil {
		return err
	}
	return w.changePosts(BeginEarlier(posts, d.Day)...)
}

// BeginEarlier lets the first posts of somebody who came before them begin on that day,
// and gives those that it changed. The posts are in the order of their first days.
func BeginEarlier(posts []Post, day calendar.Date) []Post {
	if len(posts) == 0 || day >= posts[0].Starts {
		return nil
	}
	var changed []Post
	first := posts[0].Starts
	for i := range posts {
		if posts[i].Starts == first {
			posts[i].Starts, posts[i].Version = day, posts[i].Version+1
			changed = append(changed, posts[i])
		}
	}
	return changed
}

// StaffWithoutFirstDay lists those at work whose first day is not known, by name.
func StaffWithoutFirstDay(ctx context.Context, c db.Conn, school string, on calendar.Date) ([]WithoutFirstDay, error) {
	return db.All[WithoutFirstDay](ctx, c, `SELECT `+PersonColumns("s")+`, s.version, min(p.starts) AS starts
FROM staff s JOIN post p ON p.school_id = s.school_id AND p.staff_id = s.id
WHERE s.school_id = $1 AND s.since_unknown = $3 AND `+WhereAtWork("s.school_id", "s.id", "$2")+`
GROUP BY `+PersonColumns("s")+`, s.version ORDER BY s.sort_key, s.id`, school, on, true)
}

// CountWithoutFirstDay is how many they are.
func CountWithoutFirstDay(ctx context.Context, c db.Conn, school string, on calendar.Date) (int, error) {
	return db.One[int](ctx, c, `SELECT COUNT(*) FROM staff s WHERE s.school_id = $1 AND s.since_unknown = $3 AND `+WhereAtWork("s.school_id", "s.id", "$2"), school, on, true)
}
