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

// newStages are the stages as somebody typed them, newNote an evaluation.
type (
	newStages struct {
		Version int
		Stages  []mentoring.NewStage
	}
	newNote struct {
		Version int
		Text    string
	}
)

// setStages stands on the page of the stages, which everybody reads.
func (p *Pages) setStages() web.FormOf[newStages] {
	return web.FormOf[newStages]{
		At: "/mentoring/programmes/{id}/stages", Permission: mentoring.Keep, Show: p.stagesPage,
		Read: func(f *web.Form) newStages {
			in := newStages{Version: f.Version()}
			for i := range stageRows {
				n := strconv.Itoa(i)
				in.Stages = append(in.Stages, mentoring.NewStage{Name: f.Value("name" + n), Aim: f.Value("aim" + n), Starts: f.Date("starts" + n), Ends: f.Date("ends" + n)})
			}
			return in
		},
		Do: func(r *http.Request, in newStages) (web.Done, error) {
			id := r.PathValue("id")
			err := p.mentoring.Programmes.SetStages(r.Context(), actor(r.Context()), id, in.Version, in.Stages)
			return web.Next(link.Stages(id), "mentoring.stage.kept"), err
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
	if len(page.Stages) == 0 {
		f.Begin(templateValues(ctx, page.Programme.Period)...)
	}
	f.Stands(page.Programme.StagesVersion, stageValues(page.Stages)...)
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

// stageValues hold the stages that are not evaluated yet; the rows after them are
// empty, since a stage that was taken away is a change, too.
func stageValues(all []mentoring.Stage) (pairs []string) {
	rows := make([]mentoring.Stage, 0, stageRows)
	for _, s := range all {
		if s.NotedAt == "" && len(rows) < stageRows {
			rows = append(rows, s)
		}
	}
	for i, s := range rows[:stageRows] {
		pairs = append(pairs, stageRow(i, s.Name, s.Aim, s.Period)...)
	}
	return pairs
}

func stageRow(i int, name, aim string, p calendar.Period) []string {
	n := strconv.Itoa(i)
	return []string{"name" + n, name, "aim" + n, aim, "starts" + n, string(p.Starts), "ends" + n, string(p.Ends)}
}

// noteStage is where a stage is evaluated.
func (p *Pages) noteStage() web.FormOf[newNote] {
	return web.FormOf[newNote]{
		At: "/mentoring/stages/{id}", Permission: mentoring.Keep, Show: p.stagePage,
		Read: func(f *web.Form) newNote { return newNote{f.Version(), f.Value("note")} },
		Do: func(r *http.Request, in newNote) (web.Done, error) {
			s, err := p.mentoring.Programmes.NoteStage(r.Context(), actor(r.Context()), r.PathValue("id"), in.Version, in.Text)
			return web.Next(link.Stages(s.Programme), "mentoring.stage.noted"), err
		},
	}
}

func (p *Pages) stagePage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	s, err := p.mentoring.Programmes.Stage(ctx, actor(ctx), r.PathValue("id"))
	f.Stands(s.Version, "note", s.Note)
	return web.Page{
		Title: t(ctx, "mentoring.stage.evaluate", "Stage", s.Name), Narrow: true, Body: stageBody(s, f), Sees: t(ctx, "mentoring.sees.keepers"),
		Back: web.Link{Text: t(ctx, "mentoring.stage.title"), URL: link.Stages(s.Programme)},
	}, err
}
