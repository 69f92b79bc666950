package timetableweb

import (
	"io/fs"

	"talim/internal/timetable"
	"talim/internal/timetable/cover"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Area is the timetable, the school year and free time.
func Area(c Config) web.Area {
	return web.Area{
		Name: "timetable", Messages: []fs.FS{Messages()}, Routes: New(c).Routes(), Rules: cover.Rules, Sealed: cover.Sealed,
		DatedRules: timetable.DatedRules,
		Nav:        []web.NavItem{{Key: "timetable.nav", About: "home.area.timetable", URL: link.Timetable(""), Permission: timetable.MaySee, School: true}},
		FirstSteps: timetable.FirstSteps,
		Addresses: map[string]func(id string) string{
			timetable.TargetWeek: link.Timetable, timetable.TargetProtected: link.Protected,
			"first." + timetable.StepLessons: func(string) string { return link.NewImport("timetable") },
			"first." + timetable.StepBells:   web.Single(link.EditBells), "first." + timetable.StepYear: web.Single(link.NewYear),
			"first." + timetable.StepChecked: web.Single(link.SchoolYear), "first." + timetable.StepFree: web.Single(link.NewHoliday),
		},
	}
}
