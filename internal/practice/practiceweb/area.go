package practiceweb

import (
	"io/fs"

	"talim/internal/db"
	"talim/internal/mentoring/assembly"
	"talim/internal/practice"
	"talim/internal/practice/practicestory"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Area is what mentors learn.
func Area(d *db.DB, s *practice.Service, m *assembly.Services) web.Area {
	return web.Area{
		Name: "practice", Messages: []fs.FS{Messages()}, Routes: New(d, s, m).Routes(),
		Rules: practice.Rules, Sealed: practice.Sealed, DatedRules: practice.DatedRules,
		Jobs: s.Jobs,
		Addresses: map[string]func(id string) string{
			practice.TargetStyle: link.PairStyle, practice.TargetResistance: link.ResistanceNotes, practice.TargetCourse: link.Course,
			practice.TargetRole: web.Single(link.MentorRole), practice.TargetEvidence: web.Single(link.Evidence),
		},
		Story: practicestory.Part(s),
	}
}
