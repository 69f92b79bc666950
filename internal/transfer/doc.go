// Package transfer moves a school between databases: everything that belongs to it goes
// into one file, and from the file into another database, of either kind, with all its
// identifiers.
//
// The tables are those of the schema. A table belongs to the school when its rows carry
// a school; what stays behind is named with its reason (Stays), and a test fails on a
// table that is neither.
//
// The file is sealed as a whole with a key made from recovery words, which are shown once
// and never written: no key of either database travels. Private texts are opened with the
// keys of the database that the school leaves, and sealed with those of the one it comes
// to. A text whose key is lost travels as it is.
//
// While it is on its way the school can be read and not changed (package hold), which is
// begun and ended by whoever keeps the schools. One
// transaction brings it in; before it ends, everything is read back and compared with
// what left, by numbers and hashes of records.
//
// A school that comes back takes the place of the copy that stayed when it left (Replace).
package transfer

import (
	"context"
	"errors"
	"slices"

	"talim/internal/db"
	"talim/internal/journal"
	"talim/internal/secret"
)

// Why a file is not taken.
var (
	ErrFile    = errors.New("this is no whole file of a school")
	ErrWords   = errors.New("the recovery words do not open the file, or the file was changed")
	ErrSchema  = errors.New("the file is of another version of the program")
	ErrThere   = errors.New("the school is in this database already")
	ErrWorks   = errors.New("the school takes changes in this database: only the copy of a school that is being moved or has left is replaced")
	ErrNoCopy  = errors.New("there is no copy of the school in this database to be replaced")
	ErrOlder   = errors.New("the copy in this database was changed after the file was made")
	ErrDiffers = errors.New("what was written differs from the file; nothing was changed")
)

// Stays names the tables of which nothing travels, and why.
var Stays = map[string]string{
	"session":            "people sign in again after a move",
	"sign_in_attempt":    "counts of the whole server",
	"job_schedule":       "of the whole program",
	"import_desk":        "who is at work on a file right now",
	"school_hold":        "says that the school is on its way; that it is closed, the file says apart",
	"organisation_place": "where the school stood in the tree of this database",
	"district_request":   "is between two schools of one database",
	"district_ask":       "is between a school and the office above it in one database",
	"account_person":     "joins accounts of several schools of one database",
}

// organisation is the school itself, which has no school_id.
const organisation = "organisation"

// parent is the one column that a move changes: where the school stands in the tree.
const parent = "parent_id"

// Belongs says whether the rows of a table can belong to a school.
func Belongs(s db.Shape) bool {
	_, stays := Stays[s.Table]
	return !stays && (s.Table == organisation || s.Has("school_id"))
}

func of(shapes []db.Shape) []db.Shape {
	return slices.DeleteFunc(slices.Clone(shapes), func(s db.Shape) bool { return !Belongs(s) })
}

// owner is the column that names the school.
func owner(s db.Shape) string {
	if s.Table == organisation {
		return "id"
	}
	return "school_id"
}

// Mover moves schools out of a database or into it.
type Mover struct {
	DB       *db.DB
	Keeper   *secret.Keeper
	Sealed   []secret.Column
	Vouched  []secret.Vouched
	Progress func(table string, rows int) // told after each table; nil: nobody listens
	Ways     []journal.Event              // what journals tell of moves, which change nothing in a school

	// Arrived is told in the transaction that brings a school in, when all of it has been
	// compared; nil: nobody listens.
	Arrived func(ctx context.Context, tx db.Conn, r Report) error
}

// Sum is what a table of a school holds: so many records, with the hash of all of them,
// in whatever order.
type Sum struct {
	Table string `json:"table"`
	Rows  int    `json:"rows"`
	Hash  string `json:"hash"`
}

// Report says what travelled.
type Report struct {
	School, Code string
	Sums         []Sum
	Unreadable   int // private texts whose key is lost; they travelled as they are
}

// Rows is how many records travelled.
func (r Report) Rows() int {
	n := 0
	for _, s := range r.Sums {
		n += s.Rows
	}
	return n
}
