package support

import (
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/web/link"
)

// Mismatch is "it does not work", told in confidence to one receiver (R078, R113).
type Mismatch struct {
	School   string           `db:"school_id"`
	ID       string           `db:"id"`
	Pairing  string           `db:"pairing_id"`
	Sender   string           `db:"sender_id"`
	Receiver string           `db:"receiver_id"`
	Said     string           `db:"said"` // sealed
	State    MismatchState    `db:"state"`
	Outcome  Offered          `db:"outcome"` // what was taken; "" until it is settled
	SentAt   calendar.Instant `db:"sent_at"`
	AnswerBy calendar.Date    `db:"answer_by"`
	EndedAt  calendar.Instant `db:"ended_at"`
}

// MismatchState is where it stands.
type MismatchState string

// The states of a mismatch.
const (
	MismatchSent      MismatchState = "sent"
	MismatchOffered   MismatchState = "offered"
	MismatchSettled   MismatchState = "settled"
	MismatchWithdrawn MismatchState = "withdrawn" // by the sender: nobody else reads it any more
)

// Concern is what does not work.
type Concern struct {
	Kind string `json:"kind"`
	Text string `json:"text"`
}

// Concerns are the kinds: the two do not fit; the pair exists only on paper;
// there is no time for it; something else.
var Concerns = []string{"fit", "paper", "time", "other"}

// Offered is what a receiver can offer.
type Offered string

// What can be offered (R089, R113), and the outcome without any of it.
const (
	OfferTalk      Offered = "talk"       // a talk, of the two of them or of all three
	OfferOtherTime Offered = "other_time" // another time for the meetings
	OfferMoreTime  Offered = "more_time"  // lessons moved or covered
	OfferHelper    Offered = "helper"     // somebody to ask beside the partner
	OfferChange    Offered = "change"     // another pair
	NothingOffered Offered = "none"
)

// Offers lists what can be offered, in its order.
var Offers = []Offered{OfferTalk, OfferOtherTime, OfferMoreTime, OfferHelper, OfferChange}

// answerWithin is how many days a receiver has for a first answer.
const answerWithin = 3

func (m Mismatch) about() string { return sealedConcern.Of(m.ID) }

// Open says whether it is neither settled nor taken back.
func (m Mismatch) Open() bool { return m.State == MismatchSent || m.State == MismatchOffered }

// relations are what the actor is to it: the sender, or the receiver as long as
// the sender has not taken it back.
func (m Mismatch) relations(a access.Actor) []access.Relation {
	receiver := m.Receiver
	if m.State == MismatchWithdrawn {
		receiver = ""
	}
	return as(a, m.School, m.Sender, receiver)
}

// NewMismatch is what somebody says in confidence, and to whom.
type NewMismatch struct {
	Receiver string
	Concern
}

// Confide tells a receiver of the sender's choice, and nobody else.
func (s *Service) Confide(ctx context.Context, actor access.Actor, pairing string, in NewMismatch) (string, error) {
	m := Mismatch{ID: db.NewID(), Sender: actor.Staff, Receiver: in.Receiver, State: MismatchSent}
	err := s.do(ctx, actor, func(w work) error {
		p, err := mentoring.PairingByID(w.ctx, w.tx, actor.School, pairing)
		if err != nil {
			return err
		}
		if err := must(p.Has(actor.Staff), "support.access.pair"); err != nil {
			return err
		}
		if p.State != mentoring.Running {
			return fault.Conflict("support.pairing.over")
		}
		if err := w.checkConcern(&in, p); err != nil {
			return err
		}
		m.School, m.Pairing, m.SentAt, m.AnswerBy = p.School, p.ID, w.instant(), w.date().AddDays(answerWithin)
		if m.Said, err = w.sealAs(m.about(), in.Concern); err != nil {
			return err
		}
		if err := db.Insert(w.ctx, w.tx, "mismatch", m); err != nil {
			return duplicate(err, "support.mismatch.sent_already")
		}
		if err := w.remind(m.Receiver, keyMismatch, m.ID, link.Mismatch(m.ID), m.AnswerBy, nil); err != nil {
			return err
		}
		if err := w.lookAgain(m); err != nil {
			return err
		}
		return w.recordPrivate()
	})
	return m.ID, err
}

func (w work) checkConcern(in *NewMismatch, p mentoring.Pairing) error {
	var f fault.Fields
	if !slices.Contains(Concerns, in.Kind) {
		f.Add("kind", "support.choose")
	}
	in.Text = tidy(&f, "text", in.Text, in.Kind == "other", maxQuestion)
	may, err := receivers(w.ctx, w.tx, p, w.actor.Staff, w.date())
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(may, func(r Receiver) bool { return r.ID == in.Receiver }) {
		f.Add("receiver", "support.choose")
	}
	return f.Err()
}

// keyMismatch and keyOffer are the reminders of the receiver and of the sender;
// they name nobody, because screens are seen over shoulders.
const (
	keyMismatch = "support.remind.mismatch"
	keyOffer    = "support.remind.offer"
)

// NewOffer is what the receiver offers, one or several, with a few words.
type NewOffer struct {
	What []Offered
	Text string
}

// Offer answers the sender.
func (s *Service) Offer(ctx context.Context, actor access.Actor, id string, in NewOffer) error {
	return s.do(ctx, actor, func(w work) error {
		m, err := w.openMismatch(id)
		if err != nil {
			return err
		}
		var f fault.Fields
		if len(in.What) == 0 || slices.ContainsFunc(in.What, func(o Offered) bool { return !slices.Contains(Offers, o) }) {
			f.Add("what", "support.choose")
		}
		in.Text = tidy(&f, "text", in.Text, false, maxNote)
		if err := f.Err(); err != nil {
			return err
		}
		if err := must(m.Receiver == actor.Staff, "support.access.own"); err != nil {
			return err
		}
		if err := w.keepOffers(m, in); err != nil {
			return err
		}
		if err := w.setMismatch(m, MismatchOffered, ""); err != nil {
			return err
		}
		if err := w.remind(m.Sender, keyOffer, m.ID, link.Mismatch(m.ID), w.date(), nil); err != nil {
			return err
		}
		return w.recordPrivate()
	})
}

func (w work) keepOffers(m Mismatch, in NewOffer) error {
	rows := make([]OfferRow, len(in.What))
	for i, what := range in.What {
		o := OfferRow{School: m.School, ID: db.NewID(), Mismatch: m.ID, What: what, OfferedAt: w.instant()}
		if i == 0 { // the words belong to all that was offered together and stand with the first
			o.Text = w.keeper.Seal(o.about(), in.Text)
		}
		rows[i] = o
	}
	return db.InsertAll(w.ctx, w.tx, "mismatch_offer", rows)
}

// OfferRow is one thing that was offered, and the sender's answer.
type OfferRow struct {
	School     string           `db:"school_id"`
	ID         string           `db:"id"`
	Mismatch   string           `db:"mismatch_id"`
	What       Offered          `db:"what"`
	Text       string           `db:"text"` // sealed
	OfferedAt  calendar.Instant `db:"offered_at"`
	Answer     string           `db:"answer"` // "yes", "no" or not yet
	AnsweredAt calendar.Instant `db:"answered_at"`
}

func (o OfferRow) about() string { return sealedOffer.Of(o.ID) }

// AnswerOffer is the sender's answer to something offered. A yes to another pair
// asks for the change at once, in the name of nobody.
func (s *Service) AnswerOffer(ctx context.Context, actor access.Actor, id, offer string, yes bool) error {
	return s.do(ctx, actor, func(w work) error {
		m, err := w.openMismatch(id)
		if err != nil {
			return err
		}
		if err := must(m.Sender == actor.Staff, "support.access.own"); err != nil {
			return err
		}
		o, err := db.One[OfferRow](w.ctx, w.tx, `SELECT * FROM mismatch_offer WHERE school_id = $1 AND mismatch_id = $2 AND id = $3`, m.School, m.ID, offer)
		if err != nil {
			return missing(err, "support.mismatch.missing")
		}
		if o.Answer != "" {
			return fault.Conflict("support.helper.answered")
		}
		o.Answer, o.AnsweredAt = map[bool]string{true: "yes", false: "no"}[yes], w.instant()
		if err := db.Update(w.ctx, w.tx, "mismatch_offer", o, "school_id", "id"); err != nil {
			return err
		}
		if err := w.closeReminders(m.ID, keyOffer); err != nil {
			return err
		}
		if err := w.remind(m.Receiver, keyAnswered, m.ID, link.Mismatch(m.ID), w.date(), nil); err != nil {
			return err
		}
		if yes && o.What == OfferChange {
			return w.changePair(m)
		}
		return w.recordPrivate()
	})
}

// changePair ends the pairing as a change that nobody asked for, and with it what
// was told. The entry of the change is the only one: a second at the same moment
// would tell that it began in confidence.
func (w work) changePair(m Mismatch) error {
	if _, err := db.Exec(w.ctx, w.tx, `UPDATE mismatch SET state = 'settled', outcome = 'change', ended_at = $3 WHERE school_id = $1 AND id = $2`,
		m.School, m.ID, w.instant()); err != nil {
		return err
	}
	p, err := mentoring.PairingByID(w.ctx, w.tx, m.School, m.Pairing)
	if err != nil {
		return err
	}
	if p.State != mentoring.Running { // it ended meanwhile
		return w.recordPrivate()
	}
	return w.mentoring.ChangeInConfidence(w.ctx, w.tx, w.at, m.School, m.Pairing)
}

const keyAnswered = "support.remind.offer_answered"

// Settle ends it, by the sender; what was taken last is kept as the outcome.
func (s *Service) Settle(ctx context.Context, actor access.Actor, id string) error {
	return s.end(ctx, actor, id, MismatchSettled)
}

// TakeBack takes it back, by the sender: from now on the receiver does not read it.
func (s *Service) TakeBack(ctx context.Context, actor access.Actor, id string) error {
	return s.end(ctx, actor, id, MismatchWithdrawn)
}

func (s *Service) end(ctx context.Context, actor access.Actor, id string, state MismatchState) error {
	return s.do(ctx, actor, func(w work) error {
		m, err := w.openMismatch(id)
		if err != nil {
			return err
		}
		if err := must(m.Sender == actor.Staff, "support.access.own"); err != nil {
			return err
		}
		outcome := Offered("")
		if state == MismatchSettled {
			if outcome, err = w.taken(m); err != nil {
				return err
			}
		}
		if err := w.setMismatch(m, state, outcome); err != nil {
			return err
		}
		return w.recordPrivate()
	})
}

// taken is what the sender said yes to last.
func (w work) taken(m Mismatch) (Offered, error) {
	rows, err := db.All[Offered](w.ctx, w.tx, `SELECT what FROM mismatch_offer WHERE school_id = $1 AND mismatch_id = $2 AND answer = 'yes'
		ORDER BY answered_at DESC, id DESC LIMIT 1`, m.School, m.ID)
	if err != nil || len(rows) == 0 {
		return NothingOffered, err
	}
	return rows[0], nil
}

func (w work) setMismatch(m Mismatch, state MismatchState, outcome Offered) error {
	ended := calendar.Instant("")
	if state == MismatchSettled || state == MismatchWithdrawn {
		ended = w.instant()
	}
	if _, err := db.Exec(w.ctx, w.tx, `UPDATE mismatch SET state = $3, outcome = $4, ended_at = $5 WHERE school_id = $1 AND id = $2`,
		m.School, m.ID, state, outcome, ended); err != nil {
		return err
	}
	return w.closeReminders(m.ID, "")
}

// openMismatch is one that the actor may write on and that is not over.
func (w work) openMismatch(id string) (Mismatch, error) {
	m, err := db.One[Mismatch](w.ctx, w.tx, `SELECT * FROM mismatch WHERE school_id = $1 AND id = $2`, w.actor.School, id)
	if err != nil {
		return m, missing(err, "support.mismatch.missing")
	}
	if err := private(mismatchRule.Writes(m.relations(w.actor)), "support.mismatch.missing"); err != nil {
		return m, err
	}
	if !m.Open() {
		return m, fault.Conflict("support.mismatch.over")
	}
	return m, nil
}

// Receiver is somebody to whom it can be told.
type Receiver struct {
	mentoring.Person
	Why string `db:"why"` // "trust", "coordinator" or "deputy"
}

// receivers are those to whom one of a pair can tell it: the persons of trust of
// the programme and the coordinators; where there is neither, the deputies. The
// partner is never one, whatever posts she holds.
func receivers(ctx context.Context, c db.Conn, p mentoring.Pairing, self string, today calendar.Date) ([]Receiver, error) {
	rows, err := db.All[Receiver](ctx, c, `SELECT s.id, s.code, s.family_name, s.given_name, s.patronymic, s.sort_key, 'trust' AS why
		FROM trust_person t JOIN staff s ON s.school_id = t.school_id AND s.id = t.staff_id
		WHERE t.school_id = $1 AND t.programme_id = $2 AND t.state = 'agreed'
		UNION SELECT s.id, s.code, s.family_name, s.given_name, s.patronymic, s.sort_key, p.role
		FROM post p JOIN staff s ON s.school_id = p.school_id AND s.id = p.staff_id
		WHERE p.school_id = $1 AND p.role IN ('coordinator', 'deputy') AND p.starts <= $3 AND p.ends >= $3
		ORDER BY why DESC, sort_key`, p.School, p.Programme, today)
	if err != nil {
		return nil, err
	}
	return choice(rows, p, self), nil
}

// choice leaves out the two of the pair, names nobody twice, and the deputies
// only where there is nobody else.
func choice(rows []Receiver, p mentoring.Pairing, self string) []Receiver {
	var first, deputies []Receiver
	seen := map[string]bool{self: true, p.Other(self): true}
	for _, r := range rows {
		switch {
		case seen[r.ID]:
		case r.Why == "deputy":
			deputies = append(deputies, r)
		default:
			seen[r.ID] = true
			first = append(first, r)
		}
	}
	if len(first) > 0 {
		return first
	}
	return deputies
}

// Receivers lists to whom the actor can tell it, and what she told before about
// this pairing, in three queries.
func (s *Service) Receivers(ctx context.Context, actor access.Actor, pairing string) (mentoring.NamedPairing, []Receiver, []Mismatch, error) {
	p, err := s.pair(ctx, actor, pairing)
	if err != nil {
		return p, nil, nil, err
	}
	may, err := receivers(ctx, s.db.Read(), p.Pairing, actor.Staff, s.Today())
	if err != nil {
		return p, nil, nil, err
	}
	told, err := db.All[Mismatch](ctx, s.db.Read(), `SELECT * FROM mismatch WHERE school_id = $1 AND sender_id = $2 AND pairing_id = $3 ORDER BY id DESC LIMIT 20`,
		actor.School, actor.Staff, pairing)
	return p, may, told, err
}

// OpenedOffer is an offer with its words.
type OpenedOffer struct {
	OfferRow
	Words string `db:"-"`
}

// ToldMismatch is a mismatch with its words and names.
type ToldMismatch struct {
	Mismatch
	From    mentoring.Person `db:"from_"`
	To      mentoring.Person `db:"to_"`
	Partner mentoring.Person `db:"partner_"` // of the sender in the pair
	Running bool             `db:"running"`  // the pairing
	Concern Concern          `db:"-"`
	Lost    bool             `db:"-"`
	Offers  []OpenedOffer    `db:"-"`
}

// Mismatch reads one for its sender or its receiver, in two queries.
func (s *Service) Mismatch(ctx context.Context, actor access.Actor, id string) (ToldMismatch, error) {
	c := s.db.Read()
	m, err := db.One[ToldMismatch](ctx, c, `SELECT m.*, CASE WHEN g.state = 'running' THEN TRUE ELSE FALSE END AS running,
		`+personAs("f", "from")+`, `+personAs("r", "to")+`, `+personAs("p", "partner")+`
		FROM mismatch m JOIN pairing g ON g.school_id = m.school_id AND g.id = m.pairing_id
		JOIN staff f ON f.school_id = m.school_id AND f.id = m.sender_id
		JOIN staff r ON r.school_id = m.school_id AND r.id = m.receiver_id
		JOIN staff p ON p.school_id = m.school_id AND p.id = CASE WHEN g.mentor_id = m.sender_id THEN g.mentee_id ELSE g.mentor_id END
		WHERE m.school_id = $1 AND m.id = $2`, actor.School, id)
	if err != nil {
		return m, missing(err, "support.mismatch.missing")
	}
	if err := private(mismatchRule.Reads(m.relations(actor)), "support.mismatch.missing"); err != nil {
		return ToldMismatch{}, err
	}
	said, ok := openAs[Concern](s, m.about(), m.Said)
	m.Concern, m.Lost = said, !ok
	m.Offers, err = db.All[OpenedOffer](ctx, c, `SELECT * FROM mismatch_offer WHERE school_id = $1 AND mismatch_id = $2 ORDER BY id`, m.School, m.ID)
	for i := range m.Offers {
		m.Offers[i].Words = s.keeper.Text(ctx, m.Offers[i].about(), m.Offers[i].Text)
	}
	return m, err
}

// ToldMe are the open ones that were sent to the actor, oldest first.
func (s *Service) ToldMe(ctx context.Context, actor access.Actor) ([]Mismatch, error) {
	rows, err := db.All[Mismatch](ctx, s.db.Read(), `SELECT * FROM mismatch WHERE school_id = $1 AND receiver_id = $2
		AND state IN ('sent', 'offered') ORDER BY id LIMIT 50`, actor.School, actor.Staff)
	return slices.DeleteFunc(rows, func(m Mismatch) bool { return !mismatchRule.Reads(m.relations(actor)) }), err
}
