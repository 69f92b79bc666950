package password

import (
	_ "embed"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// What is tried first: the passwords that leaked most, words of a school with a year behind
// them, runs of the keyboard, dates and telephone numbers, and what everybody knows of a
// person. Each is looked for as it was typed and as the same keys say with the other
// keyboard. Several words in a row are none of these.

var (
	//go:embed common.txt
	commonFile string
	//go:embed school.txt
	schoolFile string
)

// tried are the words of both lists, and the keys on which they are typed.
var tried = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	for line := range strings.Lines(commonFile + "\n" + schoolFile) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for word := range strings.FieldsSeq(line) {
			word = folded(word)
			words[word], words[mapped(word, keys)] = true, true
		}
	}
	return words
})

// keys are the letters of the Russian and Kazakh keyboard and the signs on the same keys.
var keys = func() map[rune]rune {
	m := map[rune]rune{}
	cyrillic := []rune("йцукенгшщзхъфывапролджэячсмитьбюёәіңғүұқөһ")
	for i, r := range []rune("qwertyuiop[]asdfghjkl;'zxcvbnm,.`2345890-=") {
		m[cyrillic[i]] = r
	}
	return m
}()

// letters are the Cyrillic letters of the keys.
var letters = func() map[rune]rune {
	m := map[rune]rune{}
	for c, l := range maps.All(keys) {
		if !unicode.IsDigit(l) && !strings.ContainsRune("-=`", l) {
			m[l] = c
		}
	}
	return m
}()

func mapped(s string, m map[rune]rune) string {
	return strings.Map(func(r rune) rune {
		if to, is := m[r]; is {
			return to
		}
		return r
	}, s)
}

// spellings are what was typed, and what the same keys say with the other keyboard.
func spellings(typed string) []string {
	s := folded(typed)
	return []string{s, mapped(s, keys), mapped(s, letters)}
}

var looksLike = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i")

// isEasy says whether a password is among the first to be tried.
func isEasy(typed string) bool {
	s := folded(typed)
	if distinct(s) < 4 || fewDigits(s) || repeats(s) {
		return true
	}
	return slices.ContainsFunc(spellings(typed), func(s string) bool { return isTried(s) || runs(s) })
}

// isTried says whether it is a word of the lists, alone or with digits and signs around it.
func isTried(s string) bool {
	notLetter := func(r rune) bool { return !unicode.IsLetter(r) }
	core := strings.TrimFunc(s, notLetter)
	for _, word := range []string{core, looksLike.Replace(core), looksLike.Replace(strings.TrimRightFunc(s, notLetter))} {
		if tried()[word] {
			return true
		}
	}
	for r := []rune(s); len(r) >= minTried; r = r[:len(r)-1] { // digits that belong to the word stay
		if tried()[string(r)] || tried()[looksLike.Replace(string(r))] {
			return true
		}
		if unicode.IsLetter(r[len(r)-1]) {
			break
		}
	}
	return false
}

// minTried is how many letters a word has with which others are made.
const minTried = 5

// isOwn says whether nothing but digits, signs and three letters is left without what
// everybody knows of the person.
func isOwn(typed string, own []string) bool {
	words := ownWords(own)
	return slices.ContainsFunc(spellings(typed), func(s string) bool {
		rest := s
		for _, word := range words {
			rest = strings.ReplaceAll(rest, word, " ")
		}
		left := strings.FieldsFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) })
		return rest != s && utf8.RuneCountInString(strings.Join(left, "")) < 4
	})
}

// ownWords are the words of at least three letters, the longest first.
func ownWords(own []string) []string {
	var words []string
	for _, text := range own {
		parts := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		for _, word := range append(parts, folded(text)) {
			if utf8.RuneCountInString(word) >= 3 {
				words = append(words, word, mapped(word, keys))
			}
		}
	}
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	return words
}

// distinct counts the different letters.
func distinct(s string) int {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen)
}

// fewDigits says whether it is a date, a telephone number or the like.
func fewDigits(s string) bool {
	digits := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			return false
		}
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return digits > 0 && digits < 12
}

// repeats says whether one piece stands there again and again.
func repeats(s string) bool {
	r := []rune(s)
	for n := 1; n <= len(r)/2; n++ {
		if len(r)%n == 0 && strings.Repeat(string(r[:n]), len(r)/n) == s {
			return true
		}
	}
	return false
}

// tracks are the ways that fingers take over the keyboard, and the alphabets.
var tracks = func() []string {
	ways := []string{
		"1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/", "qazwsxedcrfvtgbyhnujmik,ol.p;/",
		"1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0", "qawsedrftgyhujikolp", "abcdefghijklmnopqrstuvwxyz", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "абвгдежзийклмн", "01234567890",
	}
	for _, way := range slices.Clone(ways) {
		r := []rune(way)
		slices.Reverse(r)
		ways = append(ways, string(r))
	}
	return ways
}()

// runs says whether at most three ways over the keyboard make all of it.
func runs(s string) bool {
	rest := []rune(s)
	for range 3 {
		n := runLength(rest)
		if n < 3 {
			return false
		}
		if rest = rest[n:]; len(rest) == 0 {
			return true
		}
	}
	return false
}

// runLength is how many letters at the beginning follow one way.
func runLength(r []rune) int {
	for n := len(r); n >= 3; n-- {
		if slices.ContainsFunc(tracks, func(way string) bool { return strings.Contains(way, string(r[:n])) }) {
			return n
		}
	}
	return 0
}
