package groupweb

import (
	"io/fs"

	"talim/internal/db"
	"talim/internal/mentoring/assembly"
	"talim/internal/mentoring/group"
	"talim/internal/mentoring/group/groupstory"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Area is group mentoring.
func Area(d *db.DB, m *assembly.Services) web.Area {
	return web.Area{
		Name: "group", Messages: []fs.FS{Messages()}, Routes: New(m).Routes(),
		Rules: group.Rules, Sealed: group.Sealed, Jobs: m.Groups.Jobs,
		Story: groupstory.Part(d, m.Programmes, m.Matches, m.Groups),
		Addresses: map[string]func(id string) string{
			group.TargetGroup: link.MentoringGroup, group.TargetTimes: link.GroupTimes,
			group.TargetProposal: link.GroupProposal, group.TargetMeeting: link.GroupMeeting,
		},
	}
}
