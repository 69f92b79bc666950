package document

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"talim/internal/i18n"
)

var voidElements = []string{"meta", "link", "br", "hr", "col"}

// checkHTML: balanced elements, no style and no script inside the page.
func checkHTML(t *testing.T, page string) {
	t.Helper()
	var stack []string
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		token := z.Token()
		for _, a := range token.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("<%s %s>: our pages allow no styles and scripts inside", token.Data, a.Key)
			}
		}
		switch {
		case kind == html.StartTagToken && (token.Data == "script" || token.Data == "style"):
			t.Errorf("<%s> in the page", token.Data)
		case kind == html.StartTagToken && !contains(voidElements, token.Data):
			stack = append(stack, token.Data)
		case kind == html.EndTagToken:
			if len(stack) == 0 || stack[len(stack)-1] != token.Data {
				t.Fatalf("</%s> closes %v", token.Data, stack)
			}
			stack = stack[:len(stack)-1]
		}
	}
	if len(stack) > 0 {
		t.Errorf("not closed: %v", stack)
	}
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}

var tags = regexp.MustCompile(`<[^>]*>`)

func TestOrderInHTML(t *testing.T) {
	for _, l := range i18n.Languages {
		page := string(made(t, HTML, sampleOrder(t, l)))
		checkHTML(t, page)
		text := joined(html.UnescapeString(tags.ReplaceAllString(page, " ")))
		for _, want := range textsOf(l) {
			if !strings.Contains(text, joined(want)) {
				t.Errorf("%s: %q is not on the page", l, want)
			}
		}
		for _, want := range []string{
			`<html lang="` + tag(l) + `">`, `href="/assets/print.css"`, `<div lang="kk-KZ">`, `<div lang="ru-RU">`,
			`<th scope="col">`, "<h1>", "<span>3.2.</span>",
		} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: lacks %s", l, want)
			}
		}
	}
}

var classes = regexp.MustCompile(`class="([^"]*)"`)

// TestTheStylesheetKnowsEveryClass of the samples.
func TestTheStylesheetKnowsEveryClass(t *testing.T) {
	sheet := string(Stylesheet)
	missing := map[string]bool{}
	for _, d := range []Document{sampleOrder(t, i18n.Kazakh), samplePlan(t, i18n.Kazakh), sampleLetter(t, i18n.Kazakh)} {
		for _, m := range classes.FindAllStringSubmatch(string(made(t, HTML, d)), -1) {
			for _, c := range strings.Fields(m[1]) {
				missing[c] = !regexp.MustCompile(`\.` + c + `\b`).MatchString(sheet)
			}
		}
	}
	for c, is := range missing {
		if is && c != "start" && c != "level0" { // the default look
			t.Errorf("no rule for .%s", c)
		}
	}
}
