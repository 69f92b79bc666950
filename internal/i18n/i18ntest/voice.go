package i18ntest

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"talim/internal/i18n"
)

// voiceFault finds what is written rightly and said wrongly: an address that is
// not formal, a word that the glossary replaces (docs/glossary.md), a case
// ending on a placeholder.
func voiceFault(lang i18n.Language, text string) string {
	if m := ending.FindString(text); m != "" {
		return fmt.Sprintf("puts an ending on a placeholder, %q, which fits some values only", m)
	}
	text = both.ReplaceAllString(bare(text), "")
	words := word.FindAllString(text, -1)
	for i, w := range words {
		switch {
		case informal[lang][strings.ToLower(w)]:
			return fmt.Sprintf("addresses the reader informally, %q", w)
		case formal[lang][w]:
			return fmt.Sprintf("writes the formal address %q with a small letter", w)
		case i > 0 && w == words[i-1] && strings.Contains(text, w+" "+w) && !unicode.IsUpper([]rune(w)[0]):
			return fmt.Sprintf("says %q twice", w)
		}
		for _, a := range avoided[lang] {
			if strings.HasPrefix(strings.ToLower(w), a.begins) {
				return fmt.Sprintf("says %q where the glossary says %q", w, a.say)
			}
		}
	}
	return ""
}

// ending is a Cyrillic letter right behind a placeholder: {{.Name}}ға suits
// Айдос and not Бибі.
var ending = regexp.MustCompile(`\}\}\p{Cyrillic}+`)

// both are addresses to two people at once, which take a small letter.
var both = regexp.MustCompile(`(?i)(кто-то из вас|для вас двоих|вы двое|вы оба|вас обоих)`)

// formal are the forms of the polite address in small letters.
var formal = map[i18n.Language]map[string]bool{
	i18n.Russian: set("вы вас вам вами ваш ваша ваше ваши вашего вашей вашему вашу вашим вашими ваших вашем"),
	i18n.Kazakh:  set("сіз сізді сізге сіздің сізден сізбен сізде сіздікі"),
}

// informal are the forms of the address among friends.
var informal = map[i18n.Language]map[string]bool{
	i18n.Russian: set("ты тебя тебе тобой твой твоя твоё твои твоего твоей"),
	i18n.Kazakh:  set("сен сені саған сенің сенен сенімен"),
}

func set(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}

type avoid struct{ begins, say string }

// avoided are words that the glossary has another word for.
var avoided = map[i18n.Language][]avoid{
	i18n.Russian: {
		{"ментор", "наставник"},
		{"менти", "подопечный"},
		{"наставляем", "подопечный"},
		{"завуч", "заместитель директора"},
		{"протеже", "подопечный"},
		{"семестр", "четверть"},
		{"брониров", "назначить"},
	},
	i18n.Kazakh: {
		{"ментор", "тәлімгер"}, {"наставник", "тәлімгер"}, {"батырма", "түйме"}, {"завуч", "директордың орынбасары"},
	},
	i18n.English: {
		{"tutor", "mentor"}, {"protégé", "mentee"}, {"trainee", "mentee"}, {"semester", "term"}, {"tenant", "organisation"},
	},
}
