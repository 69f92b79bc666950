package districtweb

import (
	"io/fs"

	"talim/internal/mentoring/assembly"
	"talim/internal/mentoring/district"
	"talim/internal/mentoring/district/districtstory"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Area is mentoring across schools.
func Area(m *assembly.Services) web.Area {
	return web.Area{
		Name: "district", Messages: []fs.FS{Messages()}, Routes: New(m).Routes(),
		Story: districtstory.Part(m.District),
		Nav:   []web.NavItem{{Key: "mentoring.asks.nav", About: "mentoring.asks.about", URL: link.OfficeAsks(), Permission: district.AnswerAsks}},
		Addresses: map[string]func(id string) string{
			district.TargetMentors: web.Single(link.DistrictMentors), district.TargetAsks: web.Single(link.OfficeAsks), district.TargetOwnAsks: web.Single(link.DistrictAsks),
		},
	}
}
