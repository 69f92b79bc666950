package mentoring

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/reminder"
	"talim/internal/verb"
)

// Side is on which side of a pair somebody stands.
type Side string

// The two sides.
const (
	Mentor Side = "mentor"
	Mentee Side = "mentee"
)

// Participant is somebody who was asked to take part in a programme.
type Participant struct {
	School     string           `db:"school_id"`
	ID         string           `db:"id"`
	Programme  string           `db:"programme_id"`
	Staff      string           `db:"staff_id"`
	Side       Side             `db:"side"`
	Reasons    string           `db:"reasons"` // comma list of needs
	State      ParticipantState `db:"state"`
	InvitedBy  string           `db:"invited_by"`
	InvitedAt  calendar.Instant `db:"invited_at"`
	AnsweredAt calendar.Instant `db:"answered_at"`
}

// TargetParticipant is one's own part in a programme, by its id.
const TargetParticipant = "mentoring.participant"

// ParticipantState is how an invitation stands.
type ParticipantState string

// The states of an invitation. Declining needs no reason and keeps none (R076).
const (
	Invited   ParticipantState = "invited"
	Accepted  ParticipantState = "accepted"
	Declined  ParticipantState = "declined"
	Withdrawn ParticipantState = "withdrawn"
)

func (p Participant) ref() journal.Ref { return journal.Ref{Kind: "participant", ID: p.ID} }

// mayBeAsked is the rule for an invitation under the policy.
func mayBeAsked(c Candidate, side Side, policy Policy, on calendar.Date) error {
	if c.Away {
		return fault.Invalid("staff", "mentoring.roster.away")
	}
	if side == Mentor {
		if ok, why := c.MayMentor(policy, on); !ok {
			return fault.Invalid("staff", why)
		}
	}
	return nil
}

// reasonsFor lists why somebody is asked; a mentee without a reason from the
// data was chosen by the deputy's own knowledge.
func reasonsFor(c Candidate, side Side, policy Policy, on calendar.Date) string {
	if side == Mentor {
		return ""
	}
	needs := c.Needs(policy, on)
	if len(needs) == 0 {
		needs = []Need{NeedChosen}
	}
	words := make([]string, len(needs))
	for i, n := range needs {
		words[i] = string(n)
	}
	return strings.Join(words, ",")
}

// Invitation is who is asked, by the side on which they would stand.
type Invitation map[Side][]string

// sides are those on which somebody is asked, the mentees first; a side that is none is
// refused.
func (in Invitation) sides() ([]Side, error) {
	var out []Side
	for _, side := range []Side{Mentee, Mentor} {
		if in[side] = distinct(in[side]); len(in[side]) > 0 {
			out = append(out, side)
		}
	}
	if len(out) == 0 {
		return nil, fault.Invalid("staff", "mentoring.invite.nobody")
	}
	return out, nil
}

// Invite asks people to take part on one side, as InviteAll does.
func (s *Service) Invite(ctx context.Context, actor access.Actor, programme string, side Side, staff []string) (int, error) {
	return s.InviteAll(ctx, actor, programme, Invitation{side: staff})
}

// InviteAll asks people to take part. Whoever was asked already is left alone, so a second
// click changes nothing; it says how many were asked.
func (s *Service) InviteAll(ctx context.Context, actor access.Actor, programme string, in Invitation) (int, error) {
	asked := 0
	err := s.do(ctx, actor, func(w work) error {
		asked = 0
		if err := MayKeep(actor); err != nil {
			return err
		}
		p, err := OpenProgramme(w.Ctx, w.Tx, actor.School, programme)
		if err != nil {
			return err
		}
		sides, err := in.sides()
		if err != nil {
			return err
		}
		policy, err := PolicyOf(w.Ctx, w.Tx, actor.School, programme)
		if err != nil {
			return err
		}
		details := []string{}
		for _, side := range sides {
			rows, err := w.invitations(p, policy, side, in[side])
			if err != nil {
				return err
			}
			if len(rows) > 0 {
				asked, details = asked+len(rows), append(details, string(side), strconv.Itoa(len(rows)))
			}
		}
		if asked == 0 {
			return nil
		}
		return w.Record(eventInvited, p.Ref(), details...)
	})
	return asked, err
}

// Remind reminds those of the staff who were asked and have not answered, once a day;
// nobody named is all of them. It says how many were reminded.
func (s *Service) Remind(ctx context.Context, actor access.Actor, programme string, staff []string) (int, error) {
	reminded := 0
	err := s.do(ctx, actor, func(w work) error {
		reminded = 0
		if err := MayKeep(actor); err != nil {
			return err
		}
		p, err := OpenProgramme(w.Ctx, w.Tx, actor.School, programme)
		if err != nil {
			return err
		}
		all, err := w.Candidates(w.Ctx, w.Tx, p.School, p.ID, w.Date())
		if err != nil {
			return err
		}
		for _, c := range all {
			if !c.Waits() || c.RemindedOn(w.At) || len(staff) > 0 && !slices.Contains(staff, c.ID) {
				continue
			}
			if err := w.remindOf(c); err != nil {
				return err
			}
			reminded++
		}
		if reminded == 0 {
			return fault.Conflict("mentoring.remind.nobody")
		}
		return w.Record(eventReminded, p.Ref(), "count", strconv.Itoa(reminded))
	})
	return reminded, err
}

// remindOf puts the invitation on Today anew; what was said before is put away.
func (w work) remindOf(c Candidate) error {
	if err := w.CloseReminders(c.Joined, remindInvitation); err != nil {
		return err
	}
	return Notify(w.Work, c.ID, remindInvitation, c.Joined, reminder.To(TargetParticipant, c.Joined), nil)
}

// invitations inserts the rows of those not asked yet and reminds them in three days.
func (w work) invitations(p Programme, policy Policy, side Side, staff []string) ([]Participant, error) {
	all, err := w.Candidates(w.Ctx, w.Tx, p.School, p.ID, w.Date())
	if err != nil {
		return nil, err
	}
	byID := make(map[string]Candidate, len(all))
	for _, c := range all {
		byID[c.ID] = c
	}
	var rows []Participant
	for _, id := range staff {
		c, known := byID[id]
		if !known {
			return nil, fault.NotFound("mentoring.staff.missing")
		}
		if c.Joined != "" {
			continue
		}
		if err := mayBeAsked(c, side, policy, w.Date()); err != nil {
			return nil, err
		}
		rows = append(rows, Participant{
			School: p.School, ID: db.NewID(), Programme: p.ID, Staff: id, Side: side,
			Reasons: reasonsFor(c, side, policy, w.Date()), State: Invited,
			InvitedBy: w.Actor.Staff, InvitedAt: w.Instant(),
		})
	}
	if len(rows) == 0 {
		return nil, nil
	}
	if err := db.InsertAll(w.Ctx, w.Tx, "participant", rows); err != nil {
		return nil, verb.Duplicate(err, "mentoring.changed_meanwhile")
	}
	for _, r := range rows {
		if err := Later(w.Work, JobProfile, r.ID, w.At.AddDate(0, 0, 3)); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// AnswerInvitation says yes or no for oneself.
func (s *Service) AnswerInvitation(ctx context.Context, actor access.Actor, participant string, yes bool) error {
	return s.do(ctx, actor, func(w work) error {
		p, err := w.ownInvitation(participant)
		if err != nil {
			return err
		}
		if p.State != Invited && p.State != Declined {
			return fault.Conflict("mentoring.invite.answered")
		}
		state := Declined
		if yes {
			state = Accepted
		}
		if err := w.setParticipant(p, state); err != nil {
			return err
		}
		return w.Record(eventInvitation, p.ref())
	})
}

// Withdraw lets somebody who accepted step back before there is a pairing; no
// reason is asked. Proposed pairs with her are not made.
func (s *Service) Withdraw(ctx context.Context, actor access.Actor, participant string) error {
	return s.do(ctx, actor, func(w work) error {
		p, err := w.ownInvitation(participant)
		if err != nil {
			return err
		}
		bound, err := db.One[int](w.Ctx, w.Tx, `SELECT `+w.pairs.With("$1", "$2", "$3"), p.School, p.Programme, p.Staff)
		if err != nil {
			return err
		}
		if bound > 0 || p.State != Accepted {
			return fault.Conflict("mentoring.invite.bound")
		}
		for _, then := range w.onWithdraw {
			if err := then(w.Work, p); err != nil {
				return err
			}
		}
		if err := w.setParticipant(p, Withdrawn); err != nil {
			return err
		}
		return w.Record(eventWithdrawn, p.ref())
	})
}

// setParticipant keeps the answer; nobody need be reminded of it any more.
func (w work) setParticipant(p Participant, state ParticipantState) error {
	if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE participant SET state = $3, answered_at = $4 WHERE school_id = $1 AND id = $2`,
		p.School, p.ID, state, w.Instant()); err != nil {
		return err
	}
	return w.CloseReminders(p.ID)
}

// ownInvitation is the actor's own invitation to a programme that is not closed.
func (w work) ownInvitation(id string) (Participant, error) {
	p, err := participantByID(w.Ctx, w.Tx, w.Actor.School, id)
	if err != nil {
		return p, err
	}
	if err := mayAnswerFor(w.Actor, p.Staff); err != nil {
		return p, err
	}
	_, err = OpenProgramme(w.Ctx, w.Tx, p.School, p.Programme)
	return p, err
}

func participantByID(ctx context.Context, c db.Conn, school, id string) (Participant, error) {
	p, err := db.One[Participant](ctx, c,
		`SELECT `+db.Columns[Participant]("")+` FROM participant WHERE school_id = $1 AND id = $2`, school, id)
	return p, verb.Missing(err, "mentoring.invite.missing")
}

// Mine are the actor's own invitations in programmes that are not closed.
func (s *Service) Mine(ctx context.Context, actor access.Actor) ([]Participant, error) {
	return db.All[Participant](ctx, s.Read(), `SELECT `+db.Columns[Participant]("x")+` FROM participant x
		JOIN programme g ON g.school_id = x.school_id AND g.id = x.programme_id
		WHERE x.school_id = $1 AND x.staff_id = $2 AND g.state <> 'closed' ORDER BY x.id`, actor.School, actor.Staff)
}
