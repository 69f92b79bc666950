package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzhttp"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/web/assets"
)

// policy lets a page load what we serve ourselves, and nothing inline.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; " +
	"manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// chain puts the layers around dispatch, the outermost last.
func (s *Site) chain() http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(s.adapt(Route{
		Permission: access.Permission{Name: "web.cross", Open: true},
		Handle:     func(http.ResponseWriter, *http.Request) error { return errCross },
	}))
	pages := http.NewServeMux()
	pages.Handle("GET "+assets.Root, assets.Handler())
	// Asked for by browsers on pages that name no icon, such as papers to print.
	pages.Handle("GET /favicon.ico", http.RedirectHandler(assets.URL("mark.svg"), http.StatusFound))
	pages.Handle("/", cross.Handler(http.HandlerFunc(s.dispatch)))
	return s.begin(gzhttp.GzipHandler(s.tracked(pages)))
}

// begin gives the request its id and its visit, sets the headers that every
// answer has, and writes the line of the log.
func (s *Site) begin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, queries := db.Counted(r.Context())
		v := &visit{site: s, facts: facts{id: db.NewID(), began: s.Wall(), queries: queries}, person: person{theme: themeOf(r)}}
		ctx = context.WithValue(ctx, visitKey{}, v)
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		h.Set("Cache-Control", "no-store")
		h.Set("X-Request-Id", v.facts.id)
		if s.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r.WithContext(ctx))
		s.logged(ctx, r, v.facts)
	})
}

// logged writes one line a request: the route and not the path, since paths
// hold identifiers of persons. Files of the look are not worth a line.
func (s *Site) logged(ctx context.Context, r *http.Request, f facts) {
	if strings.HasPrefix(r.URL.Path, assets.Root) {
		return
	}
	s.Log.LogAttrs(ctx, slog.LevelInfo, "request",
		slog.String("id", f.id), slog.String("method", r.Method), slog.String("route", f.pattern),
		slog.Int("status", f.status), slog.Duration("took", s.Wall().Sub(f.began)), slog.Int("queries", f.queries.N()))
}

// tracker notes the status of an answer when it begins.
type tracker struct {
	http.ResponseWriter
	facts *facts
	debug bool
}

func (s *Site) tracked(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(&tracker{w, factsOf(r.Context()), s.Debug}, r)
	})
}

// WriteHeader notes and passes on.
func (t *tracker) WriteHeader(status int) {
	if t.facts.status == 0 {
		t.facts.status = status
		if t.debug {
			t.Header().Set("X-Talim-Queries", strconv.Itoa(t.facts.queries.N()))
		}
	}
	t.ResponseWriter.WriteHeader(status)
}

// Write notes an answer that begins without a status.
func (t *tracker) Write(b []byte) (int, error) {
	if t.facts.status == 0 {
		t.WriteHeader(http.StatusOK)
	}
	return t.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the writer below.
func (t *tracker) Unwrap() http.ResponseWriter { return t.ResponseWriter }

// adapt runs a route: who asks, in which language, may they; then the handler;
// then the page for the error it returned.
func (s *Site) adapt(route Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		factsOf(r.Context()).pattern = route.Pattern
		r = r.WithContext(i18n.With(r.Context(), s.Messages.Locale(languageOf(r, Chrome{}))))
		if err := s.run(w, &r, route); err != nil {
			s.fail(w, r, err)
		}
	})
}

// run answers the request; *r comes back with what the error page needs to
// know. A panic is an error of ours like any other.
func (s *Site) run(w http.ResponseWriter, r **http.Request, route Route) (err error) {
	defer func() {
		p := recover()
		if aborted, ok := p.(error); ok && errors.Is(aborted, http.ErrAbortHandler) {
			panic(p) // meant for the server
		}
		if p != nil {
			err = panicked{p, debug.Stack()}
		}
	}()
	ctx, err := s.enter(w, *r)
	*r = (*r).WithContext(ctx)
	if err != nil {
		return err
	}
	if done, err := s.switchLook(w, *r); done || err != nil {
		return err
	}
	if route.First != nil {
		bodyOf(ctx).values = url.Values{} // nothing was read yet, and a page shown now must not
		if done, err := route.First(w, *r); done || err != nil {
			return err
		}
	}
	allowed := route.Permission.Allows(access.ActorFrom(ctx))
	if err := s.readBody(w, *r, route, allowed); err != nil {
		return err
	}
	defer closeFiles(ctx)
	if err := s.sameHands(*r, route); err != nil {
		return err
	}
	switch {
	case allowed:
		if done, err := s.leadsFirst(w, *r, route); done || err != nil {
			return err
		}
		return route.Handle(w, *r)
	case !access.ActorFrom(ctx).SignedIn():
		return s.askSignIn(w, *r)
	}
	return fault.Forbidden("web.error.forbidden.page")
}

// enter puts session, actor and language into the context, with two queries.
func (s *Site) enter(w http.ResponseWriter, r *http.Request) (context.Context, error) {
	ctx, account, err := s.load(w, r)
	if err != nil {
		return ctx, err
	}
	actor, chrome, err := s.signedIn(ctx, account)
	if err != nil {
		return ctx, err
	}
	p := personOf(ctx)
	p.account, p.chrome, p.known = account, chrome, true
	ctx = access.With(ctx, actor)
	return i18n.With(ctx, s.Messages.Locale(languageOf(r, chrome))), nil
}
