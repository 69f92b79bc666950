// Package journal keeps who did what to which record, and when. Every verb of
// every area writes one entry in the transaction of its change, so that there is
// no change without its entry and no entry without its change. Entries are never
// changed. They hold names of fields and figures, never what somebody wrote in
// confidence.
package journal

import (
	"context"
	"errors"
	"strings"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
)

// Event is what happened, as "mentoring.pairing.signed"; the area that owns it has
// its message under "journal." and this name.
type Event string

// Ref is the record it happened to.
type Ref struct{ Kind, ID string }

// Entry is one line of the journal.
type Entry struct {
	School     string           `db:"school_id"`
	ID         string           `db:"id"`
	At         calendar.Instant `db:"at"`
	Staff      string           `db:"staff_id"` // empty when the program itself acted
	Actor      string           `db:"actor"`    // as it was shown then
	Event      string           `db:"event"`
	RecordKind string           `db:"record_kind"`
	RecordID   string           `db:"record_id"`
	Details    db.Texts         `db:"details"`
}

// ErrDetails is returned for a name without its value.
var ErrDetails = errors.New("journal: details are pairs of name and value")

// Record writes an entry; details are name, value, name, value.
func Record(ctx context.Context, tx db.Conn, v db.Voucher, actor access.Actor, at time.Time, e Event, ref Ref, details ...string) error {
	texts, err := pairs(details)
	if err != nil {
		return err
	}
	return insert(ctx, tx, v, Entry{
		School: actor.School, ID: db.NewID(), At: calendar.InstantOf(at), Staff: actor.Staff, Actor: nameOf(actor),
		Event: string(e), RecordKind: ref.Kind, RecordID: ref.ID, Details: texts,
	})
}

// RecordPrivate writes the entry of a change that is nobody's business: that of the program,
// about no record, on the day and not at the minute. So it tells neither who did what nor,
// beside the time of somebody's sign-in, who it can have been.
func RecordPrivate(ctx context.Context, tx db.Conn, v db.Voucher, school string, at time.Time, e Event) error {
	day := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, at.Location())
	area, _, _ := strings.Cut(string(e), ".")
	return insert(ctx, tx, v, Entry{
		School: school, ID: db.NewIDAt(day), At: calendar.InstantOf(day), Actor: area, Event: string(e), Details: db.Texts{},
	})
}

// insert writes an entry with its sum; its place in the chain comes later (Close).
func insert(ctx context.Context, tx db.Conn, v db.Voucher, e Entry) error {
	text, err := e.Details.Value()
	if err != nil {
		return err
	}
	details, _ := text.(string)
	made := row{
		School: e.School, ID: e.ID, At: e.At, Staff: e.Staff, Actor: e.Actor, Event: e.Event, RecordKind: e.RecordKind, RecordID: e.RecordID, Details: details,
	}
	made.Seal = v.Vouch(vouched.Table, made.values()...)
	return db.Insert(ctx, tx, vouched.Table, made)
}

func pairs(details []string) (db.Texts, error) {
	if len(details)%2 != 0 {
		return nil, ErrDetails
	}
	out := db.Texts{}
	for i := 0; i < len(details); i += 2 {
		out[details[i]] = details[i+1]
	}
	return out, nil
}

func nameOf(a access.Actor) string {
	if a.System != "" {
		return a.System
	}
	return a.Name
}

// Filter narrows the journal of a school.
type Filter struct {
	Area   string // "people", "mentoring"; "" for all
	Staff  string // who acted
	Before string // id of the last entry of the page before; "" for the latest
	Limit  int
}

// Find lists the entries of a school that the filter leaves, the newest first.
func Find(ctx context.Context, c db.Conn, school string, f Filter) ([]Entry, error) {
	w := db.From(school)
	w.And("school_id = $1")
	if f.Area != "" {
		w.And(`event LIKE ? ESCAPE '\'`, db.Literally(f.Area)+".%")
	}
	if f.Staff != "" {
		w.And("staff_id = ?", f.Staff)
	}
	if f.Before != "" {
		w.And("(at, id) < (SELECT b.at, b.id FROM journal_entry b WHERE b.school_id = $1 AND b.id = ?)", f.Before)
	}
	return db.All[Entry](ctx, c, `SELECT `+db.Columns[Entry]("")+` FROM journal_entry`+w.SQL()+` ORDER BY at DESC, id DESC LIMIT `+w.Next(f.Limit), w.Args()...)
}

// OfRecord lists what happened to one record, newest first.
func OfRecord(ctx context.Context, c db.Conn, school string, ref Ref, limit int) ([]Entry, error) {
	return db.All[Entry](ctx, c, `SELECT `+db.Columns[Entry]("")+` FROM journal_entry
		WHERE school_id = $1 AND record_kind = $2 AND record_id = $3 ORDER BY at DESC, id DESC LIMIT $4`, school, ref.Kind, ref.ID, limit)
}

// Last is the moment of the latest entry of a school, those of some events apart; "" where
// there is none.
func Last(ctx context.Context, c db.Conn, school string, apart ...Event) (calendar.Instant, error) {
	in, args := db.In(2, append([]Event{""}, apart...)) // "" is none, and keeps the list from being empty
	return db.One[calendar.Instant](ctx, c, `SELECT COALESCE(max(at), '') FROM journal_entry WHERE school_id = $1 AND event NOT IN (`+in+`)`,
		append([]any{school}, args...)...)
}
