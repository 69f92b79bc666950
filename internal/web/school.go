package web

import (
	"context"
	"html"
	"net/http"
	"regexp"

	"talim/internal/access"
	"talim/internal/fault"
)

// fieldSchool is the hidden field by which a form of somebody with several schools says
// for which it was made. A page that stands in another tab since before the school was
// switched must not write into the one that is open now.
const fieldSchool = "_school"

var postForms = regexp.MustCompile(`<form[^>]*\bmethod="post"[^>]*>`)

// ofSchool marks the forms of a page with the school that is open, where the person has
// several.
func ofSchool(ctx context.Context, page []byte) []byte {
	if !personOf(ctx).chrome.Several {
		return page
	}
	mark := []byte(`<input type="hidden" name="` + fieldSchool + `" value="` + html.EscapeString(access.ActorFrom(ctx).School) + `"/>`)
	return postForms.ReplaceAllFunc(page, func(form []byte) []byte { return append(append([]byte{}, form...), mark...) })
}

// sameSchool refuses a form that was made for another school than the one that is open.
func sameSchool(r *http.Request, route Route) error {
	made := bodyOf(r.Context()).values.Get(fieldSchool)
	if made == "" || route.Permission.Open || made == access.ActorFrom(r.Context()).School {
		return nil
	}
	return fault.Conflict("web.school.changed")
}
