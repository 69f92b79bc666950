package db

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	sqlite3 "modernc.org/sqlite/lib"
)

func TestKindsByCode(t *testing.T) {
	for code, want := range map[string]error{
		"23505": ErrDuplicate, "23503": ErrReference, "23502": ErrConstraint, "23514": ErrConstraint, "23P01": ErrConstraint,
		"53100": ErrFull, "40001": errAgain, "40P01": errAgain, "53300": ErrUnavailable, "57P01": ErrUnavailable, "57P03": ErrUnavailable,
		"25006": ErrUnavailable, "57014": ErrUnavailable, "55P03": ErrUnavailable, "25P03": ErrUnavailable, "53200": ErrUnavailable, "58030": ErrUnavailable,
		"22021": ErrText, "22001": ErrText, "54000": ErrText, "5": nil,
		"08006": ErrUnavailable, "42601": nil, "": nil,
	} {
		if got := kindOfPostgres(code); !errors.Is(got, want) {
			t.Errorf("PostgreSQL %s: %v, want %v", code, got, want)
		}
	}
	for code, want := range map[int]error{
		sqlite3.SQLITE_CONSTRAINT_UNIQUE: ErrDuplicate, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY: ErrDuplicate,
		sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY: ErrReference, sqlite3.SQLITE_CONSTRAINT_NOTNULL: ErrConstraint, sqlite3.SQLITE_CONSTRAINT_CHECK: ErrConstraint,
		sqlite3.SQLITE_FULL: ErrFull, sqlite3.SQLITE_BUSY: errAgain, sqlite3.SQLITE_BUSY_SNAPSHOT: errAgain, sqlite3.SQLITE_LOCKED: errAgain,
		sqlite3.SQLITE_IOERR_FSYNC: ErrUnavailable, sqlite3.SQLITE_CANTOPEN: ErrUnavailable, sqlite3.SQLITE_CORRUPT: ErrUnavailable,
		sqlite3.SQLITE_READONLY: ErrUnavailable, sqlite3.SQLITE_TOOBIG: ErrText, sqlite3.SQLITE_ERROR: nil,
	} {
		if got := kindOfSQLite(code); !errors.Is(got, want) {
			t.Errorf("SQLite %d: %v, want %v", code, got, want)
		}
	}
}

func TestTranslateKeepsTheCause(t *testing.T) {
	cause := fmt.Errorf("insert: %w", &pgconn.PgError{Code: "23505"})
	if err := translate(cause); !errors.Is(err, ErrDuplicate) || !errors.Is(err, cause) {
		t.Errorf("translated to %v", err)
	}
	for _, lost := range []error{context.DeadlineExceeded, driver.ErrBadConn, io.ErrUnexpectedEOF, &net.OpError{Op: "dial", Err: errors.New("refused")}} {
		if err := translate(lost); !errors.Is(err, ErrUnavailable) {
			t.Errorf("%v translated to %v", lost, err)
		}
	}
	for _, same := range []error{nil, context.Canceled, errors.New("another")} {
		if err := translate(same); !errors.Is(err, same) || errors.Is(err, ErrUnavailable) {
			t.Errorf("%v translated to %v", same, err)
		}
	}
}
