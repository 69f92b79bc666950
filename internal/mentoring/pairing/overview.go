package pairing

import (
	"context"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/verb"
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
FROM visit WHERE school_id = $1 AND about = $2 ORDER BY date, starts_at, id`, p.School, p.ID)
	for i, e := range events {
		events[i] = s.OpenEvent(ctx, e)
	}
	return events, err
}

// WhatBooking finds what a booking of the area is, for a link from somebody's
// week: "meeting", "visit" or "group_meeting" and its id.
func (s *Service) WhatBooking(ctx context.Context, actor access.Actor, booking string) (what, id string, err error) {
	row, err := db.One[struct {
		What string `db:"what"`
		ID   string `db:"id"`
	}](ctx, s.Read(), `SELECT 'meeting' AS what, id FROM meeting WHERE school_id = $1 AND booking_id = $2
		UNION ALL SELECT 'visit', id FROM visit WHERE school_id = $1 AND booking_id = $2
		UNION ALL SELECT 'group_meeting', id FROM group_meeting WHERE school_id = $1 AND booking_id = $2`, actor.School, booking)
	return row.What, row.ID, verb.Missing(err, "mentoring.meeting.missing")
}
