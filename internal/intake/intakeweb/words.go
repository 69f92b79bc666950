package intakeweb

import (
	"context"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"talim/internal/i18n"
	"talim/internal/intake"
	"talim/internal/people/staffimport"
	"talim/internal/timetable"
	"talim/internal/timetable/lessonimport"
	"talim/internal/web"
	"talim/internal/web/component"
)

// steps shows the way of an import; now counts from 1.
func steps(ctx context.Context, now int) templ.Component {
	var all []component.Step
	for n, name := range []string{"file", "columns", "preview", "done"} {
		all = append(all, component.Step{Text: i18n.T(ctx, "intake.step."+name), Done: n+1 < now, Current: n+1 == now})
	}
	return component.Steps(i18n.T(ctx, "intake.steps"), all)
}

func stateTag(s intake.State) string {
	switch s {
	case intake.Applied:
		return component.OK
	case intake.Previewed:
		return component.Wait
	}
	return component.Plain
}

// choiceForm is a form filled with what was decided before.
func choiceForm(c intake.Choice) web.Form {
	form := web.NewForm("missing", "leave", "teachers", "refuse")
	if c.EndMissing {
		form.Set("missing", "end")
	}
	if c.AddTeachers {
		form.Set("teachers", "add")
	}
	return form
}

// sameField is the field that asks about one row.
func sameField(i int) string { return "same_" + strconv.Itoa(i) }

// rowOf says which row it is that is asked about.
func rowOf(ctx context.Context, x staffimport.Namesake) string {
	if x.Code == "" {
		return i18n.T(ctx, "intake.same_name.line", "Line", x.Line)
	}
	return i18n.T(ctx, "intake.same_name.row", "Line", x.Line, "Code", x.Code)
}

// sameChoices are whom a row may mean; nothing is chosen for the reader.
func sameChoices(ctx context.Context, x staffimport.Namesake) []component.Choice {
	out := []component.Choice{{Value: "", Label: i18n.T(ctx, "intake.word.choose")}}
	for _, p := range x.Known {
		out = append(out, component.Choice{Value: p.Code, Label: i18n.T(ctx, "intake.same_name.same", "Name", p.Name, "Code", p.Code)})
	}
	return append(out, component.Choice{Value: staffimport.AnotherPerson, Label: i18n.T(ctx, "intake.same_name.new")})
}

// unknownNames lists the teachers whom the school does not know.
func unknownNames(all []lessonimport.Unknown) string {
	var names []string
	for _, u := range all {
		names = append(names, u.Name)
	}
	return joined(names)
}

// strangers are all whom the file names and the school does not know, added or not.
func strangers(v intake.Preview) []lessonimport.Unknown {
	if len(v.Joining) > 0 {
		return v.Joining
	}
	return v.Unknown
}

// inTheWay counts the rows that are refused because of lessons that stay.
func inTheWay(r intake.Report) int {
	n := 0
	for _, x := range r.Refused {
		if strings.HasPrefix(x.Key, "timetable.clash.") && strings.HasSuffix(x.Key, "_kept") {
			n++
		}
	}
	return n
}

func joined(names []string) string { return strings.Join(names, ", ") }

func subjectNames(ctx context.Context, subjects []timetable.SubjectFacts) []string {
	var names []string
	for _, s := range subjects {
		names = append(names, s.Name.In(ctx))
	}
	return names
}

func cellsInShort(cells []string) string {
	var kept []string
	for _, c := range cells {
		if c != "" {
			kept = append(kept, shortened(c))
		}
	}
	return strings.Join(kept[:min(len(kept), 8)], " · ")
}

// lessonText is a lesson in one line; nothing for no lesson.
func lessonText(ctx context.Context, l lessonimport.Words) string {
	if l.Teacher == "" {
		return ""
	}
	parts := []string{
		i18n.WeekdayName(ctx, l.Weekday) + " " + string(l.StartsAt) + "–" + string(l.EndsAt), l.Teacher, l.Class, l.Subject.Name.In(ctx),
	}
	if l.Group > 0 {
		parts = append(parts, i18n.T(ctx, "intake.lesson.group", "Number", strconv.Itoa(l.Group)))
	}
	if l.Turn != timetable.EveryWeek {
		parts = append(parts, i18n.T(ctx, "intake.lesson.turn", "Number", int(l.Turn)))
	}
	if l.Room != "" {
		parts = append(parts, l.Room)
	}
	return strings.Join(parts, ", ")
}
