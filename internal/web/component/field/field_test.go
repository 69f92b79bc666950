package field_test

import (
	"context"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"talim/internal/i18n"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/component/field"
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
	return b.String()
}

func TestFieldsAreWhatTheyAreCalled(t *testing.T) {
	f := web.NewForm("x", "2")
	choices := []component.Choice{{Value: "1", Label: "One"}, {Value: "2", Label: "Two"}}
	for selector, c := range map[string]templ.Component{
		"input[type=text][maxlength=30][required]":              field.Line(f, "x", "X", field.Max(30)),
		"input[type=date][min=2013-09-02][max=2014-05-25]":      field.Date(f, "x", "X", field.Between("2013-09-02", "2014-05-25")),
		"input[type=time][required]":                            field.Time(f, "x", "X"),
		"input[type=number][inputmode=numeric][value=2]":        field.Number(f, "x", "X"),
		"input[type=file][accept='.csv']":                       field.File(f, "x", "X", field.Accept(".csv")),
		"textarea[rows=7][required]":                            field.Area(f, "x", "X", field.Rows(7)),
		"select[required][data-auto] option[value=2][selected]": field.Select(f, "x", "X", choices, field.Auto),
		"input[type=radio][value=2][checked]":                   field.Radio(f, "x", "X", choices),
		"input[type=checkbox][value=2][checked]":                field.Checks(f, "x", "X", choices),
		"input[type=checkbox][name=x][value=1]":                 field.Check(f, "x", "X"),
		"#f-x-offers option[value=physics]":                     field.Line(f, "x", "X", field.Offers([]string{"physics"})),
		"#f-x-hint":                                             field.Line(f, "x", "X", field.Hint("As in the order")),
	} {
		Page(t, render(t, c), Has(selector))
	}
}

func TestOptionalSaysSo(t *testing.T) {
	f := web.NewForm()
	Page(t, render(t, field.Date(f, "x", "X", field.Optional)), Not("[required]"), In("label", HasText("optional")))
	Page(t, render(t, field.Date(f, "x", "X")), In("label", NoText("optional")))
	Page(t, render(t, field.Line(f, "x", "X", field.Sometimes)), Not("[required]"), In("label", NoText("optional")))
}
