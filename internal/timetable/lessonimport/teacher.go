package lessonimport

import (
	"cmp"
	"slices"
	"strings"

	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/naming"
)

// teacher is a staff member as a timetable may name one.
type teacher people.Person

// teacherIndex finds people by code, or by the name as a list may write it. Where a text
// may mean two people, it gives both.
type teacherIndex struct {
	codes    map[string][]string
	families map[string][]named // family name as it is spoken
	found    map[string][]string
}

type named struct {
	naming.Name
	id      string
	written string // the family name as it is written
}

func indexTeachers(all []teacher) (teacherIndex, map[string]string) {
	x, names := teacherIndex{map[string][]string{}, map[string][]named{}, map[string][]string{}}, map[string]string{}
	for _, t := range all {
		_, again := names[t.ID] // under another name
		if !again {
			names[t.ID] = cmp.Or(strings.Join(strings.Fields(t.FamilyName+" "+t.GivenName+" "+t.Patronymic), " "), t.Code)
		}
		if code := i18n.Fold(t.Code); code != "" && !again {
			x.codes[code] = append(x.codes[code], t.ID)
		}
		if family := naming.Spoken(t.FamilyName); family != "" {
			x.families[family] = append(x.families[family], named{naming.Of(t.FamilyName, t.GivenName, t.Patronymic), t.ID, asWritten(t.FamilyName)})
		}
	}
	return x, names
}

// find gives those whom a text means: by code, by the whole name, or by what it has of one.
func (x teacherIndex) find(text string) []string {
	if ids := x.codes[i18n.Fold(text)]; len(ids) > 0 {
		return ids
	}
	ids, seen := x.found[text]
	if !seen {
		ids = x.named(naming.Text(text), asWritten(text))
		x.found[text] = ids
	}
	return ids
}

// named gives those of the whole name or, where there are none, of what the text has of
// one. Of several, who is written so is meant: Әлі and Али are two names.
func (x teacherIndex) named(n naming.Name, text string) []string {
	for _, same := range []func(a, b naming.Name) bool{naming.Name.Equal, naming.Name.Close} {
		var all, so []string
		for _, family := range n.Families() {
			for _, p := range x.families[family] {
				if !same(n, p.Name) || slices.Contains(all, p.id) {
					continue
				}
				if all = append(all, p.id); slices.Contains(strings.Fields(text), p.written) {
					so = append(so, p.id)
				}
			}
		}
		if len(so) > 0 {
			return so
		}
		if len(all) > 0 {
			return all
		}
	}
	return nil
}

// asWritten is a text in small letters of one alphabet, without the marks of initials.
func asWritten(text string) string {
	return i18n.LookAlike(strings.NewReplacer(".", " ", ",", " ").Replace(i18n.Fold(text)))
}
