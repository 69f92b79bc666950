package observationweb

import (
	"io/fs"

	"talim/internal/db"
	"talim/internal/observation"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Area is lessons that colleagues visit.
func Area(d *db.DB, s *observation.Service) web.Area {
	return web.Area{
		Name: "observation", Messages: []fs.FS{observation.Messages(), Messages()}, Routes: New(d, s).Routes(),
		Nav:   []web.NavItem{{Key: "observation.nav", About: "home.area.observation", URL: link.Observation(), Permission: observation.Take, School: true}},
		Rules: observation.Rules, Sealed: observation.Sealed, Waiting: observation.Waiting,
		Addresses: map[string]func(id string) string{
			observation.BookingKind: link.ObservationBooking, observation.TargetLesson: link.OpenLesson, observation.TargetRequest: link.VisitRequest,
			observation.TargetVisit: link.LessonVisit, observation.TargetFriend: link.CriticalFriend,
			observation.TargetOpened: web.Single(link.LessonsToVisit),
		},
	}
}
