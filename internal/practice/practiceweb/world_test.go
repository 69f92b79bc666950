package practiceweb_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/document"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/assembly"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/pairing"
	"talim/internal/observation"
	"talim/internal/practice"
	"talim/internal/practice/practiceweb"
	"talim/internal/secret"
	"talim/internal/timetable"
	"talim/internal/timetable/lessonimport"
	"talim/internal/web"
)

// world is a village school with a running pair of m1 and e1, and its pages. The
// id of each person is the code; "other" works in another school.
type world struct {
	t       *testing.T
	d       *db.DB
	clock   *apptest.Clock
	times   *timetable.Service
	m       *assembly.Services
	s       *practice.Service
	bundle  *i18n.Bundle
	server  *httptest.Server
	p       mentoring.Programme
	g       pairing.Pairing
	queries int // of the last page
}

const school = "auyl"

var roles = map[string]access.Role{"director": access.Director, "deputy": access.Deputy, "m1": access.Teacher, "e1": access.Teacher, "e2": access.Teacher}

// ActorOf stands in for people: an account is the code of its person.
func (w *world) ActorOf(_ context.Context, account string) (access.Actor, web.Chrome, error) {
	return who(account), web.Chrome{School: i18n.Text{KK: "Ауыл мектебі"}, Zone: "Asia/Almaty"}, nil
}

func who(code string) access.Actor {
	a := access.Actor{Account: code, School: school, Staff: code, Name: code, Roles: []access.Role{roles[code]}}
	if code == "other" {
		a.School, a.Roles = "audan", []access.Role{access.Deputy}
	}
	return a
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	w := &world{t: t, d: d, clock: apptest.ClockAt("2013-09-02T09:00")}
	w.times = timetable.New(d, w.clock.Now)
	keeper := apptest.Keeper(t)
	w.m = assembly.New(d, w.times, observation.New(w.times, keeper), keeper, w.clock.Now)
	w.people()
	w.week()
	w.pair()
	w.serve(keeper)
	return w
}

func (w *world) serve(keeper *secret.Keeper) {
	var err error
	w.bundle, err = i18n.NewBundle(web.Messages(), practiceweb.Messages(), document.Messages(), os.DirFS("../../mentoring/mentoringweb/messages"))
	w.ok(err)
	site := web.New(web.Config{DB: w.d, Accounts: w, Messages: w.bundle, Debug: true, Log: slog.New(slog.DiscardHandler)})
	w.s = practice.New(w.d, w.m, keeper, w.clock.Now)
	site.Mount(practiceweb.New(w.d, w.s, w.m).Routes()...)
	site.Mount(web.Route{Pattern: "POST /test-sign-in", Permission: access.Permission{Name: "test", Open: true}, Handle: func(rw http.ResponseWriter, r *http.Request) error {
		return web.SignIn(rw, r, web.ReadForm(r).Value("account"))
	}})
	w.server = httptest.NewServer(site)
	w.t.Cleanup(w.server.Close)
}

func (w *world) people() {
	w.t.Helper()
	for _, id := range []string{school, "audan"} {
		w.exec(`INSERT INTO organisation (id, parent_id, kind, code, name_kk, name_ru, name_en, address_kk, address_ru, timezone, languages, created_at)
VALUES ($1, '', 'school', $1, 'Ауыл өңірінің мектебі', 'Аульская школа', '', '', '', 'Asia/Almaty', 'kk', '')`, id)
	}
	for code, role := range roles {
		w.exec(`INSERT INTO staff (school_id, id, code, family_name, given_name, patronymic, name_fold, sort_key, phone, email, created_at)
VALUES ($1, $2, $2, '', '', '', $2, $3, $4, '', '')`, school, code, i18n.SortKey(code), "8 700 "+code)
		w.exec(`INSERT INTO post (school_id, id, staff_id, role, unit_id, area_kk, area_ru, area_en, starts, ends, order_no, order_date)
VALUES ($1, $2, $2, $3, '', '', '', '', '2012-09-01', '9999-12-31', '', '')`, school, code, role)
		w.exec(`INSERT INTO staff_private (school_id, id, staff_id, study_route, birth_year, age_recorded, years_experience, months_taught,
coe_level, category, gender, recorded_on, starts, ends)
VALUES ($1, $2, $2, '', -1, -1, $3, -1, '', $4, '', '2013-09-01', '2012-09-01', '9999-12-31')`, school, code, map[bool]int{true: 29, false: 1}[code == "m1"], map[bool]string{true: "first", false: "none"}[code == "m1"])
		w.exec(`INSERT INTO teaches (school_id, id, staff_id, subject_code, starts, ends) VALUES ($1, $2, $2, 'Math', '2012-09-01', '9999-12-31')`, school, code)
	}
}

// week gives m1 and e1 a lesson each on three days, not at the same time.
func (w *world) week() {
	w.t.Helper()
	_, err := w.times.SaveYear(ctx, who("deputy"), timetable.YearFacts{Label: "2013-2014", Period: calendar.Period{Starts: "2013-09-01", Ends: "2014-05-25"}})
	w.ok(err)
	w.ok(w.times.SaveBells(ctx, who("deputy"), "2013-09-01", []timetable.BellFacts{
		{Shift: 1, Number: 1, StartsAt: "08:30", EndsAt: "09:15"}, {Shift: 1, Number: 2, StartsAt: "09:20", EndsAt: "10:05"}, {Shift: 1, Number: 3, StartsAt: "10:15", EndsAt: "11:00"},
	}))
	var rows []lessonimport.Row
	for i, staff := range []string{"m1", "e1", "e2"} {
		for _, day := range []calendar.Weekday{calendar.Monday, calendar.Wednesday, calendar.Friday} {
			rows = append(rows, lessonimport.Row{
				Line: len(rows) + 1, Teacher: staff, Class: "5" + string(rune('A'+i)), Subject: "Math", Room: "1", Weekday: day, Shift: 1, Number: 1 + i%2,
			})
		}
	}
	diff, err := lessonimport.New(w.times).Apply(ctx, who("deputy"), lessonimport.Import{Rows: rows, From: "2013-09-01"})
	w.ok(err)
	if len(diff.Refused) > 0 {
		w.t.Fatalf("lessons refused: %v", diff.Refused[0])
	}
}

// pair goes the whole way to the running pairing.
func (w *world) pair() {
	w.t.Helper()
	years, err := timetable.Years(ctx, w.d.Read(), school)
	w.ok(err)
	w.p, err = w.m.Programmes.Open(ctx, who("deputy"), mentoring.NewProgramme{Year: years[0].ID, Starts: "2013-09-02", Ends: "2014-05-25", Policy: mentoring.DefaultPolicy()})
	w.ok(err)
	for code, side := range map[string]mentoring.Side{"m1": mentoring.Mentor, "e1": mentoring.Mentee} {
		_, err := w.m.Programmes.Invite(ctx, who("deputy"), w.p.ID, side, []string{code})
		w.ok(err)
		mine, err := w.m.Programmes.Mine(ctx, who(code))
		w.ok(err)
		w.ok(w.m.Programmes.SaveProfile(ctx, who(code), mine[0].ID, mentoring.NewProfile{
			Topics: []string{"assessment"}, Languages: []string{"kk"}, Capacity: 1, Strengths: "өлең оқиды", Needs: "уақытты бөлу",
		}))
	}
	made, err := w.m.Matches.Propose(ctx, who("deputy"), w.p.ID)
	w.ok(err)
	w.ok(w.m.Matches.Send(ctx, who("deputy"), made.ID))
	_, pairs, err := w.m.Matches.Proposal(ctx, who("deputy"), made.ID)
	w.ok(err)
	for _, code := range []string{"m1", "e1"} {
		_, err := w.m.Matches.AnswerPair(ctx, who(code), pairs[0].ID, true)
		w.ok(err)
	}
	o, err := w.m.Matches.PrepareOrder(ctx, who("deputy"), w.p.ID)
	w.ok(err)
	w.ok(w.m.Matches.SignOrder(ctx, who("director"), o.ID, match.Signature{Number: "17", Date: "2013-09-05", Starts: "2013-09-09", Ends: "2014-05-20"}))
	id, err := db.One[string](ctx, w.d.Read(), `SELECT id FROM pairing WHERE school_id = $1`, school)
	w.ok(err)
	g, err := w.m.Pairings.Pairing(ctx, who("m1"), id)
	w.ok(err)
	w.g = g.Pairing
	w.clock.Set("2013-09-09T07:00")
}

// meets books one meeting on the day and holds it with notes of m1.
func (w *world) meets(day calendar.Date) pairing.Meeting {
	w.t.Helper()
	m, err := w.m.Pairings.BookMeeting(ctx, who("m1"), w.g.ID, pairing.NewMeeting{Date: day, StartsAt: "10:15", EndsAt: "11:00", Place: "кабинет 3"})
	w.ok(err)
	return m
}

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	w.ok(w.d.Tx(ctx, func(ctx context.Context, tx db.Conn) error { _, err := db.Exec(ctx, tx, query, args...); return err }))
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

var ctx = context.Background()

// browser is a person at the computer.
type browser struct {
	w      *world
	client *http.Client
}

func (w *world) as(code string) *browser {
	w.t.Helper()
	jar, err := cookiejar.New(nil)
	w.ok(err)
	b := &browser{w: w, client: &http.Client{Jar: jar}}
	b.post("/test-sign-in", url.Values{"account": {code}})
	return b
}

func (b *browser) get(path string) (int, string) {
	b.w.t.Helper()
	resp, err := b.client.Get(b.w.server.URL + path)
	return b.read(resp, err)
}

func (b *browser) post(path string, form url.Values) (int, string) {
	b.w.t.Helper()
	resp, err := b.client.PostForm(b.w.server.URL+path, form)
	return b.read(resp, err)
}

func (b *browser) read(resp *http.Response, err error) (int, string) {
	b.w.t.Helper()
	b.w.ok(err)
	text, err := io.ReadAll(resp.Body)
	b.w.ok(err)
	b.w.ok(resp.Body.Close())
	b.w.queries, _ = strconv.Atoi(resp.Header.Get("X-Talim-Queries"))
	return resp.StatusCode, string(text)
}

// maxQueries is five for a request, of which the actor of a real site is one.
const maxQueries = 4

// shows expects the page with what it must and must not contain.
func (b *browser) shows(path string, want []string, not ...string) string {
	b.w.t.Helper()
	status, page := b.get(path)
	if status != http.StatusOK {
		b.w.t.Fatalf("%s answers %d:\n%s", path, status, page)
	}
	has(b.w.t, path, page, want, not...)
	if b.w.queries == 0 || b.w.queries > maxQueries {
		b.w.t.Errorf("%s asks the database %d times", path, b.w.queries)
	}
	if lacking := b.w.bundle.Lacking(); len(lacking) > 0 {
		b.w.t.Errorf("messages lacking: %q", lacking)
	}
	return page
}

var tags = regexp.MustCompile(`<[^>]*>`)

func has(t *testing.T, what, page string, want []string, not ...string) {
	t.Helper()
	plain := tags.ReplaceAllString(page, "")
	for _, s := range want {
		if !strings.Contains(page, s) && !strings.Contains(plain, s) {
			t.Errorf("%s lacks %q", what, s)
		}
	}
	for _, s := range not {
		if strings.Contains(page, s) {
			t.Errorf("%s must not contain %q", what, s)
		}
	}
}

// answers expects a status.
func (b *browser) answers(path string, status int) {
	b.w.t.Helper()
	if got, _ := b.get(path); got != status {
		b.w.t.Errorf("%s answers %d, want %d", path, got, status)
	}
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	apptest.Databases(t, func(t *testing.T, d *db.DB) { fn(t, newWorld(t, d)) })
}
