package practiceweb

import (
	"net/http"

	"talim/internal/access"
	"talim/internal/mentoring"
	"talim/internal/mentoring/help"
	"talim/internal/web"
	"talim/internal/web/link"
)

// way is a card that leads on.
type way struct{ URL, Title, About string }

// home leads to everything that concerns the own work in mentoring, and the work
// of those who keep the programme.
func (p *Pages) home(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "practice.home.title"), Back: web.Link{Text: t(ctx, "mentoring.nav"), URL: link.Mentoring()},
		Body: homeBody(p.ways(sayer(ctx)), p.keeperWays(who, sayer(ctx))),
	})
}

func (p *Pages) ways(say func(string) string) []way {
	return []way{
		{link.LearningLog(), say("practice.log.title"), say("practice.log.about")},
		{link.Evidence(), say("practice.evidence.title"), say("practice.evidence.about")},
		{link.Training(), say("practice.training.title"), say("practice.training.about")},
		{link.MentorRole(), say("practice.role.title"), say("practice.role.about")},
	}
}

// keeperWays are for those who keep the programme and for the heads of units.
func (p *Pages) keeperWays(who access.Actor, say func(string) string) []way {
	var out []way
	if mentoring.Keep.Allows(who) {
		out = append(out, way{link.QuietPairs(), say("practice.home.quiet"), say("practice.home.quiet_about")},
			way{link.Incentives(), say("practice.incentive.title"), say("practice.incentive.about")})
	}
	if help.Lead.Allows(who) {
		out = append(out, way{link.UnitPairs(), say("practice.home.unit"), say("practice.home.unit_about")})
	}
	return out
}
