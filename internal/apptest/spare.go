package apptest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"testing"

	"talim/internal/db"
)

// A new database costs the server half a second of its processor, since hundreds of
// files are made and removed; emptying one costs a tenth of that. So the tests pass a
// few databases on to one another, those of a process at once and those of all packages
// one after the other: spares, which stay on the server. A process that took one holds
// an advisory lock of its number until it ends.

// spares are those of this process.
type spares struct {
	mu       sync.Mutex
	template string
	all      []*spareDatabase // by number
}

type spareDatabase struct {
	name string
	mine bool    // this process has its lock
	used bool    // by a test
	conn *sql.DB // that empties it, kept open: a session costs as much as emptying
	pool *db.DB  // of tests that do not open it themselves, nil none yet
}

// kept names the sessions that outlive a test.
const kept = "talim_spare"

var theSpares = sync.OnceValues(func() (*spares, error) {
	template, err := postgresTemplate()
	return &spares{template: template}, err
})

// spare is a migrated, empty database that no other test uses until this one is done.
func spare(t *testing.T) *spareDatabase {
	t.Helper()
	s, err := theSpares()
	if err != nil {
		t.Fatal(err)
	}
	d, err := s.take()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.giveBack(d) })
	return d
}

// spareAddress is for tests that open it themselves.
func spareAddress(t *testing.T) string {
	t.Helper()
	return addressOf(spare(t).name)
}

// openSpare is a spare that is open already: of what a test costs the server most is
// that each new session reads the catalogue and plans every query anew.
func openSpare(t *testing.T) *db.DB {
	t.Helper()
	d := spare(t)
	if d.pool != nil && d.pool.Ping(t.Context()) == nil {
		return d.pool
	}
	var err error
	if d.pool, err = db.Open(t.Context(), addressOf(d.name)+"&application_name="+kept); err != nil {
		t.Fatal(err)
	}
	return d.pool
}

func (s *spares) giveBack(d *spareDatabase) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d.pool != nil && d.pool.InUse() > 0 { // somebody of the test goes on
		d.closePool()
	}
	d.used = false
}

// take gives the first spare that is free, as good as new.
func (s *spares) take() (*spareDatabase, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := 0; ; i++ {
		if i == len(s.all) {
			s.all = append(s.all, &spareDatabase{name: fmt.Sprintf("%s_spare_%d", s.template, i+1)})
		}
		d := s.all[i]
		if d.used {
			continue
		}
		if err := d.lock(); err != nil {
			return nil, err
		}
		if !d.mine {
			continue
		}
		if err := d.renew(s.template); err != nil {
			return nil, err
		}
		d.used = true
		return d, nil
	}
}

// lock tries to get the spare for this process, once and for all.
func (d *spareDatabase) lock() error {
	if d.mine {
		return nil
	}
	return askServer(&d.mine, "SELECT pg_try_advisory_lock(hashtext($1))", d.name)
}

// renew empties a spare, or makes it anew where there is none, or where a test changed
// its schema.
func (d *spareDatabase) renew(template string) error {
	var schema string
	err := askServer(&schema, "SELECT COALESCE(shobj_description(oid, 'pg_database'), '') FROM pg_database WHERE datname = $1", d.name)
	if err == nil && d.emptied(schema) {
		return nil
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	d.closePool()
	if d.conn != nil {
		_ = d.conn.Close() // or it would find its session gone
		d.conn = nil
	}
	if err := onServer("DROP DATABASE IF EXISTS " + d.name + " WITH (FORCE)"); err != nil {
		return err
	}
	if err := onServer(createFrom(d.name, template)); err != nil {
		return err
	}
	return d.describe()
}

func (d *spareDatabase) closePool() {
	if d.pool != nil {
		_ = d.pool.Close()
		d.pool = nil
	}
}

// describe notes the schema of a new spare on the spare itself.
func (d *spareDatabase) describe() error {
	if err := d.open(); err != nil {
		return err
	}
	var schema string
	if err := d.conn.QueryRowContext(context.Background(), schemaNow).Scan(&schema); err != nil {
		return err
	}
	return onServer("COMMENT ON DATABASE " + d.name + " IS '" + schema + "'")
}

func (d *spareDatabase) open() (err error) {
	if d.conn != nil {
		return nil
	}
	if d.conn, err = sql.Open("pgx", addressOf(d.name)); err == nil {
		d.conn.SetMaxOpenConns(1)
	}
	return err
}

// emptied says whether the spare has the schema that it was made with and holds nothing
// any more. Whatever stands in the way of that, a new database is the answer.
func (d *spareDatabase) emptied(schema string) bool {
	if err := d.open(); err != nil {
		return false
	}
	var now string
	if err := d.conn.QueryRowContext(context.Background(), schemaNow).Scan(&now); err != nil || now != schema {
		return false
	}
	_, err := d.conn.ExecContext(context.Background(), emptyAll)
	return err == nil
}

// schemaNow tells of every change of the schema since: it counts the rows of the
// catalogue about what is not the server's own, and adds up the transactions that wrote
// them. The migrations that a test says were made are of it.
const schemaNow = `SELECT string_agg(concat_ws(' ', what, n, written), ', ' ORDER BY what) FROM (
	SELECT 'relations' AS what, count(*) AS n, sum(xmin::text::bigint) AS written FROM pg_class WHERE oid >= 16384
	UNION ALL SELECT 'columns', count(*), sum(xmin::text::bigint) FROM pg_attribute WHERE attrelid >= 16384
	UNION ALL SELECT 'constraints', count(*), sum(xmin::text::bigint) FROM pg_constraint WHERE oid >= 16384
	UNION ALL SELECT 'triggers', count(*), sum(xmin::text::bigint) FROM pg_trigger WHERE oid >= 16384
	UNION ALL SELECT 'functions', count(*), sum(xmin::text::bigint) FROM pg_proc WHERE oid >= 16384
	UNION ALL SELECT 'schemas', count(*), sum(xmin::text::bigint) FROM pg_namespace
	UNION ALL SELECT 'settings', count(*), sum(xmin::text::bigint) FROM pg_db_role_setting
	UNION ALL SELECT 'versions', count(*), sum(version_id)::bigint FROM goose_db_version) AS catalogue`

// emptyAll ends the sessions that a test left behind, but those that are kept, and deletes what stands in tables
// that were ever written to. The order would matter to foreign keys; all goes, so they
// are not asked.
const emptyAll = `DO $$ DECLARE tab regclass; BEGIN
	PERFORM pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name <> '` + kept + `';
	SET LOCAL session_replication_role = replica;
	FOR tab IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
		AND relname <> 'goose_db_version' AND pg_relation_size(oid) > 0
	LOOP EXECUTE 'DELETE FROM ' || tab; END LOOP;
END $$`
