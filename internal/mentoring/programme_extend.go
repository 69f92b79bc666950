package mentoring

import (
	"context"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/web/link"
)

// Extension is a line of an order that lets a pairing go on longer than was said
// first (R082). The order that began it stays as it was signed.
type Extension struct {
	School    string           `db:"school_id"`
	ID        string           `db:"id"`
	Programme string           `db:"programme_id"`
	Pairing   string           `db:"pairing_id"` // "" for the programme as a whole
	OldEnds   calendar.Date    `db:"old_ends"`
	NewEnds   calendar.Date    `db:"new_ends"`
	Number    string           `db:"number"`
	Date      calendar.Date    `db:"date"`
	MadeBy    string           `db:"made_by"`
	MadeAt    calendar.Instant `db:"made_at"`
}

// NewExtension is what the director enters.
type NewExtension struct {
	Ends   calendar.Date
	Number string
	Date   calendar.Date
}

// longest is for how many days a pairing may last in all: two years.
const longest = 731

func (n NewExtension) check(p Pairing) error {
	var f fault.Fields
	switch {
	case n.Number == "":
		f.Add("number", "mentoring.order.number_missing")
	case len([]rune(n.Number)) > maxNumber:
		f.Add("number", "mentoring.text.too_long", "Max", maxNumber)
	}
	if !n.Date.Valid() {
		f.Add("date", "mentoring.date.missing")
	}
	switch {
	case !n.Ends.Valid():
		f.Add("ends", "mentoring.date.missing")
	case n.Ends <= p.Ends:
		f.Add("ends", "mentoring.extend.not_longer", "Ends", p.Ends)
	case p.Starts.DaysUntil(n.Ends) > longest:
		f.Add("ends", "mentoring.extend.too_long")
	}
	return f.Err()
}

// Extend lets a running pairing go on, by the director; a programme that would end
// before it goes on with it. Both are told.
func (s *Service) Extend(ctx context.Context, actor access.Actor, pairing string, in NewExtension) error {
	in.Number = strings.TrimSpace(in.Number)
	return s.do(ctx, actor, func(w work) error {
		if err := maySign(actor); err != nil {
			return err
		}
		p, err := pairingByID(w.Ctx, w.Tx, actor.School, pairing)
		if err != nil {
			return err
		}
		if err := p.running(); err != nil {
			return err
		}
		if err := in.check(p); err != nil {
			return err
		}
		g, err := openProgramme(w.Ctx, w.Tx, p.School, p.Programme)
		if err != nil {
			return err
		}
		if in.Ends > g.Ends {
			if err := w.extend(in, Extension{Programme: g.ID, OldEnds: g.Ends}, "programme", g.ID); err != nil {
				return err
			}
		}
		if err := w.extend(in, Extension{Programme: g.ID, Pairing: p.ID, OldEnds: p.Ends}, "pairing", p.ID); err != nil {
			return err
		}
		if err := w.remindBoth(p, "mentoring.remind.extended", p.ID, link.Pairing(p.ID), db.Texts{"Date": string(in.Ends)}); err != nil {
			return err
		}
		return w.Record(eventExtended, p.ref(), "from", string(p.Ends), "to", string(in.Ends), "number", in.Number)
	})
}

// extend keeps the line and moves the end of a programme or a pairing.
func (w work) extend(in NewExtension, line Extension, table, id string) error {
	line.School, line.ID, line.NewEnds, line.Number, line.Date = w.Actor.School, db.NewID(), in.Ends, in.Number, in.Date
	line.MadeBy, line.MadeAt = w.Actor.Staff, w.Instant()
	if err := db.Insert(w.Ctx, w.Tx, "mentoring_extension", line); err != nil {
		return err
	}
	_, err := db.Exec(w.Ctx, w.Tx, `UPDATE `+table+` SET ends = $3 WHERE school_id = $1 AND id = $2`, line.School, id, in.Ends)
	return err
}

// Extensions are the lines that let a pairing go on, the first one first.
func (s *Service) Extensions(ctx context.Context, actor access.Actor, p Pairing) ([]Extension, error) {
	if err := mayCount(actor, p); err != nil {
		return nil, err
	}
	return db.All[Extension](ctx, s.Read(), `SELECT school_id, id, programme_id, pairing_id, old_ends, new_ends, number, date, made_by, made_at
		FROM mentoring_extension WHERE school_id = $1 AND pairing_id = $2 ORDER BY id`, p.School, p.ID)
}
