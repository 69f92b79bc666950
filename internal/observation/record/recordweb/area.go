package recordweb

import (
	"io/fs"

	"talim/internal/observation"
	"talim/internal/observation/record"
	"talim/internal/story"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Area is timed records of visited lessons; visitAt is the page of a visit.
func Area(s *record.Service, tells story.Part, visitAt func(observation.Visit) string) web.Area {
	return web.Area{
		Name: "record", Messages: []fs.FS{record.Messages(), Messages()}, Routes: New(s, visitAt).Routes(), Rules: record.Rules, Sealed: record.Sealed,
		Story:     tells,
		Addresses: map[string]func(id string) string{record.TargetRecord: link.LessonRecord},
	}
}
