package pairingweb

import (
	"io/fs"

	"talim/internal/db"
	"talim/internal/mentoring/assembly"
	"talim/internal/mentoring/pairing"
	"talim/internal/mentoring/pairing/pairingstory"
	"talim/internal/mentoring/pairpage"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Area is the life of a pair.
func Area(d *db.DB, m *assembly.Services) web.Area {
	return web.Area{
		Name: "pairing", Messages: []fs.FS{Messages()}, Routes: New(d, m).Routes(),
		Rules: pairing.Rules, Sealed: pairing.Sealed, Vouched: pairing.Vouched, Jobs: m.Pairings.Jobs, Waiting: pairpage.Waiting, DatedRules: pairing.DatedRules,
		Story: pairingstory.Part(d, m.Pairings),
		Addresses: map[string]func(id string) string{
			pairing.BookingKind: link.MentoringBooking, pairing.VisitKind: link.MentoringBooking,
			pairing.TargetPairing: link.Pairing, pairing.TargetClosing: link.Closing,
			pairing.TargetMeeting: link.Meeting, pairing.TargetNewMeetings: link.NewMeetings, pairing.TargetVisit: link.Visit,
			pairing.TargetPlan: link.MentoringPlan, pairing.TargetReport: link.MentoringReport,
		},
	}
}
