package practice

import (
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring/pairing"
	"talim/internal/reminder"
)

// PairStyle is a style that the pair chose on a day; the newest one holds.
type PairStyle struct {
	School  string           `db:"school_id"`
	ID      string           `db:"id"`
	Pairing string           `db:"pairing_id"`
	Style   Style            `db:"style"`
	SetBy   string           `db:"set_by"`
	SetAt   calendar.Instant `db:"set_at"`
	Number  int              `db:"number"` // among those of the pair: the greatest holds
}

// TargetStyle is the style of a pair, by the pairing.
const TargetStyle = "practice.style"

// SetStyle chooses the style of the pair. Either of the two may at any time; the
// other is told which style it is, as a fact of the pair and not of a person.
func (s *Service) SetStyle(ctx context.Context, actor access.Actor, pairing string, style Style) error {
	return s.do(ctx, actor, func(w work) error {
		p, err := w.runningPairing(pairing)
		if err != nil {
			return err
		}
		if err := access.Must(ruleStyle.Writes(p.RelationsOf(actor, "")), "practice.access.pair"); err != nil {
			return err
		}
		if !slices.Contains(Styles, style) {
			return fault.Invalid("style", "practice.style.choose")
		}
		now, err := styleOf(w.Ctx, w.Tx, p)
		if err != nil || now == style {
			return err
		}
		number, err := db.One[int](w.Ctx, w.Tx, `SELECT COALESCE(max(number), 0) + 1 FROM pair_style WHERE school_id = $1 AND pairing_id = $2`, p.School, p.ID)
		if err != nil {
			return err
		}
		if err := db.Insert(w.Ctx, w.Tx, "pair_style", PairStyle{
			School: p.School, ID: db.NewID(), Pairing: p.ID, Style: style, SetBy: actor.Staff, SetAt: w.Instant(), Number: number,
		}); err != nil {
			return err
		}
		if err := w.notifyStyle(p, style); err != nil {
			return err
		}
		return w.RecordPrivate(eventStyleSet)
	})
}

// notifyStyle puts the new style on the Today of the other; word of an older one goes.
func (w work) notifyStyle(p pairing.Pairing, style Style) error {
	for _, old := range Styles {
		if err := reminder.Close(w.Ctx, w.Tx, w.At, p.School, p.ID, "practice.remind.style."+string(old)); err != nil {
			return err
		}
	}
	return w.remind(p.Other(w.Actor.Staff), "practice.remind.style."+string(style), p.ID, reminder.To(TargetStyle, p.ID))
}

// StylePage is the style of a pair for the two: what holds, "" before a choice.
type StylePage struct {
	pairing.NamedPairing
	Style Style
}

// StylePage reads the style of a pair for one of the two.
func (s *Service) StylePage(ctx context.Context, actor access.Actor, pairing string) (StylePage, error) {
	g, err := s.mentoring.Pairings.Pairing(ctx, actor, pairing)
	if err != nil {
		return StylePage{}, err
	}
	if err := access.Must(ruleStyle.Reads(g.RelationsOf(actor, "")), "practice.access.pair"); err != nil {
		return StylePage{}, err
	}
	style, err := styleOf(ctx, s.Read(), g.Pairing)
	return StylePage{NamedPairing: g, Style: style}, err
}

func styleOf(ctx context.Context, c db.Conn, p pairing.Pairing) (Style, error) {
	return db.One[Style](ctx, c, `SELECT `+SelectStyle("$1", "$2"), p.School, p.ID)
}

// SelectStyle is the style that holds for a pair, "" before a choice: an expression of SQL.
func SelectStyle(school, pairing string) string {
	return `COALESCE((SELECT y.style FROM pair_style y WHERE y.school_id = ` + school + ` AND y.pairing_id = ` + pairing + `
		ORDER BY y.number DESC, y.id DESC LIMIT 1), '')`
}
