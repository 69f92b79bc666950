package i18n

import (
	"strings"
	"unicode"
)

// Letters that look alike in the Latin and the Cyrillic alphabet. Nobody sees which of
// them stands in a file: whether a class is 5A or 5А.
const (
	latinCapitals    = "ABCEHKMOPTXYI"
	cyrillicCapitals = "АВСЕНКМОРТХУІ"
	latinSmall       = "aceiopxyh" // small letters differ more
	cyrillicSmall    = "асеіорхуһ"

	latinAlike    = latinCapitals + latinSmall
	cyrillicAlike = cyrillicCapitals + cyrillicSmall
)

// LookAlike writes the Latin letters of a text in small letters as the Cyrillic ones whose
// capitals have the same shape.
func LookAlike(text string) string { return smallToCyrillic.Replace(text) }

var smallToCyrillic = alike(strings.ToLower(latinCapitals), strings.ToLower(cyrillicCapitals))

// OneAlphabet puts letters that look alike into the alphabet of the others of the text:
// nobody sees that the first letter of a name is Latin.
func OneAlphabet(s string) string {
	latin, cyrillic := 0, 0
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Cyrillic, r) && !strings.ContainsRune(cyrillicAlike, r):
			cyrillic++
		case unicode.Is(unicode.Latin, r) && !strings.ContainsRune(latinAlike, r):
			latin++
		}
	}
	switch {
	case cyrillic > 0 && latin == 0:
		return toCyrillic.Replace(s)
	case latin > 0 && cyrillic == 0:
		return toLatin.Replace(s)
	}
	return s
}

var toCyrillic, toLatin = alike(latinAlike, cyrillicAlike), alike(cyrillicAlike, latinAlike)

func alike(from, to string) *strings.Replacer {
	var pairs []string
	other := []rune(to)
	for i, r := range []rune(from) {
		pairs = append(pairs, string(r), string(other[i]))
	}
	return strings.NewReplacer(pairs...)
}
