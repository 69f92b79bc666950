package ask_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/web"
	"talim/internal/web/ask"
	"talim/internal/web/component"
	. "talim/internal/web/htmlcheck"
)

type kind string

// wish is a record with a field of every kind.
type wish struct {
	Version int
	Title   string
	Why     string
	Day     calendar.Date
	At      calendar.Clock
	Hours   int
	Kind    kind
	Who     string
	Aloud   bool
}

func kinds(context.Context) []component.Choice {
	return []component.Choice{{Value: "a", Label: "First"}, {Value: "b", Label: "Second"}}
}

// keeper holds one wish and takes changes of it.
type keeper struct {
	wish
	id string
}

func (k *keeper) form() web.FormOf[wish] {
	return web.FormOf[wish]{
		At: "/wishes/{id}/edit",
		Fields: func(in *wish) []web.Field {
			return []web.Field{
				ask.Version(&in.Version),
				ask.Line(&in.Title, "title", "test.title", ask.Max(20)),
				ask.Area(&in.Why, "why", "test.why", ask.Optional, ask.Rows(7), ask.Hint("test.why.hint")),
				ask.Date(&in.Day, "day", "test.day"),
				ask.Time(&in.At, "at", "test.at"),
				ask.Number(&in.Hours, "hours", "test.hours"),
				ask.Radio(&in.Kind, "kind", "test.kind", kinds),
				ask.Select(&in.Who, "who", "test.who", nil),
				ask.Check(&in.Aloud, "aloud", "test.aloud"),
			}
		},
		Show: func(_ *http.Request, f *web.Form) (web.Page, error) {
			f.Stands(k.Version, "title", k.Title, "why", k.Why, "day", string(k.Day))
			f.Choose("who", []component.Choice{{Value: "s1", Label: "Aigul"}})
			return f.Page(web.Plain{Title: "Wish", Button: "Keep it", Lead: "What is wished", Hints: []string{"soon"}, Back: web.Link{Text: "Wishes", URL: "/wishes"}}), nil
		},
		Do: web.OnThe(k.change, func(id string) string { return "/wishes/" + id }, ""),
	}
}

func (k *keeper) change(_ context.Context, _ access.Actor, id string, in wish) error {
	if in.Version != k.Version {
		return fault.Changed()
	}
	var f fault.Fields
	f.Text("title", in.Title, true, 20)
	f.Day("day", in.Day)
	if err := f.Err(); err != nil {
		return err
	}
	k.id, k.wish = id, in
	return nil
}

// ask sends the form, or opens it where nothing is sent.
func (k *keeper) ask(t *testing.T, sent url.Values) *httptest.ResponseRecorder {
	t.Helper()
	r, handle := httptest.NewRequest(http.MethodGet, "/wishes/w%2F1/edit", nil), k.form().Get
	if sent != nil {
		r, handle = httptest.NewRequest(http.MethodPost, "/wishes/w%2F1/edit", strings.NewReader(sent.Encode())), k.form().Post
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.SetPathValue("id", "w/1")
	w := httptest.NewRecorder()
	if err := handle(w, r); err != nil {
		t.Fatal(err)
	}
	return w
}

func whole(version string) url.Values {
	return url.Values{
		"version": {version}, "title": {" A book "}, "why": {"to read"}, "day": {"2013-09-02"}, "at": {"09:30"}, "hours": {"3"}, "kind": {"b"}, "who": {"s1"}, "aloud": {"1"},
	}
}

func TestFieldsAreDrawn(t *testing.T) {
	k := &keeper{wish: wish{Version: 4, Title: "A pen", Day: "2013-09-03"}}
	Page(t, k.ask(t, nil).Body.String(),
		Has("form[action=/wishes/w%2F1/edit]"), Has("input[name=version][value=4]"), Count("input[name=version]", 1),
		In("main", HasText("What is wished")), In("p.hint", HasText("soon")), In("button.primary", HasText("Keep it")), Has("a.btn[href=/wishes]"),
		Has("input[name=title][value=A pen][maxlength=20][required]"), In("label[for=f-title]", HasText("test.title")),
		Has("textarea[name=why][rows=7]"), Not("textarea[name=why][required]"), In("#f-why-hint", HasText("test.why.hint")),
		Has("input[name=day][type=date][value=2013-09-03]"), Has("input[name=at][type=time]"), Has("input[name=hours][type=number][inputmode=numeric]"),
		Count("input[name=kind][type=radio]", 2), In("select[name=who] option[value=s1]", HasText("Aigul")), Has("input[name=aloud][type=checkbox]"))
}

func TestFieldsAreReadIntoTheInput(t *testing.T) {
	k := &keeper{wish: wish{Version: 4}}
	if w := k.ask(t, whole("4")); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/wishes/w/1" {
		t.Fatalf("%d to %s", w.Code, w.Header().Get("Location"))
	}
	want := wish{Version: 4, Title: "A book", Why: "to read", Day: "2013-09-02", At: "09:30", Hours: 3, Kind: "b", Who: "s1", Aloud: true}
	if k.wish != want || k.id != "w/1" {
		t.Errorf("the verb got %+v of %s, want %+v", k.wish, k.id, want)
	}
}

func TestRefusedFieldsKeepWhatWasTyped(t *testing.T) {
	for name, c := range map[string]struct {
		field, value string
		status       int
		check        Check
	}{
		"no number":        {"hours", "many", http.StatusUnprocessableEntity, Has("input[name=hours][value=many][aria-invalid=true]")},
		"no day":           {"day", "soon", http.StatusUnprocessableEntity, Has("input[name=day][value=soon][aria-invalid=true]")},
		"nothing typed":    {"title", "", http.StatusUnprocessableEntity, Has("input[name=title][aria-invalid=true]")},
		"an older version": {"version", "3", http.StatusConflict, Has("input[name=title][value=A book]")},
	} {
		k := &keeper{wish: wish{Version: 4, Title: "A pen", Day: "2013-09-03"}}
		before, sent := k.wish, whole("4")
		sent.Set(c.field, c.value)
		w := k.ask(t, sent)
		if w.Code != c.status || k.wish != before {
			t.Errorf("%s: %d, the wish is %+v", name, w.Code, k.wish)
		}
		Page(t, w.Body.String(), c.check, In("textarea[name=why]", HasText("to read")), Has("input[name=kind][value=b][checked]"),
			Has("option[value=s1][selected]"), Has("input[name=aloud][checked]"))
	}
}

func TestOnLeadsToThePageThatIsNamed(t *testing.T) {
	var got int
	done, err := web.On(func(_ context.Context, _ access.Actor, in int) error {
		got = in
		return fault.Changed()
	}, "/wishes", "test.kept")(httptest.NewRequest(http.MethodPost, "/wishes", nil), 7)
	if got != 7 || done.URL != "/wishes" || done.Key != "test.kept" || !fault.Is(err, fault.KindConflict) {
		t.Errorf("the verb got %d; on to %+v, %v", got, done, err)
	}
}
