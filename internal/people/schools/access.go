package schools

import "talim/internal/access"

// Who keeps the schools of a district or region. In words:
//
// The administrator of an organisation above schools (district, region, company,
// ministry) sees of each organisation below hers: name, code, kind, address and place in
// the tree with its history; how many people work there, whether there is a timetable,
// and the day on which somebody signed in last; and the names and logins of its
// administrators, with whether each of them has signed in. She adds organisations with
// their first administrator, moves, closes and opens them again.
//
// Of what a school does she sees nothing: no member of staff, no lesson, no pair, no
// paper, no journal, and none of it through a code either. She gives a code only to an
// administrator of a school where nobody has ever signed in, and sees it as long as it
// opens; from the first sign-in on, the school gives its codes itself.
//
// Nobody of a school, its administrator included, sees these pages; nor does anybody
// else of the district.

// MayKeep is what routes and verbs ask for.
var MayKeep = access.Permission{Name: "schools.keep", Office: true, Roles: []access.Role{access.Administrator}}
