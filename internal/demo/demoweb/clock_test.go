package demoweb_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/demo"
	"talim/internal/demo/demoweb"
	"talim/internal/i18n"
	"talim/internal/setting"
	"talim/internal/web"
)

type nobody struct{}

func (nobody) ActorOf(context.Context, string) (access.Actor, web.Chrome, error) {
	return access.Actor{}, web.Chrome{}, nil
}

func site(t *testing.T, d *db.DB) (*web.Site, *demo.Clock) {
	t.Helper()
	clock, err := demo.OpenClock(context.Background(), d, apptest.ClockAt("2026-11-21T12:00").Now, apptest.Zone)
	if err != nil {
		t.Fatal(err)
	}
	messages, err := i18n.NewBundle(web.Messages(), demoweb.Messages())
	if err != nil {
		t.Fatal(err)
	}
	pages := demoweb.New(clock, demo.NewStory(func() demo.World { return demo.World{DB: d, Clock: clock} }))
	s := web.New(web.Config{DB: d, Accounts: nobody{}, Messages: messages, Banner: pages.Banner})
	s.Mount(pages.Routes()...)
	return s, clock
}

func send(s *web.Site, method, lang string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "/demo/clock", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", lang)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestClockPage(t *testing.T) {
	s, _ := site(t, apptest.Database(t))
	for lang, want := range map[string]string{"en": "Monday, 2 September", "ru": "понедельник, 2 сентября", "kk": "дүйсенбі, 2 қыркүйек"} {
		w := send(s, http.MethodGet, lang, nil)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) || !strings.Contains(w.Body.String(), `value="2013-09-02"`) {
			t.Errorf("%s: %d without %q", lang, w.Code, want)
		}
	}
}

// On days that nobody told nothing would have happened, so nobody is sent there.
func TestClockOffersOnlyDaysThatWereTold(t *testing.T) {
	d := apptest.Database(t)
	s, _ := site(t, d)
	const january, may = `value="2014-01-13"`, `value="may"`
	if page := send(s, http.MethodGet, "en", nil).Body.String(); strings.Contains(page, january) || !strings.Contains(page, may) {
		t.Error("a year that is not told offers January as a day, or not its telling to May")
	}
	if err := setting.Set(t.Context(), d.Write(), setting.None, "demo-told", "2014-05-12"); err != nil {
		t.Fatal(err)
	}
	if page := send(s, http.MethodGet, "en", nil).Body.String(); !strings.Contains(page, january) || strings.Contains(page, may) {
		t.Error("a told year does not offer January as a day, or offers its telling again")
	}
}

func TestSetClock(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		s, clock := site(t, d)
		if w := send(s, http.MethodPost, "en", url.Values{"date": {"2014-01-13"}, "time": {"10:30"}}); w.Code != http.StatusSeeOther {
			t.Fatalf("%d: %s", w.Code, w.Body)
		}
		if got := clock.Now().Format("2006-01-02 15:04 -0700"); got != "2014-01-13 10:30 +0600" {
			t.Errorf("the clock says %s", got)
		}
	})
}

func TestSetClockRefuses(t *testing.T) {
	s, clock := site(t, apptest.Database(t))
	before := clock.Now()
	for _, form := range []url.Values{
		{"date": {"1991-12-16"}, "time": {"09:00"}},
		{"date": {"soon"}, "time": {"09:00"}},
		{"date": {"2014-01-13"}, "time": {"25:00"}},
		{},
	} {
		w := send(s, http.MethodPost, "en", form)
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), form.Get("date")) {
			t.Errorf("%v: %d", form, w.Code)
		}
	}
	if !clock.Now().Equal(before) {
		t.Error("the clock moved")
	}
}
