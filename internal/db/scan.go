package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"time"
)

// ErrColumns is returned where the columns of a query and the fields of the
// struct are not the same; ErrMany where One found several rows.
var (
	ErrColumns = errors.New("db: columns and fields differ")
	ErrMany    = errors.New("db: more than one row")
)

// All scans every row into a T: a struct by column name, or a single value.
func All[T any](ctx context.Context, c Conn, query string, args ...any) (out []T, err error) {
	args, err = plainAll(args)
	if err != nil {
		return nil, err
	}
	ctx, end := c.bounded(ctx)
	defer end()
	defer watch(ctx, query, time.Now())
	rows, err := c.query(ctx, query, args)
	if err != nil {
		return nil, translate(err)
	}
	defer func() { err = errors.Join(err, translate(rows.Close())) }()
	into, err := targets[T](rows)
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var row T
		if err := rows.Scan(into(&row)...); err != nil {
			return nil, translate(err)
		}
		out = append(out, row)
	}
	return out, translate(rows.Err())
}

// One scans the only row; ErrNotFound when there is none.
func One[T any](ctx context.Context, c Conn, query string, args ...any) (T, error) {
	var none T
	rows, err := All[T](ctx, c, query, args...)
	switch {
	case err != nil:
		return none, err
	case len(rows) == 0:
		return none, ErrNotFound
	case len(rows) > 1:
		return none, ErrMany
	}
	return rows[0], nil
}

// targets says where the columns of a row go.
func targets[T any](rows *sql.Rows) (func(*T) []any, error) {
	columns, err := rows.Columns()
	if err != nil {
		return nil, translate(err)
	}
	t := reflect.TypeFor[T]()
	if scalar(t) {
		if len(columns) != 1 {
			return nil, fmt.Errorf("%w: %d columns for a single %s", ErrColumns, len(columns), t)
		}
		return func(row *T) []any { return []any{row} }, nil
	}
	paths, err := match(t, columns)
	if err != nil {
		return nil, err
	}
	return func(row *T) []any {
		v := reflect.ValueOf(row).Elem()
		out := make([]any, len(paths))
		for i, p := range paths {
			out[i] = v.FieldByIndex(p).Addr().Interface()
		}
		return out
	}, nil
}

func scalar(t reflect.Type) bool {
	return t.Kind() != reflect.Struct || reflect.PointerTo(t).Implements(reflect.TypeFor[sql.Scanner]())
}

// match finds the field of every column, and no field may be left over.
func match(t reflect.Type, columns []string) ([][]int, error) {
	known := map[string][]int{}
	for _, f := range fieldsOf(t) {
		known[f.column] = f.path
	}
	paths := make([][]int, len(columns))
	for i, name := range columns {
		path, ok := known[name]
		if !ok {
			return nil, fmt.Errorf("%w: no field for column %q in %s, or the column comes twice", ErrColumns, name, t)
		}
		paths[i] = path
		delete(known, name)
	}
	for name := range known {
		return nil, fmt.Errorf("%w: no column for field %q of %s", ErrColumns, name, t)
	}
	return paths, nil
}

// Columns lists the columns of T for a SELECT, in the order of its fields and with
// the alias of their table where one is given: Columns[Staff]("s") is
// "s.school_id, s.id, ...". A struct within stands with its prefix, an embedded
// one in place, as [All] reads them.
//
// Queries name their columns this way and never say *: a column that a newer
// version of the program has added would have no field here, and the copy that
// still runs during the update could read nothing from that table.
func Columns[T any](alias string) string {
	key := columnsKey{reflect.TypeFor[T](), alias}
	if list, ok := columnsCache.Load(key); ok {
		return list.(string)
	}
	list := columnList(key)
	columnsCache.Store(key, list)
	return list
}

// ColumnsOf are the names of the columns of T, in the order of its fields.
func ColumnsOf[T any]() []string {
	fields := fieldsOf(reflect.TypeFor[T]())
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.column
	}
	return names
}

type columnsKey struct {
	of    reflect.Type
	alias string
}

var columnsCache sync.Map // columnsKey -> string

func columnList(key columnsKey) string {
	if key.alias != "" {
		key.alias += "."
	}
	fields := fieldsOf(key.of)
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = key.alias + f.column
	}
	return strings.Join(names, ", ")
}

type field struct {
	column string
	path   []int
}

var fieldCache sync.Map // reflect.Type -> []field

// fieldsOf lists the tagged fields of a struct, those of embedded structs in
// place. A struct with a tag that ends in "_" stands for its own columns with
// that prefix, so that one row can carry two people: `db:"mentor_"`.
func fieldsOf(t reflect.Type) []field {
	if f, ok := fieldCache.Load(t); ok {
		return f.([]field)
	}
	out := collect(t, nil)
	fieldCache.Store(t, out)
	return out
}

func collect(t reflect.Type, at []int) []field {
	var out []field
	for i := range t.NumField() {
		f := t.Field(i)
		path := append(append([]int{}, at...), i)
		switch tag := f.Tag.Get("db"); {
		case tag == "-":
		case strings.HasSuffix(tag, "_") && f.Type.Kind() == reflect.Struct:
			for _, inner := range collect(f.Type, path) {
				out = append(out, field{tag + inner.column, inner.path})
			}
		case tag != "":
			out = append(out, field{tag, path})
		case f.Anonymous && f.Type.Kind() == reflect.Struct:
			out = append(out, collect(f.Type, path)...)
		}
	}
	return out
}
