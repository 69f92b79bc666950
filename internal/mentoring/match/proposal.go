package match

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strconv"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/matching"
	"talim/internal/mentoring"
	"talim/internal/people"
	"talim/internal/verb"
)

// Proposal is a set of pairs that matching made and the deputy may change.
type Proposal struct {
	verb.Made
	Programme string           `db:"programme_id"`
	Number    int              `db:"number"`
	State     ProposalState    `db:"state"`
	Unmatched string           `db:"unmatched"` // JSON of []matching.Unmatched
	SentAt    calendar.Instant `db:"sent_at"`
	For       string           `db:"for_mentee"` // of a re-match: the mentee who needs a mentor; "" for all who wait
	Version   int              `db:"version"`    // grows with every change
	Changes   int              `db:"changes"`    // by hand, that can be taken back
	Method    matching.Method  `db:"method"`
	FitMade   int              `db:"fit_made"`      // total fit less penalty when it was made; -1 not kept
	Blocking  int              `db:"blocking_made"` // pairs who would rather have each other, when it was made; -1 not kept
	Choices   string           `db:"choices"`       // JSON of the open question, while it is a draft
}

// TargetProposal is a proposal of pairs, by its id.
const TargetProposal = "match.proposal"

// ProposalState is where a proposal stands.
type ProposalState string

// The states of a proposal.
const (
	ProposalDraft    ProposalState = "draft"
	ProposalSent     ProposalState = "sent"
	ProposalReplaced ProposalState = "replaced"
)

// Left says who stays without a mentor and why.
func (p Proposal) Left() ([]matching.Unmatched, error) {
	var out []matching.Unmatched
	if p.Unmatched == "" {
		return nil, nil
	}
	err := json.Unmarshal([]byte(p.Unmatched), &out)
	return out, err
}

// Ref is the proposal in the journal.
func (p Proposal) Ref() journal.Ref { return journal.Ref{Kind: "proposal", ID: p.ID} }

// Pair is one proposed pair.
type Pair struct {
	School   string    `db:"school_id"`
	ID       string    `db:"id"`
	Proposal string    `db:"proposal_id"`
	Mentor   string    `db:"mentor_id"`
	Mentee   string    `db:"mentee_id"`
	Fit      int       `db:"fit"`     // 0..1000
	Reasons  string    `db:"reasons"` // JSON of []matching.Reason
	ByHand   bool      `db:"by_hand"`
	State    PairState `db:"state"`
	Instead  string    `db:"instead_of"` // the running pairing whose place it takes; "" none
}

// TargetPair is a proposed pair, for the two, by its id.
const TargetPair = "match.pair"

// PairState is where a proposed pair stands. It never says who refused.
type PairState string

// The states of a proposed pair.
const (
	PairDraft     PairState = "draft"
	PairAsked     PairState = "asked"
	PairAgreed    PairState = "agreed"
	PairNotAgreed PairState = "not_agreed"
	PairOrdered   PairState = "ordered"
	PairRemoved   PairState = "removed"
)

// Why is what spoke for and against the pair.
func (p Pair) Why() ([]matching.Reason, error) {
	var out []matching.Reason
	err := json.Unmarshal([]byte(p.Reasons), &out)
	return out, err
}

// Has says whether the staff member is one of the two.
func (p Pair) Has(staff string) bool { return staff != "" && (staff == p.Mentor || staff == p.Mentee) }

// Outcome is what matching answered, to be kept as a proposal.
type Outcome struct {
	Pairs    []matching.Pair
	Left     []matching.Unmatched
	Fit      int // less penalty
	blocking int
}

// Propose makes a new draft of pairs for those mentees who accepted and have no
// mentor yet. An older draft is replaced; pairs that were agreed or are being
// asked stay and keep their places.
//
// Matching may take a while, so it works outside the transaction, which then asks
// whether the facts are still the same.
func (s *Service) Propose(ctx context.Context, actor access.Actor, programme string) (Proposal, error) {
	return s.propose(ctx, actor, programme, "", func(in Instance) (Outcome, error) {
		r, err := matching.Match(ctx, in.Instance)
		return Outcome{r.Pairs, in.left(r.Pairs), r.TotalFit - r.LoadPenalty, len(r.BlockingPairs)}, err
	})
}

// propose asks matching about all who wait, or for one mentee with those who run.
func (s *Service) propose(ctx context.Context, actor access.Actor, programme, mentee string, ask func(Instance) (Outcome, error)) (Proposal, error) {
	for range proposeTries {
		outside := work{s.Look(ctx, actor), s}
		_, in, err := outside.ToMatch(outside.Work, programme, mentee)
		if err != nil {
			return Proposal{}, err
		}
		found, err := ask(in)
		if err != nil {
			return Proposal{}, err
		}
		if made, err := s.KeepProposal(ctx, actor, programme, mentee, in, found); !errors.Is(err, ErrFactsChanged) {
			return made, err
		}
	}
	return Proposal{}, fault.Conflict("mentoring.changed_meanwhile")
}

// proposeTries is how often matching begins again when somebody answers meanwhile.
const proposeTries = 3

// ErrFactsChanged says that matching worked on what no longer holds.
var ErrFactsChanged = errors.New("mentoring: the facts changed while pairs were matched")

// ToMatch is what matching works on, for whoever keeps the programme.
func (s *Service) ToMatch(change verb.Work, programme, mentee string) (mentoring.Programme, Instance, error) {
	w := work{change, s}
	if err := mentoring.MayKeep(w.Actor); err != nil {
		return mentoring.Programme{}, Instance{}, err
	}
	p, err := mentoring.OpenProgramme(w.Ctx, w.Tx, w.Actor.School, programme)
	if err == nil && p.Kind == mentoring.KindGroup {
		err = fault.Conflict("mentoring.group.by_groups")
	}
	if err != nil {
		return p, Instance{}, err
	}
	in, err := w.FactsOf(w.Work, p, mentee)
	_, runs := in.runs[mentee]
	waits := slices.ContainsFunc(in.Mentees, func(m matching.Mentee) bool { return m.ID == mentee })
	switch {
	case err != nil:
	case len(in.Mentees) == 0, mentee != "" && (runs || !waits):
		err = fault.Conflict("mentoring.proposal.no_mentees")
	case len(in.Mentors) == 0:
		err = fault.Conflict("mentoring.proposal.no_mentors")
	}
	return p, in, err
}

// KeepProposal keeps the answer as a draft when it was made from what holds now.
func (s *Service) KeepProposal(ctx context.Context, actor access.Actor, programme, mentee string, from Instance, found Outcome) (Proposal, error) {
	var made Proposal
	err := s.do(ctx, actor, func(w work) error {
		p, now, err := w.ToMatch(w.Work, programme, mentee)
		if err != nil {
			return err
		}
		if !reflect.DeepEqual(now.Instance, from.Instance) {
			return ErrFactsChanged
		}
		if made, err = InsertProposal(w.Work, p, now, mentee, found); err != nil {
			return err
		}
		return w.Record(EventProposed, p.Ref(), "pairs", strconv.Itoa(len(found.Pairs)), "without", strconv.Itoa(len(found.Left)))
	})
	return made, err
}

// InsertProposal keeps a draft with the next number of its programme.
func InsertProposal(w verb.Work, p mentoring.Programme, in Instance, mentee string, found Outcome) (Proposal, error) {
	if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE proposal SET state = 'replaced', choices = ''
		WHERE school_id = $1 AND programme_id = $2 AND state = 'draft'`, p.School, p.ID); err != nil {
		return Proposal{}, err
	}
	last, err := lastNumber(w, p)
	if err != nil {
		return Proposal{}, err
	}
	unmatched, err := json.Marshal(found.Left)
	if err != nil {
		return Proposal{}, err
	}
	question, err := json.Marshal(in.Open(found.Pairs, mentee))
	if err != nil {
		return Proposal{}, err
	}
	made := Proposal{
		Made: w.Made(), Programme: p.ID, Number: last + 1, State: ProposalDraft,
		Unmatched: string(unmatched),
		For:       mentee, Version: 1, Method: in.Policy.Method, FitMade: found.Fit, Blocking: found.blocking, Choices: string(question),
	}
	if err := db.Insert(w.Ctx, w.Tx, "proposal", made); err != nil {
		return made, verb.Duplicate(err, "mentoring.changed_meanwhile")
	}
	for _, c := range found.Pairs {
		if err := InsertPair(w, made, in, c, false); err != nil {
			return made, err
		}
	}
	return made, nil
}

// InsertPair keeps a proposed pair.
func InsertPair(w verb.Work, p Proposal, in Instance, c matching.Pair, byHand bool) error {
	reasons, err := json.Marshal(c.Reasons)
	if err != nil {
		return err
	}
	row := Pair{
		School: p.School, ID: db.NewID(), Proposal: p.ID, Mentor: c.Mentor, Mentee: c.Mentee, Fit: c.Fit,
		Reasons: string(reasons), ByHand: byHand, State: PairDraft, Instead: in.runs[c.Mentee].Pairing,
	}
	return verb.Duplicate(db.Insert(w.Ctx, w.Tx, "proposal_pair", row), "mentoring.changed_meanwhile")
}

// AskPair asks two in private, as every pair is asked, whom no matching proposed: the
// pair is a proposal of its own.
func AskPair(w verb.Work, p mentoring.Programme, mentor, mentee string) (string, error) {
	policy, err := mentoring.PolicyOf(w.Ctx, w.Tx, p.School, p.ID)
	if err != nil {
		return "", err
	}
	last, err := lastNumber(w, p)
	if err != nil {
		return "", err
	}
	asked := Proposal{
		Made: w.Made(), Programme: p.ID, Number: last + 1, State: ProposalSent,
		SentAt: w.Instant(), Version: 1, Method: policy.Method, FitMade: -1, Blocking: -1,
	}
	if err := db.Insert(w.Ctx, w.Tx, "proposal", asked); err != nil {
		return "", verb.Duplicate(err, "mentoring.changed_meanwhile")
	}
	pair := Pair{School: p.School, ID: db.NewID(), Proposal: asked.ID, Mentor: mentor, Mentee: mentee, Reasons: "[]", ByHand: true, State: PairAsked}
	return pair.ID, db.Insert(w.Ctx, w.Tx, "proposal_pair", pair)
}

func lastNumber(w verb.Work, p mentoring.Programme) (int, error) {
	return db.One[int](w.Ctx, w.Tx, `SELECT COALESCE(max(number), 0) FROM proposal WHERE school_id = $1 AND programme_id = $2`, p.School, p.ID)
}

// Send asks both sides of every pair of the draft. Somebody may have changed her
// hours since: each pair is checked once more by the rules of a hand, and what no longer
// holds is not sent.
func (s *Service) Send(ctx context.Context, actor access.Actor, proposal string) error {
	return s.do(ctx, actor, func(w work) error {
		draft, in, err := w.draft(proposal)
		if err != nil {
			return err
		}
		if err := w.stillHolds(draft, in); err != nil {
			return err
		}
		asked, err := db.Exec(w.Ctx, w.Tx, `UPDATE proposal_pair SET state = 'asked'
			WHERE school_id = $1 AND proposal_id = $2 AND state = 'draft'`, draft.School, draft.ID)
		if err != nil {
			return err
		}
		if asked == 0 {
			return fault.Conflict("mentoring.proposal.empty")
		}
		return markSent(w.Work, draft, "pairs", strconv.FormatInt(asked, 10))
	})
}

// SendPairs asks both sides of those pairs of a draft that were looked at above, and
// records it with the details; as Send does for a whole one.
func SendPairs(w verb.Work, draft Proposal, pairs []Pair, details ...string) error {
	ids := make([]string, len(pairs))
	for i, q := range pairs {
		ids[i] = q.ID
	}
	in, args := db.In(2, ids)
	if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE proposal_pair SET state = 'asked' WHERE school_id = $1 AND state = 'draft' AND id IN (`+in+`)`,
		append([]any{draft.School}, args...)...); err != nil {
		return err
	}
	return markSent(w, draft, details...)
}

func markSent(w verb.Work, draft Proposal, details ...string) error {
	if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE proposal SET state = 'sent', choices = '', sent_at = $3 WHERE school_id = $1 AND id = $2`,
		draft.School, draft.ID, w.Instant()); err != nil {
		return err
	}
	return w.Record(EventProposalSent, draft.Ref(), details...)
}

// stillHolds says whether every pair of the draft is admissible, every mentor has
// the places, and a pairing that one takes the place of still runs.
func (w work) stillHolds(draft Proposal, in Instance) error {
	pairs, err := w.draftPairs(draft)
	if err != nil {
		return err
	}
	taken := map[string]int{}
	for _, q := range pairs {
		taken[q.Mentor]++
		_, why := in.Admit(q.Mentee, q.Mentor)
		if why != nil || taken[q.Mentor] > in.places(q.Mentor, pairs.has) || in.runs[q.Mentee].Pairing != q.Instead {
			return fault.Conflict("mentoring.proposal.outdated")
		}
	}
	return nil
}

// ProposalByID reads a proposal of the school.
func ProposalByID(ctx context.Context, c db.Conn, school, id string) (Proposal, error) {
	p, err := db.One[Proposal](ctx, c, `SELECT `+db.Columns[Proposal]("")+` FROM proposal WHERE school_id = $1 AND id = $2`, school, id)
	return p, verb.Missing(err, "mentoring.proposal.missing")
}

// NamedPair is a proposed pair with both names.
type NamedPair struct {
	Pair
	MentorPerson mentoring.Person `db:"mentor_person_"`
	MenteePerson mentoring.Person `db:"mentee_person_"`
}

// Proposal reads one proposal with its living pairs, for those who keep the programme.
func (s *Service) Proposal(ctx context.Context, actor access.Actor, id string) (Proposal, []NamedPair, error) {
	if err := mentoring.MayKeep(actor); err != nil {
		return Proposal{}, nil, err
	}
	p, err := ProposalByID(ctx, s.Read(), actor.School, id)
	if err != nil {
		return p, nil, err
	}
	pairs, err := db.All[NamedPair](ctx, s.Read(), `SELECT `+db.Columns[Pair]("q")+`,
		`+people.PersonAs("o", "mentor_person")+`, `+people.PersonAs("e", "mentee_person")+` FROM proposal_pair q
		`+people.JoinStaff("o", "q.school_id", "q.mentor_id")+`
		`+people.JoinStaff("e", "q.school_id", "q.mentee_id")+`
		WHERE q.school_id = $1 AND q.proposal_id = $2 AND q.state <> 'removed' ORDER BY e.sort_key, q.id`, actor.School, id)
	return p, pairs, err
}

// LatestProposal is the newest proposal of a programme; the zero Proposal when there is none.
func (s *Service) LatestProposal(ctx context.Context, actor access.Actor, programme string) (Proposal, error) {
	if err := mentoring.MayKeep(actor); err != nil {
		return Proposal{}, err
	}
	p, err := db.One[Proposal](ctx, s.Read(), `SELECT `+db.Columns[Proposal]("")+` FROM proposal
		WHERE school_id = $1 AND programme_id = $2 ORDER BY number DESC LIMIT 1`, actor.School, programme)
	if errors.Is(err, db.ErrNotFound) {
		return Proposal{}, nil
	}
	return p, err
}
