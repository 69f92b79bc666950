package supportweb_test

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
	"talim/internal/db"
	"talim/internal/document"
	"talim/internal/i18n"
	"talim/internal/mentoring/assembly"
	"talim/internal/observation"
	"talim/internal/secret"
	"talim/internal/support"
	"talim/internal/support/supportweb"
	"talim/internal/timetable"
	"talim/internal/web"
)

var ctx = context.Background()

// world is a school with a running pair of m1 and e1, and the pages of support.
type world struct {
	t       *testing.T
	d       *db.DB
	clock   *apptest.Clock
	s       *support.Service
	bundle  *i18n.Bundle
	server  *httptest.Server
	queries int // of the last page
}

const (
	school  = "auyl"
	pairing = "m1e1"
)

var roles = map[string]access.Role{
	"director": access.Director, "coordinator": access.Coordinator, "psy": access.Psychologist, "admin": access.Administrator,
	"m1": access.Teacher, "e1": access.Teacher, "t3": access.Teacher,
}

// ActorOf stands in for people: an account is the code of its person.
func (w *world) ActorOf(_ context.Context, account string) (access.Actor, web.Chrome, error) {
	return who(account), web.Chrome{School: i18n.Text{KK: "Ауыл мектебі"}, Zone: "Asia/Almaty"}, nil
}

func who(code string) access.Actor {
	return access.Actor{Account: code, School: school, Staff: code, Name: code, Roles: []access.Role{roles[code]}}
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	w := &world{t: t, d: d, clock: apptest.ClockAt("2013-09-09T09:00")}
	times := timetable.New(d, w.clock.Now)
	keeper, err := secret.New()
	w.ok(err)
	m := assembly.New(d, times, observation.New(times, keeper), keeper, w.clock.Now)
	w.s = support.New(d, m, keeper, w.clock.Now)
	w.people()
	w.bundle, err = i18n.NewBundle(web.Messages(), supportweb.Messages(), document.Messages(), os.DirFS("../../mentoring/mentoringweb/messages")) // its refusals
	w.ok(err)
	site := web.New(web.Config{DB: d, Accounts: w, Messages: w.bundle, Debug: true, Log: slog.New(slog.DiscardHandler)})
	site.Mount(supportweb.New(d, w.s, m).Routes()...)
	site.Mount(web.Route{Pattern: "POST /test-sign-in", Permission: access.Permission{Name: "test", Open: true}, Handle: func(rw http.ResponseWriter, r *http.Request) error {
		return web.SignIn(rw, r, web.ReadForm(r).Value("account"))
	}})
	w.server = httptest.NewServer(site)
	t.Cleanup(w.server.Close)
	return w
}

// people makes the staff and the pair.
func (w *world) people() {
	w.t.Helper()
	w.exec(`INSERT INTO organisation (id, parent_id, kind, code, name_kk, name_ru, name_en, address_kk, address_ru, timezone, languages, created_at)
VALUES ($1, '', 'school', $1, $1, $1, $1, '', '', 'Asia/Almaty', 'kk', '')`, school)
	for code, role := range roles {
		w.exec(`INSERT INTO staff (school_id, id, code, family_name, given_name, patronymic, name_fold, sort_key, phone, email, created_at)
VALUES ($1, $2, $2, '', '', '', $2, $3, $4, '', '')`, school, code, i18n.SortKey(code), "8 700 "+code)
		w.exec(`INSERT INTO post (school_id, id, staff_id, role, unit_id, area_kk, area_ru, area_en, starts, ends, order_no, order_date)
VALUES ($1, $2, $2, $3, '', '', '', '', '2012-09-01', '9999-12-31', '', '')`, school, code, role)
	}
	w.exec(`INSERT INTO school_year (school_id, id, label, starts, ends) VALUES ($1, 'y', '2013-2014', '2013-09-01', '2014-05-25')`, school)
	w.exec(`INSERT INTO programme (school_id, id, year_id, kind, starts, ends, state, opened_by, opened_at)
VALUES ($1, 'p', 'y', 'one_to_one', '2013-09-02', '2014-05-25', 'running', 'coordinator', '')`, school)
	w.exec(`INSERT INTO programme_policy (school_id, id, programme_id, version, eligibility, categories, mentor_min_years, newcomer_years, first_year_here,
after_leave, after_leave_months, mentees_per_mentor, min_shared_hours, meetings_per_week, meeting_minutes, visits_by_mentor, visits_by_mentee, trial_weeks,
reply_days, final_talk, set_by, set_at) VALUES ($1, 'p', 'p', 1, 'willing', '', 0, 0, FALSE, FALSE, 0, 2, 0, 1, 45, 1, 1, 6, 7, 'аяғында не қаралады', '', '')`, school)
	w.exec(`INSERT INTO proposal (school_id, id, programme_id, number, state, unmatched, made_by, made_at, sent_at) VALUES ($1, 'p', 'p', 1, 'sent', '', '', '', '')`, school)
	w.exec(`INSERT INTO mentoring_order (school_id, id, programme_id, number, date, starts, ends, state, prepared_by, prepared_at, signed_by, signed_at)
VALUES ($1, 'p', 'p', '1', '2013-09-05', '2013-09-09', '2014-05-20', 'signed', '', '', '', '')`, school)
	w.exec(`INSERT INTO proposal_pair (school_id, id, proposal_id, mentor_id, mentee_id, fit, reasons, by_hand, state) VALUES ($1, $2, 'p', 'm1', 'e1', 0, '', FALSE, 'ordered')`, school, pairing)
	w.exec(`INSERT INTO pairing (school_id, id, programme_id, policy_id, order_id, pair_id, mentor_id, mentee_id, place, starts, ends, trial_ends, state, closed_at)
VALUES ($1, $2, 'p', 'p', 'p', $2, 'm1', 'e1', 1, '2013-09-09', '2014-05-20', '', 'running', '')`, school, pairing)
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

// browser is a person at the computer.
type browser struct {
	w      *world
	code   string
	client *http.Client
	at     string // the address after the last answer
}

func (w *world) as(code string) *browser {
	w.t.Helper()
	jar, err := cookiejar.New(nil)
	w.ok(err)
	b := &browser{w: w, code: code, client: &http.Client{Jar: jar}}
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
	b.at = resp.Request.URL.Path
	return resp.StatusCode, string(text)
}

// maxQueries is five for a request, of which the actor of a real site is one.
const maxQueries = 4

var tags = regexp.MustCompile(`<[^>]*>`)

// shows expects the page, in each language, with what it must and must not contain.
func (b *browser) shows(path string, want []string, not ...string) string {
	b.w.t.Helper()
	page := ""
	for _, lang := range []string{"kk", "ru", "en"} {
		status, text := b.get(path + map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")] + "lang=" + lang)
		if status != http.StatusOK {
			b.w.t.Fatalf("%s answers %s with %d:\n%s", path, b.code, status, text)
		}
		page = text
		plain := tags.ReplaceAllString(page, "")
		for _, s := range want {
			if !strings.Contains(page, s) && !strings.Contains(plain, s) {
				b.w.t.Errorf("%s lacks %q for %s", path, s, b.code)
			}
		}
		for _, s := range not {
			if strings.Contains(page, s) {
				b.w.t.Errorf("%s must not contain %q for %s", path, s, b.code)
			}
		}
		if b.w.queries > maxQueries {
			b.w.t.Errorf("%s asks the database %d times", path, b.w.queries)
		}
	}
	if lacking := b.w.bundle.Lacking(); len(lacking) > 0 {
		b.w.t.Errorf("messages lacking: %q", lacking)
	}
	return page
}

// answers expects a status.
func (b *browser) answers(path string, status int) {
	b.w.t.Helper()
	if got, _ := b.get(path); got != status {
		b.w.t.Errorf("%s answers %s with %d, want %d", path, b.code, got, status)
	}
}

// sends posts a form and expects the status of what follows.
func (b *browser) sends(path string, status int, pairs ...string) string {
	b.w.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	got, page := b.post(path, form)
	if got != status {
		b.w.t.Fatalf("%s answers %s with %d, want %d:\n%s", path, b.code, got, status, page)
	}
	return page
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	apptest.Databases(t, func(t *testing.T, d *db.DB) { fn(t, newWorld(t, d)) })
}
