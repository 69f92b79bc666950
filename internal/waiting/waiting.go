// Package waiting is the shape of what Today shows: a thing that waits for a
// person, with its date and the one button that deals with it. Areas derive
// such things from their own records (a consent not yet given, a meeting to
// write down), so that nothing has to be entered for a person to be reminded;
// internal/homeweb puts them in order. The package has no rules of its own.
package waiting

import (
	"cmp"
	"slices"

	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/reminder"
)

// Item is one thing that waits for somebody.
type Item struct {
	Due    calendar.Date   // the day by which, or on which; "" when any day will do
	Title  fault.Message   // what waits: "Answer the proposal of a pair"
	Note   fault.Message   // with whom, since when; may be empty
	Button fault.Message   // what the button says; empty: "Open"
	Target reminder.Target // what the button leads to
	URL    string          // the same as an address, made when it is shown

	// Dismiss is the id of a reminder that the person may put away; "" for
	// what goes only by being done.
	Dismiss string
}

// Sort puts the items in order of their dates, those without a date last; what
// is of one day keeps its order.
func Sort(items []Item) {
	slices.SortStableFunc(items, func(a, b Item) int { return cmp.Compare(a.day(), b.day()) })
}

func (i Item) day() calendar.Date {
	if i.Due == "" {
		return calendar.Forever
	}
	return i.Due
}

// Overdue says whether the day of the item has passed.
func (i Item) Overdue(today calendar.Date) bool { return i.Due != "" && i.Due < today }
