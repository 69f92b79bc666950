package weeksweb

import (
	"io/fs"

	"talim/internal/mentoring/assembly"
	"talim/internal/mentoring/weeks"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Area is the weeks of all pairs.
func Area(m *assembly.Services) web.Area {
	return web.Area{
		Name: "weeks", Messages: []fs.FS{Messages()}, Routes: New(m).Routes(),
		Addresses: map[string]func(id string) string{weeks.TargetOffer: link.TimeOffer, weeks.TargetMoveMeeting: link.MoveMeeting},
	}
}
