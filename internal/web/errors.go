package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"

	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/web/link"
)

// What HTTP itself can refuse.
var (
	errNoPage   = errors.New("web: no such page")
	errNoMethod = errors.New("web: method not allowed")
	errHost     = errors.New("web: request to a name that is not of this server")
	errTooLarge = errors.New("web: body too large")
	errCross    = errors.New("web: form from another site")
	errOther    = errors.New("web: form of somebody who is not signed in any more")
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
	{errHost, http.StatusMisdirectedRequest, "host"},
	{errTooLarge, http.StatusRequestEntityTooLarge, "toolarge"},
	{errCross, http.StatusForbidden, "cross"},
	{errOther, http.StatusConflict, "other"},
	{db.ErrFull, http.StatusServiceUnavailable, "full"},
	{db.ErrUnavailable, http.StatusServiceUnavailable, "unavailable"},
	{db.ErrNotFound, http.StatusNotFound, "nopage"},
	{db.ErrText, http.StatusUnprocessableEntity, "text"},
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
	ctx, f := r.Context(), factsOf(r.Context())
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		return
	}
	p := problemOf(err, f.id)
	if p.status >= http.StatusInternalServerError || errors.Is(err, db.ErrText) { // no verb bounded this text
		s.Log.LogAttrs(ctx, slog.LevelError, "request failed",
			slog.String("id", f.id), slog.String("route", f.pattern), slog.String("error", err.Error()))
	}
	if f.status != 0 {
		return
	}
	if err := s.showProblem(w, r, p); err != nil && f.status == 0 {
		s.Log.ErrorContext(ctx, "error page failed", "id", f.id, "error", err.Error())
		s.sayLast(w, r, p.status)
	}
}

// showProblem makes the page of an error, with the text that was not saved. A
// panic while it is made is an error like any other.
func (s *Site) showProblem(w http.ResponseWriter, r *http.Request, p problem) (err error) {
	defer func() {
		if caught := recover(); caught != nil {
			err = panicked{caught, debug.Stack()}
		}
	}()
	unsaved := s.unsaved(r, p.status)
	return Show(w, r, p.status, Page{Title: i18n.T(r.Context(), p.title), Body: errorPage(p, unsaved), Narrow: true})
}

// The last word is the error page as it was made when the program started, in each
// language: what is left to say when the parts of a page themselves fail.
const idOfLastWord = "00000000-id-of-the-request"

func (s *Site) lastWords() map[i18n.Language]string {
	words := map[i18n.Language]string{}
	for _, lang := range i18n.Languages {
		ctx := i18n.With(context.Background(), s.Messages.Locale(lang))
		p := problemOf(errors.New("web: no page could be made"), idOfLastWord)
		page := Page{Title: i18n.T(ctx, p.title), Body: errorPage(p, unsaved{}), Narrow: true}
		var b strings.Builder
		if err := layout(frame{Page: page, visit: &visit{person: person{theme: "auto"}}, here: link.Home()}).Render(ctx, &b); err != nil {
			panic(fmt.Sprintf("web: the error page cannot be made: %v", err)) // found at start, by any test
		}
		words[lang] = b.String()
	}
	return words
}

func (s *Site) sayLast(w http.ResponseWriter, r *http.Request, status int) {
	words := s.lastWord[languageOf(r, Chrome{})]
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, strings.ReplaceAll(words, idOfLastWord, factsOf(r.Context()).id))
}
