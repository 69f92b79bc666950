package recognition

import (
	"context"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/mentoring/assembly"
	"talim/internal/observation"
	"talim/internal/schooltest"
	"talim/internal/timetable"
)

var ctx = context.Background()

const school = schooltest.ID

var who = schooltest.Who

// world is a school with a programme of 2013 whose pairs are m1-e1, m2-e2 and so on.
type world struct {
	*schooltest.School
	*Service
}

func newWorld(t *testing.T, d *db.DB, pairs int) *world {
	t.Helper()
	s := schooltest.New(t, d, "2014-05-05T09:00")
	s.Staff("director", "deputy", "teacher")
	s.OpenYear("p2013", "2013", pairs)
	keeper, times := apptest.Keeper(t), timetable.New(d, s.Clock.Now)
	m := assembly.New(d, times, observation.New(d, times, keeper, s.Clock.Now), keeper, s.Clock.Now)
	return &world{s, New(d, m, keeper, s.Clock.Now)}
}

// held writes a meeting of the pair into the log.
func (w *world) held(pairing, starts, ends string) {
	w.T.Helper()
	w.Exec(`INSERT INTO meeting (school_id, id, pairing_id, booking_id, date, starts_at, ends_at, place, state, reason, moved_to, topics, recorded_at)
VALUES ($1, $2, $3, '', '2013-10-01', $4, $5, '', 'held', '', '', '', '')`, school, db.NewID(), pairing, starts, ends)
}

// closed closes the pairings of the programme.
func (w *world) closed() {
	w.T.Helper()
	w.Exec(`UPDATE pairing SET state = 'completed' WHERE school_id = $1`, school)
}
