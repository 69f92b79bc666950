package mentoringweb

import (
	"context"
	"net/http"
	"strconv"

	"talim/internal/calendar"
	"talim/internal/mentoring"
	"talim/internal/mentoring/wording"
	"talim/internal/web"
	"talim/internal/web/link"
)

// stageRoutes are the addresses of a programme's stages (R083).
func (p *Pages) stageRoutes() []web.Route {
	return append(p.noteStage().Routes(),
		web.Route{Pattern: "GET /mentoring/programmes/{id}/stages", Permission: mentoring.Take, Handle: p.setStages().Get}, p.setStages().Answer())
}

// stageRows is how many stages the form offers.
const stageRows = 6

type stagesPage struct {
	Programme mentoring.Programme
	Stages    []mentoring.Stage
	Keeper    bool
	Today     calendar.Date
	Form      *web.Form
	Open      bool // the form was refused: show it
}

// setStages stands on the page of the stages, which everybody reads.
func (p *Pages) setStages() web.FormOf[[]mentoring.NewStage] {
	return web.FormOf[[]mentoring.NewStage]{
		At: "/mentoring/programmes/{id}/stages", Permission: mentoring.Keep, Show: p.stagesPage,
		Read: func(f *web.Form) (in []mentoring.NewStage) {
			for i := range stageRows {
				n := strconv.Itoa(i)
				in = append(in, mentoring.NewStage{Name: f.Value("name" + n), Aim: f.Value("aim" + n), Starts: f.Date("starts" + n), Ends: f.Date("ends" + n)})
			}
			return in
		},
		Do: func(r *http.Request, in []mentoring.NewStage) (web.Done, error) {
			id := r.PathValue("id")
			return web.Next(link.Stages(id), "mentoring.stage.kept"), p.mentoring.Programmes.SetStages(r.Context(), actor(r.Context()), id, in)
		},
	}
}

func (p *Pages) stagesPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	who := actor(ctx)
	page := stagesPage{Keeper: mentoring.Keep.Allows(who), Today: p.mentoring.Today(), Form: f, Open: len(f.Faults()) > 0}
	var err error
	if page.Programme, _, err = p.mentoring.Programmes.ProgrammeAndPolicy(ctx, who, r.PathValue("id")); err != nil {
		return web.Page{}, err
	}
	page.Stages, err = p.mentoring.Programmes.Stages(ctx, who, page.Programme.ID)
	f.Begin(stageValues(page.Stages)...)
	if len(page.Stages) == 0 {
		f.Begin(templateValues(ctx, page.Programme.Period)...)
	}
	return web.Page{
		Title: t(ctx, "mentoring.stage.title"), Back: wording.ToProgramme(ctx, page.Programme), Narrow: true, Body: stagesBody(page),
	}, err
}

// templateValues hold the stages that most programmes have.
func templateValues(ctx context.Context, whole calendar.Period) (pairs []string) {
	for i, period := range mentoring.StageTemplate(whole) {
		key := "mentoring.stage.template." + mentoring.StageKeys[i]
		pairs = append(pairs, stageRow(i, t(ctx, key), t(ctx, key+".aim"), period)...)
	}
	return pairs
}

// stageValues hold the stages that are not evaluated yet.
func stageValues(all []mentoring.Stage) (pairs []string) {
	n := 0
	for _, s := range all {
		if s.NotedAt == "" && n < stageRows {
			pairs = append(pairs, stageRow(n, s.Name, s.Aim, s.Period)...)
			n++
		}
	}
	return pairs
}

func stageRow(i int, name, aim string, p calendar.Period) []string {
	n := strconv.Itoa(i)
	return []string{"name" + n, name, "aim" + n, aim, "starts" + n, string(p.Starts), "ends" + n, string(p.Ends)}
}

// noteStage is where a stage is evaluated.
func (p *Pages) noteStage() web.FormOf[string] {
	return web.FormOf[string]{
		At: "/mentoring/stages/{id}", Permission: mentoring.Keep, Show: p.stagePage,
		Read: func(f *web.Form) string { return f.Value("note") },
		Do: func(r *http.Request, note string) (web.Done, error) {
			s, err := p.mentoring.Programmes.NoteStage(r.Context(), actor(r.Context()), r.PathValue("id"), note)
			return web.Next(link.Stages(s.Programme), "mentoring.stage.noted"), err
		},
	}
}

func (p *Pages) stagePage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	s, err := p.mentoring.Programmes.Stage(ctx, actor(ctx), r.PathValue("id"))
	f.Begin("note", s.Note)
	return web.Page{
		Title: t(ctx, "mentoring.stage.evaluate", "Stage", s.Name), Narrow: true, Body: stageBody(s, f), Sees: t(ctx, "mentoring.sees.keepers"),
		Back: web.Link{Text: t(ctx, "mentoring.stage.title"), URL: link.Stages(s.Programme)},
	}, err
}
