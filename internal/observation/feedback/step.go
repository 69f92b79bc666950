package feedback

import (
	"context"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/observation"
	"talim/internal/request"
	"talim/internal/verb"
)

// Step is the one next step on which the teacher and an observer agree after a lesson.
type Step struct {
	School     string           `db:"school_id"`
	ID         string           `db:"id"`
	Occasion   string           `db:"occasion_id"`
	Teacher    string           `db:"teacher_id"`
	Observer   string           `db:"observer_id"`
	ProposedBy string           `db:"proposed_by"`
	Text       string           `db:"text"`
	DueOn      calendar.Date    `db:"due_on"`
	State      StepState        `db:"state"`
	ProposedAt calendar.Instant `db:"proposed_at"`
	AgreedAt   calendar.Instant `db:"agreed_at"`
	EndedAt    calendar.Instant `db:"ended_at"`
	DoneAt     calendar.Instant `db:"done_at"`
	Outcome    string           `db:"outcome"` // what came of it

	Unreadable bool `db:"-"`
}

// StepState is where a next step stands.
type StepState string

// The states. A no, what was taken back and what was ended look alike.
const (
	Proposed StepState = "proposed"
	Agreed   StepState = "agreed"
	Ended    StepState = "ended"
	Done     StepState = "done"
)

const (
	maxStep  = 500 // characters
	maxAhead = 366 // days
)

var proposals = request.Kind{Table: "feedback_step", Asked: string(Proposed), Answered: "feedback.step.answered"}

// Other is the other of the two.
func (s Step) Other(staff string) string {
	if staff == s.Teacher {
		return s.Observer
	}
	return s.Teacher
}

// Answers says whether the staff member is the one to agree.
func (s Step) Answers(staff string) bool { return s.State == Proposed && staff != s.ProposedBy }

func (s Step) readers() []string { return []string{s.Teacher, s.Observer} }

// NewStep is the input of ProposeStep.
type NewStep struct {
	Observer string // with whom; the actor herself where she observes
	Text     string
	DueOn    calendar.Date
}

// ProposeStep proposes a next step; the other of the two agrees or not.
func (s *Service) ProposeStep(ctx context.Context, actor access.Actor, occasion string, in NewStep) error {
	in.Text = strings.TrimSpace(in.Text)
	return s.do(ctx, actor, func(w work) error {
		o, err := w.occasion(occasion)
		if err != nil {
			return err
		}
		if actor.Staff != o.Teacher {
			in.Observer = actor.Staff
		}
		if err := w.checkStep(o, in); err != nil {
			return err
		}
		x := Step{
			School: o.School, ID: db.NewID(), Occasion: o.ID, Teacher: o.Teacher, Observer: in.Observer, ProposedBy: actor.Staff,
			DueOn: in.DueOn, State: Proposed, ProposedAt: w.Instant(),
		}
		x.Text = w.keeper.SealFor(stepText.Of(x.ID), x.readers(), in.Text)
		if err := db.Insert(w.Ctx, w.Tx, "feedback_step", x); err != nil {
			return verb.Duplicate(err, "feedback.step.one")
		}
		return w.RecordPrivate(eventPrivate) // it waits on the other's Today by itself
	})
}

func (w work) checkStep(o observation.Occasion, in NewStep) error {
	var f fault.Fields
	_, observes := o.VisitOf(in.Observer)
	f.When(!observes, "observer", "feedback.step.with_whom")
	f.Text("text", in.Text, true, maxStep)
	f.DayWithin("due_on", in.DueOn, calendar.Period{Starts: w.Date(), Ends: w.Date().AddDays(maxAhead)})
	return f.Err()
}

// AnswerStep agrees to what the other proposed, or not; a no needs no reason.
func (s *Service) AnswerStep(ctx context.Context, actor access.Actor, id string, yes bool) error {
	return s.changeStep(ctx, actor, id, func(w work, x Step) error {
		if err := access.Must(x.ProposedBy != actor.Staff, "feedback.access.other"); err != nil {
			return err
		}
		if err := proposals.Answer(w.Work, x.ID, yes); err != nil {
			return err
		}
		return w.tellOther(x, map[bool]string{true: "feedback.remind.agreed", false: "feedback.remind.not_this_step"}[yes])
	})
}

// EndStep takes a proposal back, or ends what was agreed, by either; no reason is kept.
func (s *Service) EndStep(ctx context.Context, actor access.Actor, id string) error {
	return s.changeStep(ctx, actor, id, func(w work, x Step) error {
		if x.Answers(actor.Staff) {
			return fault.Conflict("feedback.step.answer_it")
		}
		_, err := proposals.End(w.Work, x.ID)
		return err
	})
}

// FinishStep says what came of a step that was agreed, by either of the two.
func (s *Service) FinishStep(ctx context.Context, actor access.Actor, id, outcome string) error {
	outcome = strings.TrimSpace(outcome)
	return s.changeStep(ctx, actor, id, func(w work, x Step) error {
		if err := needed("outcome", outcome); err != nil {
			return err
		}
		n, err := db.Exec(w.Ctx, w.Tx, `UPDATE feedback_step SET state = $3, done_at = $4, outcome = $5 WHERE school_id = $1 AND id = $2 AND state = 'agreed'`,
			x.School, x.ID, Done, w.Instant(), w.keeper.SealFor(stepOutcome.Of(x.ID), x.readers(), outcome))
		switch {
		case err != nil:
			return err
		case n == 0:
			return fault.Conflict("feedback.step.not_agreed")
		}
		return w.tellOther(x, "feedback.remind.done")
	})
}

// changeStep is a change of a step by one of its two.
func (s *Service) changeStep(ctx context.Context, actor access.Actor, id string, fn func(w work, x Step) error) error {
	return s.do(ctx, actor, func(w work) error {
		x, err := db.One[Step](w.Ctx, w.Tx, `SELECT `+db.Columns[Step]("")+` FROM feedback_step WHERE school_id = $1 AND id = $2`, actor.School, id)
		if err != nil {
			return verb.Missing(err, "feedback.step.missing")
		}
		if err := x.mayTake(actor); err != nil {
			return err
		}
		if err := fn(w, x); err != nil {
			return err
		}
		return w.RecordPrivate(eventPrivate)
	})
}

func (w work) tellOther(x Step, key string) error {
	return w.tell(x.Other(w.Actor.Staff), key, observation.Occasion{ID: x.Occasion})
}

// opened is a step with its texts, for one of its two.
func (s *Service) opened(ctx context.Context, x Step) Step {
	var ok bool
	x.Text, ok = s.keeper.Reveal(ctx, stepText.Of(x.ID), x.Text)
	x.Unreadable = !ok
	x.Outcome = s.keeper.Show(ctx, stepOutcome.Of(x.ID), x.Outcome)
	return x
}
