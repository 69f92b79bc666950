package pairweb

import (
	"io/fs"

	"talim/internal/db"
	"talim/internal/mentoring"
	"talim/internal/web"
)

// Area is the life of a pair. Its rules, jobs and private texts are those of mentoring.
func Area(d *db.DB, m *mentoring.Service) web.Area {
	return web.Area{Name: "pair", Messages: []fs.FS{Messages()}, Routes: New(d, m).Routes()}
}
