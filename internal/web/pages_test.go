package web_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/web"
	. "talim/internal/web/htmlcheck"
)

func TestPermission(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	for _, c := range []struct {
		who    *visitor
		path   string
		status int
		leads  string
	}{
		{s.visitor(), "/open", 200, ""},
		{s.visitor(), "/note?page=2", 303, "/sign-in?to=%2Fnote%3Fpage%3D2"},
		{s.visitor(), "/director", 303, "/sign-in?to=%2Fdirector"},
		{s.as("teacher"), "/note", 200, ""},
		{s.as("teacher"), "/director", 403, ""},
		{s.as("director"), "/director", 200, ""},
		{s.as("gone"), "/note", 303, "/sign-in?to=%2Fnote"},
	} {
		a := c.who.get(c.path)
		if a.status != c.status || a.location() != c.leads {
			t.Errorf("%s: %d %q, want %d %q", c.path, a.status, a.location(), c.status, c.leads)
		}
	}
}

func TestRouteWithoutPermissionIsRefused(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	defer func() {
		if recover() == nil {
			t.Error("mounted")
		}
	}()
	s.Mount(web.Route{Pattern: "GET /forgotten", Handle: failing})
}

func TestFrame(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	Page(t, s.as("teacher").get("/note").body,
		In("html", HasAttr("lang", "en"), HasAttr("data-theme", "auto")),
		In("a.skip", HasAttr("href", "#main")),
		Has("main#main"),
		In("header", HasText("T-A2"), HasText("Auyl school · teacher")),
		Has("form[action=/sign-out][method=post] button:contains(Sign out)"),
		In("nav.nav a[aria-current=page]", HasAttr("href", "/note")),
		Not("nav.nav a[href=/director]"),
		Count("nav.langs a", 3),
		In("nav.langs a[aria-current]", HasAttr("lang", "en")),
		Not("[style]"), Not("[onclick]"),
	)
	Page(t, s.visitor().get("/open").body, Not("nav.nav"), Not("form[action=/sign-out]"), NoText("T-A2"))
}

func TestErrorsInThreeLanguages(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	for _, c := range []struct {
		path   string
		status int
		titles [3]string
	}{
		{"/fail/invalid", 422, [3]string{"Деректерді түзету керек", "Нужно исправить данные", "Something needs correcting"}},
		{"/fail/notfound", 404, [3]string{"Бұл жазба табылмады", "Запись не найдена", "This record was not found"}},
		{"/fail/norow", 404, [3]string{"Мұндай бет жоқ", "Такой страницы нет", "There is no such page"}},
		{"/fail/forbidden", 403, [3]string{"Бұл бет Сізге ашық емес", "Эта страница Вам не открыта", "This page is not open to you"}},
		{"/fail/conflict", 409, [3]string{"Деректер осы арада өзгерді", "Данные успели измениться", "Things have changed meanwhile"}},
		{"/fail/full", 503, [3]string{"Дискіде орын қалмады", "На диске закончилось место", "The disk is full"}},
		{"/fail/unavailable", 503, [3]string{"Дерекқорға қосылу мүмкін болмай тұр", "База данных сейчас недоступна", "The database cannot be reached"}},
		{"/fail/text", 422, [3]string{"Жіберілген мәтінді сақтау мүмкін емес", "Отправленный текст нельзя сохранить", "The text that was sent cannot be saved"}},
		{"/fail/ours", 500, [3]string{"Жүйеде қате болды", "Произошла ошибка в системе", "Something went wrong on our side"}},
		{"/fail/panic", 500, [3]string{"Жүйеде қате болды", "Произошла ошибка в системе", "Something went wrong on our side"}},
		{"/nowhere", 404, [3]string{"Мұндай бет жоқ", "Такой страницы нет", "There is no such page"}},
		{"/only-post", 405, [3]string{"Бұл әрекет мұнда орындалмайды", "Здесь этого сделать нельзя", "That cannot be done here"}},
	} {
		for i, lang := range i18n.Languages {
			v := s.visitor()
			v.lang = string(lang)
			a := v.get(c.path)
			if a.status != c.status {
				t.Errorf("%s: %d, want %d", c.path, a.status, c.status)
			}
			Page(t, a.body, In("html", HasAttr("lang", string(lang))), In("h1", HasText(c.titles[i])), NoText("the cause"), Has("main a[href=/]"))
		}
	}
}

func TestErrorOfOursStandsInTheLog(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	for _, kind := range []string{"ours", "panic", "full", "text"} {
		a := s.visitor().get("/fail/" + kind)
		id := a.header.Get("X-Request-Id")
		if kind == "ours" || kind == "panic" {
			Page(t, a.body, In("code", HasText(id)))
		}
		if log := s.log.String(); !strings.Contains(log, "id="+id) || !strings.Contains(log, "the cause") {
			t.Errorf("%s: %s not in the log:\n%s", kind, id, log)
		}
	}
}

func TestLogHoldsTheRouteAndNotThePath(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	s.as("teacher").get("/people/T-A14?q=secret")
	log := s.log.String()
	if !strings.Contains(log, `route="GET /people/{id}"`) || strings.Contains(log, "T-A14") || strings.Contains(log, "secret") {
		t.Errorf("log: %s", log)
	}
}

func TestLostDatabaseIsAPage(t *testing.T) {
	d := apptest.Database(t)
	s := newSchool(t, d)
	v := s.as("teacher")
	v.lang = "ru"
	s.fails = fmt.Errorf("broken: %w", db.ErrUnavailable)
	a := v.get("/note")
	if a.status != 503 {
		t.Errorf("status %d", a.status)
	}
	Page(t, a.body, In("h1", HasText("База данных сейчас недоступна")), NoText("broken"), Not("nav.nav"))
	if a := v.post("/note", "text", "x"); a.status != 503 {
		t.Errorf("post: %d", a.status)
	}
}

func TestUnknownMethod(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	a := s.visitor().get("/only-post")
	if got := a.header.Get("Allow"); got != "POST" {
		t.Errorf("Allow %q", got)
	}
}

func TestHeaders(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	for _, path := range []string{"/note", "/open", "/nowhere", "/fail/ours"} {
		a := s.as("teacher").get(path)
		csp := a.header.Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"} {
			if !slices.Contains(strings.Split(csp, "; "), part) {
				t.Errorf("%s: no %q in %q", path, part, csp)
			}
		}
		if strings.Contains(csp, "unsafe") {
			t.Errorf("%s: %q", path, csp)
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "no-store"} {
			if got := a.header.Get(name); got != want {
				t.Errorf("%s: %s: %q, want %q", path, name, got, want)
			}
		}
	}
}

func TestFormFromAnotherSite(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	v := s.as("teacher")
	r, err := http.NewRequest(http.MethodPost, v.base+"/note", strings.NewReader("text=x"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "https://elsewhere.example")
	a := v.send(r)
	if a.status != 403 || len(s.saved) != 0 {
		t.Errorf("%d, saved %v", a.status, s.saved)
	}
	Page(t, a.body, In("h1", HasText("This came from another site")))
}

func TestLanguageSwitchStaysInPlace(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	v := s.as("teacher")
	Page(t, v.get("/note?q=%D3%99+b&page=2").body, Has("a[hreflang=ru][href='/note?q=%D3%99+b&page=2&lang=ru']"))
	a := v.get("/note?q=%D3%99+b&page=2&lang=ru")
	if a.status != 303 || a.location() != "/note?q=%D3%99+b&page=2" {
		t.Fatalf("%d %q", a.status, a.location())
	}
	Page(t, v.get("/note").body, In("html", HasAttr("lang", "ru")), In("header", HasText("Школа Ауыл")))
	if a := v.get("/note?theme=dark"); a.location() != "/note" {
		t.Errorf("theme leads to %q", a.location())
	}
	Page(t, v.get("/note").body, In("html", HasAttr("data-theme", "dark")), In("html", HasAttr("lang", "ru")))
}

func TestLanguageSwitchOnTheAnswerToAForm(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	v := s.as("teacher")
	Page(t, v.post("/note", "text", "").body, Has("a[hreflang=kk][href='/note?lang=kk']"))
	Page(t, v.post("/only-post").body, Has("a[hreflang=kk][href='/?lang=kk']"))
}

func TestLanguageOfTheAccount(t *testing.T) {
	var kept i18n.Language
	s := newSchool(t, apptest.Database(t), func(c *web.Config) {
		c.KeepLanguage = func(_ context.Context, _ access.Actor, lang i18n.Language) error {
			kept = lang
			return nil
		}
	})
	v := s.as("russian")
	Page(t, v.get("/open").body, In("html", HasAttr("lang", "ru")))
	v.get("/open?lang=kk")
	Page(t, v.get("/open").body, In("html", HasAttr("lang", "kk")))
	if kept != i18n.Kazakh {
		t.Errorf("kept %q", kept)
	}
	s.visitor().get("/open?lang=en")
	if kept != i18n.Kazakh {
		t.Errorf("a visitor without account changed it to %q", kept)
	}
}

func TestFlashShowsOnce(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	v := s.as("teacher")
	if a := v.post("/note", "text", "x"); a.location() != "/note" {
		t.Fatalf("leads to %q", a.location())
	}
	Page(t, v.get("/note").body, In(".flash[role=status]", HasText("in 3 minutes")))
	Page(t, v.get("/note").body, Not(".flash"))
}

func TestEveryRoleHasItsName(t *testing.T) {
	bundle, err := i18n.NewBundle(web.Messages())
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range i18n.Languages {
		for _, role := range access.Roles {
			if !bundle.Locale(lang).Has("web.role." + string(role)) {
				t.Errorf("%s: no name of %s", lang, role)
			}
		}
	}
}
