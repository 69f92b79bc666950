package practiceweb

import (
	"io/fs"

	"talim/internal/db"
	"talim/internal/mentoring/assembly"
	"talim/internal/practice"
	"talim/internal/web"
)

// Area is what mentors learn.
func Area(d *db.DB, s *practice.Service, m *assembly.Services) web.Area {
	return web.Area{
		Name: "practice", Messages: []fs.FS{Messages()}, Routes: New(d, s, m).Routes(),
		Rules: practice.Rules, Sealed: practice.Sealed, DatedRules: practice.DatedRules,
		Jobs: s.Jobs,
	}
}
