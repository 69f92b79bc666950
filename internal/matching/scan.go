package matching

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// scanner reads strict JSON of a known shape, byte by byte from a buffer, so
// that a file of any size needs no more memory than what is kept of it. The
// first fault stays; everything after it reads nothing.
type scanner struct {
	r     io.Reader
	buf   []byte
	pos   int
	end   int
	lines int   // line breaks in what has left the buffer
	since int64 // bytes since the last of these
	total int64 // bytes that have left the buffer
	tell  func(bytes int64)
	text  []byte // the text last read
	name  []byte // the field last read
	err   error
}

func newScanner(r io.Reader, tell func(bytes int64)) *scanner {
	return &scanner{r: r, buf: make([]byte, 1<<16), tell: tell}
}

// fail keeps the first fault with its place in the file.
func (s *scanner) fail(format string, args ...any) {
	if s.err != nil {
		return
	}
	line, column := 1+s.lines, s.since
	for _, c := range s.buf[:s.pos] {
		column++
		if c == '\n' {
			line, column = line+1, 0
		}
	}
	s.err = fmt.Errorf("%w: line %d, column %d: %s", ErrInstance, line, max(1, column), fmt.Sprintf(format, args...))
}

// more fills the buffer; false at the end of the file or after a fault.
func (s *scanner) more() bool {
	if s.err != nil {
		return false
	}
	left := s.buf[:s.end]
	if n := bytes.Count(left, []byte{'\n'}); n > 0 {
		s.lines += n
		s.since = int64(len(left) - 1 - bytes.LastIndexByte(left, '\n'))
	} else {
		s.since += int64(len(left))
	}
	s.total += int64(len(left))
	if s.tell != nil {
		s.tell(s.total)
	}
	s.pos, s.end = 0, 0
	for range 100 {
		n, err := s.r.Read(s.buf)
		s.end = n
		switch {
		case n > 0:
			return true
		case errors.Is(err, io.EOF):
			return false
		case err != nil:
			s.err = err
			return false
		}
	}
	s.err = io.ErrNoProgress
	return false
}

// peek is the next byte that is not white space; 0 at the end.
func (s *scanner) peek() byte {
	for {
		for s.pos < s.end {
			switch c := s.buf[s.pos]; c {
			case ' ', '\n', '\r', '\t':
				s.pos++
			default:
				if s.err != nil {
					return 0
				}
				return c
			}
		}
		if !s.more() {
			return 0
		}
	}
}

func (s *scanner) expect(c byte) bool {
	got := s.peek()
	if s.err != nil {
		return false
	}
	if got != c {
		s.failAt(got, string(c))
		return false
	}
	s.pos++
	return true
}

func (s *scanner) failAt(got byte, wanted string) {
	if got == 0 && s.pos >= s.end {
		s.fail("the file ends where %s is expected", wanted)
		return
	}
	s.pos++
	s.fail("%q stands where %s is expected", rune(got), wanted)
}

// id reads a string; the bytes hold until the next read.
func (s *scanner) id() []byte {
	if !s.expect('"') {
		return nil
	}
	s.text = s.text[:0]
	escaped := false
	for {
		if s.pos == s.end && !s.more() {
			s.fail("the file ends inside a text")
			return nil
		}
		stop := s.pos
		for stop < s.end && s.buf[stop] != '"' && s.buf[stop] != '\\' && s.buf[stop] >= ' ' {
			stop++
		}
		s.text = append(s.text, s.buf[s.pos:stop]...)
		s.pos = stop
		switch {
		case len(s.text) > 8*MaxID:
			s.fail("a text is longer than %d bytes", MaxID)
			return nil
		case stop == s.end:
			continue
		case s.buf[stop] == '"':
			s.pos++
			return s.whole(escaped)
		case s.buf[stop] == '\\':
			escaped = true
			if !s.escape() {
				return nil
			}
		default:
			s.fail("a control character inside a text")
			return nil
		}
	}
}

// escape takes a backslash and what follows it as they are.
func (s *scanner) escape() bool {
	s.text = append(s.text, '\\')
	s.pos++
	if s.pos == s.end && !s.more() {
		s.fail("the file ends inside a text")
		return false
	}
	s.text = append(s.text, s.buf[s.pos])
	s.pos++
	return true
}

func (s *scanner) whole(escaped bool) []byte {
	if escaped {
		var text string
		if err := json.Unmarshal(append(append([]byte{'"'}, s.text...), '"'), &text); err != nil {
			s.fail("a text with a wrong escape")
			return nil
		}
		s.text = append(s.text[:0], text...)
	}
	if !utf8.Valid(s.text) {
		s.fail("a text that is not UTF-8")
		return nil
	}
	return s.text
}

// integer reads a whole number without a fraction or an exponent.
func (s *scanner) integer() int {
	c := s.peek()
	negative := c == '-'
	if negative {
		s.pos++
		c = s.peekByte()
	}
	if c < '0' || c > '9' {
		s.failAt(c, "a whole number")
		return 0
	}
	n, digits := 0, 0
	for ; c >= '0' && c <= '9'; c = s.peekByte() {
		if digits > 0 && n == 0 {
			s.fail("a number with a leading zero")
			return 0
		}
		n = n*10 + int(c-'0')
		s.pos++
		if digits++; digits > 15 {
			s.fail("a number that is far too large")
			return 0
		}
	}
	if c == '.' || c == 'e' || c == 'E' {
		s.fail("a number that is not whole")
	}
	if negative {
		return -n
	}
	return n
}

// peekByte is the next byte as it stands; 0 at the end.
func (s *scanner) peekByte() byte {
	if s.pos == s.end && !s.more() {
		return 0
	}
	return s.buf[s.pos]
}

// list calls item for every element of an array.
func (s *scanner) list(item func(n int)) {
	if !s.expect('[') {
		return
	}
	if s.peek() == ']' {
		s.pos++
		return
	}
	for n := 1; s.err == nil; n++ {
		item(n)
		if !s.comma(']') {
			return
		}
	}
}

// comma says whether another element follows.
func (s *scanner) comma(end byte) bool {
	switch c := s.peek(); c {
	case ',':
		s.pos++
		return true
	case end:
		s.pos++
		return false
	default:
		if s.err == nil {
			s.failAt(c, "a comma or "+string(end))
		}
		return false
	}
}

// object calls field for every member; field reads the value and answers with
// the number of the field, or with a negative number when it knows none of that
// name. Each may stand once; those in need must stand.
func (s *scanner) object(what string, need []string, field func(name []byte) int) {
	if !s.expect('{') {
		return
	}
	seen := 0
	if s.peek() == '}' {
		s.pos++
	} else {
		for s.err == nil {
			name := s.id()
			s.name = append(s.name[:0], name...)
			if s.err != nil || !s.expect(':') {
				return
			}
			k := field(s.name)
			switch {
			case k < 0:
				s.fail("%s has no field %q", what, s.name)
			case seen&(1<<k) != 0:
				s.fail("%s names a field twice", what)
			}
			seen |= 1 << max(0, k)
			if !s.comma('}') {
				break
			}
		}
	}
	for k, name := range need {
		if s.err == nil && seen&(1<<k) == 0 {
			s.fail("%s has no %q", what, name)
		}
	}
}
