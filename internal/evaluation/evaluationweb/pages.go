// Package evaluationweb has the pages of the yearly survey and of the report of a
// programme. Who may read what is decided in internal/evaluation.
package evaluationweb

import (
	"context"
	"embed"
	"io/fs"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/evaluation"
	"talim/internal/i18n"
	"talim/internal/mentoring/assembly"
	"talim/internal/web"
	"talim/internal/web/link"
)

//go:embed messages/*.json
var messages embed.FS

// Messages is the catalogue of these pages.
func Messages() fs.FS {
	sub, err := fs.Sub(messages, "messages")
	if err != nil { // only for an invalid path
		return messages
	}
	return sub
}

// Pages holds the handlers.
type Pages struct {
	db         *db.DB
	evaluation *evaluation.Service
	mentoring  *assembly.Services
}

// New makes the pages.
func New(d *db.DB, s *evaluation.Service, m *assembly.Services) *Pages {
	return &Pages{db: d, evaluation: s, mentoring: m}
}

// Routes lists the addresses of the pages. The domain asks again with the record at hand.
func (p *Pages) Routes() []web.Route {
	take, keep := evaluation.Take, evaluation.Keep
	return slices.Concat(p.answer().Routes(), p.question().Routes(), []web.Route{
		{Pattern: "GET /evaluation/programmes/{id}", Permission: take, Handle: p.survey},
		{Pattern: "POST /evaluation/programmes/{id}", Permission: keep, Handle: web.Act(p.prepare)},
		{Pattern: "GET /evaluation/programmes/{id}/report", Permission: keep, Handle: p.report},
		{Pattern: "GET /evaluation/programmes/{id}/report/paper/{format}", Permission: keep, Handle: p.reportPaper},
		p.announce().Answer(),
		p.extend().Answer(),
		{Pattern: "POST /evaluation/surveys/{id}/close", Permission: keep, Handle: web.Act(p.close)},
		{Pattern: "POST /evaluation/surveys/{id}/questions/{question}/drop", Permission: keep, Handle: web.Act(p.dropQuestion)},
	})
}

// actor is who asks.
func actor(ctx context.Context) access.Actor { return access.ActorFrom(ctx) }

// t is a message in the reader's language.
func t(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, key, args...) }

// toProgramme is the way up to the programme.
func toProgramme(ctx context.Context, id string) web.Link {
	return web.Link{Text: t(ctx, "evaluation.back"), URL: link.Programme(id)}
}

// toSurvey is the way up to the survey of a programme.
func toSurvey(ctx context.Context, programme string) web.Link {
	return web.Link{Text: t(ctx, "evaluation.survey.title"), URL: link.Evaluation(programme)}
}

// years are those of a school year: "2013–2014".
func years(p calendar.Period) string {
	from, to := string(p.Starts)[:4], string(p.Ends)[:4]
	if from == to {
		return from
	}
	return from + "–" + to
}
