package cover

import (
	"context"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/schooltest"
	"talim/internal/timetable"
	"talim/internal/timetable/timetabletest"
	"talim/internal/verb"
)

var ctx = context.Background()

const school = schooltest.ID

// world is a school whose staff have their code as id.
type world struct {
	*schooltest.School
	*Service
	times  *timetable.Service
	deputy access.Actor
}

// covered is a school with a mathematician who is ill on Monday 9 September, another
// mathematician who is free, one who teaches, and one of another subject.
func covered(t *testing.T, d *db.DB) world {
	t.Helper()
	s := timetabletest.New(t, d, "ill", "maths", "busy", "music", "pupil")
	w := world{School: s.School, Service: New(d, s.Times, apptest.Keeper(t)), times: s.Times, deputy: s.Deputy}
	w.Exec(`INSERT INTO post (school_id, id, staff_id, role, unit_id, area_kk, area_ru, area_en, starts, ends, order_no, order_date)
VALUES ($1, 'p', 'deputy', 'deputy', '', '', '', '', '2013-09-01', '9999-12-31', '', '')`, school)
	s.Bells()
	_, err := s.Times.SaveYear(ctx, w.deputy, timetable.YearFacts{Label: "2013-2014", Period: calendar.Period{Starts: "2013-09-01", Ends: "2014-05-25"}})
	w.OK(err)
	w.lesson("ill", "7A", "mathematics", calendar.Monday, 1)
	w.lesson("ill", "8A", "mathematics", calendar.Monday, 2)
	w.lesson("maths", "9A", "mathematics", calendar.Monday, 2)
	w.lesson("busy", "5A", "mathematics", calendar.Monday, 1)
	w.lesson("music", "6A", "music", calendar.Monday, 3)
	w.lesson("ill", "7A", "mathematics", calendar.Tuesday, 1)
	return w
}

// lesson lays one lesson of the first shift from 2 September on.
func (w world) lesson(staff, class, subject string, day calendar.Weekday, number int) {
	w.T.Helper()
	w.Exec(`INSERT INTO class_group (school_id, id, name, name_fold, grade, shift, language, students, sort_key, ended)
VALUES ($1, $2, $2, $2, 0, 1, '', 0, $2, '9999-12-31') ON CONFLICT DO NOTHING`, school, class)
	w.Exec(`INSERT INTO subject (school_id, id, code, name_kk, name_ru, name_en) VALUES ($1, $2, $2, $2, $2, $2) ON CONFLICT DO NOTHING`, school, subject)
	starts := []calendar.Clock{"08:50", "09:55", "13:20"}[number-1]
	w.OK(w.D.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
		return db.Insert(ctx, tx, "lesson", timetable.Lesson{
			School: school, ID: db.NewID(), Staff: staff, Class: class, Subject: subject, Room: "r", Weekday: day, Shift: 1, Number: number,
			StartsAt: starts, EndsAt: calendar.ClockAt(starts.Minutes() + 45), Period: calendar.From("2013-09-02"),
		})
	}))
}

// book books as an area above does.
func (w world) book(actor access.Actor, in timetable.NewBooking) (timetable.Booking, error) {
	var b timetable.Booking
	err := w.Do(ctx, actor, func(v verb.Work) (err error) {
		b, err = w.times.Book(v, in)
		return err
	})
	return b, err
}

func two(a string, as timetable.Part, b string, bs timetable.Part) []timetable.Person {
	return []timetable.Person{{Staff: a, Part: as}, {Staff: b, Part: bs}}
}
