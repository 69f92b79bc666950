package workplan

import (
	"context"
	_ "embed"
	"encoding/json"
	"slices"
	"sync"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/journal"
	"talim/internal/people"
	"talim/internal/verb"
)

// Usual is something that units usually do.
type Usual struct {
	Code  string    `json:"code"`
	Month int       `json:"month"` // 1 to 12
	Kind  string    `json:"kind"`
	Text  i18n.Text `json:"text"`
	Goal  i18n.Text `json:"goal"`
}

//go:embed usual.json
var usualFile []byte

var usualAll = sync.OnceValue(func() []Usual {
	var all []Usual
	if err := json.Unmarshal(usualFile, &all); err != nil { // embedded, and tested
		return nil
	}
	return all
})

// UsualYear is what units usually do in a year, in its order.
func UsualYear() []Usual { return usualAll() }

// Begin is from what a plan is begun.
type Begin struct {
	FromYear bool          // from the unit's year before; else from what units usually do
	Day      calendar.Date // any day of the year that is planned
	Language i18n.Language // of the usual texts
}

// BeginPlan takes over items into the year of a day, each once: what stands there stays.
func (s *Service) BeginPlan(ctx context.Context, actor access.Actor, unit string, in Begin) (int, error) {
	n := 0
	return n, s.do(ctx, actor, func(w work) error {
		n = 0
		if err := w.planned(unit); err != nil {
			return err
		}
		if !in.Day.Valid() || in.Day > w.Date().AddDays(2*aYear) || in.Day < w.Date().AddDays(-aYear) {
			return fault.Conflict("workplan.which_year")
		}
		year := yearAround(in.Day)
		made, err := w.takeable(unit, year, in)
		if err != nil {
			return err
		}
		if made, err = w.withoutTaken(unit, year, made); err != nil {
			return err
		}
		if len(made) == 0 {
			return fault.Conflict("workplan.nothing_to_take")
		}
		if err := w.room(unit, year, len(made)); err != nil {
			return err
		}
		n = len(made)
		if err := db.InsertAll(w.Ctx, w.Tx, "unit_plan_item", made); err != nil {
			return verb.Duplicate(err, "fault.changed_meanwhile")
		}
		return w.Record(eventBegun, journal.Ref{Kind: "unit", ID: unit})
	})
}

// takeable are the items that can be taken over.
func (w work) takeable(unit string, year calendar.Period, in Begin) ([]Item, error) {
	t, err := w.times(w.Ctx, w.Tx, w.Actor.School, in.Day)
	if err != nil {
		return nil, err
	}
	var out []Item
	add := func(x Item, day calendar.Date) {
		x.School, x.ID, x.Unit, x.State, x.Version, x.Period = w.Actor.School, db.NewID(), unit, Planned, 1, t.Of(x.Span, day)
		x.ChangedBy, x.ChangedAt, x.HeldOn, x.Outcome = w.Actor.Staff, w.Instant(), "", ""
		out = append(out, x)
	}
	if !in.FromYear {
		for _, u := range usualAll() {
			day := monthOf(year, u.Month)
			add(Item{Span: Month, Kind: u.Kind, Text: u.Text.For(in.Language), Goal: u.Goal.For(in.Language), From: "usual." + u.Code}, day)
		}
		return out, nil
	}
	before := yearAround(year.Starts.AddDays(-1))
	old, err := w.items(w.Ctx, w.Tx, people.Unit{SchoolID: w.Actor.School, ID: unit}, before)
	for _, x := range old {
		if x.State != Dropped && before.Contains(x.Starts) {
			from := x.Item
			from.From = x.ID
			add(from, calendar.DateOf(x.Starts.Time().AddDate(1, 0, 0)))
		}
	}
	return out, err
}

// withoutTaken leaves out what was taken over into the same year before.
func (w work) withoutTaken(unit string, year calendar.Period, made []Item) ([]Item, error) {
	there, err := db.All[string](w.Ctx, w.Tx, `SELECT from_id FROM unit_plan_item WHERE school_id = $1 AND unit_id = $2 AND from_id <> '' AND starts >= $3 AND starts <= $4`,
		w.Actor.School, unit, year.Starts, year.Ends)
	return slices.DeleteFunc(made, func(x Item) bool { return slices.Contains(there, x.From) }), err
}

// monthOf is the first day of a month in a year that begins in August.
func monthOf(year calendar.Period, month int) calendar.Date {
	t := year.Starts.Time()
	return calendar.DateOf(t.AddDate(0, (month-int(t.Month())+12)%12, 0))
}
