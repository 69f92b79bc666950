package people

import (
	"context"
	"slices"
	"strings"

	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/people/naming"
)

// Somebody who is added may be there already: written with initials, in capitals, without
// the patronymic, or by a colleague a moment ago. Only whoever adds them can say.

func (f StaffFacts) nameless() bool {
	return OneLine(f.FamilyName+f.GivenName+f.Patronymic) == ""
}

// askNamesakes refuses a person whose name is that of others, until the form says of each
// that they are somebody else. Within the transaction, so that of two who add the same
// person at once the second is asked.
func (w work) askNamesakes(in NewStaff) error {
	found, err := Namesakes(w.Ctx, w.Tx, w.Actor.School, in.StaffFacts)
	if err != nil {
		return err
	}
	var names []string
	for _, p := range found {
		if !slices.Contains(in.Others, p.ID) {
			names = append(names, p.Name())
		}
	}
	if len(names) > 0 {
		return fault.Invalid("others", "people.staff.namesake", "Names", strings.Join(names, "; "))
	}
	return nil
}

// Namesakes are those whom the school has or had whose name may be the one of a form.
func Namesakes(ctx context.Context, c db.Conn, school string, f StaffFacts) ([]Person, error) {
	if f.nameless() {
		return nil, nil
	}
	all, err := Spellings(ctx, c, school)
	return WithName(all, naming.Of(f.FamilyName, f.GivenName, f.Patronymic)), err
}

// WithName are those whose name is that one or may be, each once, under whichever of their
// spellings it is.
func WithName(all []Person, name naming.Name) []Person {
	var found []Person
	for _, p := range all {
		theirs := naming.Of(p.FamilyName, p.GivenName, p.Patronymic)
		nameless := p.FamilyName+p.GivenName+p.Patronymic == ""
		if !nameless && (name.Equal(theirs) || name.Close(theirs)) && !slices.ContainsFunc(found, func(q Person) bool { return q.ID == p.ID }) {
			found = append(found, p)
		}
	}
	return found
}
