package timetableweb

import (
	"context"
	"net/http"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/document"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/tree"
	"talim/internal/scheduling/explanation"
	"talim/internal/timetable"
	"talim/internal/timetable/cover"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// coverView is a day of cover.
type coverView struct {
	cover.Day
	today calendar.Date
	all   []people.Named
	words explanation.Words
}

func (v coverView) name(staff string) string { return v.words.Name(staff) }

// with are the people of a booking.
func (v coverView) with(e timetable.Entry) string {
	names := []string{v.name(e.Staff)}
	for _, id := range e.With {
		names = append(names, v.name(id))
	}
	return strings.Join(names, ", ")
}

// free are those who could give a lesson by hand.
func (v coverView) free(ctx context.Context, n cover.Need) []component.Choice {
	out := []component.Choice{{Label: i18n.T(ctx, "timetable.free.choose")}}
	for _, x := range v.all {
		if v.Free(x.ID, n) {
			out = append(out, component.Choice{Value: choiceValue(cover.Choice{Absence: n.Absence, StartsAt: n.Lesson.StartsAt, Staff: x.ID}), Label: x.Name})
		}
	}
	return out
}

// taking are the fields of a button that takes choices.
func (v coverView) taking(choices ...cover.Choice) []string {
	out := []string{"date", string(v.Date)}
	for _, c := range choices {
		out = append(out, "choice", choiceValue(c))
	}
	return out
}

// choiceValue is a choice as the value of a field: absence, hour and person.
func choiceValue(c cover.Choice) string {
	return c.Absence + " " + string(c.StartsAt) + " " + c.Staff
}

func choiceOf(value string) cover.Choice {
	p := strings.Fields(value)
	if len(p) != 3 {
		return cover.Choice{}
	}
	return cover.Choice{Absence: p[0], StartsAt: calendar.Clock(p[1]), Staff: p[2]}
}

// when is how long somebody is absent, in words.
func absentWhen(ctx context.Context, a cover.Absence) string {
	days := i18n.Period(ctx, a.Period)
	if a.Starts == a.Ends {
		days = i18n.DateWeekday(ctx, a.Starts)
	}
	if a.WholeDays() {
		return days
	}
	return days + ", " + string(a.StartsAt) + "–" + string(a.EndsAt)
}

// lessonWords is a lesson in a line: "7A, mathematics, room 5".
func lessonWords(ctx context.Context, e timetable.Entry) string {
	words := []string{className(ctx, e.Class), e.Subject.In(ctx)}
	if e.Group > 0 {
		words = append(words, i18n.T(ctx, "timetable.week.group", "Number", e.Group))
	}
	if e.Room != "" {
		words = append(words, roomName(ctx, e.Room))
	}
	return strings.Join(words, ", ")
}

// className says what a bare number is.
func className(ctx context.Context, name string) string {
	if explanation.Numbered(name) {
		return i18n.T(ctx, "timetable.lesson.class", "Class", name)
	}
	return name
}

// cover shows which lessons of a day need somebody, with a proposal for each (R173).
func (p *Pages) cover(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := p.coverOn(ctx, dateAsked(r, p.Timetable.Today()))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: i18n.T(ctx, "timetable.cover.title"), Kicker: i18n.Capital(i18n.DateWeekday(ctx, v.Date)), Sees: i18n.T(ctx, "timetable.cover.sees"),
		Body: coverPage(v),
	})
}

// dateAsked is the day in the address, or today.
func dateAsked(r *http.Request, today calendar.Date) calendar.Date {
	if d := web.ReadForm(r).Date("date"); d.Valid() && d > "1900" && d < "9900" {
		return d
	}
	return today
}

func (p *Pages) coverOn(ctx context.Context, day calendar.Date) (coverView, error) {
	actor := access.ActorFrom(ctx)
	d, err := p.Cover.On(ctx, actor, day)
	if err != nil {
		return coverView{}, err
	}
	v := coverView{Day: d, today: p.Timetable.Today()}
	if v.all, err = people.Choices(ctx, p.DB.Read(), actor.School, day); err != nil {
		return v, err
	}
	names := map[string]string{}
	for _, x := range v.all {
		names[x.ID] = x.Name
	}
	v.words = explanation.Words{
		Name:    func(id string) string { return names[id] },
		Subject: func(id string) string { return d.Subjects[id].In(ctx) },
		Class:   func(name string) string { return className(ctx, name) },
	}
	return v, nil
}

// giveCover takes proposals, one or all, or somebody chosen by hand.
func (p *Pages) giveCover(r *http.Request, f *web.Form) (web.Done, error) {
	day := dateAsked(r, p.Timetable.Today())
	var choices []cover.Choice
	for _, value := range f.Values("choice") {
		choices = append(choices, choiceOf(value))
	}
	made, err := p.Cover.Give(r.Context(), access.ActorFrom(r.Context()), day, choices)
	if fault.Is(err, fault.KindConflict) { // the day shows how it stands now
		return web.Next(link.Cover(string(day)), "timetable.cover.not_given"), nil
	}
	return web.Next(link.Cover(string(day)), "timetable.cover.given", "Count", len(made)), err
}

func (p *Pages) takeBackCover(r *http.Request, _ *web.Form) (web.Done, error) {
	c, err := p.Cover.TakeBack(r.Context(), access.ActorFrom(r.Context()), r.PathValue("id"))
	return web.Next(link.Cover(string(c.Date)), "timetable.cover.taken_back"), err
}

// absence is where an absence is recorded.
func (p *Pages) absence() web.FormOf[cover.NewAbsence] {
	return web.FormOf[cover.NewAbsence]{
		At: "/timetable/absences/new", Permission: cover.MayCover, Show: p.absencePage,
		Read: func(f *web.Form) cover.NewAbsence {
			return cover.NewAbsence{
				Staff: f.Value("staff"), From: f.Date("from"), To: f.Date("to"), StartsAt: f.Clock("starts_at"), EndsAt: f.Clock("ends_at"),
				Reason: cover.Reason(f.Value("reason")),
			}
		},
		Do: func(r *http.Request, in cover.NewAbsence) (web.Done, error) {
			made, err := p.Cover.RecordAbsence(r.Context(), access.ActorFrom(r.Context()), in)
			return web.Next(link.Cover(string(max(made.Starts, min(p.Timetable.Today(), made.Ends)))), "timetable.absence.recorded"), err
		},
	}
}

func (p *Pages) absencePage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	all, err := people.Choices(ctx, p.DB.Read(), access.ActorFrom(ctx).School, p.Timetable.Today())
	choices := []component.Choice{{Label: i18n.T(ctx, "timetable.free.choose")}}
	for _, x := range all {
		choices = append(choices, component.Choice{Value: x.ID, Label: x.Name})
	}
	f.Begin("from", string(dateAsked(r, p.Timetable.Today())))
	return web.Page{
		Title: i18n.T(ctx, "timetable.absence.new"), Narrow: true, Sees: i18n.T(ctx, "timetable.cover.sees"), Body: absencePage(f, choices),
		Back: web.Link{Text: i18n.T(ctx, "timetable.cover.title"), URL: link.Cover("")},
	}, err
}

func reasonChoices(ctx context.Context) []component.Choice {
	var out []component.Choice
	for _, r := range cover.Reasons {
		out = append(out, component.Choice{Value: string(r), Label: i18n.T(ctx, "timetable.absence.reason."+string(r))})
	}
	return out
}

// endAbsence ends an absence on the day before the one that was shown.
func (p *Pages) endAbsence(r *http.Request, _ *web.Form) (web.Done, error) {
	day := dateAsked(r, p.Timetable.Today())
	err := p.Cover.EndAbsence(r.Context(), access.ActorFrom(r.Context()), r.PathValue("id"), day.AddDays(-1))
	return web.Next(link.Cover(string(day)), "timetable.absence.ended"), err
}

// coverPaper is the sheet for the staffroom: who gives which lesson, no reasons.
func (p *Pages) coverPaper(w http.ResponseWriter, r *http.Request) error {
	ctx := web.PaperLanguage(r)
	format, ok := strings.CutPrefix(r.PathValue("paper"), "paper.")
	if !ok || format == "xlsx" {
		return fault.NotFound("timetable.paper.not_found")
	}
	v, err := p.coverOn(ctx, dateAsked(r, p.Timetable.Today()))
	if err != nil {
		return err
	}
	school, err := tree.ByID(ctx, p.DB.Read(), access.ActorFrom(ctx).School)
	if err != nil {
		return err
	}
	return web.Paper(w, r, format, "cover-"+string(v.Date), v.paper(ctx, school))
}

func (v coverView) paper(ctx context.Context, school tree.Organisation) document.Document {
	table := document.Table{Head: []string{
		i18n.T(ctx, "timetable.cover.when"), i18n.T(ctx, "timetable.cover.lesson"), i18n.T(ctx, "timetable.cover.instead"), i18n.T(ctx, "timetable.cover.who"),
	}}
	for _, n := range v.Needs {
		who := i18n.T(ctx, "timetable.cover.nobody_yet")
		if n.Cover != nil {
			who = v.name(n.Cover.Staff)
		}
		table.Rows = append(table.Rows, []string{string(n.Lesson.StartsAt) + "–" + string(n.Lesson.EndsAt), lessonWords(ctx, n.Lesson), v.name(n.Absent), who})
	}
	title := i18n.T(ctx, "timetable.cover.paper", "Date", i18n.Date(ctx, v.Date))
	return document.Document{
		Language: i18n.From(ctx).Language(), Title: title, Author: school.Name().In(ctx), Date: v.Date,
		Blocks: []document.Block{
			document.Paragraph{Text: school.Name().In(ctx), Align: document.Center}, document.Heading{Level: 1, Text: title}, table,
		},
	}
}

func coverPapers(ctx context.Context, day calendar.Date) []web.Link {
	var out []web.Link
	for _, format := range []string{"html", "pdf", "docx"} {
		out = append(out, web.Link{Text: i18n.T(ctx, "timetable.paper."+format), URL: link.With(link.CoverPaper(format), "date", string(day))})
	}
	return out
}

// handID is the id of the field that chooses by hand.
func handID(n cover.Need) string {
	return "hand-" + n.Absence + "-" + strings.ReplaceAll(string(n.Lesson.StartsAt), ":", "")
}
