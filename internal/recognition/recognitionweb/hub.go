package recognitionweb

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"talim/internal/calendar"
	"talim/internal/document"
	"talim/internal/i18n"
	"talim/internal/people/letterhead"
	"talim/internal/recognition"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

type hubPage struct {
	recognition.Hub
	Self string
}

// nominating says whether the reader may nominate the mentor of one of her pairs today.
func (g hubPage) nominating() bool { return g.Forum.Nominating(g.Today) }

func (p *Pages) hub(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	read, err := p.recognition.Hub(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	g := hubPage{Hub: read, Self: actor(ctx).Staff}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "recognition.title"), Kicker: t(ctx, "recognition.programme", "Years", years(read.Period)),
		Back: web.Link{Text: t(ctx, "recognition.back"), URL: link.Programme(read.Programme)}, Body: hubBody(g), Action: hubAction(ctx, g),
		Sees: t(ctx, "recognition.sees"), Here: link.Recognition(read.Programme),
	})
}

// hubAction is the one next action: the forum for those who keep the programme, the
// nomination for a mentee.
func hubAction(ctx context.Context, g hubPage) templ.Component {
	if g.Keeper && g.Forum.Version == 0 {
		return component.Primary(t(ctx, "recognition.forum.announce"), link.EditForum(g.Programme))
	}
	for _, q := range g.Pairs {
		if q.MenteeIs(g.Self) && g.nominating() {
			return component.Primary(t(ctx, "recognition.nomination.begin"), link.Nomination(q.ID))
		}
	}
	return nil
}

type forumPage struct {
	Programme string
	Form      *web.Form
}

// forum is where those who keep the programme announce the forum, and change it.
func (p *Pages) forum() web.FormOf[recognition.NewForum] {
	return web.FormOf[recognition.NewForum]{
		At: "/recognition/programmes/{id}/forum", Permission: recognition.Keep, Show: p.forumPage,
		Read: func(f *web.Form) recognition.NewForum {
			return recognition.NewForum{
				Date: f.Date("date"), StartsAt: f.Clock("starts_at"), Place: f.Value("place"), Points: f.Value("points"),
				NominateUntil: f.Date("nominate_until"), Version: f.Version(),
			}
		},
		Do: web.OnThe(p.recognition.SetForum, link.Recognition, "recognition.forum.announced"),
	}
}

// before is how many days before the forum nominations end unless somebody says otherwise.
const before = 7

func (p *Pages) forumPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	programme, forum, err := p.recognition.Announced(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	if forum.Version == 0 {
		forum.Date = friday(max(p.recognition.Today().AddDays(2*before), programme.Ends.AddDays(-before)))
		forum.NominateUntil, forum.StartsAt, forum.Points = forum.Date.AddDays(-before), "15:00", t(ctx, "recognition.forum.points_start")
	}
	f.Stands(forum.Version, "date", string(forum.Date), "starts_at", string(forum.StartsAt), "place", forum.Place, "points", forum.Points,
		"nominate_until", string(forum.NominateUntil))
	return web.Page{
		Title: t(ctx, "recognition.forum.title"), Back: toHub(ctx, programme.ID), Body: forumBody(forumPage{programme.ID, f}), Narrow: true,
		Here: link.EditForum(programme.ID),
	}, nil
}

// friday is that of the week of a day.
func friday(d calendar.Date) calendar.Date { return d.Monday().AddDays(4) }

// forumPaper is the printed programme of the forum.
func (p *Pages) forumPaper(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	programme, f, err := p.recognition.Announced(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	head, err := letterhead.Of(ctx, p.db.Read(), programme.School, p.recognition.Today())
	if err != nil {
		return err
	}
	return web.Paper(w, r, r.PathValue("format"), "forum", forumDocument(web.PaperLanguage(r), f, years(programme.Period), head))
}

func forumDocument(ctx context.Context, f recognition.Forum, years string, head letterhead.Head) document.Document {
	return document.Plan{
		Letterhead: head.Letterhead, School: head.School.In(ctx), Date: f.Date, Title: t(ctx, "recognition.forum.paper_title"),
		About: t(ctx, "recognition.forum.paper_about", "Years", years),
		Body: []document.Block{
			document.Facts{Pairs: [][2]string{
				{t(ctx, "recognition.forum.date"), i18n.DateFormal(ctx, f.Date)},
				{t(ctx, "recognition.forum.starts_at"), string(f.StartsAt)},
				{t(ctx, "recognition.forum.place"), f.Place},
			}},
			document.Heading{Level: 3, Text: t(ctx, "recognition.forum.points")},
			document.Points(f.PointList()...),
		},
	}.Document(ctx)
}

type thanksPage struct {
	Hub  recognition.Hub
	Form *web.Form
}

func (g thanksPage) mentors() []component.Choice {
	out := make([]component.Choice, len(g.Hub.Mentors))
	for i, m := range g.Hub.Mentors {
		out[i] = component.Choice{Value: m.ID, Label: m.Name()}
	}
	return out
}

// thanks are what is said, and to whom.
type thanks struct{ Staff, Text string }

// thank is where the director thanks a mentor.
func (p *Pages) thank() web.FormOf[thanks] {
	return web.FormOf[thanks]{
		At: "/recognition/programmes/{id}/thanks", Permission: recognition.Thank, Show: p.thanksPage,
		Read: func(f *web.Form) thanks { return thanks{f.Value("staff"), f.Value("text")} },
		Do: func(r *http.Request, in thanks) (web.Done, error) {
			err := p.recognition.Thank(r.Context(), actor(r.Context()), r.PathValue("id"), in.Staff, in.Text)
			return web.Next(link.Recognition(r.PathValue("id")), "recognition.thanks.said"), err
		},
	}
}

func (p *Pages) thanksPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	h, err := p.recognition.Hub(ctx, actor(ctx), r.PathValue("id"))
	return web.Page{
		Title: t(ctx, "recognition.thanks.say"), Back: toHub(ctx, h.Programme), Body: thanksBody(thanksPage{h, f}), Narrow: true,
		Sees: t(ctx, "recognition.thanks.sees"), Here: link.GiveThanks(h.Programme),
	}, err
}

func (p *Pages) takeBackThanks(r *http.Request, _ *web.Form) (web.Done, error) {
	programme, err := p.recognition.TakeBackThanks(r.Context(), actor(r.Context()), r.PathValue("id"))
	return web.Next(link.Recognition(programme), "recognition.thanks.taken_back"), err
}
