package unitweb

import (
	"io/fs"

	"talim/internal/db"
	"talim/internal/unit/workplan"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Area is the units at work: their pages lead to what they plan, meet for and show.
func Area(d *db.DB, plans *workplan.Service) web.Area {
	return web.Area{
		Name: "unit", Messages: []fs.FS{Messages()}, Routes: New(d, plans).Routes(),
		Nav: []web.NavItem{{Key: "unit.nav", About: "home.area.unit", URL: link.AllUnits(), Permission: workplan.See, School: true}},
	}
}
