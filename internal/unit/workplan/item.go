package workplan

import (
	"context"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/people"
	"talim/internal/verb"
	"talim/internal/version"
)

// Item is something that a unit plans.
type Item struct {
	School string `db:"school_id"`
	ID     string `db:"id"`
	Unit   string `db:"unit_id"`
	Span   Span   `db:"span"`
	calendar.Period
	Kind      string           `db:"kind"` // of Kinds
	Text      string           `db:"text"`
	Goal      string           `db:"goal"`     // what is to be learned by it
	Owner     string           `db:"owner_id"` // "": the unit
	State     State            `db:"state"`
	HeldOn    calendar.Date    `db:"held_on"`
	Outcome   string           `db:"outcome"` // of what was held; of what was dropped, why
	From      string           `db:"from_id"` // the item that it was begun from
	Version   int              `db:"version"`
	ChangedBy string           `db:"changed_by"`
	ChangedAt calendar.Instant `db:"changed_at"`
}

// State is where an item stands.
type State string

// The states.
const (
	Planned State = "planned"
	Held    State = "held"
	Dropped State = "dropped"
)

// Kinds are what units do, in the order of the form.
var Kinds = []string{"meeting", "visits", "lesson_plans", "decade", "young", "seminar", "attestation", "pupils", "materials", "analysis", "other"}

// Late says whether it should have been done.
func (x Item) Late(today calendar.Date) bool { return x.State == Planned && x.Ends < today }

// Target is the plan of a unit, by the id of the unit.
const Target = "workplan.plan"

const (
	maxText = 500 // characters
	maxGoal = 1000
	// MaxYear is how many items a unit plans for a year at most.
	MaxYear = 400
)

// Facts are what a form says of an item.
type Facts struct {
	Version int // of the item that was seen; 0 of a new one
	Span    Span
	Day     calendar.Date // any day of the time
	Kind    string
	Text    string
	Goal    string
	Owner   string
}

func (in Facts) trimmed() Facts {
	in.Text, in.Goal = strings.TrimSpace(in.Text), strings.TrimSpace(in.Goal)
	return in
}

func (in Facts) check(today calendar.Date) error {
	var f fault.Fields
	f.When(!slices.Contains(Spans, in.Span), "span", "workplan.choose")
	f.When(!slices.Contains(Kinds, in.Kind), "kind", "workplan.choose")
	f.DayWithin("day", in.Day, calendar.Period{Starts: today.AddDays(-aYear), Ends: today.AddDays(2 * aYear)})
	f.Text("text", in.Text, true, maxText)
	f.Text("goal", in.Goal, false, maxGoal)
	return f.Err()
}

// Add plans something for a unit.
func (s *Service) Add(ctx context.Context, actor access.Actor, unit string, in Facts) error {
	in = in.trimmed()
	return s.do(ctx, actor, func(w work) error {
		if err := w.planned(unit); err != nil {
			return err
		}
		x := Item{School: actor.School, ID: db.NewID(), Unit: unit, State: Planned, Version: 1}
		if err := w.say(&x, in); err != nil {
			return err
		}
		if err := w.room(unit, yearAround(x.Starts), 1); err != nil {
			return err
		}
		if err := db.Insert(w.Ctx, w.Tx, "unit_plan_item", x); err != nil {
			return err
		}
		return w.record(eventAdded, x.ID)
	})
}

// say puts what a form says into an item.
func (w work) say(x *Item, in Facts) error {
	if err := in.check(w.Date()); err != nil {
		return err
	}
	if in.Owner != "" && in.Owner != x.Owner {
		here, err := people.AtWork(w.Ctx, w.Tx, x.School, w.Date(), in.Owner)
		if err != nil {
			return err
		}
		if here == 0 {
			return fault.Invalid("owner", "workplan.no_such_person")
		}
	}
	t, err := w.times(w.Ctx, w.Tx, x.School, in.Day)
	if err != nil {
		return err
	}
	x.Span, x.Period, x.Kind, x.Text, x.Goal, x.Owner = in.Span, t.Of(in.Span, in.Day), in.Kind, in.Text, in.Goal, in.Owner
	x.ChangedBy, x.ChangedAt = w.Actor.Staff, w.Instant()
	return nil
}

// room refuses more items than a year has.
func (w work) room(unit string, year calendar.Period, more int) error {
	n, err := db.One[int](w.Ctx, w.Tx, `SELECT count(*) FROM unit_plan_item WHERE school_id = $1 AND unit_id = $2 AND starts >= $3 AND starts <= $4`,
		w.Actor.School, unit, year.Starts, year.Ends)
	if err == nil && n+more > MaxYear {
		err = fault.Conflict("workplan.full", "Most", MaxYear)
	}
	return err
}

// Change says anew what an item is.
func (s *Service) Change(ctx context.Context, actor access.Actor, id string, in Facts) error {
	in = in.trimmed()
	return s.change(ctx, actor, id, in.Version, func(w work, x *Item) error {
		if err := mustPlan(actor, x.Unit); err != nil {
			return err
		}
		if x.State != Planned {
			return fault.Conflict("workplan.settled")
		}
		if err := w.say(x, in); err != nil {
			return err
		}
		return w.record(eventChanged, x.ID)
	})
}

// Move is by how much an item is moved.
type Move struct {
	Version int
	Later   bool // by one of its span; else earlier
}

// Move moves an item by one of its span.
func (s *Service) Move(ctx context.Context, actor access.Actor, id string, in Move) error {
	return s.change(ctx, actor, id, in.Version, func(w work, x *Item) error {
		if err := mustPlan(actor, x.Unit); err != nil {
			return err
		}
		if x.State != Planned {
			return fault.Conflict("workplan.settled")
		}
		t, err := w.times(w.Ctx, w.Tx, x.School, x.Starts)
		if err != nil {
			return err
		}
		to := Facts{Span: x.Span, Day: t.Next(x.Span, x.Starts, in.Later), Kind: x.Kind, Text: x.Text, Goal: x.Goal, Owner: x.Owner}
		if err := w.say(x, to); err != nil {
			return err
		}
		return w.record(eventChanged, x.ID)
	})
}

// Settlement says what became of an item.
type Settlement struct {
	Version int
	On      calendar.Date // of Hold
	Text    string        // what came of it; of Drop, why
}

// Hold says that it was held.
func (s *Service) Hold(ctx context.Context, actor access.Actor, id string, in Settlement) error {
	in.Text = strings.TrimSpace(in.Text)
	return s.settle(ctx, actor, id, in.Version, func(w work, x *Item) error {
		var f fault.Fields
		f.DayWithin("on", in.On, calendar.Period{Starts: x.Starts.AddDays(-aYear), Ends: w.Date()})
		f.Text("text", in.Text, false, maxGoal)
		if err := f.Err(); err != nil {
			return err
		}
		x.State, x.HeldOn, x.Outcome = Held, in.On, in.Text
		return w.record(eventHeld, x.ID)
	})
}

// Drop lets an item go: it was not held, and will not be.
func (s *Service) Drop(ctx context.Context, actor access.Actor, id string, in Settlement) error {
	in.Text = strings.TrimSpace(in.Text)
	return s.settle(ctx, actor, id, in.Version, func(w work, x *Item) error {
		var f fault.Fields
		f.Text("text", in.Text, false, maxGoal)
		if err := f.Err(); err != nil {
			return err
		}
		x.State, x.Outcome = Dropped, in.Text
		return w.record(eventDropped, x.ID)
	})
}

// PlanAgain takes back that an item was held or dropped.
func (s *Service) PlanAgain(ctx context.Context, actor access.Actor, id string, from int) error {
	return s.change(ctx, actor, id, from, func(w work, x *Item) error {
		if err := access.Must(x.MaySettle(actor), "workplan.access.owner"); err != nil {
			return err
		}
		x.State, x.HeldOn, x.Outcome, x.ChangedBy, x.ChangedAt = Planned, "", "", actor.Staff, w.Instant()
		return w.record(eventAgain, x.ID)
	})
}

// settle is a change of what became of an item that is planned.
func (s *Service) settle(ctx context.Context, actor access.Actor, id string, from int, fn func(w work, x *Item) error) error {
	return s.change(ctx, actor, id, from, func(w work, x *Item) error {
		if err := access.Must(x.MaySettle(actor), "workplan.access.owner"); err != nil {
			return err
		}
		if x.State != Planned {
			return fault.Conflict("workplan.settled")
		}
		x.ChangedBy, x.ChangedAt = actor.Staff, w.Instant()
		return fn(w, x)
	})
}

// change is a change of an item as it was seen; what it was stays.
func (s *Service) change(ctx context.Context, actor access.Actor, id string, from int, fn func(w work, x *Item) error) error {
	return s.do(ctx, actor, func(w work) error {
		x, err := itemByID(w.Ctx, w.Tx, actor, id)
		if err != nil {
			return err
		}
		u, err := people.UnitByID(w.Ctx, w.Tx, actor.School, x.Unit)
		if err != nil {
			return err
		}
		if err := stands(u, w.Date()); err != nil {
			return err
		}
		was := x
		if err := fn(w, &x); err != nil {
			return err
		}
		if err := version.Check(was, from); err != nil {
			return err
		}
		if err := db.Insert(w.Ctx, w.Tx, "unit_plan_item_was", was); err != nil {
			return verb.Duplicate(err, "fault.changed_meanwhile")
		}
		_, err = version.Replace(w.Work, "unit_plan_item", from, &x, "school_id", "id")
		return err
	})
}

func itemByID(ctx context.Context, c db.Conn, actor access.Actor, id string) (Item, error) {
	x, err := db.One[Item](ctx, c, `SELECT `+db.Columns[Item]("")+` FROM unit_plan_item WHERE school_id = $1 AND id = $2`, actor.School, id)
	return x, verb.Missing(err, "workplan.missing")
}
