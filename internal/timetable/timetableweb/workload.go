package timetableweb

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/document"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people/tree"
	"talim/internal/timetable/workload"
	"talim/internal/web"
	"talim/internal/web/link"
)

// dayAsked is the day in the address, or today.
func dayAsked(r *http.Request, today calendar.Date) calendar.Date {
	if day, err := calendar.Within(today, r.URL.Query().Get("on")); err == nil {
		return day
	}
	return today
}

func (p *Pages) workload(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	load, err := workload.On(ctx, p.DB.Read(), access.ActorFrom(ctx), dayAsked(r, p.Timetable.Today()))
	if err != nil {
		return err
	}
	bySubject(ctx, load.Subjects)
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: i18n.T(ctx, "timetable.workload.title"), Kicker: i18n.Date(ctx, load.On), Sees: i18n.T(ctx, "timetable.workload.sees"),
		Body: workloadPage(load),
	})
}

// bySubject puts the rows in the order of the reader's alphabet.
func bySubject(ctx context.Context, rows []workload.Subject) {
	slices.SortStableFunc(rows, func(a, b workload.Subject) int {
		return cmp.Compare(i18n.SortKey(a.Subject.In(ctx)), i18n.SortKey(b.Subject.In(ctx)))
	})
}

// stavkas has two digits, as in the printed tables.
func stavkas(ctx context.Context, l workload.Table, hours float64) string {
	text := strconv.FormatFloat(l.Stavkas(hours), 'f', 2, 64)
	if i18n.From(ctx).Language() != i18n.English {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}

// workloadPaper is the table as a paper (pdf, docx, html) or a spreadsheet, in the
// language asked for.
func (p *Pages) workloadPaper(w http.ResponseWriter, r *http.Request) error {
	ctx, school := web.PaperLanguage(r), access.ActorFrom(r.Context()).School
	format, ok := strings.CutPrefix(r.PathValue("paper"), "paper.")
	if !ok {
		return fault.NotFound("timetable.paper.not_found")
	}
	load, err := workload.On(ctx, p.DB.Read(), access.ActorFrom(ctx), dayAsked(r, p.Timetable.Today()))
	if err != nil {
		return err
	}
	bySubject(ctx, load.Subjects)
	if format == "xlsx" {
		return web.Spreadsheet(w, r, "workload.xlsx", loadSheet(ctx, load))
	}
	owner, err := tree.ByID(ctx, p.DB.Read(), school)
	if err != nil {
		return err
	}
	return web.Paper(w, r, format, "workload", loadPaper(ctx, load, owner))
}

func loadHead(ctx context.Context) []string {
	return []string{
		i18n.T(ctx, "timetable.workload.subject"), i18n.T(ctx, "timetable.workload.classes"), i18n.T(ctx, "timetable.workload.hours"),
		i18n.T(ctx, "timetable.workload.stavkas"), i18n.T(ctx, "timetable.workload.teachers"),
	}
}

func peopleHead(ctx context.Context) []string {
	return []string{i18n.T(ctx, "timetable.workload.teacher"), i18n.T(ctx, "timetable.workload.hours"), i18n.T(ctx, "timetable.workload.stavkas")}
}

func loadPaper(ctx context.Context, l workload.Table, school tree.Organisation) document.Document {
	subjects := document.Table{Head: loadHead(ctx), Numbered: true}
	for _, s := range l.Subjects {
		subjects.Rows = append(subjects.Rows, []string{
			s.Subject.In(ctx), strings.Join(s.Classes, ", "), i18n.Number(ctx, s.Hours), stavkas(ctx, l, s.Hours), strings.Join(s.Teachers, ", "),
		})
	}
	persons := document.Table{Head: peopleHead(ctx), Numbered: true}
	for _, x := range l.People {
		persons.Rows = append(persons.Rows, []string{x.Name, i18n.Number(ctx, x.Hours), stavkas(ctx, l, x.Hours)})
	}
	return document.Document{
		Language: i18n.From(ctx).Language(), Title: i18n.T(ctx, "timetable.workload.title"), Author: school.Name().In(ctx), Date: l.On, Landscape: true,
		Blocks: []document.Block{
			document.Paragraph{Text: school.Name().In(ctx), Align: document.Center},
			document.Heading{Level: 1, Text: i18n.T(ctx, "timetable.workload.title")},
			document.Paragraph{Text: i18n.T(ctx, "timetable.workload.paper", "Date", i18n.Date(ctx, l.On), "Hours", l.StavkaHours, "Total", i18n.Number(ctx, l.Hours), "Stavkas", stavkas(ctx, l, l.Hours))},
			subjects,
			document.Heading{Level: 2, Text: i18n.T(ctx, "timetable.workload.people")},
			persons,
		},
	}
}

func loadSheet(ctx context.Context, l workload.Table) document.Spreadsheet {
	subjects := document.Grid{Name: i18n.T(ctx, "timetable.workload.subjects"), Head: loadHead(ctx)}
	for _, s := range l.Subjects {
		subjects.Rows = append(subjects.Rows, []any{s.Subject.In(ctx), strings.Join(s.Classes, ", "), s.Hours, l.Stavkas(s.Hours), strings.Join(s.Teachers, ", ")})
	}
	persons := document.Grid{Name: i18n.T(ctx, "timetable.workload.people"), Head: peopleHead(ctx)}
	for _, x := range l.People {
		persons.Rows = append(persons.Rows, []any{x.Name, x.Hours, l.Stavkas(x.Hours)})
	}
	return document.Spreadsheet{Title: i18n.T(ctx, "timetable.workload.title"), Date: l.On, Sheets: []document.Grid{subjects, persons}}
}

// papers are the ways the table leaves the screen.
func papers(ctx context.Context, on calendar.Date) []web.Link {
	var out []web.Link
	for _, format := range []string{"html", "pdf", "docx", "xlsx"} {
		out = append(out, web.Link{Text: i18n.T(ctx, "timetable.paper."+format), URL: link.With(link.WorkloadPaper(format), "on", string(on))})
	}
	return out
}
