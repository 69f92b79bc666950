package htmlcheck

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// find gives the parts that the selector finds, in the order of the page.
func find(n *html.Node, selector string) []*html.Node {
	parts := []*html.Node{n}
	for _, step := range steps(selector) {
		var next []*html.Node
		for _, part := range parts {
			for inner := range part.Descendants() {
				if inner.Type == html.ElementNode && matches(inner, step) && !slices.Contains(next, inner) {
					next = append(next, inner)
				}
			}
		}
		parts = next
	}
	return parts
}

// steps splits at the spaces outside of brackets.
func steps(selector string) []string {
	var out []string
	depth, start := 0, 0
	for i, c := range selector {
		switch c {
		case '[', '(':
			depth++
		case ']', ')':
			depth--
		case ' ':
			if depth == 0 {
				out = append(out, selector[start:i])
				start = i + 1
			}
		}
	}
	return append(out, selector[start:])
}

// matches says whether the element fits one step. An unknown sign fits nothing,
// so that a mistyped selector fails.
func matches(n *html.Node, step string) bool {
	name, rest := cut(step)
	if name != "" && name != "*" && n.Data != name {
		return false
	}
	for rest != "" {
		var ok bool
		if ok, rest = condition(n, rest); !ok {
			return false
		}
	}
	return true
}

// cut takes the word at the beginning.
func cut(s string) (word, rest string) {
	if i := strings.IndexAny(s, "#.[:"); i >= 0 {
		return s[:i], s[i:]
	}
	return s, ""
}

func condition(n *html.Node, s string) (ok bool, rest string) {
	switch {
	case s[0] == '[':
		inside, rest, _ := strings.Cut(s[1:], "]")
		return attrFits(n, inside), rest
	case strings.HasPrefix(s, ":contains("):
		inside, rest, _ := strings.Cut(s[len(":contains("):], ")")
		return strings.Contains(TextOf(n), inside), rest
	case s[0] == '#':
		word, rest := cut(s[1:])
		id, _ := attr(n, "id")
		return id == word, rest
	case s[0] == '.':
		word, rest := cut(s[1:])
		classes, _ := attr(n, "class")
		return slices.Contains(strings.Fields(classes), word), rest
	}
	return false, ""
}

func attrFits(n *html.Node, inside string) bool {
	name, want, hasValue := strings.Cut(inside, "=")
	begins := strings.HasSuffix(name, "^")
	got, ok := attr(n, strings.TrimSuffix(name, "^"))
	want = strings.Trim(want, `'"`)
	switch {
	case !ok || !hasValue:
		return ok
	case begins:
		return strings.HasPrefix(got, want)
	}
	return got == want
}

func attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}
