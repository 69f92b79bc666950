package peopleweb_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

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
	"talim/internal/web/component"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

// world is a school with a person for each kind of reader, and one beside it.
type world struct {
	*testing.T
	db      *db.DB
	people  *people.Service
	logins  *accounts.Service
	clock   *apptest.Clock
	server  *httptest.Server
	bundle  *i18n.Bundle
	pages   *peopleweb.Pages
	staff   map[string]string // code -> id
	account map[string]string // code -> account
	unit    string
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
	var err error
	w.bundle, err = i18n.NewBundle(web.Messages(), peopleweb.Messages(), accountsweb.Messages())
	w.ok(err)
	w.pages = peopleweb.New(peopleweb.Config{DB: d, Tree: tree.New(d, clock.Now), People: w.people, Accounts: w.logins, Import: "/import"})
	site := web.New(web.Config{DB: d, Accounts: signedIn{w.logins}, Messages: w.bundle, Wall: clock.Now, Debug: true, Log: slog.New(slog.DiscardHandler), Nav: peopleweb.Area(peopleweb.Config{}).Nav})
	site.Mount(w.pages.Routes()...)
	site.Mount(accountsweb.New(accountsweb.Config{DB: d, Accounts: w.logins, Tabs: peopleweb.Tabs}).Routes()...)
	site.Mount(webtest.SignIn())
	site.Mount(web.Route{Pattern: "GET /{$}", Permission: access.Permission{Name: "test"}, Handle: func(rw http.ResponseWriter, r *http.Request) error {
		return web.Show(rw, r, http.StatusOK, web.Page{Title: "Home"})
	}})
	w.server = httptest.NewServer(site)
	t.Cleanup(w.server.Close)
	return w
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
	units, err := people.UnitsOn(t.Context(), w.db.Read(), w.school, "2013-09-02")
	w.ok(err)
	w.unit = units[1].ID
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

// change opens the form of a record and sends it with what the person typed over
// what stands there, as a browser does.
func (b *browser) change(path string, pairs ...string) (int, string) {
	b.Helper()
	_, page := b.get(path)
	return b.post(path, append(carried(page), pairs...)...)
}

// carried is what the form of a page carries along unseen.
func carried(page string) []string {
	return []string{
		component.FieldVersion, htmlcheck.Attr(page, "input[name="+component.FieldVersion+"]", "value"),
		component.FieldWas, htmlcheck.Attr(page, "input[name="+component.FieldWas+"]", "value"),
	}
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

// everyPage lists the pages that anybody can open with a GET.
func (w *world) everyPage() []string {
	id, deputy := w.staff["T-A2"], w.staff["DD-A2"]
	post := w.first(`SELECT id FROM post WHERE school_id = $1 AND staff_id = $2`, w.school, id)
	state := w.first(`SELECT id FROM staffing_state WHERE school_id = $1`, w.school)
	member := w.first(`SELECT id FROM unit_member WHERE school_id = $1 AND staff_id = $2`, w.school, id)
	return []string{
		link.People(), link.People() + "?q=t-a&role=teacher&unit=" + w.unit, link.People() + "?all=1", link.People() + "?q=nobody",
		link.NewStaff(), link.Staff(id), link.EditStaff(id), link.StaffPrivate(id), link.StaffPrivate(deputy), link.StaffSubjects(id), link.NewPost(id), link.NewState(id),
		link.Post(post), link.EndPost(post), link.EndState(state), link.LeaveStaff(id),
		link.Units(), link.NewUnit(), link.Unit(w.unit), link.EditUnit(w.unit), link.UnitHead(w.unit), link.JoinUnit(w.unit), link.LeaveUnit(member), link.EndUnit(w.unit),
		link.Organisations(), link.NewOrganisation(), link.EditOrganisation(w.school), link.MoveOrganisation(w.school), link.Rules(),
		link.Journal(), link.Journal() + "?area=people&staff=" + id, link.RecordJournal("staff", id), link.RecordJournal("unit", w.unit),
	}
}

func (w *world) first(query string, args ...any) string {
	w.Helper()
	all, err := db.All[string](w.Context(), w.db.Read(), query, args...)
	w.ok(err)
	return all[0]
}

// exec changes the database behind the back of the program.
func (w *world) exec(query string, args ...any) {
	w.Helper()
	w.ok(w.db.Tx(w.Context(), func(ctx context.Context, tx db.Conn) error { _, err := db.Exec(ctx, tx, query, args...); return err }))
}

// Every page in every language by everybody: shown with all its messages and
// at most five queries, or refused; never a failure.
func TestEveryPage(t *testing.T) {
	each(t, func(w *world) {
		for code, refused := range map[string][]string{
			"DIR-A": {link.NewOrganisation(), link.EditOrganisation(w.school), link.MoveOrganisation(w.school)},
			"DD-A2": {link.NewOrganisation(), link.EditOrganisation(w.school), link.MoveOrganisation(w.school)},
			"ADM":   {link.StaffPrivate(w.staff["T-A2"]), link.StaffPrivate(w.staff["DD-A2"])},
		} {
			b := w.as(code)
			for _, lang := range []string{"kk", "ru", "en"} {
				b.get("/?lang=" + lang)
				for _, path := range w.everyPage() {
					want := http.StatusOK
					if slices.Contains(refused, path) {
						want = http.StatusForbidden
					}
					b.status(want, path)
					if b.queries > 5 {
						w.Errorf("%s asks %d queries", path, b.queries)
					}
				}
			}
		}
	})
}

// A teacher sees the public pages and none of the forms.
func TestTeacherSeesPublicPagesOnly(t *testing.T) {
	each(t, func(w *world) {
		b, id := w.as("T-A14"), w.staff["T-A2"]
		public := []string{link.People(), link.Staff(id), link.Units(), link.Unit(w.unit), link.Organisations(), link.Rules(), link.Password(), link.Personas(), link.FirstSignIn()}
		for _, path := range w.everyPage() {
			plain, _, _ := strings.Cut(path, "?")
			if slices.Contains(public, plain) || plain == "/sign-in" {
				b.status(http.StatusOK, path)
			} else {
				b.status(http.StatusForbidden, path)
			}
		}
		b.status(http.StatusOK, link.StaffPrivate(w.staff["T-A14"])) // one's own
		b.expect(link.Staff(id), htmlcheck.In("h1", htmlcheck.HasText("T-A2")), htmlcheck.Not("a[href$='/edit']"), htmlcheck.Not("a[href$='/private']"), htmlcheck.Not("form[action^='/people']"))
	})
}

func TestOtherSchoolFindsNothing(t *testing.T) {
	each(t, func(w *world) {
		b := w.as("ADM-B")
		for _, path := range []string{
			link.Staff(w.staff["T-A2"]), link.EditStaff(w.staff["T-A2"]), link.Unit(w.unit), link.UnitHead(w.unit), link.EndUnit(w.unit), link.EditOrganisation(w.school),
			link.RecordJournal("staff", w.staff["T-A2"]), link.RecordJournal("rule", "x"), link.Staff("unknown"), link.Post("unknown"),
		} {
			b.status(http.StatusNotFound, path)
		}
		b.expect(link.People(), htmlcheck.Not("a[href='"+link.Staff(w.staff["T-A2"])+"']"))
	})
}

// What is private is on one page, which says who sees it, and nowhere else.
func TestPrivateFactsStayOnTheirPage(t *testing.T) {
	each(t, func(w *world) {
		id, away := w.staff["T-A2"], w.staff["T-A14"]
		deputy := w.as("DD-A2")
		deputy.expect(link.StaffPrivate(id), htmlcheck.In(".sees", htmlcheck.HasText("deputy directors")), htmlcheck.In("main", htmlcheck.HasText("distance")),
			htmlcheck.In("main", htmlcheck.HasText("first category")), htmlcheck.Has("form[action='"+link.StaffPrivate(id)+"']"))
		deputy.expect(link.Staff(away), htmlcheck.In("main", htmlcheck.HasText("Maternity leave")))
		own := w.as("T-A2")
		own.expect(link.StaffPrivate(id), htmlcheck.In("main", htmlcheck.HasText("29")), htmlcheck.Not("form[action='"+link.StaffPrivate(id)+"']"))
		own.expect(link.Staff(away), htmlcheck.In("main", htmlcheck.HasText("Away now")), htmlcheck.NoText("Maternity"))
		head := w.as("SMU-A3")
		for _, path := range []string{link.People(), link.Staff(id), link.Unit(w.unit)} {
			head.expect(path, htmlcheck.NoText("distance"), htmlcheck.NoText("category"), htmlcheck.NoText("Maternity"))
		}
		if page := w.as("DIR-A").expect(link.Journal()); strings.Contains(page, "distance") {
			w.Error("the journal tells a private fact")
		}
	})
}

func TestListIsFilteredAndPaged(t *testing.T) {
	each(t, func(w *world) {
		b := w.as("ADM")
		b.expect(link.People()+"?q=smu", htmlcheck.Count("tbody tr", 1), htmlcheck.In("tbody", htmlcheck.HasText("Head of SMU")), htmlcheck.In("tbody", htmlcheck.HasText("Sciences")))
		b.expect(link.People()+"?q=nobody", htmlcheck.In(".empty", htmlcheck.HasText("Nobody matches")))
		var rows []staffimport.Row
		for n := range 60 {
			rows = append(rows, staffimport.Row{Line: n, Code: "Z-" + strconv.Itoa(n)})
		}
		_, err := staffimport.New(w.people).Apply(t.Context(), access.System(w.school, "test"), rows, staffimport.Options{On: "2013-09-01"})
		w.ok(err)
		page := b.expect(link.People(), htmlcheck.Count("tbody tr", 50))
		next := htmlcheck.Attr(page, "a[rel=next]", "href")
		b.expect(next, htmlcheck.Count("tbody tr", 16), htmlcheck.Has("a[rel=prev]"), htmlcheck.Not("a[rel=next]"))
		b.expect(link.People()+"?all=1", htmlcheck.Count("tbody tr", 66))
	})
}

func TestFormsKeepWhatWasTyped(t *testing.T) {
	each(t, func(w *world) {
		b, id := w.as("DD-A2"), w.staff["T-A2"]
		forms := map[string][]string{
			link.NewStaff():       {"code", "T-A14", "family_name", "Әбдіқалықова", "role", "teacher", "starts", "2013-09-01"},
			link.EditStaff(id):    {"code", "", "family_name", "Әбдіқалықова"},
			link.NewPost(id):      {"role", "teacher", "starts", "2013-10-01", "order_no", "Әбдіқалықова"},
			link.NewState(id):     {"state", "", "starts", "Әбдіқалықова"},
			link.StaffPrivate(id): {"years_experience", "Әбдіқалықова"},
			link.NewUnit():        {"code", "2", "name_kk", "Әбдіқалықова", "starts", "2013-09-01"},
			link.EditUnit(w.unit): {"code", "1", "name_kk", "Әбдіқалықова"},
			link.JoinUnit(w.unit): {"staff", id, "starts", "Әбдіқалықова"},
			link.UnitHead(w.unit): {"staff", id, "starts", "1 қыркүйек", "order_no", "Әбдіқалықова"},
			link.LeaveStaff(id):   {"last_day", "Әбдіқалықова"},
			link.Rules():          {"name", "people.stavka_hours", "value", "Әбдіқалықова", "starts", "2013-09-01"},
		}
		for path, typed := range forms {
			status, page := b.post(path, typed...)
			if status != http.StatusUnprocessableEntity {
				w.Errorf("%s answers %d", path, status)
			}
			htmlcheck.Page(t, page, htmlcheck.Has("[aria-invalid=true]"), htmlcheck.Has(".summary"))
			if !strings.Contains(page, "Әбдіқалықова") {
				w.Errorf("%s forgot what was typed", path)
			}
		}
	})
}

func TestStaffIsKept(t *testing.T) {
	each(t, func(w *world) {
		b := w.as("DD-A2")
		status, page := b.post(link.NewStaff(), "code", "T-N1", "family_name", "Есімова", "role", "teacher", "starts", "02.09.2013", "unit", w.unit, "subjects", "Math")
		if status != http.StatusOK {
			w.Fatalf("adding answers %d\n%s", status, page)
		}
		htmlcheck.Page(t, page, htmlcheck.In(".flash", htmlcheck.HasText("Есімова is added")), htmlcheck.In("h1", htmlcheck.HasText("Есімова")), htmlcheck.In("main", htmlcheck.HasText("Sciences")))
		id := w.first(`SELECT id FROM staff WHERE code = 'T-N1'`)
		b.post(link.NewPost(id), "role", "class_lead", "starts", "2013-09-02", "order_no", "12")
		b.post(link.NewState(id), "state", "unpaid_leave", "starts", "2013-09-02", "ends", "")
		b.change(link.StaffSubjects(id), "subjects", "Phys", "starts", "2013-09-02")
		b.change(link.StaffPrivate(id), "years_experience", "3", "study_route", "distance")
		b.change(link.EditStaff(id), "code", "T-N1", "family_name", "Есімова", "given_name", "Айгүл")
		b.expect(link.Staff(id), htmlcheck.In("h1", htmlcheck.HasText("Есімова Айгүл")), htmlcheck.In("main", htmlcheck.HasText("Class lead")), htmlcheck.In("main", htmlcheck.HasText("Away now")), htmlcheck.In("main", htmlcheck.HasText("Phys")))
		b.expect(link.RecordJournal("staff", id), htmlcheck.In("tbody", htmlcheck.HasText("T-N1: class lead teacher")), htmlcheck.In("tbody", htmlcheck.HasText("private facts recorded")), htmlcheck.NoText("distance"))
		b.post(link.LeaveStaff(id), "last_day", "2013-09-30")
		w.clock.Set("2013-10-01T09:00")
		late := w.as("DD-A2")
		late.expect(link.Staff(id), htmlcheck.In("main", htmlcheck.HasText("no post in the school today")), htmlcheck.Has("details"))
		late.post(link.NewPost(id), "role", "director", "starts", "2013-10-01")
		late.expect(link.Staff(id), htmlcheck.In("main", htmlcheck.HasText("no post in the school today")), htmlcheck.In("main", htmlcheck.HasText("waits for a second person")))
		proposal := link.PostProposal(w.first(`SELECT id FROM post_proposal`))
		late.expect(proposal, htmlcheck.In("main", htmlcheck.HasText("Take the proposal back")), htmlcheck.NoText("Confirm the post"))
		if status, _ := late.post(proposal, "answer", "yes"); status != http.StatusForbidden {
			w.Errorf("a deputy confirms what she proposed: %d", status)
		}
		second := w.as("DIR-A")
		second.expect(proposal, htmlcheck.In("main", htmlcheck.HasText("Confirm the post")))
		second.post(proposal, "answer", "yes")
		second.expect(link.Staff(id), htmlcheck.In("main", htmlcheck.HasText("Director")), htmlcheck.NoText("waits for a second person"))
	})
}

// Whoever is added by hand needs no code, and is asked about where the name is there.
func TestAddedByHandIsAskedAbout(t *testing.T) {
	each(t, func(w *world) {
		b := w.as("DD-A2")
		typed := []string{"family_name", "Есімова", "given_name", "Дана", "role", "teacher", "starts", "2013-09-02", "years_experience", "0", "category", "teacher"}
		status, page := b.post(link.NewStaff(), typed...)
		if status != http.StatusOK {
			w.Fatalf("adding answers %d\n%s", status, page)
		}
		htmlcheck.Page(t, page, htmlcheck.In(".flash", htmlcheck.HasText("Есімова Дана is added. Code: 1")))
		id := w.first(`SELECT id FROM staff WHERE family_name = 'Есімова'`)
		b.expect(link.StaffPrivate(id), htmlcheck.In("main", htmlcheck.HasText("teacher (pedagog)")), htmlcheck.In("dl div:contains(Years of service)", htmlcheck.HasText("0")))
		typed[3] = "Д."
		status, page = b.post(link.NewStaff(), typed...)
		if status != http.StatusUnprocessableEntity {
			w.Fatalf("a namesake answers %d", status)
		}
		htmlcheck.Page(t, page, htmlcheck.In("#f-others-fault", htmlcheck.HasText("Есімова Дана")), htmlcheck.Has("main li a[href='"+link.Staff(id)+"']"),
			htmlcheck.In("input[name=others]", htmlcheck.HasAttr("value", id)), htmlcheck.In("input[name=given_name]", htmlcheck.HasAttr("value", "Д.")),
			htmlcheck.In("select[name=category] option[selected]", htmlcheck.HasAttr("value", "teacher")))
		status, page = b.post(link.NewStaff(), append(typed, "others", id)...)
		if status != http.StatusOK {
			w.Fatalf("somebody else answers %d", status)
		}
		htmlcheck.Page(t, page, htmlcheck.In(".flash", htmlcheck.HasText("Code: 2")))
	})
}

func TestUnitsAreKept(t *testing.T) {
	each(t, func(w *world) {
		b := w.as("DD-A2")
		b.expect(link.UnitHead(w.unit), htmlcheck.In("main form", htmlcheck.HasText("SMU-A3 heads the unit now")))
		_, page := b.post(link.UnitHead(w.unit), "staff", w.staff["T-A2"], "starts", "2013-09-10")
		htmlcheck.Page(t, page, htmlcheck.In(".flash", htmlcheck.HasText("appointed")))
		w.clock.Set("2013-09-10T09:00")
		b = w.as("DD-A2")
		b.expect(link.Unit(w.unit), htmlcheck.In(".facts", htmlcheck.HasText("T-A2")), htmlcheck.In("details", htmlcheck.HasText("SMU-A3")))
		b.expect(link.Units(), htmlcheck.Count("tbody tr", 2), htmlcheck.In(".tag", htmlcheck.HasText("No head")))
	})
}
