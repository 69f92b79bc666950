package support

import (
	"context"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring/pairing"
	"talim/internal/reminder"
)

// Wish is a mentee's wish for more freedom or more guidance (R112).
type Wish struct {
	School  string           `db:"school_id"`
	ID      string           `db:"id"`
	Pairing string           `db:"pairing_id"`
	Person  string           `db:"person_id"`
	Wish    string           `db:"wish"` // sealed
	SaidAt  calendar.Instant `db:"said_at"`
	SeenAt  calendar.Instant `db:"seen_at"`
}

// TargetWish is the wish of a mentee, by the pairing.
const TargetWish = "support.wish"

// Guidance is what is wished: a step from 1, much more freedom, over 3, as it
// is, to 5, much more guidance, and words if she wants.
type Guidance struct {
	Step int    `json:"step"`
	Text string `json:"text"`
}

func (x Wish) about() string { return sealedWish.Of(x.ID) }

// relations are what the actor is to the wish: who wishes, and her mentor.
func (x Wish) relations(a access.Actor, p pairing.Pairing) []access.Relation {
	if p.School == x.School && p.Has(x.Person) {
		return access.Of(a, p.Record(x.Person))
	}
	return access.Of(a, access.RecordOf(x.School, x.Person))
}

// SayWish tells the mentor. The newest wish counts; those before stay.
func (s *Service) SayWish(ctx context.Context, actor access.Actor, pairingID string, in Guidance) error {
	return s.do(ctx, actor, func(w work) error {
		p, err := pairing.ByID(w.Ctx, w.Tx, actor.School, pairingID)
		if err != nil {
			return err
		}
		x := Wish{School: p.School, ID: db.NewID(), Pairing: p.ID, Person: p.Mentee, SaidAt: w.Instant()}
		switch {
		case !wishRule.Writes(x.relations(actor, p)):
			return fault.Forbidden("support.access.mentee")
		case p.State != pairing.Running:
			return fault.Conflict("support.pairing.over")
		}
		var f fault.Fields
		step(&f, "step", in.Step)
		in.Text = tidy(&f, "text", in.Text, false, maxNote)
		if err := f.Err(); err != nil {
			return err
		}
		if x.Wish, err = w.sealAs(x.about(), []string{p.Mentee, p.Mentor}, in); err != nil {
			return err
		}
		if err := db.Insert(w.Ctx, w.Tx, "guidance_wish", x); err != nil {
			return err
		}
		if err := w.remind(p.Mentor, keyWish, p.ID, reminder.To(TargetWish, p.ID), w.Date(), nil); err != nil {
			return err
		}
		return w.recordPrivate()
	})
}

// SeenWish notes that the mentor has read the wishes of the pairing.
func (s *Service) SeenWish(ctx context.Context, actor access.Actor, pairingID string) error {
	return s.do(ctx, actor, func(w work) error {
		p, err := pairing.ByID(w.Ctx, w.Tx, actor.School, pairingID)
		if err != nil {
			return err
		}
		if err := access.Must(p.Mentor == actor.Staff, "support.access.own"); err != nil {
			return err
		}
		seen, err := db.Exec(w.Ctx, w.Tx, `UPDATE guidance_wish SET seen_at = $3 WHERE school_id = $1 AND pairing_id = $2 AND seen_at = ''`,
			p.School, p.ID, w.Instant())
		if err != nil || seen == 0 {
			return err
		}
		if err := w.closeReminders(p.ID, keyWish); err != nil {
			return err
		}
		return w.recordPrivate()
	})
}

// keyWish is the reminder of the mentor, closed when she has read the wish.
const keyWish = "support.remind.wish"

// SaidWish is a wish as it was said.
type SaidWish struct {
	Wish
	Said Guidance
	Lost bool
}

// WishPage is what the page of the wishes of a pair shows.
type WishPage struct {
	pairing.NamedPairing
	Wishes []SaidWish // newest first
}

// Wishes reads the wishes of a pairing for its mentee and mentor, in two queries.
func (s *Service) Wishes(ctx context.Context, actor access.Actor, pairing string) (WishPage, error) {
	var page WishPage
	var err error
	if page.NamedPairing, err = s.pair(ctx, actor, pairing); err != nil {
		return page, err
	}
	rows, err := db.All[Wish](ctx, s.Read(), `SELECT `+db.Columns[Wish]("")+` FROM guidance_wish WHERE school_id = $1 AND pairing_id = $2 ORDER BY id DESC LIMIT 20`,
		actor.School, pairing)
	for _, x := range rows {
		if !wishRule.Reads(x.relations(actor, page.Pairing)) {
			continue
		}
		said, ok := openAs[Guidance](ctx, s, x.about(), x.Wish)
		page.Wishes = append(page.Wishes, SaidWish{Wish: x, Said: said, Lost: !ok})
	}
	return page, err
}

// pair is a pairing of which the actor is one of the two, with the names.
func (s *Service) pair(ctx context.Context, actor access.Actor, id string) (pairing.NamedPairing, error) {
	p, err := s.mentoring.Pairings.Pairing(ctx, actor, id)
	if err != nil {
		return p, err
	}
	return p, access.Must(p.Has(actor.Staff), "support.access.pair")
}
