// Package secret keeps private texts unreadable in the database: they are
// sealed with a key that stands in a file of its own, outside of it. Who has a
// copy of the database but not the file reads nothing; who has both reads all,
// and the manual says so (docs/operation.md).
//
// The file holds a line per key, `id base64`; the last one seals, all of them
// open. To rotate is to add a line; texts are sealed anew when the program
// next starts. A lost file cannot be made again: its texts are lost with it,
// which pages say in the place of the text.
package secret

import (
	"bufio"
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// The reasons why a text cannot be read, or the file of keys not be used.
var (
	ErrKey     = errors.New("secret: the key of this text is not in the file of keys")
	ErrDamaged = errors.New("secret: the sealed text was changed or moved")
	ErrFile    = errors.New("secret: the file of keys cannot be used")
)

// mark begins every sealed text; a text without it is not sealed.
const mark = "sealed:"

const keySize = 32 // AES-256

// Keeper seals and opens texts. Its methods may be called at the same time.
type Keeper struct {
	mu    sync.RWMutex
	path  string // "" for a keeper without a file
	ciphs map[string]cipher.AEAD
	last  string // id of the key that seals
}

// New makes a keeper with one new key and no file, for tests and the demo.
func New() (*Keeper, error) {
	k := &Keeper{ciphs: map[string]cipher.AEAD{}}
	id, key := fresh()
	return k, k.add(id, key)
}

// Open reads the file of keys. make says whether a missing file is made: right
// for a new database, wrong for one that holds texts of a key that is gone.
func Open(path string, make bool) (*Keeper, error) {
	k := &Keeper{path: path, ciphs: map[string]cipher.AEAD{}}
	raw, err := os.ReadFile(path) //nolint:gosec // the path is the operator's own
	switch {
	case errors.Is(err, fs.ErrNotExist) && make:
		return k, k.Rotate()
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrFile, err)
	}
	lines := bufio.NewScanner(bytes.NewReader(raw))
	for n := 1; lines.Scan(); n++ {
		if err := k.read(lines.Text()); err != nil {
			return nil, fmt.Errorf("%w: %s, line %d", ErrFile, path, n) // never the line itself
		}
	}
	if k.last == "" {
		return nil, fmt.Errorf("%w: %s holds no key", ErrFile, path)
	}
	return k, nil
}

func (k *Keeper) read(line string) error {
	line = strings.TrimSpace(line)
	if line == "" || strings.HasPrefix(line, "#") {
		return nil
	}
	id, text, _ := strings.Cut(line, " ")
	key, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(key) != keySize || id == "" {
		return ErrFile
	}
	return k.add(id, key)
}

func (k *Keeper) add(id string, key []byte) error {
	block, err := aes.NewCipher(key)
	if err != nil {
		return err
	}
	sealer, err := cipher.NewGCM(block)
	if err != nil {
		return err
	}
	k.ciphs[id], k.last = sealer, id
	return nil
}

// Rotate adds a key to the file; from now on it seals.
func (k *Keeper) Rotate() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	id, key := fresh()
	if k.path != "" {
		if err := appendLine(k.path, id+" "+base64.StdEncoding.EncodeToString(key)+"\n"); err != nil {
			return fmt.Errorf("%w: %w", ErrFile, err)
		}
	}
	return k.add(id, key)
}

// Seal makes the text unreadable. about names the record and field it belongs
// to, such as "meeting_note/"+id: opened for another one it is damaged, so that
// nobody can move a text to a record that she may read. "" stays "".
func (k *Keeper) Seal(about, text string) string {
	if text == "" {
		return ""
	}
	k.mu.RLock()
	defer k.mu.RUnlock()
	sealer := k.ciphs[k.last]
	nonce := make([]byte, sealer.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	box := sealer.Seal(nonce, nonce, []byte(text), []byte(about))
	return mark + k.last + ":" + base64.RawStdEncoding.EncodeToString(box)
}

// Reveal opens a sealed text. A text that was never sealed is given back as it is.
func (k *Keeper) Reveal(about, sealed string) (string, error) {
	rest, is := strings.CutPrefix(sealed, mark)
	if !is {
		return sealed, nil
	}
	id, text, _ := strings.Cut(rest, ":")
	k.mu.RLock()
	sealer, known := k.ciphs[id]
	k.mu.RUnlock()
	if !known {
		return "", ErrKey
	}
	box, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil || len(box) < sealer.NonceSize() {
		return "", ErrDamaged
	}
	open, err := sealer.Open(nil, box[:sealer.NonceSize()], box[sealer.NonceSize():], []byte(about))
	if err != nil {
		return "", ErrDamaged
	}
	return string(open), nil
}

// Stale says whether the text should be sealed anew: it is plain, or of an older key.
func (k *Keeper) Stale(sealed string) bool {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return sealed != "" && !strings.HasPrefix(sealed, mark+k.last+":")
}

// fresh makes a key with a name of its own.
func fresh() (id string, key []byte) {
	name := make([]byte, 4)
	key = make([]byte, keySize)
	_, _ = rand.Read(name)
	_, _ = rand.Read(key)
	return hex.EncodeToString(name), key
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
