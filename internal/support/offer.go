package support

import (
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring/pairing"
	"talim/internal/reminder"
	"talim/internal/verb"
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
		if err := access.Must(m.Receiver == actor.Staff, "support.access.own"); err != nil {
			return err
		}
		if err := w.keepOffers(m, in); err != nil {
			return err
		}
		if err := w.setMismatch(m, MismatchOffered); err != nil {
			return err
		}
		if err := w.remind(m.Sender, keyOffer, m.ID, reminder.To(TargetMismatch, m.ID), w.Date(), nil); err != nil {
			return err
		}
		return w.recordPrivate()
	})
}

func (w work) keepOffers(m Mismatch, in NewOffer) error {
	rows := make([]OfferRow, len(in.What))
	for i, what := range in.What {
		o := OfferRow{School: m.School, ID: db.NewID(), Mismatch: m.ID, OfferedAt: w.Instant()}
		o.What = Offered(w.keeper.SealFor(sealedWhat.Of(o.ID), m.readers(), string(what)))
		if i == 0 { // the words belong to all that was offered together and stand with the first
			o.Text = w.keeper.SealFor(o.about(), m.readers(), in.Text)
		}
		rows[i] = o
	}
	return db.InsertAll(w.Ctx, w.Tx, "mismatch_offer", rows)
}

// OfferRow is one thing that was offered, and the sender's answer.
type OfferRow struct {
	School     string           `db:"school_id"`
	ID         string           `db:"id"`
	Mismatch   string           `db:"mismatch_id"`
	What       Offered          `db:"what"` // sealed in a row
	Text       string           `db:"text"` // sealed
	OfferedAt  calendar.Instant `db:"offered_at"`
	Answer     string           `db:"answer"` // "yes", "no" or not yet
	AnsweredAt calendar.Instant `db:"answered_at"`
}

func (o OfferRow) about() string { return sealedOffer.Of(o.ID) }

// what is what was offered; "" where it cannot be opened.
func (s *Service) what(ctx context.Context, o OfferRow) Offered {
	text, _ := s.keeper.Text(ctx, sealedWhat.Of(o.ID), string(o.What))
	return Offered(text)
}

// AnswerOffer is the sender's answer to something offered. A yes to another pair
// asks for the change at once, in the name of nobody.
func (s *Service) AnswerOffer(ctx context.Context, actor access.Actor, id, offer string, yes bool) error {
	return s.do(ctx, actor, func(w work) error {
		m, err := w.openMismatch(id)
		if err != nil {
			return err
		}
		if err := access.Must(m.Sender == actor.Staff, "support.access.own"); err != nil {
			return err
		}
		o, err := db.One[OfferRow](w.Ctx, w.Tx, `SELECT `+db.Columns[OfferRow]("")+` FROM mismatch_offer WHERE school_id = $1 AND mismatch_id = $2 AND id = $3`, m.School, m.ID, offer)
		if err != nil {
			return verb.Missing(err, "support.mismatch.missing")
		}
		if err := offers.Answer(w.Work, o.ID, yes); err != nil {
			return err
		}
		if err := w.closeReminders(m.ID, keyOffer); err != nil {
			return err
		}
		if err := w.remind(m.Receiver, keyAnswered, m.ID, reminder.To(TargetMismatch, m.ID), w.Date(), nil); err != nil {
			return err
		}
		if yes && w.what(w.Ctx, o) == OfferChange {
			return w.changePair(m)
		}
		return w.recordPrivate()
	})
}

// changePair ends the pairing as a change that nobody asked for, and with it what
// was told. The entry of the change is the only one: a second at the same moment
// would tell that it began in confidence.
func (w work) changePair(m Mismatch) error {
	if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE mismatch SET state = 'settled', ended_at = $3 WHERE school_id = $1 AND id = $2`,
		m.School, m.ID, w.Instant()); err != nil {
		return err
	}
	p, err := pairing.ByID(w.Ctx, w.Tx, m.School, m.Pairing)
	if err != nil {
		return err
	}
	if p.State != pairing.Running { // it ended meanwhile
		return w.recordPrivate()
	}
	return w.mentoring.Matches.ChangeInConfidence(w.Ctx, w.Tx, w.At, m.School, m.Pairing)
}

const keyAnswered = "support.remind.offer_answered"
