// Package htmlcheck says what a page must and must not contain. Tests of pages
// use it:
//
//	htmlcheck.Page(t, body,
//		htmlcheck.In("h1", htmlcheck.HasText("T-A2")),
//		htmlcheck.In("form[action='/sign-in']", htmlcheck.Has("input[name=login]")),
//		htmlcheck.Not("a:contains(Delete)"),
//	)
//
// A selector is a chain of steps with spaces between, each inside the one
// before: name, #id, .class, [attr], [attr=value], [attr^=value] and
// :contains(text), as many of them as needed.
package htmlcheck

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Check is one thing that must hold in a part of a page; the text says what is
// wrong, "" is nothing.
type Check func(n *html.Node) string

// Page checks a whole page and reports each check that fails.
func Page(t *testing.T, body string, checks ...Check) {
	t.Helper()
	failed, err := Run(body, checks...)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range failed {
		t.Error(text)
	}
}

// Run is Page without a test: what is wrong with the page.
func Run(body string, checks ...Check) ([]string, error) {
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	var failed []string
	for _, check := range checks {
		if text := check(root); text != "" {
			failed = append(failed, text)
		}
	}
	return failed, nil
}

// In looks at the first part that the selector finds, which must be there.
func In(selector string, checks ...Check) Check {
	return func(n *html.Node) string {
		found := find(n, selector)
		if len(found) == 0 {
			return fmt.Sprintf("no %s", selector)
		}
		return all(found[0], selector, checks)
	}
}

// Each looks at every part that the selector finds, of which there must be one.
func Each(selector string, checks ...Check) Check {
	return func(n *html.Node) string {
		found := find(n, selector)
		if len(found) == 0 {
			return fmt.Sprintf("no %s", selector)
		}
		for _, part := range found {
			if text := all(part, selector, checks); text != "" {
				return text
			}
		}
		return ""
	}
}

func all(n *html.Node, selector string, checks []Check) string {
	for _, check := range checks {
		if text := check(n); text != "" {
			return "in " + selector + ": " + text
		}
	}
	return ""
}

// Has wants at least one part.
func Has(selector string) Check { return In(selector) }

// Not wants no such part.
func Not(selector string) Check {
	return func(n *html.Node) string {
		if found := find(n, selector); len(found) > 0 {
			return fmt.Sprintf("%s is there: %q", selector, TextOf(found[0]))
		}
		return ""
	}
}

// Count wants so many parts.
func Count(selector string, want int) Check {
	return func(n *html.Node) string {
		if got := len(find(n, selector)); got != want {
			return fmt.Sprintf("%d of %s, want %d", got, selector, want)
		}
		return ""
	}
}

// HasText wants the text somewhere in the part.
func HasText(want string) Check {
	return func(n *html.Node) string {
		if got := TextOf(n); !strings.Contains(got, want) {
			return fmt.Sprintf("no %q in %q", want, shortened(got))
		}
		return ""
	}
}

// NoText wants the text nowhere in the part.
func NoText(unwanted string) Check {
	return func(n *html.Node) string {
		if strings.Contains(TextOf(n), unwanted) {
			return fmt.Sprintf("%q is there", unwanted)
		}
		return ""
	}
}

// HasAttr wants the attribute with that value.
func HasAttr(name, want string) Check {
	return func(n *html.Node) string {
		if got, ok := attr(n, name); !ok || got != want {
			return fmt.Sprintf("%s=%q, want %q", name, got, want)
		}
		return ""
	}
}

// HasSomeAttr wants the attribute with any value that is not empty.
func HasSomeAttr(name string) Check {
	return func(n *html.Node) string {
		if got, _ := attr(n, name); got == "" {
			return "no " + name
		}
		return ""
	}
}

// Attr is the value of an attribute of the first part found, for tests that go
// on with it, such as with a hidden field.
func Attr(body, selector, name string) string {
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		return ""
	}
	found := find(root, selector)
	if len(found) == 0 {
		return ""
	}
	value, _ := attr(found[0], name)
	return value
}

// TextOf is the text of a part with single spaces, as a reader sees it.
func TextOf(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case n.Data == "script" || n.Data == "style":
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if n.Type == html.ElementNode && slices.Contains(breaking, n.Data) {
			b.WriteByte(' ')
		}
	}
	walk(n)
	return strings.Join(strings.Fields(b.String()), " ")
}

// breaking are elements after which a reader sees a gap.
var breaking = []string{"p", "div", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "option", "label", "button", "legend", "br", "section"}

func shortened(s string) string {
	if r := []rune(s); len(r) > 300 {
		return string(r[:300]) + "…"
	}
	return s
}
