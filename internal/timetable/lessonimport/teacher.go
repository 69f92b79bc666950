package lessonimport

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/timetable"
)

// teacher is a staff member as a timetable may name one.
type teacher people.Person

// teacherIndex finds people by code, full name, or family name with initials, as they
// are written or, where nobody is written so, in Russian letters. Where two people share
// a name, it gives both.
type teacherIndex map[string][]string

func indexTeachers(all []teacher) (teacherIndex, map[string]string) {
	index, names := teacherIndex{}, map[string]string{}
	for _, t := range all {
		names[t.ID] = cmp.Or(strings.Join(strings.Fields(t.FamilyName+" "+t.GivenName+" "+t.Patronymic), " "), t.Code)
		for _, key := range t.keys() {
			for _, k := range []string{key, inRussian(key)} {
				if k != "" && !slices.Contains(index[k], t.ID) {
					index[k] = append(index[k], t.ID)
				}
			}
		}
	}
	return index, names
}

func (t teacher) keys() []string {
	keys := []string{i18n.Fold(t.Code)}
	if t.FamilyName == "" {
		return keys
	}
	given, patronymic := timetable.Initial(t.GivenName), timetable.Initial(t.Patronymic)
	for _, name := range []string{
		t.FamilyName, t.FamilyName + " " + t.GivenName, t.FamilyName + " " + t.GivenName + " " + t.Patronymic,
		t.GivenName + " " + t.FamilyName, t.GivenName + " " + t.Patronymic + " " + t.FamilyName,
		t.FamilyName + " " + given, t.FamilyName + " " + given + " " + patronymic,
		given + " " + t.FamilyName, given + " " + patronymic + " " + t.FamilyName,
	} {
		keys = append(keys, nameKey(name))
	}
	return keys
}

// nameKey makes "Иванова А. Б.", "иванова а.б" and a name with Latin letters of the same
// shape the same.
func nameKey(name string) string {
	name = timetable.LookAlike(i18n.Fold(name))
	return strings.Join(strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == '.' || r == ',' }), " ")
}

// inRussian is a key in Russian letters. It has a mark of its own, since a name that is
// written right is looked for first.
func inRussian(key string) string {
	if key == "" {
		return ""
	}
	return "~" + i18n.RussianLetters(key)
}

func (x teacherIndex) find(text string) []string {
	if ids := x[i18n.Fold(text)]; len(ids) > 0 {
		return ids
	}
	key := nameKey(text)
	if ids := x[key]; len(ids) > 0 {
		return ids
	}
	return x[inRussian(key)]
}
