// Package hold keeps which schools take no changes: those that are closed, and those
// on their way into another database. Everything in them can still be read. Each verb
// asks in its own transaction (package verb), so that what was allowed before a hold
// is in the database when the hold is.
package hold

import (
	"context"
	"errors"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
)

// Why a school takes no changes.
type Why string

// The reasons. A school that moves is held first and foremost for that.
const (
	None   Why = ""
	Closed Why = "closed"
	Moving Why = "moving"
)

// Hold is a school that takes no changes from a day on.
type Hold struct {
	School string        `db:"school_id"`
	Why    Why           `db:"why"`
	Starts calendar.Date `db:"starts"`
}

// Refusal answers a change of a school that is held; nil where it is not.
func (w Why) Refusal() error {
	if w == None {
		return nil
	}
	return fault.Conflict("fault.hold." + string(w))
}

// Refused says whether the error is the refusal of a change of a held school.
func Refused(err error) bool {
	f, is := fault.As(err)
	return is && (f.Says.Key == "fault.hold."+string(Closed) || f.Says.Key == "fault.hold."+string(Moving))
}

// Begin holds a school from a day on. It says whether it did not stand so already.
func Begin(ctx context.Context, tx db.Conn, school string, why Why, starts calendar.Date) (bool, error) {
	n, err := db.Exec(ctx, tx, `INSERT INTO school_hold (school_id, why, starts) VALUES ($1, $2, $3)
		ON CONFLICT (school_id, why) DO UPDATE SET starts = $3 WHERE school_hold.starts <> $3`, school, why, starts)
	return n == 1, err
}

// End lets a school take changes again, and says whether it was held so.
func End(ctx context.Context, tx db.Conn, school string, why Why) (bool, error) {
	n, err := db.Exec(ctx, tx, `DELETE FROM school_hold WHERE school_id = $1 AND why = $2`, school, why)
	return n == 1, err
}

// On is why the school takes no changes on the day.
func On(ctx context.Context, c db.Conn, school string, day calendar.Date) (Why, error) {
	why, err := db.One[Why](ctx, c, `SELECT why FROM school_hold WHERE school_id = $1 AND starts <= $2 ORDER BY why DESC LIMIT 1`, school, day)
	if errors.Is(err, db.ErrNotFound) {
		return None, nil
	}
	return why, err
}

// Of lists the holds of a school, also those that begin later.
func Of(ctx context.Context, c db.Conn, school string) ([]Hold, error) {
	return db.All[Hold](ctx, c, `SELECT `+db.Columns[Hold]("")+` FROM school_hold WHERE school_id = $1 ORDER BY why`, school)
}

// Select is why a school takes no changes on the day, empty where it does, in the middle
// of another query; arguments are SQL.
func Select(school, day string) string {
	return "COALESCE((SELECT max(held.why) FROM school_hold held WHERE held.school_id = " + school + " AND held.starts <= " + day + "), '')"
}

// SelectClosing is the first day on which a school is closed, empty where none is set.
func SelectClosing(school string) string {
	return "COALESCE((SELECT held.starts FROM school_hold held WHERE held.school_id = " + school + " AND held.why = 'closed'), '')"
}

// WhereFree holds for schools that take changes on the day.
func WhereFree(school, day string) string {
	return "NOT EXISTS (SELECT 1 FROM school_hold held WHERE held.school_id = " + school + " AND held.starts <= " + day + ")"
}
