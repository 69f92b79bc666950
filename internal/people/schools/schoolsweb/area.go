// Package schoolsweb has the pages with which the administrator of a district or region
// keeps its schools.
package schoolsweb

import (
	"embed"
	"io/fs"

	"talim/internal/db"
	"talim/internal/people/schools"
	"talim/internal/web"
	"talim/internal/web/link"
)

//go:embed messages/*.json
var messages embed.FS

// Messages is the catalogue of these pages.
func Messages() fs.FS {
	sub, err := fs.Sub(messages, "messages")
	if err != nil { // only for an invalid path
		return messages
	}
	return sub
}

// Area is the schools of a district or region.
func Area(d *db.DB, s *schools.Service) web.Area {
	return web.Area{
		Name: "schools", Messages: []fs.FS{Messages()}, Routes: New(d, s).Routes(),
		Nav: []web.NavItem{{Key: "schools.nav", About: "home.area.schools", URL: link.Schools(), Permission: schools.MayKeep}},
	}
}
