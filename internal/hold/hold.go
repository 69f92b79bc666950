// Package hold keeps which schools take no changes: those that are closed, those on
// their way into another database, and those that have arrived there, whose copy stays.
// Everything in them can still be read. Each verb
// asks in its own transaction (package verb), so that what was allowed before a hold
// is in the database when the hold is.
package hold

import (
	"context"
	"errors"
	"slices"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
)

// Why a school takes no changes.
type Why string

// The reasons, the one that counts most last: a closed school that moves or has left is
// held first and foremost for that.
const (
	None   Why = ""
	Closed Why = "closed"
	Left   Why = "left"
	Moving Why = "moving"
)

// whySQL is the reason of a row held. One that left is stored as moving, with its place: so
// an older program beside this one still holds it.
const whySQL = `CASE WHEN held.place <> '' THEN 'left' ELSE held.why END`

// Hold is a school that takes no changes from a day on.
type Hold struct {
	School string        `db:"school_id"`
	Why    Why           `db:"why"`
	Starts calendar.Date `db:"starts"`
	Place  string        `db:"place"` // where a school that left works now

	Version int `db:"version"` // how often the place was said
}

// Gone says whether the school is held for its way into another database, or since it
// arrived there.
func (h Hold) Gone() bool { return h.Why == Moving || h.Why == Left }

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
	return is && slices.ContainsFunc([]Why{Closed, Left, Moving}, func(w Why) bool { return f.Says.Key == "fault.hold."+string(w) })
}

// Begin holds a school from a day on. It says whether it did not stand so already.
func Begin(ctx context.Context, tx db.Conn, school string, why Why, starts calendar.Date) (bool, error) {
	n, err := db.Exec(ctx, tx, `INSERT INTO school_hold (school_id, why, starts) VALUES ($1, $2, $3)
		ON CONFLICT (school_id, why) DO UPDATE SET starts = $3 WHERE school_hold.starts <> $3`, school, why, starts)
	return n == 1, err
}

// Leave takes it that a school on its way works at its new place now; of one that left
// already it corrects the place. Either gives the hold its next version. It says whether the school was on its way or had left.
func Leave(ctx context.Context, tx db.Conn, school, place string) (bool, error) {
	n, err := db.Exec(ctx, tx, `UPDATE school_hold SET place = $2, version = version + 1 WHERE school_id = $1 AND why = $3`, school, place, Moving)
	return n == 1, err
}

// End lets a school take changes again, and says whether it was held so. With Moving ends
// what Leave made of it as well.
func End(ctx context.Context, tx db.Conn, school string, why Why) (bool, error) {
	n, err := db.Exec(ctx, tx, `DELETE FROM school_hold WHERE school_id = $1 AND why = $2`, school, why)
	return n == 1, err
}

// On is why the school takes no changes on the day.
func On(ctx context.Context, c db.Conn, school string, day calendar.Date) (Why, error) {
	why, err := db.One[Why](ctx, c, `SELECT `+whySQL+` AS why FROM school_hold held WHERE school_id = $1 AND starts <= $2 ORDER BY why DESC LIMIT 1`, school, day)
	if errors.Is(err, db.ErrNotFound) {
		return None, nil
	}
	return why, err
}

// Of lists the holds of a school, also those that begin later.
func Of(ctx context.Context, c db.Conn, school string) ([]Hold, error) {
	return db.All[Hold](ctx, c, `SELECT school_id, `+whySQL+` AS why, starts, place, version FROM school_hold held WHERE school_id = $1 ORDER BY why`, school)
}

// Select is why a school takes no changes on the day, empty where it does, in the middle
// of another query; arguments are SQL.
func Select(school, day string) string {
	return "COALESCE((SELECT max(" + whySQL + ") FROM school_hold held WHERE held.school_id = " + school + " AND held.starts <= " + day + "), '')"
}

// SelectClosing is the first day on which a school is closed, empty where none is set.
func SelectClosing(school string) string {
	return "COALESCE((SELECT held.starts FROM school_hold held WHERE held.school_id = " + school + " AND held.why = 'closed'), '')"
}

// SelectAwayVersion is the version of that hold, 0 where there is none.
func SelectAwayVersion(school string) string {
	return "COALESCE((SELECT max(held.version) FROM school_hold held WHERE held.school_id = " + school + " AND held.why = 'moving'), 0)"
}

// SelectAway is a column of the hold of a school that is on its way or has left: since
// when ("starts"), or its place; empty where it is neither.
func SelectAway(school, column string) string {
	return "COALESCE((SELECT max(held." + column + ") FROM school_hold held WHERE held.school_id = " + school + " AND held.why = 'moving'), '')"
}

// WhereFree holds for schools that take changes on the day.
func WhereFree(school, day string) string {
	return "NOT EXISTS (SELECT 1 FROM school_hold held WHERE held.school_id = " + school + " AND held.starts <= " + day + ")"
}
