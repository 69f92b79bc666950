package web

import (
	"bytes"
	"context"
	"html"
	"net/http"
	"regexp"

	"talim/internal/access"
	"talim/internal/fault"
)

// A page may stand in another tab since before somebody else signed in, or since
// before another school was opened. What is sent from it must not be written under
// the name, or in the school, of now: each form says in hidden fields for which
// account it was made, and for which school where the person has several.
const (
	fieldWho    = "_who"
	fieldSchool = "_school"
)

var postForms = regexp.MustCompile(`<form[^>]*\bmethod="post"[^>]*>`)

// marked puts these fields into the forms of a page.
func marked(ctx context.Context, page []byte) []byte {
	p := personOf(ctx)
	if p.account == "" {
		return page
	}
	marks := hidden(fieldWho, who(p.account))
	if p.chrome.Several {
		marks += hidden(fieldSchool, access.ActorFrom(ctx).School)
	}
	return postForms.ReplaceAllFunc(page, func(form []byte) []byte { return append(bytes.Clone(form), marks...) })
}

func hidden(name, value string) string {
	return `<input type="hidden" name="` + name + `" value="` + html.EscapeString(value) + `"/>`
}

// sameHands refuses a form that was made for another account or another school than
// the one of now.
func (s *Site) sameHands(r *http.Request, route Route) error {
	made := bodyOf(r.Context()).values.Get(fieldSchool)
	switch {
	case route.Permission.Open:
		return nil
	case s.ofAnother(r):
		return errOther
	case made != "" && made != access.ActorFrom(r.Context()).School:
		return fault.Conflict("web.school.changed")
	}
	return nil
}

// ofAnother says whether somebody else is signed in than who had the form before her.
func (s *Site) ofAnother(r *http.Request) bool {
	mark, account := bodyOf(r.Context()).values.Get(fieldWho), personOf(r.Context()).account
	return mark != "" && account != "" && mark != who(account)
}
