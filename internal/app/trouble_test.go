package app_test

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"talim/internal/app"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/demo"
	"talim/internal/i18n"
)

// upload sends a file as a form does.
func (v *visitor) upload(address, name, content string) *httptest.ResponseRecorder {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		v.t.Fatal(err)
	}
	_, _ = io.WriteString(part, content)
	if err := form.Close(); err != nil {
		v.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, address, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Accept-Language", string(v.lang))
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	v.app.Handler().ServeHTTP(w, r)
	return w
}

// A disk without room is said in plain words, nothing is half saved, and with room
// again the same works.
func TestFullDisk(t *testing.T) {
	var log bytes.Buffer
	a := start(t, app.Config{Database: apptest.SQLite(t), Demo: true, Log: slog.New(slog.NewJSONHandler(&log, nil))})
	if err := a.LoadDemo(ctx); err != nil {
		t.Fatal(err)
	}
	personas, err := demo.Personas(ctx, a.DB().Read())
	if err != nil {
		t.Fatal(err)
	}
	v := enter(t, a, personas[0], i18n.English)
	var list strings.Builder
	list.WriteString("code,position\n")
	for n := range 2900 { // as many as one list may hold
		fmt.Fprintf(&list, "N-%d,Teacher\n", n)
	}
	room := func(pages string) {
		t.Helper()
		if _, err := db.Exec(ctx, a.DB().Write(), "PRAGMA max_page_count = "+pages); err != nil {
			t.Fatal(err)
		}
	}
	room("1") // no smaller than the file is: it cannot grow
	w := v.upload("/import/staff", "staff.csv", list.String())
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "disk") {
		t.Errorf("%d: %.600s", w.Code, w.Body)
	}
	if !strings.Contains(log.String(), "disk full") {
		t.Error("the log does not say it")
	}
	if n, err := db.One[int](ctx, a.DB().Read(), `SELECT count(*) FROM import_run`); err != nil || n != 0 {
		t.Errorf("%d imports are half there, %v", n, err)
	}
	room("1000000")
	if w := v.upload("/import/staff", "staff.csv", list.String()); w.Code != http.StatusSeeOther {
		t.Errorf("with room again: %d", w.Code)
	}
}

// wire stands between the program and its database and can be cut.
type wire struct {
	to    string
	mu    sync.Mutex
	cut   bool
	conns []net.Conn
}

func (w *wire) serve(listener net.Listener) {
	for {
		from, err := listener.Accept()
		if err != nil {
			return
		}
		to, err := net.Dial("tcp", w.to)
		w.mu.Lock()
		if err != nil || w.cut {
			from.Close()
		}
		if err == nil {
			w.conns = append(w.conns, from, to)
			go func() { _, _ = io.Copy(to, from); to.Close() }()
			go func() { _, _ = io.Copy(from, to); from.Close() }()
		}
		w.mu.Unlock()
	}
}

// set cuts the wire, or mends it.
func (w *wire) set(cut bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = cut
	for _, c := range w.conns {
		c.Close()
	}
	w.conns = nil
}

// A database that cannot be reached is said in plain words; when it is there again
// the program goes on by itself.
func TestLostDatabase(t *testing.T) {
	if os.Getenv("TALIM_TEST_POSTGRES") == "" {
		return // a file cannot be out of reach
	}
	address, err := url.Parse(apptest.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	line := &wire{to: address.Host}
	go line.serve(listener)
	address.Host = listener.Addr().String()
	var log bytes.Buffer
	a := start(t, app.Config{Database: address.String(), Log: slog.New(slog.NewJSONHandler(&log, nil))})
	answers := func(want int) bool {
		page, ready := ask(a, "/sign-in", "Accept-Language", "en"), ask(a, "/readyz")
		return page.Code == want && (ready.Code == http.StatusOK) == (want == http.StatusSeeOther)
	}
	if !answers(http.StatusSeeOther) {
		t.Fatal("does not work at all")
	}
	line.set(true)
	if !answers(http.StatusServiceUnavailable) || strings.Contains(log.String(), "panic") {
		t.Errorf("without a database: %s", log.String())
	}
	if !strings.Contains(log.String(), "cannot be reached") {
		t.Error("the log does not say it")
	}
	line.set(false)
	for tries := 0; !answers(http.StatusSeeOther); tries++ { // connections that broke are found out one by one
		if tries > 20 {
			t.Fatalf("does not go on: %s", log.String())
		}
	}
}
