package secret

import (
	"crypto/rand"
	"encoding/base64"
	"strings"
)

// A sealed text belongs to its row, and one that cannot be opened cannot be sealed
// for another row either. It is wrapped instead: sealed bytes inside of sealed bytes,
//
//	sealed:KEY:~BASE64    of what it was about, a line end, the sealed text of before
//
// where the outside belongs to the new row and was made with a key of the file. So
// nobody without the keys can move a text, and the day its key is found it opens.
const wrapped = "~"

// aboutWrapped is what the outside is about: no text of somebody's own is opened
// as a wrapping, nor the other way round.
func aboutWrapped(about string) string { return "wrapped " + about }

// carry gives a sealed text to another row: sealed anew where it can be opened,
// wrapped where it cannot.
func (k *Keeper) carry(to, from, sealed string, readers []string) string {
	if text, err := k.Open(from, sealed); err == nil {
		return k.SealFor(to, readers, text)
	}
	w, err := k.unwrap(from, sealed)
	if err != nil { // one wrapping is enough
		w = wrapping{about: from, sealed: sealed}
	}
	w.readers = readers
	return k.wrap(to, w)
}

// wrapping is what the outside of a wrapped text holds.
type wrapping struct {
	about   string // what the inside is about
	sealed  string
	readers []string
}

func (k *Keeper) wrap(about string, w wrapping) string {
	id, box := k.box(aboutWrapped(about), pack(about, sealedText{w.about + "\n" + w.sealed, w.readers}))
	return mark + id + ":" + marksOf(about) + wrapped + box
}

// unwrap opens the outside of a wrapped text.
func (k *Keeper) unwrap(about, sealed string) (wrapping, error) {
	id, text := split(sealed)
	about, text = asSealed(about, text)
	text, is := strings.CutPrefix(text, wrapped)
	if !is {
		return wrapping{}, ErrDamaged
	}
	packed, err := k.unbox(id, aboutWrapped(about), text)
	if err != nil {
		return wrapping{}, err
	}
	t := unpack(about, packed)
	w := wrapping{readers: t.readers}
	end := strings.LastIndexAny(t.text, "\x00\n") // a NUL in those of before
	if end < 0 {
		return wrapping{}, ErrDamaged
	}
	w.about, w.sealed = t.text[:end], t.text[end+1:]
	return w, nil
}

// openWrapped opens a wrapped text whose inside can be opened again: for the readers of
// its outside, which was sealed when they were known.
func (k *Keeper) openWrapped(id, about, box string) (sealedText, error) {
	w, err := k.unwrap(about, mark+id+":"+marksOf(about)+box)
	if err != nil {
		return sealedText{}, err
	}
	at, inside := split(w.sealed)
	about, inside = asSealed(w.about, inside)
	packed, err := k.unbox(at, about, inside)
	if err != nil {
		return sealedText{}, err
	}
	return sealedText{unpack(about, packed).text, w.readers}, nil
}

// box seals a text with the newest key; id is its name.
func (k *Keeper) box(about, text string) (id, box string) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.last(), boxOf(k.keys[k.last()], about, text)
}

// sealBy seals a text with the key of the name.
func (k *Keeper) sealBy(id, about, text string) string {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return mark + id + ":" + boxOf(k.keys[id], about, text)
}

func boxOf(sealer tools, about, text string) string {
	nonce := make([]byte, sealer.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	return encode(sealer.Seal(nonce, nonce, []byte(text), []byte(about)))
}

func encode(b []byte) string { return base64.RawStdEncoding.EncodeToString(b) }

// unbox opens a box with the key of the name.
func (k *Keeper) unbox(id, about, box string) (string, error) {
	sealer, err := k.toolsOf(id)
	if err != nil {
		return "", err
	}
	raw, err := base64.RawStdEncoding.DecodeString(box)
	if err != nil || len(raw) < sealer.NonceSize() {
		return "", ErrDamaged
	}
	text, err := sealer.Open(nil, raw[:sealer.NonceSize()], raw[sealer.NonceSize():], []byte(about))
	if err != nil {
		return "", ErrDamaged
	}
	return string(text), nil
}

// Unfasten opens a text with the names of its readers, for a move to another database;
// Fasten seals it there, for the same.
func (k *Keeper) Unfasten(about, sealed string) (string, error) {
	t, err := k.open(about, sealed)
	if err != nil || sealed == "" {
		return "", err
	}
	return pack(about, t), nil
}

// Fasten seals what Unfasten gave.
func (k *Keeper) Fasten(about, packed string) string {
	t := unpack(about, packed)
	return k.SealFor(about, t.readers, t.text)
}
