package agreementweb

import (
	"io/fs"

	"talim/internal/mentoring/agreement"
	"talim/internal/mentoring/assembly"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Area is agreements on hours.
func Area(m *assembly.Services) web.Area {
	return web.Area{
		Name: "agreement", Messages: []fs.FS{Messages()}, Routes: New(m).Routes(),
		Rules: agreement.Rules, Sealed: agreement.Sealed,
		Addresses: map[string]func(id string) string{agreement.TargetHours: web.Single(link.HoursAgreements)},
	}
}
