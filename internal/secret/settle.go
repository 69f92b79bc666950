package secret

import (
	"context"
	"errors"
	"fmt"
	"time"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/durable"
	"talim/internal/setting"
)

// Once a database is settled everything private in it is sealed, and what stands open in
// a sealed column is nobody's: somebody wrote it there who has the database and not the
// keys. That it is settled stands in the file of keys, where such a person cannot reach
// it, and in the database, for a file that may only be read.
const (
	settledLine = "# settled since " // and the day, in the file of keys
	settledOn   = "settled-on"       // the setting
)

// ErrPlain is the reason why a text that was never sealed is not read.
var ErrPlain = errors.New("secret: a text stands open in a sealed column")

// Settled says whether a text that is not sealed is refused.
func (k *Keeper) Settled() bool {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.settled
}

// Settle seals what still stands open from before there were keys, then runs what
// else is to be vouched for as it stands, and refuses all that comes later without the
// keys. It does so once for a database, and never again for a file of keys: a database
// whose own note was taken away is settled all the same. unmarked is why the file could
// not be marked, where it could not.
func (k *Keeper) Settle(ctx context.Context, d *db.DB, at time.Time, columns []Column, vouch func(ctx context.Context) error) (unmarked, err error) {
	noted, err := setting.Get(ctx, d.Read(), setting.None, settledOn)
	if err != nil {
		return nil, err
	}
	if !k.Settled() && noted == "" {
		if err := k.sealPlain(ctx, d, columns); err != nil {
			return nil, err
		}
		if err := vouch(ctx); err != nil {
			return nil, err
		}
	}
	if noted == "" {
		noted = string(calendar.DateOf(at))
		if _, err := setting.Add(ctx, d.Write(), setting.None, settledOn, noted); err != nil {
			return nil, err
		}
	}
	return k.markSettled(noted), nil
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

// markSettled refuses open texts from now on, and notes in the file since when.
func (k *Keeper) markSettled(since string) error {
	already := k.Settled()
	k.mu.Lock()
	k.settled = true
	k.mu.Unlock()
	if already || k.path == "" {
		return nil
	}
	unlock, err := durable.Lock(k.path)
	if err != nil {
		return err
	}
	return errors.Join(appendLine(k.path, settledLine+since), unlock())
}

// FollowSettled refuses open texts where the database says that it is settled, and
// notes nothing.
func (k *Keeper) FollowSettled(ctx context.Context, d *db.DB) error {
	noted, err := setting.Get(ctx, d.Read(), setting.None, settledOn)
	if err == nil && noted != "" {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.settled = true
	}
	return err
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
