package support

import (
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/verb"
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
	SentAt   calendar.Instant `db:"sent_at"`
	AnswerBy calendar.Date    `db:"answer_by"`
	EndedAt  calendar.Instant `db:"ended_at"`
}

// TargetMismatch is what was told in confidence, by its id.
const TargetMismatch = "support.mismatch"

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

// readers are the sender and the receiver.
func (m Mismatch) readers() []string { return []string{m.Sender, m.Receiver} }

// Open says whether it is neither settled nor taken back.
func (m Mismatch) Open() bool { return m.State == MismatchSent || m.State == MismatchOffered }

// relations are what the actor is to it: the sender, or the receiver as long as
// the sender has not taken it back.
func (m Mismatch) relations(a access.Actor) []access.Relation {
	receiver := m.Receiver
	if m.State == MismatchWithdrawn {
		receiver = ""
	}
	return access.Of(a, access.Record{School: m.School, Selves: []string{m.Sender}, Trusted: []string{receiver}})
}

// NewMismatch is what somebody says in confidence, and to whom.
type NewMismatch struct {
	Receiver string
	Concern
}

// ReportMismatch tells a receiver of the sender's choice, and nobody else.
func (s *Service) ReportMismatch(ctx context.Context, actor access.Actor, pairingID string, in NewMismatch) (string, error) {
	m := Mismatch{ID: db.NewID(), Sender: actor.Staff, Receiver: in.Receiver, State: MismatchSent}
	err := s.do(ctx, actor, func(w work) error {
		p, err := pairing.ByID(w.Ctx, w.Tx, actor.School, pairingID)
		if err != nil {
			return err
		}
		if err := access.Must(p.Has(actor.Staff), "support.access.pair"); err != nil {
			return err
		}
		if p.State != pairing.Running {
			return fault.Conflict("support.pairing.over")
		}
		if err := w.checkConcern(&in, p); err != nil {
			return err
		}
		m.School, m.Pairing, m.SentAt, m.AnswerBy = p.School, p.ID, w.Instant(), w.Date().AddDays(answerWithin)
		if m.Said, err = w.sealAs(m.about(), m.readers(), in.Concern); err != nil {
			return err
		}
		if err := db.Insert(w.Ctx, w.Tx, "mismatch", m); err != nil {
			return verb.Duplicate(err, "support.mismatch.sent_already")
		}
		if err := w.remind(m.Receiver, keyMismatch, m.ID, reminder.To(TargetMismatch, m.ID), m.AnswerBy, nil); err != nil {
			return err
		}
		if err := w.lookAgain(m); err != nil {
			return err
		}
		return w.recordPrivate()
	})
	return m.ID, err
}

func (w work) checkConcern(in *NewMismatch, p pairing.Pairing) error {
	var f fault.Fields
	f.When(!slices.Contains(Concerns, in.Kind), "kind", "support.choose")
	in.Text = tidy(&f, "text", in.Text, in.Kind == "other", maxQuestion)
	may, err := receivers(w.Ctx, w.Tx, p, w.Actor.Staff, w.Date())
	if err != nil {
		return err
	}
	f.When(!slices.ContainsFunc(may, func(r Receiver) bool { return r.ID == in.Receiver }), "receiver", "support.choose")
	return f.Err()
}

// keyMismatch and keyOffer are the reminders of the receiver and of the sender;
// they name nobody, because screens are seen over shoulders.
const (
	keyMismatch = "support.remind.mismatch"
	keyOffer    = "support.remind.offer"
)

// Settle ends it, by the sender; what was taken last is its outcome.
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
		if err := access.Must(m.Sender == actor.Staff, "support.access.own"); err != nil {
			return err
		}
		if err := w.setMismatch(m, state); err != nil {
			return err
		}
		return w.recordPrivate()
	})
}

func (w work) setMismatch(m Mismatch, state MismatchState) error {
	ended := calendar.Instant("")
	if state == MismatchSettled || state == MismatchWithdrawn {
		ended = w.Instant()
	}
	if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE mismatch SET state = $3, ended_at = $4 WHERE school_id = $1 AND id = $2`,
		m.School, m.ID, state, ended); err != nil {
		return err
	}
	return w.closeReminders(m.ID, "")
}

// openMismatch is one that the actor may write on and that is not over.
func (w work) openMismatch(id string) (Mismatch, error) {
	m, err := db.One[Mismatch](w.Ctx, w.Tx, `SELECT `+db.Columns[Mismatch]("")+` FROM mismatch WHERE school_id = $1 AND id = $2`, w.Actor.School, id)
	if err != nil {
		return m, verb.Missing(err, "support.mismatch.missing")
	}
	if err := access.Private(mismatchRule.Writes(m.relations(w.Actor)), "support.mismatch.missing"); err != nil {
		return m, err
	}
	if !m.Open() {
		return m, fault.Conflict("support.mismatch.over")
	}
	return m, nil
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
	Outcome Offered          `db:"-"` // what the sender said yes to last; "" until it is settled
}

func (m ToldMismatch) outcome() Offered {
	if m.State != MismatchSettled {
		return ""
	}
	last := OpenedOffer{OfferRow: OfferRow{What: NothingOffered}}
	for _, o := range m.Offers {
		if o.Answer == "yes" && o.AnsweredAt >= last.AnsweredAt {
			last = o
		}
	}
	return last.What
}

// Mismatch reads one for its sender or its receiver, in two queries.
func (s *Service) Mismatch(ctx context.Context, actor access.Actor, id string) (ToldMismatch, error) {
	c := s.Read()
	m, err := db.One[ToldMismatch](ctx, c, `SELECT `+db.Columns[Mismatch]("m")+`, `+pairing.WhereRunning("g")+` AS running,
		`+people.PersonAs("f", "from")+`, `+people.PersonAs("r", "to")+`, `+people.PersonAs("p", "partner")+`
		FROM mismatch m `+pairing.JoinPairing("g", "m.school_id", "m.pairing_id")+`
		`+people.JoinStaff("f", "m.school_id", "m.sender_id")+`
		`+people.JoinStaff("r", "m.school_id", "m.receiver_id")+`
		`+people.JoinStaff("p", "m.school_id", pairing.SelectPartner("g", "m.sender_id"))+`
		WHERE m.school_id = $1 AND m.id = $2`, actor.School, id)
	if err != nil {
		return m, verb.Missing(err, "support.mismatch.missing")
	}
	if err := access.Private(mismatchRule.Reads(m.relations(actor)), "support.mismatch.missing"); err != nil {
		return ToldMismatch{}, err
	}
	said, ok := openAs[Concern](ctx, s, m.about(), m.Said)
	m.Concern, m.Lost = said, !ok
	m.Offers, err = db.All[OpenedOffer](ctx, c, `SELECT `+db.Columns[OpenedOffer]("")+` FROM mismatch_offer WHERE school_id = $1 AND mismatch_id = $2 ORDER BY id`, m.School, m.ID)
	for i := range m.Offers {
		o := &m.Offers[i]
		o.What, o.Words = s.what(ctx, o.OfferRow), s.keeper.Show(ctx, o.about(), o.Text)
	}
	m.Outcome = m.outcome()
	return m, err
}

// ReceivedReports are the open ones that were sent to the actor, oldest first.
func (s *Service) ReceivedReports(ctx context.Context, actor access.Actor) ([]Mismatch, error) {
	rows, err := db.All[Mismatch](ctx, s.Read(), `SELECT `+db.Columns[Mismatch]("")+` FROM mismatch WHERE school_id = $1 AND receiver_id = $2
		AND state IN ('sent', 'offered') ORDER BY id LIMIT 50`, actor.School, actor.Staff)
	return slices.DeleteFunc(rows, func(m Mismatch) bool { return !mismatchRule.Reads(m.relations(actor)) }), err
}
