package timetable

import "talim/internal/access"

// Who may do what with the timetable. In words:
//
// Everybody who works in the school sees its years, terms, holidays and bells,
// and the lessons of everybody: that is how people find time for each other
// (R100). Nobody sees the timetable of another school.
//
// A booking is seen in full by those who take part. Everybody else sees that
// the person is busy, and not why: who meets whom is the business of the two. The
// director, the deputies and the coordinator of mentoring see of protected time
// what kind it is and who takes part, never what it is about (R099).
//
// The director, the deputies and the administrator keep years, terms, holidays
// and bells, import lessons, and read the workload table (workload.MaySee, R168).
//
// Absences and the cover of lessons have their own rules (cover/access.go).
//
// Who may book is the rule of the area that books: here a person must only be of
// the same school. A job of the program itself acts for its school.

// What routes and verbs ask for.
var (
	MaySee           = access.Permission{Name: "timetable.see"}
	MayKeep          = access.Permission{Name: "timetable.keep", Roles: keepers}
	MayImport        = access.Permission{Name: "timetable.import", Roles: keepers}
	MaySeeProtection = access.Permission{Name: "timetable.protected.see", Roles: planners}
)

var (
	keepers  = []access.Role{access.Director, access.Deputy, access.Administrator}
	planners = []access.Role{access.Director, access.Deputy, access.Coordinator}
)

func require(a access.Actor, p access.Permission) error {
	return access.Must(p.Allows(a), "timetable.forbidden")
}

// Shown is the week of a person as the actor may see it. Lessons stay as they
// are. A booking of others loses what it is about; its kind and that it is
// protected stay only where the actor plans for the school.
func Shown(actor access.Actor, owner string, entries []Entry) []Entry {
	if actor.System != "" || actor.Staff == owner {
		return entries
	}
	out := make([]Entry, len(entries))
	for i, e := range entries {
		if e.IsBooking() && !e.takesPart(actor.Staff) {
			e = e.veiled(MaySeeProtection.Allows(actor) && e.Protected)
		}
		out[i] = e
	}
	return out
}
