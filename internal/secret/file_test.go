package secret_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"talim/internal/secret"
)

func TestOpenFileRefusesABadFile(t *testing.T) {
	if _, err := secret.OpenFile(filepath.Join(t.TempDir(), "none"), false); !errors.Is(err, secret.ErrFile) {
		t.Errorf("missing: %v", err)
	}
	for _, content := range []string{"", "# nothing\n", "00112233 c2hvcnQ=\n", "00112233 ?\n", "00112233\n"} {
		path := filepath.Join(t.TempDir(), "keys")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := secret.OpenFile(path, true); !errors.Is(err, secret.ErrFile) || strings.Contains(err.Error(), "c2hvcnQ") {
			t.Errorf("%q: %v", content, err)
		}
	}
}

// A file that others may read, or a mistyped line, is refused with what to do.
func TestOpenFileRefusesAFileOfOthers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "talim.keys")
	keeper(t, path, true)
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := secret.OpenFile(path, true); !errors.Is(err, secret.ErrFile) || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("readable by all: %v", err)
	}
}

// Keys written down on paper and typed in again open the same texts.
func TestPaperTypedInAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "talim.keys")
	k := keeper(t, path, true)
	old := k.Seal("a", "before")
	if err := k.Rotate(); err != nil {
		t.Fatal(err)
	}
	now := k.Seal("a", "after")
	lines, err := secret.Paper(path)
	if err != nil || len(lines) != 2 {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	typed := filepath.Join(t.TempDir(), "typed.keys")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(typed, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("# from the safe\n" + strings.ToUpper(lines[0][9:10]) + "\n")
	if _, err := secret.OpenFile(typed, false); !errors.Is(err, secret.ErrFile) {
		t.Errorf("half a line: %v", err)
	}
	write(lines[0] + "\n" + lines[1][:9] + strings.ToUpper(lines[1][9:]) + "\n")
	again := keeper(t, typed, false)
	for sealed, want := range map[string]string{old: "before", now: "after"} {
		if got, err := again.Open("a", sealed); err != nil || got != want || again.Stale(now) {
			t.Errorf("%q, %v", got, err)
		}
	}
	if same, err := secret.Paper(typed); err != nil || len(same) != 2 {
		t.Errorf("paper of paper: %v, %v", same, err)
	}
	swapped := []byte(lines[0])
	swapped[10], swapped[15] = swapped[15], swapped[10]
	if swapped[10] != swapped[15] {
		write(string(swapped) + "\n")
		if _, err := secret.OpenFile(typed, false); !errors.Is(err, secret.ErrFile) || !strings.Contains(err.Error(), "line 1") {
			t.Errorf("mistyped: %v", err)
		}
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// A file typed in from paper, as editors save it: without an end of the last line,
// with a mark at the beginning, with the line ends of Windows.
func TestRotateAfterAnEditor(t *testing.T) {
	for name, edit := range map[string]func(string) string{
		"no line end": strings.TrimSpace,
		"byte order":  func(s string) string { return "\ufeff" + strings.TrimSpace(s) },
		"windows":     func(s string) string { return "# from the safe\r\n" + strings.ReplaceAll(s, "\n", "\r\n") },
	} {
		t.Run(name, func(t *testing.T) {
			made := filepath.Join(t.TempDir(), "a.keys")
			before := keeper(t, made, true).Seal("a", "before")
			lines, err := secret.Paper(made)
			if err != nil {
				t.Fatal(err)
			}
			typed := filepath.Join(t.TempDir(), "typed.keys")
			write(t, typed, edit(lines[0]+"\n"))
			k := keeper(t, typed, false)
			if err := k.Rotate(); err != nil {
				t.Fatal(err)
			}
			after := k.Seal("a", "after")
			for sealed, want := range map[string]string{before: "before", after: "after"} {
				if got, err := keeper(t, typed, false).Open("a", sealed); err != nil || got != want {
					t.Errorf("%q, %v; want %q", got, err, want)
				}
			}
			if info, err := os.Stat(typed); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("mode %v, %v", info.Mode(), err)
			}
		})
	}
}

// Several programs add keys to one file at once; each key that was said to be there
// is there.
func TestRotateTogetherLosesNoKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys", "talim.keys")
	const programs = 8
	sealed := make([]string, programs)
	var all sync.WaitGroup
	for i := range programs {
		all.Go(func() {
			k, err := secret.OpenFile(path, true)
			if err == nil {
				err = k.Rotate()
			}
			if err != nil {
				t.Error(err)
				return
			}
			sealed[i] = k.Seal("a", "text")
		})
	}
	all.Wait()
	k := keeper(t, path, false)
	for _, s := range sealed {
		if text, err := k.Open("a", s); err != nil || text != "text" {
			t.Errorf("%q, %v", text, err)
		}
	}
	if n := len(k.Keys()); n != programs+1 { // the first of all, made once, and one each
		t.Errorf("%d keys of %d programs", n, programs)
	}
}

// A broken file is told each time, and the keys of before go on.
func TestRefreshTellsABrokenFileEachTime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "talim.keys")
	k := keeper(t, path, true)
	whole := read(t, path)
	write(t, path, whole+"mistyped line\n")
	for range 2 {
		if err := k.Refresh(); !errors.Is(err, secret.ErrFile) || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("broken: %v", err)
		}
		if text, err := k.Open("a", k.Seal("a", "text")); err != nil || text != "text" {
			t.Errorf("with the keys of before: %q, %v", text, err)
		}
	}
	write(t, path, whole)
	if err := k.Refresh(); err != nil {
		t.Errorf("mended: %v", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := k.Rotate(); !errors.Is(err, secret.ErrFile) {
		t.Errorf("a file with one key took the place of one that is gone: %v", err)
	}
}

// The order of the keys is that of the file, also for a program that has read it before.
func TestRefreshFollowsTheOrderOfTheFile(t *testing.T) {
	folder := t.TempDir()
	a, b, both := filepath.Join(folder, "a"), filepath.Join(folder, "b"), filepath.Join(folder, "both")
	keeper(t, a, true)
	keeper(t, b, true)
	write(t, both, read(t, a))
	running := keeper(t, both, false)
	write(t, both, read(t, b)+read(t, a))
	if err := running.Refresh(); err != nil {
		t.Fatal(err)
	}
	fresh := keeper(t, both, false)
	if running.Stale(fresh.Seal("x", "text")) || fresh.Stale(running.Seal("x", "text")) {
		t.Errorf("one seals the other's texts anew: %v against %v", running.Keys(), fresh.Keys())
	}
}
