package db

import (
	"context"
	"slices"
	"time"
)

// Shape is a table as both databases tell it, for what moves rows without knowing what
// they mean.
type Shape struct {
	Table   string
	Columns []string
	Key     []string // in its order
	YesNo   []string // columns that hold yes or no, which SQLite keeps as numbers
	Refers  []string // tables whose rows must be there before
}

// Has says whether the table has the column.
func (s Shape) Has(column string) bool { return slices.Contains(s.Columns, column) }

// Alike gives a row of the columns the values that it has in both databases.
func (s Shape) Alike(row []any) {
	for i, c := range s.Columns {
		if n, isNumber := row[i].(int64); isNumber && slices.Contains(s.YesNo, c) {
			row[i] = n != 0
		}
	}
}

// Shapes lists the tables, each after those that it refers to.
func (d *DB) Shapes(ctx context.Context) ([]Shape, error) {
	columns, err := d.Columns(ctx)
	if err != nil {
		return nil, err
	}
	var all []Shape
	for _, c := range columns {
		if len(all) == 0 || all[len(all)-1].Table != c.Table {
			all = append(all, Shape{Table: c.Table})
		}
		last := &all[len(all)-1]
		last.Columns = append(last.Columns, c.Name)
		if c.YesNo {
			last.YesNo = append(last.YesNo, c.Name)
		}
	}
	keys, refers, err := d.constraints(ctx)
	if err != nil {
		return nil, err
	}
	for i := range all {
		for _, k := range keys {
			if k.Table == all[i].Table {
				all[i].Key = append(all[i].Key, k.Name)
			}
		}
		for _, r := range refers {
			if r.Table == all[i].Table && r.Name != r.Table && !slices.Contains(all[i].Refers, r.Name) {
				all[i].Refers = append(all[i].Refers, r.Name)
			}
		}
	}
	return inOrder(all), nil
}

// pair is a table with the name of one of its columns, or of a table it refers to.
type pair struct {
	Table string `db:"table_name"`
	Name  string `db:"name"`
}

func (d *DB) constraints(ctx context.Context) (keys, refers []pair, err error) {
	of := [2]string{
		`SELECT m.name AS table_name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.pk > 0 ORDER BY m.name, c.pk`,
		`SELECT m.name AS table_name, f."table" AS name FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY 1, 2`,
	}
	if d.dialect == dialectPostgres {
		of = [2]string{
			`SELECT r.relname AS table_name, a.attname AS name FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
				CROSS JOIN LATERAL unnest(c.conkey) WITH ORDINALITY AS k (number, place)
				JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number
				WHERE c.contype = 'p' AND c.connamespace = current_schema()::regnamespace ORDER BY r.relname, k.place`,
			`SELECT r.relname AS table_name, t.relname AS name FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid JOIN pg_class t ON t.oid = c.confrelid
				WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace ORDER BY 1, 2`,
		}
	}
	if keys, err = All[pair](ctx, d.Read(), of[0]); err != nil {
		return nil, nil, err
	}
	refers, err = All[pair](ctx, d.Read(), of[1])
	return keys, refers, err
}

// inOrder puts each table after those it refers to.
func inOrder(all []Shape) []Shape {
	var out []Shape
	done := map[string]bool{}
	var put func(s Shape)
	put = func(s Shape) {
		if done[s.Table] {
			return
		}
		done[s.Table] = true
		for _, name := range s.Refers {
			if i := slices.IndexFunc(all, func(o Shape) bool { return o.Table == name }); i >= 0 {
				put(all[i])
			}
		}
		out = append(out, s)
	}
	for _, s := range all {
		put(s)
	}
	return out
}

// Schema is the number of the last migration of the database.
func (d *DB) Schema(ctx context.Context) (int64, error) { return d.version(ctx) }

// Cells reads rows as the values of their columns: texts, whole numbers, yes and no,
// bytes.
func Cells(ctx context.Context, c Conn, query string, args ...any) (out [][]any, err error) {
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
	defer func() {
		if closing := rows.Close(); err == nil {
			err = translate(closing)
		}
	}()
	columns, err := rows.Columns()
	if err != nil {
		return nil, translate(err)
	}
	for rows.Next() {
		cells, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, translate(err)
		}
		out = append(out, cells)
	}
	return out, translate(rows.Err())
}

// InsertCells writes rows of values of the columns.
func InsertCells(ctx context.Context, c Conn, table string, columns []string, rows [][]any) error {
	fields := make([]field, len(columns))
	for i, name := range columns {
		fields[i].column = name
	}
	for part := range slices.Chunk(rows, max(1, chunk/len(columns))) {
		var args []any
		for _, row := range part {
			args = append(args, row...)
		}
		if _, err := Exec(ctx, c, insertText(table, fields, len(part)), args...); err != nil {
			return err
		}
	}
	return nil
}

// ReferredFrom lists the tables in which rows refer to the row with the id, in order of
// their names.
func ReferredFrom(ctx context.Context, c Conn, table, school, id string) ([]string, error) {
	columns, err := All[pair](ctx, c, referringSQL(c), table)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, x := range columns {
		if slices.Contains(found, x.Table) {
			continue
		}
		n, err := One[int](ctx, c, `SELECT COUNT(*) FROM `+x.Table+` WHERE school_id = $1 AND `+x.Name+` = $2`, school, id)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			found = append(found, x.Table)
		}
	}
	return found, nil
}

// referringSQL asks for the columns that refer to the id of a table.
func referringSQL(c Conn) string {
	if c.engine() == dialectPostgres {
		return `SELECT r.relname AS table_name, a.attname AS name FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid JOIN pg_class t ON t.oid = c.confrelid
 CROSS JOIN LATERAL unnest(c.conkey, c.confkey) AS k (own, other)
  JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.own JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.other
 WHERE c.contype = 'f' AND r.relnamespace = current_schema()::regnamespace AND t.relname = $1 AND b.attname = 'id' ORDER BY 1, 2`
	}
	return `SELECT m.name AS table_name, f."from" AS name FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f
 WHERE m.type = 'table' AND f."table" = $1 AND f."to" = 'id' ORDER BY 1, 2`
}
