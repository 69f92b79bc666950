package practiceweb

import (
	"net/http"

	"talim/internal/access"
	"talim/internal/i18n"
	"talim/internal/practice"
	"talim/internal/web"
	"talim/internal/web/link"
)

type rolePage struct {
	practice.RolePage
	Keep bool
	Form web.Form
}

func (p *Pages) role(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	g := rolePage{Keep: practice.Keep.Allows(who)}
	var err error
	if g.RolePage, err = p.practice.Role(ctx, who); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "practice.role.title"), Back: toPractice(ctx), Narrow: true, Body: roleBody(g), Sees: t(ctx, "practice.role.sees"),
	})
}

func (p *Pages) readRole(w http.ResponseWriter, r *http.Request) error {
	ctx, f := r.Context(), web.ReadForm(r)
	if err := p.practice.ReadRole(ctx, actor(ctx), f.Value("id")); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.MentorRole(), "practice.role.thanks")
}

func (p *Pages) editRole(w http.ResponseWriter, r *http.Request) error {
	return p.showEditRole(w, r, http.StatusOK, nil)
}

func (p *Pages) showEditRole(w http.ResponseWriter, r *http.Request, status int, typed *web.Form) error {
	ctx := r.Context()
	read, err := p.practice.Role(ctx, actor(ctx))
	if err != nil {
		return err
	}
	g := rolePage{RolePage: read, Keep: true}
	g.Form = web.NewForm("version", itoa(read.Version), "text_kk", read.KK, "text_ru", read.RU, "text_en", read.EN)
	if read.ID == "" {
		for _, l := range i18n.Languages {
			g.Form.Set("text_"+string(l), roleTemplate(l))
		}
	}
	if typed != nil {
		g.Form = *typed
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "practice.role.edit"), Narrow: true, Body: roleForm(g), Here: link.EditMentorRole(),
		Back: web.Link{Text: t(ctx, "practice.role.title"), URL: link.MentorRole()},
	})
}

func (p *Pages) setRole(w http.ResponseWriter, r *http.Request) error {
	ctx, f := r.Context(), web.ReadForm(r)
	in := practice.NewRole{Version: f.Int("version"), KK: f.Value("text_kk"), RU: f.Value("text_ru"), EN: f.Value("text_en")}
	err := p.practice.SetRole(ctx, access.ActorFrom(ctx), in)
	if status := web.Refused(&f, err); status != 0 {
		return p.showEditRole(w, r, status, &f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.MentorRole(), "practice.role.kept")
}
