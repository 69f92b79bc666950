package peopleweb

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

func (p *Pages) units(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	lines, err := people.UnitLines(ctx, p.DB.Read(), actorOf(r).School, p.today())
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{Title: i18n.T(ctx, "people.unit.list.title"), Action: addUnitAction(), Body: unitsPage(lines)})
}

// unitView is what the page of a unit shows.
type unitView struct {
	people.Unit
	heads   []people.HeadLine
	members []people.MemberLine
	today   calendar.Date
}

// head is who heads the unit today; the zero line is nobody.
func (v unitView) head() people.HeadLine {
	for _, h := range v.heads {
		if h.Contains(v.today) {
			return h
		}
	}
	return people.HeadLine{}
}

// membersWho are the members of today and later; gone those before.
func (v unitView) membersWho(gone bool) []people.MemberLine {
	var out []people.MemberLine
	for _, m := range v.members {
		if (m.Ends < v.today) == gone {
			out = append(out, m)
		}
	}
	return out
}

func (v unitView) formerHeads() []people.HeadLine {
	var out []people.HeadLine
	for _, h := range v.heads {
		if h.Ends < v.today {
			out = append(out, h)
		}
	}
	return out
}

func (p *Pages) unit(w http.ResponseWriter, r *http.Request) error {
	ctx, school, id := r.Context(), actorOf(r).School, r.PathValue("id")
	v := unitView{today: p.today()}
	var err error
	if v.Unit, err = people.UnitByID(ctx, p.DB.Read(), school, id); err != nil {
		return err
	}
	if v.heads, err = people.HeadsOf(ctx, p.DB.Read(), school, id); err != nil {
		return err
	}
	if v.members, err = people.MembersOf(ctx, p.DB.Read(), school, id, v.today); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: v.Name().In(ctx), Kicker: i18n.T(ctx, "people.unit.number", "Code", v.Code), Body: unitPage(v),
		Back: web.Link{Text: i18n.T(ctx, "people.unit.list.title"), URL: link.Units()},
	})
}

func (p *Pages) newUnit() web.FormOf[people.NewUnit] {
	return web.FormOf[people.NewUnit]{
		At: "/people/units/new", Permission: people.MayKeepStaff,
		Show: func(r *http.Request, f *web.Form) (web.Page, error) {
			ctx := r.Context()
			f.Begin("starts", formDate(p.today()))
			return web.Page{
				Title: i18n.T(ctx, "people.unit.new.title"), Narrow: true, Body: newUnitPage(f),
				Back: web.Link{Text: i18n.T(ctx, "people.unit.list.title"), URL: link.Units()},
			}, nil
		},
		Read: func(f *web.Form) people.NewUnit {
			return people.NewUnit{UnitFacts: readUnit(f), Starts: f.Date("starts")}
		},
		Do: func(r *http.Request, in people.NewUnit) (web.Done, error) {
			made, err := p.People.AddUnit(r.Context(), actorOf(r), in)
			return web.Next(link.Unit(made.ID), "people.unit.saved"), err
		},
	}
}

func readUnit(f *web.Form) people.UnitFacts {
	return people.UnitFacts{Code: f.Value("code"), Name: readName(*f, "name")}
}

func (p *Pages) editUnit() web.FormOf[change[people.UnitFacts]] {
	return web.FormOf[change[people.UnitFacts]]{
		At: "/people/units/{id}/edit", Permission: people.MayKeepStaff,
		Show: func(r *http.Request, f *web.Form) (web.Page, error) {
			u, err := p.unitOf(r)
			f.Stands(u.Version, "code", u.Code, "name_kk", u.NameKK, "name_ru", u.NameRU, "name_en", u.NameEN)
			return pageAboutUnit(r, u, "people.unit.edit.title", editUnitPage(f, u.ID)), err
		},
		Read: func(f *web.Form) change[people.UnitFacts] { return change[people.UnitFacts]{f.Version(), readUnit(f)} },
		Do: func(r *http.Request, in change[people.UnitFacts]) (web.Done, error) {
			made, err := p.People.EditUnit(r.Context(), actorOf(r), r.PathValue("id"), in.version, in.to)
			return web.Next(link.Unit(made.ID), "people.unit.saved"), err
		},
	}
}

// unitOf is the unit of the address.
func (p *Pages) unitOf(r *http.Request) (people.Unit, error) {
	return people.UnitByID(r.Context(), p.DB.Read(), actorOf(r).School, r.PathValue("id"))
}

// pageAboutUnit is the page of a form about one unit.
func pageAboutUnit(r *http.Request, u people.Unit, titleKey string, body templ.Component) web.Page {
	name := u.Name().In(r.Context())
	return web.Page{Title: i18n.T(r.Context(), titleKey), Kicker: name, Narrow: true, Body: body, Back: web.Link{Text: name, URL: link.Unit(u.ID)}}
}

// appointHead replaces the head until now, whose post ends on the day before:
// the page says so.
func (p *Pages) appointHead() web.FormOf[people.NewPost] {
	return web.FormOf[people.NewPost]{
		At: "/people/units/{id}/head", Permission: people.MayKeepStaff, Show: p.newHeadPage,
		Read: func(f *web.Form) people.NewPost {
			return people.NewPost{
				Staff: f.Value("staff"), Role: access.SMUHead, Starts: f.Date("starts"), OrderNo: f.Value("order_no"), OrderDate: f.Date("order_date"), Replace: true,
			}
		},
		Do: func(r *http.Request, in people.NewPost) (web.Done, error) {
			in.Unit = r.PathValue("id")
			_, err := p.People.BeginPost(r.Context(), actorOf(r), in)
			return web.Next(link.Unit(in.Unit), "people.unit.head.done"), err
		},
	}
}

func (p *Pages) newHeadPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx, school := r.Context(), actorOf(r).School
	v := unitView{today: p.today()}
	f.Begin("starts", formDate(v.today))
	var err error
	if v.Unit, err = p.unitOf(r); err != nil {
		return web.Page{}, err
	}
	if v.heads, err = people.HeadsOf(ctx, p.DB.Read(), school, v.ID); err != nil {
		return web.Page{}, err
	}
	staff, err := people.Choices(ctx, p.DB.Read(), school, v.today)
	return pageAboutUnit(r, v.Unit, "people.unit.head.title", newHeadPage(f, v, personChoices(ctx, staff))), err
}

func personChoices(ctx context.Context, staff []people.Named) []component.Choice {
	out := []component.Choice{{Value: "", Label: i18n.T(ctx, "people.choose")}}
	for _, n := range staff {
		c := component.Choice{Value: n.ID, Label: n.Name}
		if n.Name != n.Code {
			c.Label += " (" + n.Code + ")"
		}
		out = append(out, c)
	}
	return out
}

// newMember is a member of a unit from a day on.
type newMember struct {
	staff  string
	starts calendar.Date
}

func (p *Pages) joinUnit() web.FormOf[newMember] {
	return web.FormOf[newMember]{
		At: "/people/units/{id}/members", Permission: people.MayKeepStaff,
		Show: func(r *http.Request, f *web.Form) (web.Page, error) {
			ctx := r.Context()
			f.Begin("starts", formDate(p.today()))
			u, err := p.unitOf(r)
			if err != nil {
				return web.Page{}, err
			}
			staff, err := people.Choices(ctx, p.DB.Read(), u.SchoolID, p.today())
			return pageAboutUnit(r, u, "people.member.new.title", newMemberPage(f, u.ID, personChoices(ctx, staff))), err
		},
		Read: func(f *web.Form) newMember { return newMember{f.Value("staff"), f.Date("starts")} },
		Do: func(r *http.Request, in newMember) (web.Done, error) {
			unit := r.PathValue("id")
			_, err := p.People.JoinUnit(r.Context(), actorOf(r), unit, in.staff, in.starts)
			return web.Next(link.Unit(unit), "people.unit.saved"), err
		},
	}
}
