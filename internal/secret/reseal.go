package secret

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"talim/internal/db"
	"talim/internal/setting"
)

const batch = 200 // rows of one transaction

// perColumn is how many batches of a column one run does: the rest waits for the next.
var perColumn = 50

// row is a private text in its table.
type row struct {
	School string `db:"school_id"`
	ID     string `db:"id"`
	Text   string `db:"text"`
}

// ReSeal seals anew what is plain or of an older key: texts from before, and all
// of them after a rotation. It works in small transactions and says how many texts
// it sealed; one run does a bounded part, so that nobody has to wait for it, and the
// next goes on where it ended.
func (k *Keeper) ReSeal(ctx context.Context, d *db.DB, columns []Column) (int, error) {
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

// column seals a part of a column, from where the last run ended: texts that cannot be
// opened would otherwise keep those behind them from ever being reached. After the
// last row it begins again.
func (k *Keeper) column(ctx context.Context, d *db.DB, c Column) (int, error) {
	at, err := placeIn(ctx, d, c)
	if err != nil {
		return 0, err
	}
	n, after := 0, at
	for range perColumn {
		rows, err := k.older(ctx, d, c, after)
		if err != nil {
			return n, err
		}
		if len(rows) == 0 {
			after = row{}
			break
		}
		after = row{School: rows[len(rows)-1].School, ID: rows[len(rows)-1].ID}
		sealed, err := k.rows(ctx, d, c, rows)
		if n += sealed; err != nil {
			return n, err
		}
	}
	if after == at {
		return n, nil
	}
	return n, setPlace(ctx, d, c, after)
}

// older are the next texts of a column that the newest key has not sealed.
func (k *Keeper) older(ctx context.Context, d *db.DB, c Column, after row) ([]row, error) {
	return db.All[row](ctx, d.Read(), `SELECT school_id, id, `+c.Name+` AS text FROM `+c.Table+`
		WHERE `+c.Name+` <> '' AND `+c.Name+` NOT LIKE $1 AND (school_id > $2 OR school_id = $2 AND id > $3)
		ORDER BY school_id, id LIMIT $4`, k.current()+"%", after.School, after.ID, batch)
}

// resealed is the setting that holds where in a column the last run ended.
const resealed = "resealed:"

func placeIn(ctx context.Context, d *db.DB, c Column) (row, error) {
	place, err := setting.Get(ctx, d.Read(), setting.None, resealed+c.Table+"."+c.Name)
	school, id, _ := strings.Cut(place, " ") // neither holds a space
	return row{School: school, ID: id}, err
}

func setPlace(ctx context.Context, d *db.DB, c Column, at row) error {
	place := at.School + " " + at.ID
	if at == (row{}) {
		place = ""
	}
	return setting.Set(ctx, d.Write(), setting.None, resealed+c.Table+"."+c.Name, place)
}

// rows seals a batch. A text that changed meanwhile was sealed by who changed it;
// one that cannot be opened stays as it is, for the day its key is found.
func (k *Keeper) rows(ctx context.Context, d *db.DB, c Column, rows []row) (int, error) {
	n := 0
	err := d.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
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
	if t, err := k.open(about, sealed); err == nil {
		if t.readers == nil { // of before: NameReaders names them
			about = strings.TrimSuffix(about, aboutReaders)
		}
		return k.SealFor(about, t.readers, t.text), true
	}
	w, err := k.unwrap(about, sealed)
	if err != nil {
		return "", false
	}
	return k.wrap(about, w), true
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
			UNION ALL SELECT '', count(*) FROM `+c.Table+` WHERE `+c.wherePlain(),
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
