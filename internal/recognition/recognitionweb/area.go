package recognitionweb

import (
	"io/fs"

	"talim/internal/db"
	"talim/internal/mentoring/assembly"
	"talim/internal/recognition"
	"talim/internal/recognition/recognitionstory"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Area is thanks, the forum and certificates.
func Area(d *db.DB, s *recognition.Service, m *assembly.Services) web.Area {
	return web.Area{
		Name: "recognition", Messages: []fs.FS{Messages()}, Routes: New(d, s, m).Routes(),
		Rules: recognition.Rules, Sealed: recognition.Sealed,
		Addresses: map[string]func(id string) string{
			recognition.TargetRecognition: link.Recognition, recognition.TargetStory: link.Story, recognition.TargetNomination: link.Nomination,
		},
		Story: recognitionstory.Part(s),
	}
}
