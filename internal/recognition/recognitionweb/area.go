package recognitionweb

import (
	"io/fs"

	"talim/internal/db"
	"talim/internal/mentoring"
	"talim/internal/recognition"
	"talim/internal/web"
)

// Area is thanks, the forum and certificates.
func Area(d *db.DB, s *recognition.Service, m *mentoring.Service) web.Area {
	return web.Area{
		Name: "recognition", Messages: []fs.FS{Messages()}, Routes: New(d, s, m).Routes(),
		Rules: recognition.Rules, Sealed: recognition.Sealed,
	}
}
