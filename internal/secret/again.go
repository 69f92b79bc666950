package secret

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"talim/internal/db"
)

const (
	batch     = 200 // rows of one transaction
	perColumn = 50  // batches of a column in one run: the rest waits for the next
)

// row is a private text in its table.
type row struct {
	School string `db:"school_id"`
	ID     string `db:"id"`
	Text   string `db:"text"`
}

// Again seals anew what is plain or of an older key: texts from before, and all
// of them after a rotation. It works in small transactions and says how many texts
// it sealed; one run does a bounded part, so that nobody has to wait for it.
func (k *Keeper) Again(ctx context.Context, d *db.DB, columns []Column) (int, error) {
	if err := k.Refresh(); err != nil {
		return 0, err
	}
	n := 0
	for _, c := range columns {
		sealed, err := k.column(ctx, d, c)
		if n += sealed; err != nil {
			return n, fmt.Errorf("sealing %s.%s anew: %w", c.Table, c.Name, err)
		}
	}
	return n, nil
}

func (k *Keeper) column(ctx context.Context, d *db.DB, c Column) (int, error) {
	var after row
	n := 0
	for range perColumn {
		rows, err := db.All[row](ctx, d.Read(), `SELECT school_id, id, `+c.Name+` AS text FROM `+c.Table+`
			WHERE `+c.Name+` <> '' AND `+c.Name+` NOT LIKE $1 AND (school_id > $2 OR school_id = $2 AND id > $3)
			ORDER BY school_id, id LIMIT $4`, k.current()+"%", after.School, after.ID, batch)
		if err != nil || len(rows) == 0 {
			return n, err
		}
		after = rows[len(rows)-1]
		sealed, err := k.rows(ctx, d, c, rows)
		if n += sealed; err != nil {
			return n, err
		}
	}
	return n, nil
}

// rows seals a batch. A text that changed meanwhile was sealed by who changed it;
// one that cannot be opened stays as it is, for the day its key is found.
func (k *Keeper) rows(ctx context.Context, d *db.DB, c Column, rows []row) (int, error) {
	n := 0
	err := d.Tx(ctx, func(tx db.Conn) error {
		n = 0
		for _, r := range rows {
			anew, ok := k.anew(c.Of(r.ID), r.Text)
			if !ok {
				continue
			}
			changed, err := db.Exec(ctx, tx, `UPDATE `+c.Table+` SET `+c.Name+` = $4
				WHERE school_id = $1 AND id = $2 AND `+c.Name+` = $3`, r.School, r.ID, r.Text, anew)
			if err != nil {
				return err
			}
			n += int(changed)
		}
		return nil
	})
	return n, err
}

// anew seals a text with the newest key. Of a wrapped one whose inside cannot be
// opened yet, the wrapping is renewed.
func (k *Keeper) anew(about, sealed string) (string, bool) {
	if text, ok := k.Text(about, sealed); ok {
		return k.Seal(about, text), true
	}
	_, _, err := k.unwrap(about, sealed)
	return k.carry(about, about, sealed), err == nil
}

// current is how the texts of the key that seals begin.
func (k *Keeper) current() string {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return mark + k.last() + ":"
}

// Census is how many private texts a key seals. The key "" is none: plain text.
type Census struct {
	Key   string
	Texts int
}

// Count says which keys the texts of the columns need.
func Count(ctx context.Context, d *db.DB, columns []Column) ([]Census, error) {
	counts := map[string]int{}
	for _, c := range columns {
		rows, err := db.All[struct {
			Head string `db:"head"`
			N    int    `db:"n"`
		}](ctx, d.Read(), `SELECT substr(`+c.Name+`, 1, $1) AS head, count(*) AS n FROM `+c.Table+`
			WHERE `+c.Name+` LIKE '`+mark+`%' GROUP BY 1
			UNION ALL SELECT '', count(*) FROM `+c.Table+` WHERE `+c.Name+` <> '' AND `+c.Name+` NOT LIKE '`+mark+`%'`,
			len(mark)+2*idSize)
		if err != nil {
			return nil, fmt.Errorf("counting %s.%s: %w", c.Table, c.Name, err)
		}
		for _, r := range rows {
			id, _ := split(r.Head)
			counts[id] += r.N
		}
	}
	var out []Census
	for id, n := range counts {
		if n > 0 {
			out = append(out, Census{id, n})
		}
	}
	slices.SortFunc(out, func(a, b Census) int { return b.Texts - a.Texts })
	return out, nil
}

// The settings in which a database remembers the keys that ever sealed in it, each
// with a text of its own to try the key with.
const (
	remembered = "sealed-with:"
	proof      = "proof"
)

// Used says whether a key of a file ever sealed in the database.
func Used(ctx context.Context, d *db.DB) (bool, error) {
	n, err := db.One[int](ctx, d.Read(), `SELECT count(*) FROM setting WHERE school_id = '' AND name LIKE $1`, remembered+"%")
	return n > 0, err
}

// Remember notes in the database which key seals from now on.
func (k *Keeper) Remember(ctx context.Context, d *db.DB) error {
	keys := k.Keys()
	id := keys[len(keys)-1]
	_, err := db.Exec(ctx, d.Write(), `INSERT INTO setting (school_id, name, value) VALUES ('', $1, $2) ON CONFLICT DO NOTHING`,
		remembered+id, k.Seal(remembered, proof))
	return err
}

// Lacking are the remembered keys that the file does not have, or has under the
// same name with another content, as far as texts still need them.
func (k *Keeper) Lacking(ctx context.Context, d *db.DB, columns []Column) ([]Census, error) {
	proofs, err := db.All[string](ctx, d.Read(), `SELECT value FROM setting WHERE school_id = '' AND name LIKE $1`, remembered+"%")
	if err != nil {
		return nil, err
	}
	var lost []string
	for _, sealed := range proofs {
		if _, err := k.Reveal(remembered, sealed); errors.Is(err, ErrKey) || errors.Is(err, ErrDamaged) {
			id, _ := split(sealed)
			lost = append(lost, id)
		}
	}
	if len(lost) == 0 {
		return nil, nil
	}
	all, err := Count(ctx, d, columns)
	return slices.DeleteFunc(all, func(c Census) bool { return !slices.Contains(lost, c.Key) }), err
}
