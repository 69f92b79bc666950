package naming

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"talim/internal/i18n"
)

// Bearer is a person of the school with the names that they bear or bore.
type Bearer struct {
	Code, FamilyName, GivenName, Patronymic string
}

// Coder writes the codes of people in the place of their names (R012): in tables, where
// the name stands whole, and in what people wrote, where it stands in short, turned round
// or with an ending. It would rather take a word for a name than leave a name.
type Coder struct {
	bearers []Bearer
	family  []map[string]bool // of each bearer: the words of the family name
	words   map[string][]int  // a word of a name, and those who bear it
	stems   map[string][]int  // the same without a last vowel
	common  func(word string) bool
}

// NewCoder makes a coder. A given name that is a common word as well (common, of folded
// words; nil: none is) is left where it stands alone.
func NewCoder(bearers []Bearer, common func(word string) bool) *Coder {
	c := &Coder{bearers: bearers, words: map[string][]int{}, stems: map[string][]int{}, common: common}
	for i, b := range bearers {
		c.family = append(c.family, map[string]bool{})
		for _, word := range wordsOf(b.FamilyName) {
			c.family[i][word] = true
		}
		for _, word := range slices.Concat(wordsOf(b.FamilyName), wordsOf(b.GivenName), wordsOf(b.Patronymic)) {
			if utf8.RuneCountInString(word) < 2 || slices.Contains(c.words[word], i) {
				continue
			}
			c.words[word] = append(c.words[word], i)
			if stem := stemOf(word); utf8.RuneCountInString(stem) >= shortStem {
				c.stems[stem] = append(c.stems[stem], i)
			}
		}
	}
	return c
}

// An ending has at most longEnding letters, and what it is put to at least shortStem.
const shortStem, longEnding = 4, 5

func stemOf(word string) string { return strings.TrimRight(word, "аяыиіеоуйьəaeiouy") }

func wordsOf(name string) []string {
	var out []string
	for _, t := range tokensOf(name) {
		out = append(out, plain(name[t.from:t.to]))
	}
	return out
}

// plain is a word as it is compared.
func plain(word string) string {
	return i18n.Fold(strings.Map(func(r rune) rune {
		if isApostrophe(r) {
			return '\''
		}
		return r
	}, word))
}

// token is a run of letters, with apostrophes between them.
type token struct{ from, to int }

func tokensOf(text string) []token {
	var out []token
	inside := false
	for at, r := range text {
		letter := unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) || inside && isApostrophe(r) && letterAfter(text[at:])
		switch {
		case letter && !inside:
			out = append(out, token{at, len(text)})
		case !letter && inside:
			out[len(out)-1].to = at
		}
		inside = letter
	}
	return out
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' }

func letterAfter(text string) bool {
	_, size := utf8.DecodeRuneInString(text)
	next, _ := utf8.DecodeRuneInString(text[size:])
	return unicode.IsLetter(next)
}

// Replace writes a text with codes; put writes a code as the text needs it.
func (c *Coder) Replace(text string, put func(code string) string) string {
	tokens := tokensOf(text)
	var out strings.Builder
	done := 0
	for i := 0; i < len(tokens); {
		last, who := c.group(text, tokens, i)
		if len(who) == 0 {
			i++
			continue
		}
		out.WriteString(text[done:tokens[i].from])
		out.WriteString(c.codesOf(who, put))
		done = tokens[last].to
		if isInitial(text, tokens[last]) {
			done++ // with its dot
		}
		i = last + 1
	}
	return out.String() + text[done:]
}

// many is how many namesakes are named; more are nobody.
const many = 3

func (c *Coder) codesOf(who []int, put func(code string) string) string {
	var codes []string
	for _, i := range who {
		if code := put(c.bearers[i].Code); !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	if len(codes) > many {
		return "…"
	}
	return strings.Join(codes, "/")
}

// between is what stands inside of a name.
var between = regexp.MustCompile(`^(\.?[ \x{a0}\x{202f}]?|-)$`)

// group finds the name that begins with a token: the last token of it, and who is meant.
func (c *Coder) group(text string, tokens []token, from int) (last int, who []int) {
	at := from
	for at < len(tokens) && at-from < 2 && isInitial(text, tokens[at]) && joined(text, tokens, at) {
		at++
	}
	if at == len(tokens) {
		return 0, nil
	}
	who = c.bear(text[tokens[at].from:tokens[at].to])
	for i := from; i < at; i++ {
		who = c.withInitial(who, text[tokens[i].from:tokens[i].to])
	}
	if len(who) == 0 {
		return 0, nil
	}
	for last = at; last+1 < len(tokens) && joined(text, tokens, last); last++ {
		next := c.narrow(text, tokens[last+1], who)
		if len(next) == 0 {
			break
		}
		who = next
	}
	if last == from && c.isCommon(text[tokens[from].from:tokens[from].to], who) {
		return 0, nil
	}
	return last, who
}

func (c *Coder) narrow(text string, t token, who []int) []int {
	word := text[t.from:t.to]
	if isInitial(text, t) {
		return c.withInitial(who, word)
	}
	also := c.bear(word)
	return slices.DeleteFunc(slices.Clone(who), func(i int) bool { return !slices.Contains(also, i) })
}

// isCommon says whether a word that stands alone is nobody's family name and a word of
// the language.
func (c *Coder) isCommon(word string, who []int) bool {
	folded := plain(word)
	return c.common != nil && c.common(folded) && !slices.ContainsFunc(who, func(i int) bool { return c.family[i][folded] })
}

// bear lists who bears a word that is written as a name is.
func (c *Coder) bear(word string) []int {
	if first, _ := utf8.DecodeRuneInString(word); !unicode.IsUpper(first) {
		return nil
	}
	folded := []rune(plain(word))
	if who := c.words[string(folded)]; len(who) > 0 {
		return who
	}
	for n := len(folded); n >= max(shortStem, len(folded)-longEnding); n-- {
		if who := c.stems[string(folded[:n])]; len(who) > 0 {
			return who
		}
	}
	return nil
}

func (c *Coder) withInitial(who []int, letter string) []int {
	folded := i18n.Fold(letter)
	return slices.DeleteFunc(slices.Clone(who), func(i int) bool {
		b := c.bearers[i]
		return !slices.ContainsFunc([]string{b.GivenName, b.Patronymic, b.FamilyName}, func(name string) bool { return strings.HasPrefix(i18n.Fold(name), folded) })
	})
}

// isInitial says whether a token is one large letter with a dot.
func isInitial(text string, t token) bool {
	first, size := utf8.DecodeRuneInString(text[t.from:])
	return unicode.IsUpper(first) && t.from+size == t.to && strings.HasPrefix(text[t.to:], ".")
}

// joined says whether a token and the next may be parts of one name.
func joined(text string, tokens []token, at int) bool {
	if at+1 >= len(tokens) {
		return false
	}
	gap := text[tokens[at].to:tokens[at+1].from]
	if strings.HasPrefix(gap, ".") && !isInitial(text, tokens[at]) {
		return false // the end of a sentence
	}
	return between.MatchString(gap)
}
