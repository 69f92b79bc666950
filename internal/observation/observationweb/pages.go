// Package observationweb has the pages of lesson visits: lessons that are opened, places
// taken in them, leave asked for, and critical friends. Who may read what is decided in
// internal/observation.
package observationweb

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/observation"
	"talim/internal/people"
	"talim/internal/timetable"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

//go:embed messages/*.json
var messages embed.FS

// Messages is the catalogue of these pages.
func Messages() fs.FS {
	sub, err := fs.Sub(messages, "messages")
	if err != nil { // only for an invalid path
		return messages
	}
	return sub
}

// Pages holds the handlers.
type Pages struct {
	db     *db.DB
	visits *observation.Service
}

// New makes the pages.
func New(d *db.DB, s *observation.Service) *Pages { return &Pages{db: d, visits: s} }

// Routes lists the addresses of the pages. The domain asks again with the record at hand.
func (p *Pages) Routes() []web.Route {
	take := observation.Take
	return slices.Concat(
		p.openLesson().Routes(), p.editLesson().Routes(), p.ask().Routes(), p.request().Routes(), p.friends().Routes(), p.friend().Routes(), p.visit().Routes(),
		[]web.Route{
			{Pattern: "GET /observation", Permission: take, Handle: p.home},
			{Pattern: "GET /observation/past", Permission: take, Handle: p.past},
			{Pattern: "GET /observation/lessons", Permission: take, Handle: p.lessons},
			{Pattern: "GET /observation/lessons/{id}", Permission: take, Handle: p.lesson},
			{Pattern: "POST /observation/lessons/{id}/join", Permission: take, Handle: web.Act(p.join)},
			{Pattern: "POST /observation/lessons/{id}/leave", Permission: take, Handle: web.Act(p.leave)},
			{Pattern: "POST /observation/lessons/{id}/withdraw", Permission: take, Handle: web.Act(p.withdraw)},
			{Pattern: "POST /observation/requests/{id}/end", Permission: take, Handle: web.Act(p.endRequest)},
			{Pattern: "POST /observation/friends/{id}/end", Permission: take, Handle: web.Act(p.endFriend)},
			{Pattern: "POST /observation/visits/{id}/end", Permission: take, Handle: web.Act(p.endVisit)},
			{Pattern: "GET /observation/bookings/{booking}", Permission: take, Handle: p.booking},
		})
}

// actor is who asks.
func actor(ctx context.Context) access.Actor { return access.ActorFrom(ctx) }

// t is a message in the reader's language.
func t(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, key, args...) }

// toArea is the way up to the first page of the area.
func toArea(ctx context.Context) web.Link {
	return web.Link{Text: t(ctx, "observation.title"), URL: link.Observation()}
}

// when is the time of a lesson.
func when(ctx context.Context, l observation.Taught) string {
	return i18n.When(ctx, l.Date, l.StartsAt, l.EndsAt)
}

// lessonWords are class and subject: "7Б · Algebra".
func lessonWords(ctx context.Context, l observation.Taught) string {
	return strings.Trim(l.Class+" · "+l.Subject().In(ctx), " ·")
}

// purposes are what a lesson may serve.
func purposes(ctx context.Context) []component.Choice {
	var out []component.Choice
	for _, name := range observation.Purposes {
		out = append(out, component.Choice{Value: name, Label: t(ctx, "observation.purpose."+name)})
	}
	return out
}

// chosen is what stands in the select of a lesson: its day and its id.
func chosen(text string) observation.LessonChoice {
	day, lesson, _ := strings.Cut(text, " ")
	return observation.LessonChoice{Date: calendar.Date(day), Lesson: lesson}
}

// lessonChoices are the lessons of a week, by their days.
func (p *Pages) lessonChoices(ctx context.Context, week []timetable.Entry) []component.Choice {
	out := []component.Choice{{Value: "", Label: t(ctx, "observation.lesson.choose")}}
	for _, l := range week {
		was := ""
		if p.visits.Was(l) {
			was = " · " + t(ctx, "observation.ask.was")
		}
		out = append(out, component.Choice{
			Value: string(l.Date) + " " + l.Lesson, Group: i18n.Capital(i18n.DateWeekday(ctx, l.Date)),
			Label: i18n.Hours(l.StartsAt, l.EndsAt) + " · " + strings.Trim(l.Class+" · "+l.Subject.In(ctx), " ·") + was,
		})
	}
	return out
}

// weeksBehind is how many weeks back one chooses a lesson in which one was.
const weeksBehind = 2

// weekOf is the Monday of the week that the address names, or of this one; not one further
// back than so many weeks.
func (p *Pages) weekOf(f *web.Form, back int) calendar.Date {
	monday := p.visits.Today().Monday()
	if d := f.Date("week"); d.Valid() && d.Monday() >= monday.AddDays(-7*back) && d < monday.AddDays(70) {
		return d.Monday()
	}
	return monday
}

// weeks are the tabs of the weeks before, so many, of this one and the next ones.
func (p *Pages) weeks(ctx context.Context, shown calendar.Date, back int, address func(calendar.Date) string) []component.Tab {
	var out []component.Tab
	first := p.visits.Today().Monday()
	for i := range back + 4 {
		monday := first.AddDays(7 * (i - back))
		out = append(out, component.Tab{Text: i18n.SchoolWeek(ctx, monday), URL: address(monday), Current: monday == shown})
	}
	return out
}

// colleagues are the staff at work without the reader, her critical friends first.
func (p *Pages) colleagues(ctx context.Context, first ...string) ([]component.Choice, error) {
	who := actor(ctx)
	all, err := people.PersonsAtWork(ctx, p.db.Read(), who.School, p.visits.Today())
	var out []component.Choice
	for _, x := range all {
		if x.ID != who.Staff {
			out = append(out, component.Choice{Value: x.ID, Label: x.Name()})
		}
	}
	slices.SortStableFunc(out, func(a, b component.Choice) int {
		return rank(slices.Contains(first, a.Value)) - rank(slices.Contains(first, b.Value))
	})
	return out, err
}

func rank(first bool) int {
	if first {
		return 0
	}
	return 1
}

// booking leads from an entry of the week to the lesson.
func (p *Pages) booking(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := p.visits.LessonOfBooking(ctx, actor(ctx), r.PathValue("booking"))
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.OpenLesson(id), "")
}
