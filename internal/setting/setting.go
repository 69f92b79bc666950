// Package setting keeps single values of the program by name: those of a school, or
// of no school.
package setting

import (
	"context"
	"errors"

	"talim/internal/db"
)

// None is the school of what belongs to none.
const None = ""

// Get is a value; "" when it is not set.
func Get(ctx context.Context, c db.Conn, school, name string) (string, error) {
	value, err := db.One[string](ctx, c, `SELECT value FROM setting WHERE school_id = $1 AND name = $2`, school, name)
	if errors.Is(err, db.ErrNotFound) {
		return "", nil
	}
	return value, err
}

// Set gives a value, in place of one that was there.
func Set(ctx context.Context, c db.Conn, school, name, value string) error {
	_, err := db.Exec(ctx, c, `INSERT INTO setting (school_id, name, value) VALUES ($1, $2, $3)
		ON CONFLICT (school_id, name) DO UPDATE SET value = $3`, school, name, value)
	return err
}

// Add gives a value where there is none, and says whether it did: of several who add
// the same one succeeds.
func Add(ctx context.Context, c db.Conn, school, name, value string) (bool, error) {
	n, err := db.Exec(ctx, c, `INSERT INTO setting (school_id, name, value) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, school, name, value)
	return n == 1, err
}

// Swap changes a value that is still the old one, and says whether it did.
func Swap(ctx context.Context, c db.Conn, school, name, old, value string) (bool, error) {
	n, err := db.Exec(ctx, c, `UPDATE setting SET value = $4 WHERE school_id = $1 AND name = $2 AND value = $3`, school, name, old, value)
	return n == 1, err
}

// Remove takes a value away, if there is one.
func Remove(ctx context.Context, c db.Conn, school, name string) error {
	_, err := db.Exec(ctx, c, `DELETE FROM setting WHERE school_id = $1 AND name = $2`, school, name)
	return err
}

// pair is a setting without its school.
type pair struct {
	Name  string `db:"name"`
	Value string `db:"value"`
}

// like reads the settings whose names begin with a word, in the order of the names.
func like(ctx context.Context, c db.Conn, school, begin string) ([]pair, error) {
	return db.All[pair](ctx, c, `SELECT name, value FROM setting WHERE school_id = $1 AND substr(name, 1, length(CAST($2 AS TEXT))) = $2 ORDER BY name`, school, begin)
}

// Named are the values whose names begin with a word, by name.
func Named(ctx context.Context, c db.Conn, school, begin string) (map[string]string, error) {
	rows, err := like(ctx, c, school, begin)
	values := make(map[string]string, len(rows))
	for _, r := range rows {
		values[r.Name] = r.Value
	}
	return values, err
}

// Like lists the values whose names begin with a word, in the order of the names.
func Like(ctx context.Context, c db.Conn, school, begin string) ([]string, error) {
	rows, err := like(ctx, c, school, begin)
	values := make([]string, len(rows))
	for i, r := range rows {
		values[i] = r.Value
	}
	return values, err
}
