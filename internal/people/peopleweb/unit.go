package peopleweb

import (
	"context"
	"net/http"

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

// present are the members of today and later; gone those before.
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

func (p *Pages) newUnit(w http.ResponseWriter, r *http.Request) error {
	return p.showNewUnit(w, r, http.StatusOK, web.NewForm("starts", formDate(p.today())))
}

func (p *Pages) addUnit(w http.ResponseWriter, r *http.Request) error {
	form := web.ReadForm(r)
	made, err := p.People.AddUnit(r.Context(), actorOf(r), people.NewUnit{UnitFacts: readUnit(form), Starts: form.Date("starts")})
	if form.Take(err) {
		return p.showNewUnit(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Unit(made.ID), "people.unit.saved")
}

func readUnit(f web.Form) people.UnitFacts {
	return people.UnitFacts{Code: f.Value("code"), Name: readName(f, "name")}
}

func (p *Pages) showNewUnit(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	ctx := r.Context()
	return web.Show(w, r, status, web.Page{
		Title: i18n.T(ctx, "people.unit.new.title"), Narrow: true, Body: newUnitPage(form),
		Back: web.Link{Text: i18n.T(ctx, "people.unit.list.title"), URL: link.Units()},
	})
}

func (p *Pages) editUnit(w http.ResponseWriter, r *http.Request) error {
	u, err := people.UnitByID(r.Context(), p.DB.Read(), actorOf(r).School, r.PathValue("id"))
	if err != nil {
		return err
	}
	return p.showEditUnit(w, r, http.StatusOK, u, web.NewForm("code", u.Code, "name_kk", u.NameKK, "name_ru", u.NameRU, "name_en", u.NameEN))
}

func (p *Pages) saveUnit(w http.ResponseWriter, r *http.Request) error {
	form, id := web.ReadForm(r), r.PathValue("id")
	_, err := p.People.EditUnit(r.Context(), actorOf(r), id, readUnit(form))
	if form.Take(err) {
		u, err := people.UnitByID(r.Context(), p.DB.Read(), actorOf(r).School, id)
		if err != nil {
			return err
		}
		return p.showEditUnit(w, r, http.StatusUnprocessableEntity, u, form)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Unit(id), "people.unit.saved")
}

func (p *Pages) showEditUnit(w http.ResponseWriter, r *http.Request, status int, u people.Unit, form web.Form) error {
	return p.formOfUnit(w, r, status, u, "people.unit.edit.title", web.Page{Body: editUnitPage(form, u.ID)})
}

// formOfUnit shows a form about one unit.
func (p *Pages) formOfUnit(w http.ResponseWriter, r *http.Request, status int, u people.Unit, titleKey string, page web.Page) error {
	page.Title, page.Kicker, page.Narrow = i18n.T(r.Context(), titleKey), u.Name().In(r.Context()), true
	page.Back = web.Link{Text: u.Name().In(r.Context()), URL: link.Unit(u.ID)}
	return web.Show(w, r, status, page)
}

func (p *Pages) newHead(w http.ResponseWriter, r *http.Request) error {
	return p.showNewHead(w, r, http.StatusOK, web.NewForm("starts", formDate(p.today())))
}

// appointHead replaces the head until now, whose post ends on the day before:
// the page has said so.
func (p *Pages) appointHead(w http.ResponseWriter, r *http.Request) error {
	form, id := web.ReadForm(r), r.PathValue("id")
	_, err := p.People.BeginPost(r.Context(), actorOf(r), people.NewPost{
		Staff: form.Value("staff"), Role: access.SMUHead, Unit: id, Starts: form.Date("starts"), OrderNo: form.Value("order_no"),
		OrderDate: form.Date("order_date"), Replace: true,
	})
	if form.Take(err) {
		return p.showNewHead(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Unit(id), "people.unit.head.done")
}

func (p *Pages) showNewHead(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	ctx, school, id := r.Context(), actorOf(r).School, r.PathValue("id")
	v := unitView{today: p.today()}
	var err error
	if v.Unit, err = people.UnitByID(ctx, p.DB.Read(), school, id); err != nil {
		return err
	}
	if v.heads, err = people.HeadsOf(ctx, p.DB.Read(), school, id); err != nil {
		return err
	}
	staff, err := people.Choices(ctx, p.DB.Read(), school, p.today())
	if err != nil {
		return err
	}
	return p.formOfUnit(w, r, status, v.Unit, "people.unit.head.title", web.Page{Body: newHeadPage(form, v, personChoices(ctx, staff))})
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

func (p *Pages) newMember(w http.ResponseWriter, r *http.Request) error {
	return p.showNewMember(w, r, http.StatusOK, web.NewForm("starts", formDate(p.today())))
}

func (p *Pages) addMember(w http.ResponseWriter, r *http.Request) error {
	form, id := web.ReadForm(r), r.PathValue("id")
	_, err := p.People.JoinUnit(r.Context(), actorOf(r), id, form.Value("staff"), form.Date("starts"))
	if form.Take(err) {
		return p.showNewMember(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Unit(id), "people.unit.saved")
}

func (p *Pages) showNewMember(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	ctx, school := r.Context(), actorOf(r).School
	u, err := people.UnitByID(ctx, p.DB.Read(), school, r.PathValue("id"))
	if err != nil {
		return err
	}
	staff, err := people.Choices(ctx, p.DB.Read(), school, p.today())
	if err != nil {
		return err
	}
	return p.formOfUnit(w, r, status, u, "people.member.new.title", web.Page{Body: newMemberPage(form, u.ID, personChoices(ctx, staff))})
}
