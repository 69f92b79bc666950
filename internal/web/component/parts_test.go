package component_test

import (
	"testing"

	"talim/internal/web/component"
	. "talim/internal/web/htmlcheck"
)

func TestPostButtonSendsItsFields(t *testing.T) {
	Page(t, render(t, component.PostButton(component.Button{Text: "Send", Action: "/x", Primary: true, Label: "T-A2", Fields: []string{"a", "1", "a", "2", "b"}})),
		Has("form[method=post][action='/x'] button.btn.primary"), Count("input[type=hidden]", 2), In(".vh", HasText("T-A2")), Not("details"))
}

// A button that asks opens its question first; what is sent is the same, and needs no script.
func TestPostButtonAsksBeforeItSends(t *testing.T) {
	body := render(t, component.PostButton(component.Button{Text: "Delete", Action: "/x", Danger: true, Ask: "It cannot be taken back.", Fields: []string{"id", "7"}}))
	Page(t, body, Has("details.ask summary.btn.danger"), In("details", HasText("It cannot be taken back."), Has("form[action='/x'] input[name=id][value='7']")), Not("details[open]"), Count("form", 1))
}

func TestConfirmOffersTheWayOut(t *testing.T) {
	body := render(t, component.Confirm("The pair ends.", component.Button{Text: "End it", Action: "/end"}, "Leave it", "/back"))
	Page(t, body, HasText("The pair ends."), Has("form[action='/end']"), In("a.btn[href='/back']", HasText("Leave it")))
}

func TestStepsSayHowFarItHasCome(t *testing.T) {
	body := render(t, component.Steps("The way", []component.Step{{Text: "one", Done: true}, {Text: "two", Current: true}, {Text: "three"}}))
	Page(t, body, Has("ol[aria-label='The way']"), Count("li", 3), In("li.done", HasText("one"), Has(".vh")), In("li[aria-current=step]", HasText("two"), Not(".vh")), Count("li[aria-current]", 1))
}

func TestTabsMarkTheViewThatIsOpen(t *testing.T) {
	body := render(t, component.Tabs("Views", []component.Tab{{Text: "Week", URL: "/w", Current: true}, {Text: "Day", URL: "/d"}}))
	Page(t, body, Has("nav[aria-label=Views]"), In("a[aria-current=page]", HasText("Week")), Count("a[aria-current]", 1), Has("a[href='/d']"))
}

func TestFoldStandsOpenWhereSomethingIsWrong(t *testing.T) {
	Page(t, render(t, component.Fold("More", true)), Has("details[open] summary"))
	Page(t, render(t, component.Fold("More", false)), Not("details[open]"))
	Page(t, render(t, component.More("More")), Has("details.more"), Not("details[open]"))
}

// A paper is offered in each language and format, and once more with codes for names.
func TestPapersAreOfferedWithNamesAndWithCodes(t *testing.T) {
	body := render(t, component.Papers(func(format string) string { return "/paper/" + format }))
	Page(t, body, Count("a", 18), Count("details a", 9), Has("a[href='/paper/pdf?in=kk']"), Has("details a[href='/paper/docx?codes=1&in=ru']"), Count("b[lang=en]", 2))
}

// A place is a link where it is an address of the web, and never anything that runs.
func TestPlaceLeadsToAddressesOfTheWebOnly(t *testing.T) {
	for place, link := range map[string]bool{
		"https://school5.kz": true, "http://school5.kz/a": true, "кабинет 3": false, "javascript:alert(1)": false, "HTTPS://x": false, "": false, "https": false, "//x": false,
	} {
		check := Not("a")
		if link {
			check = In("a[href='"+place+"']", HasText(place))
		}
		Page(t, "<p>"+render(t, component.Place(place))+"</p>", check, In("p", HasText(place)))
	}
}

func TestTagSaysItsStateInWords(t *testing.T) {
	for _, kind := range []string{component.OK, component.Wait, component.Late} {
		Page(t, render(t, component.Tag(kind, "done")), In("span.tag."+kind, HasText("done")))
		Page(t, render(t, component.Note(kind, "Look")), In("p.note."+kind, HasText("Look")))
	}
}

func TestFactsTakeAPartInThePlaceOfAValue(t *testing.T) {
	body := render(t, component.Facts(component.Fact{Name: "State", Value: "not shown", Part: component.Tag(component.OK, "done")}, component.Fact{Name: "Nothing"}))
	Page(t, body, Count("dt", 1), In("dd", Has("span.tag"), NoText("not shown")))
}

func TestPartsEscapeWhatTheyAreGiven(t *testing.T) {
	evil := `<script>alert("x")</script>`
	for name, body := range map[string]string{
		"tag": render(t, component.Tag("ok", evil)), "note": render(t, component.Note("ok", evil)), "figure": render(t, component.Figure(evil, evil)), "lead": render(t, component.Lead(evil, evil)),
		"facts": render(t, component.Facts(component.Fact{Name: evil, Value: evil})), "steps": render(t, component.Steps(evil, []component.Step{{Text: evil}})),
		"tabs": render(t, component.Tabs(evil, []component.Tab{{Text: evil, URL: evil}})), "fold": render(t, component.Fold(evil, true)), "hidden": render(t, component.Hidden(evil, evil)),
		"button": render(t, component.PostButton(component.Button{Text: evil, Action: evil, Label: evil, Ask: evil, Fields: []string{evil, evil}})), "empty": render(t, component.Empty(evil, evil)),
		"place": "<p>" + render(t, component.Place(evil)) + "</p>", "card": render(t, component.Card(evil)), "section": render(t, component.Section(evil)),
	} {
		Page(t, body, Not("script"))
		if body == "" {
			t.Errorf("%s is empty", name)
		}
	}
}
