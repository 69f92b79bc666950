package journal

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"strconv"
	"time"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/secret"
)

// Who writes in the database and has no keys can change, add, take away and move entries of
// the journal, and is found. Each entry is vouched for when it is written. A little later
// it gets its place in the chain of its school, with a hash over the one before, so that
// changes of a school do not wait for one another; the end of the chain is vouched for.
// Hashes need no keys: a school that moves takes its chain along.

// head is the end of the chain of a school. The first is written with the school: a school
// with entries and without it had one.
type head struct {
	School  string `db:"school_id"`
	Last    string `db:"entry_id"` // "" before the first entry
	Entries string `db:"entries"`  // how many, in digits
	Link    string `db:"link"`
	Seal    string `db:"seal"`
}

// row is an entry as the table holds it.
type row struct {
	School     string           `db:"school_id"`
	ID         string           `db:"id"`
	At         calendar.Instant `db:"at"`
	Staff      string           `db:"staff_id"`
	Actor      string           `db:"actor"`
	Event      string           `db:"event"`
	RecordKind string           `db:"record_kind"`
	RecordID   string           `db:"record_id"`
	Details    string           `db:"details"`
	Seal       string           `db:"seal"`
	Place      int              `db:"place"` // in the chain; 0: not yet
	Link       string           `db:"link"`
}

var (
	vouched = secret.Vouched{
		Table: "journal_entry", Name: "seal", Since: secret.TakenJournal, Archive: true,
		Over: []string{"school_id", "id", "at", "staff_id", "actor", "event", "record_kind", "record_id", "details"},
	}
	vouchedHead = secret.Vouched{
		Table: "journal_head", Name: "seal", Since: secret.TakenJournal, Over: []string{"school_id", "entry_id", "entries", "link"},
	}
)

// Vouched lists the tables whose rows are vouched for.
var Vouched = []secret.Vouched{vouched, vouchedHead}

func (r row) values() []string {
	return []string{r.School, r.ID, string(r.At), r.Staff, r.Actor, r.Event, r.RecordKind, r.RecordID, r.Details}
}

func (r row) vouchedBy(v db.Voucher) bool { return v.Vouches(r.Seal, vouched.Table, r.values()...) }

// linkAfter is a hash over the link before and the entry, each value with its length.
func (r row) linkAfter(before string) string {
	hash := sha256.New()
	for _, value := range append([]string{before}, r.values()...) {
		_, _ = hash.Write(binary.BigEndian.AppendUint32(nil, uint32(len(value)))) //nolint:gosec // a value of a column
		_, _ = hash.Write([]byte(value))
	}
	return base64.RawStdEncoding.EncodeToString(hash.Sum(nil))
}

func (h head) values() []string { return []string{h.School, h.Last, h.Entries, h.Link} }

func (h head) vouchedBy(v db.Voucher) bool {
	return v.Vouches(h.Seal, vouchedHead.Table, h.values()...)
}

func (h head) count() int {
	n, err := strconv.Atoi(h.Entries)
	if err != nil {
		return -1 // no end of ours
	}
	return n
}

// with is the end after one entry more.
func (h head) with(r row) head {
	return head{School: h.School, Last: r.ID, Entries: strconv.Itoa(h.count() + 1), Link: r.linkAfter(h.Link)}
}

func (h head) sealed(v db.Voucher) head {
	h.Seal = v.Vouch(vouchedHead.Table, h.values()...)
	return h
}

// Begin begins the chain of a school that is made.
func Begin(ctx context.Context, tx db.Conn, v db.Voucher, school string) error {
	return db.Insert(ctx, tx, vouchedHead.Table, head{School: school, Entries: "0"}.sealed(v))
}

// Take begins the chains of schools that have entries and none, and closes them: once, for
// schools of before there were chains.
func Take(ctx context.Context, d *db.DB, v db.Voucher, at time.Time) error {
	schools, err := db.All[string](ctx, d.Read(), `SELECT DISTINCT school_id FROM journal_entry WHERE school_id NOT IN (SELECT school_id FROM journal_head)`)
	if err != nil {
		return err
	}
	for _, school := range schools {
		if err := d.Tx(ctx, func(ctx context.Context, tx db.Conn) error { return Begin(ctx, tx, v, school) }); err != nil {
			return err
		}
	}
	_, err = Close(ctx, d, v, at)
	return err
}

// Retake begins the chains anew that do not hold, as what stands now stands: for whoever has
// looked at what was changed without the program.
func Retake(ctx context.Context, d *db.DB, v db.Voucher, at time.Time) error {
	found, err := Check(ctx, d.Read(), v)
	if err != nil {
		return err
	}
	for _, school := range schoolsOf(found) {
		err := d.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
			if _, err := db.Exec(ctx, tx, `UPDATE journal_entry SET place = 0, link = '' WHERE school_id = $1`, school); err != nil {
				return err
			}
			_, err := db.Exec(ctx, tx, `DELETE FROM journal_head WHERE school_id = $1`, school)
			return err
		})
		if err != nil {
			return err
		}
	}
	return Take(ctx, d, v, at)
}

func schoolsOf(found []Broken) []string {
	var out []string
	for _, b := range found {
		if len(out) == 0 || out[len(out)-1] != b.School {
			out = append(out, b.School)
		}
	}
	return out
}

// closeAtOnce is how many entries get their places in one transaction.
const closeAtOnce = 500

// closable holds for entries that may have a place at $2, the first moment of the day. What
// is nobody's business (RecordPrivate) waits until its day is over: a place among those of
// the minute would tell when it was.
const closable = `place = 0 AND (record_kind <> '' OR at < $2)`

// Close gives places to the entries that have none yet, and says to how many.
func Close(ctx context.Context, d *db.DB, v db.Voucher, at time.Time) (int, error) {
	today := calendar.InstantOf(time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, at.Location()))
	schools, err := db.All[string](ctx, d.Read(), `SELECT DISTINCT school_id FROM journal_entry WHERE school_id > $1 AND `+closable+` ORDER BY school_id`, "", today)
	all := 0
	for _, school := range schools {
		for after := new(row); err == nil && after != nil; {
			n, from := 0, *after
			err = d.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
				n, after, err = closeSome(ctx, tx, v, school, today, from)
				return err
			})
			if errors.Is(err, db.ErrDuplicate) { // somebody wrote at its end: Check says so
				n, after, err = 0, nil, nil
			}
			all += n
		}
		if err != nil {
			return all, err
		}
	}
	return all, err
}

// closeSome continues the chain of a school with the entries after one, and says with how
// many, and with the last that it looked at; nil where there are no more. A chain whose end
// was changed goes no further, and an entry that nobody vouches for gets no place: however
// many of them there are, those behind them get theirs.
func closeSome(ctx context.Context, tx db.Conn, v db.Voucher, school string, today calendar.Instant, after row) (n int, last *row, err error) {
	end, err := endOf(ctx, tx, school)
	if err != nil || !end.vouchedBy(v) {
		return 0, nil, err
	}
	rows, err := db.All[row](ctx, tx, `SELECT `+db.Columns[row]("")+` FROM journal_entry
		WHERE school_id = $1 AND `+closable+` AND (at > $3 OR at = $3 AND id > $4) ORDER BY at, id LIMIT $5`, school, today, after.At, after.ID, closeAtOnce)
	if err != nil {
		return 0, nil, err
	}
	for _, r := range rows {
		if !r.vouchedBy(v) {
			continue
		}
		end = end.with(r)
		if _, err := db.Exec(ctx, tx, `UPDATE journal_entry SET place = $1, link = $2 WHERE school_id = $3 AND id = $4`, end.count(), end.Link, school, r.ID); err != nil {
			return 0, nil, err
		}
		n++
	}
	if len(rows) == closeAtOnce {
		last = &rows[len(rows)-1]
	}
	if n == 0 {
		return 0, last, nil
	}
	return n, last, db.Update(ctx, tx, vouchedHead.Table, end.sealed(v), "school_id")
}

// What may be found of a chain.
const (
	Changed = "changed" // an entry was changed, or written, without the program
	Missing = "missing" // entries are gone; the place of the first
	Moved   = "moved"   // an entry does not follow on the one before
	NoEnd   = "no end"  // the end of the chain is gone, was changed, or is not that of the entries
)

// Broken is where a chain does not hold.
type Broken struct {
	School, What string
	Entry        string // id, where it is one
	Place        int    // in the chain; 0 where it has none
}

// Check reads every chain and says where one does not hold. It may run beside a program that
// continues them.
func Check(ctx context.Context, c db.Conn, v db.Voucher) ([]Broken, error) {
	schools, err := db.All[string](ctx, c, `SELECT school_id FROM journal_head UNION SELECT school_id FROM journal_entry ORDER BY school_id`)
	var out []Broken
	for _, school := range schools {
		found, err := checkSchool(ctx, c, v, school)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, err
}

func checkSchool(ctx context.Context, c db.Conn, v db.Voucher, school string) ([]Broken, error) {
	before, err := endOf(ctx, c, school)
	if err != nil {
		return nil, err
	}
	w := walk{school: school, voucher: v, last: before.Last}
	if err := w.chain(ctx, c); err != nil {
		return nil, err
	}
	after, err := endOf(ctx, c, school)
	if err != nil {
		return nil, err
	}
	if !before.vouchedBy(v) || !after.vouchedBy(v) || !w.had(before) || w.place > after.count() {
		w.add(NoEnd, row{Place: w.place})
	}
	open, err := db.All[row](ctx, c, `SELECT `+db.Columns[row]("")+` FROM journal_entry WHERE school_id = $1 AND place <= 0 ORDER BY at, id`, school)
	for _, r := range open {
		if !r.vouchedBy(v) {
			w.add(Changed, r)
		}
	}
	return w.found, err
}

// walk goes along the chain of a school.
type walk struct {
	school  string
	voucher db.Voucher
	place   int
	link    string
	last    string // id of the last entry when the walk began
	end     head   // the end at that entry
	found   []Broken
}

func (w *walk) add(what string, r row) {
	w.found = append(w.found, Broken{School: w.school, What: what, Entry: r.ID, Place: r.Place})
}

func (w *walk) chain(ctx context.Context, c db.Conn) error {
	w.end = head{Entries: "0"}
	for {
		rows, err := db.All[row](ctx, c, `SELECT `+db.Columns[row]("")+` FROM journal_entry WHERE school_id = $1 AND place > $2 ORDER BY place LIMIT $3`, w.school, w.place, closeAtOnce)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, r := range rows {
			w.step(r)
		}
	}
}

func (w *walk) step(r row) {
	gone := r.Place != w.place+1
	switch {
	case !r.vouchedBy(w.voucher):
		w.add(Changed, r)
	case gone:
		w.add(Missing, row{Place: w.place + 1})
	case r.linkAfter(w.link) != r.Link:
		w.add(Moved, r)
	}
	w.place, w.link = r.Place, r.Link
	if r.ID == w.last {
		w.end = head{Entries: strconv.Itoa(r.Place), Link: r.Link}
	}
}

// had says whether the chain had that end. The program may have continued it since.
func (w *walk) had(h head) bool { return w.end.Entries == h.Entries && w.end.Link == h.Link }

// endOf is the end of the chain of a school; one that nobody vouches for where there is none.
func endOf(ctx context.Context, c db.Conn, school string) (head, error) {
	h, err := db.One[head](ctx, c, `SELECT `+db.Columns[head]("")+` FROM journal_head WHERE school_id = $1`, school)
	if errors.Is(err, db.ErrNotFound) {
		return head{}, nil
	}
	return h, err
}

// Table is that of the entries.
const Table = "journal_entry"

// Has says whether a table is of the journal.
func Has(table string) bool { return table == vouched.Table || table == vouchedHead.Table }

// End is how far the chain of a school goes.
type End struct {
	School  string `db:"school_id" json:"school"`
	Entries string `db:"entries"   json:"entries"`
	Link    string `db:"link"      json:"link"`
}

// Ends are those of all schools.
func Ends(ctx context.Context, c db.Conn) ([]End, error) {
	return db.All[End](ctx, c, `SELECT `+db.Columns[End]("")+` FROM journal_head ORDER BY school_id`)
}
