//go:build unix

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/cookiejar"
	neturl "net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"talim/internal/app"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/demo"
	"talim/internal/secret"
)

const (
	kills    = 3  // of the program; TALIM_SOAK gives another number (make soak)
	writers  = 4  // personas that write in their learning log at the same time
	perPause = 12 // entries told to be saved before a kill comes, at least
)

// process is the program in a process of its own, so that it can be killed.
type process struct {
	t    *testing.T
	args []string
	mu   sync.Mutex
	cmd  *exec.Cmd
	url  string
}

var addressIn = regexp.MustCompile(`http://[^/\s]+`)

// start runs the program until it tells where it is.
func (p *process) start(log io.Writer) {
	p.t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), programEnv+"="+strings.Join(p.args, "\n"))
	cmd.Stderr = log
	out, err := cmd.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { _ = cmd.Process.Kill() })
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if url := addressIn.FindString(lines.Text()); url != "" {
			p.mu.Lock()
			p.cmd, p.url = cmd, url
			p.mu.Unlock()
			return
		}
	}
	p.t.Fatalf("did not start: %v; %v", cmd.Wait(), log)
}

func (p *process) at() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.url
}

// end sends a signal and waits until the program is gone.
func (p *process) end(signal os.Signal) error {
	if err := p.cmd.Process.Signal(signal); err != nil {
		return err
	}
	return p.cmd.Wait()
}

// writer writes entries of its own, and remembers which it was told are saved.
type writer struct {
	name    string
	program *process
	client  *http.Client
	told    map[string]bool // text: the program said that it is saved
	saved   chan<- bool
}

func newWriter(t *testing.T, p *process, name, account string, saved chan<- bool) *writer {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	w := &writer{name: name, program: p, told: map[string]bool{}, saved: saved, client: &http.Client{
		Jar: jar, Timeout: 30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	if to, err := w.post("/demo", "account", account); err != nil || to == "" {
		t.Fatalf("%s cannot sign in: %q, %v", name, to, err)
	}
	return w
}

// post sends a form and says where it leads to; "" when it was refused.
func (w *writer) post(path string, fields ...string) (to string, err error) {
	form := neturl.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	answer, err := w.client.PostForm(w.program.at()+path, form)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, answer.Body)
	if answer.StatusCode != http.StatusSeeOther {
		return "", nil
	}
	return answer.Header.Get("Location"), nil
}

func (w *writer) write(until context.Context) {
	for n := 0; until.Err() == nil; n++ {
		text := fmt.Sprintf("soak %s %d", w.name, n)
		to, err := w.post("/mentoring/practice/log", "date", "2013-09-02", "text", text)
		w.told[text] = err == nil && strings.HasPrefix(to, "/mentoring/practice/log")
		if !w.told[text] {
			time.Sleep(20 * time.Millisecond)
			continue
		}
		select {
		case w.saved <- true:
		default:
		}
	}
}

func soakKills(t *testing.T) int {
	t.Helper()
	text := os.Getenv("TALIM_SOAK")
	if text == "" {
		return kills
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// The program, and in make soak PostgreSQL, is killed while people write: nothing that
// somebody was told is saved is lost, nothing stands there twice, and each entry has
// its one line of the journal.
func TestSoakKillsLoseNothing(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { soak(t, "sqlite:"+filepath.Join(t.TempDir(), "demo.db")) })
	if os.Getenv("TALIM_TEST_POSTGRES") != "" {
		t.Run("postgres", func(t *testing.T) { soak(t, apptest.EmptyPostgres(t)) })
	}
}

func soak(t *testing.T, address string) {
	keys := filepath.Join(t.TempDir(), "keys", "soak.keys")
	p := &process{t: t, args: []string{"demo", "--begins", "september", "--addr", "127.0.0.1:0", "--database", address, "--keys", keys}}
	log := new(buffer)
	p.start(log)
	saved := make(chan bool, 1000)
	var all []*writer
	for code, account := range accountsOf(t, address) {
		all = append(all, newWriter(t, p, code, account, saved))
	}
	until, stop := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	for _, w := range all {
		wg.Go(func() { w.write(until) })
	}
	for n := range soakKills(t) {
		for range perPause {
			<-saved
		}
		time.Sleep(rand.N(30 * time.Millisecond)) // somewhere in the middle
		if server := os.Getenv("TALIM_SOAK_SERVER"); server != "" && db.SQLitePath(address) == "" && n%3 == 2 {
			killServer(t, server)
			continue
		}
		_ = p.end(syscall.SIGKILL)
		p.start(log)
	}
	for range perPause {
		<-saved
	}
	stop()
	wg.Wait()
	if err := p.end(syscall.SIGTERM); err != nil {
		t.Errorf("the last stop: %v\n%s", err, log)
	}
	told := map[string]bool{}
	for _, w := range all {
		maps.Copy(told, w.told)
	}
	compare(t, address, keys, told)
}

// accountsOf gives the accounts of some personas by their codes.
func accountsOf(t *testing.T, address string) map[string]string {
	t.Helper()
	d, err := db.Open(context.Background(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	personas, err := demo.Personas(context.Background(), d.Read())
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, p := range personas {
		if strings.HasPrefix(p.Code, "T-") && len(out) < writers {
			out[p.Code] = p.Account
		}
	}
	return out
}

// killServer kills PostgreSQL with all that belongs to it, and starts it again.
func killServer(t *testing.T, script string) {
	t.Helper()
	for _, what := range []string{"kill", "again"} {
		if out, err := exec.Command(script, what).CombinedOutput(); err != nil {
			t.Fatalf("%s %s: %v: %s", script, what, err, out)
		}
	}
}

// compare looks at what is in the database: each entry with its one line in the
// journal, none twice, and all that somebody was told of.
func compare(t *testing.T, address, keys string, told map[string]bool) {
	t.Helper()
	ctx := context.Background()
	d, err := db.Open(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	type entry struct {
		ID   string `db:"id"`
		Text string `db:"text"`
	}
	rows, err := db.All[entry](ctx, d.Read(), `SELECT id, text FROM learning_log`)
	if err != nil {
		t.Fatal(err)
	}
	// What is kept in private stands in the journal without its record.
	lines, err := db.One[int](ctx, d.Read(), `SELECT count(*) FROM journal_entry WHERE event = 'practice.private.kept'`)
	if err != nil {
		t.Fatal(err)
	}
	if lines != len(rows) {
		t.Errorf("%d entries have %d lines in the journal", len(rows), lines)
	}
	keeper, err := secret.OpenFile(keys, false)
	if err != nil {
		t.Fatal(err)
	}
	columns := app.Sealed()
	column := columns[slices.IndexFunc(columns, func(c secret.Column) bool { return c.Table == "learning_log" })]
	there := map[string]int{}
	for _, row := range rows {
		text, err := keeper.Open(column.Of(row.ID), row.Text)
		if err != nil {
			t.Errorf("entry %s cannot be opened: %v", row.ID, err)
		}
		there[text]++
	}
	acknowledged, unanswered := 0, 0
	for text, was := range told {
		switch {
		case there[text] > 1:
			t.Errorf("%q is there %d times", text, there[text])
		case was && there[text] == 0:
			t.Errorf("%q is lost", text)
		case was:
			acknowledged++
		case there[text] == 1:
			unanswered++
		}
	}
	t.Logf("%d told to be saved, all there once; %d more are there whole, whose answer was cut off", acknowledged, unanswered)
}

// A request that somebody sends half of holds the stop up; the second signal does not wait.
func TestSecondSignalEndsAtOnce(t *testing.T) {
	p := &process{t: t, args: []string{"serve", "--addr", "127.0.0.1:0", "--database", "sqlite:" + filepath.Join(t.TempDir(), "x.db")}}
	log := new(buffer)
	p.start(log)
	conn, err := net.Dial("tcp", strings.TrimPrefix(p.at(), "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nlogin="); err != nil {
		t.Fatal(err)
	}
	time.Sleep(300 * time.Millisecond)
	began := time.Now()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	gone := make(chan error, 1)
	go func() { gone <- p.cmd.Wait() }()
	for {
		select {
		case <-gone:
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("gone after %v", took)
			}
			return
		case <-time.After(500 * time.Millisecond): // a person who presses Ctrl+C again
			if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
				t.Fatal(err)
			}
		}
	}
}

// talim serve 2>&1 | reader: the reader may end.
func TestLogWithoutAReaderGoesOn(t *testing.T) {
	reading, writing, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer writing.Close()
	p := &process{t: t, args: []string{"serve", "--addr", "127.0.0.1:0", "--database", "sqlite:" + filepath.Join(t.TempDir(), "x.db")}}
	p.start(writing)
	if err := reading.Close(); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		get(t, p.at()+"/help")
	}
	if err := p.end(syscall.SIGTERM); err != nil {
		t.Errorf("stopped with %v", err)
	}
}
