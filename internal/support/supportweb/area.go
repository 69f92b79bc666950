package supportweb

import (
	"io/fs"

	"talim/internal/db"
	"talim/internal/mentoring/assembly"
	"talim/internal/support"
	"talim/internal/web"
)

// Area is help beside the pair.
func Area(d *db.DB, s *support.Service, m *assembly.Services) web.Area {
	return web.Area{
		Name: "support", Messages: []fs.FS{Messages()}, Routes: New(d, s, m).Routes(),
		Rules: support.Rules, Sealed: support.Sealed,
		Jobs: s.Jobs,
	}
}
