package demo

import (
	"context"
	"strconv"
	"sync/atomic"
	"time"

	"talim/internal/db"
	"talim/internal/setting"
)

// The settings of the demonstration, which belong to no school.
const (
	settingShift   = "demo-shift"   // seconds from real time to the demo's
	settingBegun   = "demo-begun"   // the database is one of the demo
	settingLoaded  = "demo-loaded"  // and its story is complete
	settingTold    = "demo-told"    // the day up to which the year of Auyl was told
	settingTelling = "demo-telling" // somebody tells it now, up to this moment unless renewed
)

// Clock is real time moved to the year of the story. All copies of the program on
// one database share the shift; each learns of a change within a second, by Follow.
type Clock struct {
	db    *db.DB
	real  func() time.Time
	zone  *time.Location
	shift atomic.Int64 // nanoseconds
}

// OpenClock reads the clock of a database, or starts it at Monday 2 September
// 2013, 9:00 in the zone, when it has none.
func OpenClock(ctx context.Context, d *db.DB, real func() time.Time, zone *time.Location) (*Clock, error) {
	c := &Clock{db: d, real: real, zone: zone}
	if _, err := setting.Add(ctx, d.Write(), setting.None, settingShift, seconds(c.first().Sub(real()))); err != nil {
		return nil, err
	}
	return c, c.read(ctx)
}

// first is when the story begins.
func (c *Clock) first() time.Time { return time.Date(2013, time.September, 2, 9, 0, 0, 0, c.zone) }

// Now is the time in the story. It asks no database.
func (c *Clock) Now() time.Time {
	return c.real().Add(time.Duration(c.shift.Load())).In(c.zone)
}

// Set moves the clock, for everybody.
func (c *Clock) Set(ctx context.Context, to time.Time) error {
	if err := setting.Set(ctx, c.db.Write(), setting.None, settingShift, seconds(to.Sub(c.real()))); err != nil {
		return err
	}
	return c.read(ctx)
}

// Follow keeps up with changes that other copies of the program make, until ctx
// ends. A database that cannot be reached leaves the clock as it is.
func (c *Clock) Follow(ctx context.Context) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			_ = c.read(ctx)
		}
	}
}

func (c *Clock) read(ctx context.Context) error {
	text, err := setting.Get(ctx, c.db.Read(), setting.None, settingShift)
	if err != nil {
		return err
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return err
	}
	c.shift.Store(int64(time.Duration(n) * time.Second))
	return nil
}

func seconds(d time.Duration) string {
	return strconv.FormatInt(int64(d.Round(time.Second)/time.Second), 10)
}
