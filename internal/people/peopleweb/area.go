package peopleweb

import (
	"io/fs"
	"slices"

	"talim/internal/journal"
	"talim/internal/people"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Area is staff, units, organisations and the journal.
func Area(c Config) web.Area {
	return web.Area{
		Name: "people", Messages: []fs.FS{Messages()}, Routes: New(c).Routes(), DatedRules: people.DatedRules, Vouched: slices.Concat(people.Vouched, journal.Vouched),
		FirstSteps: people.FirstSteps,
		Addresses: map[string]func(string) string{
			"first." + people.StepStaff: web.Single(func() string { return c.Import }), "first." + people.StepFirstDays: web.Single(link.FirstDays),
			"first." + people.StepDeputy: web.Single(link.People), people.KindOfProposal: link.PostProposal, people.KindOfStaffList: web.Single(link.People),
		},
		Nav: []web.NavItem{{Key: "people.nav", About: "home.area.people", URL: link.People(), Permission: people.MaySee}},
	}
}
