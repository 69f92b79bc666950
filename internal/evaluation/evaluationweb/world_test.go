package evaluationweb_test

import (
	"context"
	"fmt"
	"io"
	"io/fs"
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
	"talim/internal/evaluation"
	"talim/internal/evaluation/evaluationweb"
	"talim/internal/i18n"
	"talim/internal/mentoring/assembly"
	"talim/internal/observation"
	"talim/internal/secret"
	"talim/internal/timetable"
	"talim/internal/web"
)

var ctx = context.Background()

const (
	school    = "auyl"
	programme = "p2013"
)

// world is a school with a programme whose pairs are m1-e1, m2-e2 and so on, and the pages. The id of each
// person is the code; an account is the code of its person.
type world struct {
	t       *testing.T
	d       *db.DB
	clock   *apptest.Clock
	s       *evaluation.Service
	bundle  *i18n.Bundle
	server  *httptest.Server
	queries int // of the last page
}

func newWorld(t *testing.T, d *db.DB, pairs int) *world {
	t.Helper()
	w := &world{t: t, d: d, clock: apptest.ClockAt("2014-05-05T09:00")}
	keeper, err := secret.New()
	w.ok(err)
	times := timetable.New(d, w.clock.Now)
	m := assembly.New(d, times, observation.New(times, keeper), keeper, w.clock.Now)
	w.s = evaluation.New(d, m, keeper, w.clock.Now)
	w.exec(`INSERT INTO organisation (id, parent_id, kind, code, name_kk, name_ru, name_en, address_kk, address_ru, timezone, languages, created_at)
VALUES ($1, '', 'school', $1, 'Ауыл мектебі', 'Аульская школа', 'Auyl school', '', '', 'Asia/Almaty', 'kk', '')`, school)
	for _, code := range []string{"director", "deputy", "teacher"} {
		w.person(code)
	}
	w.programme(programme, "2013", pairs)
	beside, err := fs.Sub(os.DirFS("../.."), "mentoring/mentoringweb/messages") // words of papers
	w.ok(err)
	w.bundle, err = i18n.NewBundle(web.Messages(), evaluationweb.Messages(), document.Messages(), beside)
	w.ok(err)
	site := web.New(web.Config{DB: d, Accounts: w, Messages: w.bundle, Debug: true, Log: slog.New(slog.DiscardHandler)})
	site.Mount(evaluationweb.New(d, w.s, m).Routes()...)
	site.Mount(web.Route{Pattern: "POST /test-sign-in", Permission: access.Permission{Name: "test", Open: true}, Handle: func(rw http.ResponseWriter, r *http.Request) error {
		return web.SignIn(rw, r, web.ReadForm(r).Value("account"))
	}})
	w.server = httptest.NewServer(site)
	t.Cleanup(w.server.Close)
	return w
}

// ActorOf stands in for people.
func (w *world) ActorOf(_ context.Context, account string) (access.Actor, web.Chrome, error) {
	return who(account), web.Chrome{School: i18n.Text{KK: "Ауыл мектебі"}, Zone: "Asia/Almaty"}, nil
}

func who(code string) access.Actor {
	role := access.Teacher
	switch code {
	case "deputy":
		role = access.Deputy
	case "director":
		role = access.Director
	}
	return access.Actor{Account: code, School: school, Staff: code, Name: code, Roles: []access.Role{role}}
}

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	w.ok(w.d.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
		_, err := db.Exec(ctx, tx, query, args...)
		return err
	}))
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) person(code string) {
	w.t.Helper()
	w.exec(`INSERT INTO staff (school_id, id, code, family_name, given_name, patronymic, name_fold, sort_key, phone, email, created_at)
VALUES ($1, $2, $2, '', '', '', $2, $3, '', '', '') ON CONFLICT DO NOTHING`, school, code, i18n.SortKey(code))
}

// programme makes a programme of the year with its pairs.
func (w *world) programme(id, year string, pairs int) {
	w.t.Helper()
	starts, ends := calendar.Date(year+"-09-01"), calendar.Date(year+"-09-01").AddDays(267)
	w.exec(`INSERT INTO school_year (school_id, id, label, starts, ends) VALUES ($1, $2, $2, $3, $4)`, school, year, starts, ends)
	w.exec(`INSERT INTO programme (school_id, id, year_id, kind, starts, ends, state, opened_by, opened_at)
VALUES ($1, $2, $3, 'one_to_one', $4, $5, 'running', 'deputy', '')`, school, id, year, starts, ends)
	w.exec(`INSERT INTO programme_policy (school_id, id, programme_id, version, eligibility, categories, mentor_min_years, newcomer_years, first_year_here,
after_leave, after_leave_months, mentees_per_mentor, min_shared_hours, meetings_per_week, meeting_minutes, visits_by_mentor, visits_by_mentee, trial_weeks,
reply_days, final_talk, set_by, set_at) VALUES ($1, $2, $2, 1, 'willing', '', 0, 0, FALSE, FALSE, 0, 2, 0, 1, 45, 1, 1, 0, 7, '', '', '')`, school, id)
	w.exec(`INSERT INTO proposal (school_id, id, programme_id, number, state, unmatched, made_by, made_at, sent_at)
VALUES ($1, $2, $2, 1, 'sent', '', '', '', '')`, school, id)
	w.exec(`INSERT INTO mentoring_order (school_id, id, programme_id, number, date, starts, ends, state, prepared_by, prepared_at, signed_by, signed_at)
VALUES ($1, $2, $2, '1', $3, $3, $4, 'signed', '', '', '', '')`, school, id, starts, ends)
	for n := 1; n <= pairs; n++ {
		w.pair(id, fmt.Sprintf("m%d", n), fmt.Sprintf("e%d", n), "running", starts, ends)
	}
}

func (w *world) pair(programme, mentor, mentee, state string, starts, ends calendar.Date) string {
	w.t.Helper()
	w.person(mentor)
	w.person(mentee)
	id := programme + mentor + mentee
	w.exec(`INSERT INTO proposal_pair (school_id, id, proposal_id, mentor_id, mentee_id, fit, reasons, by_hand, state)
VALUES ($1, $2, $3, $4, $5, 0, '', FALSE, $6)`, school, id, programme, mentor, mentee, map[bool]string{true: "ordered", false: "removed"}[state == "running"])
	w.exec(`INSERT INTO pairing (school_id, id, programme_id, policy_id, order_id, pair_id, mentor_id, mentee_id, place, starts, ends, trial_ends, state, closed_at)
VALUES ($1, $2, $3, $3, $3, $2, $4, $5, 1, $6, $7, '', $8, '')`, school, id, programme, mentor, mentee, starts, ends, state)
	return id
}

// browser is a person at the computer.
type browser struct {
	w      *world
	client *http.Client
}

// nobody is a browser of somebody who is not signed in.
func (w *world) nobody() *browser {
	w.t.Helper()
	jar, err := cookiejar.New(nil)
	w.ok(err)
	return &browser{w: w, client: &http.Client{Jar: jar}}
}

func (w *world) as(code string) *browser {
	w.t.Helper()
	b := w.nobody()
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

var tags = regexp.MustCompile(`<[^>]*>`)

// shows expects the page, in every language, with what it must and must not contain.
func (b *browser) shows(path string, want []string, not ...string) string {
	b.w.t.Helper()
	page := ""
	for _, lang := range []string{"kk", "ru", "en"} {
		b.get(path + "?lang=" + lang)
		status, text := b.get(path)
		if status != http.StatusOK {
			b.w.t.Fatalf("%s answers %d:\n%s", path, status, text)
		}
		if b.w.queries > maxQueries {
			b.w.t.Errorf("%s asks the database %d times", path, b.w.queries)
		}
		page = text
	}
	plain := tags.ReplaceAllString(page, "")
	for _, s := range want {
		if !strings.Contains(page, s) && !strings.Contains(plain, s) {
			b.w.t.Errorf("%s lacks %q", path, s)
		}
	}
	for _, s := range not {
		if strings.Contains(page, s) {
			b.w.t.Errorf("%s must not contain %q", path, s)
		}
	}
	if lacking := b.w.bundle.Lacking(); len(lacking) > 0 {
		b.w.t.Errorf("messages lacking: %q", lacking)
	}
	return page
}

// refuses expects another status than a page.
func (b *browser) refuses(want int, path string, form url.Values) {
	b.w.t.Helper()
	var status int
	if form == nil {
		status, _ = b.get(path)
	} else {
		status, _ = b.post(path, form)
	}
	if status != want {
		b.w.t.Errorf("%s answers %d, want %d", path, status, want)
	}
}
