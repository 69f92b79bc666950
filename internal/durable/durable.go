// Package durable writes the files that must not be lost: keys, backups, a
// database that comes back, the result of hours. A power cut at any point leaves
// the old file or the new one, whole; never none, never half of one.
package durable

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// ErrReadBack is returned where the disk gives back something else than was
// written to it. The old file is still there.
var ErrReadBack = errors.New("durable: what was written reads back differently; look at the disk")

// Step is called, where a test sets it, before each step with its name, so that
// the test can stop the program there.
var Step = func(name string) {}

// WriteFile is [Write] of a content that is there already.
func WriteFile(path string, mode fs.FileMode, content []byte) error {
	return Write(path, mode, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

// Write puts what fill writes in the place of the file at path, whole or not at
// all: it is written beside, flushed, read back and renamed, and the folder is
// flushed. When an error comes back, the old file is as it was, unless the error is
// of the last flush: then either may be there after a power cut.
//
// A new file gets the mode; one that is replaced gives its own owner on. A link is
// followed. What is no regular file (a device, a pipe) is written to as it is and
// never replaced.
func Write(path string, mode fs.FileMode, fill func(io.Writer) error) error {
	path, err := follow(path)
	if err != nil {
		return err
	}
	old, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		old, err = nil, nil
	}
	if err != nil {
		return err
	}
	if old != nil && !old.Mode().IsRegular() {
		return writeTo(path, fill)
	}
	part, err := writeBeside(path, mode, old, fill)
	if err != nil {
		return err
	}
	if err := Replace(part, path); err != nil {
		return errors.Join(err, clear(part))
	}
	return nil
}

// Replace renames a file that somebody else has finished beside path over it: it is
// flushed first and the folder after. Both must be in one folder.
func Replace(made, path string) error {
	Step("flush")
	if err := Flush(made); err != nil {
		return err
	}
	Step("rename")
	if err := os.Rename(made, path); err != nil {
		return err
	}
	Step("flush folder")
	if err := FlushFolder(path); err != nil {
		return err
	}
	Step("done")
	return nil
}

// Beside makes an unfinished file beside path, for its owner only, for somebody who
// fills it in a way of his own and gives it to [Replace]. What killed programs left of
// the same path an hour ago and earlier is removed.
func Beside(path string) (*os.File, error) {
	sweep(path)
	return os.CreateTemp(filepath.Dir(path), partOf(path)+"*")
}

// GiveTo makes the file at path belong to the owner of another, as far as the one
// who asks may do that.
func GiveTo(path string, like fs.FileInfo) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0) //nolint:gosec // the path is the operator's own
	if err != nil {
		return err
	}
	return errors.Join(giveTo(f, like), f.Close())
}

// Flush brings the content of a file to the disk.
func Flush(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0) //nolint:gosec // the path is the operator's own
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// FlushFolder brings the names in the folder of path to the disk: a file that was
// renamed or made there is found after a power cut only then.
func FlushFolder(path string) error { return flushFolder(filepath.Dir(path)) }

// writeTo writes to what is no regular file.
func writeTo(path string, fill func(io.Writer) error) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY, 0) //nolint:gosec // the path is the operator's own
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return fill(f)
}

// writeBeside makes the whole new file under another name in the same folder.
func writeBeside(path string, mode fs.FileMode, old fs.FileInfo, fill func(io.Writer) error) (string, error) {
	Step("make")
	f, err := Beside(path)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	err = fillFlush(f, io.MultiWriter(f, sum), fill)
	if err == nil {
		err = own(f, mode, old)
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return "", errors.Join(err, clear(f.Name()))
	}
	Step("read back")
	if err := readBack(f.Name(), sum.Sum(nil)); err != nil {
		return "", errors.Join(err, clear(f.Name()))
	}
	return f.Name(), nil
}

func fillFlush(f *os.File, w io.Writer, fill func(io.Writer) error) error {
	Step("write")
	if err := fill(w); err != nil {
		return err
	}
	Step("flush part")
	return f.Sync()
}

func own(f *os.File, mode fs.FileMode, old fs.FileInfo) error {
	if old != nil {
		if err := giveTo(f, old); err != nil {
			return err
		}
	}
	return f.Chmod(mode)
}

func readBack(path string, want []byte) (err error) {
	f, err := os.Open(path) //nolint:gosec // made here
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return err
	}
	if !bytes.Equal(sum.Sum(nil), want) {
		return fmt.Errorf("%w: %s", ErrReadBack, path)
	}
	return nil
}

// maxLinks ends a circle of links.
const maxLinks = 40

// follow gives the file that a link leads to, also where that is not there yet.
func follow(path string) (string, error) {
	for range maxLinks {
		info, err := os.Lstat(path)
		if errors.Is(err, fs.ErrNotExist) {
			return path, nil
		}
		if err != nil {
			return "", err
		}
		if info.Mode()&fs.ModeSymlink == 0 || !regularOrMissing(path) {
			return path, nil
		}
		to, err := os.Readlink(path)
		if err != nil {
			return "", err
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(path), to)
		}
		path = to
	}
	return "", &fs.PathError{Op: "follow", Path: path, Err: errors.New("too many links")}
}

// regularOrMissing says whether path leads to something that may be replaced; a
// link such as /dev/stdout to a pipe can be opened and not followed by name.
func regularOrMissing(path string) bool {
	info, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist) || err == nil && info.Mode().IsRegular()
}

// partOf begins the name of the unfinished file; a very long name is cut.
func partOf(path string) string {
	base := []rune(filepath.Base(path))
	return "." + string(base[:min(len(base), 40)]) + ".part-"
}

// forgotten is after how long an unfinished file is one that a killed program left.
const forgotten = time.Hour

// sweep removes what killed programs left of the same file. It is a courtesy:
// what cannot be removed stays.
func sweep(path string) {
	folder := filepath.Dir(path)
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && info.Mode().IsRegular() && strings.HasPrefix(e.Name(), partOf(path)) && time.Since(info.ModTime()) > forgotten {
			_ = os.Remove(filepath.Join(folder, e.Name()))
		}
	}
}

// clear removes an unfinished file.
func clear(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
