package supportweb

import (
	"io/fs"

	"talim/internal/db"
	"talim/internal/mentoring/assembly"
	"talim/internal/support"
	"talim/internal/support/supportstory"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Area is help beside the pair.
func Area(d *db.DB, s *support.Service, m *assembly.Services) web.Area {
	return web.Area{
		Name: "support", Messages: []fs.FS{Messages()}, Routes: New(d, s, m).Routes(),
		Rules: support.Rules, Sealed: support.Sealed,
		Jobs: s.Jobs,
		Addresses: map[string]func(id string) string{
			support.TargetSupport: web.Single(link.Support), support.TargetFirstDay: link.FirstDay,
			support.TargetQuestions: web.Single(link.SupportQuestions), support.TargetQuestion: link.SupportQuestion,
			support.TargetHelper: link.SupportHelper, support.TargetTrust: link.TrustPerson,
			support.TargetCheckIn: web.Single(link.CheckIn), support.TargetSharedCheckIns: link.SharedCheckIns,
			support.TargetWish: link.GuidanceWish, support.TargetMismatch: link.Mismatch,
		},
		Story: supportstory.Part(s),
	}
}
