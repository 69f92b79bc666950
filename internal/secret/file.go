package secret

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"talim/internal/durable"
)

// A line of the file is the id of a key and the key itself, in one of two ways:
//
//	1a2b3c4d BASE64                      as the program writes it
//	1a2b3c4d 0011 2233 ... eeff check    as it stands on paper, typed in again
//
// The check of the second catches what was mistyped.

// line is a key as the file holds it.
type line struct {
	id  string
	key []byte
}

// ring is what a file holds: its keys, in the order of the lines.
type ring struct {
	keys  map[string]tools
	order []string
}

func (r *ring) add(id string, key []byte) error {
	made, err := newTools(key)
	if err != nil {
		return err
	}
	if _, known := r.keys[id]; !known {
		r.order = append(r.order, id)
	}
	r.keys[id] = made
	return nil
}

// OpenFile reads the file of keys. make says whether a missing file is made: right
// for a new database, wrong for one that holds texts of a key that is gone.
func OpenFile(path string, make bool) (*Keeper, error) {
	k := &Keeper{path: path, ring: ring{keys: map[string]tools{}}}
	err := k.Refresh()
	if errors.Is(err, fs.ErrNotExist) && make {
		return k, k.addKey(false)
	}
	return k, err
}

// Refresh reads the file again where it changed: another copy of the program, or
// `talim keys rotate`, may have added a key. A file that cannot be used is told each
// time, and what was read before goes on.
func (k *Keeper) Refresh() error {
	if k.path == "" {
		return nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.refresh()
}

func (k *Keeper) refresh() error {
	info, err := os.Stat(k.path)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrFile, err)
	}
	if old := k.state; old != nil && os.SameFile(old, info) && old.ModTime().Equal(info.ModTime()) && old.Size() == info.Size() {
		return nil
	}
	lines, notes, err := readFile(k.path, info)
	if err != nil {
		return err
	}
	read := ring{keys: maps.Clone(k.keys)} // a key whose line is gone still opens, until the program ends
	for _, l := range lines {
		if !slices.Contains(read.order, l.id) {
			delete(read.keys, l.id) // what the file says counts
		}
		if err := read.add(l.id, l.key); err != nil {
			return err
		}
	}
	k.ring, k.state = read, info
	for what, is := range takings {
		k.taken[what] = k.taken[what] || slices.ContainsFunc(notes, func(n string) bool { return strings.HasPrefix(n, is.line) })
	}
	return nil
}

// readFile reads the keys of a file that its owner alone may read; notes are the lines
// that say since when nothing is taken over any more.
func readFile(path string, info fs.FileInfo) (keys []line, notes []string, err error) {
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, nil, fmt.Errorf("%w: others may read %s; as its owner: chmod 600 %s", ErrFile, path, path)
	}
	raw, err := os.ReadFile(path) //nolint:gosec // the path is the operator's own
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrFile, err)
	}
	lines, n := parse(string(raw))
	switch {
	case n > 0:
		return nil, nil, fmt.Errorf("%w: %s, line %d is no key or was mistyped", ErrFile, path, n) // never the line itself
	case len(lines) == 0:
		return nil, nil, fmt.Errorf("%w: %s holds no key", ErrFile, path)
	}
	return lines, notesIn(string(raw)), nil
}

func notesIn(raw string) []string {
	var out []string
	for text := range strings.Lines(raw) {
		text = strings.TrimSpace(text)
		if slices.ContainsFunc(takings[:], func(t taking) bool { return strings.HasPrefix(text, t.line) }) {
			out = append(out, text)
		}
	}
	return out
}

// byteOrderMark begins a file that some editors have saved.
const byteOrderMark = "\ufeff"

// parse reads the lines of a file; wrong is the number of the first that is no key,
// 0 where all are well.
func parse(raw string) (lines []line, wrong int) {
	n := 0
	for text := range strings.Lines(strings.TrimPrefix(raw, byteOrderMark)) {
		n++
		if text = strings.TrimSpace(text); text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		id, rest, _ := strings.Cut(text, " ")
		key, err := base64.StdEncoding.DecodeString(rest)
		if err != nil {
			key, err = fromPaper(rest)
		}
		if err != nil || len(key) != keySize || len(id) != 2*idSize {
			return nil, n
		}
		lines = append(lines, line{id, key})
	}
	return lines, 0
}

// addKey adds a fresh key to the file. It is added to what the file holds at that
// moment, while nobody else adds one; the whole file is written anew, flushed and
// read back before the key is used. Without must, a key that somebody else has just
// put into the file will do.
func (k *Keeper) addKey(must bool) (err error) {
	if err := os.MkdirAll(filepath.Dir(k.path), 0o700); err != nil {
		return fmt.Errorf("%w: %w", ErrFile, err)
	}
	unlock, err := durable.Lock(k.path)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrFile, err)
	}
	defer func() { err = errors.Join(err, unlock()) }()
	k.mu.Lock()
	defer k.mu.Unlock()
	err = k.refresh()
	switch {
	case errors.Is(err, fs.ErrNotExist) && k.state == nil: // the first key of a new file
	case err != nil || !must:
		return err
	}
	id, key := fresh()
	if err := appendLine(k.path, id+" "+base64.StdEncoding.EncodeToString(key)); err != nil {
		return fmt.Errorf("%w: %w", ErrFile, err)
	}
	if err := k.refresh(); err != nil {
		return err
	}
	k.newest = "" // the last one
	if k.last() != id {
		return fmt.Errorf("%w: %s does not hold the new key that was written to it", ErrFile, k.path)
	}
	return nil
}

// appendLine puts a file with one line more in the place of the file, whole or not
// at all.
func appendLine(path, text string) error {
	raw, err := os.ReadFile(path) //nolint:gosec // the path is the operator's own
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if len(raw) > 0 && raw[len(raw)-1] != '\n' { // an editor that ends no line
		raw = append(raw, '\n')
	}
	return durable.WriteFile(path, 0o600, append(raw, text+"\n"...))
}

// Paper gives the keys of the file as they are written down on paper: groups of
// four letters and a check, and since when nothing open is taken. Typed into a file, they
// open the same texts.
func Paper(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFile, err)
	}
	lines, notes, err := readFile(path, info)
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = l.id + " " + toPaper(l.key)
	}
	return append(out, notes...), err
}

func toPaper(key []byte) string {
	digits := hex.EncodeToString(key) + checkOf(key)
	var b strings.Builder
	for i := 0; i < len(digits); i += 4 {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(digits[i : i+4])
	}
	return b.String()
}

func fromPaper(text string) ([]byte, error) {
	digits := strings.ToLower(strings.Join(strings.Fields(text), ""))
	raw, err := hex.DecodeString(digits)
	if err != nil || len(raw) != keySize+2 || checkOf(raw[:keySize]) != digits[2*keySize:] {
		return nil, ErrFile
	}
	return raw[:keySize], nil
}

// checkOf is two bytes that tell a mistyped key.
func checkOf(key []byte) string {
	sum := sha256.Sum256(append([]byte("paper:"), key...))
	return hex.EncodeToString(sum[:2])
}
