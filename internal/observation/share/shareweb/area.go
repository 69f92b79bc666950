// Package shareweb has the pages of shared lessons: who sees a lesson, and what is shared
// with the reader. Who may read what is decided in internal/observation/share.
package shareweb

import (
	"io/fs"

	"talim/internal/observation/share"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Area is the sharing of visited lessons by their teachers.
func Area(s *share.Service) web.Area {
	return web.Area{
		Name: "share", Messages: []fs.FS{share.Messages()}, Rules: share.Rules, Vouched: share.Vouched,
		Addresses: map[string]func(id string) string{share.TargetReceived: web.Single(link.SharedLessons)},
	}
}
