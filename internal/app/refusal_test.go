package app_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	nethtml "golang.org/x/net/html"
)

// wrongForm is a form with nothing in it that can be right: no day where a day is asked
// for, letters for a number, nothing where something is needed.
type wrongForm struct {
	address, action string
	values          url.Values
	wrong           []string // names of the fields
}

// answersNotByField are forms whose answer is one for all of their fields, and why.
var answersNotByField = map[string]string{
	"/sign-in":       "does not say which of login and password was wrong",
	"/sign-in/first": "does not say which of login and code was wrong",
}

// namesAllThatIsWrong sends every form that anybody was offered with all wrong in it that
// can be: each of the fields is named in the one answer, and nothing is done.
func (c *confidence) namesAllThatIsWrong() {
	c.t.Helper()
	known, fields := map[string]bool{}, 0
	for _, r := range c.readers {
		for _, address := range slices.Sorted(maps.Keys(r.got)) {
			got := r.got[address]
			if got.code != http.StatusOK {
				continue
			}
			for _, f := range wrongFormsOf(got.text, address) {
				kind := r.pattern(strings.Split(f.action, "?")[0])
				if known[kind] || answersNotByField[kind] != "" || len(f.wrong) == 0 {
					continue
				}
				known[kind] = true
				fields += len(f.wrong)
				c.isNamed(r, f)
			}
		}
	}
	c.t.Logf("%d forms with %d fields were sent all wrong: %s", len(known), fields, strings.Join(sorted(known), " "))
}

// isNamed sends the form and looks for each wrong field in the answer.
func (c *confidence) isNamed(r *reader, f wrongForm) {
	c.t.Helper()
	w := r.request(http.MethodPost, f.action, f.values)
	if w.Code == http.StatusForbidden || w.Code == http.StatusNotFound {
		return // the page is one of before
	}
	named := invalidIn(unpacked(c.t, w))
	for _, name := range f.wrong {
		if !slices.Contains(named, name) {
			c.t.Errorf("%s sends %s (offered at %s) with %v wrong, and gets %d naming %v", r.code, f.action, f.address, f.wrong, w.Code, named)
			return
		}
	}
}

// invalidIn are the names of the fields below which a page says what is wrong.
func invalidIn(page string) []string {
	root, err := nethtml.Parse(strings.NewReader(page))
	if err != nil {
		return nil
	}
	var out []string
	for n := range root.Descendants() {
		if id := attribute(n, "id"); strings.HasPrefix(id, "f-") && strings.HasSuffix(id, "-fault") {
			out = append(out, strings.TrimSuffix(strings.TrimPrefix(id, "f-"), "-fault"))
		}
	}
	return out
}

// wrongFormsOf reads the forms of a page that post, each filled in all wrong.
func wrongFormsOf(page, address string) []wrongForm {
	root, err := nethtml.Parse(strings.NewReader(page))
	if err != nil {
		return nil
	}
	var out []wrongForm
	for n := range root.Descendants() {
		if n.Type != nethtml.ElementNode || n.Data != "form" || !strings.EqualFold(attribute(n, "method"), "post") || attribute(n, "enctype") != "" {
			continue
		}
		f := wrongForm{address: address, action: attribute(n, "action"), values: url.Values{}}
		for field := range n.Descendants() {
			f.spoil(field)
		}
		out = append(out, f)
	}
	return out
}

// spoil fills in one field: what travels with the form stays as it is.
func (f *wrongForm) spoil(field *nethtml.Node) {
	name := attribute(field, "name")
	if name == "" || field.Type != nethtml.ElementNode {
		return
	}
	kind := attribute(field, "type")
	switch {
	case field.Data == "button", kind == "checkbox", kind == "radio", kind == "file":
	case kind == "hidden":
		f.values.Add(name, attribute(field, "value"))
	case kind == "date", kind == "time", kind == "number":
		f.isWrong(name, "x")
	case has(field, "required"):
		f.isWrong(name, "")
	default:
		f.values.Add(name, "")
	}
}

func (f *wrongForm) isWrong(name, value string) {
	f.values.Add(name, value)
	if !slices.Contains(f.wrong, name) {
		f.wrong = append(f.wrong, name)
	}
}

func has(n *nethtml.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(x nethtml.Attribute) bool { return x.Key == name })
}
