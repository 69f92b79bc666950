package districtweb

import (
	"io/fs"

	"talim/internal/mentoring/assembly"
	"talim/internal/mentoring/district"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Area is mentoring across schools.
func Area(m *assembly.Services) web.Area {
	return web.Area{
		Name: "district", Messages: []fs.FS{Messages()}, Routes: New(m).Routes(),
		Addresses: map[string]func(id string) string{district.TargetMentors: web.Single(link.DistrictMentors)},
	}
}
