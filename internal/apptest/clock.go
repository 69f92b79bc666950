package apptest

import (
	"sync"
	"time"
	_ "time/tzdata" // schools' zones on machines that have none
)

// Clock is a clock that moves only when told, in the time of Almaty as it is in
// the data (UTC+6 in 2013). Several goroutines may read it.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Zone is the local time of the schools in tests.
var Zone = time.FixedZone("UTC+6", 6*60*60)

// ClockAt is a clock that stands at local time "2013-09-02T09:00".
func ClockAt(local string) *Clock {
	c := new(Clock)
	c.Set(local)
	return c
}

// Now reads the clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set moves the clock to a local time; a text that is none gives the zero time,
// which every test notices.
func (c *Clock) Set(local string) {
	t, _ := time.ParseInLocation("2006-01-02T15:04", local, Zone)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

// Add moves the clock on.
func (c *Clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}
