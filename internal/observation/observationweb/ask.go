package observationweb

import (
	"context"
	"net/http"

	"talim/internal/calendar"
	"talim/internal/observation"
	"talim/internal/people"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

type askPage struct {
	Form       *web.Form
	Teacher    string
	Colleagues []component.Choice
	Weeks      []component.Tab
	Week       string
	Lessons    []component.Choice // none before a colleague is chosen
}

// ask asks a colleague for leave to see a lesson.
func (p *Pages) ask() web.FormOf[observation.NewRequest] {
	return web.FormOf[observation.NewRequest]{
		At: "/observation/ask", Permission: observation.Take, Show: p.askPage,
		Read: func(f *web.Form) observation.NewRequest {
			return observation.NewRequest{
				Teacher: f.Value("teacher"), LessonChoice: chosen(f.Value("lesson")), Purpose: f.Value("purpose"), Words: f.Value("words"),
			}
		},
		Do: func(r *http.Request, in observation.NewRequest) (web.Done, error) {
			id, err := p.visits.AskToVisit(r.Context(), actor(r.Context()), in)
			return web.Next(link.VisitRequest(id), "observation.ask.done"), err
		},
	}
}

func (p *Pages) askPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	who := actor(ctx)
	g := askPage{Form: f, Teacher: f.Value("teacher")}
	monday := p.weekOf(f, weeksBehind)
	g.Week = string(monday)
	var err error
	if g.Colleagues, err = p.colleagues(ctx); err != nil {
		return web.Page{}, err
	}
	if g.Teacher != "" {
		week, err := p.visits.WeekToAsk(ctx, who, g.Teacher, monday)
		if err != nil {
			return web.Page{}, err
		}
		if len(week) > 0 {
			g.Lessons = p.lessonChoices(ctx, week)
		}
		g.Weeks = p.weeks(ctx, monday, weeksBehind, weekOfTeacher(g.Teacher))
	}
	f.Begin("purpose", "sharing")
	return web.Page{
		Title: t(ctx, "observation.ask.title"), Back: toArea(ctx), Body: askBody(g), Narrow: true, Sees: t(ctx, "observation.request.sees"),
		Here: link.AskToVisit(g.Teacher, monday),
	}, nil
}

type requestPage struct {
	observation.NamedRequest
	Self  string
	Waits bool
}

// mine says whether the reader is asked.
func (g requestPage) mine() bool { return g.Teacher == g.Self }

// yesKey is the message of the yes: to come, or that she came.
func (g requestPage) yesKey() string {
	if g.Afterwards {
		return "observation.request.yes_was"
	}
	return "observation.request.yes"
}

// stateKey is the message of where the request stands.
func (g requestPage) stateKey() string {
	if g.State == observation.Asked && !g.Waits {
		return "observation.request.state.ended"
	}
	return "observation.request.state." + string(g.State)
}

// request shows one to the two; the teacher answers it.
func (p *Pages) request() web.FormOf[bool] {
	return web.FormOf[bool]{
		At: "/observation/requests/{id}", Permission: observation.Take, Show: p.requestPage,
		Read: readAnswer,
		Do: func(r *http.Request, yes bool) (web.Done, error) {
			id := r.PathValue("id")
			key := "observation.request.refused"
			if yes {
				key = "observation.request.agreed"
			}
			return web.Next(link.VisitRequest(id), key), p.visits.AnswerRequest(r.Context(), actor(r.Context()), id, yes)
		},
	}
}

func (p *Pages) requestPage(r *http.Request, _ *web.Form) (web.Page, error) {
	ctx := r.Context()
	who := actor(ctx)
	read, err := p.visits.Request(ctx, who, r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	g := requestPage{NamedRequest: read, Self: who.Staff, Waits: read.Waits(p.visits.Today(), p.visits.Clock())}
	return web.Page{
		Title: when(ctx, g.Taught), Kicker: lessonWords(ctx, g.Taught), Back: toArea(ctx), Narrow: true, Body: requestBody(g),
		Sees: t(ctx, "observation.request.sees"), Here: link.VisitRequest(g.ID),
	}, nil
}

func (p *Pages) endRequest(r *http.Request, _ *web.Form) (web.Done, error) {
	return web.Next(link.Observation(), "observation.request.taken_back"), p.visits.EndRequest(r.Context(), actor(r.Context()), r.PathValue("id"))
}

type friendsPage struct {
	Form       *web.Form
	Self       string
	Friends    []observation.NamedFriend
	Colleagues []component.Choice
}

// friends shows the critical friends of the reader, with the form that chooses one.
func (p *Pages) friends() web.FormOf[string] {
	return web.FormOf[string]{
		At: "/observation/friends", Permission: observation.Take, Show: p.friendsPage,
		Read: func(f *web.Form) string { return f.Value("friend") },
		Do:   web.On(p.visits.NameFriend, link.CriticalFriends(), "observation.friend.asked"),
	}
}

func (p *Pages) friendsPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	who := actor(ctx)
	g := friendsPage{Form: f, Self: who.Staff}
	var err error
	if g.Friends, err = p.visits.Friends(ctx, who); err != nil {
		return web.Page{}, err
	}
	g.Colleagues, err = p.colleagues(ctx)
	return web.Page{
		Title: t(ctx, "observation.friend.title"), Back: toArea(ctx), Narrow: true, Body: friendsBody(g), Sees: t(ctx, "observation.friend.sees"),
		Here: link.CriticalFriends(),
	}, err
}

type friendPage struct {
	observation.NamedFriend
	Self string
}

// asks says whether the reader is asked and has not answered.
func (g friendPage) asks() bool { return g.State == observation.Asked && g.Person != g.Self }

// other is the colleague of the reader in it.
func (g friendPage) other() people.Person {
	if g.Person == g.Self {
		return g.Of
	}
	return g.By
}

// stateKey is the message of where it stands, as the reader sees it.
func (g friendPage) stateKey() string {
	switch {
	case g.State == observation.Ended:
		return "observation.friend.is_ended"
	case g.Person == g.Self:
		return "observation.friend.mine." + string(g.State)
	}
	return "observation.friend.theirs." + string(g.State)
}

// friend is one choice of a critical friend, who answers it.
func (p *Pages) friend() web.FormOf[bool] {
	return web.FormOf[bool]{
		At: "/observation/friends/{id}", Permission: observation.Take, Show: p.friendPage, Read: readAnswer,
		Do: web.OnThe(p.visits.AnswerFriend, link.CriticalFriend, "observation.friend.answered"),
	}
}

func readAnswer(f *web.Form) bool {
	yes, err := f.Answer("answer")
	f.Take(err)
	return yes
}

func (p *Pages) friendPage(r *http.Request, _ *web.Form) (web.Page, error) {
	ctx := r.Context()
	who := actor(ctx)
	read, err := p.visits.Friend(ctx, who, r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	g := friendPage{NamedFriend: read, Self: who.Staff}
	return web.Page{
		Title: g.other().Name(), Kicker: t(ctx, "observation.friend.one"), Narrow: true, Body: friendBody(g), Here: link.CriticalFriend(g.ID),
		Back: web.Link{Text: t(ctx, "observation.friend.title"), URL: link.CriticalFriends()}, Sees: t(ctx, "observation.friend.sees"),
	}, nil
}

func (p *Pages) endFriend(r *http.Request, _ *web.Form) (web.Done, error) {
	return web.Next(link.CriticalFriends(), "observation.friend.ended"), p.visits.EndFriend(r.Context(), actor(r.Context()), r.PathValue("id"))
}

func (p *Pages) endVisit(r *http.Request, _ *web.Form) (web.Done, error) {
	id := r.PathValue("id")
	return web.Next(link.LessonVisit(id), "observation.visit.ended"), p.visits.EndVisit(r.Context(), actor(r.Context()), id)
}

type visitPage struct {
	observation.VisitPage
	Form  *web.Form
	Self  string
	Today calendar.Date
}

// visit is one visit of an open lesson, with the notes of the two.
func (p *Pages) visit() web.FormOf[string] {
	return web.FormOf[string]{
		At: "/observation/visits/{id}", Permission: observation.Take, Show: p.visitPage,
		Read: func(f *web.Form) string { return f.Value("note") },
		Do:   web.OnThe(p.visits.HoldVisit, link.LessonVisit, "observation.visit.kept"),
	}
}

func (p *Pages) visitPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	who := actor(ctx)
	read, err := p.visits.VisitOf(ctx, who, r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	g := visitPage{VisitPage: read, Form: f, Self: who.Staff, Today: p.visits.Today()}
	mine := g.mine()
	f.Begin("note", mine.Text)
	if mine.Unreadable {
		f.LeaveOut("note")
	}
	return web.Page{
		Title: when(ctx, g.Taught), Kicker: lessonWords(ctx, g.Taught), Narrow: true, Body: visitBody(g), Here: link.LessonVisit(g.ID),
		Back: web.Link{Text: t(ctx, "observation.lesson.back"), URL: link.OpenLesson(g.About)}, Sees: t(ctx, "observation.visit.sees"),
	}, nil
}

// mine is the note that the reader wrote.
func (g visitPage) mine() observation.Note {
	for _, n := range g.Notes {
		if n.Author == g.Self {
			return n
		}
	}
	return observation.Note{}
}

// of is the name of the author of a note.
func (g visitPage) of(n observation.Note) string {
	if n.Author == g.Teacher {
		return g.Who.Name()
	}
	return g.By.Name()
}

// writable says whether the visit can be recorded, or noted again.
func (g visitPage) writable() bool { return g.Begun && g.State != observation.Cancelled }

func stateOf(ctx context.Context, g visitPage) string {
	if g.State == observation.Planned && g.Begun {
		return t(ctx, "observation.visit.state.due")
	}
	return t(ctx, "observation.visit.state."+string(g.State))
}

// weekOfTeacher is the address of a week of one colleague.
func weekOfTeacher(teacher string) func(calendar.Date) string {
	return func(week calendar.Date) string { return link.AskToVisit(teacher, week) }
}
