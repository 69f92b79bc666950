package sitetest

import (
	"context"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
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
	"talim/internal/mentoring/assembly/assemblyweb"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/pairing"
	"talim/internal/observation"
	"talim/internal/practice"
	"talim/internal/practice/practiceweb"
	"talim/internal/scheduling"
	"talim/internal/timetable"
	"talim/internal/timetable/lessonimport"
	"talim/internal/web"
)

// Pair is a village school with a running pair of m1 and e1, and the pages of
// mentoring. The id of each person is the code; "other" works in another school.
type Pair struct {
	T       *testing.T
	D       *db.DB
	Clock   *apptest.Clock
	Times   *timetable.Service
	M       *assembly.Services
	Bundle  *i18n.Bundle
	P       mentoring.Programme
	G       pairing.Pairing
	server  *httptest.Server
	queries int // of the last page
}

// School is the id of the school of the pair.
const School = "auyl"

var roles = map[string]access.Role{"director": access.Director, "deputy": access.Deputy, "m1": access.Teacher, "e1": access.Teacher, "e2": access.Teacher}

// ActorOf stands in for people: an account is the code of its person.
func (w *Pair) ActorOf(_ context.Context, account string) (access.Actor, web.Chrome, error) {
	return Who(account), web.Chrome{School: i18n.Text{KK: "Ауыл мектебі"}, Zone: "Asia/Almaty"}, nil
}

// Who is somebody of the school by the code.
func Who(code string) access.Actor {
	a := access.Actor{Account: code, School: School, Staff: code, Name: code, Roles: []access.Role{roles[code]}}
	if code == "other" {
		a.School, a.Roles = "audan", []access.Role{access.Deputy}
	}
	return a
}

// NewPair makes it.
func NewPair(t *testing.T, d *db.DB) *Pair {
	t.Helper()
	w := &Pair{T: t, D: d, Clock: apptest.ClockAt("2013-09-02T09:00")}
	w.Times = timetable.New(d, w.Clock.Now)
	keeper := apptest.Keeper(t)
	w.M = assembly.New(d, w.Times, observation.New(w.Times, keeper), keeper, w.Clock.Now)
	w.M.Pairings.StyleFrom(practice.SelectStyle)
	w.people()
	w.week()
	w.pair()
	w.serve()
	return w
}

// serve mounts the pages of mentoring, and those that words and prompts come from.
func (w *Pair) serve() {
	catalogues := []fs.FS{web.Messages(), observation.Messages(), document.Messages(), scheduling.Messages, practiceweb.Messages()}
	areas := assemblyweb.Areas(w.D, w.M)
	for _, a := range areas {
		catalogues = append(catalogues, a.Messages...)
	}
	var err error
	w.Bundle, err = i18n.NewBundle(catalogues...)
	w.OK(err)
	site := web.New(web.Config{DB: w.D, Accounts: w, Messages: w.Bundle, Debug: true, Log: slog.New(slog.DiscardHandler)})
	for _, a := range areas {
		site.Mount(a.Routes...)
	}
	site.Mount(web.Route{Pattern: "POST /test-sign-in", Permission: access.Permission{Name: "test", Open: true}, Handle: func(rw http.ResponseWriter, r *http.Request) error {
		return web.SignIn(rw, r, web.ReadForm(r).Value("account"))
	}})
	w.server = httptest.NewServer(site)
	w.T.Cleanup(w.server.Close)
}

func (w *Pair) people() {
	w.T.Helper()
	for _, id := range []string{School, "audan"} {
		w.Exec(`INSERT INTO organisation (id, parent_id, kind, code, name_kk, name_ru, name_en, address_kk, address_ru, timezone, languages, created_at)
VALUES ($1, '', 'school', $1, 'Ауыл өңірінің мектебі', 'Аульская школа', '', '', '', 'Asia/Almaty', 'kk', '')`, id)
	}
	for code, role := range roles {
		w.Exec(`INSERT INTO staff (school_id, id, code, family_name, given_name, patronymic, name_fold, sort_key, phone, email, created_at)
VALUES ($1, $2, $2, '', '', '', $2, $3, $4, '', '')`, School, code, i18n.SortKey(code), "8 700 "+code)
		w.Exec(`INSERT INTO post (school_id, id, staff_id, role, unit_id, area_kk, area_ru, area_en, starts, ends, order_no, order_date)
VALUES ($1, $2, $2, $3, '', '', '', '', '2012-09-01', '9999-12-31', '', '')`, School, code, role)
		w.Exec(`INSERT INTO staff_private (school_id, id, staff_id, study_route, birth_year, age_recorded, years_experience, months_taught,
coe_level, category, gender, recorded_on, starts, ends)
VALUES ($1, $2, $2, '', -1, -1, $3, -1, '', $4, '', '2013-09-01', '2012-09-01', '9999-12-31')`, School, code, map[bool]int{true: 29, false: 1}[code == "m1"], map[bool]string{true: "first", false: "none"}[code == "m1"])
		w.Exec(`INSERT INTO teaches (school_id, id, staff_id, subject_code, starts, ends) VALUES ($1, $2, $2, 'Math', '2012-09-01', '9999-12-31')`, School, code)
	}
}

// week gives m1 and e1 a lesson each on three days, not at the same time.
func (w *Pair) week() {
	w.T.Helper()
	_, err := w.Times.SaveYear(ctx, Who("deputy"), timetable.YearFacts{Label: "2013-2014", Period: calendar.Period{Starts: "2013-09-01", Ends: "2014-05-25"}})
	w.OK(err)
	w.OK(w.Times.SaveBells(ctx, Who("deputy"), "2013-09-01", []timetable.BellFacts{
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
	diff, err := lessonimport.New(w.Times).Apply(ctx, Who("deputy"), lessonimport.Import{Rows: rows, From: "2013-09-01"})
	w.OK(err)
	if len(diff.Refused) > 0 {
		w.T.Fatalf("lessons refused: %v", diff.Refused[0])
	}
}

// pair goes the whole way to the running pairing.
func (w *Pair) pair() {
	w.T.Helper()
	years, err := timetable.Years(ctx, w.D.Read(), School)
	w.OK(err)
	w.P, err = w.M.Programmes.Open(ctx, Who("deputy"), mentoring.NewProgramme{Year: years[0].ID, Starts: "2013-09-02", Ends: "2014-05-25", Policy: mentoring.DefaultPolicy()})
	w.OK(err)
	for code, side := range map[string]mentoring.Side{"m1": mentoring.Mentor, "e1": mentoring.Mentee} {
		_, err := w.M.Programmes.Invite(ctx, Who("deputy"), w.P.ID, side, []string{code})
		w.OK(err)
		mine, err := w.M.Programmes.Mine(ctx, Who(code))
		w.OK(err)
		w.OK(w.M.Programmes.SaveProfile(ctx, Who(code), mine[0].ID, mentoring.NewProfile{
			Topics: []string{"assessment"}, Languages: []string{"kk"}, Capacity: 1, Strengths: "өлең оқиды", Needs: "уақытты бөлу",
		}))
	}
	made, err := w.M.Matches.Propose(ctx, Who("deputy"), w.P.ID)
	w.OK(err)
	w.OK(w.M.Matches.Send(ctx, Who("deputy"), made.ID))
	_, pairs, err := w.M.Matches.Proposal(ctx, Who("deputy"), made.ID)
	w.OK(err)
	for _, code := range []string{"m1", "e1"} {
		_, err := w.M.Matches.AnswerPair(ctx, Who(code), pairs[0].ID, true)
		w.OK(err)
	}
	o, err := w.M.Matches.PrepareOrder(ctx, Who("deputy"), w.P.ID)
	w.OK(err)
	w.OK(w.M.Matches.SignOrder(ctx, Who("director"), o.ID, match.Signature{Number: "17", Date: "2013-09-05", Starts: "2013-09-09", Ends: "2014-05-20"}))
	id, err := db.One[string](ctx, w.D.Read(), `SELECT id FROM pairing WHERE school_id = $1`, School)
	w.OK(err)
	g, err := w.M.Pairings.Pairing(ctx, Who("m1"), id)
	w.OK(err)
	w.G = g.Pairing
	w.Clock.Set("2013-09-09T07:00")
}

// Meets books one meeting on the day and holds it with notes of m1.
func (w *Pair) Meets(day calendar.Date) pairing.Meeting {
	w.T.Helper()
	m, err := w.M.Pairings.BookMeeting(ctx, Who("m1"), w.G.ID, pairing.NewMeeting{Date: day, StartsAt: "10:15", EndsAt: "11:00", Place: "кабинет 3"})
	w.OK(err)
	return m
}

// Exec changes the database behind the back of the program.
func (w *Pair) Exec(query string, args ...any) {
	w.T.Helper()
	w.OK(w.D.Tx(ctx, func(ctx context.Context, tx db.Conn) error { _, err := db.Exec(ctx, tx, query, args...); return err }))
}

// OK wants no error.
func (w *Pair) OK(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

// Browser is a person at the computer.
type Browser struct {
	w      *Pair
	Client *http.Client
}

// As is somebody who has signed in.
func (w *Pair) As(code string) *Browser {
	w.T.Helper()
	jar, err := cookiejar.New(nil)
	w.OK(err)
	b := &Browser{w: w, Client: &http.Client{Jar: jar}}
	b.Post("/test-sign-in", url.Values{"account": {code}})
	return b
}

// Get asks for a page.
func (b *Browser) Get(path string) (int, string) {
	b.w.T.Helper()
	resp, err := b.Client.Get(b.w.server.URL + path)
	return b.read(resp, err)
}

// Post sends a form and follows where it leads.
func (b *Browser) Post(path string, form url.Values) (int, string) {
	b.w.T.Helper()
	resp, err := b.Client.PostForm(b.w.server.URL+path, form)
	return b.read(resp, err)
}

func (b *Browser) read(resp *http.Response, err error) (int, string) {
	b.w.T.Helper()
	b.w.OK(err)
	text, err := io.ReadAll(resp.Body)
	b.w.OK(err)
	b.w.OK(resp.Body.Close())
	b.w.queries, _ = strconv.Atoi(resp.Header.Get("X-Talim-Queries"))
	return resp.StatusCode, string(text)
}

// maxQueries is five for a request, of which the actor of a real site is one.
const maxQueries = 4

// Shows expects the page with what it must and must not contain.
func (b *Browser) Shows(path string, want []string, not ...string) string {
	b.w.T.Helper()
	status, page := b.Get(path)
	if status != http.StatusOK {
		b.w.T.Fatalf("%s answers %d:\n%s", path, status, page)
	}
	Has(b.w.T, path, page, want, not...)
	if b.w.queries == 0 || b.w.queries > maxQueries {
		b.w.T.Errorf("%s asks the database %d times", path, b.w.queries)
	}
	if lacking := b.w.Bundle.Lacking(); len(lacking) > 0 {
		b.w.T.Errorf("messages lacking: %q", lacking)
	}
	return page
}

var tags = regexp.MustCompile(`<[^>]*>`)

// Has expects texts on a page, with or without its tags, and that others are not there.
func Has(t *testing.T, what, page string, want []string, not ...string) {
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

// Answers expects a status.
func (b *Browser) Answers(path string, status int) {
	b.w.T.Helper()
	if got, _ := b.Get(path); got != status {
		b.w.T.Errorf("%s answers %d, want %d", path, got, status)
	}
}

// EachPair runs the test with a pair on every database.
func EachPair(t *testing.T, fn func(t *testing.T, w *Pair)) {
	t.Helper()
	apptest.Databases(t, func(t *testing.T, d *db.DB) { fn(t, NewPair(t, d)) })
}
