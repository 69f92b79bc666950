package recognitionweb

import (
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"talim/internal/calendar"
	"talim/internal/document"
	"talim/internal/i18n"
	"talim/internal/people"
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
	Forum     recognition.Forum
	Form      web.Form
}

func (p *Pages) editForum(w http.ResponseWriter, r *http.Request) error {
	return p.showForum(w, r, http.StatusOK, nil)
}

// before is how many days before the forum nominations end unless somebody says otherwise.
const before = 7

func (p *Pages) showForum(w http.ResponseWriter, r *http.Request, status int, typed *web.Form) error {
	ctx := r.Context()
	programme, f, err := p.recognition.Announced(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	g := forumPage{Programme: programme.ID, Forum: f}
	if f.Version == 0 {
		f.Date = friday(max(p.recognition.Today().AddDays(2*before), programme.Ends.AddDays(-before)))
		f.NominateUntil, f.StartsAt, f.Points = f.Date.AddDays(-before), "15:00", t(ctx, "recognition.forum.points_start")
	}
	g.Form = web.NewForm("date", string(f.Date), "starts_at", string(f.StartsAt), "place", f.Place, "points", f.Points,
		"nominate_until", string(f.NominateUntil), "version", strconv.Itoa(f.Version))
	if typed != nil {
		g.Form = *typed
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "recognition.forum.title"), Back: toHub(ctx, programme.ID), Body: forumBody(g), Narrow: true, Here: link.EditForum(programme.ID),
	})
}

// friday is that of the week of a day.
func friday(d calendar.Date) calendar.Date { return d.Monday().AddDays(4) }

func (p *Pages) setForum(w http.ResponseWriter, r *http.Request) error {
	ctx, f := r.Context(), web.ReadForm(r)
	in := recognition.NewForum{
		Date: f.Date("date"), StartsAt: f.Clock("starts_at"), Place: f.Value("place"), Points: f.Value("points"),
		NominateUntil: f.Date("nominate_until"), Version: f.Int("version"),
	}
	err := f.Err()
	if err == nil {
		err = p.recognition.SetForum(ctx, actor(ctx), r.PathValue("id"), in)
	}
	if status := web.Refused(&f, err); status != 0 {
		return p.showForum(w, r, status, &f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Recognition(r.PathValue("id")), "recognition.forum.announced")
}

// forumPaper is the printed programme of the forum.
func (p *Pages) forumPaper(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	programme, f, err := p.recognition.Announced(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	head, err := people.HeadOf(ctx, p.db.Read(), programme.School, p.recognition.Today())
	if err != nil {
		return err
	}
	return web.Paper(w, r, r.PathValue("format"), "forum", forumDocument(web.PaperLanguage(r), f, years(programme.Period), head))
}

func forumDocument(ctx context.Context, f recognition.Forum, years string, head people.Head) document.Document {
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
	Form web.Form
}

func (g thanksPage) mentors() []component.Choice {
	out := make([]component.Choice, len(g.Hub.Mentors))
	for i, m := range g.Hub.Mentors {
		out[i] = component.Choice{Value: m.ID, Label: m.Name()}
	}
	return out
}

func (p *Pages) thanking(w http.ResponseWriter, r *http.Request) error {
	return p.showThanking(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) showThanking(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	h, err := p.recognition.Hub(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "recognition.thanks.say"), Back: toHub(ctx, h.Programme), Body: thanksBody(thanksPage{h, f}), Narrow: true,
		Sees: t(ctx, "recognition.thanks.sees"), Here: link.GiveThanks(h.Programme),
	})
}

func (p *Pages) thank(w http.ResponseWriter, r *http.Request) error {
	ctx, f := r.Context(), web.ReadForm(r)
	err := p.recognition.Thank(ctx, actor(ctx), r.PathValue("id"), f.Value("staff"), f.Value("text"))
	if status := web.Refused(&f, err); status != 0 {
		return p.showThanking(w, r, status, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Recognition(r.PathValue("id")), "recognition.thanks.said")
}

func (p *Pages) takeBackThanks(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	programme, err := p.recognition.TakeBackThanks(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Recognition(programme), "recognition.thanks.taken_back")
}
