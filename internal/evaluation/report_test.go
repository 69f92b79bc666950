package evaluation

import (
	"fmt"
	"testing"

	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
)

// TestReport counts a year and the one before it (R090).
func TestReport(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 5)
		w.OpenYear("p2012", "2012", 1)
		w.Pair("p2013", "m9", "e9", "left", calendar.Period{Starts: "2013-09-01", Ends: "2013-11-01"})
		w.Pair("p2013", "m0", "e1", "left", calendar.Period{Starts: "2013-09-01", Ends: "2013-09-01"}) // e1 went on with m1
		w.held("p2013m1e1", "10:00", "10:45", "held")
		w.held("p2013m1e1", "11:00", "11:45", "held")
		w.held("p2013m2e2", "10:00", "10:45", "planned")
		w.held("p2012m1e1", "10:00", "10:30", "held")
		v := w.opened("p2013")
		for n := 1; n <= 5; n++ {
			w.OK(w.says(v, fmt.Sprintf("e%d", n), 5, ""))
		}
		w.OK(w.Close(ctx, who("deputy"), v.ID))
		r, err := w.Report(ctx, who("director"), "p2013")
		w.OK(err)
		want := Work{Pairs: 7, Running: 5, Changed: 1, Ended: 1, MeetingsHeld: 2, MeetingsPlanned: 3, Minutes: 90}
		if r.Work != want {
			t.Errorf("got %+v, want %+v", r.Work, want)
		}
		if r.Work.Hours() != 1.5 || r.Last == nil || r.Last.Work.Minutes != 30 {
			t.Errorf("hours %v, last year %+v", r.Work.Hours(), r.Last)
		}
		if f, ok := Of(r.Results[0].Figures, Mentees); !ok || f.Edge != AtLeast {
			t.Errorf("figures %+v", r.Results[0].Figures)
		}
	})
}

func (w *world) held(pairing, starts, ends, state string) {
	w.T.Helper()
	w.Exec(`INSERT INTO meeting (school_id, id, pairing_id, booking_id, date, starts_at, ends_at, place, state, reason, moved_to, topics, recorded_at)
VALUES ($1, $2, $3, '', '2013-10-01', $4, $5, '', $6, '', '', '', '')`, school, db.NewID(), pairing, starts, ends, state)
}
