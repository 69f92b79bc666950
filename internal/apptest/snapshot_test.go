package apptest_test

import (
	"context"
	"errors"
	"os"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
)

func TestSnapshotGivesEachTestACopyOfItsOwn(t *testing.T) {
	ctx, filled := context.Background(), 0
	s := apptest.NewSnapshot(func(address string) error {
		filled++
		d, err := db.Open(ctx, address)
		if err != nil {
			return err
		}
		_, err = db.Exec(ctx, d.Write(), `INSERT INTO setting (school_id, name, value) VALUES ('', 'begun', 'yes')`)
		return errors.Join(err, d.Close())
	})
	take := map[string]func(t *testing.T) string{"sqlite": s.SQLite}
	if os.Getenv("TALIM_TEST_POSTGRES") != "" {
		take["postgres"] = s.Postgres
	}
	for engine, take := range take {
		t.Run(engine, func(t *testing.T) {
			filled = 0
			for range 2 {
				d, err := db.Open(ctx, take(t))
				if err != nil {
					t.Fatal(err)
				}
				n, err := db.Exec(ctx, d.Write(), `DELETE FROM setting WHERE name = 'begun'`)
				if err := errors.Join(err, d.Close()); err != nil || n != 1 {
					t.Errorf("%d rows in the copy, %v", n, err)
				}
			}
			if filled != 1 {
				t.Errorf("filled %d times", filled)
			}
		})
	}
	if err := s.Drop(); err != nil {
		t.Error(err)
	}
}
