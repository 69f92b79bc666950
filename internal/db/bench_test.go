package db_test

import (
	"context"
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

// pageText is a query as a page asks it: long to read, short to answer.
const pageText = `SELECT s.id, s.code, s.family_name, s.given_name, COALESCE(p.role, '') AS role, COALESCE(u.name_kk, '') AS unit,
	(SELECT count(*) FROM teaches t WHERE t.school_id = s.school_id AND t.staff_id = s.id AND t.starts <= $2 AND t.ends >= $2) AS subjects,
	CASE WHEN EXISTS (SELECT 1 FROM account a WHERE a.school_id = s.school_id AND a.staff_id = s.id) THEN TRUE ELSE FALSE END AS account
	FROM staff s LEFT JOIN post p ON p.school_id = s.school_id AND p.staff_id = s.id AND p.starts <= $2 AND p.ends >= $2
	LEFT JOIN unit u ON u.school_id = p.school_id AND u.id = p.unit_id
	WHERE s.school_id = $1 AND s.id = $3 ORDER BY s.sort_key, s.id`

func BenchmarkPageQuery(b *testing.B) {
	d := open(b)
	for b.Loop() {
		type line struct {
			ID       string `db:"id"`
			Code     string `db:"code"`
			Family   string `db:"family_name"`
			Given    string `db:"given_name"`
			Role     string `db:"role"`
			Unit     string `db:"unit"`
			Subjects int    `db:"subjects"`
			Account  bool   `db:"account"`
		}
		if _, err := db.All[line](ctx, d.Read(), pageText, "school", "2013-09-02", "nobody"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTx(b *testing.B) {
	d := open(b)
	for b.Loop() {
		err := d.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
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
