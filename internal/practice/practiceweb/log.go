package practiceweb

import (
	"context"
	"net/http"
	"slices"

	"talim/internal/document"
	"talim/internal/i18n"
	"talim/internal/people/letterhead"
	"talim/internal/practice"
	"talim/internal/web"
	"talim/internal/web/link"
)

type logPage struct {
	Entries []practice.LogEntry
	Next    string // where the page goes on, "" at the end
	Find    string // what is looked for, "" for all
	Form    *web.Form
}

// log is the learning log of the reader, with the form of another entry.
func (p *Pages) log() web.FormOf[practice.NewLogEntry] {
	return web.FormOf[practice.NewLogEntry]{
		At: "/mentoring/practice/log", Permission: practice.Take, Show: p.logPage,
		Read: func(f *web.Form) practice.NewLogEntry {
			return practice.NewLogEntry{Date: f.Date("date"), Text: f.Value("text")}
		},
		Do: func(r *http.Request, in practice.NewLogEntry) (web.Done, error) {
			_, err := p.practice.WriteLog(r.Context(), actor(r.Context()), in)
			return web.Next(link.LearningLog(), "practice.log.kept"), err
		},
	}
}

func (p *Pages) logPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	g := logPage{Form: f, Find: f.Value("find")}
	var err error
	if g.Find != "" {
		g.Entries, err = p.practice.SearchLog(ctx, actor(ctx), g.Find)
	} else {
		g.Entries, g.Next, err = p.practice.Log(ctx, actor(ctx), f.Value("before"))
	}
	f.Begin("date", string(p.mentoring.Today()))
	return web.Page{
		Title: t(ctx, "practice.log.title"), Back: toPractice(ctx), Narrow: true, Body: logBody(g), Sees: t(ctx, "practice.log.sees"),
		Here: link.LearningLog(),
	}, err
}

// erasingLog and erasingSign ask once more: what is erased does not come back.
func (p *Pages) erasingLog(w http.ResponseWriter, r *http.Request) error {
	return p.showErase(w, r, link.EraseLog(r.PathValue("id")), link.LearningLog())
}

func (p *Pages) erasingResistance(w http.ResponseWriter, r *http.Request) error {
	return p.showErase(w, r, link.EraseResistanceNote(r.PathValue("id"), r.PathValue("note")), link.ResistanceNotes(r.PathValue("id")))
}

func (p *Pages) showErase(w http.ResponseWriter, r *http.Request, action, back string) error {
	ctx := r.Context()
	return web.Show(w, r, http.StatusOK, web.Page{Title: t(ctx, "practice.erase.title"), Narrow: true, Body: eraseBody(action, back)})
}

func (p *Pages) eraseLog(r *http.Request, _ *web.Form) (web.Done, error) {
	return web.Next(link.LearningLog(), "practice.log.erased"), p.practice.EraseLog(r.Context(), actor(r.Context()), r.PathValue("id"))
}

// logPaper gives the log to its author as a paper, the earliest day first.
func (p *Pages) logPaper(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	entries, err := p.practice.WholeLog(ctx, who)
	if err != nil {
		return err
	}
	head, err := letterhead.Of(ctx, p.db.Read(), who.School, p.mentoring.Today())
	if err != nil {
		return err
	}
	slices.Reverse(entries)
	in := web.PaperLanguage(r)
	return web.Paper(w, r, r.PathValue("format"), "learning-log", logDocument(in, entries, head, who.Name))
}

func logDocument(ctx context.Context, entries []practice.LogEntry, head letterhead.Head, name string) document.Document {
	var body []document.Block
	for _, e := range entries {
		body = append(body, document.Heading{Level: 3, Text: i18n.Date(ctx, e.Date)}, document.Body(e.Text))
	}
	if len(body) == 0 {
		body = append(body, document.Body(t(ctx, "practice.log.none")))
	}
	return document.Plan{School: head.School.In(ctx), Title: t(ctx, "practice.paper.log"), About: name, Body: body}.Document(ctx)
}
