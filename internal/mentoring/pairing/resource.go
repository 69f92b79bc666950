package pairing

import (
	"context"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring"
)

// Resource is a method, a plan or another thing that one of the two shares with
// the other (R097). Taken back, it stays as history and is no longer shown.
type Resource struct {
	School      string           `db:"school_id"`
	ID          string           `db:"id"`
	Pairing     string           `db:"pairing_id"`
	Title       string           `db:"title"`
	Place       string           `db:"place"` // an address, a book, a shelf in the staffroom
	Why         string           `db:"why"`   // what it is good for
	SharedBy    string           `db:"shared_by"`
	SharedAt    calendar.Instant `db:"shared_at"`
	WithdrawnAt calendar.Instant `db:"withdrawn_at"` // "" while it is shared
}

// NewResource is what one shares.
type NewResource struct{ Title, Place, Why string }

const maxTitle = 200

func (n NewResource) check() error {
	var f fault.Fields
	if n.Title == "" {
		f.Add("title", "mentoring.resource.title_missing")
	}
	if n.Place == "" {
		f.Add("place", "mentoring.resource.place_missing")
	}
	for field, text := range map[string]string{"title": n.Title, "place": n.Place} {
		f.Text(field, text, false, maxTitle)
	}
	f.Text("why", n.Why, false, mentoring.MaxStep)
	return f.Err()
}

// Share shares something with the partner.
func (s *Service) Share(ctx context.Context, actor access.Actor, pairing string, in NewResource) error {
	in = NewResource{strings.TrimSpace(in.Title), strings.TrimSpace(in.Place), strings.TrimSpace(in.Why)}
	return s.do(ctx, actor, func(w work) error {
		p, err := Own(w.Work, pairing)
		if err != nil {
			return err
		}
		if err := in.check(); err != nil {
			return err
		}
		row := Resource{School: p.School, ID: db.NewID(), Pairing: p.ID, SharedBy: actor.Staff, SharedAt: w.Instant()}
		row.Title, row.Place = w.seal(sealedTitle, row.ID, p.readers(), in.Title), w.seal(sealedPlace, row.ID, p.readers(), in.Place)
		row.Why = w.seal(sealedWhy, row.ID, p.readers(), in.Why)
		if err := db.Insert(w.Ctx, w.Tx, "shared_resource", row); err != nil {
			return err
		}
		return w.RecordPrivate(eventResourceShared)
	})
}

// Unshare takes back what the actor has shared.
func (s *Service) Unshare(ctx context.Context, actor access.Actor, pairing, resource string) error {
	return s.do(ctx, actor, func(w work) error {
		p, err := Own(w.Work, pairing)
		if err != nil {
			return err
		}
		n, err := db.Exec(w.Ctx, w.Tx, `UPDATE shared_resource SET withdrawn_at = $5 WHERE school_id = $1 AND pairing_id = $2
			AND id = $3 AND shared_by = $4 AND withdrawn_at = ''`, p.School, p.ID, resource, actor.Staff, w.Instant())
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.NotFound("mentoring.resource.missing")
		}
		return w.RecordPrivate(eventResourceTakenBack)
	})
}

// Resources are what the two share, newest first, for the two.
func (s *Service) Resources(ctx context.Context, actor access.Actor, p Pairing) ([]Resource, error) {
	if err := MayOpen(actor, p); err != nil {
		return nil, err
	}
	rows, err := db.All[Resource](ctx, s.Read(), `SELECT school_id, id, pairing_id, title, place, why, shared_by, shared_at, withdrawn_at
		FROM shared_resource WHERE school_id = $1 AND pairing_id = $2 AND withdrawn_at = '' ORDER BY id DESC`, p.School, p.ID)
	for i, r := range rows {
		rows[i].Title, rows[i].Place = s.unseal(ctx, sealedTitle, r.ID, r.Title), s.unseal(ctx, sealedPlace, r.ID, r.Place)
		rows[i].Why = s.unseal(ctx, sealedWhy, r.ID, r.Why)
	}
	return rows, err
}
