package schools

import (
	"context"
	"slices"
	"strconv"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/hold"
	"talim/internal/journal"
	"talim/internal/people"
	"talim/internal/people/tree"
	"talim/internal/version"
)

// A school goes into another database by a file (package transfer). Whoever works at the
// command line sends it off and brings it in; once it works in its new place, the copy
// that stays here says where that is.

// Ways are the entries that a move leaves in journals: they are no change of the school.
var Ways = []journal.Event{eventDeparted, eventStayed, eventLeft, eventArrived}

// MaxPlace is how long the place may be where a school works now.
const MaxPlace = 200

// Depart lets a school be read and take no changes, from today until it stays after all or
// comes back.
func (s *Service) Depart(ctx context.Context, actor access.Actor, id string) error {
	return s.do(ctx, actor, func(w work) error {
		school, why, err := w.held(id)
		if err != nil {
			return err
		}
		if why == hold.Left {
			return fault.Conflict("schools.has_left")
		}
		if _, err := hold.Begin(w.Ctx, w.Tx, id, hold.Moving, w.Date()); err != nil {
			return err
		}
		return w.record(eventDeparted, school)
	})
}

// Stay lets a school that did not move after all take changes again.
func (s *Service) Stay(ctx context.Context, actor access.Actor, id string) error {
	return s.do(ctx, actor, func(w work) error {
		school, err := w.ofTree(id)
		if err != nil {
			return err
		}
		was, err := hold.End(w.Ctx, w.Tx, id, hold.Moving)
		if err != nil {
			return err
		}
		if !was {
			return fault.Conflict("schools.not_away")
		}
		return w.record(eventStayed, school)
	})
}

// Whereabouts is where a school works now: an address, or words.
type Whereabouts struct {
	Version int // Line.PlaceVersion of what the form was made from
	Place   string
}

// Leave says where a school that was on its way works now. Said again, it corrects the place.
func (s *Service) Leave(ctx context.Context, actor access.Actor, id string, in Whereabouts) error {
	return s.do(ctx, actor, func(w work) error {
		school, err := w.ofTree(id)
		if err != nil {
			return err
		}
		place := people.OneLine(in.Place)
		var faults fault.Fields
		faults.When(place == "", "place", "schools.place_needed")
		faults.Text("place", place, false, MaxPlace)
		if err := faults.Err(); err != nil {
			return err
		}
		if err := w.placeSeen(id, in.Version); err != nil {
			return err
		}
		if _, err := hold.Leave(w.Ctx, w.Tx, id, place); err != nil {
			return err
		}
		return w.record(eventLeft, school, "Place", place)
	})
}

// placeSeen refuses to say where a school went that is not away, or over a place that was
// said meanwhile.
func (w work) placeSeen(id string, from int) error {
	holds, err := hold.Of(w.Ctx, w.Tx, id)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(holds, hold.Hold.Gone)
	if at < 0 {
		return fault.Conflict("schools.not_away")
	}
	return version.Check(holds[at], from)
}

// Arrived writes into both journals that a school came from another database, in the
// transaction that brought it.
func (s *Service) Arrived(ctx context.Context, tx db.Conn, id string, records int) error {
	w := work{s.Look(ctx, access.System("", "school import")), s}
	w.Tx = tx
	school, err := tree.ByID(ctx, tx, id)
	if err != nil {
		return err
	}
	return w.record(eventArrived, school, "Records", strconv.Itoa(records))
}

// held is an organisation of the tree, and why it takes no changes today.
func (w work) held(id string) (school tree.Organisation, why hold.Why, err error) {
	if school, err = w.ofTree(id); err != nil {
		return school, why, err
	}
	why, err = hold.On(w.Ctx, w.Tx, id, w.Date())
	return school, why, err
}
