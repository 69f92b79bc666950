package mentoringweb

import (
	"net/http"
	"slices"
	"strings"

	"talim/internal/mentoring"
	"talim/internal/mentoring/agreement"
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
	shown := web.Page{Title: t(ctx, "mentoring.talk.title"), Back: back(ctx), Narrow: true, Body: talkBody(page)}
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

// hoursRoutes are the addresses of agreements on hours (R117).
func (p *Pages) hoursRoutes() []web.Route {
	take, sign := mentoring.Take, mentoring.Sign
	return []web.Route{
		{Pattern: "GET /mentoring/hours", Permission: take, Handle: p.hours},
		{Pattern: "GET /mentoring/deals", Permission: take, Handle: movedHours}, // their address before
		{Pattern: "GET /mentoring/deals/new", Permission: sign, Handle: movedHours},
		{Pattern: "GET /mentoring/hours/new", Permission: sign, Handle: p.newHours},
		{Pattern: "POST /mentoring/hours/new", Permission: sign, Handle: p.recordHours},
		{Pattern: "POST /mentoring/hours/{id}/confirm", Permission: take, Handle: p.confirmHours},
		{Pattern: "POST /mentoring/hours/{id}/end", Permission: take, Handle: p.endHours},
	}
}

// movedHours leads from a former address to the one of today.
func movedHours(w http.ResponseWriter, r *http.Request) error {
	to := *r.URL
	to.Path = strings.Replace(to.Path, "/mentoring/deals", link.HoursAgreements(), 1)
	http.Redirect(w, r, to.RequestURI(), http.StatusMovedPermanently)
	return nil
}

type hoursPage struct {
	Agreements []agreement.NamedHours
	Self       string
	Director   bool
}

func (p *Pages) hours(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	all, err := p.mentoring.Hours.Agreements(ctx, who)
	if err != nil {
		return err
	}
	page := hoursPage{Agreements: all, Self: who.Staff, Director: mentoring.Sign.Allows(who)}
	shown := web.Page{Title: t(ctx, "mentoring.deal.title"), Back: back(ctx), Body: hoursBody(page), Sees: t(ctx, "mentoring.sees.deal")}
	if page.Director {
		shown.Action = component.Primary(t(ctx, "mentoring.deal.new"), link.NewHours())
	}
	return web.Show(w, r, http.StatusOK, shown)
}

func (p *Pages) newHours(w http.ResponseWriter, r *http.Request) error {
	today := string(p.mentoring.Today())
	return p.showNewHours(w, r, http.StatusOK, web.NewForm("agreed_on", today, "starts", today, "staff", r.URL.Query().Get("staff")))
}

func (p *Pages) showNewHours(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	staff, err := p.mentoring.Programmes.Colleagues(ctx, actor(ctx))
	if err != nil {
		return err
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "mentoring.deal.new"), Narrow: true, Body: newHoursBody(f, staff), Sees: t(ctx, "mentoring.sees.deal"),
		Back: web.Link{Text: t(ctx, "mentoring.deal.title"), URL: link.HoursAgreements()},
	})
}

func (p *Pages) recordHours(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	err := p.mentoring.Hours.RecordHours(ctx, actor(ctx), agreement.NewHours{
		Staff: f.Value("staff"), Text: f.Value("text"), AgreedOn: f.Date("agreed_on"), Starts: f.Date("starts"), Ends: f.Date("ends"),
	})
	if f.Take(err) {
		return p.showNewHours(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.HoursAgreements(), "mentoring.deal.recorded")
}

func (p *Pages) confirmHours(w http.ResponseWriter, r *http.Request) error {
	if err := p.mentoring.Hours.ConfirmHours(r.Context(), actor(r.Context()), r.PathValue("id")); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.HoursAgreements(), "mentoring.deal.confirmed")
}

func (p *Pages) endHours(w http.ResponseWriter, r *http.Request) error {
	if err := p.mentoring.Hours.EndHours(r.Context(), actor(r.Context()), r.PathValue("id")); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.HoursAgreements(), "mentoring.deal.ended")
}

// stands says where an agreement stands: the colour and the word's key.
func stands(d agreement.NamedHours) (kind, key string) {
	switch {
	case d.EndedAt != "":
		return component.Plain, "mentoring.deal.state.ended"
	case d.ConfirmedAt == "":
		return component.Wait, "mentoring.deal.state.open"
	}
	return component.OK, "mentoring.deal.state.confirmed"
}

func staffChoices(staff []mentoring.Person, none string) []component.Choice {
	out := []component.Choice{{Label: none}}
	for _, s := range staff {
		out = append(out, component.Choice{Value: s.ID, Label: s.Name()})
	}
	return out
}
