package group

import (
	"talim/internal/access"
	"talim/internal/mentoring"
)

var (
	groupNoteRule    = access.Rule{Kind: "mentoring.group_note", Read: mentoring.SelfAnd(access.Partner), Write: mentoring.SelfAnd(access.Partner)}
	groupPrivateRule = access.Rule{Kind: "mentoring.group_private_note", Read: mentoring.SelfAnd(), Write: mentoring.SelfAnd()}
)

// memberOf gives the relations of the actor to a group: whoever is in it is a
// partner of what the others write.
func memberOf(a access.Actor, g GroupView) []access.Relation {
	r := access.RecordOf(g.School)
	if g.Has(a.Staff) {
		r.Partners = []string{a.Staff}
	}
	return access.Of(a, r)
}

// mayOpenGroup holds for the members of a group that runs or ran.
func mayOpenGroup(a access.Actor, g GroupView) error {
	return access.Must(groupNoteRule.Reads(memberOf(a, g)), "mentoring.group.members_only")
}

// mayLead holds for its mentors: they find times and record meetings.
func mayLead(a access.Actor, g GroupView) error {
	return access.Must(a.School == g.School && g.Leads(a.Staff), "mentoring.group.leaders_only")
}

// mayCountGroup holds for members and for those who keep the programme.
func mayCountGroup(a access.Actor, g GroupView) error {
	return access.Must(a.School == g.School && (g.Has(a.Staff) || g.asks(a.Staff) || mentoring.Keep.Allows(a)), "mentoring.group.members_only")
}
