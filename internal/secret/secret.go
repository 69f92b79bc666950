// Package secret keeps private texts unreadable in the database: they are
// sealed with a key that stands in a file of its own, outside of it. Who has a
// copy of the database but not the file reads nothing; who has both reads all,
// and the manual says so (docs/operation.md).
//
// The file holds a line per key; the newest one seals, all of them open. To rotate
// is to add a line; a job seals older texts anew (reseal.go). Which key is the newest
// the database remembers (record.go), so that all its programs agree. A lost file
// cannot be made again: its texts are lost with it, which pages say in the place of
// the text (Show).
package secret

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"slices"
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

const (
	keySize = 32 // AES-256
	idSize  = 4  // of the name of a key
)

// Keeper seals and opens texts. Its methods may be called at the same time.
type Keeper struct {
	mu    sync.RWMutex
	path  string      // "" for a keeper without a file
	state fs.FileInfo // of the file that was read
	ring
	taken  [allTaken]bool // what is not taken over any more, see Settle
	newest string         // the key that seals where the file has it, as the database remembers; "" for the last one
}

// New makes a keeper with one new key and no file, for tests and the demo.
func New() (*Keeper, error) {
	k := &Keeper{ring: ring{keys: map[string]tools{}}}
	id, key := fresh()
	return k, k.add(id, key)
}

// Keys are the ids of the keys, the one that seals last.
func (k *Keeper) Keys() []string {
	k.mu.RLock()
	defer k.mu.RUnlock()
	seals := k.last()
	return append(slices.DeleteFunc(slices.Clone(k.order), func(id string) bool { return id == seals }), seals)
}

// HasFile says whether the keys stand in a file; without one they end with the program.
func (k *Keeper) HasFile() bool { return k.path != "" }

// Rotate adds a key, in the file as well; from now on it seals.
func (k *Keeper) Rotate() error {
	if k.path != "" {
		return k.addKey(true)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	id, key := fresh()
	k.newest = id
	return k.add(id, key)
}

// tools are what is made from a key: one seals, the other vouches.
type tools struct {
	cipher.AEAD
	voucher []byte
}

func newTools(key []byte) (tools, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return tools{}, err
	}
	sealer, err := cipher.NewGCM(block)
	return tools{sealer, voucherOf(key)}, err
}

// last is the key that seals.
func (k *Keeper) last() string {
	if slices.Contains(k.order, k.newest) {
		return k.newest
	}
	return k.order[len(k.order)-1]
}

// toolsOf is the key with the id. One that is not known may have been added to the
// file meanwhile, by another copy of the program.
func (k *Keeper) toolsOf(id string) (tools, error) {
	k.mu.RLock()
	found, known := k.keys[id]
	k.mu.RUnlock()
	if known {
		return found, nil
	}
	if err := k.Refresh(); err != nil {
		return tools{}, errors.Join(ErrKey, err)
	}
	k.mu.RLock()
	defer k.mu.RUnlock()
	if found, known = k.keys[id]; !known {
		return tools{}, ErrKey
	}
	return found, nil
}

// Seal makes the text unreadable. about names the record and field it belongs
// to, such as "meeting_note/"+id: opened for another one it is damaged, so that
// nobody can move a text to a record that she may read. "" stays "".
func (k *Keeper) Seal(about, text string) string { return k.SealFor(about, nil, text) }

// Open opens a sealed text for the program itself, whoever its readers are. One that was
// never sealed is given back as it is while the database is not settled, and refused
// afterwards; so is one that names no readers and should.
func (k *Keeper) Open(about, sealed string) (string, error) {
	t, err := k.open(about, sealed)
	return t.text, err
}

func (k *Keeper) open(about, sealed string) (sealedText, error) {
	id, box := split(sealed)
	switch {
	case sealed == "":
		return sealedText{}, nil
	case id == "" && k.Settled():
		return sealedText{}, ErrPlain
	case id == "":
		return sealedText{text: sealed}, nil
	}
	named := namesReaders(about)
	if about, box = asSealed(about, box); named && !namesReaders(about) && k.Bound() {
		return sealedText{}, ErrUnbound
	}
	if strings.HasPrefix(box, wrapped) {
		return k.openWrapped(id, about, box)
	}
	packed, err := k.unbox(id, about, box)
	if err != nil {
		return sealedText{}, err
	}
	return unpack(about, packed), nil
}

// split takes a sealed text apart; the id of a plain text is "".
func split(sealed string) (id, box string) {
	rest, is := strings.CutPrefix(sealed, mark)
	if !is {
		return "", sealed
	}
	id, box, _ = strings.Cut(rest, ":")
	return id, box
}

// Stale says whether the text should be sealed anew: it is plain, or of an older key.
func (k *Keeper) Stale(sealed string) bool {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return sealed != "" && !strings.HasPrefix(sealed, mark+k.last()+":")
}

// fresh makes a key with a name of its own.
func fresh() (id string, key []byte) {
	name := make([]byte, idSize)
	key = make([]byte, keySize)
	_, _ = rand.Read(name)
	_, _ = rand.Read(key)
	return hex.EncodeToString(name), key
}

// IsSealed says whether a text is sealed, with whatever key.
func IsSealed(text string) bool {
	id, _ := split(text)
	return id != ""
}
