package db

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// ErrRow is returned where a row to write is no struct with tagged fields, or
// lacks one of the keys.
var ErrRow = errors.New("db: not a row")

// Insert writes all tagged fields of row.
func Insert(ctx context.Context, c Conn, table string, row any) error {
	v, fields, err := rowOf(row)
	if err != nil {
		return err
	}
	_, err = Exec(ctx, c, insertText(table, fields, 1), values(v, fields)...)
	return err
}

// chunk bounds the placeholders of one statement: SQLite takes 32,766 and
// PostgreSQL 65,535; a few thousand is as fast as either goes.
const chunk = 6000

// InsertAll writes many rows with few statements.
func InsertAll[T any](ctx context.Context, c Conn, table string, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	_, fields, err := rowOf(rows[0])
	if err != nil {
		return err
	}
	for part := range slices.Chunk(rows, max(1, chunk/len(fields))) {
		var args []any
		for i := range part {
			args = append(args, values(reflect.Indirect(reflect.ValueOf(part[i])), fields)...)
		}
		if _, err := Exec(ctx, c, insertText(table, fields, len(part)), args...); err != nil {
			return err
		}
	}
	return nil
}

// Update sets every other column of the row found by the key columns; ErrNotFound
// when there is no such row.
func Update(ctx context.Context, c Conn, table string, row any, keys ...string) error {
	v, fields, err := rowOf(row)
	if err != nil {
		return err
	}
	var set, where []string
	for i, f := range fields {
		term := f.column + " = $" + strconv.Itoa(i+1)
		if slices.Contains(keys, f.column) {
			where = append(where, term)
		} else {
			set = append(set, term)
		}
	}
	if len(keys) == 0 || len(where) != len(keys) || len(set) == 0 {
		return fmt.Errorf("%w: keys %v of %s", ErrRow, keys, table)
	}
	n, err := Exec(ctx, c, "UPDATE "+table+" SET "+strings.Join(set, ", ")+" WHERE "+strings.Join(where, " AND "), values(v, fields)...)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	return err
}

// Values are the values of row, or of what it points to, in the named columns.
func Values(row any, columns ...string) ([]any, error) {
	v, fields, err := rowOf(row)
	if err != nil {
		return nil, err
	}
	out := make([]any, 0, len(columns))
	for _, name := range columns {
		i := slices.IndexFunc(fields, func(f field) bool { return f.column == name })
		if i < 0 {
			return nil, fmt.Errorf("%w: no column %s in %T", ErrRow, name, row)
		}
		out = append(out, v.FieldByIndex(fields[i].path).Interface())
	}
	return out, nil
}

// TextsOf are the values of all columns of a row, each as text, in the order of
// [ColumnsOf] its type.
func TextsOf(row any) []string {
	v := reflect.Indirect(reflect.ValueOf(row))
	fields := fieldsOf(v.Type())
	out := make([]string, len(fields))
	for i, f := range fields {
		if value := v.FieldByIndex(f.path); value.Kind() == reflect.String {
			out[i] = value.String()
		} else {
			out[i] = fmt.Sprint(value.Interface())
		}
	}
	return out
}

// Field points to the field of the row behind the pointer that holds a column.
func Field(row any, column string) (any, error) {
	v, fields, err := rowOf(row)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(fields, func(f field) bool { return f.column == column })
	if i < 0 || !v.CanAddr() {
		return nil, fmt.Errorf("%w: no column %s to set in %T", ErrRow, column, row)
	}
	return v.FieldByIndex(fields[i].path).Addr().Interface(), nil
}

func rowOf(row any) (reflect.Value, []field, error) {
	v := reflect.Indirect(reflect.ValueOf(row))
	if v.Kind() != reflect.Struct {
		return v, nil, fmt.Errorf("%w: %T", ErrRow, row)
	}
	fields := fieldsOf(v.Type())
	if len(fields) == 0 {
		return v, nil, fmt.Errorf("%w: %T has no tagged field", ErrRow, row)
	}
	return v, fields, nil
}

func values(v reflect.Value, fields []field) []any {
	out := make([]any, len(fields))
	for i, f := range fields {
		out[i] = v.FieldByIndex(f.path).Interface()
	}
	return out
}

func insertText(table string, fields []field, rows int) string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + table + " (")
	for i, f := range fields {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(f.column)
	}
	b.WriteString(") VALUES ")
	for row := range rows {
		if row > 0 {
			b.WriteString(", ")
		}
		b.WriteString("(" + numbers(row*len(fields)+1, len(fields)) + ")")
	}
	return b.String()
}

// numbers is "$3, $4, $5" for numbers(3, 3).
func numbers(first, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("$" + strconv.Itoa(first+i))
	}
	return b.String()
}
