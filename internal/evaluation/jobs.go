package evaluation

import (
	"context"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/jobs"
	"talim/internal/reminder"
	"talim/internal/verb"
)

// jobs of the area: a survey opens and ends by itself.
const (
	jobOpen = "evaluation.open"
	jobOver = "evaluation.over"
)

type jobArgs struct {
	Survey string `json:"survey"`
}

// Jobs gives the area's work to the worker.
func (s *Service) Jobs(worker *jobs.Worker) {
	worker.Handle(jobOpen, s.handler(Announced, func(w work, v Survey) error { return w.open(v) }))
	worker.Handle(jobOver, s.handler(Open, func(w work, v Survey) error {
		if !v.Over(w.Date()) { // it was given more days
			return nil
		}
		if err := w.askAgainIfLost(v); err != nil {
			return err
		}
		if v, err := surveyByID(w.Ctx, w.Tx, v.School, v.ID); err != nil || !v.Over(w.Date()) {
			return err // they have days to answer once more
		}
		return w.close(v)
	}))
}

func (s *Service) handler(state State, do func(w work, v Survey) error) func(context.Context, db.Conn, jobs.Taken) error {
	return func(ctx context.Context, tx db.Conn, j jobs.Taken) error {
		var args jobArgs
		if err := j.Args(&args); err != nil {
			return err
		}
		v, err := surveyByID(ctx, tx, j.School, args.Survey)
		if err != nil || v.State != state {
			return verb.Gone(err)
		}
		return do(work{s.Job(ctx, tx, j), s}, v)
	}
}

// The reminders on Today.
const (
	remindAnswer  = "evaluation.remind.answer"
	remindAgain   = "evaluation.remind.again"
	remindResults = "evaluation.remind.results"
)

// about is what the reminder of one person closes with.
func about(v Survey, staff string) string { return v.ID + "/" + staff }

func (w work) remind(v Survey, staff, key string, page reminder.Target, due calendar.Date) error {
	return w.Notify(reminder.Reminder{
		Staff: staff, Key: key, Args: db.Texts{"Date": string(v.Closes)}, Target: page, DueOn: due, About: about(v, staff),
	})
}

func (w work) later(kind string, v Survey, on calendar.Date) error {
	return jobs.Enqueue(w.Ctx, w.Tx, w.At, jobs.Job{
		School: v.School, Kind: kind, Args: jobArgs{v.ID}, RunAt: on.Time(), Unique: kind + ":" + v.ID + ":" + string(on),
	})
}
