package document

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// clean makes any text fit for every format: composed letters (the font has й,
// not и with a breve), line feeds as the only control characters, none of the
// invisible characters that turn the direction of text, and no broken UTF-8.
func clean(s string) string {
	if plain(s) {
		return s
	}
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return norm.NFC.String(strings.Map(cleanRune, s))
}

// plain is the quick answer for nearly all texts: printable ASCII and Cyrillic
// without combining marks.
func plain(s string) bool {
	for _, r := range s {
		printable := r >= ' ' && r < 0x7F || r == '\n' || r >= 0x400 && r <= 0x52F && (r < 0x483 || r > 0x489)
		if !printable {
			return false
		}
	}
	return true
}

func cleanRune(r rune) rune {
	switch {
	case r == '\n':
		return r
	case r == '\t' || r == '\r' || r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029':
		return ' '
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == 0xFFFE, r == 0xFFFF:
		return -1
	}
	return r
}

// measure says how wide a text is in millimetres.
type measure func(s string) float64

// wrap breaks a text into lines: at spaces, at the line feeds of the text, and
// inside a word only when the word alone is wider than the line. The first line
// may be narrower by indent.
func wrap(s string, width, indent float64, m measure) []line {
	var lines []line
	for _, part := range strings.Split(s, "\n") {
		lines = append(lines, wrapOne(part, width, indent, m)...)
		indent = 0
	}
	return lines
}

// line of a wrapped text; last ends a paragraph and is never stretched.
type line struct {
	text string
	last bool
}

func wrapOne(s string, width, indent float64, m measure) []line {
	var lines []line
	var now strings.Builder
	used, space := 0.0, m(" ")
	room := width - indent
	flush := func() {
		lines = append(lines, line{text: now.String()})
		now.Reset()
		used, room = 0, width
	}
	for _, word := range words(s) {
		w := m(word)
		if now.Len() > 0 && used+space+w > room {
			flush()
		}
		for w > room {
			head, tail := cut(word, room, m)
			now.WriteString(head)
			flush()
			word, w = tail, m(tail)
		}
		if now.Len() > 0 {
			now.WriteByte(' ')
			used += space
		}
		now.WriteString(word)
		used += w
	}
	lines = append(lines, line{text: now.String(), last: true})
	return lines
}

// words splits at plain spaces and line feeds only: a no-break space keeps
// "№ 12" together.
func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' })
}

// cut takes as much of the word as fits, at least one letter.
func cut(word string, room float64, m measure) (head, tail string) {
	used := 0.0
	for i, r := range word {
		w := m(string(r))
		if i > 0 && used+w > room {
			return word[:i], word[i:]
		}
		used += w
	}
	return word, ""
}
