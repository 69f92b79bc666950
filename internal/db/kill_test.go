package db_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	osexec "os/exec"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
)

const victimEnv = "TALIM_TEST_VICTIM"

// A program that is killed in the middle of changes leaves each of them whole or
// not at all, and every change it has told about is there.
func TestKilledInTheMiddle(t *testing.T) {
	if address := os.Getenv(victimEnv); address != "" {
		victim(t, address)
		return
	}
	t.Run("sqlite", func(t *testing.T) { kill(t, apptest.SQLite(t)) })
	if os.Getenv("TALIM_TEST_POSTGRES") != "" {
		t.Run("postgres", func(t *testing.T) { kill(t, apptest.Postgres(t)) })
	}
}

// victim changes two rows together for ever and says after each commit how far it is.
func victim(t *testing.T, address string) {
	d := openDB(t, address)
	for n := 1; ; n++ {
		err := d.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
			for _, name := range []string{"left", "right"} {
				if _, err := db.Exec(ctx, tx, `UPDATE setting SET value = $2 WHERE school_id = '' AND name = $1`, name, fmt.Sprint(n)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println(n)
	}
}

func openDB(t *testing.T, address string) *db.DB {
	t.Helper()
	d, err := db.Open(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func kill(t *testing.T, address string) {
	d := openDB(t, address)
	put(t, d, "left", "0")
	put(t, d, "right", "0")
	child := osexec.Command(os.Args[0], "-test.run", "^TestKilledInTheMiddle$")
	child.Env = append(os.Environ(), victimEnv+"="+address)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	told := 0
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if _, _ = fmt.Sscan(lines.Text(), &told); told == 20 { // in the middle of a later one
			_ = child.Process.Kill()
		}
	}
	_ = child.Wait()
	type sides struct {
		Left  int `db:"l"`
		Right int `db:"r"`
	}
	got, err := db.One[sides](ctx, d.Read(), `SELECT CAST(a.value AS BIGINT) AS l, CAST(b.value AS BIGINT) AS r
		FROM setting a, setting b WHERE a.name = 'left' AND b.name = 'right'`)
	if err != nil || got.Left != got.Right || got.Left < told || told == 0 {
		t.Fatalf("left %d, right %d, told %d, %v", got.Left, got.Right, told, err)
	}
	if _, err := db.Exec(ctx, d.Write(), `UPDATE setting SET value = '0' WHERE name = 'left'`); err != nil {
		t.Fatalf("the database is still held: %v", err)
	}
}
