package mentoringweb

import (
	"io/fs"

	"talim/internal/db"
	"talim/internal/mentoring"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Area is the programme: policy, people, proposals, orders, groups.
func Area(d *db.DB, m *mentoring.Service) web.Area {
	return web.Area{
		Name: "mentoring", Messages: []fs.FS{Messages()}, Routes: New(d, m).Routes(),
		Nav:   []web.NavItem{{Key: "mentoring.nav", About: "home.area.mentoring", URL: link.Mentoring(), Permission: mentoring.Take}},
		Rules: mentoring.Rules, Sealed: mentoring.Sealed, Jobs: m.Jobs, Waiting: m,
		Bookings: map[string]func(string) string{mentoring.BookingKind: link.MentoringBooking, mentoring.VisitKind: link.MentoringBooking},
	}
}
