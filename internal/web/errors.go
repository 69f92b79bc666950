package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"

	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
)

// What HTTP itself can refuse.
var (
	errNoPage   = errors.New("web: no such page")
	errNoMethod = errors.New("web: method not allowed")
	errTooLarge = errors.New("web: body too large")
	errCross    = errors.New("web: form from another site")
)

// panicked is a panic of a handler, with its stack for the log.
type panicked struct {
	value any
	stack []byte
}

func (p panicked) Error() string { return fmt.Sprintf("panic: %v\n%s", p.value, p.stack) }

// problem is what a page says about an error.
type problem struct {
	status int
	title  string          // key
	says   []fault.Message // what happened
	does   string          // key: what to do
	id     string          // shown when the cause is ours
}

var statusOf = map[fault.Kind]int{
	fault.KindInvalid:   http.StatusUnprocessableEntity,
	fault.KindNotFound:  http.StatusNotFound,
	fault.KindForbidden: http.StatusForbidden,
	fault.KindConflict:  http.StatusConflict,
}

// plainProblems are errors that are no faults and still have words of their own.
var plainProblems = []struct {
	err    error
	status int
	name   string // web.error.NAME.title and .do
}{
	{errNoPage, http.StatusNotFound, "nopage"},
	{errNoMethod, http.StatusMethodNotAllowed, "nomethod"},
	{errTooLarge, http.StatusRequestEntityTooLarge, "toolarge"},
	{errCross, http.StatusForbidden, "cross"},
	{db.ErrFull, http.StatusServiceUnavailable, "full"},
	{db.ErrUnavailable, http.StatusServiceUnavailable, "unavailable"},
	{db.ErrNotFound, http.StatusNotFound, "nopage"},
}

// problemOf finds the words for an error.
func problemOf(err error, id string) problem {
	if e, ok := fault.As(err); ok {
		return problemOfFault(e)
	}
	for _, p := range plainProblems {
		if errors.Is(err, p.err) {
			return problem{status: p.status, title: "web.error." + p.name + ".title", does: "web.error." + p.name + ".do"}
		}
	}
	return problem{status: http.StatusInternalServerError, title: "web.error.ours.title", does: "web.error.ours.do", id: id}
}

func problemOfFault(e *fault.Error) problem {
	p := problem{
		status: statusOf[e.Kind],
		title:  "web.error." + string(e.Kind) + ".title",
		does:   "web.error." + string(e.Kind) + ".do",
		says:   []fault.Message{e.Says},
	}
	if len(e.Fields) > 0 {
		p.says = nil
	}
	for _, f := range e.Fields {
		p.says = append(p.says, f.Message)
	}
	return p
}

// fail turns an error into a page, or only into a line of the log when the
// answer has begun or nobody waits for it any more. It needs no database.
func (s *Site) fail(w http.ResponseWriter, r *http.Request, err error) {
	v := visitOf(r.Context())
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return
	}
	p := problemOf(err, v.id)
	if p.status >= http.StatusInternalServerError {
		s.Log.LogAttrs(r.Context(), slog.LevelError, "request failed",
			slog.String("id", v.id), slog.String("route", v.pattern), slog.String("error", err.Error()))
	}
	if v.status != 0 {
		return
	}
	ctx := r.Context()
	page := Page{Title: i18n.T(ctx, p.title), Body: errorPage(p), Narrow: true}
	if err := Show(w, r, p.status, page); err != nil && v.status == 0 {
		s.Log.ErrorContext(ctx, "error page failed", "id", v.id, "error", err.Error())
		http.Error(w, v.id, p.status)
	}
}
