package i18n

import (
	"iter"
	"strings"
)

// Shortened says whether a text may be a name with shortened words: "рус. яз.", "физ-ра".
func Shortened(text string) bool { return strings.ContainsAny(text, ".-") }

// Abbreviates says whether the words of a text begin those of a name, both folded, in
// their order: "рус. яз." of "русский язык". A word with a hyphen has the beginning and
// the end of one word or of two: "физ-ра" of "физическая культура".
func Abbreviates(text, name string) bool {
	short := strings.Fields(strings.ReplaceAll(text, ".", " "))
	return len(short) > 0 && len(short) <= mostShort && abbreviates(short, strings.Fields(name))
}

// mostShort bounds the words of a text, each of which may stand for one word or for two:
// tried in all ways, forty would never end. Names of subjects have a handful.
const mostShort = 12

func abbreviates(short, full []string) bool {
	if len(short) == 0 || len(full) == 0 {
		return len(short) == len(full)
	}
	if strings.HasPrefix(full[0], short[0]) {
		return abbreviates(short[1:], full[1:])
	}
	head, tail, both := strings.Cut(short[0], "-")
	if !both || !strings.HasPrefix(full[0], head) {
		return false
	}
	for n := 1; n <= min(2, len(full)); n++ {
		if strings.HasSuffix(stem(full[n-1]), stem(tail)) && abbreviates(short[1:], full[n:]) {
			return true
		}
	}
	return false
}

// Inflects says whether the words of a text are those of a name in another case, both
// folded: "русского языка" of "русский язык".
func Inflects(text, name string) bool {
	words, full := strings.Fields(text), strings.Fields(name)
	if len(words) != len(full) || len(words) == 0 {
		return false
	}
	for i := range words {
		if stem(words[i]) != stem(full[i]) {
			return false
		}
	}
	return true
}

// Only is the one of those named whose name fits, where it is one alone; id tells them
// apart, since one may have several names.
func Only[T any](named iter.Seq2[string, T], id func(T) string, fits func(name string) bool) (found T, ok bool) {
	for name, x := range named {
		switch {
		case !fits(name) || ok && id(x) == id(found):
		case ok:
			var none T
			return none, false
		default:
			found, ok = x, true
		}
	}
	return found, ok
}

// endings are those of Russian nouns and adjectives in the cases of a post, the longest
// first.
var endings = []string{"ого", "его", "ия", "ии", "ий", "ый", "ой", "ей", "ая", "яя", "а", "я", "ы", "и", "у", "ю", "е", "о", "ь", "й"}

// stem is a word without its ending; short words have none.
func stem(word string) string {
	for _, ending := range endings {
		if rest, ok := strings.CutSuffix(word, ending); ok && rest != "" {
			return rest
		}
	}
	return word
}
