package mentoringweb

import (
	"context"
	"net/http"
	"slices"

	"talim/internal/calendar"
	"talim/internal/mentoring"
	"talim/internal/mentoring/wording"
	"talim/internal/timetable"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// talkRoutes are the addresses of the talk at the end of the year (R069, R070).
// None of their pages reads a table of mentoring or leads to one.
func (p *Pages) talkRoutes() []web.Route {
	take := mentoring.Take
	return append(p.announce().Routes(), []web.Route{
		{Pattern: "GET /mentoring/talk", Permission: take, Handle: p.talk},
		{Pattern: "GET /mentoring/talk/{staff}", Permission: take, Handle: p.recordTalk().Get},
		p.recordTalk().Answer(),
		{Pattern: "GET /mentoring/talk/{staff}/mentoring", Permission: mentoring.Decide, Handle: p.mentoringForTalk},
	}...)
}

type talkPage struct {
	All     []mentoring.NamedAnnouncement
	Staff   []mentoring.Person // for those who hold talks
	Decides bool
	Self    string
}

// others are those with whom the reader may hold a talk.
func (g talkPage) others() []mentoring.Person {
	return slices.DeleteFunc(slices.Clone(g.Staff), func(s mentoring.Person) bool { return s.ID == g.Self })
}

// talk shows what was announced, to everybody; who holds talks chooses with whom.
func (p *Pages) talk(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if staff := r.URL.Query().Get("staff"); staff != "" {
		return web.SeeOther(w, r, link.TalkOf(staff), "")
	}
	who := actor(ctx)
	page := talkPage{Decides: mentoring.Decide.Allows(who), Self: who.Staff}
	var err error
	if page.All, err = p.mentoring.Programmes.Announcements(ctx, who); err != nil {
		return err
	}
	if page.Decides {
		if page.Staff, err = p.mentoring.Programmes.Colleagues(ctx, who); err != nil {
			return err
		}
	}
	shown := web.Page{Title: t(ctx, "mentoring.talk.title"), Back: wording.ToMentoring(ctx), Narrow: true, Body: talkBody(page)}
	if mentoring.Sign.Allows(who) {
		shown.Action = component.Primary(t(ctx, "mentoring.talk.announce"), link.AnnounceTalk())
	}
	return web.Show(w, r, http.StatusOK, shown)
}

// announcement is what the talks at the end of a year will judge.
type announcement struct{ Year, Judges string }

// announce is where it is said, from the newest or from the template.
func (p *Pages) announce() web.FormOf[announcement] {
	return web.FormOf[announcement]{
		At: "/mentoring/talk/new", Permission: mentoring.Sign, Show: p.announcePage,
		Read: func(f *web.Form) announcement { return announcement{f.Value("year"), f.Value("judges")} },
		Do: func(r *http.Request, in announcement) (web.Done, error) {
			err := p.mentoring.Programmes.Announce(r.Context(), actor(r.Context()), in.Year, in.Judges)
			return web.Next(link.FinalTalk(), "mentoring.talk.announced"), err
		},
	}
}

func (p *Pages) announcePage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	years, err := timetable.Years(ctx, p.db.Read(), actor(ctx).School)
	if err != nil {
		return web.Page{}, err
	}
	all, err := p.mentoring.Programmes.Announcements(ctx, actor(ctx))
	judges := t(ctx, "mentoring.talk.template")
	if len(all) > 0 {
		judges = mentoring.JudgesText(all[0].Announcement)
	}
	f.Begin("judges", judges)
	if y, ok := comingYear(years, p.mentoring.Today()); ok {
		f.Begin("year", y.ID)
	}
	return web.Page{Title: t(ctx, "mentoring.talk.announce"), Narrow: true, Body: announceBody(f, years), Back: toTalk(ctx)}, err
}

func toTalk(ctx context.Context) web.Link {
	return web.Link{Text: t(ctx, "mentoring.talk.title"), URL: link.FinalTalk()}
}

type talkOfPage struct {
	mentoring.TalkPage
	Form *web.Form
}

// talkWith is what was agreed in the talk with somebody.
type talkWith struct {
	HeldOn calendar.Date
	Agreed string
}

// recordTalk stands on the page of the talk with somebody, which who has it reads, too.
func (p *Pages) recordTalk() web.FormOf[talkWith] {
	return web.FormOf[talkWith]{
		At: "/mentoring/talk/{staff}", Permission: mentoring.Decide, Show: p.talkOfPage,
		Read: func(f *web.Form) talkWith { return talkWith{f.Date("held_on"), f.Value("agreed")} },
		Do: func(r *http.Request, in talkWith) (web.Done, error) {
			staff := r.PathValue("staff")
			err := p.mentoring.Programmes.RecordTalk(r.Context(), actor(r.Context()), staff, in.HeldOn, in.Agreed)
			return web.Next(link.TalkOf(staff), "mentoring.talk.kept"), err
		},
	}
}

func (p *Pages) talkOfPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	f.Begin("held_on", string(p.mentoring.Today()))
	got, err := p.mentoring.Programmes.TalkPage(ctx, actor(ctx), r.PathValue("staff"))
	return web.Page{
		Title: t(ctx, "mentoring.talk.of", "Who", got.Person.Name()), Narrow: true, Body: talkOfBody(talkOfPage{got, f}), Sees: t(ctx, "mentoring.sees.talk"),
		Back: toTalk(ctx),
	}, err
}

// mentoringForTalk is the door that stays shut, with the reason on it.
func (p *Pages) mentoringForTalk(_ http.ResponseWriter, r *http.Request) error {
	return p.mentoring.Programmes.MentoringForTalk(actor(r.Context()), r.PathValue("staff"))
}
