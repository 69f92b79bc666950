package practiceweb

import (
	"io/fs"

	"talim/internal/db"
	"talim/internal/mentoring"
	"talim/internal/practice"
	"talim/internal/web"
)

// Area is what mentors learn.
func Area(d *db.DB, s *practice.Service, m *mentoring.Service) web.Area {
	return web.Area{
		Name: "practice", Messages: []fs.FS{Messages()}, Routes: New(d, s, m).Routes(),
		Rules: practice.Rules, Sealed: practice.Sealed,
		Jobs: s.Jobs,
	}
}
