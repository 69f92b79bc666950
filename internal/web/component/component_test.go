package component_test

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/web"
	"talim/internal/web/component"
	. "talim/internal/web/htmlcheck"
)

func render(t *testing.T, c templ.Component) string {
	t.Helper()
	bundle, err := i18n.NewBundle(web.Messages())
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := c.Render(i18n.With(context.Background(), bundle.Locale(i18n.English)), &b); err != nil {
		t.Fatal(err)
	}
	if gaps := bundle.Lacking(); len(gaps) > 0 {
		t.Errorf("messages lacking: %v", gaps)
	}
	return b.String()
}

func item(at, until calendar.Clock, title string) component.WeekItem {
	return component.WeekItem{Starts: at, Ends: until, Kind: component.Lesson, Title: title}
}

func TestWeekPutsEqualTimesIntoOneRow(t *testing.T) {
	body := render(t, component.Week("My week", []component.WeekDay{
		{Date: "2013-09-02", Items: []component.WeekItem{item("10:00", "10:45", "late"), item("08:00", "08:45", "early")}},
		{Date: "2013-09-03", Today: true, Items: []component.WeekItem{item("10:00", "10:45", "one"), item("10:00", "10:45", "two")}},
		{Date: "2013-09-04", Note: "Holiday"},
		{Date: "2013-09-05"},
	}))
	Page(t, body,
		Count("section.day", 4),
		In("section:contains(Monday)", In(".r1", HasText("early"), HasText("08:00–08:45")), In(".r2", HasText("late")), NoText("(today)")),
		In("section:contains(Tuesday)", Not(".r1"), Count(".r2 li", 2), HasText("(today)")),
		In("section:contains(Wednesday)", HasText("Holiday"), NoText("Nothing")),
		In("section:contains(Thursday)", HasText("Nothing")),
		Not("[style]"),
	)
}

func TestWeekWithMoreTimesThanRows(t *testing.T) {
	var items []component.WeekItem
	for n := range 30 {
		at := calendar.ClockAt(480 + 10*n)
		items = append(items, item(at, at, "x"))
	}
	Page(t, render(t, component.Week("w", []component.WeekDay{{Date: "2013-09-02", Items: items}})), Count("li", 30), Has(".r24"), Not(".r25"))
}

func TestWeekEscapes(t *testing.T) {
	body := render(t, component.Week("w", []component.WeekDay{{Date: "2013-09-02", Items: []component.WeekItem{
		{Starts: "08:00", Ends: "08:45", Title: "<b>x</b>", URL: "javascript:alert(1)"},
	}}}))
	Page(t, body, Not("li b"), Not("a[href^=javascript]"))
}

// rows draws the children of a table: a head, where there are titles, and a body.
func rows(body string, titles ...string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if len(titles) > 0 {
			if err := component.Head(titles...).Render(ctx, w); err != nil {
				return err
			}
		}
		_, err := io.WriteString(w, body)
		return err
	})
}

func tableOf(t *testing.T, children templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := component.Table("Staff").Render(templ.WithChildren(context.Background(), children), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// On a telephone the rows are cards: each cell below the head carries the name of its column.
func TestTableNamesItsCellsForATelephone(t *testing.T) {
	body := tableOf(t, rows(`<tbody><tr><th scope="row">T-A2</th><td>Mathematics<br>&lt;td&gt;</td><td class="n">3</td><td><a class="btn">Open</a></td></tr>`+
		`<tr><td>x</td><td colspan="3">nothing</td></tr></tbody>`, "Name", `Subject & "unit"`, "Years", ""))
	Page(t, body,
		In(".scroll.stacks", HasAttr("tabindex", "0"), HasAttr("aria-label", "Staff")),
		In("tbody tr:contains(T-A2)",
			In("th", HasText("T-A2")), Not("th[data-label]"),
			In("td:contains(Mathematics)", HasAttr("data-label", `Subject & "unit"`), HasText("<td>")),
			In("td.n", HasAttr("data-label", "Years")), Not("td[data-label]:contains(Open)")),
		In("td:contains(x)", HasAttr("data-label", "Name")),
		Not("td[colspan][data-label]"), Not("thead [data-label]"),
	)
}

// Two columns fit beside one another, and a grid of hours has no heading for each cell.
func TestTableThatScrolls(t *testing.T) {
	for _, children := range []templ.Component{rows(`<tbody><tr><td>1</td></tr></tbody>`, "a", "b"), rows(`<tbody><tr><td>1</td></tr></tbody>`)} {
		Page(t, tableOf(t, children), In(".scroll", HasAttr("tabindex", "0")), Not(".stacks"), Not("[data-label]"), Count("td", 1))
	}
}

func TestBarsAreATableWithDrawing(t *testing.T) {
	body := render(t, component.Bars("Held", "What", "How many", []component.Bar{
		{Label: "Meetings", Value: 6, Text: "6 of 12", Of: 12}, {Label: "Visits", Value: 0, Text: "none"},
	}))
	Page(t, body,
		In("caption", HasText("Held")),
		In("tr:contains(Meetings)", HasText("6 of 12"), In("rect.bar", HasAttr("width", "49.5")), In("rect.goal", HasAttr("x", "99.0"))),
		In("tr:contains(Visits)", In("rect.bar", HasAttr("width", "0.0")), Not("rect.goal")),
		Each("svg", HasAttr("aria-hidden", "true")),
	)
}

func TestBarsOfNothing(t *testing.T) {
	Page(t, render(t, component.Bars("c", "n", "v", nil)), Has("table"), Not("svg"))
}

func TestSummaryNamesOnlyFieldsOfTheForm(t *testing.T) {
	f := web.NewForm()
	var faults fault.Fields
	faults.Add("topic", "fault.text_missing")
	faults.Add("", "fault.unreadable")
	faults.Add("elsewhere", "fault.number")
	f.Take(faults.Err())
	field := component.Field(component.Input{Form: f, Name: "topic", Label: "Topic"})
	ctx := templ.WithChildren(context.Background(), field)
	var b strings.Builder
	if err := component.FormOf(component.Sheet{Form: f, Action: "/x"}).Render(ctx, &b); err != nil {
		t.Fatal(err)
	}
	Page(t, b.String(), Count(".summary li", 3), Count(".summary a", 1), Has("a[href=#f-topic]"))
}

func TestFactsLeaveOutWhatIsEmpty(t *testing.T) {
	body := render(t, component.Facts(component.Fact{Name: "Mentor", Value: "T-A2"}, component.Fact{Name: "Room"}))
	Page(t, body, Count("dt", 1), In("dd", HasText("T-A2")))
}

func TestPagerWithoutPagesIsNotThere(t *testing.T) {
	Page(t, render(t, component.Pager("", "")), Not("nav"))
	Page(t, render(t, component.Pager("", "/x?after=1")), Count("a", 1), In("a", HasAttr("rel", "next")))
}

func TestYesNoSendsEitherAnswerByItself(t *testing.T) {
	body := render(t, component.YesNo(component.Question{Action: "/x", Yes: "I agree", No: "I do not", Fields: []string{"of", "7"}}))
	Page(t, body, Count("form", 2), Count("input[name=of][value=7]", 2),
		In("form:contains(I agree)", Has("input[name=answer][value=yes]"), Has("button.primary")),
		In("form:contains(I do not)", Has("input[name=answer][value=no]"), Not("button.primary")), Not("details"))
	quiet := render(t, component.YesNo(component.Question{Action: "/x", Name: "coming", Yes: "Yes", No: "No", Quiet: true}))
	Page(t, quiet, Has("input[name=coming][value=yes]"), Not("button.primary"))
}

func TestOpenSaysWhatItOpens(t *testing.T) {
	Page(t, render(t, component.Open("T-A2", "/people/staff/1")), In("a[href='/people/staff/1']", HasText("Open"), In(".vh", HasText("T-A2"))))
}
