package staffimport

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/naming"
)

// A list without codes tells people by their names, and no two lists write a name alike:
// in capitals, with initials, without the patronymic, in another order, a Kazakh name in
// Russian letters. Whoever is there already must not join a second time, and whoever
// could be two people is nobody's to guess.

// GiveCodes gives the rows without a code that of the person whom the name means, or the
// next free number where it means nobody. A name that may mean several people is left to
// the reader: what says has no answer for, by the key of a Namesake, is asked, and the row
// refused with them. So is one whom another row means.
func GiveCodes(known []people.Person, rows []Row, says func(key string) string) {
	x := newMatching(known)
	x.says = says
	for _, same := range []func(a, b naming.Name) bool{naming.Name.Equal, naming.Name.Close} {
		for i := range rows {
			if rows[i].open() && !rows[i].another {
				x.meet(&rows[i], same)
			}
		}
	}
	for i := range rows {
		if rows[i].open() {
			x.join(&rows[i])
		}
	}
}

// open says whether a row has a name and waits for a code.
func (r Row) open() bool { return r.Code == "" && r.unclear == nil && !r.nameless() }

// matching is who is there, and who of them stands in the list.
type matching struct {
	all  []named
	used map[string]bool // codes
	next int
	says func(key string) string // what was answered about a row
}

type named struct {
	naming.Name
	id    string
	code  string
	full  string // as it is written
	joins bool   // a row of the list brings them
	line  int    // of the row that means them, 0 for none
}

func newMatching(known []people.Person) *matching {
	x := &matching{used: map[string]bool{}, next: 1}
	for _, p := range known {
		x.used[p.Code] = true
		if p.FamilyName+p.GivenName+p.Patronymic != "" {
			x.all = append(x.all, named{Name: naming.Of(p.FamilyName, p.GivenName, p.Patronymic), id: p.ID, code: p.Code, full: p.Name()})
		}
	}
	return x
}

func (x *matching) meet(r *Row, same func(a, b naming.Name) bool) {
	mine := naming.Of(r.FamilyName, r.GivenName, r.Patronymic)
	var found []*named
	for i := range x.all {
		if same(mine, x.all[i].Name) && !slices.ContainsFunc(found, func(p *named) bool { return p.code == x.all[i].code }) {
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
	x.ask(r, found)
}

// ask takes what was answered about a row whose name may be that of those found, or
// refuses it with them. The same name in two rows is not asked about: somebody who stands
// in a list twice must not become two.
func (x *matching) ask(r *Row, found []*named) {
	if p := found[0]; len(found) == 1 && p.Equal(naming.Of(r.FamilyName, r.GivenName, r.Patronymic)) {
		r.unclear = said("people.import.name_twice", "Name", r.name(), "Line", p.line)
		r.mayBe = append(r.mayBe, p.code)
		return
	}
	offered := whoAreFree(found)
	answer := x.says(keyOf("", r.Line))
	if i := answered(offered, answer); i >= 0 {
		x.take(r, offered[i].Code)
		return
	}
	if r.another = answer == AnotherPerson; r.another {
		return
	}
	r.unclear, r.asks, r.asked = unclear(*r, found), true, offered
	for _, p := range found {
		r.mayBe = append(r.mayBe, p.code)
	}
}

// whoAreFree are those of the school whom no row means yet.
func whoAreFree(found []*named) []people.Named {
	var free []people.Named
	for _, p := range found {
		if p.line == 0 && !p.joins {
			free = append(free, people.Named{ID: p.id, Code: p.code, Name: p.full})
		}
	}
	return free
}

// take gives the row the code of somebody of the school, under all their spellings.
func (x *matching) take(r *Row, code string) {
	for i := range x.all {
		if p := &x.all[i]; p.code == code {
			p.line, r.Code, r.spelled = r.Line, p.code, p.full
		}
	}
}

func unclear(r Row, found []*named) *fault.Message {
	var names []string
	for _, p := range found {
		names = append(names, p.full)
	}
	slices.Sort(names)
	return said("people.import.name_unclear", "Name", r.name(), "Names", strings.Join(slices.Compact(names), "; "))
}

// join numbers a person whom nobody knows, unless an earlier row of the list brings
// somebody of nearly that name.
func (x *matching) join(r *Row) {
	mine := naming.Of(r.FamilyName, r.GivenName, r.Patronymic)
	var found []*named
	for i := range x.all {
		if x.all[i].joins && mine.Close(x.all[i].Name) {
			found = append(found, &x.all[i])
		}
	}
	if len(found) > 0 && !r.another {
		x.ask(r, found)
	}
	if r.unclear != nil {
		return
	}
	for x.used[strconv.Itoa(x.next)] {
		x.next++
	}
	r.Code = strconv.Itoa(x.next)
	x.used[r.Code] = true
	x.all = append(x.all, named{Name: mine, code: r.Code, full: r.name(), joins: true, line: r.Line})
}

func (r Row) name() string {
	return people.OneLine(r.FamilyName + " " + r.GivenName + " " + r.Patronymic)
}

func (r Row) nameless() bool { return r.name() == "" }

// namesOver lays the names of a row over those known. Capitals, and the spelling of a
// list that has no codes, rename nobody; what is fuller than initials or nothing is taken.
func (r readRow) namesOver(f people.StaffFacts) people.StaffFacts {
	if r.spelled != "" && naming.Spoken(r.facts.FamilyName) != naming.Spoken(f.FamilyName) {
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
	return !naming.HasInitials(now) && (was == "" || naming.HasInitials(was) || was == strings.ToUpper(was) && i18n.Fold(was) == i18n.Fold(now))
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
