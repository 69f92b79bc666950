package shareweb

import (
	"io/fs"

	"talim/internal/observation/share"
	"talim/internal/story"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Area is the sharing of visited lessons by their teachers.
func Area(s *share.Service, tells story.Part) web.Area {
	return web.Area{
		Name: "share", Messages: []fs.FS{share.Messages(), Messages()}, Routes: New(s).Routes(), Rules: share.Rules, Vouched: share.Vouched, Story: tells,
		Addresses: map[string]func(id string) string{share.TargetReceived: web.Single(link.SharedLessons)},
	}
}
