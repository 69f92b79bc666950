package practiceweb

import (
	"net/http"

	"talim/internal/practice"
	"talim/internal/web"
	"talim/internal/web/link"
)

type rolePage struct {
	practice.RolePage
	Keep bool
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

func (p *Pages) readRole(r *http.Request, f *web.Form) (web.Done, error) {
	return web.Next(link.MentorRole(), "practice.role.thanks"), p.practice.ReadRole(r.Context(), actor(r.Context()), f.Value("id"))
}

// editRole is where those who keep the programme write a new version.
func (p *Pages) editRole() web.FormOf[practice.NewRole] {
	return web.FormOf[practice.NewRole]{
		At: "/mentoring/practice/role/edit", Permission: practice.Keep, Show: p.editRolePage,
		Read: func(f *web.Form) practice.NewRole {
			return practice.NewRole{Version: f.Version(), KK: f.Value("text_kk"), RU: f.Value("text_ru"), EN: f.Value("text_en")}
		},
		Do: web.On(p.practice.SetRole, link.MentorRole(), "practice.role.kept"),
	}
}

func (p *Pages) editRolePage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	read, err := p.practice.Role(ctx, actor(ctx))
	if err != nil {
		return web.Page{}, err
	}
	text := read.Text()
	if read.ID == "" {
		text = roleTemplate
	}
	f.Stands(read.Version, "text_kk", text.KK, "text_ru", text.RU, "text_en", text.EN)
	return web.Page{
		Title: t(ctx, "practice.role.edit"), Narrow: true, Body: roleForm(f), Here: link.EditMentorRole(),
		Back: web.Link{Text: t(ctx, "practice.role.title"), URL: link.MentorRole()},
	}, nil
}
