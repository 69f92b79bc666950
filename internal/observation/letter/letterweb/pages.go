// Package letterweb has the pages of letters about visited lessons: asking for one,
// writing, answering and issuing it, and its paper. Who may read what is decided in
// internal/observation/letter.
package letterweb

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/observation"
	"talim/internal/observation/letter"
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
	db      *db.DB
	letters *letter.Service
}

// New makes the pages.
func New(d *db.DB, s *letter.Service) *Pages { return &Pages{db: d, letters: s} }

// Routes lists the addresses of the pages. The domain asks again with the record at hand.
func (p *Pages) Routes() []web.Route {
	take := observation.Take
	return slices.Concat(
		p.ask().Routes(), p.letter().Routes(), p.write().Routes(), p.reply().Routes(),
		[]web.Route{
			{Pattern: "GET /observation/letters", Permission: take, Handle: p.list},
			{Pattern: "POST /observation/letters/{id}/issue", Permission: take, Handle: web.ActOnVersion(p.letters.Issue, link.ObservationLetter, "letter.issued")},
			{Pattern: "POST /observation/letters/{id}/end", Permission: take, Handle: web.Act(p.end)},
			{Pattern: "GET /observation/letters/{id}/paper/{format}", Permission: take, Handle: p.paper},
		})
}

// actor is who asks.
func actor(ctx context.Context) access.Actor { return access.ActorFrom(ctx) }

// t is a message in the reader's language.
func t(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, key, args...) }

// toLetters is the way up to the list.
func toLetters(ctx context.Context) web.Link {
	return web.Link{Text: t(ctx, "letter.title"), URL: link.ObservationLetters()}
}

// lessonWords are class and subject: "7Б · Algebra".
func lessonWords(ctx context.Context, class string, subject i18n.Text) string {
	return strings.Trim(class+" · "+subject.In(ctx), " ·")
}

type listPage struct {
	Self    string
	Letters []letter.Named
}

// list are the letters of the reader, and those that she writes.
func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	all, err := p.letters.Letters(ctx, who)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "letter.title"), Back: web.Link{Text: t(ctx, "letter.to_visits"), URL: link.Observation()}, Narrow: true,
		Action: askAction(), Body: listBody(listPage{who.Staff, all}), Sees: t(ctx, "letter.sees"),
	})
}

type askPage struct {
	letter.Choice
	Form *web.Form
}

// ask asks a leader or an observer for a letter.
func (p *Pages) ask() web.FormOf[letter.NewLetter] {
	return web.FormOf[letter.NewLetter]{
		At: "/observation/letters/new", Permission: observation.Take, Show: p.askPage,
		Read: func(f *web.Form) letter.NewLetter {
			return letter.NewLetter{Writer: f.Value("writer"), Visits: f.Values("visits"), Words: f.Value("words"), Replaces: f.Value("replaces")}
		},
		Do: func(r *http.Request, in letter.NewLetter) (web.Done, error) {
			id, err := p.letters.Ask(r.Context(), actor(r.Context()), in)
			return web.Next(link.ObservationLetter(id), "letter.asked"), err
		},
	}
}

func (p *Pages) askPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	choice, err := p.letters.Choices(ctx, actor(ctx))
	return web.Page{
		Title: t(ctx, "letter.ask"), Back: toLetters(ctx), Narrow: true, Body: askBody(askPage{choice, f}), Sees: t(ctx, "letter.sees"), Here: link.NewLetter(),
	}, err
}

// visitChoices are the visits of the reader's lessons.
func (g askPage) visitChoices(ctx context.Context) []component.Choice {
	out := make([]component.Choice, len(g.Visits))
	for i, v := range g.Visits {
		out[i] = component.Choice{
			Value: v.ID, Label: i18n.Date(ctx, v.Date) + " · " + lessonWords(ctx, v.Class, v.Subject()),
			Hint: t(ctx, "observation.purpose."+v.Purpose) + " · " + v.Person.Name(),
		}
	}
	return out
}

func (g askPage) writerChoices(ctx context.Context) []component.Choice {
	out := []component.Choice{{Value: "", Label: t(ctx, "letter.writer.choose")}}
	for _, x := range g.Writers {
		out = append(out, component.Choice{Value: x.ID, Label: x.Name()})
	}
	return out
}

func (g askPage) issuedChoices(ctx context.Context) []component.Choice {
	out := []component.Choice{{Value: "", Label: t(ctx, "letter.replaces.none")}}
	for _, l := range g.Issued {
		out = append(out, component.Choice{Value: l.ID, Label: t(ctx, "letter.number", "Number", l.Number, "Date", i18n.Date(ctx, l.IssuedOn))})
	}
	return out
}

type letterPage struct {
	letter.Page
	Self string
}

// writes says whether the reader is the writer.
func (g letterPage) writes() bool { return g.Writer == g.Self }

// shown says whether the reader may read the conclusion.
func (g letterPage) shown() bool { return g.Conclusion != "" && (g.ShownAt != "" || g.writes()) }

// ends says whether the reader may end it now.
func (g letterPage) ends() bool {
	return g.IssuedAt == "" && g.State != letter.Ended && (!g.writes() || g.State == letter.Agreed)
}

// letter is one letter, which the writer agrees to write or not.
func (p *Pages) letter() web.FormOf[bool] {
	return web.FormOf[bool]{
		At: "/observation/letters/{id}", Permission: observation.Take, Show: p.letterPage,
		Read: func(f *web.Form) bool {
			yes, err := f.Answer("answer")
			f.Take(err)
			return yes
		},
		Do: web.OnThe(p.letters.Answer, link.ObservationLetter, "letter.answer_sent"),
	}
}

func (p *Pages) letterPage(r *http.Request, _ *web.Form) (web.Page, error) {
	ctx := r.Context()
	who := actor(ctx)
	read, err := p.letters.Letter(ctx, who, r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	title := t(ctx, "letter.one")
	if read.Number > 0 {
		title = t(ctx, "letter.number", "Number", read.Number, "Date", i18n.Date(ctx, read.IssuedOn))
	}
	return web.Page{
		Title: title, Kicker: read.Who.Name(), Back: toLetters(ctx), Narrow: true, Body: letterBody(letterPage{read, who.Staff}),
		Sees: t(ctx, "letter.sees"), Here: link.ObservationLetter(read.ID),
	}, nil
}

func (p *Pages) end(r *http.Request, _ *web.Form) (web.Done, error) {
	return web.Next(link.ObservationLetters(), "letter.ended"), p.letters.End(r.Context(), actor(r.Context()), r.PathValue("id"))
}

// inPlaceOf is the number of the letter that this one replaces.
func inPlaceOf(g letterPage) string {
	if g.InPlaceOf == 0 {
		return ""
	}
	return "№ " + strconv.Itoa(g.InPlaceOf)
}
