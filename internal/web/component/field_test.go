package component_test

import (
	"context"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"talim/internal/fault"
	"talim/internal/web"
	"talim/internal/web/component"
	. "talim/internal/web/htmlcheck"
)

// refusedForm is a form that was sent with the pairs and refused for the fields.
func refusedForm(pairs []string, fields ...string) web.Form {
	f := web.NewForm(pairs...)
	var faults fault.Fields
	for _, name := range fields {
		faults.Add(name, "fault.text_missing")
	}
	f.Take(faults.Err())
	return f
}

// colours are three choices, one of which cannot be chosen.
var colours = []component.Choice{{Value: "", Label: "Choose"}, {Value: "r", Label: "Red", Hint: "like a poppy"}, {Value: "g", Label: "Green", Off: true}}

// every makes a field of each kind of one input.
func every(i component.Input) map[string]templ.Component {
	return map[string]templ.Component{
		"line": component.Field(i), "area": component.Area(i), "list": component.Select(i, colours), "radio": component.Radio(i, colours), "checks": component.Checks(i, colours), "check": component.Check(i),
	}
}

// A field of whatever kind says its label, and where it may be left empty.
func TestFieldsSayWhatIsOptional(t *testing.T) {
	for _, required := range []bool{true, false} {
		for kind, field := range every(component.Input{Name: "x", Label: "Colour", Required: required}) {
			body := render(t, field)
			Page(t, body, HasText("Colour"), Has("[name=x]"))
			if optional := strings.Contains(body, `class="optional"`); optional == (required || kind == "check") { // a box may always stay empty
				t.Errorf("%s, required %v: %s", kind, required, body)
			}
		}
	}
}

// The hint and the fault are tied to the field, so that a screen reader says them with it.
func TestFieldsNameTheirHintAndFault(t *testing.T) {
	f := refusedForm(nil, "x")
	for kind, field := range every(component.Input{Form: f, Name: "x", Label: "Colour", Hint: "One word"}) {
		body := render(t, field)
		Page(t, body, In("#f-x-hint", HasText("One word")), Has("#f-x-fault"))
		if !strings.Contains(body, `aria-describedby="f-x-hint f-x-fault"`) {
			t.Errorf("%s is described otherwise: %s", kind, body)
		}
		if group := kind == "radio" || kind == "checks"; !group && !strings.Contains(body, `aria-invalid="true"`) {
			t.Errorf("%s is not marked as wrong", kind)
		}
	}
	for kind, field := range every(component.Input{Form: web.NewForm(), Name: "x", Label: "Colour"}) {
		if body := render(t, field); strings.Contains(body, "f-x-hint") || strings.Contains(body, "f-x-fault") || strings.Contains(body, "aria-invalid") {
			t.Errorf("%s says something of nothing: %s", kind, body)
		}
	}
}

// What was typed stands in the field again, escaped; a password and a file never do.
func TestFieldsHoldWhatWasTyped(t *testing.T) {
	typed := `<b>"ө" & 'x'`
	f := web.NewForm("x", typed)
	for kind, want := range map[string]string{"text": typed, "password": "", "file": ""} {
		body := render(t, component.Field(component.Input{Form: f, Name: "x", Label: "X", Type: kind}))
		if got := Attr(body, "#f-x", "value"); got != want {
			t.Errorf("a field of %s holds %q", kind, got)
		}
		if strings.Contains(body, "<b>") {
			t.Errorf("a field of %s is not escaped", kind)
		}
	}
	Page(t, render(t, component.Area(component.Input{Form: f, Name: "x", Label: "X"})), In("textarea", HasText(typed)), Not("textarea b"))
	Page(t, render(t, component.Field(component.Input{Form: f, Name: "x", Label: "X", Type: "password"})), Has("input[name=_secret][value=x]"))
}

// Choices that were made stand as they were, and what cannot be chosen is not.
func TestChoicesStandAsTheyWereMade(t *testing.T) {
	f := web.NewForm("x", "r", "y", "")
	list := render(t, component.Select(component.Input{Form: f, Name: "x", Label: "X"}, colours))
	Page(t, list, Count("option[selected]", 1), Has("option[value=r][selected]"), Has("option[value=g][disabled]"))
	Page(t, render(t, component.Radio(component.Input{Form: f, Name: "x", Label: "X"}, colours)), Count("input[checked]", 1), Has("input[type=radio][value=r][checked]"), In("#f-x-1-hint", HasText("like a poppy")))
	both := render(t, component.Checks(component.Input{Form: web.NewForm("x", "r", "x", "g"), Name: "x", Label: "X"}, colours))
	Page(t, both, Count("input[type=checkbox][checked]", 2))
	Page(t, render(t, component.Check(component.Input{Form: f, Name: "x", Label: "X"})), Has("input[value='1'][checked]"))
	Page(t, render(t, component.Check(component.Input{Form: f, Name: "y", Label: "Y"})), Not("input[checked]"))
}

// Choices of one heading stand together under it, in a list.
func TestSelectGroupsItsChoices(t *testing.T) {
	body := render(t, component.Select(component.Input{Name: "x", Label: "X"}, []component.Choice{
		{Value: "", Label: "None"}, {Value: "1", Label: "Kim", Group: "Teachers"}, {Value: "2", Label: "Lee", Group: "Teachers"}, {Value: "3", Label: "Director", Group: "Leaders"},
	}))
	Page(t, body, Count("optgroup", 2), In("optgroup[label=Teachers]", Count("option", 2)), In("optgroup[label=Leaders]", Count("option", 1)), Count("option", 4))
}

// Limits of a field are told to the browser, which helps before the server refuses.
func TestFieldsTellTheirLimits(t *testing.T) {
	body := render(t, component.Field(component.Input{Name: "n", Label: "N", Type: "number", InputMode: "numeric", Min: "1", Max: "9", Required: true, Offers: []string{"3", "5"}}))
	Page(t, body, Has("input[type=number][min='1'][max='9'][inputmode=numeric][required][list=f-n-offers]"), Count("datalist option", 2))
	Page(t, render(t, component.Area(component.Input{Name: "x", Label: "X", MaxLength: 500})), Has("textarea[maxlength='500'][rows='4']"))
	Page(t, render(t, component.Area(component.Input{Name: "x", Label: "X", Rows: 9})), Has("textarea[rows='9']"))
	Page(t, render(t, component.Field(component.Input{Name: "x", Label: "X"})), Has("input[type=text][autocomplete=off]"), Not("input[maxlength]"), Not("datalist"))
}

// What somebody else made of a field meanwhile stands beside what was typed, in words that
// the reader knows.
func TestFieldsShowWhatTheOtherMade(t *testing.T) {
	for name, c := range map[string]struct {
		kind  string
		value component.Meanwhile
		want  string
	}{
		"a choice":      {"", component.Meanwhile{Values: []string{"r"}}, "Red"},
		"a text":        {"", component.Meanwhile{Values: []string{"blue"}}, "blue"},
		"a day":         {"date", component.Meanwhile{Values: []string{"2013-09-02"}}, "2 September 2013"},
		"several":       {"", component.Meanwhile{Values: []string{"r", "g"}}, "Red, Green"},
		"nothing there": {"", component.Meanwhile{}, ""},
	} {
		f := meanwhileForm{web.NewForm("x", "typed"), c.value}
		body := render(t, component.Select(component.Input{Form: f, Name: "x", Label: "X", Type: c.kind}, colours))
		Page(t, body, In("#f-x-meanwhile", HasText(c.want)), Has("select[aria-describedby='f-x-meanwhile']"))
		if name == "nothing there" && strings.Contains(Attr(body, "#f-x-meanwhile", "class"), "fault") {
			t.Error("a change of somebody else is shown as a fault")
		}
	}
}

type meanwhileForm struct {
	web.Form
	of component.Meanwhile
}

func (f meanwhileForm) Meanwhile(string) (component.Meanwhile, bool) { return f.of, true }

// A form keeps what is typed in the browser, but not where it asks for nothing to be sent.
func TestFormKeepsADraftOfWhatIsSent(t *testing.T) {
	form := func(s component.Sheet) string {
		ctx := templ.WithChildren(context.Background(), component.Hidden("a", "1"))
		var b strings.Builder
		if err := component.FormOf(s).Render(ctx, &b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	Page(t, form(component.Sheet{Action: "/x"}), Has("form[method=post][action='/x'][data-draft='/x'][novalidate]"), Has("form.card.stack"), Has("form input[name=a]"))
	Page(t, form(component.Sheet{Action: "/x", Draft: "plan-1"}), Has("form[data-draft='plan-1']"))
	Page(t, form(component.Sheet{Action: "/x", Method: "get", Row: true, Plain: true}), Has("form[method=get].fields-row"), Not("form[data-draft]"), Not("form.card"))
	Page(t, form(component.Sheet{Action: "/x", Upload: true}), Has("form[enctype='multipart/form-data']"))
	Page(t, form(component.Sheet{Action: "javascript:alert(1)"}), Not("form[action^='javascript']"))
}
