package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// The kinds of error that callers tell apart with errors.Is.
var (
	ErrNotFound    = errors.New("db: no such row")
	ErrDuplicate   = errors.New("db: there already")
	ErrReference   = errors.New("db: refers to a row that is not there, or is referred to")
	ErrConstraint  = errors.New("db: value refused")
	ErrFull        = errors.New("db: disk full")
	ErrUnavailable = errors.New("db: database cannot be reached")
	ErrNested      = errors.New("db: a transaction is already open; use its Conn")
	ErrContext     = errors.New("db: not the context of this transaction; use the one that Tx gives")
	ErrArgument    = errors.New("db: argument of a type that cannot be stored") // a mistake of ours
	ErrText        = errors.New("db: text that cannot be stored")               // too long, or not all of it letters
)

// errAgain marks a failure after which the transaction is worth repeating.
var errAgain = errors.New("db: in conflict with another transaction")

// translate gives a driver's error its kind, once, by code: the texts change
// between versions and languages.
func translate(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	if kind := kindOf(err); kind != nil {
		return fmt.Errorf("%w: %w", kind, err)
	}
	return err
}

func kindOf(err error) error {
	var lite *sqlite.Error
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &lite):
		return kindOfSQLite(lite.Code())
	case errors.As(err, &pg):
		return kindOfPostgres(pg.Code)
	case errors.Is(err, sql.ErrNoRows):
		return ErrNotFound
	case errors.Is(err, context.DeadlineExceeded), lost(err):
		return ErrUnavailable
	}
	return nil
}

// lost says whether the connection broke or could not be made.
func lost(err error) bool {
	var network net.Error
	var connect *pgconn.ConnectError
	for _, broken := range []error{driver.ErrBadConn, sql.ErrConnDone, io.EOF, io.ErrUnexpectedEOF} {
		if errors.Is(err, broken) {
			return true
		}
	}
	return errors.As(err, &connect) || errors.As(err, &network)
}

func kindOfSQLite(code int) error {
	switch code {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_ROWID:
		return ErrDuplicate
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return ErrReference
	}
	switch code & 0xff { // the low byte is the family of an extended code
	case sqlite3.SQLITE_CONSTRAINT:
		return ErrConstraint
	case sqlite3.SQLITE_FULL:
		return ErrFull
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return errAgain
	case sqlite3.SQLITE_TOOBIG:
		return ErrText
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
		return ErrUnavailable
	}
	return nil
}

func kindOfPostgres(code string) error {
	switch code {
	case "23505": // unique_violation
		return ErrDuplicate
	case "23503": // foreign_key_violation
		return ErrReference
	case "53100": // disk_full
		return ErrFull
	case "40001", "40P01": // serialization_failure, deadlock_detected
		return errAgain
	case "25006", // read_only_sql_transaction: a server that only follows another
		"25P03", "25P04", "55P03", "57014", // it waited too long: idle, transaction, lock, statement
		"57P01", "57P02", "57P03", "57P05": // shutting down, starting up
		return ErrUnavailable
	case "22001", "22021": // longer than the column, letters that are none
		return ErrText
	}
	switch code[:min(len(code), 2)] {
	case "23": // the rest of integrity_constraint_violation
		return ErrConstraint
	case "08", "53", "58": // connection_exception, insufficient_resources, system_error
		return ErrUnavailable
	case "54": // program_limit_exceeded: a value too long for an index, and the like
		return ErrText
	}
	return nil
}
