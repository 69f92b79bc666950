package mentoringweb

import (
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
	take, keep := mentoring.Take, mentoring.Keep
	return []web.Route{
		{Pattern: "GET /mentoring/programmes/{id}/stages", Permission: take, Handle: p.stages},
		{Pattern: "POST /mentoring/programmes/{id}/stages", Permission: keep, Handle: p.setStages},
		{Pattern: "GET /mentoring/stages/{id}", Permission: keep, Handle: p.stage},
		{Pattern: "POST /mentoring/stages/{id}", Permission: keep, Handle: p.noteStage},
	}
}

// stageRows is how many stages the form offers.
const stageRows = 6

type stagesPage struct {
	Programme mentoring.Programme
	Stages    []mentoring.Stage
	Keeper    bool
	Today     calendar.Date
	Form      web.Form
	Open      bool // the form was refused: show it
}

func (p *Pages) stages(w http.ResponseWriter, r *http.Request) error {
	return p.showStages(w, r, http.StatusOK, nil)
}

func (p *Pages) showStages(w http.ResponseWriter, r *http.Request, status int, typed *web.Form) error {
	ctx := r.Context()
	who := actor(ctx)
	page := stagesPage{Keeper: mentoring.Keep.Allows(who), Today: p.mentoring.Today()}
	var err error
	if page.Programme, _, err = p.mentoring.Programmes.ProgrammeAndPolicy(ctx, who, r.PathValue("id")); err != nil {
		return err
	}
	if page.Stages, err = p.mentoring.Programmes.Stages(ctx, who, page.Programme.ID); err != nil {
		return err
	}
	page.Form = stagesForm(page.Stages)
	if len(page.Stages) == 0 {
		page.Form = web.NewForm()
		for i, period := range mentoring.StageTemplate(page.Programme.Period) {
			key, n := "mentoring.stage.template."+mentoring.StageKeys[i], strconv.Itoa(i)
			setRow(&page.Form, n, t(ctx, key), t(ctx, key+".aim"), period)
		}
	}
	if typed != nil {
		page.Form, page.Open = *typed, true
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "mentoring.stage.title"), Back: wording.ToProgramme(ctx, page.Programme), Narrow: true, Body: stagesBody(page),
	})
}

func setRow(f *web.Form, n, name, aim string, p calendar.Period) {
	f.Set("name"+n, name)
	f.Set("aim"+n, aim)
	f.Set("starts"+n, string(p.Starts))
	f.Set("ends"+n, string(p.Ends))
}

// stagesForm holds the stages that are not evaluated yet.
func stagesForm(all []mentoring.Stage) web.Form {
	f := web.NewForm()
	n := 0
	for _, s := range all {
		if s.NotedAt == "" && n < stageRows {
			setRow(&f, strconv.Itoa(n), s.Name, s.Aim, s.Period)
			n++
		}
	}
	return f
}

func (p *Pages) setStages(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	id := r.PathValue("id")
	var in []mentoring.NewStage
	for i := range stageRows {
		n := strconv.Itoa(i)
		in = append(in, mentoring.NewStage{Name: f.Value("name" + n), Aim: f.Value("aim" + n), Starts: f.Date("starts" + n), Ends: f.Date("ends" + n)})
	}
	err := p.mentoring.Programmes.SetStages(ctx, actor(ctx), id, in)
	if f.Take(err) {
		return p.showStages(w, r, http.StatusUnprocessableEntity, &f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Stages(id), "mentoring.stage.kept")
}

func (p *Pages) stage(w http.ResponseWriter, r *http.Request) error {
	return p.showStage(w, r, http.StatusOK, nil)
}

func (p *Pages) showStage(w http.ResponseWriter, r *http.Request, status int, typed *web.Form) error {
	ctx := r.Context()
	s, err := p.mentoring.Programmes.Stage(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	f := web.NewForm("note", s.Note)
	if typed != nil {
		f = *typed
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "mentoring.stage.evaluate", "Stage", s.Name), Narrow: true, Body: stageBody(s, f), Sees: t(ctx, "mentoring.sees.keepers"),
		Back: web.Link{Text: t(ctx, "mentoring.stage.title"), URL: link.Stages(s.Programme)},
	})
}

func (p *Pages) noteStage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	s, err := p.mentoring.Programmes.NoteStage(ctx, actor(ctx), r.PathValue("id"), f.Value("note"))
	if f.Take(err) {
		return p.showStage(w, r, http.StatusUnprocessableEntity, &f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Stages(s.Programme), "mentoring.stage.noted")
}
