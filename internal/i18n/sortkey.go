package i18n

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// order is the Kazakh alphabet, which holds all Russian letters in their
// places, and the Latin one after it. The place of a letter is its weight.
const order = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя" + "abcdefghijklmnopqrstuvwxyz"

// Weights below those of letters; 00 is kept for "the text ends here".
const (
	weightSpace  = 0x01
	weightNumber = 0x02
	weightLetter = 0x10
	weightOther  = 0xf0
)

var weights = func() map[rune]int {
	w := map[rune]int{}
	for _, r := range order {
		w[r] = weightLetter + len(w)
	}
	return w
}()

// SortKey is a text whose order by bytes, in any database and under any
// collation, is the Kazakh alphabetical order of s. Numbers inside codes count
// as numbers (T-A2 before T-A10); case does not count, nor does punctuation,
// except that it divides words, and a shorter word comes first.
func SortKey(s string) string {
	var b strings.Builder
	runes := []rune(strings.ToLower(norm.NFC.String(s)))
	space := true // nothing to divide at the start
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		switch {
		case r >= '0' && r <= '9':
			i = writeNumber(&b, runes, i)
			space = false
		case unicode.IsLetter(r):
			writeLetter(&b, r)
			space = false
		case !space && !unicode.Is(unicode.Mn, r):
			space = true
			fmt.Fprintf(&b, "%02x", weightSpace)
		}
	}
	return strings.TrimSuffix(b.String(), fmt.Sprintf("%02x", weightSpace))
}

// writeNumber writes the digits from i on so that a longer number is greater,
// and returns the place of the last digit.
func writeNumber(b *strings.Builder, runes []rune, i int) int {
	end := i
	for end < len(runes) && runes[end] >= '0' && runes[end] <= '9' {
		end++
	}
	digits := strings.TrimLeft(string(runes[i:end]), "0")
	fmt.Fprintf(b, "%02x%02x%s", weightNumber, min(len(digits), 0xff), digits)
	if len(digits)%2 == 1 {
		b.WriteByte('0') // keeps the pairs of hex digits aligned; the length decides first
	}
	return end - 1
}

// writeLetter writes the weight of a letter; a letter of neither alphabet
// counts as its base letter (é as e), or comes last by its code point.
func writeLetter(b *strings.Builder, r rune) {
	w, ok := weights[r]
	if !ok {
		base := []rune(norm.NFD.String(string(r)))[0]
		w, ok = weights[base]
	}
	if !ok {
		fmt.Fprintf(b, "%02x%06x", weightOther, r)
		return
	}
	fmt.Fprintf(b, "%02x", w)
}

// Fold is s for search: lower case, ё as е, runs of white space as one space.
// Latin and Cyrillic letters stay apart, since a code T-A2 is Latin on purpose.
func Fold(s string) string {
	s = strings.ToLower(norm.NFC.String(s))
	s = strings.ReplaceAll(s, "ё", "е")
	return strings.Join(strings.Fields(s), " ")
}

// RussianLetters writes the Kazakh letters of a folded text as lists in Russian letters do.
func RussianLetters(folded string) string { return russianLetters.Replace(folded) }

// KazakhLetters are the pairs by which RussianLetters writes: a Kazakh letter, then the
// Russian one in its place.
func KazakhLetters() [][2]string {
	return [][2]string{{"ә", "а"}, {"ғ", "г"}, {"қ", "к"}, {"ң", "н"}, {"ө", "о"}, {"ұ", "у"}, {"ү", "у"}, {"һ", "х"}, {"і", "и"}}
}

var russianLetters = newRussianLetters()

func newRussianLetters() *strings.Replacer {
	var pairs []string
	for _, p := range KazakhLetters() {
		pairs = append(pairs, p[0], p[1])
	}
	return strings.NewReplacer(pairs...)
}
