package web

import (
	"net/http"

	"talim/internal/access"
)

// Moved leads a page of before, which somebody may have kept, to where it stands today,
// for good and with its query: "/support/confided/{id}". A form that was sent there is
// not led on.
func Moved(before string, may access.Permission, today func(id string) string) Route {
	return Route{Pattern: "GET " + before, Permission: may, Handle: func(w http.ResponseWriter, r *http.Request) error {
		to := today(r.PathValue("id"))
		if r.URL.RawQuery != "" {
			to += "?" + r.URL.RawQuery
		}
		http.Redirect(w, r, to, http.StatusMovedPermanently)
		return nil
	}}
}
