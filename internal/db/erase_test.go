package db_test

import (
	"context"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
)

func TestEraseAllKeepsWhatIsNamed(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		rows := func(table string) int {
			t.Helper()
			n, err := db.One[int](ctx, d.Read(), `SELECT count(*) FROM `+table)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		versions := rows("goose_db_version")
		err := d.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
			for _, statement := range []string{
				`INSERT INTO setting (school_id, name, value) VALUES ('', 'kept', 'yes')`,
				`INSERT INTO job_schedule (name, next_at) VALUES ('gone', '')`,
				`INSERT INTO organisation (id, parent_id, kind, code, name_kk, name_ru, name_en, address_kk, address_ru, timezone, languages, created_at)
					VALUES ('x', '', 'school', 'x', 'x', 'x', 'x', '', '', 'Asia/Almaty', 'kk', '')`,
			} {
				if _, err := db.Exec(ctx, tx, statement); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Tx(ctx, func(ctx context.Context, tx db.Conn) error { return db.EraseAll(ctx, tx, "setting") }); err != nil {
			t.Fatal(err)
		}
		if rows("setting") != 1 || rows("job_schedule") != 0 || rows("organisation") != 0 || rows("goose_db_version") != versions {
			t.Errorf("setting %d, job_schedule %d, organisation %d, goose_db_version %d", rows("setting"), rows("job_schedule"), rows("organisation"), rows("goose_db_version"))
		}
		if err := d.Migrate(ctx); err != nil {
			t.Errorf("after erasing: %v", err)
		}
	})
}
