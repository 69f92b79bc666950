package observationweb

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"talim/internal/observation"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

type lessonsPage struct {
	Lines       []observation.Line
	Kinds       observation.Kinds
	Form        web.Form
	first, next string
}

// filtered says whether the reader looks for something.
func (g lessonsPage) filtered() bool {
	return cmp.Or(g.Form.Value("class"), g.Form.Value("subject"), g.Form.Value("day")) != ""
}

// lessons lists what is open to the reader.
func (p *Pages) lessons(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	g := lessonsPage{Form: web.ReadForm(r)}
	by := observation.Filter{
		Class: g.Form.Value("class"), Subject: g.Form.Value("subject"), After: g.Form.Value("after"), Limit: pageOf + 1,
	}
	if day := g.Form.Date("day"); day.Valid() {
		by.Day = day
	}
	var err error
	if g.Lines, err = p.visits.LessonsToVisit(ctx, who, by); err != nil {
		return err
	}
	if g.Kinds, err = p.visits.KindsToVisit(ctx, who); err != nil {
		return err
	}
	here := link.With(link.LessonsToVisit(), "class", by.Class, "subject", by.Subject, "day", string(by.Day))
	g.Lines, g.first, g.next = turn(g.Lines, g.Form, here)
	return web.Show(w, r, http.StatusOK, web.Page{Title: t(ctx, "observation.lessons.title"), Back: toArea(ctx), Body: lessonsBody(g)})
}

func classChoices(ctx context.Context, g lessonsPage) []component.Choice {
	out := []component.Choice{{Value: "", Label: t(ctx, "observation.lessons.any_class")}}
	for _, c := range g.Kinds.Classes {
		out = append(out, component.Choice{Value: c, Label: c})
	}
	return out
}

func subjectChoices(ctx context.Context, g lessonsPage) []component.Choice {
	out := []component.Choice{{Value: "", Label: t(ctx, "observation.lessons.any_subject")}}
	for _, s := range g.Kinds.Subjects {
		out = append(out, component.Choice{Value: s.In(ctx), Label: s.In(ctx)})
	}
	return out
}

// openLesson opens a lesson of one's own.
func (p *Pages) openLesson() web.FormOf[observation.NewOpenLesson] {
	return web.FormOf[observation.NewOpenLesson]{
		At: "/observation/lessons/new", Permission: observation.Take, Show: p.openPage,
		Read: func(f *web.Form) observation.NewOpenLesson {
			return observation.NewOpenLesson{
				LessonChoice: chosen(f.Value("lesson")), Serves: serves(f), Audience: observation.Audience(f.Value("audience")),
				Places: f.Int("places"), Guests: f.Values("guests"),
			}
		},
		Do: func(r *http.Request, in observation.NewOpenLesson) (web.Done, error) {
			id, err := p.visits.OpenLesson(r.Context(), actor(r.Context()), in)
			return web.Next(link.OpenLesson(id), "observation.open.done"), err
		},
	}
}

// serves reads what a lesson is shown for.
func serves(f *web.Form) observation.Serves {
	return observation.Serves{
		Purpose: f.Value("purpose"), Focus: f.Value("focus"), Daily: f.Value("kind") == "daily", Rehearsed: f.Checked("rehearsed"),
	}
}

type openPage struct {
	Form       *web.Form
	Weeks      []component.Tab
	Week       string
	Lessons    []component.Choice
	Colleagues []component.Choice
}

func (p *Pages) openPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	who := actor(ctx)
	monday := p.weekOf(f, 0)
	g := openPage{Form: f, Week: string(monday), Weeks: p.weeks(ctx, monday, 0, link.NewOpenLesson)}
	week, err := p.visits.OwnWeek(ctx, who, monday)
	if err != nil {
		return web.Page{}, err
	}
	if len(week) > 0 {
		g.Lessons = p.lessonChoices(ctx, week)
	}
	friends, err := p.visits.Friends(ctx, who)
	if err != nil {
		return web.Page{}, err
	}
	if g.Colleagues, err = p.colleagues(ctx, friendsOf(friends, who.Staff)...); err != nil {
		return web.Page{}, err
	}
	f.Begin("purpose", "sharing", "kind", "daily", "audience", string(observation.ForAll), "places", "5")
	return web.Page{
		Title: t(ctx, "observation.open.title"), Back: toArea(ctx), Body: openBody(g), Narrow: true, Sees: t(ctx, "observation.open.sees"),
		Here: link.NewOpenLesson(monday),
	}, nil
}

// friendsOf are the critical friends of somebody who have agreed.
func friendsOf(all []observation.NamedFriend, self string) []string {
	var out []string
	for _, f := range all {
		if f.State == observation.Agreed && f.Person == self {
			out = append(out, f.Friend.Friend)
		}
	}
	return out
}

// editLesson says anew what a lesson serves.
func (p *Pages) editLesson() web.FormOf[observation.LessonChange] {
	return web.FormOf[observation.LessonChange]{
		At: "/observation/lessons/{id}/edit", Permission: observation.Take, Show: p.editPage,
		Read: func(f *web.Form) observation.LessonChange {
			return observation.LessonChange{Version: f.Version(), Serves: serves(f), LeftOut: len(f.LeftOut()) > 0}
		},
		Do: web.OnThe(p.visits.ChangeLesson, link.OpenLesson, "observation.edit.done"),
	}
}

func (p *Pages) editPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	g, err := p.visits.OwnLesson(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	if g.Unreadable {
		f.LeaveOut("focus")
	}
	f.Stands(g.Version, "purpose", g.Purpose, "focus", g.Focus, "kind", kindOf(g.Daily), "rehearsed", checked(g.Rehearsed))
	return web.Page{
		Title: t(ctx, "observation.edit.title"), Kicker: when(ctx, g.Taught), Narrow: true, Body: editBody(f, g.ID),
		Back: web.Link{Text: t(ctx, "observation.lesson.back"), URL: link.OpenLesson(g.ID)}, Here: link.EditOpenLesson(g.ID),
	}, nil
}

func kindOf(daily bool) string {
	if daily {
		return "daily"
	}
	return "open"
}

func checked(yes bool) string {
	if yes {
		return "on"
	}
	return ""
}

type lessonPage struct {
	observation.LessonPage
	Self string
}

// mine says whether the reader teaches it.
func (g lessonPage) mine() bool { return g.Teacher == g.Self }

// coming says whether the reader comes.
func (g lessonPage) coming() bool { return g.Mine.ID != "" }

// invited are those whom the teacher named and who do not come yet.
func (g lessonPage) invited() []component.Named {
	var out []component.Named
	for _, guest := range g.Guests {
		if !slices.ContainsFunc(g.Coming, func(c observation.Coming) bool { return c.Observer == guest.ID }) {
			out = append(out, component.Named{ID: guest.ID, Name: guest.Name()})
		}
	}
	return out
}

// placesText says how many places there are; a lesson for named people has theirs.
func placesText(ctx context.Context, g lessonPage) string {
	if g.Audience == observation.ForNamed {
		return t(ctx, "observation.open.named")
	}
	return t(ctx, "observation.lesson.places_free", "Free", g.Free(), "Count", g.Places)
}

// lesson shows a lesson with what the reader can do: take a place or give it back, or, as
// its teacher, change and withdraw it.
func (p *Pages) lesson(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	read, err := p.visits.Lesson(ctx, who, r.PathValue("id"))
	if err != nil {
		return err
	}
	g := lessonPage{LessonPage: read, Self: who.Staff}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: when(ctx, g.Taught), Kicker: lessonWords(ctx, g.Taught), Back: toArea(ctx), Body: lessonBody(g), Narrow: true,
		Sees: t(ctx, "observation.lesson.sees."+string(g.Audience)),
	})
}

func (p *Pages) join(r *http.Request, _ *web.Form) (web.Done, error) {
	id := r.PathValue("id")
	return web.Next(link.OpenLesson(id), "observation.lesson.joined"), p.visits.JoinLesson(r.Context(), actor(r.Context()), id)
}

func (p *Pages) leave(r *http.Request, _ *web.Form) (web.Done, error) {
	id := r.PathValue("id")
	return web.Next(link.OpenLesson(id), "observation.lesson.left"), p.visits.LeaveLesson(r.Context(), actor(r.Context()), id)
}

func (p *Pages) withdraw(r *http.Request, _ *web.Form) (web.Done, error) {
	return web.Next(link.Observation(), "observation.lesson.withdrawn"), p.visits.WithdrawLesson(r.Context(), actor(r.Context()), r.PathValue("id"))
}
