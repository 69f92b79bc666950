package link

import "talim/internal/calendar"

// AllUnits is the page of the units and their work.
func AllUnits() string { return "/units" }

// UnitWork is a unit at work: what it plans, meets for and shows.
func UnitWork(id string) string { return AllUnits() + Path(id) }

// UnitPlan is what a unit plans; view and on may be "".
func UnitPlan(unit, view, on string) string {
	return With(UnitWork(unit)+"/plan", "view", view, "on", on)
}

// NewPlanItem is where something is planned.
func NewPlanItem(unit string) string { return UnitWork(unit) + "/plan/new" }

// BeginPlan begins the plan of a year (POST).
func BeginPlan(unit string) string { return UnitWork(unit) + "/plan/begin" }

// UnitPlanPaper is the plan from a day to a day as a paper.
func UnitPlanPaper(unit, view string, during calendar.Period, format string) string {
	return With(UnitWork(unit)+"/plan/paper"+Path(format), "view", view, "from", string(during.Starts), "to", string(during.Ends))
}

// PlanItem is one thing that is planned.
func PlanItem(id string) string { return AllUnits() + "/plan/items" + Path(id) }

// EditPlanItem is where it is said anew.
func EditPlanItem(id string) string { return PlanItem(id) + "/edit" }

// HoldPlanItem is where one says that it was held.
func HoldPlanItem(id string) string { return PlanItem(id) + "/held" }

// DropPlanItem is where one lets it go.
func DropPlanItem(id string) string { return PlanItem(id) + "/dropped" }

// PlanItemAgain plans it again (POST).
func PlanItemAgain(id string) string { return PlanItem(id) + "/again" }

// MovePlanItem moves it (POST).
func MovePlanItem(id string) string { return PlanItem(id) + "/move" }
