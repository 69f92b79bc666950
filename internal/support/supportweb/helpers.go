package supportweb

import (
	"net/http"

	"talim/internal/mentoring"
	"talim/internal/support"
	"talim/internal/web"
	"talim/internal/web/link"
)

type helpersPage struct {
	Mine  []support.NamedHelper
	Staff []mentoring.Person
	Form  web.Form
	Self  string
}

func (p *Pages) newHelper(w http.ResponseWriter, r *http.Request) error {
	return p.showHelpers(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) showHelpers(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	who := actor(ctx)
	g := helpersPage{Form: f, Self: who.Staff}
	all, err := p.support.Helpers(ctx, who)
	if err != nil {
		return err
	}
	for _, h := range all {
		if h.Person == who.Staff && h.Purpose == support.ForQuestions {
			g.Mine = append(g.Mine, h)
		}
	}
	if g.Staff, err = p.support.Staff(ctx, who); err != nil {
		return err
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "support.helper.title"), Back: toSupport(ctx), Narrow: true, Body: helpersBody(g), Sees: t(ctx, "support.helper.sees"), Here: link.NewHelper(),
	})
}

func (p *Pages) nameHelper(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	err := p.support.NameHelper(ctx, actor(ctx), support.NewHelper{
		Staff: f.Value("staff"), Outside: support.OutsidePerson{Name: f.Value("name"), Contact: f.Value("contact")}, Agreed: f.Checked("agreed"),
	})
	if status := web.Refused(&f, err); status != 0 {
		return p.showHelpers(w, r, status, f)
	}
	if err != nil {
		return err
	}
	if f.Value("staff") == "" {
		return web.SeeOther(w, r, link.SupportQuestions(), "support.helper.noted")
	}
	return web.SeeOther(w, r, link.NewHelper(), "support.helper.asked")
}

func (p *Pages) helper(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	h, err := p.support.Helper(ctx, who, r.PathValue("id"))
	if err != nil {
		return err
	}
	if h.Person == who.Staff {
		to := link.NewHelper()
		if h.Purpose == support.ForCheckIns {
			to = link.CheckIn()
		}
		return web.SeeOther(w, r, to, "")
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "support.helper.request."+string(h.Purpose), "Who", h.By.Name()), Back: toSupport(ctx), Narrow: true, Body: helperBody(h),
		Sees: t(ctx, "support.helper.request_sees"),
	})
}

func (p *Pages) answerHelper(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	yes, err := f.Answer("answer")
	if err != nil {
		return err
	}
	if err := p.support.AnswerHelper(ctx, actor(ctx), r.PathValue("id"), yes); err != nil {
		return err
	}
	if yes {
		return web.SeeOther(w, r, link.SupportHelper(r.PathValue("id")), "support.helper.thanks")
	}
	return web.SeeOther(w, r, link.Support(), "support.helper.ended")
}

func (p *Pages) endHelper(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := p.support.EndHelper(ctx, actor(ctx), r.PathValue("id")); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Support(), "support.helper.ended")
}
