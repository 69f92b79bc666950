package intakeweb_test

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"talim/internal/i18n"
	"talim/internal/intake"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

func program(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile("../../exchange/testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// A file of a program shows what it holds before anything is confirmed, and asks
// for no columns.
func TestFilesOfPrograms(t *testing.T) {
	for _, lang := range i18n.Languages {
		w := newWorld(t)
		v := w.as("admin", lang)
		begun := v.upload(intake.Timetable, "fet.zip", program(t, "auyl_fet_export.zip"))
		page := v.get(begun.to)
		htmlcheck.Page(t, page.body, htmlcheck.In("main", htmlcheck.HasText("DD-A2"), htmlcheck.HasText("409"), htmlcheck.HasText("FET")),
			htmlcheck.Has("input[name=teachers]"), htmlcheck.Not("input[name=expect]"))
		if strings.Contains(page.body, "exchange.") || strings.Contains(page.body, "intake.holds") {
			t.Errorf("%s: a message is missing", lang)
		}
		columns := v.get(link.ImportColumns(begun.to[len("/import/runs/"):]))
		htmlcheck.Page(t, columns.body, htmlcheck.Has("input[name=starts]"), htmlcheck.Not("select[name^=take_]"))
		if moved := v.post(link.ImportColumns(begun.to[len("/import/runs/"):]), "version", "1", "starts", "2013-09-01"); moved.status != http.StatusSeeOther || moved.to != begun.to {
			t.Errorf("the first day: %d to %s", moved.status, moved.to)
		}
		v.post(link.ImportMissing(begun.to[len("/import/runs/"):]), "teachers", "add")
		page = v.get(begun.to)
		done := v.post(begun.to, "expect", htmlcheck.Attr(page.body, "input[name=expect]", "value"), "teachers", htmlcheck.Attr(page.body, "input[name=teachers][type=hidden]", "value"))
		if done.status != http.StatusSeeOther || done.to != begun.to {
			t.Fatalf("confirmed: %d to %s", done.status, done.to)
		}
		htmlcheck.Page(t, v.get(begun.to).body, htmlcheck.In("main", htmlcheck.HasText("409"), htmlcheck.HasText("39")))
	}
}

func TestHostileFilesAreAnsweredInWords(t *testing.T) {
	w := newWorld(t)
	for lang, want := range map[i18n.Language]string{i18n.Kazakh: "XML нысандары", i18n.Russian: "сущности XML", i18n.English: "entities of XML"} {
		bomb := w.as("admin", lang).upload(intake.Timetable, "x.xml", []byte(`<!DOCTYPE timetable [<!ENTITY a "b">]><timetable>&a;</timetable>`))
		if bomb.status != http.StatusUnprocessableEntity || !strings.Contains(bomb.body, want) {
			t.Errorf("%s: %d", lang, bomb.status)
		}
	}
}
