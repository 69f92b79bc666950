package group

import (
	"context"
	"slices"
	"strconv"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/jobs"
	"talim/internal/mentoring"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/pairing"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/verb"
)

// SendGroups asks everybody of every group of the draft: the mentees each about
// herself, the mentor once about the whole group, the second mentor as well.
func (s *Service) SendGroups(ctx context.Context, actor access.Actor, proposal string) error {
	return s.do(ctx, actor, func(w work) error {
		draft, in, err := w.groupDraft(proposal)
		if err != nil {
			return err
		}
		groups, err := db.All[Group](w.Ctx, w.Tx, `SELECT `+db.Columns[Group]("")+` FROM mentoring_group
			WHERE school_id = $1 AND proposal_id = $2 AND state = 'draft' ORDER BY number`, draft.School, draft.ID)
		if err != nil {
			return err
		}
		sent, asked := 0, []match.Pair(nil)
		for _, g := range groups {
			members, err := w.askGroup(in, g)
			if err != nil {
				return err
			}
			if len(members) > 0 {
				sent, asked = sent+1, append(asked, members...)
			}
		}
		if sent == 0 {
			return fault.Conflict("mentoring.proposal.empty")
		}
		return match.SendPairs(w.Work, draft, asked, "groups", strconv.Itoa(sent))
	})
}

// askGroup asks the people of one group, if it still holds, and says which pairs those
// are; an empty group is taken back.
func (w work) askGroup(in grouping, g Group) ([]match.Pair, error) {
	members, err := w.draftMembers(g)
	if err != nil {
		return nil, err
	}
	if len(members) == 0 {
		return nil, w.setGroup(g, GroupRemoved)
	}
	if len(members) < in.Policy.GroupMin || len(members) > in.Policy.GroupMax {
		return nil, fault.Conflict("mentoring.group.size", "Number", g.Number, "Min", in.Policy.GroupMin, "Max", in.Policy.GroupMax)
	}
	for _, q := range members {
		if _, why := in.Admit(q.Mentee, q.Mentor); why != nil {
			return nil, fault.Conflict("mentoring.proposal.outdated")
		}
	}
	if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE mentoring_group_second SET state = 'asked' WHERE school_id = $1 AND group_id = $2 AND state = 'draft'`,
		g.School, g.ID); err != nil {
		return nil, err
	}
	if err := w.setGroup(g, GroupAsked); err != nil {
		return nil, err
	}
	if err := w.answerIsDue(g); err != nil {
		return nil, err
	}
	return members, w.remindToAnswer(g, members)
}

func (w work) setGroup(g Group, state GroupState) error {
	_, err := db.Exec(w.Ctx, w.Tx, `UPDATE mentoring_group SET state = $3 WHERE school_id = $1 AND id = $2`, g.School, g.ID, state)
	return verb.Duplicate(err, "mentoring.group.mentor_taken")
}

// remindToAnswer puts the question on the Today of everybody asked. Each has a
// reminder of her own, so that one answer closes no other's.
func (w work) remindToAnswer(g Group, members []match.Pair) error {
	asked := []string{g.Mentor}
	for _, q := range members {
		asked = append(asked, q.Mentee)
	}
	seconds, err := db.All[string](w.Ctx, w.Tx, `SELECT staff_id FROM mentoring_group_second
		WHERE school_id = $1 AND group_id = $2 AND state = 'asked'`, g.School, g.ID)
	if err != nil {
		return err
	}
	for _, staff := range append(asked, seconds...) {
		if err := mentoring.Notify(w.Work, staff, "mentoring.remind.group_asked", answerOf(g, staff), reminder.To(TargetGroup, g.ID), nil); err != nil {
			return err
		}
	}
	return nil
}

func answerOf(g Group, staff string) string { return g.ID + "/" + staff }

const jobAnswersDue = "mentoring.group_answers" // the day after the days to answer

// answerIsDue plans the end of the days to answer.
func (w work) answerIsDue(g Group) error {
	days, err := people.RuleOn(w.Ctx, w.Tx, g.School, pairing.AnswerDays, w.Date())
	if err != nil {
		return err
	}
	return mentoring.Later(w.Work, jobAnswersDue, g.ID, mentoring.MorningOf(w.Work, w.Date().AddDays(days+1)))
}

// answer is what one of those asked said.
type answer struct {
	School string `db:"school_id"`
	Group  string `db:"group_id"`
	Staff  string `db:"staff_id"`
	Answer string `db:"answer"`
}

// AnswerGroup says yes or no to the group for oneself, in private. Nothing follows at
// once, so that nobody can tell a no from a yes, nor either from silence: the group comes
// about when everybody has said yes, else when the days to answer are over.
func (s *Service) AnswerGroup(ctx context.Context, actor access.Actor, group string, yes bool) error {
	return s.do(ctx, actor, func(w work) error {
		g, err := groupByID(w.Ctx, w.Tx, actor.School, group)
		if err != nil {
			return err
		}
		a, err := w.asked(g)
		switch {
		case err != nil:
			return err
		case !slices.Contains(a.people(), actor.Staff) || a.said[actor.Staff] != "":
			return fault.Forbidden("mentoring.group.not_asked")
		}
		a.said[actor.Staff] = map[bool]string{true: "yes", false: "no"}[yes]
		if err := db.Insert(w.Ctx, w.Tx, "mentoring_group_answer", answer{g.School, g.ID, actor.Staff, a.said[actor.Staff]}); err != nil {
			return verb.Duplicate(err, "mentoring.consent.answered")
		}
		if err := w.CloseReminders(answerOf(g, actor.Staff)); err != nil {
			return err
		}
		if err := w.RecordPrivate(match.EventPairAnswered); err != nil || !a.allAgreed() {
			return err
		}
		return w.settle(a)
	})
}

// answersDue is the end of the days to answer: who was silent takes no part, like who said no.
func (s *Service) answersDue(ctx context.Context, tx db.Conn, j jobs.Taken) error {
	w := work{s.Job(ctx, tx, j), s}
	id, err := mentoring.AboutOf(j)
	if err != nil {
		return err
	}
	g, err := groupByID(ctx, tx, j.School, id)
	if err != nil || g.State != GroupAsked {
		return verb.Gone(err)
	}
	a, err := w.asked(g)
	if err != nil || len(a.people()) == 0 {
		return err
	}
	if err := w.Record(eventGroupSettled, g.ref()); err != nil {
		return err
	}
	return w.settle(a)
}

// asking is a group whose people are still asked, with what they said so far.
type asking struct {
	group  Group
	pairs  []match.Pair
	second string // "" none is asked
	said   map[string]string
}

func (a asking) people() []string {
	var out []string
	if len(a.pairs) > 0 {
		out = append(out, a.group.Mentor)
	}
	for _, q := range a.pairs {
		out = append(out, q.Mentee)
	}
	if a.second != "" {
		out = append(out, a.second)
	}
	return out
}

func (a asking) allAgreed() bool {
	return !slices.ContainsFunc(a.people(), func(staff string) bool { return a.said[staff] != "yes" })
}

// asked reads who is still asked. Who stepped back from the programme is not.
func (w work) asked(g Group) (asking, error) {
	a := asking{group: g, said: map[string]string{}}
	var err error
	a.pairs, err = db.All[match.Pair](w.Ctx, w.Tx, `SELECT `+db.Columns[match.Pair]("q")+` FROM mentoring_group_pair y
		JOIN proposal_pair q ON q.school_id = y.school_id AND q.id = y.pair_id
		WHERE y.school_id = $1 AND y.group_id = $2 AND q.state = 'asked' ORDER BY q.id`, g.School, g.ID)
	if err != nil {
		return a, err
	}
	seconds, err := db.All[string](w.Ctx, w.Tx, `SELECT staff_id FROM mentoring_group_second
		WHERE school_id = $1 AND group_id = $2 AND state = 'asked'`, g.School, g.ID)
	if err != nil {
		return a, err
	}
	for _, staff := range seconds {
		a.second = staff
	}
	said, err := db.All[answer](w.Ctx, w.Tx, `SELECT `+db.Columns[answer]("")+` FROM mentoring_group_answer WHERE school_id = $1 AND group_id = $2`, g.School, g.ID)
	for _, x := range said {
		a.said[x.Staff] = x.Answer
	}
	return a, err
}

// settle makes of the answers who takes part. Those that are not needed any more are gone
// with it: of a no nothing stays but that there is no pair.
func (w work) settle(a asking) error {
	w.Actor = access.System(a.group.School, "mentoring")
	for _, q := range a.pairs {
		if err := w.matches.SettleTogether(w.Work, q, a.said[q.Mentor] == "yes" && a.said[q.Mentee] == "yes"); err != nil {
			return err
		}
	}
	if err := w.settleSecond(a); err != nil {
		return err
	}
	for _, staff := range a.people() {
		if err := w.CloseReminders(answerOf(a.group, staff)); err != nil {
			return err
		}
	}
	if _, err := db.Exec(w.Ctx, w.Tx, `DELETE FROM mentoring_group_answer WHERE school_id = $1 AND group_id = $2`, a.group.School, a.group.ID); err != nil {
		return err
	}
	if a.said[a.group.Mentor] != "yes" {
		return w.takeBack(a.group)
	}
	return nil
}

// takeBack ends a group that does not come about; nobody is asked about it any more.
func (w work) takeBack(g Group) error {
	if err := w.setGroup(g, GroupRemoved); err != nil {
		return err
	}
	if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE mentoring_group_second SET state = 'removed' WHERE school_id = $1 AND group_id = $2 AND state IN ('asked', 'agreed')`,
		g.School, g.ID); err != nil {
		return err
	}
	asked, err := db.All[string](w.Ctx, w.Tx, `SELECT q.mentee_id FROM mentoring_group_pair y
		JOIN proposal_pair q ON q.school_id = y.school_id AND q.id = y.pair_id WHERE y.school_id = $1 AND y.group_id = $2
		UNION SELECT staff_id FROM mentoring_group_second WHERE school_id = $1 AND group_id = $2`, g.School, g.ID)
	if err != nil {
		return err
	}
	for _, staff := range asked {
		if err := w.CloseReminders(answerOf(g, staff)); err != nil {
			return err
		}
	}
	return nil
}

// settleSecond says whether the second mentor takes part.
func (w work) settleSecond(a asking) error {
	state := SecondDeclined
	if a.second != "" && a.said[a.second] == "yes" {
		state = SecondAgreed
	}
	_, err := db.Exec(w.Ctx, w.Tx, `UPDATE mentoring_group_second SET state = $3 WHERE school_id = $1 AND group_id = $2 AND state = 'asked'`,
		a.group.School, a.group.ID, state)
	return err
}

// SetSecond gives a group of the draft a second mentor, or none with "": somebody
// who takes part as mentor, leads no group here and has the hour free.
func (s *Service) SetSecond(ctx context.Context, actor access.Actor, group, staff string) error {
	return s.do(ctx, actor, func(w work) error {
		g, err := groupByID(w.Ctx, w.Tx, actor.School, group)
		if err != nil {
			return err
		}
		draft, in, err := w.groupDraft(g.Proposal)
		if err != nil {
			return err
		}
		if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE mentoring_group_second SET state = 'removed'
			WHERE school_id = $1 AND group_id = $2 AND state = 'draft'`, g.School, g.ID); err != nil {
			return err
		}
		if staff != "" {
			if err := w.mayBeSecond(in, g, staff); err != nil {
				return err
			}
			if err := db.Insert(w.Ctx, w.Tx, "mentoring_group_second", groupSecond{g.School, db.NewID(), g.ID, staff, SecondDraft}); err != nil {
				return verb.Duplicate(err, "mentoring.changed_meanwhile")
			}
		}
		return w.Record(eventGroupsChanged, draft.Ref())
	})
}

func (w work) mayBeSecond(in grouping, g Group, staff string) error {
	mentors := false
	for _, m := range in.Mentors {
		mentors = mentors || m.ID == staff
	}
	leads, err := db.One[int](w.Ctx, w.Tx, `SELECT count(*) FROM mentoring_group WHERE school_id = $1 AND programme_id = $2 AND mentor_id = $3
		AND state IN ('draft', 'asked')`, g.School, g.Programme, staff)
	switch {
	case err != nil:
		return err
	case !mentors || staff == g.Mentor || leads > 0:
		return fault.Invalid("second", "mentoring.group.second_other")
	}
	for _, hour := range in.free[staff] {
		if hour == g.Hour {
			return nil
		}
	}
	return fault.Invalid("second", "mentoring.group.not_free")
}
