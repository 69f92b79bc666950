package apptest_test

import (
	"context"
	"errors"
	"os"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
)

// Whatever a test did to its database, the next one finds it as it was migrated.
func TestNextTestFindsAnEmptyDatabase(t *testing.T) {
	if os.Getenv("TALIM_TEST_POSTGRES") == "" {
		return // a file is made for each test and passed on to none
	}
	for _, done := range []string{
		`INSERT INTO setting (school_id, name, value) VALUES ('', 'begun', 'yes')`,
		`INSERT INTO setting (school_id, name, value) VALUES ('', 'begun', 'again')`,
		`ALTER TABLE setting ADD COLUMN more TEXT NOT NULL DEFAULT ''`,
		`ALTER TABLE setting RENAME TO other`,
		`CREATE TABLE setting2 (n BIGINT NOT NULL)`,
		`CREATE INDEX setting_by_value ON setting (value)`,
		`ALTER TABLE setting DROP CONSTRAINT setting_pkey`,
		`CREATE FUNCTION one() RETURNS BIGINT LANGUAGE sql AS 'SELECT 1::bigint'`,
	} {
		t.Run(done, func(t *testing.T) { asMigrated(t, done) })
	}
}

func asMigrated(t *testing.T, done string) {
	t.Helper()
	ctx := context.Background()
	d, err := db.Open(ctx, apptest.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := db.One[int](ctx, d.Read(), `SELECT count(*) FROM setting WHERE school_id = ''`)
	if err != nil || rows != 0 {
		t.Errorf("%d rows in a new database, %v", rows, err)
	}
	_, err = db.Exec(ctx, d.Write(), done)
	if err := errors.Join(err, d.Close()); err != nil {
		t.Error(err)
	}
}

// Two at once have one each.
func TestTwoDatabasesAtOnce(t *testing.T) {
	if os.Getenv("TALIM_TEST_POSTGRES") == "" {
		return // files have names of their own
	}
	if a, b := apptest.Postgres(t), apptest.Postgres(t); a == b {
		t.Errorf("both have %s", a)
	}
}
