package practiceweb

import (
	"context"
	"net/http"
	"strconv"

	"talim/internal/mentoring"
	"talim/internal/practice"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

type trainingPage struct {
	Courses  []practice.CourseLine
	Mentors  []practice.MentorLine // for those who keep the programme
	Standard int                   // hours expected of a mentor, 0 none
	Keep     bool
	Form     web.Form
}

func (p *Pages) training(w http.ResponseWriter, r *http.Request) error {
	return p.showTraining(w, r, http.StatusOK, web.NewForm("for_mentors", "1"))
}

func (p *Pages) showTraining(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	who := actor(ctx)
	g := trainingPage{Form: f, Keep: practice.Keep.Allows(who)}
	var err error
	if g.Courses, err = p.practice.Courses(ctx, who); err != nil {
		return err
	}
	if g.Keep {
		if g.Mentors, g.Standard, err = p.practice.Mentors(ctx, who); err != nil {
			return err
		}
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "practice.training.title"), Back: toPractice(ctx), Narrow: true, Body: trainingBody(g), Sees: t(ctx, "practice.training.sees"),
		Here: link.Training(),
	})
}

func (p *Pages) addCourse(w http.ResponseWriter, r *http.Request) error {
	ctx, f := r.Context(), web.ReadForm(r)
	in := practice.NewCourse{
		Title: f.Value("title"), Provider: f.Value("provider"), Hours: f.Int("hours"), Starts: f.Date("starts"), Ends: f.Date("ends"),
		ForMentors: f.Checked("for_mentors"),
	}
	err := f.Err()
	var made practice.Course
	if err == nil {
		made, err = p.practice.AddCourse(ctx, actor(ctx), in)
	}
	if f.Take(err) {
		return p.showTraining(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Course(made.ID), "practice.training.kept")
}

type coursePage struct {
	practice.Course
	Done []practice.NamedDone
	Keep bool
	Self string
	Add  []mentoring.Person // who may be added, for those who keep the programme
	Form web.Form
	How  web.Form // of having shared
}

// mayShare says whether the reader may say that the person shared.
func (g coursePage) mayShare(d practice.NamedDone) bool {
	return d.Waits() && (g.Keep || d.Staff == g.Self)
}

func (p *Pages) course(w http.ResponseWriter, r *http.Request) error {
	return p.showCourse(w, r, http.StatusOK, nil, web.NewForm())
}

func (p *Pages) showCourse(w http.ResponseWriter, r *http.Request, status int, typed *web.Form, how web.Form) error {
	ctx := r.Context()
	who := actor(ctx)
	g := coursePage{Keep: practice.Keep.Allows(who), Self: who.Staff, How: how}
	var err error
	if g.Course, g.Done, err = p.practice.Course(ctx, who, r.PathValue("id")); err != nil {
		return err
	}
	if g.Keep {
		if g.Add, err = p.practice.Staff(ctx, who); err != nil {
			return err
		}
	}
	g.Form = web.NewForm("done_on", string(min(g.Ends, p.mentoring.Today())))
	if typed != nil {
		g.Form = *typed
	}
	return web.Show(w, r, status, web.Page{
		Title: g.Title, Kicker: g.Provider, Narrow: true, Body: courseBody(g), Sees: t(ctx, "practice.training.sees"), Here: link.Course(g.ID),
		Back: web.Link{Text: t(ctx, "practice.training.title"), URL: link.Training()},
	})
}

func (p *Pages) recordDone(w http.ResponseWriter, r *http.Request) error {
	ctx, f := r.Context(), web.ReadForm(r)
	id := r.PathValue("id")
	err := p.practice.RecordDone(ctx, actor(ctx), id, practice.NewDone{Staff: f.Values("staff"), DoneOn: f.Date("done_on"), ShareBy: f.Date("share_by")})
	if f.Take(err) {
		return p.showCourse(w, r, http.StatusUnprocessableEntity, &f, web.NewForm())
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Course(id), "practice.training.done_kept")
}

func (p *Pages) shared(w http.ResponseWriter, r *http.Request) error {
	ctx, f := r.Context(), web.ReadForm(r)
	id := r.PathValue("id")
	err := p.practice.Shared(ctx, actor(ctx), id, r.PathValue("done"), f.Value("how"))
	if f.Take(err) {
		return p.showCourse(w, r, http.StatusUnprocessableEntity, nil, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Course(id), "practice.training.is_shared")
}

// peopleChoices are those who are not recorded yet.
func (g coursePage) peopleChoices() []component.Choice {
	has := map[string]bool{}
	for _, d := range g.Done {
		has[d.Staff] = true
	}
	var out []component.Choice
	for _, s := range g.Add {
		if !has[s.ID] {
			out = append(out, component.Choice{Value: s.ID, Label: s.Name()})
		}
	}
	return out
}

// hoursOf are a mentor's hours, against the standard where there is one.
func hoursOf(ctx context.Context, m practice.MentorLine, standard int) string {
	if standard == 0 {
		return t(ctx, "practice.training.hours", "Count", m.Hours)
	}
	return t(ctx, "practice.training.hours_of", "Hours", strconv.Itoa(m.Hours), "Standard", strconv.Itoa(standard))
}
