package transfer

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"io"
	"strings"

	"golang.org/x/crypto/argon2"
)

// The file is a line of JSON (Header) and after it the content in boxes: the length, then
// bytes sealed with AES-256-GCM under a key made from the recovery words. The number of a
// box and whether it is the last are part of its nonce, so that none can be left out,
// moved or cut off unseen.
const (
	boxSize = 64 << 10
	// The cost of trying words: they have 130 bits, so that this is enough on an old computer.
	argonTime, argonMemory = 3, 32 << 10
)

// Words makes recovery words: 26 letters and digits in groups.
func Words() string {
	text := rand.Text()
	var groups []string
	for len(text) > 5 {
		groups, text = append(groups, text[:5]), text[5:]
	}
	return strings.Join(append(groups, text), "-")
}

// sealer makes the key of words as somebody types them.
func sealer(words string, salt []byte) (cipher.AEAD, error) {
	plain := strings.ToUpper(strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' || r == '\n' || r == '\r' || r == '\t' {
			return -1
		}
		return r
	}, words))
	block, err := aes.NewCipher(argon2.IDKey([]byte(plain), salt, argonTime, argonMemory, 1, 32))
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// nonce of the box with the number.
func nonce(number uint64, last bool) []byte {
	out := make([]byte, 12)
	binary.BigEndian.PutUint64(out, number)
	if last {
		out[11] = 1
	}
	return out
}

// boxWriter seals what is written to it.
type boxWriter struct {
	to     io.Writer
	sealer cipher.AEAD
	head   []byte
	number uint64
	buffer []byte
}

// Write implements io.Writer.
func (b *boxWriter) Write(p []byte) (int, error) {
	b.buffer = append(b.buffer, p...)
	for len(b.buffer) > boxSize {
		if err := b.box(b.buffer[:boxSize], false); err != nil {
			return 0, err
		}
		b.buffer = append([]byte{}, b.buffer[boxSize:]...)
	}
	return len(p), nil
}

func (b *boxWriter) box(content []byte, last bool) error {
	sealed := b.sealer.Seal(nil, nonce(b.number, last), content, b.head)
	b.number++
	length := binary.BigEndian.AppendUint32(nil, uint32(len(sealed)))
	_, err := b.to.Write(append(length, sealed...))
	return err
}

// Close writes the last box.
func (b *boxWriter) Close() error { return b.box(b.buffer, true) }

// boxReader opens what a boxWriter sealed; the end without the last box is an error.
type boxReader struct {
	from   io.Reader
	sealer cipher.AEAD
	head   []byte
	number uint64
	open   []byte
	ended  bool
}

// Read implements io.Reader.
func (b *boxReader) Read(p []byte) (int, error) {
	for len(b.open) == 0 {
		if b.ended {
			return 0, io.EOF
		}
		if err := b.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, b.open)
	b.open = b.open[n:]
	return n, nil
}

func (b *boxReader) next() error {
	var length [4]byte
	if _, err := io.ReadFull(b.from, length[:]); err != nil {
		return errors.Join(ErrFile, err)
	}
	n := binary.BigEndian.Uint32(length[:])
	if n > boxSize+64 {
		return ErrFile
	}
	sealed := make([]byte, n)
	if _, err := io.ReadFull(b.from, sealed); err != nil {
		return errors.Join(ErrFile, err)
	}
	for _, last := range []bool{false, true} {
		if content, err := b.sealer.Open(nil, nonce(b.number, last), sealed, b.head); err == nil {
			b.open, b.ended = content, last
			b.number++
			return nil
		}
	}
	return ErrWords
}
