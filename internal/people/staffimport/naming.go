package staffimport

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people"
)

// A list without codes tells people by their names, and no two lists write a name alike:
// in capitals, with initials, without the patronymic, in another order, a Kazakh name in
// Russian letters. Whoever is there already must not join a second time, and whoever
// could be two people is nobody's to guess.

// GiveCodes gives the rows without a code that of the person whom the name means, or the
// next free number where it means nobody. A name that may mean several people, or one
// whom another row means, is left to the reader: the row is refused with them.
func GiveCodes(known []people.Person, rows []Row) {
	x := newNaming(known)
	for _, same := range []func(a, b name) bool{name.equal, name.close} {
		for i := range rows {
			if rows[i].Code == "" && rows[i].unclear == nil && !rows[i].nameless() {
				x.meet(&rows[i], same)
			}
		}
	}
	for i := range rows {
		if rows[i].Code == "" && rows[i].unclear == nil && !rows[i].nameless() {
			x.join(&rows[i])
		}
	}
}

// naming is who is there, and who of them stands in the list.
type naming struct {
	all  []named
	used map[string]bool // codes
	next int
}

type named struct {
	name
	code  string
	full  string // as it is written
	joins bool   // a row of the list brings them
	line  int    // of the row that means them, 0 for none
}

func newNaming(known []people.Person) *naming {
	x := &naming{used: map[string]bool{}, next: 1}
	for _, p := range known {
		x.used[p.Code] = true
		if p.FamilyName+p.GivenName+p.Patronymic != "" {
			x.all = append(x.all, named{name: nameOf(p.FamilyName, p.GivenName, p.Patronymic), code: p.Code, full: p.Name()})
		}
	}
	return x
}

func (x *naming) meet(r *Row, same func(a, b name) bool) {
	mine := nameOf(r.FamilyName, r.GivenName, r.Patronymic)
	var found []*named
	for i := range x.all {
		if same(mine, x.all[i].name) {
			found = append(found, &x.all[i])
		}
	}
	if len(found) == 0 {
		return
	}
	if p := found[0]; len(found) == 1 && p.line == 0 {
		p.line, r.Code, r.spelled = r.Line, p.code, p.full
		return
	}
	r.unclear = unclear(*r, found)
	for _, p := range found {
		r.mayBe = append(r.mayBe, p.code)
	}
}

func unclear(r Row, found []*named) *fault.Message {
	if p := found[0]; len(found) == 1 && p.equal(nameOf(r.FamilyName, r.GivenName, r.Patronymic)) {
		return said("people.import.name_twice", "Name", r.name(), "Line", p.line)
	}
	var names []string
	for _, p := range found {
		names = append(names, p.full)
	}
	slices.Sort(names)
	return said("people.import.name_unclear", "Name", r.name(), "Names", strings.Join(slices.Compact(names), "; "))
}

// join numbers a person whom nobody knows, unless an earlier row of the list brings
// somebody of nearly that name.
func (x *naming) join(r *Row) {
	mine := nameOf(r.FamilyName, r.GivenName, r.Patronymic)
	var found []*named
	for i := range x.all {
		if x.all[i].joins && mine.close(x.all[i].name) {
			found = append(found, &x.all[i])
		}
	}
	if len(found) > 0 {
		r.unclear = unclear(*r, found)
		return
	}
	for x.used[strconv.Itoa(x.next)] {
		x.next++
	}
	r.Code = strconv.Itoa(x.next)
	x.used[r.Code] = true
	x.all = append(x.all, named{name: mine, code: r.Code, full: r.name(), joins: true, line: r.Line})
}

func (r Row) name() string {
	return people.OneLine(r.FamilyName + " " + r.GivenName + " " + r.Patronymic)
}

func (r Row) nameless() bool { return r.name() == "" }

// name is what tells a name from others: folded, without what writers differ in.
type name struct {
	family string
	given  []string // given name and patronymic, or their initials
}

func nameOf(family, given, patronymic string) name {
	n := name{family: spoken(family)}
	rest := strings.Fields(strings.NewReplacer(".", ". ", "-", "- ").Replace(given))
	if !dotted.MatchString(given) {
		rest = strings.Fields(given)
	}
	for _, part := range rest {
		n.given = append(n.given, spoken(part))
	}
	if dotted.MatchString(patronymic) {
		for _, part := range strings.Fields(strings.ReplaceAll(patronymic, ".", ". ")) {
			n.given = append(n.given, spoken(part))
		}
	} else if p := spoken(patronymic); p != "" { // "Серік қызы" is one word
		n.given = append(n.given, p)
	}
	n.given = slices.DeleteFunc(n.given, func(s string) bool { return s == "" })
	return n
}

var dotted = regexp.MustCompile(`^\pL{1,2}\.`)

// equal names have the same parts, in any order.
func (n name) equal(m name) bool {
	mine, theirs := append([]string{n.family}, n.given...), append([]string{m.family}, m.given...)
	slices.Sort(mine)
	slices.Sort(theirs)
	return slices.Equal(mine, theirs)
}

// close names have the family name in common, and of the others what both have: in full,
// or by the first letter. The given name may stand in front.
func (n name) close(m name) bool {
	return n.closeInOrder(m) || n.turned().closeInOrder(m)
}

func (n name) closeInOrder(m name) bool {
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
func (n name) turned() name {
	if len(n.given) == 0 {
		return n
	}
	last := len(n.given) - 1
	return name{family: n.given[last], given: append([]string{n.family}, n.given[:last]...)}
}

func shortOf(short, full string) bool {
	return short == full || len([]rune(short)) == 1 && strings.HasPrefix(full, short)
}

// spoken folds a part of a name to what stays when a Kazakh name is written in Russian
// letters: "Гүлнар" and "Гульнар" are "гулнар".
func spoken(part string) string {
	folded := alikeInRussian.Replace(i18n.RussianLetters(i18n.Fold(oneAlphabet(part))))
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, folded)
}

// alikeInRussian leaves out the signs and joins the letters in which spellings differ.
var alikeInRussian = strings.NewReplacer("ь", "", "ъ", "", "э", "е", "й", "и")

// oneAlphabet puts letters that look alike into the alphabet of the others of the text:
// nobody sees that the first letter of a name is Latin.
func oneAlphabet(s string) string {
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

const (
	latinAlike    = "ABCEHIKMOPTXYaceiopxyh"
	cyrillicAlike = "АВСЕНІКМОРТХУасеіорхуһ"
)

var toCyrillic, toLatin = alike(latinAlike, cyrillicAlike), alike(cyrillicAlike, latinAlike)

func alike(from, to string) *strings.Replacer {
	var pairs []string
	other := []rune(to)
	for i, r := range []rune(from) {
		pairs = append(pairs, string(r), string(other[i]))
	}
	return strings.NewReplacer(pairs...)
}

// namesOver lays the names of a row over those known. Capitals, and the spelling of a
// list that has no codes, rename nobody; what is fuller than initials or nothing is taken.
func (r readRow) namesOver(f people.StaffFacts) people.StaffFacts {
	if r.spelled != "" && spoken(r.facts.FamilyName) != spoken(f.FamilyName) {
		return f // the parts stand in another order
	}
	for _, part := range []struct {
		to  *string
		now string
	}{{&f.FamilyName, r.facts.FamilyName}, {&f.GivenName, r.facts.GivenName}, {&f.Patronymic, r.facts.Patronymic}} {
		if was := *part.to; part.now != "" && !keepsSpelling(was, part.now) && (r.spelled == "" || isFuller(was, part.now)) {
			*part.to = part.now
		}
	}
	return f
}

// keepsSpelling says whether a name of a list is the known one in other letters. Capitals
// that are known give way to small letters.
func keepsSpelling(was, now string) bool {
	return i18n.Fold(was) == i18n.Fold(now) && (was != strings.ToUpper(was) || now == strings.ToUpper(now))
}

func isFuller(was, now string) bool {
	return !dotted.MatchString(now) && (was == "" || dotted.MatchString(was) || was == strings.ToUpper(was) && i18n.Fold(was) == i18n.Fold(now))
}

// inSmallLetters writes the names of somebody new as names are written, where a list has
// them in capitals: "СЕЙТОВА" is "Сейтова". Initials stay.
func inSmallLetters(f people.StaffFacts) people.StaffFacts {
	for _, part := range []*string{&f.FamilyName, &f.GivenName, &f.Patronymic} {
		if capitals.MatchString(*part) {
			*part = capital.ReplaceAllStringFunc(strings.ToLower(*part), strings.ToUpper)
		}
	}
	return f
}

var (
	capitals = regexp.MustCompile(`^[\p{Lu}][\p{Lu}' -]+$`)
	capital  = regexp.MustCompile(`(?:^|[ -])\pL`)
)
