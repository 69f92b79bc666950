package web

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"talim/internal/access"
	"talim/internal/i18n"
	"talim/internal/web/link"
)

// navEntry is an entry of the navigation as the page shows it.
type navEntry struct {
	NavItem
	current string // aria-current: "page", "true" within the area, or ""
}

// entries are what this person may open.
func (f frame) entries(ctx context.Context) []navEntry {
	actor := access.ActorFrom(ctx)
	if f.visit.site == nil || !actor.SignedIn() {
		return nil
	}
	var out []navEntry
	for _, item := range f.visit.site.Nav {
		if item.For(actor) {
			out = append(out, navEntry{NavItem: item})
		}
	}
	markCurrent(out, f.here)
	return out
}

// markCurrent marks the entry whose address is the longest beginning of the path.
func markCurrent(entries []navEntry, here string) {
	path, _, _ := strings.Cut(here, "?")
	best := -1
	for i, e := range entries {
		if within(path, e.URL) && (best < 0 || len(e.URL) > len(entries[best].URL)) {
			best = i
		}
	}
	if best < 0 {
		return
	}
	entries[best].current = "true"
	if entries[best].URL == path {
		entries[best].current = "page"
	}
}

func within(path, url string) bool {
	if url == link.Home() {
		return path == url
	}
	return path == url || strings.HasPrefix(path, url+"/")
}

func (f frame) banner(ctx context.Context) templ.Component {
	if f.visit.site == nil || f.visit.site.Banner == nil {
		return nil
	}
	return f.visit.site.Banner(ctx)
}

// whereAndWhat is the line under the name: school and roles.
func whereAndWhat(ctx context.Context, c Chrome, a access.Actor) string {
	var parts []string
	if school := c.School.In(ctx); school != "" {
		parts = append(parts, school)
	}
	if roles := RoleNames(ctx, a); roles != "" {
		parts = append(parts, roles)
	}
	return strings.Join(parts, " · ")
}

// RoleNames are the roles of the actor in words. Teacher goes without saying
// where there is another.
func RoleNames(ctx context.Context, a access.Actor) string {
	var names []string
	for _, role := range access.Roles {
		if a.Has(role) && (role != access.Teacher || len(a.Roles) == 1) {
			names = append(names, i18n.T(ctx, "web.role."+string(role)))
		}
	}
	return strings.Join(names, ", ")
}
