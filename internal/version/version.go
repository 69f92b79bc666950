// Package version keeps records that several people change, so that nobody writes
// over what somebody else did meanwhile. Each change of a record has a number, given
// in the transaction that makes it: 1, 2, 3. A form carries the number that its page
// showed, and a change made from an older one is refused with fault.Changed, which
// knows what stands there now (see [Meanwhile]). "Newest" is the greatest number and
// never the time of an id: clocks are sometimes ahead, and two programs have two.
//
// A record is kept in one of two ways, both in a row that has a column version:
//
//   - [Add] inserts the new version beside those before it, which stay: a plan, a
//     report, the text of a policy. [Newest] reads the one that holds.
//   - [Replace] writes over the row, whose number goes up, from whatever it was: a
//     person, a unit. What is to stay of the old one, the caller writes elsewhere in
//     the same transaction.
//
// The page's side is web.Form.Stands, web.Form.Version and component.Version.
package version

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/verb"
)

// Column is the name of the column that holds the number. Its field is an int.
const Column = "version"

// meanwhile is the cause of a conflict: the row that stands there now.
type meanwhile[T any] struct{ now T }

func (meanwhile[T]) Error() string { return "version: changed meanwhile" }

// Meanwhile is what stands there now, of a conflict that Add, Replace or Check of the
// same T gave.
func Meanwhile[T any](err error) (now T, ok bool) {
	var m meanwhile[T]
	ok = errors.As(err, &m)
	return m.now, ok
}

// Check compares the version that now has with the one that a form was made from. A
// verb that looks at the old row before it makes the new one asks this first.
func Check[T any](now T, from int) error {
	number, err := numberOf(&now)
	if err != nil {
		return err
	}
	if *number != from {
		return fault.Conflict("fault.changed_meanwhile").Because(meanwhile[T]{now})
	}
	return nil
}

// Add inserts made as the version after from, beside the versions before it; from is
// 0 where nothing was saved yet. The key columns name the record: rows that agree in
// them are its versions. It gives made its number and answers with the version
// before, the zero T for a first one.
func Add[T any](w verb.Work, table string, from int, made *T, keys ...string) (was T, err error) {
	rows, err := newestLike(w, table, made, keys)
	if err != nil {
		return was, err
	}
	if len(rows) > 0 {
		was = rows[0]
	}
	if err := Check(was, from); err != nil {
		return was, err
	}
	number, err := numberOf(made)
	if err != nil {
		return was, err
	}
	*number = from + 1
	err = db.Insert(w.Ctx, w.Tx, table, *made)
	if errors.Is(err, db.ErrDuplicate) { // an index was faster than the other's row could be seen
		return was, fault.Conflict("fault.changed_meanwhile").Because(err)
	}
	return was, err
}

// Replace writes made over the row with the same keys, which has the version from,
// and gives it the next number. It answers with the row that was; db.ErrNotFound
// where there is none.
func Replace[T any](w verb.Work, table string, from int, made *T, keys ...string) (was T, err error) {
	rows, err := newestLike(w, table, made, keys)
	if err != nil {
		return was, err
	}
	if len(rows) == 0 {
		return was, db.ErrNotFound
	}
	was = rows[0]
	if err := Check(was, from); err != nil {
		return was, err
	}
	number, err := numberOf(made)
	if err != nil {
		return was, err
	}
	*number = from + 1
	return was, db.Update(w.Ctx, w.Tx, table, *made, keys...)
}

// Newest reads the version of a record that holds; the zero T, whose version is 0,
// where nothing was saved yet. key is column, value, column, value.
func Newest[T any](ctx context.Context, c db.Conn, table string, key ...any) (T, error) {
	rows, err := versions[T](ctx, c, table, " LIMIT 1", key)
	if err != nil || len(rows) == 0 {
		var none T
		return none, err
	}
	return rows[0], nil
}

// All reads every version of a record, the newest first.
func All[T any](ctx context.Context, c db.Conn, table string, key ...any) ([]T, error) {
	return versions[T](ctx, c, table, "", key)
}

func versions[T any](ctx context.Context, c db.Conn, table, limit string, key []any) ([]T, error) {
	where, args := make([]string, 0, len(key)/2), make([]any, 0, len(key)/2)
	for i := 0; i+1 < len(key); i += 2 {
		column, ok := key[i].(string)
		if !ok {
			return nil, db.ErrRow
		}
		args = append(args, key[i+1])
		where = append(where, column+" = $"+strconv.Itoa(len(args)))
	}
	return db.All[T](ctx, c, `SELECT `+db.Columns[T]("")+` FROM `+table+` WHERE `+strings.Join(where, " AND ")+
		` ORDER BY `+Column+` DESC`+limit, args...)
}

// newestLike reads the row, if any, that made would stand beside or take the place of.
func newestLike[T any](w verb.Work, table string, made *T, keys []string) ([]T, error) {
	values, err := db.Values(made, keys...)
	if err != nil {
		return nil, err
	}
	key := make([]any, 0, 2*len(keys))
	for i, name := range keys {
		key = append(key, name, values[i])
	}
	return versions[T](w.Ctx, w.Tx, table, " LIMIT 1", key)
}

func numberOf[T any](row *T) (*int, error) {
	field, err := db.Field(row, Column)
	if err != nil {
		return nil, err
	}
	number, ok := field.(*int)
	if !ok {
		return nil, db.ErrRow
	}
	return number, nil
}

// NewestOf narrows a query to the newest version of each record: rows of the table
// under the alias beside which none with the same keys has a greater number.
func NewestOf(table, alias string, keys ...string) string {
	same := make([]string, len(keys))
	for i, k := range keys {
		same[i] = "newer." + k + " = " + alias + "." + k + " AND "
	}
	return "NOT EXISTS (SELECT 1 FROM " + table + " newer WHERE " + strings.Join(same, "") +
		"newer." + Column + " > " + alias + "." + Column + ")"
}
