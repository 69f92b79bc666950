package accountsweb_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/people/accounts/accountsweb"
	"talim/internal/people/peopleweb"
	"talim/internal/people/staffimport"
	"talim/internal/people/tree"
	"talim/internal/web"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// world is a school with a person for each kind of reader, and one beside it.
type world struct {
	*testing.T
	db      *db.DB
	people  *people.Service
	logins  *accounts.Service
	clock   *apptest.Clock
	site    *web.Site
	server  *httptest.Server
	bundle  *i18n.Bundle
	pages   *accountsweb.Pages
	staff   map[string]string // code -> id
	account map[string]string // code -> account
	school  string
	queries int // of the last page
}

type signedIn struct{ accounts *accounts.Service }

func (a signedIn) ActorOf(ctx context.Context, id string) (access.Actor, web.Chrome, error) {
	actor, signed, err := a.accounts.ActorOf(ctx, id)
	return actor, web.Chrome{School: signed.School, Language: signed.Language, Zone: signed.Zone}, err
}

func build(t *testing.T, d *db.DB) *world {
	t.Helper()
	clock := apptest.ClockAt("2013-09-02T09:00")
	w := &world{T: t, db: d, clock: clock, people: people.New(d, clock.Now), staff: map[string]string{}, account: map[string]string{}}
	w.logins = accounts.New(w.people)
	w.logins.KeepCodes(apptest.Keeper(t))
	demo := fstest.MapFS{}
	for _, lang := range []string{"kk", "ru", "en"} {
		demo[lang+".json"] = &fstest.MapFile{Data: []byte(`{"sample.persona": "A mentor"}`)}
	}
	var err error
	w.bundle, err = i18n.NewBundle(web.Messages(), peopleweb.Messages(), accountsweb.Messages(), demo)
	w.ok(err)
	w.pages = accountsweb.New(accountsweb.Config{DB: d, Accounts: w.logins, Tabs: peopleweb.Tabs, Personas: w.personas})
	site := web.New(web.Config{DB: d, Accounts: signedIn{w.logins}, Messages: w.bundle, Wall: clock.Now, Debug: true, Log: slog.New(slog.DiscardHandler), Nav: peopleweb.Area(peopleweb.Config{}).Nav})
	site.Mount(w.pages.Routes()...)
	site.Mount(peopleweb.New(peopleweb.Config{DB: d, Tree: tree.New(d, clock.Now), People: w.people, Accounts: w.logins, Import: "/import"}).Routes()...)
	site.Mount(web.Route{Pattern: "GET /{$}", Permission: access.Permission{Name: "test"}, Handle: func(rw http.ResponseWriter, r *http.Request) error {
		return web.Show(rw, r, http.StatusOK, web.Page{Title: "Home"})
	}})
	w.site, w.server = site, httptest.NewServer(site)
	t.Cleanup(w.server.Close)
	return w
}

func (w *world) personas(context.Context) ([]accountsweb.Persona, error) {
	return []accountsweb.Persona{{Key: "sample.persona", Code: "T-A2", Account: w.account["T-A2"]}}, nil
}

func settled(t *testing.T, d *db.DB) *world {
	t.Helper()
	w := build(t, d)
	as := w.newSchool("auyl", "ADM")
	w.school = as.School
	w.newSchool("audan", "ADM-B")
	rows := []staffimport.Row{
		{Line: 1, Code: "DIR-A", Position: "Director"},
		{Line: 2, Code: "DD-A2", Position: "Deputy Director (Academic Affairs)", UnitCode: "1", UnitName: "Primary"},
		{Line: 3, Code: "SMU-A3", Position: "Head of SMU", Subjects: "Phys", UnitCode: "2", UnitName: "Sciences", StudyRoute: "full-time", Years: "22"},
		{Line: 4, Code: "T-A2", Position: "Teacher", Subjects: "Math", UnitCode: "2", Years: "29", StudyRoute: "distance", Category: "first", Age: "52", Gender: "F"},
		{Line: 5, Code: "T-A14", Position: "Teacher", Subjects: "Math", UnitCode: "2", State: "maternity leave"},
	}
	_, err := staffimport.New(w.people).Apply(t.Context(), as, rows, staffimport.Options{On: "2013-09-01"})
	w.ok(err)
	all, err := people.Choices(t.Context(), w.db.Read(), w.school, "2013-09-02")
	w.ok(err)
	for _, n := range all {
		w.staff[n.Code] = n.ID
		_, err := w.logins.IssueCodes(t.Context(), as, []string{n.ID})
		w.ok(err)
		w.account[n.Code], err = accounts.Of(t.Context(), w.db.Read(), w.school, n.ID)
		w.ok(err)
	}
	return w
}

func (w *world) newSchool(code, admin string) access.Actor {
	made, err := w.logins.CreateSchool(w.Context(), access.System("", "test"), accounts.NewSchool{
		NewSchool: people.NewSchool{
			Kind: tree.School, Facts: tree.Facts{Code: code, Name: i18n.Text{KK: "Мектеп " + code}, Timezone: "Asia/Almaty"},
			Administrator: people.NewStaff{StaffFacts: people.StaffFacts{Code: admin}},
		},
		Login: code + ".admin",
	})
	w.ok(err)
	w.staff[admin], w.account[admin] = made.Staff.ID, made.Account
	return access.System(made.School.ID, "test")
}

func (w *world) ok(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func each(t *testing.T, fn func(w *world)) {
	t.Helper()
	apptest.Databases(t, func(t *testing.T, d *db.DB) { fn(settled(t, d)) })
}

// browser is a person at the computer.
type browser struct {
	*world
	client *http.Client
}

func (w *world) stranger() *browser {
	jar, err := cookiejar.New(nil)
	w.ok(err)
	return &browser{w, &http.Client{Jar: jar}}
}

// as signs a person in with a password of their own.
func (w *world) as(code string) *browser {
	w.Helper()
	p, err := people.StaffByID(w.Context(), w.db.Read(), w.schoolOf(code), w.staff[code])
	w.ok(err)
	tickets, err := w.logins.IssueCodes(w.Context(), access.System(p.SchoolID, "test"), []string{p.ID})
	w.ok(err)
	b := w.stranger()
	status, page := b.post("/sign-in/first?lang=en", "login", tickets[0].Login, "code", tickets[0].OneTime, "password", "a long password", "repeat", "a long password")
	if status != http.StatusOK || !strings.Contains(page, "Home") {
		w.Fatalf("%s cannot sign in: %d\n%s", code, status, page)
	}
	b.get("/?lang=en")
	return b
}

func (w *world) schoolOf(code string) string {
	w.Helper()
	id, err := db.One[string](w.Context(), w.db.Read(), `SELECT school_id FROM staff WHERE id = $1`, w.staff[code])
	w.ok(err)
	return id
}

func (w *world) exec(sql string, args ...any) {
	w.Helper()
	w.ok(w.db.Tx(w.Context(), func(ctx context.Context, tx db.Conn) error {
		_, err := db.Exec(ctx, tx, sql, args...)
		return err
	}))
}

func (b *browser) get(path string) (int, string) {
	b.Helper()
	return b.read(b.client.Get(b.server.URL + path))
}

func (b *browser) post(path string, pairs ...string) (int, string) {
	b.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return b.read(b.client.PostForm(b.server.URL+path, form))
}

func (b *browser) read(resp *http.Response, err error) (int, string) {
	b.Helper()
	b.ok(err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	b.ok(err)
	b.queries, _ = strconv.Atoi(resp.Header.Get("X-Talim-Queries"))
	if lacking := b.bundle.Lacking(); len(lacking) > 0 {
		b.Errorf("messages lacking: %q", lacking)
	}
	return resp.StatusCode, string(text)
}

func (b *browser) expect(path string, checks ...htmlcheck.Check) string {
	b.Helper()
	status, page := b.get(path)
	if status != http.StatusOK {
		b.Fatalf("%s answers %d:\n%s", path, status, page)
	}
	if b.queries > 5 {
		b.Errorf("%s asks %d queries", path, b.queries)
	}
	htmlcheck.Page(b.T, page, checks...)
	return page
}

func (b *browser) status(want int, path string) {
	b.Helper()
	if status, page := b.get(path); status != want {
		b.Errorf("%s answers %d, want %d\n%.300s", path, status, want, page)
	}
}

// Every page in every language: shown with all its messages and at most five queries,
// or refused; never a failure.
func TestEveryPage(t *testing.T) {
	each(t, func(w *world) {
		pages := []string{link.Accounts(), link.CodeSheet(""), link.Password(), link.MySchools(), link.Personas(), "/sign-in?x=1", link.FirstSignIn()}
		for code, refused := range map[string]int{"DIR-A": 0, "ADM": 0, "DD-A2": 2, "T-A2": 2} {
			b := w.as(code)
			for _, lang := range []string{"kk", "ru", "en"} {
				b.get("/?lang=" + lang)
				for i, path := range pages {
					if i < refused {
						b.status(http.StatusForbidden, path)
					} else {
						b.expect(path)
					}
				}
			}
		}
	})
}
