package practiceweb

import (
	"context"
	"net/http"
	"strconv"

	"talim/internal/fault"
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
	Form     *web.Form
}

// training shows the courses, with the form of another.
func (p *Pages) training() web.FormOf[practice.NewCourse] {
	return web.FormOf[practice.NewCourse]{
		At: "/mentoring/practice/training", Permission: practice.Keep, Show: p.trainingPage,
		Read: func(f *web.Form) practice.NewCourse {
			return practice.NewCourse{
				Title: f.Value("title"), Provider: f.Value("provider"), Hours: f.Int("hours"), Starts: f.Date("starts"), Ends: f.Date("ends"),
				ForMentors: f.Checked("for_mentors"),
			}
		},
		Do: func(r *http.Request, in practice.NewCourse) (web.Done, error) {
			made, err := p.practice.AddCourse(r.Context(), actor(r.Context()), in)
			return web.Next(link.Course(made.ID), "practice.training.kept"), err
		},
	}
}

func (p *Pages) trainingPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	who := actor(ctx)
	g := trainingPage{Form: f, Keep: practice.Keep.Allows(who)}
	var err error
	if g.Courses, err = p.practice.Courses(ctx, who); err != nil {
		return web.Page{}, err
	}
	if g.Keep {
		g.Mentors, g.Standard, err = p.practice.Mentors(ctx, who)
	}
	f.Begin("for_mentors", "1")
	return web.Page{
		Title: t(ctx, "practice.training.title"), Back: toPractice(ctx), Narrow: true, Body: trainingBody(g), Sees: t(ctx, "practice.training.sees"),
		Here: link.Training(),
	}, err
}

type coursePage struct {
	practice.Course
	Done []practice.NamedDone
	Keep bool
	Self string
	Add  []mentoring.Person // who may be added, for those who keep the programme
	Form *web.Form
	How  *web.Form // of having shared
}

// mayShare says whether the reader may say that the person shared.
func (g coursePage) mayShare(d practice.NamedDone) bool {
	return d.Waits() && (g.Keep || d.Staff == g.Self)
}

// course shows one with those who did it, and the form that records more of them.
func (p *Pages) course() web.FormOf[practice.NewDone] {
	return web.FormOf[practice.NewDone]{
		At: "/mentoring/practice/training/{id}", Permission: practice.Keep,
		Show: func(r *http.Request, f *web.Form) (web.Page, error) { return p.coursePage(r, f, &web.Form{}) },
		Read: func(f *web.Form) practice.NewDone {
			return practice.NewDone{Staff: f.Values("staff"), DoneOn: f.Date("done_on"), ShareBy: f.Date("share_by")}
		},
		Do: web.OnThe(p.practice.RecordDone, link.Course, "practice.training.done_kept"),
	}
}

// shared is where somebody says how she shared what a course gave.
func (p *Pages) shared() web.FormOf[string] {
	return web.FormOf[string]{
		At: "/mentoring/practice/training/{id}/{done}/shared", Permission: practice.Take,
		Show: func(r *http.Request, how *web.Form) (web.Page, error) {
			if how.Outdated() { // no form is left that could say so
				return web.Page{}, fault.Conflict("practice.training.shared_before")
			}
			return p.coursePage(r, &web.Form{}, how)
		},
		Read: func(f *web.Form) string { return f.Value("how") },
		Do: func(r *http.Request, how string) (web.Done, error) {
			id := r.PathValue("id")
			return web.Next(link.Course(id), "practice.training.is_shared"), p.practice.Shared(r.Context(), actor(r.Context()), id, r.PathValue("done"), how)
		},
	}
}

func (p *Pages) coursePage(r *http.Request, f, how *web.Form) (web.Page, error) {
	ctx := r.Context()
	who := actor(ctx)
	g := coursePage{Keep: practice.Keep.Allows(who), Self: who.Staff, Form: f, How: how}
	var err error
	if g.Course, g.Done, err = p.practice.Course(ctx, who, r.PathValue("id")); err != nil {
		return web.Page{}, err
	}
	if g.Keep {
		g.Add, err = p.practice.Staff(ctx, who)
	}
	f.Begin("done_on", string(min(g.Ends, p.mentoring.Today())))
	return web.Page{
		Title: g.Title, Kicker: g.Provider, Narrow: true, Body: courseBody(g), Sees: t(ctx, "practice.training.sees"), Here: link.Course(g.ID),
		Back: web.Link{Text: t(ctx, "practice.training.title"), URL: link.Training()},
	}, err
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
