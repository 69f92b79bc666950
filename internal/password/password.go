// Package password hashes passwords, says which are too easy, and makes the one-time
// codes that are printed for people.
package password

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"talim/internal/fault"
)

// ErrWrong is in the answer where a password, a code or words were compared and are not
// right: who counts guesses counts these.
var ErrWrong = errors.New("password: compared, and not right")

// The cost of a password: what OWASP names as the least for argon2id, because
// the program also runs on one old computer of a village school.
const (
	argonMemory  = 19 * 1024 // KiB
	argonTime    = 2
	argonThreads = 1
	argonKey     = 32
	argonSalt    = 16
	atOnce       = 2 // so that a rush of sign-ins does not eat the memory
)

// The lengths a password may have. Long is bounded, as hashing costs by length.
const (
	minPassword = 8
	maxPassword = 128
)

// Hasher hashes and compares passwords. It bounds how many passwords are hashed at once.
type Hasher struct {
	places chan struct{}
	dummy  string // compared with where there is no account: the same work
}

// NewHasher makes a hasher that two may use at once; others wait.
func NewHasher() *Hasher {
	salt := make([]byte, argonSalt)
	return &Hasher{places: make(chan struct{}, atOnce), dummy: encode(salt, make([]byte, argonKey))}
}

func (h *Hasher) work(ctx context.Context, password string, salt []byte) ([]byte, error) {
	select {
	case h.places <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-h.places }()
	return argon2.IDKey([]byte(password), salt, argonTime, argonMemory, argonThreads, argonKey), nil
}

// Hash gives the text to store for a password.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, argonSalt)
	rand.Read(salt) // never fails; it ends the program instead
	key, err := h.work(ctx, password, salt)
	if err != nil {
		return "", err
	}
	return encode(salt, key), nil
}

// Matches compares a password with a stored text. An empty text matches
// nothing and costs as much.
func (h *Hasher) Matches(ctx context.Context, password, stored string) (bool, error) {
	exists := stored != ""
	if !exists {
		stored = h.dummy
	}
	salt, want, err := decode(stored)
	if err != nil {
		return false, err
	}
	got, err := h.work(ctx, password, salt)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1 && exists, nil
}

var b64 = base64.RawStdEncoding

func encode(salt, key []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonThreads,
		b64.EncodeToString(salt), b64.EncodeToString(key))
}

func decode(stored string) (salt, key []byte, err error) {
	prefix := fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$", argon2.Version, argonMemory, argonTime, argonThreads)
	rest, ok := strings.CutPrefix(stored, prefix)
	s, k, two := strings.Cut(rest, "$")
	if !ok || !two {
		return nil, nil, fmt.Errorf("password: stored password is not of a known form")
	}
	if salt, err = b64.DecodeString(s); err != nil {
		return nil, nil, err
	}
	key, err = b64.DecodeString(k)
	return salt, key, err
}

// Check asks for a password of the lengths, counted in letters, that is not among the
// first to be tried. Own are what everybody knows of the person: login, name, school.
func Check(faults *fault.Fields, field, password string, own ...string) {
	n := utf8.RuneCountInString(password)
	switch {
	case n < minPassword:
		faults.Add(field, "people.password.too_short", "Count", minPassword)
	case n > maxPassword:
		faults.Add(field, "people.password.too_long", "Count", maxPassword)
	case isOwn(password, own):
		faults.Add(field, "people.password.own")
	case isEasy(password):
		faults.Add(field, "people.password.too_easy")
	}
}

func folded(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }

// One-time codes are read from paper: no letter or digit that looks like
// another. Ten of 31 signs are 49 bits, far beyond the tries that web allows.
const (
	codeSigns  = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
	codeLength = 10
)

// NewCode makes a code as it is printed, "ABCDE-FGHJK".
func NewCode() string {
	var b strings.Builder
	one := make([]byte, 1)
	for b.Len() < codeLength {
		rand.Read(one) // never fails; it ends the program instead
		if int(one[0]) < 256/len(codeSigns)*len(codeSigns) {
			b.WriteByte(codeSigns[int(one[0])%len(codeSigns)])
		}
	}
	return b.String()[:5] + "-" + b.String()[5:]
}

// lookalikes are the Cyrillic letters that people type with their keyboard as
// it is, for the Latin ones on the paper.
var lookalikes = strings.NewReplacer("А", "A", "В", "B", "С", "C", "Е", "E", "Н", "H", "К", "K", "М", "M", "Р", "P", "Т", "T", "Х", "X", "У", "Y",
	"-", "", " ", "", "–", "", "—", "")

// HashCode is the form in which codes are compared, however they were typed; the account id
// keeps equal codes apart.
func HashCode(account, code string) string {
	sum := sha256.Sum256([]byte(account + "\x00" + lookalikes.Replace(strings.ToUpper(strings.TrimSpace(code)))))
	return hex.EncodeToString(sum[:])
}
