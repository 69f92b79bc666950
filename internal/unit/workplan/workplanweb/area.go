package workplanweb

import (
	"io/fs"

	"talim/internal/db"
	"talim/internal/story"
	"talim/internal/unit/workplan"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Area is the plans of units.
func Area(d *db.DB, s *workplan.Service, tells story.Part) web.Area {
	return web.Area{
		Name: "workplan", Messages: []fs.FS{workplan.Messages(), Messages()}, Routes: New(d, s).Routes(), Rules: workplan.Rules, Waiting: workplan.Waiting, Story: tells,
		Addresses: map[string]func(id string) string{workplan.Target: func(unit string) string { return link.UnitPlan(unit, "", "") }},
	}
}
