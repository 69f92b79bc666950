package web_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/web"
	. "talim/internal/web/htmlcheck"
)

func TestSessionLives(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		s := newSchool(t, d)
		v := s.as("teacher")
		for range 4 { // each page puts the end off
			s.clock.Add(50 * time.Minute)
			if a := v.get("/note"); a.status != 200 {
				t.Fatalf("after 50 minutes: %d", a.status)
			}
		}
		s.clock.Add(61 * time.Minute)
		if a := v.get("/note"); a.status != 303 {
			t.Errorf("after 61 idle minutes: %d", a.status)
		}
	})
}

func TestReadingWritesSeldom(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	v := s.as("teacher")
	queries := func() string { return v.get("/note").header.Get("X-Talim-Queries") }
	if got := queries(); got != "1" { // the session; the accounts of this test ask nothing
		t.Errorf("at once: %s queries", got)
	}
	s.clock.Add(6 * time.Minute)
	if got := queries(); got != "2" {
		t.Errorf("after six minutes: %s queries, want the mark as well", got)
	}
	if got := queries(); got != "1" {
		t.Errorf("again at once: %s queries", got)
	}
}

func TestPageIsShownThoughTheMarkCannotBeWritten(t *testing.T) {
	d := apptest.Database(t)
	s := newSchool(t, d)
	v := s.as("teacher")
	if _, err := db.Exec(context.Background(), d.Write(), `CREATE TRIGGER full BEFORE UPDATE ON session BEGIN SELECT RAISE(ABORT, 'full'); END`); err != nil {
		t.Fatal(err)
	}
	s.clock.Add(6 * time.Minute)
	if a := v.get("/note"); a.status != 200 || !strings.Contains(s.log.String(), "session not marked") {
		t.Errorf("%d, log %s", a.status, s.log.String())
	}
}

func TestCookiesBehindAProxy(t *testing.T) {
	for _, c := range []struct{ trust, secure bool }{{true, true}, {false, false}} {
		s := newSchool(t, apptest.Database(t), func(w *web.Config) { w.TrustProxy = c.trust })
		v := s.visitor()
		r, err := http.NewRequest(http.MethodGet, v.base+"/open?lang=ru", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Forwarded-Proto", "https")
		if got := strings.Contains(v.send(r).header.Get("Set-Cookie"), "Secure"); got != c.secure {
			t.Errorf("trust %v: secure %v", c.trust, got)
		}
	}
}

func TestSessionTokens(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		s := newSchool(t, d)
		v := s.as("teacher")
		first := v.cookie("talim_session")
		v.signIn("director")
		second := v.cookie("talim_session")
		if first == second || first == "" {
			t.Errorf("token %q, then %q", first, second)
		}
		old := s.visitor()
		r, err := http.NewRequest(http.MethodGet, old.base+"/note", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.AddCookie(&http.Cookie{Name: "talim_session", Value: first})
		if a := old.send(r); a.status != 303 {
			t.Errorf("the old token still opens: %d", a.status)
		}
		stored, err := db.All[string](context.Background(), d.Read(), `SELECT token_hash FROM session`)
		if err != nil {
			t.Fatal(err)
		}
		if len(stored) != 1 || stored[0] == second || len(stored[0]) != 64 {
			t.Errorf("stored %q", stored)
		}
	})
}

// Who writes in the table of sessions makes none: neither out of another's, nor with words
// of her own.
func TestSessionWrittenInTheDatabaseOpensNothing(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		s := newSchool(t, d)
		director, teacher := s.as("director"), s.as("teacher")
		if a := director.get("/note"); a.status != 200 {
			t.Fatalf("before: %d", a.status)
		}
		_, err := db.Exec(context.Background(), d.Write(), `UPDATE session SET data = (SELECT o.data FROM session o WHERE o.account_id = 'director') WHERE account_id = 'teacher'`)
		if err != nil {
			t.Fatal(err)
		}
		if a := teacher.get("/note"); a.status != 303 {
			t.Errorf("with the session of the director: %d", a.status)
		}
		own, err := scs.GobCodec{}.Encode(time.Now().Add(time.Hour), map[string]any{"account": "director", "seen": time.Now().Unix()})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(context.Background(), d.Write(), `UPDATE session SET data = $1`, own); err != nil {
			t.Fatal(err)
		}
		if a := director.get("/note"); a.status != 303 {
			t.Errorf("with a session that the program has not made: %d", a.status)
		}
	})
}

func TestSessionCookie(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	a := s.visitor().post("/sign-in", "login", "teacher")
	for _, c := range a.header.Values("Set-Cookie") {
		if !strings.Contains(c, "HttpOnly") || !strings.Contains(c, "SameSite=Lax") {
			t.Errorf("cookie %q", c)
		}
		if strings.HasPrefix(c, "talim_session") && strings.Contains(c, "Max-Age") {
			t.Errorf("outlives the browser: %q", c)
		}
	}
}

func TestSignOut(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		s := newSchool(t, d)
		v := s.as("teacher")
		if a := v.post("/sign-out"); a.status != 303 || a.location() != "/sign-in" {
			t.Fatalf("%d %q", a.status, a.location())
		}
		Page(t, v.get("/sign-in").body, In(".flash", HasText("You have signed out")))
		if a := v.get("/note"); a.status != 303 {
			t.Errorf("still in: %d", a.status)
		}
		left, err := db.One[int](context.Background(), d.Read(), `SELECT count(*) FROM session`)
		if err != nil || left != 0 {
			t.Errorf("%d sessions left, %v", left, err)
		}
	})
}

func TestEndSessions(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		s := newSchool(t, d)
		here, there, other := s.as("teacher"), s.as("teacher"), s.as("director")
		here.post("/end-others")
		for _, c := range []struct {
			name   string
			who    *visitor
			status int
		}{{"the one that asks", here, 200}, {"the same account elsewhere", there, 303}, {"another account", other, 200}} {
			if a := c.who.get("/note"); a.status != c.status {
				t.Errorf("%s: %d, want %d", c.name, a.status, c.status)
			}
		}
	})
}

func TestCleanUp(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		s := newSchool(t, d)
		s.as("teacher")
		s.visitor().post("/sign-in", "login", "x", "password", "wrong")
		count := func() int {
			n, err := db.One[int](context.Background(), d.Read(), `SELECT (SELECT count(*) FROM session) + (SELECT count(*) FROM sign_in_attempt)`)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		before := count()
		s.clock.Set("2013-01-01T00:00") // nothing is over yet
		clean(t, s)
		if got := count(); got != before {
			t.Errorf("%d rows, want %d", got, before)
		}
		s.clock.Set("2099-01-01T00:00")
		clean(t, s)
		if got := count(); got != 0 {
			t.Errorf("%d rows left", got)
		}
	})
}

func clean(t *testing.T, s *school) {
	t.Helper()
	if err := s.CleanUp(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func TestTextIsKeptWhenTheSessionEnded(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	v := s.as("teacher")
	s.clock.Add(2 * time.Hour)
	a := v.post("/note?of=7", "text", "What I take\nfrom this <lesson>", "days", "mon", "days", "wed", "password", "hush", "_secret", "password")
	if a.status != 200 || len(s.saved) != 0 {
		t.Fatalf("%d, saved %v", a.status, s.saved)
	}
	Page(t, a.body, In(".note[role=status]", HasText("What you wrote is kept")))
	a = v.post("/sign-in", "login", "teacher", "_kept", Attr(a.body, "input[name=_kept]", "value"))
	Page(t, a.body,
		In("h1", HasText("Your text is kept")),
		In("blockquote", HasText("What I take from this <lesson>")),
		In("header", HasText("T-A2")),
		In("main form[method=post]", HasAttr("action", "/note?of=7"), Count("input[name=days]", 2), Not("input[name=password]")),
		NoText("hush"),
	)
	v.post(Attr(a.body, "main form", "action"), "text", Attr(a.body, "input[name=text]", "value"), "days", "mon", "days", "wed")
	if len(s.saved) != 1 || s.saved[0].Get("text") != "What I take\nfrom this <lesson>" {
		t.Errorf("saved %q", s.saved)
	}
}

func TestLanguageSwitchKeepsTheText(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	v := s.as("teacher")
	s.clock.Add(2 * time.Hour)
	asked := v.post("/note", "text", "typed before").body
	Page(t, asked, Not("a[hreflang]"), Has("form.langs[action=/language] button[value=ru]"))
	kept := Attr(asked, "form.langs input[name=_kept]", "value")
	switched := v.post("/language", "lang", "ru", "_kept", kept).body
	Page(t, switched, In("html", HasAttr("lang", "ru")), In(".note", HasText("Набранный текст сохранён")), In("main input[name=_kept]", HasAttr("value", kept)))
	Page(t, v.post("/sign-in", "login", "teacher", "_kept", kept).body, In("h1", HasText("Ваш текст сохранён")))
	again := v.post("/language", "lang", "kk", "_kept", kept).body
	Page(t, again, In("h1", HasText("Жазғаныңыз сақталып тұр")), In("blockquote", HasText("typed before")))
	if a := v.post("/language", "lang", "xx"); a.status != 404 {
		t.Errorf("unknown language: %d", a.status)
	}
}

func TestKeptTextIsGivenToNobodyElse(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	v := s.as("teacher")
	s.clock.Add(2 * time.Hour)
	kept := Attr(v.post("/note", "text", "in confidence").body, "input[name=_kept]", "value")
	a := v.post("/sign-in", "login", "director", "_kept", kept)
	if a.status != 303 || a.location() != "/" || strings.Contains(a.body, "confidence") {
		t.Errorf("%d %q %q", a.status, a.location(), a.body)
	}
	Page(t, v.get("/note").body, In(".flash", HasText("belonged to somebody else")))
}

func TestWhatIsNotKept(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	v := s.as("teacher")
	s.clock.Add(2 * time.Hour)
	Page(t, v.post("/note", "text", strings.Repeat("x", 210<<10)).body, HasText("too long to be kept"), Not("input[name=_kept]"))
	Page(t, v.post("/note").body, HasText("nothing was saved"), Not("input[name=_kept]"))
	// Nobody knows whose text it is in a browser where nobody had signed in.
	Page(t, s.visitor().post("/note", "text", "x").body, Not("input[name=_kept]"))
}

func TestReturnLeadsOnlyToOurPages(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	for to, want := range map[string]string{
		"/note?page=2": "/note?page=2", "": "/", "//evil.example": "/", "https://evil.example/": "/", `/\evil.example`: "/", "note": "/", "/a\nb": "/",
	} {
		if a := s.visitor().post("/sign-in", "login", "teacher", "_to", to); a.location() != want {
			t.Errorf("%q leads to %q, want %q", to, a.location(), want)
		}
	}
	v := s.visitor()
	Page(t, v.get("/sign-in?to=%2Fnote").body, In("input[name=_to]", HasAttr("value", "/note")))
	Page(t, v.get("/sign-in?to=%2F%2Fevil").body, Not("input[name=_to]"))
}

func TestFormTooLarge(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	a := s.as("teacher").post("/note", "text", strings.Repeat("x", 1<<20))
	if a.status != 413 || len(s.saved) != 0 {
		t.Errorf("%d", a.status)
	}
	Page(t, a.body, In("h1", HasText("Too much was sent")))
}

func upload(t *testing.T, v *visitor, name string, content []byte) answer {
	t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	part, err := m.CreateFormFile("table", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	return v.postBody("/file", m.FormDataContentType(), &b)
}

func TestUpload(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	v := s.as("teacher")
	a := upload(t, v, `C:\files\staff.csv`, []byte("a;b"))
	if a.status != 200 || a.body != "a;b" {
		t.Fatalf("%d %q", a.status, a.body)
	}
	if got := a.header.Get("Content-Disposition"); !strings.HasSuffix(got, "staff.csv") || !strings.Contains(got, "filename*=utf-8''") {
		t.Errorf("name %q", got)
	}
	for _, c := range []struct {
		size int
		says string
	}{{0, "The file is empty"}, {20<<20 + 1, "at most 10 MB"}, {25 << 20, "at most 10 MB"}} {
		a := upload(t, v, "x.csv", make([]byte, c.size))
		if a.status != 422 {
			t.Errorf("%d bytes: %d", c.size, a.status)
		}
		Page(t, a.body, In("h1", HasText(c.says)))
	}
	Page(t, v.post("/file", "other", "x").body, In("h1", HasText("Choose a file")))
	stranger := upload(t, s.visitor(), "x.csv", make([]byte, 2<<20)) // a session that ran out
	if stranger.status == http.StatusRequestEntityTooLarge {
		t.Errorf("a stranger's file is answered with %d, not with the sign-in", stranger.status)
	}
}

func TestKeptTextIsReadByNobodyInTheSource(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	v := s.as("teacher")
	s.clock.Add(2 * time.Hour)
	body := v.post("/note", "text", "in confidence").body
	kept := Attr(body, "input[name=_kept]", "value")
	raw, _ := base64.StdEncoding.DecodeString(kept)
	if kept == "" || strings.Contains(body+string(raw), "confidence") {
		t.Errorf("the page of sign-in tells what was typed: %q", kept)
	}
	plain := base64.StdEncoding.EncodeToString([]byte(`{"action":"/note","fields":{"text":["made up"]}}`))
	if a := v.post("/sign-in", "login", "teacher", "_kept", plain); strings.Contains(a.body, "made up") {
		t.Error("a text that nobody sealed is offered to be sent")
	}
}

func TestPageSaysWhoseItIs(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	mark := func(body string) string { return Attr(body, "html", "data-who") }
	teacher, director := mark(s.as("teacher").get("/note").body), mark(s.as("director").get("/note").body)
	if teacher == "" || teacher == director {
		t.Errorf("marks %q and %q", teacher, director)
	}
	Page(t, s.visitor().get("/open").body, In("html", HasAttr("data-who", "")))
	v := s.as("teacher")
	s.fails = errors.New("no database")
	if body := v.get("/note").body; strings.Contains(body, "data-who") {
		t.Error("a page that does not know whose it is takes the drafts away")
	}
}

func TestFormOfSomebodyElseIsNotTaken(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	v := s.as("teacher")
	mine := Attr(v.get("/note").body, "html", "data-who")
	v.post("/sign-in", "login", "director")
	a := v.post("/note", "text", "in confidence", "_who", mine)
	if a.status != 409 || len(s.saved) != 0 || strings.Contains(a.body, "confidence") {
		t.Errorf("%d, saved %v, %q", a.status, s.saved, a.body)
	}
	Page(t, a.body, In("h1", HasText("belongs to somebody else")))
	v.post("/sign-in", "login", "teacher")
	if v.post("/note", "text", "in confidence", "_who", mine); len(s.saved) != 1 {
		t.Errorf("saved %v", s.saved)
	}
}
