package staffimport

import (
	"slices"
	"strconv"
	"strings"

	"talim/internal/people"
	"talim/internal/people/naming"
)

// A row may have a code that nobody has, and the name of somebody in the school: the same
// person under a number of another list, or another person of that name. A row without a
// code may have a name that could be that of several. Only the school knows. The same
// person takes the code of the list, where it has one, so that the next list meets them.

// What may be said of such a row, besides the code of the person whom it means.
const (
	SamePerson    = "same" // whom the name means, where it is one
	AnotherPerson = "new"
)

// Namesake is a row whose name somebody bears, and who they are.
type Namesake struct {
	Line  int
	Code  string // of the row, "" for none
	Name  string
	Known []people.Named // none where the name is nearly that of a newcomer of another row
}

// Key tells the row from the others: by its code, or by its line where it has none, after
// a space, with which no code begins.
func (n Namesake) Key() string { return keyOf(n.Code, n.Line) }

func keyOf(code string, line int) string {
	if code == "" {
		return " " + strconv.Itoa(line)
	}
	return code
}

// MeetNamesakes looks for the rows with a code that nobody has and the name of somebody
// whom no other row means. What says has no answer for, by the code of the row, is asked:
// the row is refused with the names.
func MeetNamesakes(known []people.Person, rows []Row, says func(code string) string) {
	met := map[string]bool{} // codes that the list has, or that a row was given
	codes := map[string]bool{}
	for _, p := range known {
		codes[p.Code] = true
	}
	for _, r := range rows {
		met[people.OneLine(r.Code)] = true
	}
	for i := range rows {
		code := people.OneLine(rows[i].Code)
		if code == "" || codes[code] || rows[i].nameless() {
			continue
		}
		if found := rows[i].namesakes(known, met); len(found) > 0 {
			if is := rows[i].settle(found, says(code)); is != "" {
				met[is] = true
			}
		}
	}
}

// namesakes are those with the name of the row whom no other row means.
func (r Row) namesakes(known []people.Person, met map[string]bool) []people.Named {
	var found []people.Named
	for _, p := range people.WithName(known, naming.Of(r.FamilyName, r.GivenName, r.Patronymic)) {
		if !met[p.Code] {
			found = append(found, people.Named{ID: p.ID, Code: p.Code, Name: p.Name()})
		}
	}
	return found
}

// answered is whom of those found an answer names, -1 for none.
func answered(found []people.Named, answer string) int {
	if answer == SamePerson && len(found) == 1 {
		return 0
	}
	return slices.IndexFunc(found, func(x people.Named) bool { return x.Code == answer })
}

// settle takes an answer, or asks; it gives the code of the person whom the row means.
func (r *Row) settle(found []people.Named, answer string) string {
	i := answered(found, answer)
	switch {
	case answer == AnotherPerson:
		return ""
	case i < 0:
		var names []string
		for _, x := range found {
			names = append(names, x.Name+" ("+x.Code+")")
			r.mayBe = append(r.mayBe, x.Code)
		}
		r.unclear, r.asks, r.asked = said("people.import.same_name", "Name", r.name(), "Code", r.Code, "Names", strings.Join(names, "; ")), true, found
		return ""
	}
	r.becomes, r.Code, r.spelled = people.OneLine(r.Code), found[i].Code, found[i].Name
	return r.Code
}
