package db

import (
	"crypto/rand"
	"strings"
	"time"

	"github.com/oklog/ulid/v2"
)

// NewID is a key for a row: a ULID in lower case, 26 characters that sort in the
// order in which they were made (docs/decisions/0007-identifiers-and-dates.md).
func NewID() string { return strings.ToLower(ulid.Make().String()) }

// NewIDAt is a key that says no more of its time than that it is after t: of a row that
// tells the day and not the minute.
func NewIDAt(t time.Time) string {
	return strings.ToLower(ulid.MustNew(ulid.Timestamp(t), rand.Reader).String())
}
