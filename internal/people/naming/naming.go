// Package naming says whether two ways of writing a name may mean one person: in capitals,
// with initials, without the patronymic, in another order, with letters of another
// alphabet that look alike, a Kazakh name in Russian letters. Lists of staff and
// timetables are matched to people by it.
package naming

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"talim/internal/i18n"
)

// Name is what tells a name from others: folded, without what writers differ in.
type Name struct {
	family string
	given  []string // given name and patronymic, or their initials
}

// Of is the name of a person.
func Of(family, given, patronymic string) Name {
	n := Name{family: Spoken(family)}
	rest := strings.Fields(strings.NewReplacer(".", ". ", "-", "- ").Replace(given))
	if !dotted.MatchString(given) {
		rest = strings.Fields(given)
	}
	for _, part := range rest {
		n.given = append(n.given, Spoken(part))
	}
	if dotted.MatchString(patronymic) {
		for _, part := range strings.Fields(strings.ReplaceAll(patronymic, ".", ". ")) {
			n.given = append(n.given, Spoken(part))
		}
	} else if p := Spoken(patronymic); p != "" { // "Серік қызы" is one word
		n.given = append(n.given, p)
	}
	n.given = slices.DeleteFunc(n.given, func(s string) bool { return s == "" })
	return n
}

// HasInitials says whether a text begins with an initial and its dot.
func HasInitials(text string) bool { return dotted.MatchString(text) }

var dotted = regexp.MustCompile(`^\pL{1,2}\.`)

// Equal says whether names have the same parts, in any order.
func (n Name) Equal(m Name) bool {
	mine, theirs := append([]string{n.family}, n.given...), append([]string{m.family}, m.given...)
	slices.Sort(mine)
	slices.Sort(theirs)
	return slices.Equal(mine, theirs)
}

// Close says whether names have the family name in common, and of the others what both
// have: in full, or by the first letter. The given name may stand in front.
func (n Name) Close(m Name) bool {
	return n.closeInOrder(m) || n.turned().closeInOrder(m)
}

// Akin says whether names may be one person's for whoever knows them: the family names
// begin alike, as Сейтқали and Сейткалиева do, and the other parts do not speak against it.
// It is for asking that person, never for deciding.
func (n Name) Akin(m Name) bool {
	return n.akinInOrder(m) || n.turned().akinInOrder(m) || n.akinInOrder(m.turned())
}

func (n Name) akinInOrder(m Name) bool {
	if stem(n.family) == "" || stem(n.family) != stem(m.family) {
		return false
	}
	return len(n.given) == 0 || len(m.given) == 0 || shortOf(n.given[0], m.given[0]) || shortOf(m.given[0], n.given[0])
}

// stem is a family name without the ending that says whose it is.
func stem(family string) string {
	for _, end := range familyEnds {
		if short, cut := strings.CutSuffix(family, end); cut && len([]rune(short)) >= 3 {
			return short
		}
	}
	return family
}

// familyEnds are the endings, as Spoken folds them, the longest first.
var familyEnds = []string{"иева", "иев", "ова", "ева", "ина", "кызы", "улы", "ов", "ев", "ин", "и", "а"}

func (n Name) closeInOrder(m Name) bool {
	if n.family != m.family {
		return false
	}
	for i := range min(len(n.given), len(m.given)) {
		if !shortOf(n.given[i], m.given[i]) && !shortOf(m.given[i], n.given[i]) {
			return false
		}
	}
	return true
}

// turned takes the last part for the family name.
func (n Name) turned() Name {
	if len(n.given) == 0 {
		return n
	}
	last := len(n.given) - 1
	return Name{family: n.given[last], given: append([]string{n.family}, n.given[:last]...)}
}

func shortOf(short, full string) bool {
	return short == full || len([]rune(short)) == 1 && strings.HasPrefix(full, short)
}

// Spoken folds a part of a name to what stays when a Kazakh name is written in Russian
// letters: "Гүлнар" and "Гульнар" are "гулнар".
func Spoken(part string) string {
	folded := alikeInRussian.Replace(i18n.RussianLetters(i18n.Fold(i18n.OneAlphabet(part))))
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, folded)
}

// alikeInRussian leaves out the signs and joins the letters in which spellings differ.
var alikeInRussian = strings.NewReplacer("ь", "", "ъ", "", "э", "е", "й", "и")

// Text is a name as one text has it: the family name first, or behind the initials.
func Text(text string) Name {
	words := strings.Fields(strings.NewReplacer(".", ". ", ",", " ").Replace(i18n.OneAlphabet(text)))
	if len(words) == 0 {
		return Name{}
	}
	n := Name{family: Spoken(words[0])}
	for i := 1; i < len(words); i++ {
		part := Spoken(words[i])
		if last := len(n.given) - 1; patronymicEnd[part] && last >= 0 { // "Серік қызы" is one word
			n.given[last] += part
		} else if part != "" {
			n.given = append(n.given, part)
		}
	}
	return n
}

// patronymicEnd are the words that end a Kazakh patronymic, as Spoken folds them.
var patronymicEnd = map[string]bool{Spoken("қызы"): true, Spoken("ұлы"): true}

// Families are the parts that may be the family name: the first and the last.
func (n Name) Families() []string {
	if len(n.given) == 0 {
		return []string{n.family}
	}
	return []string{n.family, n.given[len(n.given)-1]}
}
