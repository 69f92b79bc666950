package lessonimport

import (
	"cmp"
	"slices"
	"strings"

	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/timetable"
)

// teacher is a staff member as a timetable may name one.
type teacher people.Person

// teacherIndex finds people by code, full name, or family name with initials.
// Where two people share a name, it gives both.
type teacherIndex map[string][]string

func indexTeachers(all []teacher) (teacherIndex, map[string]string) {
	index, names := teacherIndex{}, map[string]string{}
	for _, t := range all {
		names[t.ID] = cmp.Or(strings.Join(strings.Fields(t.FamilyName+" "+t.GivenName+" "+t.Patronymic), " "), t.Code)
		for _, key := range t.keys() {
			if key != "" && !slices.Contains(index[key], t.ID) {
				index[key] = append(index[key], t.ID)
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
		t.GivenName + " " + t.FamilyName, t.FamilyName + " " + given, t.FamilyName + " " + given + patronymic,
	} {
		keys = append(keys, nameKey(name))
	}
	return keys
}

// nameKey makes "Иванова А. Б." and "иванова а.б." the same.
func nameKey(name string) string { return strings.ReplaceAll(i18n.Fold(name), ". ", ".") }

func (x teacherIndex) find(text string) []string {
	if ids := x[i18n.Fold(text)]; len(ids) > 0 {
		return ids
	}
	return x[nameKey(text)]
}
