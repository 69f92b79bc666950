package secret

import (
	"bufio"
	"bytes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// A line of the file is the id of a key and the key itself, in one of two ways:
//
//	1a2b3c4d BASE64                      as the program writes it
//	1a2b3c4d 0011 2233 ... eeff check    as it stands on paper, typed in again
//
// The check of the second catches what was mistyped.

// fileState is what tells that the file changed.
type fileState struct {
	at   time.Time
	size int64
}

// Open reads the file of keys. make says whether a missing file is made: right
// for a new database, wrong for one that holds texts of a key that is gone.
func Open(path string, make bool) (*Keeper, error) {
	k := &Keeper{path: path, ciphs: map[string]cipher.AEAD{}}
	err := k.Refresh()
	if errors.Is(err, fs.ErrNotExist) && make {
		return k, k.Rotate()
	}
	return k, err
}

// Refresh reads the file again where it changed: another copy of the program, or
// `talim keys rotate`, may have added a key.
func (k *Keeper) Refresh() error {
	if k.path == "" {
		return nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	info, err := os.Stat(k.path)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrFile, err)
	}
	if state := (fileState{info.ModTime(), info.Size()}); state != k.state {
		k.state = state
		return k.load(info)
	}
	return nil
}

func (k *Keeper) load(info fs.FileInfo) error {
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("%w: others may read %s; as its owner: chmod 600 %s", ErrFile, k.path, k.path)
	}
	raw, err := os.ReadFile(k.path)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrFile, err)
	}
	lines := bufio.NewScanner(bytes.NewReader(raw))
	for n := 1; lines.Scan(); n++ {
		if err := k.read(lines.Text()); err != nil {
			return fmt.Errorf("%w: %s, line %d is no key or was mistyped", ErrFile, k.path, n) // never the line itself
		}
	}
	if len(k.order) == 0 {
		return fmt.Errorf("%w: %s holds no key", ErrFile, k.path)
	}
	return nil
}

func (k *Keeper) read(line string) error {
	line = strings.TrimSpace(line)
	if line == "" || strings.HasPrefix(line, "#") {
		return nil
	}
	id, text, _ := strings.Cut(line, " ")
	key, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		key, err = fromPaper(text)
	}
	if err != nil || len(key) != keySize || len(id) != 2*idSize {
		return ErrFile
	}
	return k.add(id, key)
}

// write adds a line to the file.
func (k *Keeper) write(id string, key []byte) error {
	if err := appendLine(k.path, id+" "+base64.StdEncoding.EncodeToString(key)+"\n"); err != nil {
		return fmt.Errorf("%w: %w", ErrFile, err)
	}
	return nil
}

// appendLine writes the line to the end of the file and to the disk, for its owner only.
func appendLine(path, line string) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) //nolint:gosec // the path is the operator's own
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.WriteString(line); err != nil {
		return err
	}
	return f.Sync()
}

// Paper gives the lines of the file as they are written down on paper: groups of
// four letters and a check. Typed into a file, they open the same texts.
func Paper(path string) ([]string, error) {
	if _, err := Open(path, false); err != nil { // says what is wrong with it
		return nil, err
	}
	raw, err := os.ReadFile(path) //nolint:gosec // the path is the operator's own
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFile, err)
	}
	var out []string
	for line := range strings.Lines(string(raw)) {
		id, text, _ := strings.Cut(strings.TrimSpace(line), " ")
		key, err := base64.StdEncoding.DecodeString(text)
		switch {
		case err == nil && len(key) == keySize:
			out = append(out, id+" "+toPaper(key))
		case len(id) == 2*idSize: // typed in from paper
			out = append(out, strings.TrimSpace(line))
		}
	}
	return out, nil
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
