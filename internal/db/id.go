package db

import (
	"strings"

	"github.com/oklog/ulid/v2"
)

// NewID is a key for a row: a ULID in lower case, 26 characters that sort in the
// order in which they were made (docs/decisions/0007-identifiers-and-dates.md).
func NewID() string { return strings.ToLower(ulid.Make().String()) }
