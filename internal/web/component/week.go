package component

import (
	"slices"
	"strconv"

	"talim/internal/calendar"
)

// Kinds of WeekItem.
const (
	Lesson  = "lesson"
	Meeting = "meeting"
	Visit   = "visit"
	Free    = "free"
	Busy    = "busy"
)

// WeekDay is a day of the week shown.
type WeekDay struct {
	Date  calendar.Date
	Today bool
	Note  string // such as a holiday
	Items []WeekItem
}

// WeekItem is something in the week, at its time.
type WeekItem struct {
	Starts, Ends calendar.Clock
	Kind         string // Lesson, Meeting, Visit, Free, Busy
	Title        string
	Detail       string // such as class and room
	URL          string // "" for no page of its own
	State        string // such as "moved", in the reader's words
}

// slot is what begins at one time of one day.
type slot struct {
	row   string // class of the row of the grid
	items []WeekItem
}

// maxRows is how many different times the grid has classes for; what begins
// later stands in the last row.
const maxRows = 24

// rowsOf are the times at which anything begins on any day, in order.
func rowsOf(days []WeekDay) []calendar.Clock {
	var times []calendar.Clock
	for _, d := range days {
		for _, item := range d.Items {
			times = append(times, item.Starts)
		}
	}
	slices.Sort(times)
	return slices.Compact(times)
}

func slotsOf(d WeekDay, times []calendar.Clock) []slot {
	var out []slot
	for n, at := range times {
		var items []WeekItem
		for _, item := range d.Items {
			if item.Starts == at {
				items = append(items, item)
			}
		}
		if len(items) > 0 {
			out = append(out, slot{row: "r" + strconv.Itoa(min(n+1, maxRows)), items: items})
		}
	}
	return out
}

func columns(days []WeekDay) string { return "days-" + strconv.Itoa(len(days)) }
