package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"talim/internal/access"
	"talim/internal/app"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/people/tree"
)

// programEnv holds the arguments, a line each, with which the test is the program
// itself: one that can be killed.
const programEnv = "TALIM_TEST_PROGRAM"

// TestMain gives every command a file of keys outside of this folder.
func TestMain(m *testing.M) {
	if args := os.Getenv(programEnv); args != "" {
		os.Args = append(os.Args[:1], strings.Split(args, "\n")...)
		main()
	}
	folder, err := os.MkdirTemp("", "talim-keys-")
	if err == nil {
		err = os.Setenv("TALIM_KEYS", filepath.Join(folder, "test.keys"))
	}
	code := 1
	if err == nil {
		code = m.Run()
	}
	if err := errors.Join(err, os.RemoveAll(folder)); err != nil {
		panic(err)
	}
	os.Exit(code)
}

// buffer is written by the program and read by the test at the same time.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// talim runs a command that ends by itself.
func talim(args ...string) (code int, output string) {
	var out buffer
	code = run(context.Background(), args, &out, &out)
	return code, out.String()
}

func want(t *testing.T, wantCode int, wantText string, args ...string) {
	t.Helper()
	code, output := talim(args...)
	if code != wantCode || !strings.Contains(output, wantText) {
		t.Errorf("talim %s: exit %d, want %d with %q:\n%s", strings.Join(args, " "), code, wantCode, wantText, output)
	}
}

// running starts a command that serves, and gives its address and the way to
// stop it, which gives its exit code.
func running(t *testing.T, args ...string) (url string, stop func() int, out *buffer) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	out = new(buffer)
	done := make(chan int, 1)
	go func() { done <- run(ctx, args, out, out) }()
	address := regexp.MustCompile(`http://\S+`)
	for range 600 {
		select {
		case code := <-done:
			t.Fatalf("ended with %d: %s", code, out)
		case <-time.After(100 * time.Millisecond):
		}
		if url = address.FindString(out.String()); url != "" {
			return url, func() int { cancel(); return <-done }, out
		}
	}
	t.Fatalf("did not start: %s", out)
	return "", nil, nil
}

func get(t *testing.T, url string) string {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d, %v", url, answer.StatusCode, err)
	}
	return string(body)
}

func TestUsage(t *testing.T) {
	want(t, 0, "talim "+version, "version")
	want(t, 0, "modernc.org/sqlite", "licences")
	want(t, 0, "TALIM_DATABASE", "serve", "--help")
	want(t, 2, "--database", "serve")
	want(t, 2, "nonsense", "nonsense")
	want(t, 1, "sqlite:PATH", "serve", "--database", "mysql://x")
}

func TestDatabaseFromTheEnvironment(t *testing.T) {
	t.Setenv("TALIM_DATABASE", "sqlite:"+filepath.Join(t.TempDir(), "none.db"))
	want(t, 1, "none.db", "backup", filepath.Join(t.TempDir(), "copy.db"))
}

func TestServeBackupRestore(t *testing.T) {
	folder := t.TempDir()
	database, file := "sqlite:"+filepath.Join(folder, "school.db"), filepath.Join(folder, "copy.db")
	url, stop, out := running(t, "serve", "--database", database, "--addr", "127.0.0.1:0")
	if got := get(t, url+"readyz"); got != "ok\n" {
		t.Errorf("ready: %q", got)
	}
	want(t, 0, "whole copy", "backup", file, "--database", database)
	want(t, 1, "there already", "backup", file, "--database", database)
	want(t, 1, "in use", "restore", file, "--database", database)
	if code := stop(); code != 0 {
		t.Fatalf("exit %d: %s", code, out)
	}
	want(t, 0, "what was there before", "restore", file, "--database", database)
	url, stop, _ = running(t, "serve", "--database", database, "--addr", "127.0.0.1:0")
	get(t, url+"readyz")
	want(t, 1, "taken by another program", "serve", "--database", "sqlite:"+filepath.Join(folder, "other.db"),
		"--addr", strings.Trim(strings.TrimPrefix(url, "http://"), "/"))
	stop()
}

func TestRestoreRefusesOtherFiles(t *testing.T) {
	folder := t.TempDir()
	letter := filepath.Join(folder, "letter.txt")
	if err := os.WriteFile(letter, []byte(strings.Repeat("Dear colleagues, ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	want(t, 1, "no sound database", "restore", letter, "--database", "sqlite:"+filepath.Join(folder, "school.db"))
	want(t, 1, "pg_dump", "restore", letter, "--database", "postgres://x")
}

func TestDemoStartsTwice(t *testing.T) {
	database := "sqlite:" + filepath.Join(t.TempDir(), "demo.db")
	for range 2 {
		url, stop, out := running(t, "demo", "--begins", "september", "--database", database, "--addr", "127.0.0.1:0")
		get(t, url+"help")
		if code := stop(); code != 0 {
			t.Fatalf("exit %d: %s", code, out)
		}
	}
	want(t, 1, "demo", "serve", "--database", database)

	written(t, database, `UPDATE post SET ends = '2099-12-31' WHERE id = (SELECT min(id) FROM post)`)
	want(t, 1, "talim keys accept", "doctor", "--language", "en", "--database", database)
	want(t, 0, "1 records are vouched for anew", "keys", "accept", "--database", database) // what the doctor advises helps here too
	want(t, 0, "", "doctor", "--database", database)
}

// newSchool makes a database with an empty school, whose account the keys vouch for, and
// gives its address.
func newSchool(t *testing.T, keys string) string {
	t.Helper()
	database := "sqlite:" + filepath.Join(t.TempDir(), "school.db")
	a, err := app.New(context.Background(), app.Config{Database: database, Keys: keys})
	if err != nil {
		t.Fatal(err)
	}
	facts := tree.Facts{Code: "A", Name: i18n.Text{EN: "School"}, Timezone: "Asia/Almaty"}
	_, err = a.Services().Accounts.CreateSchool(context.Background(), access.Actor{}, accounts.NewSchool{
		NewSchool: people.NewSchool{Kind: tree.School, Facts: facts, Administrator: people.NewStaff{StaffFacts: people.StaffFacts{Code: "ADMIN"}}},
		Login:     "admin",
	})
	if err := errors.Join(err, a.Close()); err != nil {
		t.Fatal(err)
	}
	return database
}

func TestImport(t *testing.T) {
	database, folder := newSchool(t, os.Getenv("TALIM_KEYS")), t.TempDir()
	file := filepath.Join(folder, "staff.csv")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	list := func(more ...string) []string {
		return append([]string{"import", "staff", file, "--school", "A", "--database", database, "--language", "en"}, more...)
	}
	write("code,position,subjects\nT-A2,Teacher,Mathematics\nT-A14,Teacher,Mathematics\n")
	want(t, 0, "2", list()...)
	want(t, 0, "2", list("--apply")...)
	_, output := talim(list("--apply")...)
	if !strings.Contains(output, "0") {
		t.Errorf("a second time: %s", output)
	}
	write("code,position,subjects\nT-A2,Juggler,\n")
	refused := filepath.Join(folder, "refused.csv")
	want(t, 1, "Juggler", list("--apply", "--refused", refused)...)
	if content, err := os.ReadFile(refused); err != nil || !strings.Contains(string(content), "Juggler") {
		t.Errorf("refused rows: %q, %v", content, err)
	}
	write("code,name,position\nT-X,Ivanova Anna,Teacher\n")
	want(t, 0, "Added: 1", list("--apply")...)
	write("code,name,position\n901,Ivanova Anna,Teacher\n")
	want(t, 1, "Ivanova Anna (T-X)", list("--apply")...)
	want(t, 1, "--same-name=same", list()...)
	want(t, 0, "Added: 1", list("--same-name", "new")...)
	want(t, 0, "Changed: 1", list("--same-name", "same", "--apply")...)
	want(t, 0, "Changed: 0", list("--apply")...)
	want(t, 2, "same-name", list("--same-name", "perhaps")...)
	program := []string{"import", "timetable", "../../internal/exchange/testdata/auyl_fet_export.zip", "--school", "A", "--database", database, "--language", "en"}
	want(t, 1, "Not taken: 3", program...)
	want(t, 0, "Added: 409", append(program, "--add-teachers")...)
	want(t, 1, "no school has the code none in "+fileOf(database), "import", "staff", file, "--school", "none", "--database", database)
	want(t, 1, "no such file", "import", "staff", filepath.Join(folder, "none.csv"), "--school", "A", "--database", database)
	typo := filepath.Join(folder, "typo.db")
	want(t, 1, "there is no database "+typo, "import", "staff", file, "--school", "A", "--database", "sqlite:"+typo)
	if _, err := os.Stat(typo); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a question made %s: %v", typo, err)
	}
	want(t, 2, "what", "import", "pupils", file, "--school", "A", "--database", database)
}
