package help

import (
	"context"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/jobs"
	"talim/internal/journal"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/verb"
)

// HelpOffer is help that was offered to a pair that has become quiet (R089, R091).
// It is never a mark against anybody: the pair says yes or no without a reason.
type HelpOffer struct {
	School     string           `db:"school_id"`
	ID         string           `db:"id"`
	Pairing    string           `db:"pairing_id"`
	Offer      Help             `db:"offer"`
	Words      string           `db:"words"` // to the pair, may be empty
	State      HelpState        `db:"state"`
	OfferedBy  string           `db:"offered_by"`
	OfferedAt  calendar.Instant `db:"offered_at"`
	AnsweredAt calendar.Instant `db:"answered_at"`
}

// TargetHelp is an offer of help by its id, TargetPairHelp where help is offered to a pair,
// by the pairing.
const (
	TargetHelp     = "help.offer"
	TargetPairHelp = "help.pair"
)

// Help is what can be offered.
type Help string

// The kinds of help.
const (
	HelpTalk      Help = "talk"
	HelpOtherTime Help = "other_time"
	HelpMoreTime  Help = "more_time"
	HelpHelper    Help = "helper"
	HelpRematch   Help = "rematch"
)

// Helps lists them, the lightest first.
var Helps = []Help{HelpTalk, HelpOtherTime, HelpMoreTime, HelpHelper, HelpRematch}

// HelpState is where an offer stands.
type HelpState string

// The states of an offer. One yes accepts it. Without one it stays open until the days to
// answer are over, so that two noes look like silence.
const (
	HelpOpen      HelpState = "open"
	HelpAccepted  HelpState = "accepted"
	HelpDeclined  HelpState = "declined"
	HelpWithdrawn HelpState = "withdrawn"
)

// NewHelp is the input of OfferHelp.
type NewHelp struct {
	Offer Help
	Words string
}

func (n NewHelp) check() error {
	var f fault.Fields
	if !slices.Contains(Helps, n.Offer) {
		f.Add("offer", "mentoring.help.choose")
	}
	f.Text("words", n.Words, false, mentoring.MaxWords)
	return f.Err()
}

const jobHelpDue = "mentoring.help_due" // the day after the days to answer

// helpDue ends an offer that nobody accepted.
func (s *Service) helpDue(ctx context.Context, tx db.Conn, j jobs.Taken) error {
	w := work{s.Job(ctx, tx, j), s}
	id, err := mentoring.AboutOf(j)
	if err != nil {
		return err
	}
	h, err := helpByID(ctx, tx, j.School, id)
	if err != nil || h.State != HelpOpen {
		return verb.Gone(err)
	}
	h.State, h.AnsweredAt = HelpDeclined, w.Instant()
	if err := w.setHelp(h); err != nil {
		return err
	}
	return w.Record(eventHelpOver, h.ref(), "pairing", h.Pairing)
}

// helpIsDue plans the end of the days to answer.
func (w work) helpIsDue(h HelpOffer) error {
	days, err := people.RuleOn(w.Ctx, w.Tx, h.School, pairing.AnswerDays, w.Date())
	if err != nil {
		return err
	}
	return mentoring.Later(w.Work, jobHelpDue, h.ID, mentoring.MorningOf(w.Work, w.Date().AddDays(days+1)))
}

// helpAbout is what the reminder of one of the two closes with.
func helpAbout(offer, staff string) string { return offer + "/" + staff }

// OfferHelp offers help to a running pair and tells both on their Today.
func (s *Service) OfferHelp(ctx context.Context, actor access.Actor, pairingID string, in NewHelp) (HelpOffer, error) {
	var made HelpOffer
	in.Words = strings.TrimSpace(in.Words)
	err := s.do(ctx, actor, func(w work) error {
		p, err := pairing.ByID(w.Ctx, w.Tx, actor.School, pairingID)
		if err != nil {
			return err
		}
		of, err := helpRelations(w.Ctx, w.Tx, actor, p, w.Date())
		if err != nil {
			return err
		}
		if err := access.Must(helpOfferRule.Writes(of), "mentoring.access.keep"); err != nil {
			return err
		}
		if err := in.check(); err != nil {
			return err
		}
		if err := p.MustRun(); err != nil {
			return err
		}
		made = HelpOffer{
			School: p.School, ID: db.NewID(), Pairing: p.ID, Offer: in.Offer, Words: in.Words, State: HelpOpen,
			OfferedBy: actor.Staff, OfferedAt: w.Instant(),
		}
		row := made
		row.Words = w.seal(made, p)
		if err := verb.Duplicate(db.Insert(w.Ctx, w.Tx, "help_offer", row), "mentoring.help.twice"); err != nil {
			return err
		}
		if err := w.helpIsDue(made); err != nil {
			return err
		}
		for _, staff := range []string{p.Mentor, p.Mentee} {
			if err := mentoring.Notify(w.Work, staff, "mentoring.remind.help."+string(made.Offer), helpAbout(made.ID, staff), reminder.To(TargetHelp, made.ID), nil); err != nil {
				return err
			}
		}
		return w.Record(eventHelpOffered, made.ref(), "pairing", p.ID)
	})
	return made, err
}

// AnswerHelp answers an offer for one of the two. Who of the two said what is
// written nowhere that others read: the journal knows the program alone.
func (s *Service) AnswerHelp(ctx context.Context, actor access.Actor, offer string, yes bool) (HelpOffer, error) {
	var h HelpOffer
	err := s.do(ctx, actor, func(w work) error {
		var err error
		if h, err = helpByID(w.Ctx, w.Tx, actor.School, offer); err != nil {
			return err
		}
		p, err := pairing.Own(w.Work, h.Pairing)
		if err != nil {
			return err
		}
		if err := access.Must(helpAnswerRule.Writes(p.RelationsOf(actor, actor.Staff)), "mentoring.access.pair"); err != nil {
			return err
		}
		if h.State != HelpOpen {
			return fault.Conflict("mentoring.help.closed")
		}
		if err := w.keepHelpAnswer(h, yes); err != nil {
			return err
		}
		w.Actor = access.System(actor.School, "mentoring")
		if err := w.RecordPrivate(eventHelpAnswered); err != nil || !yes {
			return err
		}
		h.State, h.AnsweredAt = HelpAccepted, w.Instant()
		if err := w.setHelp(h); err != nil {
			return err
		}
		if err := mentoring.Notify(w.Work, h.OfferedBy, "mentoring.remind.help_accepted", h.ID, reminder.To(TargetPairHelp, h.Pairing), nil); err != nil {
			return err
		}
		return nil
	})
	return h, err
}

func (w work) keepHelpAnswer(h HelpOffer, yes bool) error {
	answer := "no"
	if yes {
		answer = "yes"
	}
	err := db.Insert(w.Ctx, w.Tx, "help_answer", struct {
		School     string           `db:"school_id"`
		Offer      string           `db:"offer_id"`
		Staff      string           `db:"staff_id"`
		Answer     string           `db:"answer"`
		AnsweredAt calendar.Instant `db:"answered_at"`
	}{h.School, h.ID, w.Actor.Staff, answer, w.Instant()})
	if err != nil {
		return verb.Duplicate(err, "mentoring.help.answered_before")
	}
	return reminder.Close(w.Ctx, w.Tx, w.At, h.School, helpAbout(h.ID, w.Actor.Staff), "")
}

// WithdrawHelp takes an open offer back; it stays in the history.
func (s *Service) WithdrawHelp(ctx context.Context, actor access.Actor, offer string) (HelpOffer, error) {
	var h HelpOffer
	err := s.do(ctx, actor, func(w work) error {
		var err error
		if h, err = helpByID(w.Ctx, w.Tx, actor.School, offer); err != nil {
			return err
		}
		if err := access.Must(h.OfferedBy == actor.Staff || mentoring.Keep.Allows(actor), "mentoring.access.keep"); err != nil {
			return err
		}
		if h.State != HelpOpen {
			return fault.Conflict("mentoring.help.closed")
		}
		h.State, h.AnsweredAt = HelpWithdrawn, w.Instant()
		if err := w.setHelp(h); err != nil {
			return err
		}
		return w.Record(eventHelpWithdrawn, h.ref(), "pairing", h.Pairing)
	})
	return h, err
}

// setHelp ends an offer and takes it from the Today of both.
func (w work) setHelp(h HelpOffer) error {
	if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE help_offer SET state = $3, answered_at = $4 WHERE school_id = $1 AND id = $2`,
		h.School, h.ID, h.State, h.AnsweredAt); err != nil {
		return err
	}
	p, err := pairing.ByID(w.Ctx, w.Tx, h.School, h.Pairing)
	if err != nil {
		return err
	}
	for _, staff := range []string{p.Mentor, p.Mentee} {
		if err := reminder.Close(w.Ctx, w.Tx, w.At, h.School, helpAbout(h.ID, staff), ""); err != nil {
			return err
		}
	}
	return nil
}

// dropHelp takes back what is still offered when a pairing ends.
func (w work) dropHelp(p pairing.Pairing) error {
	open, err := db.All[HelpOffer](w.Ctx, w.Tx, `SELECT `+db.Columns[HelpOffer]("")+` FROM help_offer
		WHERE school_id = $1 AND pairing_id = $2 AND state = 'open'`, p.School, p.ID)
	if err != nil {
		return err
	}
	for _, h := range open {
		h.State, h.AnsweredAt = HelpWithdrawn, w.Instant()
		if err := w.setHelp(h); err != nil {
			return err
		}
	}
	return nil
}

func (h HelpOffer) ref() journal.Ref { return journal.Ref{Kind: "help_offer", ID: h.ID} }

const (
	eventHelpOffered   journal.Event = "mentoring.help.offered"
	eventHelpAnswered  journal.Event = "mentoring.help.answered"
	eventHelpOver      journal.Event = "mentoring.help.over"
	eventHelpWithdrawn journal.Event = "mentoring.help.withdrawn"
)

func helpByID(ctx context.Context, c db.Conn, school, id string) (HelpOffer, error) {
	h, err := db.One[HelpOffer](ctx, c, `SELECT `+db.Columns[HelpOffer]("")+` FROM help_offer WHERE school_id = $1 AND id = $2`, school, id)
	return h, verb.Missing(err, "mentoring.help.missing")
}
