package accountsweb_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/op"

	"talim/internal/oidc"
	"talim/internal/people/accounts"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// directory starts the provider of zitadel/oidc, with its users test-user@... and test-user2.
func (w *world) directory() *oidc.Directory {
	w.Helper()
	back := strings.Replace(w.server.URL, "127.0.0.1", "localhost", 1)
	w.server.URL = back
	var provider http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { provider.ServeHTTP(rw, r) }))
	w.Cleanup(server.Close)
	issuer := strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
	client := storage.WebClient("talim", "a secret", back+"/sign-in/directory/back")
	store := storage.NewStorageWithClients(storage.NewUserStore(issuer), map[string]*storage.Client{"talim": client})
	before := slog.Default()
	provider = exampleop.SetupServer(issuer, store, slog.New(slog.DiscardHandler), false, op.WithAllowInsecure())
	slog.SetDefault(before)
	return oidc.New(oidc.Config{Name: "Directory of Abai", Issuer: issuer, Client: "talim", Secret: "a secret", Claim: "sub"})
}

func withDirectory(t *testing.T, fn func(w *world, d *oidc.Directory)) {
	t.Helper()
	each(t, func(w *world) {
		w.pages.Directory = w.directory()
		for _, r := range w.pages.Routes() {
			if strings.Contains(r.Pattern, "/sign-in/directory") {
				w.site.Mount(r)
			}
		}
		fn(w, w.pages.Directory)
	})
}

// atDirectory signs in there as one of its users, and gives the page to which that leads.
func (b *browser) atDirectory(user string) string {
	b.Helper()
	r, err := b.client.Get(b.server.URL + "/sign-in/directory?to=%2Fpassword")
	b.ok(err)
	page := b.body(r)
	id := htmlcheck.Attr(page, "input[name=id]", "value")
	if id == "" {
		b.Fatalf("the directory shows no sign-in: %s\n%s", r.Request.URL, page)
	}
	r, err = b.client.PostForm(r.Request.URL.Scheme+"://"+r.Request.URL.Host+"/login/username", url.Values{"id": {id}, "username": {user}, "password": {"verysecure"}})
	b.ok(err)
	return b.body(r)
}

// codeFor signs in at the directory and takes the code before it comes to us.
func (b *browser) codeFor(address string) string {
	b.Helper()
	b.client.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(r.URL.String(), b.server.URL) {
			return http.ErrUseLastResponse
		}
		return nil
	}
	r, err := b.client.Get(address)
	b.ok(err)
	id := htmlcheck.Attr(b.body(r), "input[name=id]", "value")
	r, err = b.client.PostForm(r.Request.URL.Scheme+"://"+r.Request.URL.Host+"/login/username", url.Values{"id": {id}, "username": {"test-user2"}, "password": {"verysecure"}})
	b.ok(err)
	b.body(r)
	to, err := r.Location()
	b.ok(err)
	return to.Query().Get("code")
}

func (b *browser) body(r *http.Response) string {
	b.Helper()
	body, err := io.ReadAll(r.Body)
	b.ok(err)
	b.ok(r.Body.Close())
	return string(body)
}

// A directory says who somebody is; whose account that is its owner has said once, with the
// password. Nobody is found by a name, and a code is asked for where there is one.
func TestSignInByDirectory(t *testing.T) {
	withDirectory(t, func(w *world, d *oidc.Directory) {
		w.as("T-A2")
		b := w.stranger()
		b.get("/?lang=en")
		b.expect("/sign-in", htmlcheck.Has("a[href='/sign-in/directory']"), htmlcheck.HasText("Directory of Abai"))
		page := b.atDirectory("test-user2")
		named := htmlcheck.Attr(page, "form[action='/sign-in/directory/first'] input[name=named]", "value")
		if named == "" || b.isIn() {
			t.Fatalf("somebody whom nobody has linked is in, or not asked whose she is\n%s", page)
		}
		_, page = b.post("/sign-in/directory/first", "named", named, "login", "t-a2", "password", "wrong")
		htmlcheck.Page(t, page, htmlcheck.In("#f-password-fault", htmlcheck.HasText("not right")))
		_, page = b.post("/sign-in/directory/first", "named", named+"x", "login", "t-a2", "password", ownPassword)
		htmlcheck.Page(t, page, htmlcheck.In(".flash", htmlcheck.HasText("not finished")))
		if b.post("/sign-in/directory/first", "named", named, "login", "t-a2", "password", ownPassword); !b.isIn() {
			t.Fatal("connected, and not in")
		}

		again := w.stranger()
		again.get("/?lang=en")
		htmlcheck.Page(t, again.atDirectory("test-user2"), htmlcheck.Has("input[name=old]"))
		other := w.stranger()
		other.get("/?lang=en")
		htmlcheck.Page(t, other.atDirectory("test-user@localhost"), htmlcheck.Has("form[action='/sign-in/directory/first']"))

		key, _ := w.setsUp(again)
		third := w.stranger()
		third.get("/?lang=en")
		htmlcheck.Page(t, third.atDirectory("test-user2"), htmlcheck.Has("form[action='/sign-in/code'] input[name=_to][value='/password']"))
		if third.post(link.SignInCode(), "code", w.shows(key)); !third.isIn() {
			t.Error("with the code nobody is in")
		}
		if _, page := third.post(link.MySignInsDo("directory")); !strings.Contains(page, "passkey only") {
			t.Errorf("disconnecting\n%s", page)
		}
		last := w.stranger()
		htmlcheck.Page(t, last.atDirectory("test-user2"), htmlcheck.Has("form[action='/sign-in/directory/first']"))
	})
}

// An answer is taken in the browser that asked, once, with its state.
func TestAnswerOfADirectoryIsTakenOnce(t *testing.T) {
	withDirectory(t, func(w *world, d *oidc.Directory) {
		back := w.server.URL + "/sign-in/directory/back"
		for name, query := range map[string]string{"nothing was asked": "?state=x&code=y", "an error": "?error=access_denied"} {
			b := w.stranger()
			b.get("/?lang=en")
			if _, page := b.get("/sign-in/directory/back" + query); !strings.Contains(page, "not finished") {
				t.Errorf("%s:\n%s", name, page)
			}
		}
		_, asked, err := d.Ask(t.Context(), back, true)
		w.ok(err)
		for name, answer := range map[string][2]string{"another state": {"x", "code"}, "no code": {asked.State, ""}, "a made-up code": {asked.State, "made-up"}} {
			if _, err := d.Answer(context.Background(), back, asked, answer[0], answer[1]); err == nil {
				t.Errorf("%s is taken", name)
			}
		}
		for name, change := range map[string]func(a *oidc.Asked){
			"with the nonce of another question": func(a *oidc.Asked) { a.Nonce += "x" }, "with another verifier": func(a *oidc.Asked) { a.Verifier += "x" }, "": func(*oidc.Asked) {},
		} {
			address, asked, err := d.Ask(t.Context(), back, false)
			w.ok(err)
			code := w.stranger().codeFor(address)
			change(&asked)
			if named, err := d.Answer(t.Context(), back, asked, asked.State, code); (err == nil) != (name == "") || name == "" && named != "sub=id2" {
				t.Errorf("a code %s: %q, %v", name, named, err)
			}
			if _, err := d.Answer(t.Context(), back, asked, asked.State, code); err == nil {
				t.Error("a code is taken twice")
			}
		}
		b := w.stranger()
		r, err := b.client.Get(w.server.URL + "/sign-in/directory/out")
		w.ok(err)
		if page := b.body(r); r.Request.URL.Host == strings.TrimPrefix(w.server.URL, "http://") && !strings.Contains(page, `action="/sign-in"`) {
			t.Errorf("signing out leads to %s", r.Request.URL)
		}
	})
}

// A reset takes the link away with the other ways in, and nobody makes one until the texts are open.
func TestResetEndsTheLink(t *testing.T) {
	withDirectory(t, func(w *world, d *oidc.Directory) {
		w.as("T-A2")
		ctx, n := t.Context(), accounts.Named{Issuer: d.Issuer, Name: "sub=id2"}
		_, err := w.logins.LinkDirectory(ctx, n, accounts.Proof{Login: "t-a2", Password: ownPassword}, w.clock.Now())
		w.ok(err)
		if e, err := w.logins.ByDirectory(ctx, n); err != nil || e.Account != w.account["T-A2"] {
			t.Fatalf("%+v, %v", e, err)
		}
		w.exec(`UPDATE directory_link SET account_id = $1`, w.account["DIR-A"])
		if e, err := w.logins.ByDirectory(ctx, n); err != nil || e.Account != "" {
			t.Errorf("written in the database it leads to %+v, %v", e, err)
		}
		w.exec(`UPDATE directory_link SET account_id = $1`, w.account["T-A2"])
		w.as("T-A2") // with a code once more
		if e, err := w.logins.ByDirectory(ctx, n); err != nil || e.Account != "" {
			t.Errorf("after a reset: %+v, %v", e, err)
		}
		if _, err := w.logins.LinkDirectory(ctx, n, accounts.Proof{Login: "t-a2", Password: ownPassword}, w.clock.Now()); err == nil {
			t.Error("whoever reset the password links herself")
		}
	})
}
