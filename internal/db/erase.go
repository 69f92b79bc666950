package db

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// EraseAll removes every row but those of the tables to keep. It is for databases
// in which nobody's work is at stake.
func EraseAll(ctx context.Context, tx Conn, keep ...string) error {
	tables, err := All[string](ctx, tx, tablesSQL(tx))
	if err != nil {
		return err
	}
	keep = append([]string{"goose_db_version"}, keep...)
	tables = slices.DeleteFunc(tables, func(name string) bool { return slices.Contains(keep, name) })
	for _, statement := range eraseSQL(tx, tables) {
		if _, err := Exec(ctx, tx, statement); err != nil {
			return fmt.Errorf("db: erasing all: %w", err)
		}
	}
	return nil
}

func tablesSQL(c Conn) string {
	if c.engine() == dialectPostgres {
		return `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`
	}
	return `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'`
}

// eraseSQL has the references between the tables looked at when all rows are gone.
func eraseSQL(c Conn, tables []string) []string {
	if c.engine() == dialectPostgres {
		return []string{`TRUNCATE ` + strings.Join(tables, ", ")}
	}
	out := []string{`PRAGMA defer_foreign_keys = ON`}
	for _, name := range tables {
		out = append(out, `DELETE FROM `+name)
	}
	return out
}
