package handover

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/jobs"
	"talim/internal/journal"
	"talim/internal/mentoring"
	"talim/internal/mentoring/match"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/timetable"
	"talim/internal/verb"
)

// Handover is a subject that passes from somebody who leaves to a successor
// before the leave date (R120). The two are asked as a pair of the year's peer
// programme of handovers; the steps stand here.
type Handover struct {
	School    string           `db:"school_id"`
	ID        string           `db:"id"`
	Leaver    string           `db:"leaver_id"`
	Successor string           `db:"successor_id"`
	What      string           `db:"what"`
	LeavesOn  calendar.Date    `db:"leaves_on"`
	Programme string           `db:"programme_id"`
	Pair      string           `db:"pair_id"`
	State     HandoverState    `db:"state"`
	PlannedBy string           `db:"planned_by"`
	PlannedAt calendar.Instant `db:"planned_at"`
	ClosedAt  calendar.Instant `db:"closed_at"`
}

// TargetHandover is a handover by its id, TargetHandovers all of the school, and
// TargetNewHandover where one begins, by the member of staff who leaves.
const (
	TargetHandover    = "handover.handover"
	TargetHandovers   = "handover.all"
	TargetNewHandover = "handover.new"
)

// HandoverState is where a handover stands.
type HandoverState string

// The states of a handover.
const (
	HandoverPlanned HandoverState = "planned"
	HandoverDone    HandoverState = "done"
	HandoverDropped HandoverState = "dropped"
)

// HandoverStep is one thing to do or to hand on.
type HandoverStep struct {
	School   string        `db:"school_id"`
	ID       string        `db:"id"`
	Handover string        `db:"handover_id"`
	Text     string        `db:"text"`
	Material string        `db:"material"` // where it lies
	Due      calendar.Date `db:"due"`
	DoneOn   calendar.Date `db:"done_on"` // "" while open
	AddedBy  string        `db:"added_by"`
}

const jobHandoverStep = "mentoring.handover_step" // a week before a step is due

func (h Handover) ref() journal.Ref { return journal.Ref{Kind: "handover", ID: h.ID} }

// relationsOf are the actor's: the two are Self.
func (h Handover) relationsOf(a access.Actor) []access.Relation {
	return access.Of(a, access.RecordOf(h.School, h.Leaver, h.Successor))
}

// HandoverKeys are the steps of the template; the message of each is its text.
var HandoverKeys = []string{"plan", "materials", "lessons", "pupils", "last_talk"}

// NewHandover is a handover as typed; steps are lines.
type NewHandover struct {
	Leaver    string
	Successor string
	What      string
	LeavesOn  calendar.Date
	Steps     string
}

const maxHandoverSteps = 20

func (n NewHandover) check(today calendar.Date) ([]string, error) {
	var f fault.Fields
	steps := i18n.Lines(n.Steps)
	switch n.Successor {
	case "":
		f.Add("successor", "mentoring.handover.successor_missing")
	case n.Leaver:
		f.Add("successor", "mentoring.handover.oneself")
	}
	f.When(n.What == "", "what", "mentoring.handover.what_missing")
	f.Text("what", n.What, false, mentoring.MaxPlace)
	if f.Day("leaves_on", n.LeavesOn) {
		f.When(n.LeavesOn <= today, "leaves_on", "mentoring.handover.too_late")
	}
	f.When(len(steps) > maxHandoverSteps, "steps", "mentoring.talk.too_many", "Max", maxHandoverSteps)
	f.Text("steps", mentoring.Longest(steps), false, mentoring.MaxStep)
	return steps, f.Err()
}

// dueDates spreads steps evenly between two days, the last on the last day.
func dueDates(from, to calendar.Date, n int) []calendar.Date {
	out := make([]calendar.Date, n)
	for i := range out {
		out[i] = from.AddDays(from.DaysUntil(to) * (i + 1) / n)
	}
	return out
}

// PlanHandover plans a handover; both are asked as a pair, and see the steps.
func (s *Service) PlanHandover(ctx context.Context, actor access.Actor, in NewHandover) (Handover, error) {
	var made Handover
	in.What = strings.TrimSpace(in.What)
	err := s.do(ctx, actor, func(w work) error {
		if err := mayDecide(actor); err != nil {
			return err
		}
		steps, err := in.check(w.Date())
		if err != nil {
			return err
		}
		if err := cmp.Or(mentoring.MustBeStaff(w.Work, "leaver", in.Leaver), mentoring.MustBeStaff(w.Work, "successor", in.Successor)); err != nil {
			return err
		}
		p, err := w.handoverProgramme()
		if err != nil {
			return err
		}
		pair, err := match.AskPair(w.Work, p, in.Leaver, in.Successor)
		if err != nil {
			return err
		}
		made = Handover{
			School: actor.School, ID: db.NewID(), Leaver: in.Leaver, Successor: in.Successor, What: in.What, LeavesOn: in.LeavesOn,
			Programme: p.ID, Pair: pair, State: HandoverPlanned, PlannedBy: actor.Staff, PlannedAt: w.Instant(),
		}
		if err := verb.Duplicate(db.Insert(w.Ctx, w.Tx, "handover", made), "mentoring.handover.exists"); err != nil {
			return err
		}
		for i, due := range dueDates(w.Date(), in.LeavesOn, len(steps)) {
			if err := w.addHandoverStep(made, steps[i], "", due); err != nil {
				return err
			}
		}
		for _, staff := range []string{made.Leaver, made.Successor} {
			if err := mentoring.Notify(w.Work, staff, "mentoring.remind.handover", made.ID, reminder.To(TargetHandover, made.ID), nil); err != nil {
				return err
			}
		}
		if err := w.answerLeaving(made.Leaver); err != nil {
			return err
		}
		return w.Record(eventHandoverBegun, made.ref())
	})
	return made, err
}

func mayDecide(a access.Actor) error {
	return access.Must(mentoring.Decide.Allows(a), "mentoring.handover.deciders_only")
}

// handoverProgramme is the year's programme of handovers, opened when it is first needed.
func (w work) handoverProgramme() (mentoring.Programme, error) {
	year, err := db.One[struct {
		ID string `db:"id"`
		calendar.Period
	}](w.Ctx, w.Tx, `SELECT y.id, y.starts, y.ends `+timetable.FromYears("y")+` WHERE y.school_id = $1 AND y.ends >= $2 ORDER BY y.starts LIMIT 1`,
		w.Actor.School, w.Date())
	if err != nil {
		return mentoring.Programme{}, verb.Missing(err, "mentoring.handover.no_year")
	}
	shape := mentoring.Shape{Kind: mentoring.KindPeer, Track: mentoring.TrackHandover}
	p, err := db.One[mentoring.Programme](w.Ctx, w.Tx, `SELECT `+db.Columns[mentoring.Programme]("")+` FROM programme WHERE school_id = $1 AND year_id = $2
		AND kind = $3 AND track = $4`, w.Actor.School, year.ID, shape.Kind, shape.Track)
	switch {
	case err == nil && p.State == mentoring.ProgrammeClosed:
		return p, fault.Conflict("mentoring.programme.is_closed")
	case !errors.Is(err, db.ErrNotFound):
		return p, err
	}
	p = mentoring.Programme{
		School: w.Actor.School, ID: db.NewID(), Year: year.ID, Kind: shape.Kind, Track: shape.Track, State: mentoring.ProgrammePreparing,
		Period:   calendar.Period{Starts: max(year.Starts, w.Date()), Ends: year.Ends},
		OpenedBy: w.Actor.Staff, OpenedAt: w.Instant(),
	}
	err = mentoring.InsertProgramme(w.Work, p, mentoring.DefaultFor(shape, w.Date()))
	return p, verb.Duplicate(err, "mentoring.changed_meanwhile")
}

func (w work) addHandoverStep(h Handover, text, material string, due calendar.Date) error {
	step := HandoverStep{School: h.School, ID: db.NewID(), Handover: h.ID, Text: text, Material: material, Due: due, AddedBy: w.Actor.Staff}
	if err := db.Insert(w.Ctx, w.Tx, "handover_step", step); err != nil {
		return err
	}
	return mentoring.Later(w.Work, jobHandoverStep, step.ID, mentoring.MorningOf(w.Work, max(due.AddDays(-7), w.Date())))
}

// openHandover is a planned handover that the actor may write.
func (w work) openHandover(id string) (Handover, error) {
	h, err := handoverByID(w.Ctx, w.Tx, w.Actor.School, id)
	if err != nil {
		return h, err
	}
	if err := access.Must(handoverRule.Writes(h.relationsOf(w.Actor)), "mentoring.handover.two_only"); err != nil {
		return h, err
	}
	if h.State != HandoverPlanned {
		return h, fault.Conflict("mentoring.handover.is_closed")
	}
	return h, nil
}

// AddHandoverStep adds a step, with the place of its material.
func (s *Service) AddHandoverStep(ctx context.Context, actor access.Actor, handover, text, material string, due calendar.Date) error {
	text, material = strings.TrimSpace(text), strings.TrimSpace(material)
	return s.do(ctx, actor, func(w work) error {
		h, err := w.openHandover(handover)
		if err != nil {
			return err
		}
		var f fault.Fields
		f.When(text == "", "text", "mentoring.handover.step_missing")
		f.Text("text", text, false, mentoring.MaxStep)
		f.Text("material", material, false, mentoring.MaxStep)
		if f.Day("due", due) {
			f.When(due < w.Date() || due > h.LeavesOn, "due", "mentoring.handover.due_outside", "Ends", h.LeavesOn)
		}
		if err := f.Err(); err != nil {
			return err
		}
		if err := w.addHandoverStep(h, text, material, due); err != nil {
			return err
		}
		return w.Record(eventHandoverStep, h.ref())
	})
}

// FinishHandoverStep marks a step as done.
func (s *Service) FinishHandoverStep(ctx context.Context, actor access.Actor, id string) (Handover, error) {
	var h Handover
	err := s.do(ctx, actor, func(w work) error {
		step, err := handoverStepByID(w.Ctx, w.Tx, actor.School, id)
		if err != nil {
			return err
		}
		if h, err = w.openHandover(step.Handover); err != nil || step.DoneOn != "" {
			return err
		}
		step.DoneOn = w.Date()
		if err := db.Update(w.Ctx, w.Tx, "handover_step", step, "school_id", "id"); err != nil {
			return err
		}
		if err := w.CloseReminders(step.ID); err != nil {
			return err
		}
		return w.Record(eventHandoverStep, h.ref())
	})
	return h, err
}

// CloseHandover ends a handover as done or dropped.
func (s *Service) CloseHandover(ctx context.Context, actor access.Actor, id string, done bool) error {
	return s.do(ctx, actor, func(w work) error {
		if err := mayDecide(actor); err != nil {
			return err
		}
		h, err := w.openHandover(id)
		if err != nil {
			return err
		}
		h.State, h.ClosedAt = HandoverDropped, w.Instant()
		if done {
			h.State = HandoverDone
		}
		if err := db.Update(w.Ctx, w.Tx, "handover", h, "school_id", "id"); err != nil {
			return err
		}
		if err := w.forget(h); err != nil {
			return err
		}
		return w.Record(eventHandoverClosed, h.ref(), "state", string(h.State))
	})
}

// forget ends what reminds of a handover and of its steps, which nobody can finish any more.
func (w work) forget(h Handover) error {
	steps, err := db.All[string](w.Ctx, w.Tx, `SELECT id FROM handover_step WHERE school_id = $1 AND handover_id = $2 AND done_on = ''`, h.School, h.ID)
	if err != nil {
		return err
	}
	for _, about := range append(steps, h.ID) {
		if err := w.CloseReminders(about); err != nil {
			return err
		}
	}
	return nil
}

// remindHandoverStep tells both a week before a step is due.
func (s *Service) remindHandoverStep(ctx context.Context, tx db.Conn, j jobs.Taken) error {
	w := work{s.Job(ctx, tx, j), s}
	id, err := mentoring.AboutOf(j)
	if err != nil {
		return err
	}
	step, err := handoverStepByID(ctx, tx, j.School, id)
	if err != nil || step.DoneOn != "" {
		return verb.Gone(err)
	}
	h, err := handoverByID(ctx, tx, j.School, step.Handover)
	if err != nil || h.State != HandoverPlanned {
		return verb.Gone(err)
	}
	for _, staff := range []string{h.Leaver, h.Successor} {
		if err := mentoring.Notify(w.Work, staff, "mentoring.remind.handover_step", step.ID, reminder.To(TargetHandover, h.ID), db.Texts{"Date": string(step.Due)}); err != nil {
			return err
		}
	}
	return nil
}

func handoverByID(ctx context.Context, c db.Conn, school, id string) (Handover, error) {
	h, err := db.One[Handover](ctx, c, `SELECT `+db.Columns[Handover]("")+` FROM handover WHERE school_id = $1 AND id = $2`, school, id)
	return h, verb.Missing(err, "mentoring.handover.missing")
}

func handoverStepByID(ctx context.Context, c db.Conn, school, id string) (HandoverStep, error) {
	row, err := db.One[HandoverStep](ctx, c, `SELECT `+db.Columns[HandoverStep]("")+` FROM handover_step WHERE school_id = $1 AND id = $2`, school, id)
	return row, verb.Missing(err, "mentoring.handover.missing")
}

// NamedHandover is a handover with both names.
type NamedHandover struct {
	Handover
	LeaverPerson    mentoring.Person `db:"leaver_person_"`
	SuccessorPerson mentoring.Person `db:"successor_person_"`
	Pairing         string           `db:"pairing"` // "" before the order
	PairState       match.PairState  `db:"pair_state"`
}

var namedHandover = `SELECT ` + db.Columns[Handover]("h") + `, ` + people.PersonAs("o", "leaver_person") + `, ` + people.PersonAs("e", "successor_person") + `,
	COALESCE(g.id, '') AS pairing, q.state AS pair_state FROM handover h
	` + people.JoinStaff("o", "h.school_id", "h.leaver_id") + `
	` + people.JoinStaff("e", "h.school_id", "h.successor_id") + `
	JOIN proposal_pair q ON q.school_id = h.school_id AND q.id = h.pair_id
	LEFT JOIN pairing g ON g.school_id = h.school_id AND g.pair_id = h.pair_id WHERE h.school_id = $1 AND `

// HandoverPage reads a handover with its steps for the two, director and deputies.
func (s *Service) HandoverPage(ctx context.Context, actor access.Actor, id string) (NamedHandover, []HandoverStep, error) {
	c := s.Read()
	h, err := db.One[NamedHandover](ctx, c, namedHandover+`h.id = $2`, actor.School, id)
	if err != nil {
		return h, nil, verb.Missing(err, "mentoring.handover.missing")
	}
	if err := access.Must(handoverRule.Reads(h.relationsOf(actor)), "mentoring.handover.two_only"); err != nil {
		return NamedHandover{}, nil, err
	}
	steps, err := db.All[HandoverStep](ctx, c, `SELECT `+db.Columns[HandoverStep]("")+` FROM handover_step
		WHERE school_id = $1 AND handover_id = $2 ORDER BY due, id`, actor.School, id)
	return h, steps, err
}

// Handovers are those that the actor may read: all for director and deputies, else one's own.
func (s *Service) Handovers(ctx context.Context, actor access.Actor) ([]NamedHandover, error) {
	where, args := `(h.leaver_id = $2 OR h.successor_id = $2) ORDER BY h.leaves_on DESC, h.id`, []any{actor.School, actor.Staff}
	if mentoring.Decide.Allows(actor) {
		where, args = `1 = 1 ORDER BY h.leaves_on DESC, h.id`, args[:1]
	}
	return db.All[NamedHandover](ctx, s.Read(), namedHandover+where, args...)
}

var (
	leavingRule  = access.Rule{Kind: "mentoring.expected_leave", Read: mentoring.SelfAnd(mentoring.Deciders...), Write: mentoring.Deciders}
	handoverRule = access.Rule{Kind: "mentoring.handover", Read: mentoring.SelfAnd(append([]access.Relation{access.Partner}, mentoring.Deciders...)...), Write: mentoring.SelfAnd(append([]access.Relation{access.Partner}, mentoring.Deciders...)...)}
)
