package mentoringweb

import (
	"net/http"
	"slices"

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
	take, sign, decide := mentoring.Take, mentoring.Sign, mentoring.Decide
	return []web.Route{
		{Pattern: "GET /mentoring/talk", Permission: take, Handle: p.talk},
		{Pattern: "GET /mentoring/talk/new", Permission: sign, Handle: p.newAnnouncement},
		{Pattern: "POST /mentoring/talk/new", Permission: sign, Handle: p.announce},
		{Pattern: "GET /mentoring/talk/{staff}", Permission: take, Handle: p.talkOf},
		{Pattern: "POST /mentoring/talk/{staff}", Permission: decide, Handle: p.recordTalk},
		{Pattern: "GET /mentoring/talk/{staff}/mentoring", Permission: decide, Handle: p.mentoringForTalk},
	}
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

func (p *Pages) newAnnouncement(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	years, err := timetable.Years(ctx, p.db.Read(), actor(ctx).School)
	if err != nil {
		return err
	}
	all, err := p.mentoring.Programmes.Announcements(ctx, actor(ctx))
	if err != nil {
		return err
	}
	f := web.NewForm("judges", t(ctx, "mentoring.talk.template"))
	if len(all) > 0 {
		f.Set("judges", mentoring.JudgesText(all[0].Announcement))
	}
	if y, ok := comingYear(years, p.mentoring.Today()); ok {
		f.Set("year", y.ID)
	}
	return p.showAnnounce(w, r, http.StatusOK, f, years)
}

func (p *Pages) showAnnounce(w http.ResponseWriter, r *http.Request, status int, f web.Form, years []timetable.SchoolYear) error {
	ctx := r.Context()
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "mentoring.talk.announce"), Narrow: true, Body: announceBody(f, years),
		Back: web.Link{Text: t(ctx, "mentoring.talk.title"), URL: link.FinalTalk()},
	})
}

func (p *Pages) announce(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	err := p.mentoring.Programmes.Announce(ctx, actor(ctx), f.Value("year"), f.Value("judges"))
	if f.Take(err) {
		years, err := timetable.Years(ctx, p.db.Read(), actor(ctx).School)
		if err != nil {
			return err
		}
		return p.showAnnounce(w, r, http.StatusUnprocessableEntity, f, years)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.FinalTalk(), "mentoring.talk.announced")
}

type talkOfPage struct {
	mentoring.TalkPage
	Form web.Form
}

func (p *Pages) talkOf(w http.ResponseWriter, r *http.Request) error {
	return p.showTalkOf(w, r, http.StatusOK, web.NewForm("held_on", string(p.mentoring.Today())))
}

func (p *Pages) showTalkOf(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	got, err := p.mentoring.Programmes.TalkPage(ctx, actor(ctx), r.PathValue("staff"))
	if err != nil {
		return err
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "mentoring.talk.of", "Who", got.Person.Name()), Narrow: true, Body: talkOfBody(talkOfPage{got, f}), Sees: t(ctx, "mentoring.sees.talk"),
		Back: web.Link{Text: t(ctx, "mentoring.talk.title"), URL: link.FinalTalk()},
	})
}

func (p *Pages) recordTalk(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	staff := r.PathValue("staff")
	err := p.mentoring.Programmes.RecordTalk(ctx, actor(ctx), staff, f.Date("held_on"), f.Value("agreed"))
	if f.Take(err) {
		return p.showTalkOf(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.TalkOf(staff), "mentoring.talk.kept")
}

// mentoringForTalk is the door that stays shut, with the reason on it.
func (p *Pages) mentoringForTalk(_ http.ResponseWriter, r *http.Request) error {
	return p.mentoring.Programmes.MentoringForTalk(actor(r.Context()), r.PathValue("staff"))
}
