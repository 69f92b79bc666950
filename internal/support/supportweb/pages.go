// Package supportweb has the pages of support.
package supportweb

import (
	"embed"
	"io/fs"

	"talim/internal/db"
	"talim/internal/mentoring"
	"talim/internal/support"
	"talim/internal/web"
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

// Pages holds the handlers.
type Pages struct {
	db        *db.DB
	support   *support.Service
	mentoring *mentoring.Service
}

// New makes the pages.
func New(d *db.DB, s *support.Service, m *mentoring.Service) *Pages {
	return &Pages{db: d, support: s, mentoring: m}
}

// Routes lists the addresses of the pages.
func (p *Pages) Routes() []web.Route {
	return []web.Route{}
}
