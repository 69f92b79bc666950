package supportweb

import (
	"context"
	"net/http"

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

// word is where a new word is entered, or one that is there is changed.
func (p *Pages) word(at string) web.FormOf[support.Term] {
	return web.FormOf[support.Term]{
		At: at, Permission: support.Keep, Show: p.wordPage,
		Read: func(f *web.Form) support.Term {
			return support.Term{
				Version: f.Version(), WordKK: f.Value("word_kk"), WordRU: f.Value("word_ru"), WordEN: f.Value("word_en"),
				MeansKK: f.Value("means_kk"), MeansRU: f.Value("means_ru"), MeansEN: f.Value("means_en"), Hidden: f.Checked("hidden"),
			}
		},
		Do: func(r *http.Request, in support.Term) (web.Done, error) {
			in.ID = r.PathValue("id")
			return web.Next(link.SchoolWords(), "support.term.kept"), p.support.SaveTerm(r.Context(), actor(r.Context()), in)
		},
	}
}

func (p *Pages) wordPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	page := web.Page{Title: t(ctx, "support.term.new"), Narrow: true, Back: web.Link{Text: t(ctx, "support.term.title"), URL: link.SchoolWords()}}
	id := r.PathValue("id")
	if id == "" {
		page.Body = wordForm(f, link.NewSchoolWord(), false)
		return page, nil
	}
	x, err := p.support.Term(ctx, actor(ctx), id)
	hidden := ""
	if x.Hidden {
		hidden = "1"
	}
	f.Stands(x.Version, "word_kk", x.WordKK, "word_ru", x.WordRU, "word_en", x.WordEN,
		"means_kk", x.MeansKK, "means_ru", x.MeansRU, "means_en", x.MeansEN, "hidden", hidden)
	page.Title, page.Body = t(ctx, "support.term.edit"), wordForm(f, link.SchoolWord(id), true)
	return page, err
}
