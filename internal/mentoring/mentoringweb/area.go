package mentoringweb

import (
	"io/fs"

	"talim/internal/db"
	"talim/internal/mentoring"
	"talim/internal/mentoring/assembly"
	"talim/internal/mentoring/pairing"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Area is the programme: policy, people, proposals, orders, groups.
func Area(d *db.DB, m *assembly.Services) web.Area {
	return web.Area{
		Name: "mentoring", Messages: []fs.FS{Messages()}, Routes: New(d, m).Routes(),
		Nav:   []web.NavItem{{Key: "mentoring.nav", About: "home.area.mentoring", URL: link.Mentoring(), Permission: mentoring.Take}},
		Rules: assembly.Rules, Sealed: assembly.Sealed, Jobs: m.Jobs, Waiting: m.Pages, DatedRules: pairing.DatedRules,
		Addresses: addresses,
	}
}
