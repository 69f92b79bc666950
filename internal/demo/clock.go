package demo

import (
	"context"
	"errors"
	"strconv"
	"sync/atomic"
	"time"

	"talim/internal/db"
)

// The settings of the demonstration, which belong to no school.
const (
	settingShift   = "demo-shift"   // seconds from real time to the demo's
	settingBegun   = "demo-begun"   // the database is one of the demo
	settingLoaded  = "demo-loaded"  // and its story is complete
	settingTold    = "demo-told"    // the day up to which the year of Auyl was told
	settingTelling = "demo-telling" // somebody tells it now
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
	begin := time.Date(2013, time.September, 2, 9, 0, 0, 0, zone)
	_, err := db.Exec(ctx, d.Write(), `INSERT INTO setting (school_id, name, value) VALUES ('', $1, $2) ON CONFLICT DO NOTHING`,
		settingShift, seconds(begin.Sub(real())))
	if err != nil {
		return nil, err
	}
	return c, c.read(ctx)
}

// Now is the time in the story. It asks no database.
func (c *Clock) Now() time.Time {
	return c.real().Add(time.Duration(c.shift.Load())).In(c.zone)
}

// Set moves the clock, for everybody.
func (c *Clock) Set(ctx context.Context, to time.Time) error {
	shift := to.Sub(c.real())
	_, err := db.Exec(ctx, c.db.Write(), `UPDATE setting SET value = $2 WHERE school_id = '' AND name = $1`, settingShift, seconds(shift))
	if err != nil {
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
	text, err := setting(ctx, c.db, settingShift)
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

// setting is the value of a setting of the demo, "" when it has none.
func setting(ctx context.Context, d *db.DB, name string) (string, error) {
	value, err := db.One[string](ctx, d.Read(), `SELECT value FROM setting WHERE school_id = '' AND name = $1`, name)
	if errors.Is(err, db.ErrNotFound) {
		return "", nil
	}
	return value, err
}

// keep sets a setting of the demo.
func keep(ctx context.Context, d *db.DB, name, value string) error {
	_, err := db.Exec(ctx, d.Write(), `INSERT INTO setting (school_id, name, value) VALUES ('', $1, $2)
		ON CONFLICT (school_id, name) DO UPDATE SET value = $2`, name, value)
	return err
}

// forget removes a setting of the demo.
func forget(ctx context.Context, d *db.DB, name string) error {
	_, err := db.Exec(ctx, d.Write(), `DELETE FROM setting WHERE school_id = '' AND name = $1`, name)
	return err
}
