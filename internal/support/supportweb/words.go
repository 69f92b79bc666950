package supportweb

import (
	"context"
	"net/http"
	"strconv"

	"talim/internal/i18n"
	"talim/internal/support"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

type wordsPage struct {
	Terms []support.Term
	Form  web.Form
	Keeps bool
}

// words is the list of the words of the school (R107).
func (p *Pages) words(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	g := wordsPage{Form: web.ReadForm(r), Keeps: support.Keep.Allows(who)}
	var err error
	if g.Terms, err = p.support.Terms(ctx, who, g.Form.Value("q"), i18n.From(ctx).Language()); err != nil {
		return err
	}
	page := web.Page{Title: t(ctx, "support.term.title"), Back: toSupport(ctx), Body: wordsBody(g), Narrow: true}
	if g.Keeps {
		page.Action = component.ButtonLink(t(ctx, "support.term.new"), link.NewSchoolWord(), false)
	}
	return web.Show(w, r, http.StatusOK, page)
}

// inOthers is the word in the two other languages.
func inOthers(ctx context.Context, x support.Term) []i18n.Language {
	var out []i18n.Language
	for _, l := range i18n.Languages {
		if l != i18n.From(ctx).Language() && x.Word().For(l) != x.Word().In(ctx) {
			out = append(out, l)
		}
	}
	return out
}

func (p *Pages) newWord(w http.ResponseWriter, r *http.Request) error {
	return p.showWord(w, r, http.StatusOK, web.NewForm("version", "0"))
}

func (p *Pages) editWord(w http.ResponseWriter, r *http.Request) error {
	x, err := p.support.Term(r.Context(), actor(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	f := web.NewForm("version", strconv.Itoa(x.Version), "word_kk", x.WordKK, "word_ru", x.WordRU, "word_en", x.WordEN,
		"means_kk", x.MeansKK, "means_ru", x.MeansRU, "means_en", x.MeansEN)
	if x.Hidden {
		f.Set("hidden", "1")
	}
	return p.showWord(w, r, http.StatusOK, f)
}

func (p *Pages) showWord(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	id, key, to := r.PathValue("id"), "support.term.new", link.NewSchoolWord()
	if id != "" {
		key, to = "support.term.edit", link.SchoolWord(id)
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, key), Narrow: true, Back: web.Link{Text: t(ctx, "support.term.title"), URL: link.SchoolWords()}, Body: wordForm(f, to, id != ""),
	})
}

func (p *Pages) saveWord(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	in := support.Term{
		ID: r.PathValue("id"), Version: f.Int("version"), WordKK: f.Value("word_kk"), WordRU: f.Value("word_ru"), WordEN: f.Value("word_en"),
		MeansKK: f.Value("means_kk"), MeansRU: f.Value("means_ru"), MeansEN: f.Value("means_en"), Hidden: f.Checked("hidden"),
	}
	err := p.support.SaveTerm(ctx, actor(ctx), in)
	if status := web.Refused(&f, err); status != 0 {
		return p.showWord(w, r, status, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.SchoolWords(), "support.term.kept")
}
