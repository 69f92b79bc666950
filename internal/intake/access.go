package intake

import (
	"talim/internal/access"
	"talim/internal/fault"
)

// Who may import. In words: the director, the deputies and the administrator of a
// school import its staff and its timetable, and see the imports of the school. Files
// of staff hold private facts; an import therefore shows them to nobody else, and the
// preview does not show the private values that are known already.

// MayImport is what all routes and verbs here ask for.
var MayImport = access.Permission{Name: "intake.import", Roles: []access.Role{access.Director, access.Deputy, access.Administrator}}

func require(a access.Actor) error {
	if !MayImport.Allows(a) {
		return fault.Forbidden("intake.forbidden")
	}
	return nil
}
