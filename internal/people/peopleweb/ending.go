package peopleweb

import (
	"context"
	"net/http"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/web"
	"talim/internal/web/link"
)

// ending is a form that asks for the last day of something. Everything that
// changes is a period, so all of them are alike.
type ending struct {
	pages *Pages
	// about says what ends and where the form was opened.
	about func(ctx context.Context, school, id string) (title, lead string, back web.Link, err error)
	do    func(ctx context.Context, actor access.Actor, id string, lastDay calendar.Date) error
	saved string // key of the flash
}

func (e ending) at(address string) web.FormOf[calendar.Date] {
	return web.FormOf[calendar.Date]{
		At: address, Permission: people.MayKeepStaff,
		Show: func(r *http.Request, f *web.Form) (web.Page, error) {
			f.Begin("last_day", formDate(e.pages.today()))
			title, lead, back, err := e.about(r.Context(), actorOf(r).School, r.PathValue("id"))
			return web.Page{Title: title, Narrow: true, Back: back, Body: endingPage(f, lead, r.URL.Path, back.URL)}, err
		},
		Read: func(f *web.Form) calendar.Date { return f.Date("last_day") },
		Do: func(r *http.Request, lastDay calendar.Date) (web.Done, error) {
			_, _, back, err := e.about(r.Context(), actorOf(r).School, r.PathValue("id"))
			if err != nil {
				return web.Done{}, err
			}
			return web.Next(back.URL, e.saved), e.do(r.Context(), actorOf(r), r.PathValue("id"), lastDay)
		},
	}
}

func (p *Pages) leaving() ending {
	return ending{
		pages: p, do: p.People.EndStaff, saved: "people.staff.left",
		about: func(ctx context.Context, school, id string) (string, string, web.Link, error) {
			s, err := people.StaffByID(ctx, p.DB.Read(), school, id)
			return i18n.T(ctx, "people.staff.leave.title"), i18n.T(ctx, "people.staff.leave.lead", "Name", s.Name()), web.Link{Text: s.Name(), URL: link.Staff(id)}, err
		},
	}
}

func (p *Pages) endingPost() ending {
	return ending{
		pages: p, saved: "people.post.saved",
		do: func(ctx context.Context, actor access.Actor, id string, lastDay calendar.Date) error {
			_, err := p.People.EndPost(ctx, actor, id, lastDay)
			return err
		},
		about: func(ctx context.Context, school, id string) (string, string, web.Link, error) {
			post, err := people.PostByID(ctx, p.DB.Read(), school, id)
			if err != nil {
				return "", "", web.Link{}, err
			}
			s, err := people.StaffByID(ctx, p.DB.Read(), school, post.StaffID)
			lead := i18n.T(ctx, "people.post.end.lead", "Name", s.Name(), "Role", i18n.T(ctx, "web.role."+string(post.Role)), "Starts", post.Starts)
			return i18n.T(ctx, "people.post.end.title"), lead, web.Link{Text: s.Name(), URL: link.Staff(s.ID)}, err
		},
	}
}

func (p *Pages) endingState() ending {
	return ending{
		pages: p, do: p.People.EndState, saved: "people.state.saved",
		about: func(ctx context.Context, school, id string) (string, string, web.Link, error) {
			state, err := people.StateByID(ctx, p.DB.Read(), school, id)
			if err != nil {
				return "", "", web.Link{}, err
			}
			s, err := people.StaffByID(ctx, p.DB.Read(), school, state.StaffID)
			lead := i18n.T(ctx, "people.state.end.lead", "Name", s.Name(), "State", i18n.T(ctx, "people.state.name."+string(state.State)), "Starts", state.Starts)
			return i18n.T(ctx, "people.state.end.title"), lead, web.Link{Text: s.Name(), URL: link.Staff(s.ID)}, err
		},
	}
}

func (p *Pages) endingUnit() ending {
	return ending{
		pages: p, do: p.People.EndUnit, saved: "people.unit.saved",
		about: func(ctx context.Context, school, id string) (string, string, web.Link, error) {
			u, err := people.UnitByID(ctx, p.DB.Read(), school, id)
			return i18n.T(ctx, "people.unit.end.title"), i18n.T(ctx, "people.unit.end.lead", "Name", u.Name()), web.Link{Text: u.Name().In(ctx), URL: link.Unit(id)}, err
		},
	}
}

func (p *Pages) endingMember() ending {
	return ending{
		pages: p, do: p.People.LeaveUnit, saved: "people.unit.saved",
		about: func(ctx context.Context, school, id string) (string, string, web.Link, error) {
			m, err := people.MemberByID(ctx, p.DB.Read(), school, id)
			if err != nil {
				return "", "", web.Link{}, err
			}
			u, err := people.UnitByID(ctx, p.DB.Read(), school, m.UnitID)
			if err != nil {
				return "", "", web.Link{}, err
			}
			s, err := people.StaffByID(ctx, p.DB.Read(), school, m.StaffID)
			lead := i18n.T(ctx, "people.member.end.lead", "Name", s.Name(), "Unit", u.Name())
			return i18n.T(ctx, "people.member.end.title"), lead, web.Link{Text: u.Name().In(ctx), URL: link.Unit(u.ID)}, err
		},
	}
}
