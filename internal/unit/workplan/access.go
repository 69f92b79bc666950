package workplan

import (
	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/people"
)

// Who may do what, in words:
//
//   - The plan of a unit is work of the school: all its staff read it.
//   - The head of the unit writes it, and so do director and deputies.
//   - Who is to do something says herself that it was held, or that she lets it go.
//   - A unit that was dissolved keeps its plan, and nobody writes in it.
//   - Another school finds nothing.

// See is reading plans.
var See = access.Permission{Name: "workplan.see"}

var planRule = access.Rule{
	Kind: "workplan.plan", Read: []access.Relation{access.AsColleague},
	Write: []access.Relation{access.AsSMUHead, access.AsDeputy, access.AsDirector},
}

var itemRule = access.Rule{
	Kind: "workplan.item", Read: planRule.Read, Write: append([]access.Relation{access.Self}, planRule.Write...),
}

// Rules are who reads and writes each kind of record of the area.
var Rules = []access.Rule{planRule, itemRule}

// MayPlan says whether the actor writes the plan of a unit.
func MayPlan(a access.Actor, unit string) bool {
	return planRule.Writes(access.Of(a, access.Record{School: a.School, OfOwnUnit: a.Leads(unit)}))
}

// mayPlan refuses whoever does not write the plan of a unit, and everybody once it is dissolved.
func mayPlan(a access.Actor, u people.Unit, today calendar.Date) error {
	if err := mustPlan(a, u.ID); err != nil {
		return err
	}
	return stands(u, today)
}

func mustPlan(a access.Actor, unit string) error {
	return access.Must(MayPlan(a, unit), "workplan.access.head")
}

// stands refuses changes of the plan of a unit that was dissolved.
func stands(u people.Unit, today calendar.Date) error {
	if u.Ends < today {
		return fault.Conflict("workplan.unit_ended")
	}
	return nil
}

// planned is a unit whose plan the actor writes.
func (w work) planned(unit string) error {
	u, err := people.UnitByID(w.Ctx, w.Tx, w.Actor.School, unit)
	if err != nil {
		return err
	}
	return mayPlan(w.Actor, u, w.Date())
}

// MaySettle says whether the actor says what became of an item.
func (x Item) MaySettle(a access.Actor) bool {
	return itemRule.Writes(access.Of(a, access.Record{School: x.School, Selves: []string{x.Owner}, OfOwnUnit: a.Leads(x.Unit)}))
}
