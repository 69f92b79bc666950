package pairing

import (
	"context"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/observation"
)

// Event is one meeting or visit on the page of a pair.
type Event struct {
	What     string         `db:"what"` // "meeting" or "visit"
	ID       string         `db:"id"`
	Date     calendar.Date  `db:"date"`
	StartsAt calendar.Clock `db:"starts_at"`
	EndsAt   calendar.Clock `db:"ends_at"`
	State    string         `db:"state"`
	Reason   string         `db:"reason"`
	Observer string         `db:"observer_id"` // of a visit
	Class    string         `db:"class_name"`  // of a visit
	Place    string         `db:"place"`
}

// Events are the meetings and visits of a pair, in order of time, for the two.
func (s *Service) Events(ctx context.Context, actor access.Actor, p Pairing) ([]Event, error) {
	if err := MayOpen(actor, p); err != nil {
		return nil, err
	}
	events, err := db.All[Event](ctx, s.Read(), `
SELECT 'meeting' AS what, id, date, starts_at, ends_at, state, reason, '' AS observer_id, '' AS class_name, place
FROM meeting WHERE school_id = $1 AND pairing_id = $2
UNION ALL SELECT 'visit', id, date, starts_at, ends_at, state, reason, observer_id, class_name, room
`+observation.FromVisits("v")+` WHERE school_id = $1 AND about = $2 ORDER BY date, starts_at, id`, p.School, p.ID)
	for i, e := range events {
		events[i] = s.OpenEvent(ctx, e)
	}
	return events, err
}
