package i18n

import (
	"cmp"
	"context"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"
)

// Language is one of the three languages.
type Language string

// The languages of the program.
const (
	Kazakh  Language = "kk"
	Russian Language = "ru"
	English Language = "en"
)

// Languages in the order in which the switch shows them; the first, the state
// language, speaks where nothing is known about the reader.
var Languages = []Language{Kazakh, Russian, English}

// Name is the language's own name for itself.
func (l Language) Name() string {
	return map[Language]string{Kazakh: "Қазақша", Russian: "Русский", English: "English"}[l]
}

// Short is the three letters of the language switch.
func (l Language) Short() string {
	return map[Language]string{Kazakh: "Қаз", Russian: "Рус", English: "Eng"}[l]
}

// ParseLanguage reads "kk", "ru" or "en".
func ParseLanguage(s string) (Language, bool) {
	for _, l := range Languages {
		if string(l) == s {
			return l, true
		}
	}
	return "", false
}

var matcher = language.NewMatcher([]language.Tag{language.Kazakh, language.Russian, language.English})

// BestLanguage is the language for a browser's Accept-Language header.
func BestLanguage(accept string) Language {
	tags, _, err := language.ParseAcceptLanguage(accept)
	if err != nil || len(tags) == 0 {
		return Kazakh
	}
	_, i, confidence := matcher.Match(tags...)
	if confidence == language.No {
		return Kazakh
	}
	return Languages[i]
}

// Text is a text that people of a school gave in one or more languages, such as
// the name of a subject.
type Text struct {
	KK string `json:"kk,omitempty"`
	RU string `json:"ru,omitempty"`
	EN string `json:"en,omitempty"`
}

// In is the text in the reader's language, or in the nearest one that is there.
func (t Text) In(ctx context.Context) string { return t.For(From(ctx).Language()) }

// For is the text in the language l, or in the nearest one that is there.
func (t Text) For(l Language) string {
	order := []string{t.KK, t.RU, t.EN}
	switch l {
	case Russian:
		order = []string{t.RU, t.KK, t.EN}
	case English:
		order = []string{t.EN, t.RU, t.KK}
	}
	for _, s := range order {
		if s != "" {
			return s
		}
	}
	return ""
}

// Empty says whether the text is in none of the languages.
func (t Text) Empty() bool { return t == Text{} }

// Filled is the text without spaces around it, where what is said in one language stands in
// those that have none.
func (t Text) Filled() Text {
	t = Text{KK: strings.TrimSpace(t.KK), RU: strings.TrimSpace(t.RU), EN: strings.TrimSpace(t.EN)}
	some := cmp.Or(t.KK, t.RU, t.EN)
	return Text{KK: cmp.Or(t.KK, some), RU: cmp.Or(t.RU, some), EN: cmp.Or(t.EN, some)}
}

// Longest is how many characters the longest of its languages has.
func (t Text) Longest() int {
	return max(utf8.RuneCountInString(t.KK), utf8.RuneCountInString(t.RU), utf8.RuneCountInString(t.EN))
}
