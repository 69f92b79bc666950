package mentoringweb

import (
	"io/fs"

	"talim/internal/db"
	"talim/internal/mentoring"
	"talim/internal/mentoring/assembly"
	"talim/internal/mentoring/mentoringstory"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Area is the programme: who takes part, its rules, the policy in words.
func Area(d *db.DB, m *assembly.Services) web.Area {
	return web.Area{
		Name: "mentoring", Messages: []fs.FS{Messages()}, Routes: New(d, m).Routes(),
		Nav:   []web.NavItem{{Key: "mentoring.nav", About: "home.area.mentoring", URL: link.Mentoring(), Permission: mentoring.Take, School: true}},
		Rules: mentoring.Rules, Sealed: mentoring.Sealed, Jobs: m.Programmes.Jobs,
		FirstSteps: mentoring.FirstSteps, Story: mentoringstory.Part(d, m.Programmes),
		Addresses: map[string]func(id string) string{
			"first." + mentoring.StepProgramme: web.Single(link.NewProgramme),
			mentoring.TargetParticipant:        link.Participant, mentoring.TargetStage: link.Stage,
			mentoring.TargetProgramme: link.Programme, mentoring.TargetNewProgramme: web.Single(link.NewProgramme),
			mentoring.TargetPolicyText: link.PolicyText, mentoring.TargetTalk: web.Single(link.FinalTalk), mentoring.TargetTalkOf: link.TalkOf,
		},
	}
}
