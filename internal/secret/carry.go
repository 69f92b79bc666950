package secret

import (
	"crypto/rand"
	"encoding/base64"
	"strings"
)

// A sealed text belongs to its row, and one that cannot be opened cannot be sealed
// for another row either. It is wrapped instead: sealed bytes inside of sealed bytes,
//
//	sealed:KEY:~BASE64    of what it was about, NUL, the sealed text of before
//
// where the outside belongs to the new row and was made with a key of the file. So
// nobody without the keys can move a text, and the day its key is found it opens.
const wrapped = "~"

// aboutWrapped is what the outside is about: no text of somebody's own is opened
// as a wrapping, nor the other way round.
func aboutWrapped(about string) string { return "wrapped " + about }

// carry gives a sealed text to another row: sealed anew where it can be opened,
// wrapped where it cannot.
func (k *Keeper) carry(to, from, sealed string) string {
	if text, err := k.Open(from, sealed); err == nil {
		return k.Seal(to, text)
	}
	if inside, about, err := k.unwrap(from, sealed); err == nil { // one wrapping is enough
		from, sealed = about, inside
	}
	id, box := k.box(aboutWrapped(to), from+"\x00"+sealed)
	return mark + id + ":" + wrapped + box
}

// unwrap opens the outside of a wrapped text.
func (k *Keeper) unwrap(about, sealed string) (inside, insideAbout string, err error) {
	id, text := split(sealed)
	text, is := strings.CutPrefix(text, wrapped)
	if !is {
		return "", "", ErrDamaged
	}
	open, err := k.unbox(id, aboutWrapped(about), text)
	if err != nil {
		return "", "", err
	}
	insideAbout, inside, _ = strings.Cut(open, "\x00")
	return inside, insideAbout, nil
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
