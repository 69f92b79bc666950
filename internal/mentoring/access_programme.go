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
	announcedRule = access.Rule{Kind: "mentoring.talk_announced", Read: []access.Relation{access.AsColleague}, Write: []access.Relation{access.AsDirector}}
	talkRule      = access.Rule{Kind: "mentoring.final_talk", Read: SelfAnd(Deciders...), Write: Deciders}
	stageRule     = access.Rule{Kind: "mentoring.stage_note", Read: AsKeepers, Write: AsKeepers}
)

// Deciders are those who decide about posts and hours.
var Deciders = []access.Relation{access.AsDirector, access.AsDeputy}

// Decide is what directors and deputies may do: hold talks, plan handovers.
var Decide = access.Permission{Name: "mentoring.decide", Roles: []access.Role{access.Director, access.Deputy}}
