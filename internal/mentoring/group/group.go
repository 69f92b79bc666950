package group

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/matching"
	"talim/internal/mentoring"
	"talim/internal/mentoring/match"
	"talim/internal/timetable"
	"talim/internal/verb"
)

// Group is several mentees of one mentor who meet together (R079). Each member
// has a pair, a consent and a pairing of her own; the group binds them.
type Group struct {
	School    string           `db:"school_id"`
	ID        string           `db:"id"`
	Programme string           `db:"programme_id"`
	Proposal  string           `db:"proposal_id"`
	Number    int              `db:"number"`
	Mentor    string           `db:"mentor_id"`
	Need      string           `db:"need"` // of Topics: what it meets around
	Hour      string           `db:"hour"` // a time of the week all have, as hourOf writes it
	Reasons   string           `db:"reasons"`
	State     GroupState       `db:"state"`
	Closing   string           `db:"closing"` // what the group did, by its mentor
	ClosedAt  calendar.Instant `db:"closed_at"`
	Version   int              `db:"version"` // raised by each change of Closing
}

// TargetGroup is a group and TargetTimes where its times are set, by its id;
// TargetProposal is a proposal of groups, by the id of the proposal.
const (
	TargetGroup    = "group.group"
	TargetTimes    = "group.times"
	TargetProposal = "group.proposal"
)

// GroupState is where a group stands. One that was asked runs when its order is signed.
type GroupState string

// The states of a group.
const (
	GroupDraft   GroupState = "draft"
	GroupAsked   GroupState = "asked"
	GroupClosed  GroupState = "closed"
	GroupRemoved GroupState = "removed"
)

// SecondState is where the second mentor of a group stands.
type SecondState string

// The states of a second mentor; who declined is shown to nobody.
const (
	SecondDraft    SecondState = "draft"
	SecondAsked    SecondState = "asked"
	SecondAgreed   SecondState = "agreed"
	SecondDeclined SecondState = "declined"
	SecondRemoved  SecondState = "removed"
)

type groupPair struct {
	School string `db:"school_id"`
	Pair   string `db:"pair_id"`
	Group  string `db:"group_id"`
}

type groupSecond struct {
	School string      `db:"school_id"`
	ID     string      `db:"id"`
	Group  string      `db:"group_id"`
	Staff  string      `db:"staff_id"`
	State  SecondState `db:"state"`
}

func (g Group) ref() journal.Ref { return journal.Ref{Kind: "mentoring_group", ID: g.ID} }

// hourOf writes a time of the week: "1 10:15 11:00".
func hourOf(s timetable.WeekSlot) string {
	return strconv.Itoa(int(s.Weekday)) + " " + string(s.StartsAt) + " " + string(s.EndsAt)
}

// Slot reads the hour of the group back.
func (g Group) Slot() (timetable.WeekSlot, bool) {
	part := strings.Fields(g.Hour)
	if len(part) != 3 {
		return timetable.WeekSlot{}, false
	}
	day, err := strconv.Atoi(part[0])
	return timetable.WeekSlot{Weekday: calendar.Weekday(day), StartsAt: calendar.Clock(part[1]), EndsAt: calendar.Clock(part[2])}, err == nil
}

// grouping is what groups are made of, and what a change by hand is checked against.
type grouping struct {
	match.Instance
	Programme mentoring.Programme
	Policy    mentoring.Policy
	free      map[string][]string // hours by person
}

// ProposeGroups makes a draft of groups for the mentees who accepted and are in
// none: around a need they share, in an hour all have.
func (s *Service) ProposeGroups(ctx context.Context, actor access.Actor, programme string) (match.Proposal, error) {
	var made match.Proposal
	err := s.do(ctx, actor, func(w work) error {
		in, err := w.grouping(programme)
		if err != nil {
			return err
		}
		found, err := matching.Groups(w.Ctx, in.circle(in.Pairs))
		if err != nil {
			return err
		}
		if len(found.Groups) == 0 {
			return fault.Conflict("mentoring.group.none_found", "Min", in.Policy.GroupMin)
		}
		if made, err = w.keepGroups(in, found); err != nil {
			return err
		}
		return w.Record(eventGroupsProposed, in.Programme.Ref(), "groups", strconv.Itoa(len(found.Groups)), "without", strconv.Itoa(len(found.Left)))
	})
	return made, err
}

// grouping reads the facts for whoever keeps the programme.
func (w work) grouping(programme string) (grouping, error) {
	if err := mentoring.MayKeep(w.Actor); err != nil {
		return grouping{}, err
	}
	p, err := mentoring.OpenProgramme(w.Ctx, w.Tx, w.Actor.School, programme)
	if err != nil {
		return grouping{}, err
	}
	if p.Kind != mentoring.KindGroup {
		return grouping{}, fault.Conflict("mentoring.group.not_this_kind")
	}
	g := grouping{Programme: p, free: map[string][]string{}}
	if g.Policy, err = mentoring.PolicyOf(w.Ctx, w.Tx, p.School, p.ID); err != nil {
		return g, err
	}
	if g.Instance, err = w.matches.FactsOf(w.Work, p, ""); err != nil {
		return g, err
	}
	day := max(p.Starts, w.Date())
	slots, err := timetable.WeekSlots(w.Ctx, w.Tx, p.School, day)
	if err != nil {
		return g, err
	}
	load, err := timetable.WeeklyLoad(w.Ctx, w.Tx, p.School, day)
	for id := range g.People {
		for _, slot := range timetable.Free(slots, load[id]) {
			g.free[id] = append(g.free[id], hourOf(slot))
		}
	}
	return g, err
}

// circle is the question that matching answers. A mentor leads one group, and
// only who leads none yet.
func (g grouping) circle(pairs []matching.Pair) matching.Circle {
	c := matching.Circle{Pairs: pairs, Min: g.Policy.GroupMin, Max: g.Policy.GroupMax}
	for _, m := range g.Mentees {
		c.Learners = append(c.Learners, matching.Learner{ID: m.ID, Needs: g.People[m.ID].Needs, Free: g.free[m.ID]})
	}
	for _, m := range g.Mentors {
		leads := 1
		if g.People[m.ID].Load > 0 {
			leads = 0
		}
		c.Leaders = append(c.Leaders, matching.Leader{ID: m.ID, Strengths: g.People[m.ID].Strengths, Free: g.free[m.ID], Groups: leads})
	}
	return c
}

// keepGroups keeps the answer as a draft proposal whose pairs stand in groups.
func (w work) keepGroups(in grouping, found matching.Grouped) (match.Proposal, error) {
	if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE mentoring_group SET state = 'removed' WHERE school_id = $1 AND programme_id = $2 AND state = 'draft'`,
		in.Programme.School, in.Programme.ID); err != nil {
		return match.Proposal{}, err
	}
	answer := match.Outcome{Fit: found.TotalFit}
	for _, g := range found.Groups {
		for _, mentee := range g.Mentees {
			pair, why := in.Admit(mentee, g.Mentors[0])
			if why != nil { // matching admits by the same rules
				return match.Proposal{}, fault.Conflict("mentoring.changed_meanwhile")
			}
			answer.Pairs = append(answer.Pairs, pair)
		}
	}
	var err error
	if answer.Left, err = in.circle(in.OpenPairs()).LeftOf(found); err != nil {
		return match.Proposal{}, err
	}
	made, err := match.InsertProposal(w.Work, in.Programme, in.Instance, "", answer)
	if err != nil {
		return made, err
	}
	return made, w.insertGroups(made, found)
}

func (w work) insertGroups(p match.Proposal, found matching.Grouped) error {
	pairs, err := db.All[match.Pair](w.Ctx, w.Tx, `SELECT `+db.Columns[match.Pair]("")+` FROM proposal_pair WHERE school_id = $1 AND proposal_id = $2`, p.School, p.ID)
	if err != nil {
		return err
	}
	last, err := db.One[int](w.Ctx, w.Tx, `SELECT COALESCE(max(number), 0) FROM mentoring_group WHERE school_id = $1 AND programme_id = $2`, p.School, p.Programme)
	if err != nil {
		return err
	}
	for i, g := range found.Groups {
		reasons, err := json.Marshal([]matching.Reason{g.Why})
		if err != nil {
			return err
		}
		row := Group{
			School: p.School, ID: db.NewID(), Programme: p.Programme, Proposal: p.ID, Number: last + i + 1, Mentor: g.Mentors[0],
			Need: g.Need, Hour: g.Hour, Reasons: string(reasons), State: GroupDraft,
		}
		if err := w.insertGroup(row, g.Mentors[1:], membersOf(pairs, g.Mentees)); err != nil {
			return err
		}
	}
	return nil
}

// membersOf picks the pairs of the mentees.
func membersOf(pairs []match.Pair, mentees []string) []match.Pair {
	return slices.DeleteFunc(slices.Clone(pairs), func(q match.Pair) bool { return !slices.Contains(mentees, q.Mentee) })
}

func (w work) insertGroup(g Group, seconds []string, members []match.Pair) error {
	if err := db.Insert(w.Ctx, w.Tx, "mentoring_group", g); err != nil {
		return verb.Duplicate(err, "mentoring.changed_meanwhile")
	}
	for _, q := range members {
		if err := db.Insert(w.Ctx, w.Tx, "mentoring_group_pair", groupPair{g.School, q.ID, g.ID}); err != nil {
			return err
		}
	}
	for _, staff := range seconds {
		if err := db.Insert(w.Ctx, w.Tx, "mentoring_group_second", groupSecond{g.School, db.NewID(), g.ID, staff, SecondDraft}); err != nil {
			return err
		}
	}
	return nil
}

// MoveToGroup puts a mentee into another group of the draft, by the same rules; the
// empty group leaves her out.
func (s *Service) MoveToGroup(ctx context.Context, actor access.Actor, proposal, mentee, group string) error {
	return s.do(ctx, actor, func(w work) error {
		draft, in, err := w.groupDraft(proposal)
		if err != nil {
			return err
		}
		if err := match.RemoveDraft(w.Work, draft, mentee); err != nil {
			return err
		}
		if group != "" {
			err = w.joinGroup(draft, in, mentee, group)
		} else {
			_, err = match.LeaveOut(w.Work, draft, mentee, "mentoring.group.left_by_hand")
		}
		if err != nil {
			return err
		}
		return w.Record(eventGroupsChanged, draft.Ref())
	})
}

func (w work) groupDraft(id string) (match.Proposal, grouping, error) {
	p, err := match.ProposalByID(w.Ctx, w.Tx, w.Actor.School, id)
	if err != nil {
		return p, grouping{}, err
	}
	if p.State != match.ProposalDraft {
		return p, grouping{}, fault.Conflict("mentoring.proposal.not_draft")
	}
	in, err := w.grouping(p.Programme)
	return p, in, err
}

// joinGroup checks the rules of pairs, the hour and the size.
func (w work) joinGroup(draft match.Proposal, in grouping, mentee, id string) error {
	g, err := groupByID(w.Ctx, w.Tx, draft.School, id)
	switch {
	case err != nil:
		return err
	case g.Proposal != draft.ID || g.State != GroupDraft:
		return fault.NotFound("mentoring.group.missing")
	}
	pair, why := in.Admit(mentee, g.Mentor)
	if why != nil {
		return fault.Invalid("group", why.Key, in.Words(*why)...)
	}
	if !slices.Contains(in.free[mentee], g.Hour) {
		return fault.Invalid("group", "mentoring.group.not_free")
	}
	members, err := w.draftMembers(g)
	if err != nil {
		return err
	}
	if len(members) >= in.Policy.GroupMax {
		return fault.Invalid("group", "mentoring.group.full", "Max", in.Policy.GroupMax)
	}
	if err := match.InsertPair(w.Work, draft, in.Instance, pair, true); err != nil {
		return err
	}
	made, err := db.One[string](w.Ctx, w.Tx, `SELECT id FROM proposal_pair WHERE school_id = $1 AND proposal_id = $2 AND mentee_id = $3 AND state = 'draft'`,
		draft.School, draft.ID, mentee)
	if err != nil {
		return err
	}
	return db.Insert(w.Ctx, w.Tx, "mentoring_group_pair", groupPair{g.School, made, g.ID})
}

func (w work) draftMembers(g Group) ([]match.Pair, error) {
	return db.All[match.Pair](w.Ctx, w.Tx, `SELECT `+db.Columns[match.Pair]("q")+` FROM mentoring_group_pair y
		JOIN proposal_pair q ON q.school_id = y.school_id AND q.id = y.pair_id
		WHERE y.school_id = $1 AND y.group_id = $2 AND q.state = 'draft' ORDER BY q.id`, g.School, g.ID)
}

func groupByID(ctx context.Context, c db.Conn, school, id string) (Group, error) {
	g, err := db.One[Group](ctx, c, `SELECT `+db.Columns[Group]("")+` FROM mentoring_group WHERE school_id = $1 AND id = $2`, school, id)
	return g, verb.Missing(err, "mentoring.group.missing")
}
