package db

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// oneConn is a connection as the pools open them, with a table of three rows.
func oneConn(t *testing.T) (*sql.Conn, *readyConn) {
	t.Helper()
	connector, err := sqliteConnector(filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	pool := sql.OpenDB(connector)
	conn, err := pool.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
		if err := pool.Close(); err != nil {
			t.Error(err)
		}
	})
	var below *readyConn
	if err := conn.Raw(func(c any) error { below = c.(*readyConn); return nil }); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{`CREATE TABLE x (n BIGINT NOT NULL)`, `INSERT INTO x (n) VALUES (1), (2), (3)`} {
		if _, err := conn.ExecContext(context.Background(), text); err != nil {
			t.Fatal(err)
		}
	}
	return conn, below
}

// The rows of a statement are still being read when it is asked again.
func TestStatementInsideItsOwnRows(t *testing.T) {
	conn, _ := oneConn(t)
	const text = `SELECT n FROM x ORDER BY n`
	read := func(within func()) (sum int) {
		rows, err := conn.QueryContext(context.Background(), text)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var n int
			if err := rows.Scan(&n); err != nil {
				t.Fatal(err)
			}
			sum = 10*sum + n
			within()
		}
		if rows.Err() != nil {
			t.Fatal(rows.Err())
		}
		return sum
	}
	for range 2 {
		if outer := read(func() {
			if inner := read(func() {}); inner != 123 {
				t.Errorf("inside %d", inner)
			}
		}); outer != 123 {
			t.Errorf("outside %d", outer)
		}
	}
}

func TestStatementsKeptAreBounded(t *testing.T) {
	conn, below := oneConn(t)
	for i := range 2 * keptStatements {
		var n int
		if err := conn.QueryRowContext(context.Background(), fmt.Sprintf(`SELECT n + %d FROM x WHERE n = $1`, i), 2).Scan(&n); err != nil || n != i+2 {
			t.Fatalf("%d, %v", n, err)
		}
	}
	if len(below.kept) != keptStatements || below.order.Len() != keptStatements {
		t.Errorf("%d and %d kept", len(below.kept), below.order.Len())
	}
}

// A statement that is ready goes on after the schema changed, with a fault that is
// no fault of the next.
func TestStatementAfterAChangeOfTheSchema(t *testing.T) {
	conn, _ := oneConn(t)
	ctx := context.Background()
	ask := func() (n int, err error) {
		err = conn.QueryRowContext(ctx, `SELECT count(*) FROM x WHERE n > $1`, 1).Scan(&n)
		return n, err
	}
	change := func(text string) {
		t.Helper()
		if _, err := conn.ExecContext(ctx, text); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		change string
		fails  bool
	}{
		{`ALTER TABLE x ADD COLUMN later TEXT NOT NULL DEFAULT ''`, false},
		{`ALTER TABLE x RENAME TO y`, true},
		{`ALTER TABLE y RENAME TO x`, false},
		{`VACUUM`, false},
	} {
		change(c.change)
		if _, err := ask(); (err != nil) != c.fails {
			t.Errorf("after %s: %v", c.change, err)
		}
	}
	if n, err := ask(); n != 2 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
}

func TestOnlyRowsAreKept(t *testing.T) {
	for text, want := range map[string]bool{
		"SELECT 1": true, "\n\tselect 1": true, "WITH x AS (SELECT 1)\nSELECT 1": true, "INSERT INTO x": true,
		"PRAGMA user_version": false, "CREATE TABLE x (n)": false, "VACUUM": false, "": false,
		"SELECT " + strings.Repeat("x", longestKept): true, "SELECT " + strings.Repeat("x", longestQuestion): false,
		"INSERT " + strings.Repeat("x", longestKept): false,
	} {
		if keeps(text) != want {
			t.Errorf("%.30q: %v", text, !want)
		}
	}
}
