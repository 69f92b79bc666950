package secret

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/durable"
	"talim/internal/setting"
)

// Once a database is settled everything private in it is sealed, and what stands open in
// a sealed column is nobody's: somebody wrote it there who has the database and not the
// keys. Once it is bound, every text names its readers; and so on, as the program came to
// vouch for more. That it is stands in the file of keys, where such a person cannot reach
// it, and in the database, for a file that may only be read.
type taking struct {
	line string // begins the line in the file of keys; the day follows
	note string // the setting
}

var takings = [allTaken]taking{
	TakenSettled: {"# settled since ", "settled-on"},
	TakenBound:   {"# bound since ", "bound-on"},
	TakenPosts:   {"# posts since ", "posts-on"},
	TakenJournal: {"# journal since ", "journal-on"},
	TakenChoices: {"# choices since ", "choices-on"},
}

// ErrPlain is the reason why a text that was never sealed is not read.
var ErrPlain = errors.New("secret: a text stands open in a sealed column")

// Taken says what is taken over as it stands, once for a database.
type Taken int

// What is taken over, in the order in which the program came to know it.
const (
	TakenSettled Taken = iota // open texts, and the accounts
	TakenBound                // texts without readers, and the two of each pair
	TakenPosts                // posts, and those that wait for a second person
	TakenJournal              // what the journal says
	TakenChoices              // what somebody chose or answered in a word, and whose unit somebody is in

	allTaken // how many they are
)

// Settled says whether a text that is not sealed is refused.
func (k *Keeper) Settled() bool { return k.has(TakenSettled) }

// Bound says whether a text that names no readers is refused where each should.
func (k *Keeper) Bound() bool { return k.has(TakenBound) }

func (k *Keeper) has(what Taken) bool {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.taken[what]
}

// Settle seals what still stands open from before there were keys, names the readers of
// what names none, runs what else is to be vouched for as it stands, and refuses all that
// comes later without the keys. It does so once for a database, and never again for a file
// of keys: a database whose own note was taken away is settled all the same. unmarked is
// why the file could not be marked, where it could not.
func (k *Keeper) Settle(ctx context.Context, d *db.DB, at time.Time, columns []Column, vouch func(ctx context.Context, what Taken) error) (unmarked, err error) {
	for i, step := range takings {
		what := Taken(i)
		since, err := setting.Get(ctx, d.Read(), setting.None, step.note)
		if err == nil && since == "" && !k.has(what) {
			if err = k.takeTexts(ctx, d, what, columns); err == nil {
				err = vouch(ctx, what)
			}
		}
		if err == nil && since == "" {
			since = string(calendar.DateOf(at))
			_, err = setting.Add(ctx, d.Write(), setting.None, step.note, since)
		}
		if err != nil {
			return nil, err
		}
		unmarked = errors.Join(unmarked, k.markDone(what, step.line+since))
	}
	return unmarked, nil
}

// takeTexts takes over the texts of a step; not each has some.
func (k *Keeper) takeTexts(ctx context.Context, d *db.DB, what Taken, columns []Column) error {
	switch what {
	case TakenSettled:
		return k.sealPlain(ctx, d, slices.DeleteFunc(slices.Clone(columns), func(c Column) bool { return c.Since != TakenSettled }))
	case TakenBound:
		return k.NameReaders(ctx, d, columns)
	case TakenChoices:
		return k.SealChoices(ctx, d, columns)
	}
	return nil
}

// SealChoices seals, for whoever may read them as the database stands, what stands open in
// the columns that came to be sealed when the texts had long been. It takes over what anybody
// may have written: once, and where an operator says so.
func (k *Keeper) SealChoices(ctx context.Context, d *db.DB, columns []Column) error {
	for _, c := range columns {
		if c.Since != TakenChoices {
			continue
		}
		err := c.each(ctx, d, c.wherePlain(), func(r row) error {
			readers, err := c.readersOf(ctx, d.Read(), r)
			if err != nil {
				return err
			}
			return c.replace(ctx, d, r, k.SealFor(c.Of(r.ID), readers, r.Text))
		})
		if err != nil {
			return fmt.Errorf("sealing %s.%s: %w", c.Table, c.Name, err)
		}
	}
	return nil
}

// replace writes another text into a row that stands as it was read.
func (c Column) replace(ctx context.Context, d *db.DB, r row, text string) error {
	_, err := db.Exec(ctx, d.Write(), `UPDATE `+c.Table+` SET `+c.Name+` = $4 WHERE school_id = $1 AND id = $2 AND `+c.Name+` = $3`,
		r.School, r.ID, r.Text, text)
	return err
}

// sealPlain seals all that stands open in the columns.
func (k *Keeper) sealPlain(ctx context.Context, d *db.DB, columns []Column) error {
	for _, c := range columns {
		for {
			rows, err := plainIn(ctx, d, c, batch)
			if err == nil && len(rows) > 0 {
				_, err = k.rows(ctx, d, c, rows)
			}
			if err != nil {
				return fmt.Errorf("sealing %s.%s: %w", c.Table, c.Name, err)
			}
			if len(rows) < batch {
				break
			}
		}
	}
	return nil
}

// plainIn are the first rows whose text of the column stands open.
func plainIn(ctx context.Context, d *db.DB, c Column, limit int) ([]row, error) {
	return db.All[row](ctx, d.Read(), `SELECT school_id, id, `+c.Name+` AS text FROM `+c.Table+` WHERE `+c.wherePlain()+` ORDER BY school_id, id LIMIT $1`, limit)
}

// wherePlain holds for rows whose text of the column stands open.
func (c Column) wherePlain() string {
	return c.Name + ` <> '' AND ` + c.Name + ` NOT LIKE '` + mark + `%'`
}

// NameReaders seals anew, for whoever may read them as the database stands, the texts
// that name no readers. One whose key is lost is wrapped for them.
func (k *Keeper) NameReaders(ctx context.Context, d *db.DB, columns []Column) error {
	for _, c := range columns {
		if c.Readers == "" {
			continue
		}
		err := c.each(ctx, d, c.Name+` LIKE '`+mark+`%' AND `+c.Name+` NOT LIKE '`+mark+`%:`+bound+`%'`, func(r row) error {
			readers, err := c.readersOf(ctx, d.Read(), r)
			if err != nil {
				return err
			}
			return c.replace(ctx, d, r, k.carry(c.Of(r.ID), c.Of(r.ID), r.Text, readers))
		})
		if err != nil {
			return fmt.Errorf("naming the readers of %s.%s: %w", c.Table, c.Name, err)
		}
	}
	return nil
}

// each reads the rows of a column that a condition holds for.
func (c Column) each(ctx context.Context, d *db.DB, where string, fn func(r row) error) error {
	var after row
	for {
		rows, err := db.All[row](ctx, d.Read(), `SELECT school_id, id, `+c.Name+` AS text FROM `+c.Table+`
			WHERE `+where+` AND (school_id > $1 OR school_id = $1 AND id > $2) ORDER BY school_id, id LIMIT $3`, after.School, after.ID, batch)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, r := range rows {
			if err := fn(r); err != nil {
				return err
			}
		}
		after = rows[len(rows)-1]
	}
}

// readersOf are the readers of a text as the database stands.
func (c Column) readersOf(ctx context.Context, conn db.Conn, r row) ([]string, error) {
	if c.Readers == "" {
		return nil, nil
	}
	readers, err := db.All[string](ctx, conn, c.Readers, r.School, r.ID)
	return slices.DeleteFunc(readers, func(reader string) bool { return reader == "" }), err
}

// Stray is a text whose record says that somebody reads it for whom it was not sealed, or
// that does not open where it stands.
type Stray struct {
	Column Column
	School string
	ID     string
}

// FindStrays lists the texts whose record was changed without the keys. Texts whose key is
// not in the file are not among them.
func (k *Keeper) FindStrays(ctx context.Context, d *db.DB, columns []Column) ([]Stray, error) {
	var out []Stray
	for _, c := range columns {
		err := c.each(ctx, d, c.Name+` LIKE '`+mark+`%'`, func(r row) error {
			strays, err := k.strays(ctx, d.Read(), c, r)
			if strays {
				out = append(out, Stray{c, r.School, r.ID})
			}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("reading %s.%s: %w", c.Table, c.Name, err)
		}
	}
	return out, nil
}

func (k *Keeper) strays(ctx context.Context, conn db.Conn, c Column, r row) (bool, error) {
	t, err := k.open(c.Of(r.ID), r.Text)
	switch {
	case errors.Is(err, ErrKey):
		return false, nil
	case err != nil:
		return true, nil
	case c.Readers == "" || t.readers == nil:
		return false, nil
	}
	now, err := c.readersOf(ctx, conn, r)
	return slices.ContainsFunc(now, func(reader string) bool { return !slices.Contains(t.readers, reader) }), err
}

// markDone refuses from now on what was not taken over, and notes in the file since when.
func (k *Keeper) markDone(what Taken, line string) error {
	k.mu.Lock()
	already := k.taken[what]
	k.taken[what] = true
	k.mu.Unlock()
	if already || k.path == "" {
		return nil
	}
	unlock, err := durable.Lock(k.path)
	if err != nil {
		return err
	}
	return errors.Join(appendLine(k.path, line), unlock())
}

// FollowSettled refuses what the database says that it refuses, and notes nothing.
func (k *Keeper) FollowSettled(ctx context.Context, d *db.DB) error {
	for what, is := range takings {
		since, err := setting.Get(ctx, d.Read(), setting.None, is.note)
		if err != nil {
			return err
		}
		k.mu.Lock()
		k.taken[what] = k.taken[what] || since != ""
		k.mu.Unlock()
	}
	return nil
}

// Plain is a text that stands open in a sealed column.
type Plain struct {
	Column Column
	School string `db:"school_id"`
	ID     string `db:"id"`
}

// mostNamed is how many texts of a column are named at most.
const mostNamed = 1000

// FindPlain lists the texts that stand open in the columns.
func FindPlain(ctx context.Context, d *db.DB, columns []Column) ([]Plain, error) {
	var out []Plain
	for _, c := range columns {
		rows, err := plainIn(ctx, d, c, mostNamed)
		if err != nil {
			return nil, fmt.Errorf("reading %s.%s: %w", c.Table, c.Name, err)
		}
		for _, r := range rows {
			out = append(out, Plain{Column: c, School: r.School, ID: r.ID})
		}
	}
	return out, nil
}

// lockedUp is the name of no key: what is sealed with it opens with none.
const lockedUp = "00000000"

// LockUp keeps a text that stood open in a sealed column, for whoever has to find out
// what happened, in a form that nothing shows as its author's.
func LockUp(text string) string { return mark + lockedUp + ":" + encode([]byte(text)) }
