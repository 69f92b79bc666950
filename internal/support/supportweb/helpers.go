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
	Form  *web.Form
	Self  string
}

// nameHelper is where somebody names whom she asks for help.
func (p *Pages) nameHelper() web.FormOf[support.NewHelper] {
	return web.FormOf[support.NewHelper]{
		At: "/support/helpers", Permission: support.Take, Show: p.helpersPage,
		Read: func(f *web.Form) support.NewHelper {
			return support.NewHelper{
				Staff: f.Value("staff"), Outside: support.OutsidePerson{Name: f.Value("name"), Contact: f.Value("contact")}, Agreed: f.Checked("agreed"),
			}
		},
		Do: func(r *http.Request, in support.NewHelper) (web.Done, error) {
			done := web.Next(link.NewHelper(), "support.helper.asked")
			if in.Staff == "" {
				done = web.Next(link.SupportQuestions(), "support.helper.noted")
			}
			return done, p.support.NameHelper(r.Context(), actor(r.Context()), in)
		},
	}
}

func (p *Pages) helpersPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	who := actor(ctx)
	g := helpersPage{Form: f, Self: who.Staff}
	all, err := p.support.Helpers(ctx, who)
	if err != nil {
		return web.Page{}, err
	}
	for _, h := range all {
		if h.Person == who.Staff && h.Purpose == support.ForQuestions {
			g.Mine = append(g.Mine, h)
		}
	}
	g.Staff, err = p.support.Staff(ctx, who)
	return web.Page{
		Title: t(ctx, "support.helper.title"), Back: toSupport(ctx), Narrow: true, Body: helpersBody(g), Sees: t(ctx, "support.helper.sees"), Here: link.NewHelper(),
	}, err
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

func (p *Pages) answerHelper(r *http.Request, f *web.Form) (web.Done, error) {
	id := r.PathValue("id")
	yes, err := f.Answer("answer")
	if err != nil {
		return web.Done{}, err
	}
	return thanked(yes, link.SupportHelper(id)), p.support.AnswerHelper(r.Context(), actor(r.Context()), id, yes)
}

func (p *Pages) endHelper(r *http.Request, _ *web.Form) (web.Done, error) {
	return helpEnded, p.support.EndHelper(r.Context(), actor(r.Context()), r.PathValue("id"))
}
