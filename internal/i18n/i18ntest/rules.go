package i18ntest

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"talim/internal/i18n"
)

var (
	keyShape    = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_-]+)+$`)
	placeholder = regexp.MustCompile(`\{\{\s*\.([A-Za-z]+)\s*\}\}`)
	word        = regexp.MustCompile(`\p{L}+`)
)

// forms are the plural forms of CLDR for whole numbers and fractions.
var forms = map[i18n.Language][]string{
	i18n.Kazakh:  {"one", "other"},
	i18n.English: {"one", "other"},
	i18n.Russian: {"few", "many", "one", "other"},
}

// messageFaults holds one message against every rule.
func (c Catalogue) messageFaults(key string, allow map[string]string) []string {
	if allow[key] != "" {
		return nil
	}
	var faults []string
	say := func(format string, args ...any) {
		faults = append(faults, c.Dir+": "+key+" "+fmt.Sprintf(format, args...))
	}
	for _, lang := range i18n.Languages {
		m, ok := c.Messages[lang][key]
		if !ok {
			continue // said by the catalogue
		}
		if m.Forms != nil && !slices.Equal(slices.Sorted(maps.Keys(m.Forms)), forms[lang]) {
			say("must have the forms %s in %s", strings.Join(forms[lang], ", "), lang)
		}
		for _, text := range m.texts() {
			if fault := textFault(key, lang, text); fault != "" {
				say("%s in %s: %q", fault, lang, text)
			}
		}
	}
	if fault := c.unlike(key); fault != "" {
		say("%s", fault)
	}
	return faults
}

// unlike says in what the languages differ where they must not.
func (c Catalogue) unlike(key string) string {
	kk, ru, en := c.Messages[i18n.Kazakh][key], c.Messages[i18n.Russian][key], c.Messages[i18n.English][key]
	for lang, m := range map[i18n.Language]Message{i18n.Russian: ru, i18n.English: en} {
		if (m.Forms == nil) != (kk.Forms == nil) {
			return fmt.Sprintf("is a plural in one of kk and %s only", lang)
		}
		if a, b := names(kk), names(m); !slices.Equal(a, b) {
			return fmt.Sprintf("has the placeholders %v in kk and %v in %s", a, b, lang)
		}
	}
	if len(word.FindAllString(bare(kk.Text), -1)) > 2 && (kk.Text == ru.Text || kk.Text == en.Text) {
		return "is not translated"
	}
	return ""
}

// names are the placeholders of a message, of all its forms together.
func names(m Message) []string {
	var found []string
	for _, text := range m.texts() {
		for _, match := range placeholder.FindAllStringSubmatch(text, -1) {
			found = append(found, match[1])
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// bare is a text without its placeholders.
func bare(text string) string { return placeholder.ReplaceAllString(text, "0") }

// textFault is what is wrong with a single text, or "".
func textFault(key string, lang i18n.Language, text string) string {
	switch {
	case strings.TrimSpace(text) == "":
		return "is empty"
	case text == key:
		return "says its own key"
	case strings.TrimSpace(text) != text:
		return "begins or ends with a space"
	case strings.Contains(text, "  "):
		return "has two spaces together"
	case strings.ContainsAny(bare(text), "{}"):
		return "has a broken placeholder"
	}
	if fault := letterFault(lang, bare(text)); fault != "" {
		return fault
	}
	return voiceFault(lang, text)
}

// kazakhOnly are the letters that Russian does not have.
const kazakhOnly = "әғқңөұүһіӘҒҚҢӨҰҮҺІ"

// properNames are the same in every language: ours and the languages' own.
var properNames = []string{"Тәлім", "Қаз", "Рус", "Қазақша", "Русский"}

// letterFault finds letters of the wrong alphabet. A Latin i, h or e inside a
// Kazakh word looks right and breaks search, sorting and reading aloud.
func letterFault(lang i18n.Language, text string) string {
	for _, w := range word.FindAllString(text, -1) {
		latin, cyrillic := scripts(w)
		switch {
		case slices.Contains(properNames, w):
			continue
		case latin && cyrillic:
			return fmt.Sprintf("mixes alphabets in the word %q", w)
		case lang == i18n.English && cyrillic:
			return fmt.Sprintf("has the Cyrillic word %q", w)
		case lang != i18n.English && latin && len(w) == 1 && unicode.IsLower(rune(w[0])):
			return fmt.Sprintf("has the lone Latin letter %q", w)
		case lang == i18n.Russian && strings.ContainsAny(w, kazakhOnly):
			return fmt.Sprintf("has the Kazakh word %q", w)
		}
	}
	return ""
}

func scripts(w string) (latin, cyrillic bool) {
	for _, r := range w {
		latin = latin || unicode.Is(unicode.Latin, r)
		cyrillic = cyrillic || unicode.Is(unicode.Cyrillic, r)
	}
	return latin, cyrillic
}
