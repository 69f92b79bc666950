package matchweb

import (
	"io/fs"

	"talim/internal/db"
	"talim/internal/mentoring/assembly"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/match/matchstory"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Area is proposals, consents and orders.
func Area(d *db.DB, m *assembly.Services) web.Area {
	return web.Area{
		Name: "match", Messages: []fs.FS{Messages()}, Routes: New(d, m).Routes(),
		Story:     matchstory.Part(m.Matches),
		Addresses: map[string]func(id string) string{match.TargetProposal: link.Proposal, match.TargetPair: link.ProposedPair, match.TargetOrder: link.MentoringOrder},
	}
}
