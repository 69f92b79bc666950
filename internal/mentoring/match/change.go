package match

import (
	"context"
	"encoding/json"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/matching"
	"talim/internal/mentoring"
	"talim/internal/verb"
)

// PairChange is one change by hand of a draft: a mentee gets another mentor, or
// none. Where he has no place left, somebody of his makes room and gets another
// mentor, or none. Version is that of the proposal the change was decided on.
type PairChange struct {
	Version    int
	Mentee     string
	Mentor     string // "" leaves her without one
	With       string // the mentee who makes room; "" nobody
	WithMentor string // whom she gets; "" nobody
}

// move is one mentee in a change, kept so that it can be taken back.
type move struct {
	Mentee string `json:"mentee"`
	From   string `json:"from,omitempty"`
	To     string `json:"to,omitempty"`
	ByHand bool   `json:"by_hand,omitempty"` // the pair before was chosen by hand
}

func (m move) back() move { return move{Mentee: m.Mentee, From: m.To, To: m.From} }

// proposalChange is a change by hand as it is kept.
type proposalChange struct {
	verb.Made
	Proposal string           `db:"proposal_id"`
	Version  int              `db:"version"`
	Moves    string           `db:"moves"`
	UndoneAt calendar.Instant `db:"undone_at"`
}

// draftPairs are the living pairs of a draft.
type draftPairs []Pair

func (d draftPairs) of(mentee string) Pair {
	if at := slices.IndexFunc(d, func(q Pair) bool { return q.Mentee == mentee }); at >= 0 {
		return d[at]
	}
	return Pair{}
}

func (d draftPairs) has(mentee string) bool { return d.of(mentee).ID != "" }

// moves of a change, from how the pairs stand; none when nothing changes.
func (in PairChange) moves(pairs draftPairs) ([]move, error) {
	now := pairs.of(in.Mentee)
	if now.Mentor == in.Mentor {
		return nil, nil
	}
	out := []move{{in.Mentee, now.Mentor, in.Mentor, now.ByHand}}
	if in.With == "" {
		return out, nil
	}
	other := pairs.of(in.With)
	if other.Mentor == "" || other.Mentor != in.Mentor || in.With == in.Mentee {
		return nil, fault.Conflict("mentoring.proposal.changed_meanwhile")
	}
	return append(out, move{in.With, other.Mentor, in.WithMentor, other.ByHand}), nil
}

// ChangePair changes a draft by hand, checked by the rules that matching keeps.
// Who decided on an older version is told so, and nothing happens.
func (s *Service) ChangePair(ctx context.Context, actor access.Actor, proposal string, in PairChange) error {
	return s.do(ctx, actor, func(w work) error {
		draft, facts, err := w.draft(proposal)
		if err != nil {
			return err
		}
		if in.Version != draft.Version {
			return fault.Conflict("mentoring.proposal.changed_meanwhile")
		}
		pairs, err := w.draftPairs(draft)
		if err != nil {
			return err
		}
		moves, err := in.moves(pairs)
		if err != nil || len(moves) == 0 {
			return err
		}
		if err := w.makeMoves(draft, facts, moves, true); err != nil {
			return err
		}
		if err := w.keepChange(draft, moves); err != nil {
			return err
		}
		return w.Record(EventPairChanged, draft.Ref())
	})
}

// UndoChange takes back the last change by hand of a draft, under the same rules.
func (s *Service) UndoChange(ctx context.Context, actor access.Actor, proposal string, version int) error {
	return s.do(ctx, actor, func(w work) error {
		draft, facts, err := w.draft(proposal)
		if err != nil {
			return err
		}
		if version != draft.Version {
			return fault.Conflict("mentoring.proposal.changed_meanwhile")
		}
		last, err := w.lastChange(draft)
		if err != nil {
			return err
		}
		var moves []move
		if err := json.Unmarshal([]byte(last.Moves), &moves); err != nil {
			return err
		}
		if err := w.takeBack(draft, facts, moves); err != nil {
			return err
		}
		if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE proposal_change SET undone_at = $3 WHERE school_id = $1 AND id = $2`,
			draft.School, last.ID, w.Instant()); err != nil {
			return err
		}
		if err := w.bump(draft, -1); err != nil {
			return err
		}
		return w.Record(EventPairChanged, draft.Ref())
	})
}

// takeBack makes the moves the other way; whoever stepped out meanwhile makes it impossible.
func (w work) takeBack(draft Proposal, facts Instance, moves []move) error {
	pairs, err := w.draftPairs(draft)
	if err != nil {
		return err
	}
	byHand := false
	back := make([]move, len(moves))
	for i, m := range moves {
		if pairs.of(m.Mentee).Mentor != m.To {
			return fault.Conflict("mentoring.proposal.cannot_undo")
		}
		back[i], byHand = m.back(), byHand || m.ByHand
	}
	if err := w.makeMoves(draft, facts, back, byHand); fault.Is(err, fault.KindInvalid) {
		return fault.Conflict("mentoring.proposal.cannot_undo").Because(err)
	} else if err != nil {
		return err
	}
	return nil
}

// makeMoves takes the old pairs away first, so that their places are free for the new ones.
func (w work) makeMoves(draft Proposal, facts Instance, moves []move, byHand bool) error {
	for _, m := range moves {
		if err := RemoveDraft(w.Work, draft, m.Mentee); err != nil {
			return err
		}
	}
	left := draft
	for _, m := range moves {
		var err error
		if m.To == "" {
			left, err = w.leaveWithout(left, m.Mentee)
		} else {
			err = w.pairByHand(draft, facts, m, byHand)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w work) keepChange(draft Proposal, moves []move) error {
	text, err := json.Marshal(moves)
	if err != nil {
		return err
	}
	row := proposalChange{
		Made: w.Made(), Proposal: draft.ID, Version: draft.Version + 1, Moves: string(text),
	}
	if err := db.Insert(w.Ctx, w.Tx, "proposal_change", row); err != nil {
		return verb.Duplicate(err, "mentoring.proposal.changed_meanwhile")
	}
	return w.bump(draft, 1)
}

// bump makes the next version of a draft.
func (w work) bump(draft Proposal, changes int) error {
	_, err := db.Exec(w.Ctx, w.Tx, `UPDATE proposal SET version = $3, changes = $4 WHERE school_id = $1 AND id = $2`,
		draft.School, draft.ID, draft.Version+1, draft.Changes+changes)
	return err
}

// draft is a proposal that may still be changed, with what its pairs are checked against.
func (w work) draft(id string) (Proposal, Instance, error) {
	if err := mentoring.MayKeep(w.Actor); err != nil {
		return Proposal{}, Instance{}, err
	}
	p, err := ProposalByID(w.Ctx, w.Tx, w.Actor.School, id)
	if err != nil {
		return p, Instance{}, err
	}
	if p.State != ProposalDraft {
		return p, Instance{}, fault.Conflict("mentoring.proposal.not_draft")
	}
	programme, err := mentoring.OpenProgramme(w.Ctx, w.Tx, p.School, p.Programme)
	if err != nil {
		return p, Instance{}, err
	}
	in, err := w.FactsOf(w.Work, programme, p.For)
	return p, in, err
}

// leaveWithout keeps the mentee among those without a mentor, so that she can
// still be given one. In a re-match, who works with somebody keeps that mentor.
func (w work) leaveWithout(draft Proposal, mentee string) (Proposal, error) {
	if draft.For != "" && draft.For != mentee {
		return draft, nil
	}
	return LeaveOut(w.Work, draft, mentee, "mentoring.proposal.left_by_hand")
}

// LeaveOut keeps the mentee among those whom the draft leaves without, and says why.
func LeaveOut(w verb.Work, draft Proposal, mentee, why string) (Proposal, error) {
	left, err := draft.Left()
	if err != nil || slices.ContainsFunc(left, func(u matching.Unmatched) bool { return u.Mentee == mentee }) {
		return draft, err
	}
	text, err := json.Marshal(append(left, matching.Unmatched{Mentee: mentee, Why: matching.Reason{Key: why, Visible: matching.Coordinator}}))
	if err != nil {
		return draft, err
	}
	draft.Unmatched = string(text)
	_, err = db.Exec(w.Ctx, w.Tx, `UPDATE proposal SET unmatched = $3 WHERE school_id = $1 AND id = $2`, draft.School, draft.ID, draft.Unmatched)
	return draft, err
}

// RemoveDraft takes the pair of a mentee out of the draft.
func RemoveDraft(w verb.Work, draft Proposal, mentee string) error {
	_, err := db.Exec(w.Ctx, w.Tx, `UPDATE proposal_pair SET state = 'removed'
		WHERE school_id = $1 AND proposal_id = $2 AND mentee_id = $3 AND state = 'draft'`, draft.School, draft.ID, mentee)
	return err
}

// pairByHand inserts a pair chosen by hand: admissible, and the mentor has a place left.
func (w work) pairByHand(draft Proposal, in Instance, m move, byHand bool) error {
	pair, why := in.Admit(m.Mentee, m.To)
	if why != nil {
		return fault.Invalid("mentor", why.Key, in.Words(*why)...)
	}
	pairs, err := w.draftPairs(draft)
	if err != nil {
		return err
	}
	taken := 0
	for _, q := range pairs {
		if q.Mentor == m.To {
			taken++
		}
	}
	moved := func(mentee string) bool { return mentee == m.Mentee || pairs.has(mentee) }
	if taken >= in.places(m.To, moved) {
		return fault.Invalid("mentor", "mentoring.proposal.no_place", "Mentor", in.name(m.To))
	}
	return InsertPair(w.Work, draft, in, pair, byHand)
}

func (w work) draftPairs(draft Proposal) (draftPairs, error) {
	return db.All[Pair](w.Ctx, w.Tx, `SELECT `+db.Columns[Pair]("")+` FROM proposal_pair
		WHERE school_id = $1 AND proposal_id = $2 AND state = 'draft'`, draft.School, draft.ID)
}

// lastChange is the newest change of a draft that was not taken back.
func (w work) lastChange(draft Proposal) (proposalChange, error) {
	c, err := db.One[proposalChange](w.Ctx, w.Tx, `SELECT `+db.Columns[proposalChange]("")+` FROM proposal_change
		WHERE school_id = $1 AND proposal_id = $2 AND undone_at = '' ORDER BY version DESC LIMIT 1`, draft.School, draft.ID)
	if fault.Is(verb.Missing(err, ""), fault.KindNotFound) {
		return c, fault.Conflict("mentoring.proposal.nothing_to_undo")
	}
	return c, err
}
