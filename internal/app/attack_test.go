package app_test

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"time"

	nethtml "golang.org/x/net/html"

	"talim/internal/db"
)

var (
	attackAll   = flag.Bool("attack", false, "attack with some addresses and forms of every kind, and every odd value, on both databases (make attack)")
	attackEvery = flag.Bool("attack-all", false, "with -attack: with every address and form (scripts/attack --all; many hours)")
)

// attack is the year in which somebody wrote a record of each kind, asked by everybody
// for what was never offered to them: ids of others, forms of others, values that no
// page has.
type attack struct {
	*confidence
	all   bool // whether every kind of address and form is tried, or some
	every bool // whether every one of a kind is, too
	counts
}

// counts is what was tried.
type counts struct {
	addresses, asked, forms, posts, values int
	answers                                map[int]int // by status
}

// attacks is the part of TestConfidence that was offered to nobody. Nobody reads a
// private text at an address that they were not offered; nobody changes anything by a
// form of somebody else; no address, id or value makes the program fail or wait. Some
// kinds in the ordinary tests, all kinds as all people with some records of each relation
// with -attack, every record with -attack-all.
func (c *confidence) attacks() {
	c.t.Helper()
	a := &attack{confidence: c, all: *attackAll, every: *attackEvery, counts: counts{answers: map[int]int{}}}
	addresses := a.everyAddress()
	forms := a.everyForm(addresses)
	a.asksForIDsOfOthers(addresses)
	a.asksForOddValues(addresses)
	a.sendsFormsOfOthers(forms)
	c.t.Logf("%d addresses, %d reads as %d people, %d forms sent %d times by others, %d odd values; answers by status: %v",
		a.addresses, a.asked, len(a.readers), a.forms, a.posts, a.values, a.answers)
}

// ofEach is how many of a kind are tried.
func (a *attack) ofEach(some, every int) int {
	if a.every {
		return every
	}
	return some
}

// longest is how long an answer may take: longer is an endless loop or a heavy query.
const longest = 20 * time.Second

// ask sends a request and holds the answer against what holds for all: no failure, no
// marker for whom it is not, no waiting.
func (a *attack) ask(r *reader, method, address string, form url.Values) *httptest.ResponseRecorder {
	a.t.Helper()
	request, err := http.NewRequest(method, "http://example.com"+address, strings.NewReader(form.Encode()))
	if err != nil {
		return nil // no address at all: nobody can send it
	}
	request.RequestURI = address
	request.RemoteAddr = "192.0.2.1:1234"
	until, stop := context.WithTimeout(ctx, longest)
	defer stop()
	began := time.Now()
	w := r.send(request.WithContext(until))
	if took := time.Since(began); took > longest {
		a.t.Errorf("%s waits %v for %s", r.code, took, address)
	}
	a.answers[w.Code]++
	a.silent(r, address, asked{w.Code, plainText(a.t, w)})
	return w
}

// everyAddress is what the pages of everybody lead to, without papers that are the
// same in another form: as far as they go, or what was read before.
func (a *attack) everyAddress() []string {
	offered := map[string]bool{}
	for _, r := range a.readers {
		if a.all {
			maps.Copy(offered, r.follows(a.ofEach(3, 400), func(address string) asked { return a.read(r, address) }))
		}
		for address := range r.got {
			offered[address] = true
		}
	}
	a.addresses = len(offered)
	return sorted(offered)
}

// page is what somebody reads at an address, as it was read before where not all is tried.
func (a *attack) page(r *reader, address string) string {
	if !a.all {
		return r.get(address).text
	}
	return a.read(r, address).text
}

// read is what somebody gets at an address; it is not kept, there is too much of it.
func (a *attack) read(r *reader, address string) asked {
	w := a.ask(r, http.MethodGet, address, nil)
	if w == nil {
		return asked{}
	}
	if w.Code == http.StatusSeeOther {
		return asked{w.Code, w.Header().Get("Location")}
	}
	return asked{w.Code, plainText(a.t, w)}
}

// ids are some of each table, wherever they stand.
func (a *attack) ids(ofEach int) []string {
	columns, err := a.DB().Columns(ctx)
	a.ok(err)
	var out []string
	for _, c := range columns {
		if c.Name != "id" {
			continue
		}
		some, err := db.All[string](ctx, a.DB().Read(), fmt.Sprintf(`SELECT CAST(id AS TEXT) AS id FROM %s ORDER BY id DESC LIMIT %d`, c.Table, ofEach))
		a.ok(err)
		out = append(out, some...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// asksForIDsOfOthers puts ids of every table into every address with a place for one,
// and asks as everybody; and for all that was offered to anybody.
func (a *attack) asksForIDsOfOthers(offered []string) {
	a.t.Helper()
	made := map[string]bool{}
	for _, address := range offered {
		if a.every { // else everybody has asked for them before
			made[address] = true
		}
	}
	ids := a.ids(a.ofEach(1, 3))
	for n, pattern := range a.patterns() {
		some := ids
		if a.all && !a.every {
			some = append(idsOf(pattern, offered, 4), turn(ids, n*strangeIDs, strangeIDs)...)
		}
		for _, id := range some {
			made[a.filled(pattern, offered, id)] = true
		}
	}
	people := a.readers
	if !a.all {
		people = people[:4]
	}
	for _, address := range sorted(made) {
		for _, r := range people {
			a.ask(r, http.MethodGet, address, nil)
			a.asked++
		}
	}
	a.addresses += len(made)
}

// strangeIDs is how many ids of other tables are put into an address: over all addresses,
// each table has its turn.
const strangeIDs = 6

// turn are n of a list from a place on, from the beginning again after its end.
func turn(of []string, from, n int) []string {
	out := make([]string, 0, n)
	for i := range min(n, len(of)) {
		out = append(out, of[(from+i)%len(of)])
	}
	return out
}

// idsOf are the ids of up to so many records at whose addresses of the pattern somebody was
// offered something.
func idsOf(pattern string, offered []string, most int) []string {
	parts := strings.Split(pattern, "/")
	place := slices.IndexFunc(parts, func(p string) bool { return strings.HasPrefix(p, "{") })
	var out []string
	for _, address := range offered {
		path, _, _ := strings.Cut(address, "?")
		at := strings.Split(path, "/")
		if len(out) < most && len(at) == len(parts) && fits(at, parts) && !slices.Contains(out, at[place]) {
			out = append(out, at[place])
		}
	}
	return out
}

// patterns are the routes that are read, with at least one place for an id.
func (a *attack) patterns() []string {
	var out []string
	for _, r := range a.Routes() {
		if method, path, _ := strings.Cut(r.Pattern, " "); method == http.MethodGet && strings.Contains(path, "{") && !strings.Contains(path, "{$}") && !strings.HasPrefix(path, "/assets/") {
			out = append(out, path)
		}
	}
	slices.Sort(out)
	if !a.all {
		out = everyNth(out, 12)
	}
	return out
}

func everyNth[T any](of []T, n int) []T {
	var out []T
	for i := 0; i < len(of); i += n {
		out = append(out, of[i])
	}
	return out
}

// filled puts the id in the first place of the pattern; the others are as in an
// address that somebody was offered.
func (a *attack) filled(pattern string, offered []string, id string) string {
	parts := strings.Split(pattern, "/")
	model := offeredLike(parts, offered)
	first := true
	for i, p := range parts {
		switch {
		case !strings.HasPrefix(p, "{"):
		case first:
			parts[i], first = url.PathEscape(id), false
		case model != nil:
			parts[i] = model[i]
		case p == "{format}":
			parts[i] = "docx"
		default:
			parts[i] = url.PathEscape(id)
		}
	}
	return strings.Join(parts, "/")
}

// offeredLike is an address that was offered and fits the parts of the pattern.
func offeredLike(pattern, offered []string) []string {
	for _, address := range offered {
		path, _, _ := strings.Cut(address, "?")
		parts := strings.Split(path, "/")
		if len(parts) == len(pattern) && fits(parts, pattern) {
			return parts
		}
	}
	return nil
}

func fits(parts, pattern []string) bool {
	for i, p := range pattern {
		if !strings.HasPrefix(p, "{") && p != parts[i] {
			return false
		}
	}
	return true
}

// odd are values that no page has.
var odd = []string{
	"", "0", "-1", "1e9", "99999999999999999999", "9999-12-31", "0000-00-00", "9999-12-30", "0001-01-01", "2013-02-30", "2013-09-02T99:99", "25:61",
	"'", "\"><script>", "%00", "\x00", "\xff\xfe", "../../etc/passwd", "a b\r\nSet-Cookie: x=y", "\u202e", strings.Repeat("я", 3000), strings.Repeat("9", 400), "[]", "null",
}

// asksForOddValues puts odd values into every query value that a page has, and into
// every place for an id.
func (a *attack) asksForOddValues(offered []string) {
	a.t.Helper()
	somebody := []*reader{a.reader("DIR-A"), a.reader("T-A2")}
	addresses := a.withOddValues(offered)
	if !a.all {
		addresses = everyNth(addresses, 5)
	}
	for _, address := range addresses {
		for _, r := range somebody {
			a.ask(r, http.MethodGet, address, nil)
			a.values++
		}
	}
}

func (a *attack) reader(code string) *reader {
	return a.readers[slices.IndexFunc(a.readers, func(r *reader) bool { return r.code == code })]
}

func (a *attack) withOddValues(offered []string) []string {
	made, kinds := map[string]bool{}, map[string]bool{}
	for _, address := range offered {
		path, query, _ := strings.Cut(address, "?")
		values, err := url.ParseQuery(query)
		if err != nil {
			continue
		}
		for name := range values {
			kind := identifier.ReplaceAllString(path, "/{id}$1") + "?" + name
			if kinds[kind] {
				continue
			}
			kinds[kind] = true
			for _, x := range odd {
				with := url.Values{}
				for other, was := range values {
					with[other] = was
				}
				with.Set(name, x)
				made[path+"?"+with.Encode()] = true
			}
		}
	}
	for _, pattern := range a.patterns() {
		for _, x := range odd[:len(odd)-4] {
			if x != "" && x != "." {
				made[wildcard.ReplaceAllLiteralString(pattern, url.PathEscape(x))] = true
			}
		}
	}
	return sorted(made)
}

// form is what a page offers to send, and to whom.
type form struct {
	action  string
	values  url.Values
	offered map[string]bool // codes of people
}

// everyForm collects the forms of all pages that say in their address what they are
// about; the others are about whoever sends them.
func (a *attack) everyForm(addresses []string) []form {
	a.t.Helper()
	known := map[string]*form{}
	for _, r := range a.readers {
		for _, address := range addresses {
			for _, f := range formsOf(a.page(r, address), address) {
				if !identifier.MatchString(f.action) {
					continue
				}
				if known[f.action] == nil {
					known[f.action] = &f
				}
				known[f.action].offered[r.code] = true
			}
		}
	}
	var out []form
	for _, f := range known {
		out = append(out, *f)
	}
	slices.SortFunc(out, func(a, b form) int { return strings.Compare(a.action, b.action) })
	return out
}

// formsOf reads the forms that post, each with what it would send as it stands.
func formsOf(page, address string) []form {
	root, err := nethtml.Parse(strings.NewReader(page))
	if err != nil {
		return nil
	}
	var out []form
	for n := range root.Descendants() {
		if n.Type != nethtml.ElementNode || n.Data != "form" || !strings.EqualFold(attribute(n, "method"), "post") {
			continue
		}
		f := form{action: attribute(n, "action"), values: url.Values{}, offered: map[string]bool{}}
		if f.action == "" {
			f.action = address
		}
		for field := range n.Descendants() {
			// What names the account and its school only keeps honest people from mistakes.
			if name := attribute(field, "name"); name != "" && !strings.HasPrefix(name, "_") && field.Type == nethtml.ElementNode {
				f.values.Add(name, valueOf(field))
			}
		}
		out = append(out, f)
	}
	return out
}

func attribute(n *nethtml.Node, name string) string {
	for _, x := range n.Attr {
		if x.Key == name {
			return x.Val
		}
	}
	return ""
}

// valueOf is what stands in a field; something, where nothing does.
func valueOf(n *nethtml.Node) string {
	if v := attribute(n, "value"); v != "" {
		return v
	}
	for option := range n.Descendants() {
		if option.Data == "option" && attribute(option, "value") != "" {
			return attribute(option, "value")
		}
	}
	if attribute(n, "type") == "date" {
		return "2013-11-20"
	}
	return "text of somebody else"
}

// sendsFormsOfOthers sends each form as everybody to whom no page offers it. Nothing
// may change by it.
func (a *attack) sendsFormsOfOthers(forms []form) {
	a.t.Helper()
	switch {
	case !a.all:
		forms = everyNth(forms, 4)
	case !a.every:
		forms = fewOfEach(forms, 3)
	}
	before := a.contents()
	for _, f := range forms {
		a.forms++
		sent := a.sendsAsOthers(f)
		for table, now := range a.contents() {
			if now != before[table] {
				a.t.Errorf("%s changed %s, sent by those to whom it is not offered: %v", f.action, table, sent)
				before[table] = now
			}
		}
	}
}

// fewOfEach are so many forms of each action, whichever record it is about.
func fewOfEach(forms []form, most int) []form {
	kinds := map[string]int{}
	return slices.DeleteFunc(forms, func(f form) bool {
		kind := identifier.ReplaceAllString(f.action, "/{id}$1")
		kinds[kind]++
		return kinds[kind] > most
	})
}

func (a *attack) sendsAsOthers(f form) []string {
	var sent []string
	for _, r := range a.readers {
		if f.offered[r.code] {
			continue
		}
		a.posts++
		if w := a.ask(r, http.MethodPost, f.action, f.values); w != nil && w.Code < 400 {
			sent = append(sent, fmt.Sprintf("%s (%d)", r.code, w.Code))
		}
	}
	return sent
}

// contents is every table as it stands, without what follows from asking alone.
func (a *attack) contents() map[string]string {
	a.t.Helper()
	return a.tables(func(t string) bool { return !slices.Contains([]string{"session", "sign_in_attempt", "job"}, t) })
}
