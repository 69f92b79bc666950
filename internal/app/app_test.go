package app_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"talim/internal/app"
	"talim/internal/apptest"
	"talim/internal/db"
)

var ctx = context.Background()

// start makes the program on a database of its own.
func start(t *testing.T, c app.Config) *app.App {
	t.Helper()
	a, err := app.New(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

// everywhere runs fn with the address of a database of each engine.
func everywhere(t *testing.T, fn func(t *testing.T, address string)) {
	t.Run("sqlite", func(t *testing.T) { fn(t, apptest.SQLite(t)) })
	if os.Getenv("TALIM_TEST_POSTGRES") != "" {
		t.Run("postgres", func(t *testing.T) { fn(t, apptest.Postgres(t)) })
	}
}

// loadedKeys is the file of the keys with which the demo was loaded: accounts open only with them.
var loadedKeys = sync.OnceValue(func() string {
	folder, err := os.MkdirTemp("", "talim-keys-")
	if err != nil {
		panic(err)
	}
	return filepath.Join(folder, "loaded.keys")
})

// loaded is the demo as it begins, loaded once for all tests.
var loaded = apptest.NewSnapshot(func(address string) error {
	a, err := app.New(ctx, app.Config{Database: address, Keys: loadedKeys(), Demo: true, Now: apptest.ClockAt("2026-11-21T12:00").Now})
	if err != nil {
		return err
	}
	return errors.Join(a.LoadDemo(ctx), a.Close())
})

// everywhereLoaded is everywhere with the demo in the database.
func everywhereLoaded(t *testing.T, fn func(t *testing.T, address string)) {
	t.Run("sqlite", func(t *testing.T) { fn(t, loaded.SQLite(t)) })
	if os.Getenv("TALIM_TEST_POSTGRES") != "" {
		t.Run("postgres", func(t *testing.T) { fn(t, loaded.Postgres(t)) })
	}
}

func TestMain(m *testing.M) {
	code := m.Run()
	if err := errors.Join(loaded.Drop(), os.RemoveAll(filepath.Dir(loadedKeys()))); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func ask(a *app.App, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.RemoteAddr = "127.0.0.1:4711"
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "remote" {
			r.RemoteAddr = header[i+1]
			continue
		}
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, r)
	return w
}

func TestHealthAndReadiness(t *testing.T) {
	everywhere(t, func(t *testing.T, address string) {
		a, err := app.New(ctx, app.Config{Database: address})
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"/healthz", "/readyz"} {
			if w := ask(a, path); w.Code != http.StatusOK || w.Body.String() != "ok\n" {
				t.Errorf("%s: %d %s", path, w.Code, w.Body)
			}
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		if w := ask(a, "/readyz"); w.Code != http.StatusServiceUnavailable {
			t.Errorf("without a database: %d", w.Code)
		}
		if w := ask(a, "/healthz"); w.Code != http.StatusOK {
			t.Errorf("alive without a database: %d", w.Code)
		}
	})
}

func TestMetricsStandApart(t *testing.T) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	apart := free.Addr().String()
	free.Close()
	url, stop := run(t, app.Config{Database: apptest.SQLite(t), MetricsAddr: apart})
	read := func(address string) (int, string) {
		answer, err := http.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, string(body)
	}
	if status, body := read(url + "metrics"); status != http.StatusNotFound || strings.Contains(body, "talim_http") {
		t.Errorf("beside the pages: %d", status)
	}
	read(url + "help")
	status, body := read("http://" + apart + "/metrics")
	for _, want := range []string{`talim_http_requests_total{method="GET",status="200"}`, "talim_db_connections_in_use", "go_goroutines"} {
		if status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%d, no %s in\n%.300s", status, want, body)
		}
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// run starts the server and gives its address and the way to stop it.
func run(t *testing.T, c app.Config) (url string, stop func() error) {
	t.Helper()
	running, cancel := context.WithCancel(ctx)
	ready := make(chan string, 1)
	c.Addr, c.Ready = "127.0.0.1:0", func(url string) { ready <- url }
	a := start(t, c)
	done := make(chan error, 1)
	go func() { done <- a.Run(running) }()
	t.Cleanup(cancel)
	select {
	case url = <-ready:
	case err := <-done:
		t.Fatalf("did not start: %v", err)
	}
	return url, func() error {
		cancel()
		select {
		case err := <-done:
			return err
		case <-time.After(20 * time.Second):
			return errors.New("did not stop")
		}
	}
}

func TestRunServesAndStops(t *testing.T) {
	everywhere(t, func(t *testing.T, address string) {
		var log bytes.Buffer
		url, stop := run(t, app.Config{Database: address, MetricsAddr: "127.0.0.1:0", Log: slog.New(slog.NewJSONHandler(&log, nil))})
		answer, err := http.Get(url + "help")
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != http.StatusOK || !strings.Contains(string(body), "<main") {
			t.Errorf("%d, %v: %.200s", answer.StatusCode, err, body)
		}
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		if answer, err := http.Get(url); err == nil {
			answer.Body.Close()
			t.Error("still there after the stop")
		}
		if !strings.Contains(log.String(), `"msg":"listening"`) || !strings.Contains(log.String(), `"msg":"stopped"`) {
			t.Errorf("log: %s", log.String())
		}
	})
}

// The balancer hears that the program stops while it still takes requests.
func TestReadyzTellsBeforeTheProgramStops(t *testing.T) {
	url, stop := run(t, app.Config{Database: apptest.SQLite(t), Drain: 2 * time.Second})
	if status := statusOf(t, url+"readyz"); status != http.StatusOK {
		t.Fatalf("running: %d", status)
	}
	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()
	for status := 0; status != http.StatusServiceUnavailable; time.Sleep(5 * time.Millisecond) {
		select {
		case err := <-stopped:
			t.Fatalf("stopped without a word: %v", err)
		default:
			status = statusOf(t, url+"readyz")
		}
	}
	if status := statusOf(t, url+"help"); status >= http.StatusInternalServerError {
		t.Errorf("a page meanwhile: %d", status)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

// statusOf asks the running program.
func statusOf(t *testing.T, url string) int {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	return answer.StatusCode
}

func TestAddressTakenIsAnError(t *testing.T) {
	url, stop := run(t, app.Config{Database: apptest.SQLite(t)})
	a := start(t, app.Config{Database: apptest.SQLite(t), Addr: strings.TrimSuffix(strings.TrimPrefix(url, "http://"), "/")})
	if err := a.Run(ctx); err == nil {
		t.Error("two programs at one address")
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestDemoClock(t *testing.T) {
	everywhere(t, func(t *testing.T, address string) {
		real := apptest.ClockAt("2026-11-21T12:00")
		a := start(t, app.Config{Database: address, Demo: true, Now: real.Now})
		if got := a.Now().Format("2006-01-02 15:04 Mon"); got != "2013-09-02 09:00 Mon" {
			t.Errorf("the demo begins on %s", got)
		}
	})
}

func TestRealClock(t *testing.T) {
	real := apptest.ClockAt("2013-09-02T23:30")
	a := start(t, app.Config{Database: apptest.SQLite(t), Now: func() time.Time { return real.Now().UTC() }})
	if got := a.Now().Format("2006-01-02 15:04"); got != "2013-09-02 23:30" || a.Clock() != nil {
		t.Errorf("business time %s", got)
	}
}

func TestServeRefusesTheDatabaseOfADemo(t *testing.T) {
	address := apptest.SQLite(t)
	a, err := app.New(ctx, app.Config{Database: address, Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	mark := `INSERT INTO setting (school_id, name, value) VALUES ('', 'demo-begun', 'yes')`
	if _, err := db.Exec(ctx, a.DB().Write(), mark); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := app.New(ctx, app.Config{Database: address}); !errors.Is(err, app.ErrDemo) {
		t.Errorf("served: %v", err)
	}
}

func TestBadConfig(t *testing.T) {
	for name, c := range map[string]app.Config{
		"no database": {},
		"no zone":     {Database: apptest.SQLite(t), Zone: "Asia/Nowhere"},
		"no folder":   {Database: "sqlite:/proc/none/talim.db"},
	} {
		if _, err := app.New(ctx, c); err == nil {
			t.Errorf("%s: started", name)
		}
	}
}
