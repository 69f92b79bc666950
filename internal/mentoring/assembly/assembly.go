// Package assembly puts the services of mentoring together, one on top of the other, and
// gathers what the program asks of all of them.
package assembly

import (
	"slices"
	"time"

	"talim/internal/db"
	"talim/internal/mentoring"
	"talim/internal/mentoring/agreement"
	"talim/internal/mentoring/district"
	"talim/internal/mentoring/group"
	"talim/internal/mentoring/handover"
	"talim/internal/mentoring/help"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/pairing"
	"talim/internal/mentoring/pairpage"
	"talim/internal/mentoring/weeks"
	"talim/internal/observation"
	"talim/internal/secret"
	"talim/internal/timetable"
	"talim/internal/verb"
)

// Services are the verbs and questions of mentoring.
type Services struct {
	verb.Runner // tells the time to pages

	Programmes *mentoring.Service
	Pairings   *pairing.Service
	Help       *help.Service
	Matches    *match.Service
	Groups     *group.Service
	Weeks      *weeks.Service
	Handovers  *handover.Service
	District   *district.Service
	Hours      *agreement.Service
	Pages      *pairpage.Service

	Timetable *timetable.Service // in which they book
}

// New makes them on top of the timetable, which books meetings, and of observation,
// which keeps visits; keeper seals the private texts, and now gives the time in the
// schools' time zone. What is said with OnEnd and OnWithdraw happens in this order.
func New(d *db.DB, t *timetable.Service, v *observation.Service, keeper *secret.Keeper, now func() time.Time) *Services {
	s := Services{Runner: verb.NewRunner(d, now), Timetable: t}
	s.Programmes = mentoring.New(d, keeper, now)
	s.Pairings = pairing.New(d, s.Programmes, t, v, keeper, now)
	s.Weeks = weeks.New(d, s.Pairings, t, v, now)
	s.Matches = match.New(d, s.Programmes, s.Pairings, now)
	s.Groups = group.New(d, s.Pairings, s.Matches, t, keeper, now)
	s.Help = help.New(d, s.Pairings, keeper, now)
	s.Handovers = handover.New(d, s.Programmes, now)
	s.District = district.New(d, now)
	s.Hours = agreement.New(d, keeper, now)
	s.Pages = pairpage.New(d, s.Pairings, now)
	return &s
}

// Sealed lists the columns of private texts of mentoring.
var Sealed = slices.Concat(mentoring.Sealed, pairing.Sealed, group.Sealed, help.Sealed, agreement.Sealed)
