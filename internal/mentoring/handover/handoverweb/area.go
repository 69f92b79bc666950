package handoverweb

import (
	"io/fs"

	"talim/internal/db"
	"talim/internal/mentoring/assembly"
	"talim/internal/mentoring/handover"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Area is who leaves and what is handed on.
func Area(d *db.DB, m *assembly.Services) web.Area {
	return web.Area{
		Name: "handover", Messages: []fs.FS{Messages()}, Routes: New(d, m).Routes(),
		Rules: handover.Rules, Jobs: m.Handovers.Jobs,
		Addresses: map[string]func(id string) string{handover.TargetHandover: link.Handover, handover.TargetHandovers: web.Single(link.Handovers), handover.TargetNewHandover: link.NewHandover},
	}
}
