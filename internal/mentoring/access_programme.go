package mentoring

import (
	"talim/internal/access"
)

// Who may do what with groups, talks, agreements and handovers, in words:
//
//   - What a group writes at its meetings is read by its members: its mentor, its
//     second mentor, its mentees; each may add to it. A private note is its author's.
//     Those who keep the programme see dates and counts (R069, R079).
//   - What the talk at the end of the year judges is announced by the director and
//     read by all staff (R070). What was agreed in a talk is read by the person, the
//     director and the deputies, and written by these two; nothing of mentoring is in it.
//   - An agreement on hours is written by the director, confirmed by the teacher, and
//     read by the two and the deputies (R117).
//   - An expected day of leaving is read and written as private facts are: by the
//     person, the director and the deputies (R121).
//   - A handover is read and written by the two, the director and the deputies (R120).
//   - The evaluation of a stage is written and read by those who keep the programme (R083).
var (
	groupNoteRule    = access.Rule{Kind: "mentoring.group_note", Read: selfAnd(access.Partner), Write: selfAnd(access.Partner)}
	groupPrivateRule = access.Rule{Kind: "mentoring.group_private_note", Read: selfAnd(), Write: selfAnd()}
	announcedRule    = access.Rule{Kind: "mentoring.talk_announced", Read: []access.Relation{access.AsColleague}, Write: []access.Relation{access.AsDirector}}
	talkRule         = access.Rule{Kind: "mentoring.final_talk", Read: selfAnd(deciders...), Write: deciders}
	dealRule         = access.Rule{Kind: "mentoring.deal", Read: selfAnd(deciders...), Write: []access.Relation{access.AsDirector}}
	leavingRule      = access.Rule{Kind: "mentoring.expected_leave", Read: selfAnd(deciders...), Write: deciders}
	handoverRule     = access.Rule{Kind: "mentoring.handover", Read: selfAnd(append([]access.Relation{access.Partner}, deciders...)...), Write: selfAnd(append([]access.Relation{access.Partner}, deciders...)...)}
	stageRule        = access.Rule{Kind: "mentoring.stage_note", Read: asKeepers, Write: asKeepers}
)

// deciders are those who decide about posts and hours.
var deciders = []access.Relation{access.AsDirector, access.AsDeputy}

// programmeRules are the rules above, in the order of the table.
var programmeRules = []access.Rule{
	groupNoteRule, groupPrivateRule, announcedRule, talkRule, dealRule, leavingRule, handoverRule, stageRule,
}

// Decide is what directors and deputies may do: hold talks, plan handovers.
var Decide = access.Permission{Name: "mentoring.decide", Roles: []access.Role{access.Director, access.Deputy}}

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
	return access.Must(a.School == g.School && (g.Has(a.Staff) || g.asks(a.Staff) || Keep.Allows(a)), "mentoring.group.members_only")
}
