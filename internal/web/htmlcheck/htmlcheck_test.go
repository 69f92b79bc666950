package htmlcheck_test

import (
	"testing"

	. "talim/internal/web/htmlcheck"
)

const page = `<!doctype html><html lang="kk"><body><h1>Апта   кестесі</h1>
<form action="/a" class="card stack"><label for="x">Пән</label><input id="x" name="subject" aria-invalid="true"></form>
<ul><li class="done">Бір</li><li>Екі</li></ul><script>var secret</script></body></html>`

func TestChecks(t *testing.T) {
	for _, c := range []struct {
		name  string
		check Check
		holds bool
	}{
		{"text with single spaces", In("h1", HasText("Апта кестесі")), true},
		{"text that is not there", In("h1", HasText("Ай")), false},
		{"part that is not there", In("h2"), false},
		{"attribute value", Has("form[action='/a'] input[name=subject]"), true},
		{"other attribute value", Has("form[action='/b'] input"), false},
		{"beginning of an attribute", Has("[action^=/]"), true},
		{"classes", Has("form.card.stack"), true},
		{"class by a part of its name", Has("form.sta"), false},
		{"id", In("#x", HasAttr("name", "subject")), true},
		{"wrong value", In("#x", HasAttr("name", "topic")), false},
		{"no attribute", In("#x", HasSomeAttr("autocomplete")), false},
		{"contains", Has("li:contains(Екі)"), true},
		{"unwanted and not there", Not("li:contains(Үш)"), true},
		{"unwanted and there", Not("li:contains(Бір)"), false},
		{"count", Count("li", 2), true},
		{"wrong count", Count("li", 3), false},
		{"each", Each("li", HasSomeAttr("class")), false},
		{"script is no text", In("body", NoText("secret")), true},
		{"unknown sign fits nothing", Has("li:nth-child(1)"), false},
	} {
		failed, err := Run(page, c.check)
		if err != nil {
			t.Fatal(err)
		}
		if holds := len(failed) == 0; holds != c.holds {
			t.Errorf("%s: %v, want %v (%v)", c.name, holds, c.holds, failed)
		}
	}
	if got := Attr(page, "html", "lang"); got != "kk" {
		t.Errorf("Attr: %q", got)
	}
}
