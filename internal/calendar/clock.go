package calendar

import (
	"errors"
	"fmt"
	"time"
)

// Clock is a time of day as "15:04", local time of the school.
type Clock string

// ErrClock is returned for text that is not a time of day.
var ErrClock = errors.New("calendar: not a time of day")

// ParseClock reads "8:30" and "08:30".
func ParseClock(s string) (Clock, error) {
	t, err := time.Parse("15:04", s)
	if err != nil {
		return "", fmt.Errorf("%w: %q", ErrClock, s)
	}
	return Clock(t.Format("15:04")), nil
}

// ClockOf is the time of day of t in t's own time zone.
func ClockOf(t time.Time) Clock { return Clock(t.Format("15:04")) }

// ClockAt is the time of day so many minutes after midnight.
func ClockAt(minutes int) Clock { return Clock(fmt.Sprintf("%02d:%02d", minutes/60, minutes%60)) }

// Minutes counts from midnight.
func (c Clock) Minutes() int {
	t, err := time.Parse("15:04", string(c))
	if err != nil {
		return 0
	}
	return t.Hour()*60 + t.Minute()
}

// Instant is a moment as fixed-width UTC text, "2006-01-02T15:04:05.000Z".
type Instant string

const instantLayout = "2006-01-02T15:04:05.000Z"

// InstantOf is the moment t.
func InstantOf(t time.Time) Instant { return Instant(t.UTC().Format(instantLayout)) }

// Time is the moment as time.Time in UTC; the zero time for no instant.
func (i Instant) Time() time.Time {
	t, err := time.Parse(instantLayout, string(i))
	if err != nil {
		return time.Time{}
	}
	return t
}
