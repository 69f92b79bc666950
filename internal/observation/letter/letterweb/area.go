package letterweb

import (
	"io/fs"

	"talim/internal/db"
	"talim/internal/observation/letter"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Area is letters about visited lessons.
func Area(d *db.DB, s *letter.Service) web.Area {
	return web.Area{
		Name: "letter", Messages: []fs.FS{letter.Messages(), Messages()}, Routes: New(d, s).Routes(), Rules: letter.Rules, Sealed: letter.Sealed,
		Waiting: letter.Waiting, Addresses: map[string]func(id string) string{letter.Target: link.ObservationLetter},
	}
}
