// Package feedbackweb has the pages of what is said about visited lessons: the discussion
// of a lesson with its forms, next steps, what one learned oneself, and the school's
// protocol. Who may read what is decided in internal/observation/feedback.
package feedbackweb

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"talim/internal/access"
	"talim/internal/i18n"
	"talim/internal/observation"
	"talim/internal/observation/feedback"
	"talim/internal/observation/share"
	"talim/internal/web"
	"talim/internal/web/component"
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
type Pages struct{ feedback *feedback.Service }

// New makes the pages.
func New(s *feedback.Service) *Pages { return &Pages{s} }

// take is what every page here asks for but the one that changes the protocol.
var take = observation.Take

// Routes lists the addresses of the pages. The domain asks again with the record at hand.
func (p *Pages) Routes() []web.Route {
	return slices.Concat(
		p.reflection().Routes(), p.words().Routes(), p.reply().Routes(), p.newStep().Routes(), p.step().Routes(), p.outcome().Routes(),
		p.try().Routes(), p.changeProtocol().Routes(),
		[]web.Route{
			{Pattern: "GET /observation/occasions/{id}", Permission: take, Handle: p.occasion},
			{Pattern: "GET /observation/occasions/{id}/paper/{format}", Permission: take, Handle: p.paper},
			{Pattern: "POST /observation/occasions/{id}/words/{visit}/read", Permission: take, Handle: web.Act(p.read)},
			{Pattern: "POST /observation/steps/{id}/end", Permission: take, Handle: web.Act(p.endStep)},
			{Pattern: "GET /observation/learning", Permission: take, Handle: p.learning},
			{Pattern: "GET /observation/learning/paper/{format}", Permission: take, Handle: p.learningPaper},
			{Pattern: "GET /observation/protocol", Permission: take, Handle: p.protocol},
		})
}

// actor is who asks.
func actor(ctx context.Context) access.Actor { return access.ActorFrom(ctx) }

// t is a message in the reader's language.
func t(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, key, args...) }

// toOccasion is the way up to what is said about a lesson.
func toOccasion(ctx context.Context, id string) web.Link {
	return web.Link{Text: t(ctx, "feedback.title"), URL: link.Occasion(id)}
}

func toObservation(ctx context.Context) web.Link {
	return web.Link{Text: t(ctx, "observation.title"), URL: link.Observation()}
}

// back is the way up from a lesson: to the visits, or to what is shared with the reader.
func back(ctx context.Context, g feedback.Page) web.Link {
	if g.Shared != share.None {
		return web.Link{Text: t(ctx, "feedback.to_shared"), URL: link.SharedLessons()}
	}
	return toObservation(ctx)
}

// occasion shows what is said about a lesson.
func (p *Pages) occasion(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	g, err := p.feedback.Discussion(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "feedback.title"), Kicker: g.InWords(ctx), Back: back(ctx, g), Action: nextAction(ctx, g), Body: occasionBody(g), Narrow: true,
		Sees: t(ctx, "feedback.sees"),
	})
}

// nextAction is what the protocol asks of the reader now, if anything.
func nextAction(ctx context.Context, g feedback.Page) templ.Component {
	switch g.Next() {
	case "reflect":
		return component.Primary(t(ctx, "feedback.reflect.do"), link.LookBack(g.ID))
	case "say":
		return component.Primary(t(ctx, "feedback.say.do"), link.SayOfLesson(g.ID))
	}
	return nil
}

// stepsOf are the steps of the protocol, with how far they have come.
func stepsOf(ctx context.Context, g feedback.Page) []component.Step {
	done := map[string]bool{"reflection": g.Reflection.Version > 0, "words": true, "reply": true}
	for _, x := range g.Said {
		done["words"] = done["words"] && (x.Version > 0 || x.Closed)
		done["reply"] = done["reply"] && x.SeenAt != ""
	}
	for _, x := range g.Steps {
		done["step"] = done["step"] || x.State == feedback.Agreed || x.State == feedback.Done
	}
	var out []component.Step
	current := false
	for _, step := range feedback.Steps {
		if !g.Protocol.Has(step) {
			continue
		}
		now := !current && !done[step]
		current = current || now
		out = append(out, component.Step{Text: stepText(ctx, g.Protocol, step), Done: done[step], Current: now})
	}
	return out
}

// stepText names a step with its time: "The teacher looks back · 5 min".
func stepText(ctx context.Context, p feedback.Protocol, step string) string {
	text := t(ctx, "feedback.protocol.step."+step)
	if minutes := p.Minutes[step]; minutes > 0 {
		text += " · " + t(ctx, "feedback.minutes", "Count", minutes)
	}
	return text
}

// askText is a question to observers: the school's own words, else the usual ones.
func askText(ctx context.Context, p feedback.Protocol, code string) string {
	if own := p.Ask(code).Own.In(ctx); own != "" {
		return own
	}
	return t(ctx, "feedback.ask."+code)
}

// asks are the codes of what the protocol asks.
func asks(p feedback.Protocol) []string {
	var out []string
	for _, code := range feedback.Asked {
		if p.Order == feedback.None || p.Ask(code).Need != feedback.LeftOut {
			out = append(out, code)
		}
	}
	return out
}

// written says when a text was written: "9 September, 14:05".
func written(ctx context.Context, x feedback.Text) string {
	return t(ctx, "feedback.written_on", "Date", i18n.Date(ctx, web.DateOf(ctx, x.WrittenAt)))
}

// read records that the teacher has read what an observer said.
func (p *Pages) read(r *http.Request, f *web.Form) (web.Done, error) {
	id, version := r.PathValue("id"), f.Version()
	if err := f.Err(); err != nil {
		return web.Done{}, err
	}
	return web.Next(link.Occasion(id), "feedback.read.done"), p.feedback.Acknowledge(r.Context(), actor(r.Context()), id, r.PathValue("visit"), version)
}
