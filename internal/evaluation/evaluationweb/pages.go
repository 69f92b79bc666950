// Package evaluationweb has the pages of evaluation.
package evaluationweb

import (
	"embed"
	"io/fs"

	"talim/internal/db"
	"talim/internal/evaluation"
	"talim/internal/mentoring"
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
	db         *db.DB
	evaluation *evaluation.Service
	mentoring  *mentoring.Service
}

// New makes the pages.
func New(d *db.DB, s *evaluation.Service, m *mentoring.Service) *Pages {
	return &Pages{db: d, evaluation: s, mentoring: m}
}

// Routes lists the addresses of the pages.
func (p *Pages) Routes() []web.Route {
	return []web.Route{}
}
