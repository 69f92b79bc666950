package apptest

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"talim/internal/db"
)

// Postgres is the address of a new migrated database on the server of
// TALIM_TEST_POSTGRES, dropped after the test.
func Postgres(t *testing.T) string {
	t.Helper()
	template, err := postgresTemplate()
	if err != nil {
		t.Fatal(err)
	}
	return create(t, " TEMPLATE "+template)
}

// EmptyPostgres is the address of a new database without any table.
func EmptyPostgres(t *testing.T) string {
	t.Helper()
	return create(t, "")
}

func create(t *testing.T, from string) string {
	t.Helper()
	name := "talim_test_" + db.NewID()
	if err := onServer("CREATE DATABASE " + name + from); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := onServer("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	return addressOf(name)
}

// addressOf is the address of another database on the server.
func addressOf(name string) string {
	u, err := url.Parse(os.Getenv("TALIM_TEST_POSTGRES"))
	if err != nil {
		return ""
	}
	u.Path = "/" + name
	return u.String()
}

func onServer(statement string) error {
	server, err := sql.Open("pgx", os.Getenv("TALIM_TEST_POSTGRES"))
	if err != nil {
		return err
	}
	_, err = server.Exec(statement)
	return errors.Join(err, server.Close())
}

// postgresTemplate migrates one database for the tests of all packages, which run
// at the same time; an advisory lock lets one of them make it.
var postgresTemplate = sync.OnceValues(func() (name string, err error) {
	version, err := schemaVersion()
	if err != nil {
		return "", err
	}
	name = "talim_template_" + version
	server, err := sql.Open("pgx", os.Getenv("TALIM_TEST_POSTGRES"))
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	ctx := context.Background()
	conn, err := server.Conn(ctx)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock(hashtext($1))", name); err != nil {
		return "", err
	}
	return name, makeTemplate(ctx, conn, name) // the lock ends with the connection
})

func makeTemplate(ctx context.Context, conn *sql.Conn, name string) error {
	var there bool
	err := conn.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", name).Scan(&there)
	if err != nil || there {
		return err
	}
	making := "talim_making_" + db.NewID()
	if _, err := conn.ExecContext(ctx, "CREATE DATABASE "+making); err != nil {
		return err
	}
	if err := migrated(ctx, addressOf(making)); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "ALTER DATABASE "+making+" RENAME TO "+name)
	return err
}
