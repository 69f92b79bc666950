package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

type dialect int

const (
	dialectSQLite dialect = iota
	dialectPostgres
)

// DB is an open database.
type DB struct {
	write   *sql.DB // SQLite: one connection. PostgreSQL: the pool, the same as read
	read    *sql.DB
	dialect dialect
	path    string // of the SQLite file
	file    os.FileInfo
	wait    time.Duration // how long a query may wait for an answer; 0: for ever
	longest longest
	voucher Voucher // nil: nobody vouches
}

// ErrURL is returned for an address that names no database we know.
var ErrURL = errors.New(`db: want "sqlite:PATH" or "postgres://..."`)

// Open opens "sqlite:PATH" (the file and its folder are made when missing) or
// "postgres://user@host/name". It does not migrate.
//
// A SQLite address may end in ?synchronous=off (tests); a PostgreSQL address may
// hold pool_max_conns=N, 16 by default, and patience=DURATION, 15s by default: how
// long a query waits for a free connection and its answer.
func Open(ctx context.Context, address string) (*DB, error) {
	var d *DB
	var err error
	switch {
	case strings.HasPrefix(address, "sqlite:"):
		if err = place(address); err == nil {
			d, err = openSQLite(strings.TrimPrefix(address, "sqlite:"))
		}
	case strings.HasPrefix(address, "postgres://"), strings.HasPrefix(address, "postgresql://"):
		d, err = openPostgres(address)
	default:
		return nil, ErrURL
	}
	if err != nil {
		return nil, err
	}
	if err := d.Ping(ctx); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	if d.dialect == dialectSQLite {
		if d.file, err = os.Stat(d.path); err != nil {
			return nil, errors.Join(err, d.Close())
		}
	}
	return d, nil
}

func openSQLite(address string) (*DB, error) {
	path, query, _ := strings.Cut(address, "?")
	if path == "" {
		return nil, ErrURL
	}
	options, err := url.ParseQuery(query)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrURL, err)
	}
	writer, err := sqliteConnector(sqliteName(path, options.Get("synchronous"), "_txlock=immediate"))
	if err != nil {
		return nil, translate(err)
	}
	reader, err := sqliteConnector(sqliteName(path, "", "_pragma=query_only(1)"))
	if err != nil {
		return nil, translate(err)
	}
	write, read := sql.OpenDB(writer), sql.OpenDB(reader)
	write.SetMaxOpenConns(1)
	readers := max(4, runtime.NumCPU())
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	return &DB{write: write, read: read, dialect: dialectSQLite, path: path}, nil
}

// sqliteName is the name given to the driver. busy_timeout stands first, so that
// the pragmas after it already wait for a locked file. synchronous is FULL: what a
// person was told is saved must survive a power cut in a village school. What is
// overwritten is overwritten in the file as well (secure_delete): a private text that
// was sealed anew leaves no copy behind.
func sqliteName(path, synchronous, more string) string {
	if synchronous == "" {
		synchronous = "full"
	}
	return path + "?_pragma=busy_timeout(5000)&_pragma=journal_mode(wal)&_pragma=foreign_keys(1)&_pragma=secure_delete(1)&_pragma=synchronous(" +
		url.QueryEscape(synchronous) + ")&" + more
}

// poolSize bounds the connections to PostgreSQL: without a bound a rush of
// requests runs into the server's own limit.
const poolSize = 16

func openPostgres(address string) (*DB, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, ErrURL // the address holds a password: it is not repeated
	}
	query := u.Query()
	size, wait := poolSize, patience
	if n, err := strconv.Atoi(query.Get("pool_max_conns")); err == nil && n > 0 {
		size = n
	}
	if text := query.Get("patience"); text != "" {
		if wait, err = time.ParseDuration(text); err != nil || wait <= 0 {
			return nil, fmt.Errorf("%w: patience=%s", ErrURL, text)
		}
	}
	query.Del("pool_max_conns")
	query.Del("patience")
	u.RawQuery = query.Encode()
	config, err := pgx.ParseConfig(u.String())
	if err != nil {
		return nil, ErrURL
	}
	limits(config)
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	return &DB{write: pool, read: pool, dialect: dialectPostgres, wait: wait}, nil
}

// limits gives the session bounds of its own, where the address names none: for
// making a connection, and for a row that another session holds, so that the server
// does not go on waiting for somebody who has gone.
func limits(config *pgx.ConnConfig) {
	config.RuntimeParams["timezone"] = "UTC"
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectWithin
	}
	if config.RuntimeParams["lock_timeout"] == "" {
		config.RuntimeParams["lock_timeout"] = lockWithin
	}
}

// Close closes the database.
func (d *DB) Close() error {
	err := d.read.Close()
	if d.write != d.read {
		err = errors.Join(err, d.write.Close()) // last, so that SQLite folds its log into the file
	}
	return err
}

// Ping says whether the database can be reached.
func (d *DB) Ping(ctx context.Context) error {
	ctx, end := d.bounded(ctx)
	defer end()
	if err := reach(ctx, d.write); err != nil || d.write == d.read {
		return err
	}
	return reach(ctx, d.read)
}

// reach makes a connection where there is none. SQLite does not wait, but says
// "busy" at once, to the one of several processes that came second in turning the
// write-ahead log of a new file on: it tries again.
func reach(ctx context.Context, pool *sql.DB) error {
	var err error
	for try := range tries {
		if err = pool.PingContext(ctx); !errors.Is(translate(err), errAgain) {
			break
		}
		if stop := pause(ctx, try); stop != nil {
			return stop
		}
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return nil
}

// InUse is how many connections do something now.
func (d *DB) InUse() int {
	n := d.read.Stats().InUse
	if d.write != d.read {
		n += d.write.Stats().InUse
	}
	return n
}
