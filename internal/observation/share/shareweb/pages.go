// Package shareweb has the pages of shared lessons: who sees a lesson, and what is shared
// with the reader. Who may read what is decided in internal/observation/share.
package shareweb

import (
	"context"
	"embed"
	"io/fs"
	"net/http"

	"talim/internal/access"
	"talim/internal/i18n"
	"talim/internal/observation"
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
type Pages struct {
	shares *share.Service
}

// New makes the pages.
func New(s *share.Service) *Pages { return &Pages{s} }

// Routes lists the addresses of the pages. The domain asks again with the lesson at hand.
func (p *Pages) Routes() []web.Route {
	take := observation.Take
	return append(p.share().Routes(),
		web.Route{Pattern: "POST /observation/shares/{id}/end", Permission: take, Handle: web.Act(p.takeBack)},
		web.Route{Pattern: "GET /observation/shared", Permission: take, Handle: p.received},
	)
}

// actor is who asks.
func actor(ctx context.Context) access.Actor { return access.ActorFrom(ctx) }

// t is a message in the reader's language.
func t(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, key, args...) }

// wholeSchool stands in the field for the school.
const wholeSchool = "*"

// share shares a lesson of the reader; the page shows with whom it is shared.
func (p *Pages) share() web.FormOf[share.NewShare] {
	return web.FormOf[share.NewShare]{
		At: "/observation/occasions/{id}/shares", Permission: observation.Take, Show: p.sharesPage,
		Read: func(f *web.Form) share.NewShare {
			in := share.NewShare{Staff: f.Value("staff"), Level: share.Level(f.Value("level"))}
			if in.Staff == wholeSchool {
				in.Staff, in.School = "", true
			}
			return in
		},
		Do: web.OnThe(p.shares.Share, link.LessonShares, "share.done"),
	}
}

type sharesPage struct {
	share.Page
	Form *web.Form
}

func (p *Pages) sharesPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	g, err := p.shares.Shares(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	return web.Page{
		Title: t(ctx, "share.title"), Kicker: g.InWords(ctx), Back: web.Link{Text: t(ctx, "share.to_lesson"), URL: link.Occasion(g.ID)},
		Narrow: true, Body: sharesBody(sharesPage{g, f}), Sees: t(ctx, "share.sees"), Here: link.LessonShares(g.ID),
	}, nil
}

// observers are those who visited, with links.
func (g sharesPage) observers() []component.Named {
	out := make([]component.Named, len(g.Observers))
	for i, x := range g.Observers {
		out[i] = component.Named{ID: x.ID, Name: x.Name()}
	}
	return out
}

// receivers are the school and the colleagues.
func (g sharesPage) receivers(ctx context.Context) []component.Choice {
	out := []component.Choice{{Value: "", Label: t(ctx, "share.with.choose")}, {Value: wholeSchool, Label: t(ctx, "share.with.school")}}
	for _, x := range g.Colleagues {
		out = append(out, component.Choice{Value: x.ID, Label: x.Name()})
	}
	return out
}

// levels are what can be shared, with what each shows.
func levels(ctx context.Context) []component.Choice {
	var out []component.Choice
	for _, level := range share.Levels {
		out = append(out, component.Choice{Value: string(level), Label: t(ctx, levelKey(level)), Hint: t(ctx, levelKey(level)+".hint")})
	}
	return out
}

func levelKey(l share.Level) string { return "share.level." + string(l) }

// period is the time of a share that was taken back.
func period(ctx context.Context, x share.Named) string {
	from, to := i18n.Date(ctx, web.DateOf(ctx, x.SharedAt)), i18n.Date(ctx, web.DateOf(ctx, x.EndedAt))
	if from == to {
		return from
	}
	return from + " – " + to
}

// name is with whom a lesson is shared.
func name(ctx context.Context, x share.Named) string {
	if x.Staff == "" {
		return t(ctx, "share.with.school")
	}
	return x.With.Name()
}

func (p *Pages) takeBack(r *http.Request, _ *web.Form) (web.Done, error) {
	occasion, err := p.shares.TakeBack(r.Context(), actor(r.Context()), r.PathValue("id"))
	return web.Next(link.LessonShares(occasion), "share.taken_back"), err
}
