package secret

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"talim/internal/db"
)

// A row that decides who somebody is, or whose a text is, is vouched for: a column of it
// holds a sum over the others that only a program with the file of keys can make. Who
// changes the row in the database without the keys leaves a sum that is wrong.

// Vouched is a table whose rows are vouched for.
type Vouched struct {
	Table string
	Name  string   // the column of the sum
	Over  []string // the columns that it is over, all of text: the two keys of the table first
	Later int      // how many of them, the last, came when rows had sums already: see Values
	Since Taken    // with what its rows are taken over as they stand

	Archive bool // it grows without end: looked through by whoever asks, and not at each start
}

// Values are those that a sum is over, of a row's values in the order of Over. A column
// that came later and is empty is not among them, so that the sum of a row from before
// stays what it was.
func (v Vouched) Values(row ...string) []string {
	n := len(row)
	for n > len(v.Over)-v.Later && row[n-1] == "" {
		n--
	}
	return row[:n]
}

// Changed is a row that nobody vouches for.
type Changed struct {
	Table  string
	School string
	ID     string
}

// voucherOf is the key of the sums: one use of a key tells nothing about the other.
func voucherOf(key []byte) []byte {
	mac := hmac.New(sha256.New, key)
	_, _ = mac.Write([]byte("talim vouches"))
	return mac.Sum(nil)
}

// Vouch makes the sum over the values of a row, in the order of the columns.
func (k *Keeper) Vouch(about string, values ...string) string {
	k.mu.RLock()
	defer k.mu.RUnlock()
	id := k.last()
	return id + ":" + encode(sum(k.keys[id].voucher, about, values))
}

// Vouches says whether the sum is that of the values.
func (k *Keeper) Vouches(seal, about string, values ...string) bool {
	id, text, _ := strings.Cut(seal, ":")
	made, err := k.toolsOf(id)
	if id == "" || err != nil {
		return false
	}
	got, err := base64.RawStdEncoding.DecodeString(text)
	return err == nil && hmac.Equal(got, sum(made.voucher, about, values))
}

// vouchesRow is Vouches of a row as each reads it: its sum, then its values.
func (k *Keeper) vouchesRow(v Vouched, r []string) bool {
	return k.Vouches(r[0], v.Table, v.Values(r[1:]...)...)
}

// sum is over the values with their lengths, so that none can lend letters to the next.
func sum(key []byte, about string, values []string) []byte {
	mac := hmac.New(sha256.New, key)
	for _, v := range append([]string{about}, values...) {
		_, _ = mac.Write(binary.BigEndian.AppendUint32(nil, uint32(len(v)))) //nolint:gosec // a value of a column
		_, _ = mac.Write([]byte(v))
	}
	return mac.Sum(nil)
}

// VouchAll vouches for every row as it stands, and says for how many. It takes over what
// anybody may have written: once for rows from before, and where an operator says so.
func (k *Keeper) VouchAll(ctx context.Context, d *db.DB, all []Vouched) (int, error) {
	return k.vouchEach(ctx, d, all, "", func(v Vouched, r []string) bool { return !k.vouchesRow(v, r) })
}

// ReVouch vouches with the newest key for the rows of an older one that are as they were.
func (k *Keeper) ReVouch(ctx context.Context, d *db.DB, all []Vouched) (int, error) {
	newest := strings.TrimPrefix(k.current(), mark)
	return k.vouchEach(ctx, d, all, newest, func(v Vouched, r []string) bool {
		return !strings.HasPrefix(r[0], newest) && k.vouchesRow(v, r)
	})
}

// vouchEach vouches for the rows that want it, each as long as it stands as it was read;
// but for those whose sum begins with apart, where it is not "".
func (k *Keeper) vouchEach(ctx context.Context, d *db.DB, all []Vouched, apart string, wants func(v Vouched, r []string) bool) (int, error) {
	n := 0
	for _, v := range all {
		err := v.each(ctx, d, apart, func(rows [][]string) error {
			done, err := k.vouchRows(ctx, d, v, rows, wants)
			n += done
			return err
		})
		if err != nil {
			return n, fmt.Errorf("vouching for %s: %w", v.Table, err)
		}
	}
	return n, nil
}

func (k *Keeper) vouchRows(ctx context.Context, d *db.DB, v Vouched, rows [][]string, wants func(v Vouched, r []string) bool) (int, error) {
	n := 0
	err := d.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
		n = 0
		for _, r := range rows {
			if !wants(v, r) {
				continue
			}
			args, where := []any{k.Vouch(v.Table, v.Values(r[1:]...)...)}, make([]string, len(v.Over))
			for i, c := range v.Over {
				args = append(args, r[1+i])
				where[i] = fmt.Sprintf("%s = $%d", c, i+2)
			}
			done, err := db.Exec(ctx, tx, `UPDATE `+v.Table+` SET `+v.Name+` = $1 WHERE `+strings.Join(where, " AND "), args...)
			if err != nil {
				return err
			}
			n += int(done)
		}
		return nil
	})
	return n, err
}

// FindChanged lists the rows that nobody vouches for.
func (k *Keeper) FindChanged(ctx context.Context, d *db.DB, all []Vouched) ([]Changed, error) {
	var out []Changed
	for _, v := range all {
		err := v.each(ctx, d, "", func(rows [][]string) error {
			for _, r := range rows {
				if !k.vouchesRow(v, r) {
					out = append(out, Changed{Table: v.Table, School: r[1], ID: r[2]})
				}
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", v.Table, err)
		}
	}
	return out, nil
}

// each reads the rows in batches: the sum, then the columns that it is over. Rows whose sum
// begins with apart are left out, where it is not "".
func (v Vouched) each(ctx context.Context, d *db.DB, apart string, fn func(rows [][]string) error) error {
	school, id, where := "", "", ""
	if apart != "" {
		where = v.Name + ` NOT LIKE '` + apart + `%' AND `
	}
	for {
		cells, err := db.Cells(ctx, d.Read(), `SELECT `+v.Name+`, `+strings.Join(v.Over, ", ")+` FROM `+v.Table+`
			WHERE `+where+`(`+v.Over[0]+` > $1 OR `+v.Over[0]+` = $1 AND `+v.Over[1]+` > $2) ORDER BY `+v.Over[0]+`, `+v.Over[1]+` LIMIT `+strconv.Itoa(batch), school, id)
		if err != nil || len(cells) == 0 {
			return err
		}
		rows := make([][]string, len(cells))
		for i, row := range cells {
			for _, c := range row {
				text, _ := c.(string)
				rows[i] = append(rows[i], text)
			}
		}
		school, id = rows[len(rows)-1][1], rows[len(rows)-1][2]
		if err := fn(rows); err != nil {
			return err
		}
	}
}
