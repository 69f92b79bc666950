package group

import (
	"context"
	"strconv"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/mentoring"
	"talim/internal/mentoring/match"
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

// AnswerGroup says yes or no to the group for oneself, in private. A mentee's no
// ends her own place only; the mentor's no ends the group that was proposed.
func (s *Service) AnswerGroup(ctx context.Context, actor access.Actor, group string, yes bool) error {
	return s.do(ctx, actor, func(w work) error {
		g, err := groupByID(w.Ctx, w.Tx, actor.School, group)
		if err != nil {
			return err
		}
		pairs, err := db.All[match.Pair](w.Ctx, w.Tx, `SELECT `+db.Columns[match.Pair]("q")+` FROM mentoring_group_pair y
			JOIN proposal_pair q ON q.school_id = y.school_id AND q.id = y.pair_id
			WHERE y.school_id = $1 AND y.group_id = $2 AND q.state = 'asked' AND (q.mentor_id = $3 OR q.mentee_id = $3)
			AND NOT EXISTS (SELECT 1 FROM consent a WHERE a.school_id = q.school_id AND a.pair_id = q.id AND a.staff_id = $3)
			ORDER BY q.id`, g.School, g.ID, actor.Staff)
		if err != nil {
			return err
		}
		second, err := w.answerSecond(g, yes)
		switch {
		case err != nil:
			return err
		case len(pairs) == 0 && !second:
			return fault.Forbidden("mentoring.group.not_asked")
		}
		for _, q := range pairs {
			if _, err := w.matches.Consent(w.Work, q, yes); err != nil {
				return err
			}
		}
		if !yes && actor.Staff == g.Mentor {
			if err := w.takeBack(g); err != nil {
				return err
			}
		}
		if err := w.CloseReminders(answerOf(g, actor.Staff)); err != nil {
			return err
		}
		// The program stands as the actor: the journal must not tell who answered what.
		w.Actor = access.System(actor.School, "mentoring")
		return w.Record(match.EventPairAnswered, journal.Ref{Kind: "proposal", ID: g.Proposal})
	})
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

// answerSecond keeps the answer of the second mentor; false when the actor is not asked as one.
func (w work) answerSecond(g Group, yes bool) (bool, error) {
	state := SecondDeclined
	if yes {
		state = SecondAgreed
	}
	n, err := db.Exec(w.Ctx, w.Tx, `UPDATE mentoring_group_second SET state = $4
		WHERE school_id = $1 AND group_id = $2 AND staff_id = $3 AND state = 'asked'`, g.School, g.ID, w.Actor.Staff, state)
	return n > 0, err
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
