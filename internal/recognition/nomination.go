package recognition

import (
	"context"
	"errors"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/mentoring/pairing"
	"talim/internal/reminder"
	"talim/internal/secret"
	"talim/internal/verb"
)

// Nomination is a mentee naming her mentor, with the reason in her words (R087).
type Nomination struct {
	School    string           `db:"school_id"`
	ID        string           `db:"id"`
	Programme string           `db:"programme_id"`
	Pairing   string           `db:"pairing_id"`
	Mentor    string           `db:"mentor_id"`
	Nominator string           `db:"nominator_id"`
	Words     string           `db:"words"` // sealed in the database
	Aloud     bool             `db:"aloud"` // may be told to the mentor and read at the forum
	MadeAt    calendar.Instant `db:"made_at"`
	EndedAt   calendar.Instant `db:"ended_at"`

	Unreadable bool `db:"-"` // the words cannot be opened, and say so
}

// TargetNomination is where a mentee nominates, by the pairing.
const TargetNomination = "recognition.nomination"

// NewNomination is what a nominator says.
type NewNomination struct {
	Words   string
	Aloud   bool
	LeftOut bool // the form did not show the words, since they could not be opened
}

func (n NewNomination) check(old Nomination) error {
	var f fault.Fields
	f.When(n.Words == "" && (old.Words == "" || !n.LeftOut), "words", "recognition.nomination.words_missing")
	f.Text("words", n.Words, false, maxWords)
	return f.Err()
}

// readable is the rule: the nominator alone until nominations close, then also those who keep the programme.
func (n Nomination) readable(of []access.Relation, f Forum, today calendar.Date) bool {
	return ruleNominating.Reads(of) || f.NominationsClosed(today) && ruleNominated.Reads(of)
}

// Nominate names the actor's mentor of the pairing. Until the last day it may be
// written anew; the words of before are ended. The journal says that somebody nominated, not who.
func (s *Service) Nominate(ctx context.Context, actor access.Actor, pairingID string, in NewNomination) error {
	in.Words = strings.TrimSpace(in.Words)
	return s.changeNomination(ctx, actor, pairingID, func(w work, p pairing.Pairing) error {
		old, err := nominationOf(w.Ctx, w.Tx, p)
		if err != nil {
			return err
		}
		if err := in.check(old); err != nil {
			return err
		}
		if _, err := w.endNomination(p); err != nil {
			return err
		}
		id, readers := db.NewID(), []string{p.Mentee, secret.Role(access.Coordinator), secret.Role(access.Deputy), secret.Role(access.Director)}
		row := Nomination{
			School: p.School, ID: id, Programme: p.Programme, Pairing: p.ID, Mentor: p.Mentor, Nominator: p.Mentee,
			Words: w.keeper.SealOver(w.Ctx, nomineeFor, id, readers, in.Words, secret.Old{ID: old.ID, Sealed: old.Words}, in.LeftOut),
			Aloud: in.Aloud, MadeAt: w.Instant(),
		}
		if err := verb.Duplicate(db.Insert(w.Ctx, w.Tx, "nomination", row), "recognition.changed_meanwhile"); err != nil {
			return err
		}
		return w.RecordPrivate(eventNominated)
	})
}

// TakeBackNomination ends the actor's nomination, until the last day.
func (s *Service) TakeBackNomination(ctx context.Context, actor access.Actor, pairingID string) error {
	return s.changeNomination(ctx, actor, pairingID, func(w work, p pairing.Pairing) error {
		if n, err := w.endNomination(p); err != nil || n == 0 {
			return err // none was made, or it was taken back already
		}
		return w.RecordPrivate(eventNominationOff)
	})
}

func (w work) endNomination(p pairing.Pairing) (int64, error) {
	return db.Exec(w.Ctx, w.Tx, `UPDATE nomination SET ended_at = $3 WHERE school_id = $1 AND pairing_id = $2 AND ended_at = ''`,
		p.School, p.ID, w.Instant())
}

func (s *Service) changeNomination(ctx context.Context, actor access.Actor, pairingID string, change func(w work, p pairing.Pairing) error) error {
	return s.do(ctx, actor, func(w work) error {
		p, err := pairing.ByID(w.Ctx, w.Tx, actor.School, pairingID)
		if err != nil {
			return err
		}
		if err := access.Must(ruleNominating.Writes(access.Of(actor, access.RecordOf(p.School, p.Mentee))), "recognition.access.mentee"); err != nil {
			return err
		}
		f, err := forumOf(w.Ctx, w.Tx, p.School, p.Programme)
		if err != nil {
			return err
		}
		if !f.Nominating(w.Date()) {
			return fault.Conflict("recognition.nomination.closed")
		}
		return change(w, p)
	})
}

// NominationPage is the actor's own nomination with its pair.
type NominationPage struct {
	pairing.NamedPairing
	Nomination Nomination // without an id: none
	Forum      Forum
	Today      calendar.Date
}

// Open says whether it can be written or taken back.
func (p NominationPage) Open() bool { return p.Forum.Nominating(p.Today) }

// Nomination reads the actor's own nomination.
func (s *Service) Nomination(ctx context.Context, actor access.Actor, pairing string) (NominationPage, error) {
	named, err := s.mentoring.Pairings.Pairing(ctx, actor, pairing)
	if err != nil {
		return NominationPage{}, err
	}
	if err := access.Must(ruleNominating.Reads(access.Of(actor, access.RecordOf(named.School, named.Mentee))), "recognition.access.mentee"); err != nil {
		return NominationPage{}, err
	}
	page := NominationPage{NamedPairing: named, Today: calendar.DateOf(s.Now())}
	if page.Forum, err = forumOf(ctx, s.Read(), named.School, named.Programme); err != nil {
		return page, err
	}
	n, err := nominationOf(ctx, s.Read(), named.Pairing)
	text, ok := s.keeper.Reveal(ctx, nomineeFor.Of(n.ID), n.Words)
	n.Words, n.Unreadable = text, !ok
	page.Nomination = n
	return page, err
}

// nominationOf is the one that stands, as it is kept; without an id: none.
func nominationOf(ctx context.Context, c db.Conn, p pairing.Pairing) (Nomination, error) {
	n, err := db.One[Nomination](ctx, c, `SELECT `+db.Columns[Nomination]("")+` FROM nomination
		WHERE school_id = $1 AND pairing_id = $2 AND ended_at = ''`, p.School, p.ID)
	if errors.Is(err, db.ErrNotFound) {
		return Nomination{}, nil
	}
	return n, err
}

// Thanks are words of the director to a mentor, where all staff see them (R071).
type Thanks struct {
	School    string           `db:"school_id"`
	ID        string           `db:"id"`
	Programme string           `db:"programme_id"`
	Staff     string           `db:"staff_id"`
	Text      string           `db:"text"`
	SaidBy    string           `db:"said_by"`
	SaidAt    calendar.Instant `db:"said_at"`
	EndedAt   calendar.Instant `db:"ended_at"`
}

// Thank thanks somebody who mentors in the programme. Words that stand already are not
// said again: they were sent twice.
func (s *Service) Thank(ctx context.Context, actor access.Actor, programme, staff, text string) error {
	text = strings.TrimSpace(text)
	return s.do(ctx, actor, func(w work) error {
		if err := access.Must(ruleThanks.Writes(access.Of(actor, access.RecordOf(actor.School))), "recognition.access.director"); err != nil {
			return err
		}
		var f fault.Fields
		mentors, err := db.One[int](w.Ctx, w.Tx, `SELECT count(*) `+pairing.FromPairings("g")+` WHERE g.school_id = $1 AND g.programme_id = $2
			AND g.mentor_id = $3`, actor.School, programme, staff)
		if err != nil {
			return err
		}
		f.When(mentors == 0, "staff", "recognition.thanks.whom_missing")
		f.When(text == "", "text", "recognition.thanks.text_missing")
		f.Text("text", text, false, maxThanks)
		if err := f.Err(); err != nil {
			return err
		}
		if said, err := w.thanked(programme, staff, text); err != nil || said {
			return err
		}
		row := Thanks{
			School: actor.School, ID: db.NewID(), Programme: programme, Staff: staff, Text: text, SaidBy: actor.Staff, SaidAt: w.Instant(),
		}
		if err := db.Insert(w.Ctx, w.Tx, "thanks", row); err != nil {
			return err
		}
		if err := w.remind(staff, remindThanks, row.ID, reminder.To(TargetRecognition, programme), w.Date(), nil); err != nil {
			return err
		}
		return w.Record(eventThanked, journal.Ref{Kind: "thanks", ID: row.ID})
	})
}

// thanked says whether the same thanks stand already.
func (w work) thanked(programme, staff, text string) (bool, error) {
	n, err := db.One[int](w.Ctx, w.Tx, `SELECT count(*) FROM thanks WHERE school_id = $1 AND programme_id = $2 AND staff_id = $3 AND text = $4 AND ended_at = ''`,
		w.Actor.School, programme, staff, text)
	return n > 0, err
}

// TakeBackThanks takes thanks off the page: by the director, or by the one who is thanked.
func (s *Service) TakeBackThanks(ctx context.Context, actor access.Actor, id string) (programme string, err error) {
	err = s.do(ctx, actor, func(w work) error {
		t, err := db.One[Thanks](w.Ctx, w.Tx, `SELECT `+db.Columns[Thanks]("")+` FROM thanks WHERE school_id = $1 AND id = $2`, actor.School, id)
		if err != nil {
			return verb.Missing(err, "recognition.thanks.gone")
		}
		if err := access.Must(ruleThanks.Writes(access.Of(actor, access.RecordOf(t.School, t.Staff))), "recognition.access.director"); err != nil {
			return err
		}
		programme = t.Programme
		n, err := db.Exec(w.Ctx, w.Tx, `UPDATE thanks SET ended_at = $3 WHERE school_id = $1 AND id = $2 AND ended_at = ''`, t.School, t.ID, w.Instant())
		if err != nil || n == 0 {
			return err
		}
		if err := reminder.Close(w.Ctx, w.Tx, w.At, t.School, t.ID, remindThanks); err != nil {
			return err
		}
		return w.Record(eventThanksOff, journal.Ref{Kind: "thanks", ID: t.ID})
	})
	return programme, err
}
