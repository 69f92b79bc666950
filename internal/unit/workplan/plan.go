package workplan

import (
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/people"
	"talim/internal/verb"
)

// Named is an item with who does it.
type Named struct {
	Item
	Who people.Person `db:"o_"` // empty: the unit
}

// Plan is what a unit plans for some time.
type Plan struct {
	people.Unit
	View   Span
	During calendar.Period
	Before calendar.Date // a day of the time before, and of the one after
	After  calendar.Date
	Items  []Named
	Today  calendar.Date
	May    bool // the reader writes it
}

// Count is how many items there are, and how many of them were held and dropped.
type Count struct{ Planned, Held, Dropped int }

// CountOf counts the items of the plan that begin in a time.
func (p Plan) CountOf(during calendar.Period) Count {
	var c Count
	for _, x := range p.Items {
		if during.Contains(x.Starts) {
			c.add(x.State, 1)
		}
	}
	return c
}

func (c *Count) add(state State, n int) {
	switch state {
	case Held:
		c.Held += n
	case Dropped:
		c.Dropped += n
	case Planned:
		c.Planned += n
	}
}

// Whole is how many there are.
func (c Count) Whole() int { return c.Planned + c.Held + c.Dropped }

// Months are the months of the time of the plan.
func (p Plan) Months() []calendar.Period {
	var out []calendar.Period
	for at := p.During.Starts; at <= p.During.Ends; {
		month := monthAround(at)
		out = append(out, month)
		at = month.Ends.AddDays(1)
	}
	return out
}

// Plan reads what a unit plans for the time of a span around a day, in three queries.
func (s *Service) Plan(ctx context.Context, actor access.Actor, unit string, view Span, on calendar.Date) (Plan, error) {
	if !slices.Contains(Views, view) {
		view = Month
	}
	if !on.Valid() {
		on = s.Today()
	}
	t, err := s.times(ctx, s.Read(), actor.School, on)
	if err != nil {
		return Plan{}, err
	}
	p, err := s.PlanDuring(ctx, actor, unit, view, t.Of(view, on))
	p.Before, p.After = t.Next(view, on, false), t.Next(view, on, true)
	return p, err
}

// PlanDuring reads what a unit plans for a time that a page has found already, of a year at
// most, in two queries.
func (s *Service) PlanDuring(ctx context.Context, actor access.Actor, unit string, view Span, during calendar.Period) (Plan, error) {
	if !slices.Contains(Views, view) || !during.Valid() || during.Starts.DaysUntil(during.Ends) > aYear {
		return Plan{}, fault.NotFound("workplan.missing")
	}
	u, err := people.UnitByID(ctx, s.Read(), actor.School, unit)
	if err != nil {
		return Plan{}, err
	}
	p := Plan{Unit: u, View: view, During: during, Today: s.Today(), May: MayPlan(actor, unit) && u.Ends >= s.Today()}
	p.Items, err = s.items(ctx, s.Read(), u, during)
	return p, err
}

func namedItems() string {
	return `SELECT ` + db.Columns[Item]("i") + `, ` + people.PersonOrNoneAs("o", "o") + ` FROM unit_plan_item i ` + people.LeftJoinStaff("o", "i.school_id", "i.owner_id")
}

// items are those of a unit whose time meets another, in the order of their times.
func (s *Service) items(ctx context.Context, c db.Conn, u people.Unit, during calendar.Period) ([]Named, error) {
	return db.All[Named](ctx, c, namedItems()+` WHERE i.school_id = $1 AND i.unit_id = $2 AND i.starts <= $4 AND i.ends >= $3
		ORDER BY i.starts, i.ends DESC, i.id LIMIT 1000`, u.SchoolID, u.ID, during.Starts, during.Ends)
}

// Opened is an item with its unit, who can do it, and what it was.
type Opened struct {
	Named
	Of      people.Unit
	Members []people.MemberLine // of today; of ToChange
	Was     []Item              // the last first
	May     bool                // the reader changes it
	Settles bool                // the reader says what became of it
}

// Item reads one item, in three queries.
func (s *Service) Item(ctx context.Context, actor access.Actor, id string) (Opened, error) {
	out, err := s.opened(ctx, actor, id)
	if err != nil {
		return out, err
	}
	out.Was, err = db.All[Item](ctx, s.Read(), `SELECT `+db.Columns[Item]("")+` FROM unit_plan_item_was WHERE school_id = $1 AND id = $2 ORDER BY version DESC`, actor.School, id)
	return out, err
}

// opened is an item without what it was.
func (s *Service) opened(ctx context.Context, actor access.Actor, id string) (Opened, error) {
	c := s.Read()
	var out Opened
	var err error
	if out.Named, err = db.One[Named](ctx, c, namedItems()+` WHERE i.school_id = $1 AND i.id = $2`, actor.School, id); err != nil {
		return out, verb.Missing(err, "workplan.missing")
	}
	if out.Of, err = people.UnitByID(ctx, c, actor.School, out.Unit); err != nil {
		return out, err
	}
	open := out.Of.Ends >= s.Today()
	out.May, out.Settles = MayPlan(actor, out.Unit) && open, out.MaySettle(actor) && open
	return out, nil
}

// ToPlan is a unit with its members, for who is about to plan something for it.
func (s *Service) ToPlan(ctx context.Context, actor access.Actor, unit string) (people.Unit, []people.MemberLine, error) {
	u, err := people.UnitByID(ctx, s.Read(), actor.School, unit)
	if err != nil {
		return u, nil, err
	}
	if err := mayPlan(actor, u, s.Today()); err != nil {
		return people.Unit{}, nil, err
	}
	members, err := people.MembersOn(ctx, s.Read(), actor.School, unit, s.Today())
	return u, members, err
}

// ToChange is an item with who can do it, for who is about to say it anew.
func (s *Service) ToChange(ctx context.Context, actor access.Actor, id string) (Opened, error) {
	g, err := s.opened(ctx, actor, id)
	if err != nil {
		return g, err
	}
	if err := g.mayGoOn(MayPlan(actor, g.Unit), "workplan.access.head", g.May); err != nil {
		return Opened{}, err
	}
	g.Members, err = people.MembersOn(ctx, s.Read(), actor.School, g.Unit, s.Today())
	return g, err
}

// ToSettle is an item for who is about to say what became of it.
func (s *Service) ToSettle(ctx context.Context, actor access.Actor, id string) (Opened, error) {
	g, err := s.opened(ctx, actor, id)
	if err != nil {
		return g, err
	}
	return g, g.mayGoOn(g.MaySettle(actor), "workplan.access.owner", g.Settles)
}

// mayGoOn refuses who may not, then what is over.
func (g Opened) mayGoOn(may bool, refusal string, open bool) error {
	if err := access.Must(may, refusal); err != nil {
		return err
	}
	switch {
	case !open:
		return fault.Conflict("workplan.unit_ended")
	case g.State != Planned:
		return fault.Conflict("workplan.settled")
	}
	return nil
}

// Counts are the items of each unit of the school in the year of today, by the id of the unit.
func (s *Service) Counts(ctx context.Context, actor access.Actor) (map[string]Count, error) {
	year := yearAround(s.Today())
	rows, err := db.All[struct {
		Unit  string `db:"unit_id"`
		State State  `db:"state"`
		N     int    `db:"n"`
	}](ctx, s.Read(), `SELECT unit_id, state, count(*) AS n FROM unit_plan_item WHERE school_id = $1 AND starts >= $2 AND starts <= $3 GROUP BY unit_id, state`,
		actor.School, year.Starts, year.Ends)
	out := map[string]Count{}
	for _, r := range rows {
		c := out[r.Unit]
		c.add(r.State, r.N)
		out[r.Unit] = c
	}
	return out, err
}
