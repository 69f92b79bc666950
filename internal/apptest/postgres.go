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

// Postgres is the address of a migrated, empty database on the server of
// TALIM_TEST_POSTGRES, for this test alone.
func Postgres(t *testing.T) string {
	t.Helper()
	return spareAddress(t)
}

// EmptyPostgres is the address of a new database without any table.
func EmptyPostgres(t *testing.T) string {
	t.Helper()
	return create(t, "template1")
}

func create(t *testing.T, template string) string {
	t.Helper()
	name := "talim_test_" + db.NewID()
	if err := onServer(createFrom(name, template)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := onServer("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	return addressOf(name)
}

// createFrom makes a database as a copy of the files of another, which costs the server
// a third of what it takes to write all of it to the log as well.
func createFrom(name, template string) string {
	return "CREATE DATABASE " + name + " TEMPLATE " + template + " STRATEGY file_copy"
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

// server is the one session of this process that makes and drops databases, and holds
// the locks of its spares.
var server = sync.OnceValues(func() (*sql.Conn, error) {
	pool, err := sql.Open("pgx", os.Getenv("TALIM_TEST_POSTGRES"))
	if err != nil {
		return nil, err
	}
	return pool.Conn(context.Background())
})

func onServer(statement string) error {
	conn, err := server()
	if err == nil {
		_, err = conn.ExecContext(context.Background(), statement)
	}
	return err
}

func askServer(answer any, question string, args ...any) error {
	conn, err := server()
	if err == nil {
		err = conn.QueryRowContext(context.Background(), question, args...).Scan(answer)
	}
	return err
}

// postgresTemplate migrates one database for the tests of all packages, which run
// at the same time; an advisory lock lets one of them make it.
var postgresTemplate = sync.OnceValues(func() (name string, err error) {
	version, err := schemaVersion()
	if err != nil {
		return "", err
	}
	name = "talim_template_" + version
	if err := onServer("SELECT pg_advisory_lock(hashtext('" + name + "'))"); err != nil {
		return "", err
	}
	err = makeTemplate(name)
	return name, errors.Join(err, onServer("SELECT pg_advisory_unlock(hashtext('"+name+"'))"))
})

func makeTemplate(name string) error {
	var there bool
	if err := askServer(&there, "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", name); err != nil || there {
		return err
	}
	making := "talim_making_" + db.NewID()
	if err := onServer("CREATE DATABASE " + making); err != nil {
		return err
	}
	if err := migrated(context.Background(), addressOf(making)); err != nil {
		return err
	}
	return onServer("ALTER DATABASE " + making + " RENAME TO " + name)
}
