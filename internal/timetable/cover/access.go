package cover

import "talim/internal/access"

// Who may do what. In words:
//
// That somebody is absent, and who gives a lesson instead, the whole school sees;
// why, the director and the deputies only, who record absences and arrange cover
// (R173). More than the kind of the reason is kept nowhere.

// MayCover is asked by routes and verbs.
var MayCover = access.Permission{Name: "timetable.cover", Roles: []access.Role{access.Director, access.Deputy}}

// The rules of what is not seen by everybody.
var (
	AbsenceKept   = access.Rule{Kind: "timetable.absence", Read: []access.Relation{access.AsColleague}, Write: []access.Relation{access.AsDeputy, access.AsDirector}}
	AbsenceReason = access.Rule{
		Kind: "timetable.absence_reason", Read: []access.Relation{access.AsDeputy, access.AsDirector}, Write: []access.Relation{access.AsDeputy, access.AsDirector},
	}

	// Rules of the area, for the published table.
	Rules = []access.Rule{AbsenceKept, AbsenceReason}
)
