package web_test

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/component/field"
	. "talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// card is a record that several people change, with its form.
type card struct {
	Version           int
	Phone, Note, Kind string
	Since             calendar.Date
	Closed            bool
}

// sheet is a form around its parts, as a page writes it in templ.
func sheet(f *web.Form, action string, parts ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return component.FormOf(component.Sheet{Form: f, Action: action}).Render(templ.WithChildren(ctx, templ.Join(parts...)), w)
	})
}

var cardKinds = []component.Choice{{Value: "a", Label: "Main job"}, {Value: "b", Label: "Second job"}}

func (c *card) form() web.FormOf[card] {
	return web.FormOf[card]{
		At: "/card", Permission: signedIn,
		Show: func(_ *http.Request, f *web.Form) (web.Page, error) {
			if c.Closed {
				return web.Page{}, fault.NotFound("web.error.notfound.title")
			}
			f.Stands(c.Version, "phone", c.Phone, "note", c.Note, "kind", c.Kind, "since", string(c.Since))
			return web.Page{Title: "Card", Body: sheet(f, "/card",
				component.Version(f), field.Line(f, "phone", "Phone", field.Max(20)), field.Area(f, "note", "Note", field.Optional),
				field.Radio(f, "kind", "Kind", cardKinds), field.Date(f, "since", "Since"), component.Save("/"))}, nil
		},
		Read: func(f *web.Form) card {
			return card{Version: f.Version(), Phone: f.Value("phone"), Note: f.Value("note"), Kind: f.Value("kind"), Since: f.Date("since")}
		},
		Do: func(_ *http.Request, in card) (web.Done, error) {
			var f fault.Fields
			f.Text("phone", in.Phone, true, 20)
			f.Day("since", in.Since)
			if err := f.Err(); err != nil {
				return web.Done{}, err
			}
			if in.Version != c.Version || c.Closed {
				return web.Done{}, fault.Changed()
			}
			in.Version++
			*c = in
			return web.Next(link.Home(), "web.signout.done"), nil
		},
	}
}

// hidden are the version fields of the form on a page.
func hidden(t *testing.T, body string) (version, was string) {
	t.Helper()
	return attribute(t, body, `name="version" value="`), attribute(t, body, `name="was" value="`)
}

func attribute(t *testing.T, body, before string) string {
	t.Helper()
	_, after, found := strings.Cut(body, before)
	value, _, ended := strings.Cut(after, `"`)
	if !found || !ended {
		t.Fatalf("no %s in %s", before, body)
	}
	return value
}

func openCard(t *testing.T) (c *card, v *visitor) {
	t.Helper()
	s := newSchool(t, apptest.Database(t))
	c = &card{Version: 3, Phone: "701", Note: "calls in the evening", Kind: "a", Since: "2013-09-02"}
	s.Mount(c.form().Routes()...)
	return c, s.as("teacher")
}

func TestFormOfDoesWhatItReads(t *testing.T) {
	c, v := openCard(t)
	page := v.get("/card")
	Page(t, page.body, Has("input[name=phone][value=701]"), Has("input[name=kind][value=a][checked]"), Has("input[name=since][value=2013-09-02]"),
		Not(".meanwhile"), Not(".summary"))
	version, was := hidden(t, page.body)
	a := v.post("/card", "version", version, "was", was, "phone", "702", "kind", "b", "since", "2013-09-03")
	if a.status != http.StatusSeeOther || a.header.Get("Location") != link.Home() {
		t.Fatalf("%d to %s", a.status, a.header.Get("Location"))
	}
	if want := (card{Version: 4, Phone: "702", Kind: "b", Since: "2013-09-03"}); *c != want {
		t.Errorf("kept %+v, want %+v", *c, want)
	}
}

func TestFormOfShowsInvalidInputAgain(t *testing.T) {
	c, v := openCard(t)
	before := *c
	for name, sent := range map[string][]string{
		"refused by the verb": {"version", "3", "phone", "", "note", "typed", "since", "soon"},
		"cannot even be read": {"version", "three", "phone", "702", "note", "typed", "since", "2013-09-02"},
		"of an older version": {"version", "2", "phone", "", "note", "typed", "since", "2013-09-02"},
	} {
		a := v.post("/card", sent...)
		if a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, a.status)
		}
		Page(t, a.body, Has(".summary"), In("textarea[name=note]", HasText("typed")), Not(".meanwhile"),
			Has("input[name=version][value="+sent[1]+"]"))
	}
	if *c != before {
		t.Errorf("changed to %+v", *c)
	}
}

// Two people open the card of version 3. One changes the telephone and the kind; the other, on
// the older page, changes the note and the kind.
func TestFormOfShowsTheOthersChangeBesideWhatWasTyped(t *testing.T) {
	c, v := openCard(t)
	version, was := hidden(t, v.get("/card").body)
	*c = card{Version: 4, Phone: "702", Note: c.Note, Kind: "b", Since: c.Since}
	theirs := []string{"version", version, "was", was, "phone", "701", "note", "calls at noon", "kind", "", "since", "2013-09-02"}
	a := v.post("/card", theirs...)
	if a.status != http.StatusConflict {
		t.Fatalf("%d %s", a.status, a.body)
	}
	Page(t, a.body,
		In(".summary", HasText("Somebody else changed this meanwhile")),
		Has("input[name=phone][value=702]"), In("#f-phone-meanwhile", HasText("by somebody else")), // only the other changed it
		In("textarea[name=note]", HasText("calls at noon")), Not("#f-note-meanwhile"), // only this one did
		Not("input[name=kind][checked]"), In("#f-kind-meanwhile", HasText("Second job")), // both, in words
		Not("#f-since-meanwhile"), Has("input[name=version][value=4]"))
	again, marks := hidden(t, a.body)
	if a = v.post("/card", "version", again, "was", marks, "phone", "702", "note", "calls at noon", "kind", "b", "since", "2013-09-02"); a.status != http.StatusSeeOther {
		t.Fatalf("sent again: %d %s", a.status, a.body)
	}
	if want := (card{Version: 5, Phone: "702", Note: "calls at noon", Kind: "b", Since: "2013-09-02"}); *c != want {
		t.Errorf("kept %+v, want %+v", *c, want)
	}
}

func TestFormOfWithoutMarksShowsWhatDiffers(t *testing.T) {
	c, v := openCard(t)
	a := v.post("/card", "version", strconv.Itoa(c.Version-1), "phone", "701", "note", "mine", "kind", "a", "since", "2013-10-01")
	Page(t, a.body, Not("#f-phone-meanwhile"), In("#f-note-meanwhile", HasText("calls in the evening")), In("textarea[name=note]", HasText("mine")),
		In("#f-since-meanwhile", HasText("2 September 2013")))
}

func TestFormOfOfARecordThatHasNoFormAnyMore(t *testing.T) {
	c, v := openCard(t)
	c.Closed = true
	if a := v.get("/card"); a.status != http.StatusNotFound {
		t.Errorf("the page: %d", a.status)
	}
	if a := v.post("/card", "version", "3", "phone", "7", "since", "2013-09-02"); a.status != http.StatusConflict {
		t.Errorf("the answer: %d", a.status)
	}
}

func TestBeginKeepsWhatTheAddressGave(t *testing.T) {
	f := web.NewForm("a", "given")
	f.Begin("a", "first", "b", "first", "c", "x", "c", "y")
	if got := f.Value("a") + " " + f.Value("b") + " " + strings.Join(f.Values("c"), ","); got != "given first x,y" {
		t.Errorf("got %s", got)
	}
	sent := web.ReadForm(posted("a="))
	if sent.Begin("a", "first", "b", "first"); sent.Value("a") != "" || sent.Value("b") != "" {
		t.Error("what was sent empty is filled in")
	}
}

func TestAnswerOfAnEmptyFormIsNone(t *testing.T) {
	for body, want := range map[string]string{"answer=yes": "true", "answer=no": "false", "": "none", "answer=": "none", "answer=maybe": "none", "other=yes": "none"} {
		f := web.ReadForm(posted(body))
		yes, err := f.Answer("answer")
		got := strconv.FormatBool(yes)
		if err != nil {
			got = "none"
		}
		if got != want || (want == "none") != fault.Is(f.Err(), fault.KindInvalid) {
			t.Errorf("%q: %s, noted %v", body, got, f.Err())
		}
	}
}

func TestRefusedKeepsWhatWasTyped(t *testing.T) {
	for _, c := range []struct {
		err    error
		status int
	}{
		{nil, 0},
		{fault.NotFound("web.error.notfound.title"), 0},
		{fault.Forbidden("web.error.forbidden.page"), 0},
		{io.EOF, 0},
		{fault.Invalid("x", "fault.number"), http.StatusUnprocessableEntity},
		{fault.Changed(), http.StatusConflict},
	} {
		f := web.NewForm("x", "typed")
		if got := web.Refused(&f, c.err); got != c.status || f.Value("x") != "typed" || (got != 0) != (len(f.Faults()) > 0) {
			t.Errorf("%v: %d, want %d; holds %q and %v", c.err, got, c.status, f.Value("x"), f.Faults())
		}
	}
}
