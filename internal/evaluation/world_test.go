package evaluation

import (
	"context"
	"log/slog"
	"testing"

	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/jobs"
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
	worker *jobs.Worker
}

func newWorld(t *testing.T, d *db.DB, pairs int) *world {
	t.Helper()
	s := schooltest.New(t, d, "2014-05-05T09:00")
	s.Staff("director", "deputy", "teacher")
	s.OpenYear("p2013", "2013", pairs)
	keeper, times := apptest.Keeper(t), timetable.New(d, s.Clock.Now)
	m := assembly.New(d, times, observation.New(d, times, keeper, s.Clock.Now), keeper, s.Clock.Now)
	w := &world{s, New(d, m, keeper, s.Clock.Now), jobs.NewWorker(d, s.Clock.Now, slog.New(slog.DiscardHandler))}
	w.Jobs(w.worker)
	return w
}

// opened is a survey that takes answers today.
func (w *world) opened(programme string) Survey {
	w.T.Helper()
	v, err := w.Prepare(ctx, who("deputy"), programme)
	w.OK(err)
	today := w.Today()
	w.OK(w.Announce(ctx, who("deputy"), v.ID, calendar.Period{Starts: today, Ends: today.AddDays(10)}))
	return v
}

// says answers with one step everywhere and a text.
func (w *world) says(v Survey, staff string, step int, text string) error {
	w.T.Helper()
	f, err := w.Form(ctx, who(staff), v.ID)
	if err != nil {
		return err
	}
	in := Answers{Steps: map[string]int{}, Texts: map[string]string{}}
	for _, q := range f.Questions {
		if q.Kind == Scale {
			in.Steps[q.ID] = step
		} else {
			in.Texts[q.ID] = text
		}
	}
	return w.Answer(ctx, who(staff), v.ID, in)
}

// lockNow is the key of the sheets as it stands; an empty one where there is none.
func (w *world) lockNow(v Survey) lock {
	w.T.Helper()
	all, err := db.All[lock](ctx, w.D.Read(), `SELECT school_id, survey_id, locked_by FROM survey_key WHERE survey_id = $1`, v.ID)
	w.OK(err)
	if len(all) == 0 {
		return lock{}
	}
	return all[0]
}
