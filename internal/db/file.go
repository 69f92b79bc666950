package db

import (
	"io"
	"os"
)

// IsFile says whether a file is a database, by how it begins.
func IsFile(path string) bool {
	const begins = "SQLite format 3\x00"
	f, err := os.Open(path) //nolint:gosec // of the operator's own folders
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }()
	head := make([]byte, len(begins))
	_, err = io.ReadFull(f, head)
	return err == nil && string(head) == begins
}
