// Package webtest asks pages over HTTP as a browser does, for tests: Site serves the
// routes of a package, Browser follows where an answer leads, Visitor stays and looks.
package webtest

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/web"
)

// Config says which pages a site has and who comes.
type Config struct {
	DB       *db.DB
	Who      func(account string) access.Actor // stands in for people
	Messages []fs.FS                           // besides those of web
	Routes   []web.Route
	Wall     func() time.Time // of sessions; nil: the time of the machine
}

// Site serves pages over HTTP. Who knows the address of its sign-in is whom he says.
type Site struct {
	t       *testing.T
	handler http.Handler
	Bundle  *i18n.Bundle
	URL     string
}

// New serves the pages until the test ends.
func New(t *testing.T, c Config) *Site {
	t.Helper()
	s := &Site{t: t}
	var err error
	s.Bundle, err = i18n.NewBundle(append([]fs.FS{web.Messages()}, c.Messages...)...)
	s.ok(err)
	site := web.New(web.Config{DB: c.DB, Accounts: accounts(c.Who), Messages: s.Bundle, Wall: c.Wall, Debug: true, Log: slog.New(slog.DiscardHandler)})
	site.Mount(c.Routes...)
	site.Mount(SignIn())
	s.handler = site
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

const signIn = "/test-sign-in"

// SignIn is the way into a site of a test, for whoever sends the id of an account.
func SignIn() web.Route {
	return web.Route{Pattern: "POST " + signIn, Permission: access.Permission{Name: "test", Open: true}, Handle: func(w http.ResponseWriter, r *http.Request) error {
		return web.SignIn(w, r, web.ReadForm(r).Value("account"))
	}}
}

// accounts lets everybody in whom a test knows.
type accounts func(account string) access.Actor

// ActorOf is the actor as the test knows it, of a school in the zone of all schools.
func (who accounts) ActorOf(_ context.Context, account string) (access.Actor, web.Chrome, error) {
	return who(account), web.Chrome{School: i18n.Text{KK: "Ауыл мектебі"}, Zone: "Asia/Almaty"}, nil
}

func (s *Site) ok(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}
