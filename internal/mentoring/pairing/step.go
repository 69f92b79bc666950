package pairing

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/verb"
)

// Step is what the two agreed to do next (R095): it comes back at every meeting until it is done.
type Step struct {
	School   string           `db:"school_id"`
	ID       string           `db:"id"`
	Pairing  string           `db:"pairing_id"`
	Source   string           `db:"source"` // "meeting" or "visit"
	SourceID string           `db:"source_id"`
	Text     string           `db:"text"`
	Owner    string           `db:"owner_id"`
	Due      calendar.Date    `db:"due"`
	DoneOn   calendar.Date    `db:"done_on"` // "" while open
	AgreedAt calendar.Instant `db:"agreed_at"`
}

// Open says whether the step is still to be done.
func (s Step) Open() bool { return s.DoneOn == "" }

// NewStep is a step as typed; an empty one is no step.
type NewStep struct {
	Text  string
	Owner string // staff id of one of the two
	Due   calendar.Date
}

func (n NewStep) same(s Step) bool { return s.Text == n.Text && s.Owner == n.Owner && s.Due == n.Due }

// check says what is wrong at the fields of the row, the first of which is 1.
func (n NewStep) check(f *fault.Fields, row int, p Pairing, today calendar.Date) {
	of := "_" + strconv.Itoa(row)
	f.When(n.Text == "", "step"+of, "mentoring.step.text_missing")
	f.Text("step"+of, n.Text, false, mentoring.MaxStep)
	f.When(!p.Has(n.Owner), "owner"+of, "mentoring.step.owner_missing")
	if f.Day("due"+of, n.Due) {
		f.When(n.Due < today, "due"+of, "mentoring.step.past")
	}
}

// agreeSteps keeps the steps typed; the same step of the same meeting or visit is
// kept once, so that a second click adds nothing.
func (w work) agreeSteps(p Pairing, source, id string, in []NewStep) error {
	kept, err := db.All[Step](w.Ctx, w.Tx, `SELECT `+db.Columns[Step]("")+` FROM next_step
		WHERE school_id = $1 AND pairing_id = $2 AND source_id = $3`, p.School, p.ID, id)
	if err != nil {
		return err
	}
	w.openSteps(w.Ctx, kept)
	var f fault.Fields
	var made []NewStep
	for i, n := range in {
		n.Text = strings.TrimSpace(n.Text)
		if n != (NewStep{}) && !slices.ContainsFunc(kept, n.same) {
			n.check(&f, i+1, p, w.Date())
			made = append(made, n)
		}
	}
	if err := f.Err(); err != nil {
		return err
	}
	for _, n := range made {
		x := Step{School: p.School, ID: db.NewID(), Pairing: p.ID, Source: source, SourceID: id, Owner: n.Owner, Due: n.Due, AgreedAt: w.Instant()}
		x.Text = w.seal(sealedStep, x.ID, p.readers(), n.Text)
		if err := db.Insert(w.Ctx, w.Tx, "next_step", x); err != nil {
			return err
		}
	}
	return nil
}

// FinishStep marks a step as done; either of the two may.
func (s *Service) FinishStep(ctx context.Context, actor access.Actor, step string) (Step, error) {
	var done Step
	err := s.do(ctx, actor, func(w work) error {
		row, err := db.One[Step](w.Ctx, w.Tx, `SELECT `+db.Columns[Step]("")+` FROM next_step WHERE school_id = $1 AND id = $2`,
			actor.School, step)
		if err != nil {
			return verb.Missing(err, "mentoring.step.missing")
		}
		p, err := Own(w.Work, row.Pairing)
		if err != nil {
			return err
		}
		done = w.openSteps(w.Ctx, []Step{row})[0]
		if !row.Open() {
			return nil
		}
		done.DoneOn = w.Date()
		if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE next_step SET done_on = $3 WHERE school_id = $1 AND id = $2`,
			actor.School, step, done.DoneOn); err != nil {
			return err
		}
		return w.Record(EventStepDone, p.Ref())
	})
	return done, err
}
