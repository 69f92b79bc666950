// Package reminder keeps what Today shows somebody beside the things it derives
// itself: "the order is signed", "your mentee answered". A reminder closes with
// the record it is about, or when its reader puts it away; it is not deleted.
package reminder

import (
	"context"
	"time"

	"talim/internal/calendar"
	"talim/internal/db"
)

// Reminder is one thing for one member of staff.
type Reminder struct {
	School    string           `db:"school_id"`
	ID        string           `db:"id"`
	Staff     string           `db:"staff_id"`
	Key       string           `db:"message_key"` // of the message
	Args      db.Texts         `db:"args"`        // of the message
	Target    Target           `db:"target_"`     // where the one button leads
	URL       string           `db:"url"`         // the same as an address, where the target has no kind or no page
	DueOn     calendar.Date    `db:"due_on"`
	About     string           `db:"about"` // id of the record it closes with
	CreatedAt calendar.Instant `db:"created_at"`
	DoneAt    calendar.Instant `db:"done_at"` // empty while open
}

// Target is what a reminder leads to: a record by its kind ("mentoring.pairing") and id,
// never an address. The pages of the area say where it stands (web.Area.Addresses), so that
// rules know no addresses and an address that changes leaves no dead links behind.
type Target struct {
	Kind string `db:"kind"`
	ID   string `db:"id"`
}

// To is the target of a kind; pages that stand once have no id.
func To(kind, id string) Target { return Target{kind, id} }

// Add adds a reminder, with an id when it has none. When the same is open already
// (staff, key, about) nothing happens: nobody is told twice.
func Add(ctx context.Context, tx db.Conn, r Reminder) error {
	if r.ID == "" {
		r.ID = db.NewID()
	}
	_, err := db.Exec(ctx, tx, `INSERT INTO reminder (school_id, id, staff_id, message_key, args, url, target_kind, target_id, due_on, about, created_at, done_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '') ON CONFLICT DO NOTHING`,
		r.School, r.ID, r.Staff, r.Key, r.Args, r.URL, r.Target.Kind, r.Target.ID, r.DueOn, r.About, r.CreatedAt)
	return err
}

// Close ends the reminders about a record, for everybody; with an empty key
// all of them, else those of that key.
func Close(ctx context.Context, tx db.Conn, now time.Time, school, about, key string) error {
	w := db.From(calendar.InstantOf(now))
	w.And("school_id = ? AND about = ? AND done_at = ''", school, about)
	if key != "" {
		w.And("message_key = ?", key)
	}
	_, err := db.Exec(ctx, tx, `UPDATE reminder SET done_at = $1`+w.SQL(), w.Args()...)
	return err
}

// Dismiss puts away one reminder of one's own; db.ErrNotFound when it is not
// there, or not one's own, or done.
func Dismiss(ctx context.Context, tx db.Conn, now time.Time, school, staff, id string) error {
	n, err := db.Exec(ctx, tx, `UPDATE reminder SET done_at = $1 WHERE school_id = $2 AND id = $3 AND staff_id = $4 AND done_at = ''`,
		calendar.InstantOf(now), school, id, staff)
	if err == nil && n == 0 {
		err = db.ErrNotFound
	}
	return err
}

// SelectTold is the moment at which somebody was told something about a record for the last
// time, "" never, in the middle of another query; arguments are SQL.
func SelectTold(school, staff, about, key string) string {
	return "COALESCE((SELECT max(told.created_at) FROM reminder told WHERE told.school_id = " + school + " AND told.staff_id = " + staff +
		" AND told.about = " + about + " AND told.message_key = " + key + "), '')"
}

// Pass hands what is open for one person on to another who is told none of it yet.
func Pass(ctx context.Context, tx db.Conn, school, from, to string) error {
	_, err := db.Exec(ctx, tx, `UPDATE reminder SET staff_id = $1 WHERE school_id = $2 AND staff_id = $3 AND done_at = '' AND NOT EXISTS (SELECT 1 FROM reminder x
		WHERE x.school_id = reminder.school_id AND x.staff_id = $1 AND x.message_key = reminder.message_key AND x.about = reminder.about AND x.done_at = '')`, to, school, from)
	return err
}

// OpenAbout lists the records about which a reminder of the key is open, for anybody.
func OpenAbout(ctx context.Context, c db.Conn, school, key string) ([]string, error) {
	return db.All[string](ctx, c, `SELECT DISTINCT about FROM reminder WHERE school_id = $1 AND message_key = $2 AND done_at = ''`, school, key)
}

// WasTold says whether somebody was told something about a record after a moment, also
// where it was put away since.
func WasTold(ctx context.Context, c db.Conn, school, staff, about, key string, after calendar.Instant) (bool, error) {
	n, err := db.One[int](ctx, c, `SELECT count(*) FROM reminder WHERE school_id = $1 AND staff_id = $2
		AND about = $3 AND message_key = $4 AND created_at > $5`, school, staff, about, key, after)
	return n > 0, err
}

// OpenFor lists what is open for somebody, the most urgent first.
func OpenFor(ctx context.Context, c db.Conn, school, staff string) ([]Reminder, error) {
	return db.All[Reminder](ctx, c, `SELECT `+db.Columns[Reminder]("")+` FROM reminder WHERE school_id = $1 AND staff_id = $2 AND done_at = '' ORDER BY due_on, id`, school, staff)
}
