package accounts

import "talim/internal/access"

// Who may do what with accounts. In words:
//
// Accounts and their one-time codes are the administrator's and the
// director's. A helper who sets a code can enter in another's place; each code
// stands in the journal with the name of the person who made it. The same two see
// the sheet of codes that nobody has used yet, and nobody else does, not
// the deputies either. The journal tells that a code was given and used, never which.
//
// The first account of an empty program is made by whoever comes first; those of the
// first administrators of other schools by who keeps the tree.

// What routes and verbs ask for.
var (
	MayKeep    = access.Permission{Name: "people.accounts.keep", Roles: []access.Role{access.Director, access.Administrator}}
	MaySignIn  = access.Permission{Name: "people.signin", Open: true}
	MayKeepOwn = access.Permission{Name: "people.account.own"}
)
