package pairweb

import (
	"io/fs"

	"talim/internal/db"
	"talim/internal/mentoring/assembly"
	"talim/internal/web"
)

// Area is the life of a pair. Its rules, jobs and private texts are those of mentoring.
func Area(d *db.DB, m *assembly.Services) web.Area {
	return web.Area{Name: "pair", Messages: []fs.FS{Messages()}, Routes: New(d, m).Routes()}
}
