package app_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/oklog/ulid/v2"

	"talim/internal/access"
	"talim/internal/app"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/journal"
)

// record is one record of a kind, with a text in it that stands nowhere else.
type record struct {
	kind    string
	marker  string                       // "" where it is no text: whoever may not read is refused the page
	plain   bool                         // not sealed in the database: it is no private text
	owner   string                       // code of the author, or of the person it is about
	selves  []string                     // where it is about several
	pair    []string                     // mentor and mentee, none where it belongs to no pair
	ended   bool                         // the pair ended early
	trusted string                       // whom the owner chose
	pages   map[access.Relation][]string // where it is read; "" is everybody's page
	write   string                       // where it is written
	form    url.Values
	table   string // that a refused writing leaves as it was
}

// rule of the kind, from the program.
func (r record) rule(t *testing.T) access.Rule {
	t.Helper()
	i := slices.IndexFunc(app.Rules(), func(x access.Rule) bool { return x.Kind == r.kind })
	if i < 0 {
		t.Fatalf("no rule for %s", r.kind)
	}
	return app.Rules()[i]
}

// of are the relations of somebody to the record, by the story alone: nothing of
// the program is asked for them.
func (r record) of(c castMember) []access.Relation {
	if c.elsewhere {
		return nil
	}
	out := append([]access.Relation{access.AsColleague}, c.posts...)
	switch {
	case c.code == r.owner, slices.Contains(r.selves, c.code):
		out = append(out, access.Self)
	case slices.Contains(r.pair, c.code) && r.ended:
		out = append(out, access.FormerPartner)
	case slices.Contains(r.pair, c.code):
		out = append(out, access.Partner)
	}
	if c.code == r.trusted {
		out = append(out, access.Trusted)
	}
	if c.heads && len(r.pair) > 0 {
		out = append(out, access.AsSMUHead)
	}
	return out
}

// at is where somebody of these relations finds the record, and where anybody tries.
func (r record) at(of []access.Relation) []string {
	for _, x := range of {
		if pages := r.pages[x]; pages != nil {
			return pages
		}
	}
	return r.pages[""]
}

func (r record) everyPage() []string {
	var out []string
	for _, pages := range r.pages {
		out = append(out, pages...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// castMember is somebody who asks for the records.
type castMember struct {
	code      string
	posts     []access.Relation
	heads     bool // the unit of the pairs
	elsewhere bool // of another organisation
}

// The cast: somebody for each relation, beside the pairs.
var cast = []castMember{
	{code: "T-A2"},
	{code: "T-A14"},
	{code: "T-A16"},
	{code: "T-A12"},
	{code: "T-A13"},
	{code: "SMU-A4"},
	{code: "T-A11", posts: []access.Relation{access.AsCoordinator}},
	{code: "SMU-A3", heads: true},
	{code: "DD-A2", posts: []access.Relation{access.AsDeputy}},
	{code: "DIR-A", posts: []access.Relation{access.AsDirector}},
	{code: "Auyl-History-4", posts: []access.Relation{access.AsSecretary}},
	{code: "T-A5"},
	{code: "Auyl-BMP-1", posts: []access.Relation{access.AsOperator}},
	{code: "RAIONO-1", elsewhere: true},
	{code: "ADMIN", elsewhere: true},
	{code: "DD-B1", elsewhere: true},
}

// asked is what somebody got at an address.
type asked struct {
	code int
	text string
}

// reader walks as one of the cast.
type reader struct {
	castMember
	*visitor
	got map[string]asked
}

func (r *reader) get(address string) asked {
	if before, known := r.got[address]; known {
		return before
	}
	w := r.request(http.MethodGet, address, nil)
	got := asked{w.Code, w.Header().Get("Location")}
	if w.Code != http.StatusSeeOther {
		got.text = plainText(r.t, w) + headers(w)
	}
	r.got[address] = got
	return got
}

// headers are what comes beside a page or file, its name among them.
func headers(w *httptest.ResponseRecorder) string {
	var all strings.Builder
	for name, values := range w.Header() {
		text, _ := url.QueryUnescape(strings.Join(values, " "))
		all.WriteString("\n" + name + ": " + text)
	}
	return all.String()
}

// plainText is what a file or page says.
func plainText(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	return inside(t, unpacked(t, w))
}

// crawl follows every link from Today, some pages of each kind.
func (r *reader) crawl() { r.follows(3, r.get) }

// follows follows every link from Today, so many pages of each kind, and gives the
// addresses that it asked for.
func (r *reader) follows(ofEach int, get func(address string) asked) map[string]bool {
	queue, seen, routes := []string{"/", "/people/journal"}, map[string]bool{}, map[string]int{}
	for len(queue) > 0 {
		address := queue[0]
		queue = queue[1:]
		path, page := pathOf(address)
		if !page || seen[address] || sameElsewhere(address) || routes[r.pattern(path)] == ofEach {
			continue
		}
		seen[address] = true
		routes[r.pattern(path)]++
		got := get(address)
		if got.code == http.StatusSeeOther {
			queue = append(queue, got.text)
			continue
		}
		for _, found := range hrefs.FindAllStringSubmatch(got.text, -1) {
			queue = append(queue, html.UnescapeString(found[1]))
		}
	}
	return seen
}

// sameElsewhere says that a paper is one document with another that is asked for: in
// another language, or as PDF, whose letters a test cannot read; one handler and one
// check serve all formats.
func sameElsewhere(address string) bool {
	return strings.HasSuffix(address, "/paper/pdf") || strings.Contains(address, "/paper/pdf?") ||
		strings.Contains(address, "in=ru") || strings.Contains(address, "in=en")
}

// confidence is the story with its readers.
type confidence struct {
	*year
	records []record
	readers []*reader
	log     *bytes.Buffer
	group   string // id of the group
}

// Every cell of the table, over HTTP: whoever may read finds the record, whoever may
// not is refused or finds a page without it, also on any other page, paper, list or
// file of the program; whoever may not write is refused and changes nothing. The
// texts stand neither in the log nor, open, in the database.
func TestConfidence(t *testing.T) {
	t.Parallel() // one of the long ones
	everywhere(t, func(t *testing.T, address string) {
		c := tellConfidence(t, address)
		for _, r := range c.readers {
			c.reads(r)
		}
		if strings.HasPrefix(address, "sqlite:") { // what pages link to does not depend on the database
			c.everywhereElse()
			c.namesAllThatIsWrong()
		}
		for _, r := range c.readers {
			c.writes(r)
		}
		if *attackAll || strings.HasPrefix(address, "sqlite:") {
			c.attacks()
		}
		c.actsLeaveNoTrace()
		c.closesNominations()
		c.failsInSilence(address)
		c.leavesNothingOpen(address)
	})
}

func (c *confidence) reads(r *reader) {
	c.t.Helper()
	for _, x := range c.records {
		c.readsOne(r, x)
	}
}

func (c *confidence) readsOne(r *reader, x record) {
	c.t.Helper()
	of := x.of(r.castMember)
	may, found := x.rule(c.t).Reads(of), false
	for _, address := range x.at(of) {
		got := r.get(address)
		here := got.code == http.StatusOK && strings.Contains(got.text, x.marker)
		found = found || here
		if here && !may {
			c.t.Errorf("%s (%v) reads %s at %s", r.code, of, x.kind, address)
		}
	}
	if may && !found && len(x.at(of)) > 0 {
		c.t.Errorf("%s (%v) may read %s and does not find it at %v (%d)", r.code, of, x.kind, x.at(of), r.get(x.at(of)[0]).code)
	}
}

// everywhereElse asks for every address that anybody of the cast was offered, and for
// all pages of the records, as everybody.
func (c *confidence) everywhereElse() {
	c.t.Helper()
	offered := map[string]bool{}
	for _, r := range c.readers {
		r.crawl()
		for address := range r.got {
			offered[address] = true
		}
	}
	for _, x := range c.records {
		for _, address := range x.everyPage() {
			offered[address] = true
		}
	}
	n, refusals := 0, 0
	for _, address := range sorted(offered) {
		for _, r := range c.readers {
			got := r.get(address)
			if n++; got.code == http.StatusForbidden || got.code == http.StatusNotFound {
				refusals++
			}
			c.silent(r, address, got)
		}
	}
	c.t.Logf("%d addresses, asked for %d times, refused %d times", len(offered), n, refusals)
}

// silent says that an answer holds no marker that its reader may not read.
func (c *confidence) silent(r *reader, address string, got asked) {
	c.t.Helper()
	if got.code >= http.StatusInternalServerError {
		c.t.Errorf("%s gets %d at %s", r.code, got.code, address)
	}
	for _, x := range c.records {
		if x.marker != "" && strings.Contains(got.text, x.marker) && !x.rule(c.t).Reads(x.of(r.castMember)) {
			c.t.Errorf("%s (%v) finds %s at %s", r.code, x.of(r.castMember), x.kind, address)
		}
	}
}

func (c *confidence) writes(r *reader) {
	c.t.Helper()
	for _, x := range c.records {
		if x.write == "" || x.rule(c.t).Writes(x.of(r.castMember)) {
			continue
		}
		before := c.rows(x.table)
		w := r.request(http.MethodPost, x.write, x.form)
		if w.Code != http.StatusForbidden && w.Code != http.StatusNotFound {
			c.t.Errorf("%s (%v) writes %s at %s and gets %d", r.code, x.of(r.castMember), x.kind, x.write, w.Code)
		}
		if after := c.rows(x.table); after != before {
			c.t.Errorf("%s (%v) changed %s: %s is now %s", r.code, x.of(r.castMember), x.kind, before, after)
		}
		c.silent(r, x.write, asked{w.Code, plainText(c.t, w)})
	}
}

// rows is a table as it stands, by the number and the contents of its rows: a refused
// request may not add one, and not change one either.
func (c *confidence) rows(table string) string {
	c.t.Helper()
	return c.tables(func(t string) bool { return t == table })[table]
}

// tables is each of some tables as it stands.
func (c *confidence) tables(some func(table string) bool) map[string]string {
	c.t.Helper()
	columns, err := c.DB().Columns(ctx)
	c.ok(err)
	texts := map[string][]string{}
	for _, column := range columns {
		if some(column.Table) {
			texts[column.Table] = append(texts[column.Table], "CAST("+column.Name+" AS TEXT)")
		}
	}
	out := map[string]string{}
	for table, of := range texts {
		rows, err := db.All[string](ctx, c.DB().Read(), `SELECT `+strings.Join(of, ` || '|' || `)+` AS contents FROM `+table)
		c.ok(err)
		slices.Sort(rows)
		out[table] = fmt.Sprintf("%s of %d rows, %x", table, len(rows), sha256.Sum256([]byte(strings.Join(rows, "\n"))))
	}
	return out
}

// actsInPrivate are the events of what somebody did and nobody else may know of her: to ask, to
// answer, to choose, to keep a note. Who reads the journal is one it is private from.
var actsInPrivate = []string{
	"support.private.kept", "practice.private.kept", "practice.private.erased", "practice.style.set",
	"recognition.nomination.made", "recognition.nomination.taken_back", "recognition.story.saved", "recognition.story.agreed", "recognition.story.taken_back",
	"mentoring.resource.shared", "mentoring.resource.withdrawn", "mentoring.meeting.noted", "mentoring.group.noted", "mentoring.report.saved",
	"mentoring.pair.answered", "mentoring.time.answered", "mentoring.help.answered",
}

// actsLeaveNoTrace reads the journal as its table holds it: an act in private has no person, no
// record and no minute, and no record that is private stands in it at all.
func (c *confidence) actsLeaveNoTrace() {
	c.t.Helper()
	entries, err := db.All[journal.Entry](ctx, c.DB().Read(), `SELECT `+db.Columns[journal.Entry]("")+` FROM journal_entry`)
	c.ok(err)
	seen := map[string]bool{}
	for _, e := range entries {
		private := slices.Contains(actsInPrivate, e.Event)
		seen[e.Event] = seen[e.Event] || private
		made, err := ulid.ParseStrict(strings.ToUpper(e.ID))
		c.ok(err)
		day := ulid.Time(made.Time())
		switch {
		case private && (e.Staff != "" || e.RecordID != "" || len(e.Details) > 0 || e.At.Time().Minute() != 0 || day.Minute() != 0 || day.Second() != 0):
			c.t.Errorf("the journal tells of %s: %+v (made %v)", e.Event, e, day)
		case slices.Contains([]string{"support_helper", "support_question", "check_in", "guidance_wish", "mismatch", "learning_log", "consent", "survey_sheet"}, e.RecordKind):
			c.t.Errorf("the journal names a private record: %+v", e)
		}
	}
	for _, kind := range []string{"support.private.kept", "practice.private.kept", "practice.style.set", "mentoring.pair.answered"} {
		if !seen[kind] {
			c.t.Errorf("nobody did %s in the story", kind)
		}
	}
}

// failsInSilence lets the program fail with private texts in hand: neither the page
// nor the log says them.
func (c *confidence) failsInSilence(address string) {
	c.t.Helper()
	const words = "qqfailingqq"
	for _, x := range c.records {
		known := slices.IndexFunc(c.readers, func(r *reader) bool { return r.code == x.owner })
		if x.write == "" || x.table == "" || known < 0 {
			continue
		}
		writer := c.readers[known]
		form := url.Values{}
		for name, values := range x.form {
			form[name] = values
		}
		for _, name := range []string{"shared", "private", "hopes", "done", "text", "note", "reply", "strong"} {
			form.Set(name, words)
		}
		c.ok(c.exec(`ALTER TABLE ` + x.table + ` RENAME TO gone`))
		w := writer.request(http.MethodPost, x.write, form)
		c.ok(c.exec(`ALTER TABLE gone RENAME TO ` + x.table))
		if w.Code < http.StatusInternalServerError {
			continue // refused before it came to the table
		}
		if strings.Contains(plainText(c.t, w), words) {
			c.t.Errorf("the page of the failed %s says what was typed", x.write)
		}
	}
	said := c.log.String()
	if !strings.Contains(said, `"status":500`) && !strings.Contains(said, `"level":"ERROR"`) {
		c.t.Errorf("nothing failed: %.500s", said)
	}
	for _, marker := range append(c.markers(), words) {
		if strings.Contains(said, marker) {
			c.t.Errorf("the log of %s holds %s", address, marker)
		}
	}
}

func (c *confidence) exec(statement string) error {
	_, err := db.Exec(ctx, c.DB().Write(), statement)
	return err
}

func (c *confidence) markers() []string {
	var out []string
	for _, x := range c.records {
		if x.marker != "" && !x.plain {
			out = append(out, x.marker)
		}
	}
	return out
}

// leavesNothingOpen reads the file of the database as somebody who has a copy of it;
// and finds every sealed text in a column that is listed, so that it is sealed anew.
func (c *confidence) leavesNothingOpen(address string) {
	c.t.Helper()
	path, isFile := strings.CutPrefix(address, "sqlite:")
	if !isFile {
		return
	}
	path, _, _ = strings.Cut(path, "?")
	c.listed()
	for _, name := range []string{path, path + "-wal"} {
		content, err := os.ReadFile(name)
		if err != nil && !os.IsNotExist(err) {
			c.t.Fatal(err)
		}
		for _, marker := range c.markers() {
			if at := bytes.Index(content, []byte(marker)); at >= 0 {
				c.t.Errorf("%s holds %s at byte %d: %q", filepath.Base(name), marker, at, content[max(0, at-400):min(len(content), at+200)])
			}
		}
	}
}

func (c *confidence) listed() {
	c.t.Helper()
	columns, err := db.All[struct {
		Table string `db:"tab"`
		Name  string `db:"col"`
	}](ctx, c.DB().Read(), `SELECT m.name AS tab, p.name AS col FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table' AND p.type = 'TEXT'`)
	c.ok(err)
	full := map[string]bool{}
	for _, x := range columns {
		n, err := db.One[int](ctx, c.DB().Read(), `SELECT count(*) FROM `+x.Table+` WHERE `+x.Name+` LIKE 'sealed:%'`)
		c.ok(err)
		if n > 0 && x.Table != "setting" {
			full[x.Table+"."+x.Name] = true
		}
	}
	for _, l := range app.Sealed() {
		if !full[l.Table+"."+l.Name] {
			c.t.Logf("nothing was sealed in %s.%s", l.Table, l.Name)
		}
		delete(full, l.Table+"."+l.Name)
	}
	if len(full) > 0 {
		c.t.Errorf("sealed texts in columns that app.Sealed does not list: %v", sorted(full))
	}
}

// signsIn gives somebody a session: by the page of the demo, or by a one-time code.
func (c *confidence) signsIn(m castMember, lang i18n.Language) *reader {
	c.t.Helper()
	r := &reader{castMember: m, got: map[string]asked{}}
	if p, is := c.personas[m.code]; is {
		r.visitor = enter(c.t, c.App, p, lang)
		return r
	}
	r.visitor = &visitor{t: c.t, app: c.App, who: m.code, lang: lang, cookies: map[string]string{}, visited: map[string]bool{}, routes: map[string]int{}}
	tickets, err := c.Services().Accounts.IssueCodes(ctx, c.as("DIR-A"), []string{c.as(m.code).Staff})
	c.ok(err)
	w := r.request(http.MethodPost, "/sign-in/first", url.Values{
		"login": {tickets[0].Login}, "code": {tickets[0].OneTime}, "password": {"a long password"}, "repeat": {"a long password"},
	})
	if w.Code != http.StatusSeeOther {
		c.t.Fatalf("%s cannot sign in: %d %s", m.code, w.Code, plainText(c.t, w))
	}
	return r
}

// everybody of the school can act in the story, not only the personas.
func (c *confidence) everybody() {
	c.t.Helper()
	accounts, err := db.All[struct {
		Account string `db:"account"`
		Code    string `db:"code"`
	}](ctx, c.DB().Read(), `SELECT a.id AS account, s.code FROM account a JOIN staff s ON s.school_id = a.school_id AND s.id = a.staff_id`)
	c.ok(err)
	for _, a := range accounts {
		actor, _, err := c.Services().Accounts.ActorOf(ctx, a.Account)
		c.ok(err)
		c.actors[a.Code] = actor
	}
}

func newConfidence(t *testing.T, address string) *confidence {
	t.Helper()
	c := &confidence{log: new(bytes.Buffer)}
	c.year = &year{t: t, real: apptest.ClockAt("2026-11-21T12:00"), personas: personasOf(), actors: actorsOf()}
	c.App = start(t, app.Config{
		Database: address, Demo: true, Debug: true, Now: c.real.Now, Keys: filepath.Join(t.TempDir(), "test.keys"),
		Log: slog.New(slog.NewJSONHandler(c.log, nil)),
	})
	c.m = c.Services().Mentoring
	c.begin()
	return c
}
