package web_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"talim/internal/document"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/web"
	"talim/internal/web/assets"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

func posted(body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/x?text=query", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

func TestReadForm(t *testing.T) {
	f := web.ReadForm(posted("text=++a%0D%0Ab%00%FF+&days=mon&days=+&days=wed&agree=1&on=2.9.2013&odd=soon&at=8:30&n=12&word=many&raw=+x"))
	for name, got := range map[string][2]any{
		"spaces, line ends, NUL and broken UTF-8": {f.Value("text"), "a\nb"},
		"raw":               {f.Raw("raw"), " x"},
		"several values":    {strings.Join(f.Values("days"), ","), "mon,wed"},
		"checked":           {f.Checked("agree"), true},
		"not checked":       {f.Checked("refuse"), false},
		"date":              {string(f.Date("on")), "2013-09-02"},
		"no date as typed":  {string(f.Date("odd")), "soon"},
		"no date is not ok": {f.Date("odd").Valid(), false},
		"clock":             {string(f.Clock("at")), "08:30"},
		"number":            {f.Int("n"), 12},
		"no number":         {f.Int("nothing"), 0},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: %v, want %v", name, got[0], got[1])
		}
	}
	if f.Err() != nil {
		t.Errorf("err %v", f.Err())
	}
	if f.Int("word"); !fault.Is(f.Err(), fault.KindInvalid) {
		t.Errorf("a word for a number: %v", f.Err())
	}
}

func TestReadFormOfAQuery(t *testing.T) {
	f := web.ReadForm(httptest.NewRequest(http.MethodGet, "/x?q=%D3%99&s=", nil))
	if f.Value("q") != "ә" || len(f.Values("s")) != 0 {
		t.Errorf("%q %q", f.Value("q"), f.Values("s"))
	}
}

func TestTake(t *testing.T) {
	bundle, err := i18n.NewBundle(web.Messages())
	if err != nil {
		t.Fatal(err)
	}
	ctx := i18n.With(context.Background(), bundle.Locale(i18n.Russian))
	for _, c := range []struct {
		name  string
		err   error
		taken bool
		whole string // what stands for the form as a whole
	}{
		{"nothing", nil, false, ""},
		{"invalid field", fault.Invalid("x", "fault.text_missing"), true, ""},
		{"invalid as a whole", fault.Invalid("", "fault.unreadable"), true, "Форма пришла не полностью. Отправьте её ещё раз."},
		{"conflict", fault.Conflict("fault.invalid"), false, ""},
		{"failure", errors.New("x"), false, ""},
		{"wrapped", errors.Join(errors.New("close"), fault.Invalid("x", "fault.text_missing")), true, ""},
	} {
		f := web.NewForm("x", "typed")
		if taken := f.Take(c.err); taken != c.taken || len(f.Faults()) > 0 != c.taken {
			t.Errorf("%s: taken %v", c.name, taken)
		}
		if got := f.Error(ctx, ""); got != c.whole {
			t.Errorf("%s: %q", c.name, got)
		}
		if f.Value("x") != "typed" {
			t.Errorf("%s: lost what was typed", c.name)
		}
	}
}

func TestPaperNamesTheSheetThatIsServed(t *testing.T) {
	w := httptest.NewRecorder()
	d := document.Document{Language: i18n.Kazakh, Title: "Бұйрық", Blocks: []document.Block{document.Paragraph{Text: "Тәлімгер"}}}
	if err := web.Paper(w, httptest.NewRequest(http.MethodGet, "/", nil), "html", "paper", d); err != nil {
		t.Fatal(err)
	}
	htmlcheck.Page(t, w.Body.String(),
		htmlcheck.In("link[rel=stylesheet]", htmlcheck.HasAttr("href", assets.URL("print.css"))),
		htmlcheck.In("main", htmlcheck.HasText("Тәлімгер")), htmlcheck.Not("style"))
}

func TestDownloadThatFailsWritesNothing(t *testing.T) {
	w := httptest.NewRecorder()
	err := web.Download(w, httptest.NewRequest(http.MethodGet, "/", nil), "x.pdf", "application/pdf", func(w io.Writer) error {
		_, _ = io.WriteString(w, "half")
		return errors.New("disk")
	})
	if err == nil || w.Body.Len() > 0 || w.Header().Get("Content-Disposition") != "" {
		t.Errorf("%v, wrote %q", err, w.Body)
	}
}

func TestLinks(t *testing.T) {
	for got, want := range map[string]string{
		link.Path("people", "staff", "a/b"): "/people/staff/a%2Fb",
		link.With("/a", "x", "1", "y", ""):  "/a?x=1",
		link.With("/a?x=1", "q", "ә"):       "/a?x=1&q=%D3%99",
		link.With("/a"):                     "/a",
		link.SignIn(""):                     "/sign-in",
		link.SignIn("/note?page=2"):         "/sign-in?to=%2Fnote%3Fpage%3D2",
		link.SignIn(link.Home()):            "/sign-in",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
