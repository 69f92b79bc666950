// Package web is what all pages share: the adapter that turns a handler which
// returns an error into a page, sessions, forms, flash messages, the layout and
// the error pages. The rules of the school are elsewhere; here is HTTP.
//
// A request passes, in this order, the log and panic guard, compression, the
// check for cross-origin posts, the session, the choice of language, the
// permission of its route, and only then the handler:
//
//	site.Mount(web.Route{Pattern: "GET /people/staff/{id}", Permission: people.MaySee, Handle: p.staffMember})
//
// docs/adding-a-page.md shows how a page is added;
// docs/decisions/0008-sessions-and-safety.md says why sessions, limits and
// headers are as they are.
package web
