package pairing

import (
	"cmp"
	"context"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/reminder"
	"talim/internal/verb"
)

// Extension is a line of an order that lets a pairing go on longer than was said
// first (R082). The order that began it stays as it was signed.
type Extension struct {
	verb.Made
	Programme string        `db:"programme_id"`
	Pairing   string        `db:"pairing_id"` // "" for the programme as a whole
	OldEnds   calendar.Date `db:"old_ends"`
	NewExtension
}

// NewExtension is what the director enters.
type NewExtension struct {
	Ends   calendar.Date `db:"new_ends"`
	Number string        `db:"number"`
	Date   calendar.Date `db:"date"`
}

// longest is for how many days a pairing may last in all: two years.
const longest = 731

func (n NewExtension) check(p Pairing) error {
	var f fault.Fields
	f.Text("number", n.Number, true, mentoring.MaxNumber)
	f.Day("date", n.Date)
	f.DayWithin("ends", n.Ends, calendar.Period{Starts: p.Ends.AddDays(1), Ends: p.Starts.AddDays(longest)})
	return f.Err()
}

// Extend lets a running pairing go on, by the director; a programme that would end
// before it goes on with it. Both are told.
func (s *Service) Extend(ctx context.Context, actor access.Actor, pairing string, in NewExtension) error {
	return s.do(ctx, actor, func(w work) error {
		p, err := w.running(mentoring.MaySign, pairing)
		if err := cmp.Or(err, in.check(p)); err != nil {
			return err
		}
		g, err := mentoring.OpenProgramme(w.Ctx, w.Tx, p.School, p.Programme)
		return cmp.Or(err, // the first of them that fails takes the others back
			w.extend("programme", g.ID, Extension{Programme: g.ID, OldEnds: g.Ends, NewExtension: in}),
			w.extend("pairing", p.ID, Extension{Programme: g.ID, Pairing: p.ID, OldEnds: p.Ends, NewExtension: in}),
			w.NotifyBoth(w.Work, p, "mentoring.remind.extended", p.ID, reminder.To(TargetPairing, p.ID), db.Texts{"Date": string(in.Ends)}),
			w.Record(eventExtended, p.Ref(), "from", string(p.Ends), "to", string(in.Ends), "number", in.Number))
	})
}

// extend keeps the line and moves the end of a programme or a pairing that would end before.
func (w work) extend(table, id string, line Extension) error {
	if line.Ends <= line.OldEnds {
		return nil
	}
	line.Made = w.Made()
	_, err := db.Exec(w.Ctx, w.Tx, `UPDATE `+table+` SET ends = $3 WHERE school_id = $1 AND id = $2`, line.School, id, line.Ends)
	return cmp.Or(err, db.Insert(w.Ctx, w.Tx, "mentoring_extension", line))
}

// Extensions are a running pairing and the lines that let it go on, the first one first.
func (s *Service) Extensions(ctx context.Context, actor access.Actor, pairing string) (NamedPairing, []Extension, error) {
	p, err := s.Pairing(ctx, actor, pairing)
	if err := cmp.Or(err, p.MustRun()); err != nil {
		return p, nil, err
	}
	lines, err := db.All[Extension](ctx, s.Read(), `SELECT `+db.Columns[Extension]("")+` FROM mentoring_extension
		WHERE school_id = $1 AND pairing_id = $2 ORDER BY id`, p.School, p.ID)
	return p, lines, err
}
