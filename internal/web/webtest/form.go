package webtest

import (
	"cmp"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/web/component"
)

// Form is a form that a test attacks.
type Form struct {
	At      string   // its address: it stands there and is sent there
	By      string   // who may send it
	Good    []string // names and values that are taken
	Wrong   []Wrong  // what is not
	Others  []string // what somebody else typed over the same version, if the form has one
	MayNot  []string // who may neither open nor send it
	Reads   []string // who may open the page and not send it
	Nobody  []string // for whom there is nothing at the address
	Leads   string   // where a form that was taken leads, "" where nobody asks
	Holds   bool     // the form shows afterwards what was typed
	Silent  bool     // the journal is told nothing
	Entries int      // in the journals of all schools, if not one
	Page    string   // where it stands, if not at the address it is sent to
}

// Wrong is something typed over what is good, and the field at which that is said.
type Wrong struct {
	Type   []string
	At     string
	Forged bool // no page offers it, so that none can hold it
}

// At is what may not be typed, names and values, with the field at which that is said.
func At(field string, typed ...string) Wrong { return Wrong{Type: typed, At: field} }

// Forged is what the page does not offer, sent all the same: names and values, with the
// field at which that is said.
func Forged(field string, typed ...string) Wrong { return Wrong{Type: typed, At: field, Forged: true} }

// Attacker asks the pages of a package.
type Attacker struct {
	T     *testing.T
	D     *db.DB
	Visit func(account string, lang i18n.Language) *Visitor // somebody who has signed in
}

// Attacker asks the pages of the site, whose records are in the database.
func (s *Site) Attacker(d *db.DB) Attacker { return Attacker{T: s.t, D: d, Visit: s.Visit} }

// All attacks the forms one after the other, each as a test of its own.
func (a Attacker) All(forms ...Form) {
	for _, f := range forms {
		a.T.Run(f.By+" "+f.At, func(t *testing.T) { Attacker{t, a.D, a.Visit}.Form(f) })
	}
}

// Form sends what is wrong, by whoever may not and what nobody may type, then what is good,
// and that once more from the page as it was before. What is refused changes no row, is said
// at its field in each language and keeps all that was typed; what is taken is journalled once.
func (a Attacker) Form(f Form) {
	a.T.Helper()
	v := a.Visit(f.By, i18n.English)
	res := v.Send(http.MethodGet, f.page())
	if res.Code != http.StatusOK {
		a.T.Fatalf("%s answers %d to %s: %.600s", f.page(), res.Code, f.By, res.Body)
	}
	there := a.controls(res, f.At)
	hidden := carried(there)
	for i := 0; i < len(f.Good); i += 2 {
		if _, ok := there[f.Good[i]]; !ok {
			a.T.Errorf("the form at %s has no field %s", f.page(), f.Good[i])
		}
	}
	watch := apptest.NewWatch(a.T, a.D, "session")
	if changed := watch.Changed(func() { a.refuses(f, hidden) }); len(changed) > 0 {
		a.T.Errorf("%s was refused and changed\n%s", f.At, strings.Join(changed, "\n"))
	}
	a.takes(f, v, watch, hidden)
	if f.Holds {
		a.holds(f, a.controls(v.Send(http.MethodGet, f.page()), f.At), f.Good)
	}
	if version := there[component.FieldVersion]; len(version) > 0 && version[0] != "" {
		a.refusesStale(f, v, watch, hidden)
	}
}

func (f Form) page() string {
	if f.Page != "" {
		return f.Page
	}
	return f.At
}

func (a Attacker) refuses(f Form, hidden []string) {
	a.T.Helper()
	for status, who := range map[int][]string{http.StatusForbidden: f.MayNot, http.StatusNotFound: f.Nobody} {
		for _, account := range who {
			v := a.Visit(account, i18n.English)
			v.Refuse(http.MethodGet, f.page(), status)
			v.Refuse(http.MethodPost, f.At, status, append(slices.Clone(hidden), f.Good...)...)
		}
	}
	for _, account := range f.Reads {
		v := a.Visit(account, i18n.English)
		v.Refuse(http.MethodGet, f.page(), http.StatusOK)
		v.Refuse(http.MethodPost, f.At, http.StatusForbidden, append(slices.Clone(hidden), f.Good...)...)
	}
	for i, wrong := range f.Wrong {
		lang := i18n.Languages[i%len(i18n.Languages)]
		if i == 0 {
			for _, lang := range i18n.Languages {
				a.saysWrong(f, a.Visit(f.By, lang), hidden, wrong)
			}
			continue
		}
		a.saysWrong(f, a.Visit(f.By, lang), hidden, wrong)
	}
}

// saysWrong wants the form again, with the fault at its field and all that was typed.
func (a Attacker) saysWrong(f Form, v *Visitor, hidden []string, wrong Wrong) {
	a.T.Helper()
	typed := over(f.Good, wrong.Type)
	res := v.Send(http.MethodPost, f.At, append(slices.Clone(hidden), typed...)...)
	if res.Code != http.StatusUnprocessableEntity {
		a.T.Errorf("%s answers %q with %d, want 422 at %s", f.At, wrong.Type, res.Code, wrong.At)
		return
	}
	if !strings.Contains(res.Body.String(), `id="f-`+wrong.At+`-fault"`) {
		a.T.Errorf("%s says of %q nothing at %s: %q", f.At, wrong.Type, wrong.At, faults(res.Body.String()))
	}
	if wrong.Forged {
		typed = typed[:len(typed)-len(wrong.Type)]
	}
	a.holds(f, a.controls(res, f.At), typed)
}

// takes sends what is good.
func (a Attacker) takes(f Form, v *Visitor, watch *apptest.Watch, hidden []string) {
	a.T.Helper()
	var res *httptest.ResponseRecorder
	changed := watch.Changed(func() { res = v.Send(http.MethodPost, f.At, append(slices.Clone(hidden), f.Good...)...) })
	if res.Code != http.StatusSeeOther {
		a.T.Fatalf("%s answers what is good with %d: %q", f.At, res.Code, faults(res.Body.String()))
	}
	if to := res.Header().Get("Location"); f.Leads != "" && to != f.Leads {
		a.T.Errorf("%s leads to %s, want %s", f.At, to, f.Leads)
	}
	entries := 0
	for _, line := range changed {
		if strings.HasPrefix(line, "+ journal_entry ") {
			entries++
		}
	}
	want := cmp.Or(f.Entries, 1)
	if f.Silent {
		want = 0
	}
	if entries != want {
		a.T.Errorf("%s is journalled %d times, want %d", f.At, entries, want)
	}
}

// refusesStale sends the form from the page as it was before the change.
func (a Attacker) refusesStale(f Form, v *Visitor, watch *apptest.Watch, hidden []string) {
	a.T.Helper()
	typed := over(f.Good, f.Others)
	var res *httptest.ResponseRecorder
	changed := watch.Changed(func() { res = v.Send(http.MethodPost, f.At, append(slices.Clone(hidden), typed...)...) })
	if res.Code != http.StatusConflict || len(changed) > 0 {
		a.T.Errorf("%s answers an older version with %d and changes %q", f.At, res.Code, changed)
	}
	for i := 0; i < len(f.Others); i += 2 {
		if !strings.Contains(res.Body.String(), `id="f-`+f.Others[i]+`-meanwhile"`) {
			a.T.Errorf("%s does not show what the other typed into %s", f.At, f.Others[i])
		}
	}
	a.holds(f, a.controls(res, f.At), f.Others)
}

// holds wants every value in its field.
func (a Attacker) holds(f Form, there map[string][]string, typed []string) {
	a.T.Helper()
	want := map[string][]string{}
	for i := 0; i+1 < len(typed); i += 2 {
		want[typed[i]] = append(want[typed[i]], typed[i+1])
	}
	for name, values := range want {
		for _, value := range values {
			if value != "" && !slices.Contains(there[name], value) {
				a.T.Errorf("the form at %s holds %q in %s, typed was %q", f.At, there[name], name, value)
			}
		}
	}
}

// controls are the values in the fields of the form that is sent to the address, by name.
func (a Attacker) controls(res *httptest.ResponseRecorder, address string) map[string][]string {
	a.T.Helper()
	page, err := html.Parse(strings.NewReader(res.Body.String()))
	if err != nil {
		a.T.Fatal(err)
	}
	out := map[string][]string{}
	for n := range page.Descendants() {
		if n.Data != "form" || attr(n, "method") != "post" || path(attr(n, "action")) != path(address) {
			continue
		}
		for c := range n.Descendants() {
			if name := attr(c, "name"); c.Type == html.ElementNode && name != "" {
				out[name] = append(out[name], values(c)...)
			}
		}
	}
	return out
}

func path(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Path
}

// values are what a field would send.
func values(n *html.Node) []string {
	switch kind := attr(n, "type"); {
	case n.Data == "textarea":
		return []string{text(n)}
	case n.Data == "select":
		return chosen(n)
	case n.Data == "input" && (kind == "checkbox" || kind == "radio") && !has(n, "checked"):
		return nil
	}
	return []string{attr(n, "value")}
}

func chosen(list *html.Node) (out []string) {
	for n := range list.Descendants() {
		if n.Data == "option" && has(n, "selected") {
			out = append(out, attr(n, "value"))
		}
	}
	return out
}

func text(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

func attr(n *html.Node, name string) string {
	for _, x := range n.Attr {
		if x.Key == name {
			return x.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(x html.Attribute) bool { return x.Key == name })
}

// carried is what a form of a version carries along unseen.
func carried(there map[string][]string) (out []string) {
	for _, name := range []string{component.FieldVersion, component.FieldWas} {
		if values := there[name]; len(values) > 0 {
			out = append(out, name, values[0])
		}
	}
	return out
}

// over lays pairs over others: a name that is typed anew has only its new values.
func over(good, typed []string) (out []string) {
	for i := 0; i+1 < len(good); i += 2 {
		anew := false
		for k := 0; k+1 < len(typed); k += 2 {
			anew = anew || typed[k] == good[i]
		}
		if !anew {
			out = append(out, good[i], good[i+1])
		}
	}
	return append(out, typed...)
}

// faults are the texts of what is wrong on a page.
func faults(page string) (out []string) {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return nil
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && (attr(n, "class") == "fault" || attr(n, "class") == "summary" || n.Data == "h1") {
			out = append(out, strings.Join(strings.Fields(text(n)), " "))
		}
	}
	return out
}
