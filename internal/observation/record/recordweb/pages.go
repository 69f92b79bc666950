// Package recordweb has the pages of timed records: recording in the lesson, the record as
// it stands with its picture in time, typing in what was written on paper, and the tags of
// the school. Who may read what is decided in internal/observation/record.
package recordweb

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"slices"

	"talim/internal/access"
	"talim/internal/i18n"
	"talim/internal/observation"
	"talim/internal/observation/record"
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
	records *record.Service
	visitAt func(observation.Visit) string
}

// New makes the pages; visitAt is the page of a visit, which the area has that planned it.
func New(s *record.Service, visitAt func(observation.Visit) string) *Pages {
	return &Pages{records: s, visitAt: visitAt}
}

// Routes lists the addresses of the pages. The domain asks again with the record at hand.
func (p *Pages) Routes() []web.Route {
	return slices.Concat(p.live().Routes(), p.typed().Routes(), p.tags().Routes(), p.newMeeting().Routes(), []web.Route{
		{Pattern: "GET /observation/records/{id}", Permission: take, Handle: p.view},
		{Pattern: "POST /observation/records/{id}/sync", Permission: take, Handle: p.sync},
		{Pattern: "GET /observation/records/{id}/paper/{format}", Permission: take, Handle: p.paper},
		{Pattern: "POST /observation/records/{id}/finish", Permission: take, Handle: web.Act(p.finish)},
		{Pattern: "GET /observation/meetings", Permission: take, Handle: p.meetings},
		{Pattern: "GET /observation/sheets/{kind}/{format}", Permission: take, Handle: p.sheet},
	})
}

// take is what every page here asks for but the one of the tags.
var take = observation.Take

// actor is who asks.
func actor(ctx context.Context) access.Actor { return access.ActorFrom(ctx) }

// t is a message in the reader's language.
func t(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, key, args...) }

func (p *Pages) finish(r *http.Request, _ *web.Form) (web.Done, error) {
	return web.Next(link.LessonRecord(r.PathValue("id")), "record.finished"), p.records.Finish(r.Context(), actor(r.Context()), r.PathValue("id"))
}

// toVisit is the way back to the visit, or to what is shared with the reader.
func (p *Pages) toVisit(ctx context.Context, g record.Page) web.Link {
	switch {
	case g.Kind != record.OfLesson:
		return toMeetings(ctx)
	case g.Shared:
		return web.Link{Text: t(ctx, "record.to_shared"), URL: link.SharedLessons()}
	}
	return web.Link{Text: t(ctx, "record.to_visit"), URL: p.visitAt(g.Visit)}
}
