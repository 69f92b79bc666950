package mentoring

import (
	"context"
	"strconv"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
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

// Invite asks people to take part on one side. Whoever was asked already is
// left alone, so a second click changes nothing; it says how many were asked.
func (s *Service) Invite(ctx context.Context, actor access.Actor, programme string, side Side, staff []string) (int, error) {
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
		staff = distinct(staff)
		if side != Mentor && side != Mentee || len(staff) == 0 {
			return fault.Invalid("staff", "mentoring.invite.nobody")
		}
		policy, err := PolicyOf(w.Ctx, w.Tx, actor.School, programme)
		if err != nil {
			return err
		}
		rows, err := w.invitations(p, policy, side, staff)
		if err != nil || len(rows) == 0 {
			return err
		}
		asked = len(rows)
		return w.Record(eventInvited, p.Ref(), "side", string(side), "count", strconv.Itoa(asked))
	})
	return asked, err
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
