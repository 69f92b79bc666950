package tree

import (
	"context"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/verb"
	"talim/internal/version"
)

// Place is under whom an organisation stood for a time.
type Place struct {
	Organisation string `db:"school_id"`
	ID           string `db:"id"`
	Parent       string `db:"parent_id"` // "" at the top
	calendar.Period
}

// NewPlace is under whom an organisation is placed, and from which day on. Version is
// that of the organisation which the form was made from.
type NewPlace struct {
	Version int
	Parent  string
	Starts  calendar.Date
}

// Move places a node under another of the actor's tree, from a day on that
// has come. It never moves under itself or under what lies below it.
func (s *Service) Move(ctx context.Context, actor access.Actor, id string, in NewPlace) error {
	return s.do(ctx, actor, func(w work) error {
		for _, x := range []string{id, in.Parent} {
			if err := Below(w.Ctx, w.Tx, actor.School, x); err != nil {
				return err
			}
		}
		circle, err := liesUnder(w.Ctx, w.Tx, id, in.Parent)
		if err != nil {
			return err
		}
		if circle || id == actor.School {
			return fault.Invalid("parent", "people.organisation.circle")
		}
		if err := MayBePlaced(w.Work, "parent", in.Parent); err != nil {
			return err
		}
		old, err := w.replace(id, in)
		if err != nil {
			return err
		}
		if err := w.record(EventMoved, id, "Code", old.Code, "Starts", string(in.Starts)); err != nil {
			return err
		}
		w.Work = w.As(InSchool(actor, id)) // the organisation's own journal tells of it as well
		return w.record(EventMoved, id, "Code", old.Code, "Starts", string(in.Starts))
	})
}

// MayBePlaced refuses, at the field of the form, to place anything under a school, or
// under what is closed.
func MayBePlaced(w verb.Work, field, parent string) error {
	o, err := ByID(w.Ctx, w.Tx, parent)
	if err != nil {
		return err
	}
	if o.Kind == School {
		return fault.Invalid(field, "people.organisation.under_school")
	}
	return w.Free(parent)
}

// replace writes the new place of an organisation and ends the one before.
func (w work) replace(id string, in NewPlace) (Organisation, error) {
	old, err := ByID(w.Ctx, w.Tx, id)
	if err != nil {
		return old, err
	}
	if err := version.Check(old, in.Version); err != nil {
		return old, err
	}
	if old.ParentID == in.Parent {
		return old, fault.Invalid("parent", "people.organisation.there_already")
	}
	if err := w.placeFrom(old, in.Parent, in.Starts); err != nil {
		return old, err
	}
	_, err = db.Exec(w.Ctx, w.Tx, `UPDATE organisation SET parent_id = $1, version = version + 1 WHERE id = $2`, in.Parent, id)
	return old, err
}

// placeFrom keeps under whom the organisation stood until the day before. Moved twice
// from one day on, the last place counts.
func (w work) placeFrom(o Organisation, parent string, from calendar.Date) error {
	places, err := PlacesOf(w.Ctx, w.Tx, o)
	if err != nil {
		return err
	}
	now := places[0]
	var faults fault.Fields
	faults.DayWithin("starts", from, calendar.Period{Starts: now.Starts, Ends: w.Date()})
	if err := faults.Err(); err != nil {
		return err
	}
	if now.ID != "" {
		if _, err := db.Exec(w.Ctx, w.Tx, `DELETE FROM organisation_place WHERE school_id = $1 AND id = $2`, o.ID, now.ID); err != nil {
			return err
		}
	}
	next := Place{Organisation: o.ID, ID: db.NewID(), Parent: parent, Period: calendar.From(from)}
	rows := []Place{next}
	if from > now.Starts {
		now.ID, now.Ends = db.NewID(), from.AddDays(-1)
		rows = append(rows, now)
	}
	return db.InsertAll(w.Ctx, w.Tx, "organisation_place", rows)
}

// PlacesOf lists under whom the organisation stood, the latest first. One that never
// moved stands where it is since it was added.
func PlacesOf(ctx context.Context, c db.Conn, o Organisation) ([]Place, error) {
	places, err := db.All[Place](ctx, c, `SELECT `+db.Columns[Place]("")+` FROM organisation_place WHERE school_id = $1 ORDER BY starts DESC`, o.ID)
	if err == nil && len(places) == 0 {
		since := calendar.Date("1900-01-01")
		if o.CreatedAt != "" {
			since = calendar.DateOf(o.CreatedAt.Time().In(o.Location()))
		}
		places = []Place{{Organisation: o.ID, Parent: o.ParentID, Period: calendar.From(since)}}
	}
	return places, err
}
