package db_test

import (
	"testing"

	"talim/internal/db"
)

func BenchmarkOne(b *testing.B) {
	d := open(b)
	for b.Loop() {
		if _, err := db.One[int](ctx, d.Read(), `SELECT count(*) FROM setting WHERE school_id = $1`, "x"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTx(b *testing.B) {
	d := open(b)
	for b.Loop() {
		err := d.Tx(ctx, func(tx db.Conn) error {
			_, err := db.Exec(ctx, tx, `INSERT INTO setting (school_id, name, value) VALUES ('x', $1, 'y')`, db.NewID())
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// open is a durable SQLite file, as a school has it.
func open(b *testing.B) *db.DB {
	b.Helper()
	d, err := db.Open(ctx, "sqlite:"+b.TempDir()+"/bench.db")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { d.Close() })
	if err := d.Migrate(ctx); err != nil {
		b.Fatal(err)
	}
	return d
}
