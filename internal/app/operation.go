package app

import (
	"context"
	"net/http"
	"time"
)

// operation puts what machines ask before the pages: is the program alive, is it
// ready. How it is stands at an address of its own, since behind a proxy on this
// machine nobody could tell who asks. These have no session, no language and no line in the log.
func (a *App) operation() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "ok") })
	mux.HandleFunc("GET /readyz", a.readyz)
	mux.Handle("/", a.watch.measured(a.site))
	return mux
}

// metricsOnly is the handler of the address for metrics.
func (a *App) metricsOnly() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", a.watch.handler())
	return mux
}

// readyz says whether requests can be answered: the database is there and takes
// changes, its schema is of this program (New migrated it, or failed), and the
// program is not about to stop.
func (a *App) readyz(w http.ResponseWriter, r *http.Request) {
	if a.stopping.Load() {
		say(w, http.StatusServiceUnavailable, "stopping")
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := a.db.Ready(ctx); err != nil {
		a.config.Log.ErrorContext(ctx, "not ready", "error", err)
		say(w, http.StatusServiceUnavailable, "database")
		return
	}
	say(w, http.StatusOK, "ok")
}

func say(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n"))
}
