package exchange

import (
	"io"
	"time"

	ics "github.com/arran4/golang-ical"
)

// Event is one thing in a calendar.
type Event struct {
	ID           string // the same each time the same thing is written
	Starts, Ends time.Time
	Title        string
	Place        string
	About        string
}

// CalendarType is the content type of a calendar.
const CalendarType = "text/calendar; charset=utf-8"

// WriteCalendar writes events as iCalendar (RFC 5545), for phones and mail programs.
// Times are written in UTC, which every program shows in its own zone; each day of a
// lesson is an event of its own, because holidays and changes are known.
func WriteCalendar(w io.Writer, name string, written time.Time, events []Event) error {
	c := ics.NewCalendarFor("Tälim")
	c.SetMethod(ics.MethodPublish)
	c.SetName(name)
	c.SetXWRCalName(name)
	for _, e := range events {
		v := c.AddEvent(e.ID + "@talim")
		v.SetDtStampTime(written)
		v.SetStartAt(e.Starts)
		v.SetEndAt(e.Ends)
		v.SetSummary(e.Title)
		if e.Place != "" {
			v.SetLocation(e.Place)
		}
		if e.About != "" {
			v.SetDescription(e.About)
		}
	}
	return c.SerializeTo(w, ics.WithNewLineWindows)
}
