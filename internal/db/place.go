package db

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// ErrLeft is returned where a new database would be made although one was here: a
// school would find itself empty, and belong to its first visitor.
var ErrLeft = errors.New("db: the database is missing, and something of it is left")

// place makes sure of the file of a SQLite address, before SQLite says only "unable
// to open": it can be written, as can its folder, and a new one is made only where
// none was. New files are for their owner.
func place(address string) error {
	path, query, asked := strings.Cut(strings.TrimPrefix(address, "sqlite:"), "?")
	if err := plainPath(path, query, asked); err != nil {
		return err
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		err = makeFile(path)
	case err == nil && info.IsDir():
		err = fmt.Errorf("%s is a folder; name the file in it", path)
	case err == nil && info.Size() == 0 && time.Since(info.ModTime()) > justMade:
		return fmt.Errorf("%w: %s is empty, as after a power cut; restore a backup, or delete the file for a new school", ErrLeft, path)
	case err == nil:
		err = writable(path)
	}
	if err == nil || errors.Is(err, ErrLeft) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, err)
}

// justMade is how long an empty file may be one that another copy of the program is
// just filling.
const justMade = time.Minute

// plainPath refuses what looks like a path and is none: SQLite would make a file of
// another name.
func plainPath(path, query string, asked bool) error {
	options, err := url.ParseQuery(query)
	switch {
	case path == "":
		return ErrURL
	case path == ":memory:" || strings.HasPrefix(path, "file:"):
		return fmt.Errorf("%w: %s is no path of a file", ErrURL, path)
	case asked && (err != nil || len(options) != 1 || !options.Has("synchronous")):
		return fmt.Errorf("%w: a path holds no question mark: %s?%s", ErrURL, path, query)
	}
	return nil
}

// makeFile makes a new, empty file where none was.
func makeFile(path string) error {
	if left := leftOf(path); left != "" && missing(path) { // not the log of a copy that is faster
		return fmt.Errorf("%w: %s is not there, but %s is. Restore a backup, or give what is left its name back; for a new school, move it away",
			ErrLeft, path, left)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // the path is the operator's own
	if errors.Is(err, os.ErrExist) {                                      // another copy was faster
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

func missing(path string) bool {
	_, err := os.Stat(path)
	return errors.Is(err, os.ErrNotExist)
}

// leftOf finds what a restore that was cut off, or a file that was taken away, has
// left beside path.
func leftOf(path string) string {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return ""
	}
	base := filepath.Base(path)
	for _, e := range entries {
		rest, ours := strings.CutPrefix(e.Name(), base)
		if ours && (rest == "-wal" || rest == "-journal" || rest == ".restore" || strings.HasPrefix(rest, ".before-")) {
			return filepath.Join(filepath.Dir(path), e.Name())
		}
	}
	return ""
}

// writable tries the file and its folder, where SQLite keeps its log.
func writable(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0) //nolint:gosec // the path is the operator's own
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	beside, err := os.CreateTemp(filepath.Dir(path), ".talim-*")
	if err != nil {
		return fmt.Errorf("the folder of the database must be writable, for its log: %w", err)
	}
	return errors.Join(beside.Close(), os.Remove(beside.Name()))
}
