package people

import (
	"slices"

	"talim/internal/access"
	"talim/internal/fault"
)

// Who may do what with the people of a school. In words:
//
// Everybody who works in the school sees its staff: code and name, contacts,
// posts and their history, units, subjects taught, and whether somebody is
// away. Nobody sees the staff of another organisation: for them it does not
// exist.
//
// Private facts (study route, age, service years, category, gender) are seen by
// the person, the director and the deputies. Heads of units do not see them,
// nor do colleagues (R009, R010). The administrator writes them when a file is
// imported or a person is added, and is not shown them afterwards. Only director
// and deputies change them by hand. The exact staffing state is seen also by the administrator, who
// keeps it; everybody else sees only that somebody is away.
//
// The administrator, the director and the deputies keep staff, units,
// members and staffing states. They also begin and end posts, with these bounds
// (giving.go):
//
//   - Nobody gives themselves a post with rights.
//   - The posts of director and coordinator need two people: a leader proposes,
//     another with the right confirms (proposal.go).
//   - The director alone makes deputies; the administrator gives no post of
//     leadership, except the first ones of a school that has never had a director,
//     and all leaders are told. Director and administrator make administrators.
//   - The posts of director, deputy and administrator are ended only by the
//     director or the administrator.
//   - Whoever finds themselves in a list that they have brought in gets no right by
//     it: such a post becomes a proposal.
//
// Dated rules are the director's and the deputies'.
//
// The journal, which holds no private contents, is read by director, deputies
// and administrator.
//
// A job of the program itself acts for its school without these limits.

// What routes and verbs ask for.
var (
	MaySee         = access.Permission{Name: "people.see"}
	MayKeepStaff   = access.Permission{Name: "people.staff.keep", Roles: keepers}
	MayKeepPrivate = access.Permission{Name: "people.private.keep", Roles: leaders}
	MayKeepRules   = access.Permission{Name: "people.rules.keep", Roles: leaders}
	MayReadJournal = access.Permission{Name: "people.journal.read", Roles: keepers}
	MayImport      = access.Permission{Name: "people.import", Roles: keepers}
)

var (
	leaders    = []access.Role{access.Director, access.Deputy}
	appointers = []access.Role{access.Director, access.Administrator}
	keepers    = []access.Role{access.Director, access.Deputy, access.Administrator}
	// highPosts are ended only by appointers.
	highPosts = []access.Role{access.Director, access.Deputy, access.Administrator}
)

// forbidden answers whatever the actor may not do here.
func forbidden() error { return fault.Forbidden("people.forbidden") }

func require(a access.Actor, p access.Permission) error {
	return access.Must(p.Allows(a), "people.forbidden")
}

// MaySeePrivate says whether the actor sees the private facts of a person of
// their own school.
func MaySeePrivate(a access.Actor, staffID string) bool {
	return a.SignedIn() && (a.System != "" || a.Staff == staffID || a.Has(leaders...))
}

// MaySeeStates says whether the actor sees in which staffing state a person of
// their own school is, and not only that they are away.
func MaySeeStates(a access.Actor, staffID string) bool {
	return MaySeePrivate(a, staffID) || a.Has(keepers...)
}

// MayEnd says whether the actor ends posts of the role, and corrects them without making
// them longer.
func MayEnd(a access.Actor, r access.Role) bool {
	switch {
	case a.System != "":
		return true
	case slices.Contains(highPosts, r):
		return a.Has(appointers...)
	}
	return a.Has(keepers...)
}

func mayEnd(a access.Actor, r access.Role) error {
	return access.Must(MayEnd(a, r), "people.forbidden")
}
