package group

import (
	"context"
	"encoding/json"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/matching"
	"talim/internal/mentoring"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/pairing"
	"talim/internal/people"
	"talim/internal/verb"
)

// GroupMember is a mentee of a group.
type GroupMember struct {
	mentoring.Person `db:"e_"`
	Pair             string               `db:"q_id"`
	Asked            match.PairState      `db:"q_state"`
	ByHand           bool                 `db:"q_by_hand"`
	Pairing          string               `db:"pairing"` // "" before the order
	Runs             pairing.PairingState `db:"runs"`
	Starts           calendar.Date        `db:"runs_from"`
	Ends             calendar.Date        `db:"runs_to"`
}

// GroupView is a group with its people.
type GroupView struct {
	Group
	MentorPerson mentoring.Person `db:"o_"`
	Second       mentoring.Person `db:"s_"` // without an id: none
	SecondState  SecondState      `db:"second_state"`
	Answered     bool             // by the reader
	Members      []GroupMember
}

type groupRow struct {
	Group
	MentorPerson mentoring.Person `db:"o_"`
	Second       mentoring.Person `db:"s_"`
	SecondState  SecondState      `db:"second_state"`
	Answered     bool             `db:"answered"`
	GroupMember
}

// Why is what spoke for the group.
func (g GroupView) Why() ([]matching.Reason, error) {
	var out []matching.Reason
	err := json.Unmarshal([]byte(g.Reasons), &out)
	return out, err
}

// Leads says whether the staff member is a mentor of the group.
func (g GroupView) Leads(staff string) bool {
	return staff != "" && (staff == g.Mentor || staff == g.Second.ID && g.SecondState == SecondAgreed)
}

// Has says whether the staff member belongs to the group by order, or did.
func (g GroupView) Has(staff string) bool {
	if g.Leads(staff) {
		return g.Ordered()
	}
	return slices.ContainsFunc(g.Members, func(m GroupMember) bool { return staff != "" && m.ID == staff && m.Pairing != "" })
}

// asks says whether the staff member was asked to belong to it.
func (g GroupView) asks(staff string) bool {
	if staff == "" || g.State == GroupDraft || g.State == GroupRemoved {
		return false
	}
	return staff == g.Mentor || staff == g.Second.ID ||
		slices.ContainsFunc(g.Members, func(m GroupMember) bool { return m.ID == staff })
}

// Concerns says whether the staff member belongs to the group, or is asked to: she may
// know what it meets around, which is what its people need.
func (g GroupView) Concerns(staff string) bool { return g.Has(staff) || g.asks(staff) }

// Waits says whether an answer of the reader is open.
func (g GroupView) Waits(staff string) bool {
	if g.Answered {
		return false
	}
	if staff == g.Second.ID && staff != "" && g.SecondState == SecondAsked {
		return true
	}
	return slices.ContainsFunc(g.Members, func(m GroupMember) bool {
		return m.Asked == match.PairAsked && (m.ID == staff || staff == g.Mentor)
	})
}

// Ordered says whether an order has named the group.
func (g GroupView) Ordered() bool {
	return slices.ContainsFunc(g.Members, func(m GroupMember) bool { return m.Pairing != "" })
}

// Running are the members who work in the group now.
func (g GroupView) Running() []GroupMember {
	return slices.DeleteFunc(slices.Clone(g.Members), func(m GroupMember) bool { return m.Runs != pairing.Running })
}

// People are the ids of all who meet: mentors first.
func (g GroupView) People() []string {
	out := []string{g.Mentor}
	if g.SecondState == SecondAgreed {
		out = append(out, g.Second.ID)
	}
	for _, m := range g.Running() {
		out = append(out, m.ID)
	}
	return out
}

// readers are the ids of all whom Has holds for.
func (g GroupView) readers() []string {
	out := []string{g.Mentor}
	if g.SecondState == SecondAgreed {
		out = append(out, g.Second.ID)
	}
	for _, m := range g.Members {
		if m.Pairing != "" {
			out = append(out, m.ID)
		}
	}
	return out
}

// staffOf asks for the same of a group k that from joins.
func staffOf(from, where string) string {
	return `SELECT k.mentor_id ` + from + ` WHERE ` + where + `
		UNION ALL SELECT x.staff_id ` + from + ` JOIN mentoring_group_second x ON x.school_id = k.school_id AND x.group_id = k.id AND x.state = 'agreed' WHERE ` + where + `
		UNION ALL SELECT g.mentee_id ` + from + ` JOIN mentoring_group_pair y ON y.school_id = k.school_id AND y.group_id = k.id
			` + pairing.JoinPairingOf("g", "y.school_id", "y.pair_id") + ` WHERE ` + where
}

// Period is the time in which the group works.
func (g GroupView) Period() calendar.Period {
	var p calendar.Period
	for _, m := range g.Running() {
		if p.Starts == "" || m.Starts < p.Starts {
			p.Starts = m.Starts
		}
		p.Ends = max(p.Ends, m.Ends)
	}
	return p
}

var groupSelect = `SELECT ` + db.Columns[Group]("k") + `, ` + people.PersonAs("o", "o") + `,
	COALESCE(v.id, '') AS s_id, COALESCE(v.code, '') AS s_code, COALESCE(v.family_name, '') AS s_family_name,
	COALESCE(v.given_name, '') AS s_given_name, COALESCE(v.patronymic, '') AS s_patronymic, COALESCE(v.sort_key, '') AS s_sort_key,
	COALESCE(x.state, '') AS second_state, ` + people.PersonAs("e", "e") + `, q.id AS q_id, q.state AS q_state, q.by_hand AS q_by_hand,
	COALESCE(g.id, '') AS pairing, COALESCE(g.state, '') AS runs, COALESCE(g.starts, '') AS runs_from, COALESCE(g.ends, '') AS runs_to,
	EXISTS (SELECT 1 FROM mentoring_group_answer a WHERE a.school_id = k.school_id AND a.group_id = k.id AND a.staff_id = $3) AS answered
FROM mentoring_group k ` + people.JoinStaff("o", "k.school_id", "k.mentor_id") + `
LEFT JOIN mentoring_group_second x ON x.school_id = k.school_id AND x.group_id = k.id AND x.state IN ('draft', 'asked', 'agreed')
` + people.LeftJoinStaff("v", "x.school_id", "x.staff_id") + `
JOIN mentoring_group_pair y ON y.school_id = k.school_id AND y.group_id = k.id
JOIN proposal_pair q ON q.school_id = y.school_id AND q.id = y.pair_id
` + people.JoinStaff("e", "q.school_id", "q.mentee_id") + `
LEFT JOIN pairing g ON g.school_id = q.school_id AND g.pair_id = q.id
WHERE k.school_id = $1 AND `

const groupOrder = ` ORDER BY k.number, k.id, e.sort_key, e.id`

// groupViews reads groups with their people in one query. $2 is the argument of
// where, $3 the reader, whose own answers alone are read.
func groupViews(ctx context.Context, c db.Conn, school, where, arg, reader string) ([]GroupView, error) {
	rows, err := db.All[groupRow](ctx, c, groupSelect+where+groupOrder, school, arg, reader)
	var out []GroupView
	for _, r := range rows {
		if len(out) == 0 || out[len(out)-1].ID != r.Group.ID {
			out = append(out, GroupView{Group: r.Group, MentorPerson: r.MentorPerson, Second: r.Second, SecondState: r.SecondState, Answered: r.Answered})
		}
		if r.Asked != match.PairRemoved && r.Asked != match.PairNotAgreed {
			last := &out[len(out)-1]
			last.Members = append(last.Members, r.GroupMember)
		}
	}
	return out, err
}

func groupView(ctx context.Context, c db.Conn, school, id, reader string) (GroupView, error) {
	all, err := groupViews(ctx, c, school, `k.id = $2`, id, reader)
	if err == nil && len(all) == 0 {
		err = verb.Missing(db.ErrNotFound, "mentoring.group.missing")
	}
	if err != nil {
		return GroupView{}, err
	}
	return all[0], nil
}

// GroupProposal reads a draft of groups, or what was sent, for those who keep the programme.
func (s *Service) GroupProposal(ctx context.Context, actor access.Actor, id string) (match.Proposal, []GroupView, error) {
	if err := mentoring.MayKeep(actor); err != nil {
		return match.Proposal{}, nil, err
	}
	p, err := match.ProposalByID(ctx, s.Read(), actor.School, id)
	if err != nil {
		return p, nil, err
	}
	all, err := groupViews(ctx, s.Read(), actor.School, `k.proposal_id = $2 AND k.state <> 'removed'`, id, actor.Staff)
	return p, all, err
}

// GroupsOf are the groups of a programme that were sent: those who keep it see
// all, others those that an order named.
func (s *Service) GroupsOf(ctx context.Context, actor access.Actor, programme string) ([]GroupView, error) {
	if err := access.Must(mentoring.Take.Allows(actor), "mentoring.access.own"); err != nil {
		return nil, err
	}
	all, err := groupViews(ctx, s.Read(), actor.School, `k.programme_id = $2 AND k.state IN ('asked', 'closed')`, programme, actor.Staff)
	if mentoring.Keep.Allows(actor) {
		return all, err
	}
	return slices.DeleteFunc(all, func(g GroupView) bool { return !g.Ordered() }), err
}

// GroupPage is what the page of a group shows. For those who keep the programme
// it holds dates and counts; notes are not even read.
type GroupPage struct {
	GroupView
	RatherNot bool // the reader, who is asked, said so of somebody in the group
	Meetings  []GroupMeeting
}

// GroupPage reads a group for its members, those asked, and those who keep the programme.
func (s *Service) GroupPage(ctx context.Context, actor access.Actor, id string) (GroupPage, error) {
	var page GroupPage
	var err error
	if page.GroupView, err = groupView(ctx, s.Read(), actor.School, id, actor.Staff); err != nil {
		return page, err
	}
	if err := mayCountGroup(actor, page.GroupView); err != nil {
		return page, err
	}
	if page.RatherNot, err = ratherNot(ctx, s.Read(), page.GroupView, actor.Staff); err != nil {
		return page, err
	}
	page.Meetings, err = db.All[GroupMeeting](ctx, s.Read(), `SELECT `+db.Columns[GroupMeeting]("")+` FROM group_meeting
		WHERE school_id = $1 AND group_id = $2 ORDER BY date, starts_at, id`, actor.School, id)
	for i, m := range page.Meetings {
		page.Meetings[i].Reason = ""
		if page.Has(actor.Staff) {
			page.Meetings[i].Reason = s.keeper.Show(ctx, sealedGroupReason.Of(m.ID), m.Reason)
		}
	}
	return page, err
}

// ratherNot says whether somebody whose answer is open said that she would rather not be
// paired with one of those with whom she would be.
func ratherNot(ctx context.Context, c db.Conn, g GroupView, staff string) (bool, error) {
	if !g.Waits(staff) {
		return false, nil
	}
	others := []string{g.Mentor}
	if staff == g.Mentor {
		others = nil
		for _, m := range g.Members {
			others = append(others, m.ID)
		}
	}
	in, args := db.In(4, others)
	return db.One[bool](ctx, c, `SELECT `+mentoring.RatherNot("$1", "$2", "$3", "IN ("+in+")"), append([]any{g.School, g.Programme, staff}, args...)...)
}
