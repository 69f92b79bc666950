package secret_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talim/internal/secret"
)

func keeper(t *testing.T, path string, make bool) *secret.Keeper {
	t.Helper()
	k, err := secret.Open(path, make)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestSealAndReveal(t *testing.T) {
	k := keeper(t, filepath.Join(t.TempDir(), "keys", "talim.keys"), true)
	for _, text := range []string{"", "Бүгін қиын болды", strings.Repeat("ә", 5000)} {
		sealed := k.Seal("check_in/1", text)
		if text != "" && strings.Contains(sealed, text[:2]) {
			t.Errorf("readable: %.40s", sealed)
		}
		if got, err := k.Reveal("check_in/1", sealed); err != nil || got != text {
			t.Errorf("%q, %v", got, err)
		}
	}
	if first, second := k.Seal("a", "same"), k.Seal("a", "same"); first == second {
		t.Error("equal texts are seen to be equal")
	}
	if got, err := k.Reveal("a", "of before"); err != nil || got != "of before" || !k.Stale("of before") || k.Stale("") {
		t.Errorf("a text of before: %q, %v", got, err)
	}
}

func TestMovedOrChangedTextIsDamaged(t *testing.T) {
	k := keeper(t, filepath.Join(t.TempDir(), "talim.keys"), true)
	sealed := k.Seal("check_in/1", "tired")
	changed := sealed[:len(sealed)-3] + strings.Map(func(r rune) rune {
		if r == 'A' {
			return 'B'
		}
		return 'A'
	}, sealed[len(sealed)-3:])
	for about, text := range map[string]string{"check_in/2": sealed, "check_in/1": changed, "": sealed[:len(sealed)/2]} {
		if _, err := k.Reveal(about, text); !errors.Is(err, secret.ErrDamaged) {
			t.Errorf("%s: %v", about, err)
		}
	}
}

func TestRotationAndLoss(t *testing.T) {
	path := filepath.Join(t.TempDir(), "talim.keys")
	k := keeper(t, path, true)
	old := k.Seal("a", "before")
	if err := k.Rotate(); err != nil {
		t.Fatal(err)
	}
	now := k.Seal("a", "after")
	if !k.Stale(old) || k.Stale(now) {
		t.Error("the old text is to be sealed anew, the new one is not")
	}
	again := keeper(t, path, false)
	for sealed, want := range map[string]string{old: "before", now: "after"} {
		if got, err := again.Reveal("a", sealed); err != nil || got != want {
			t.Errorf("%q, %v", got, err)
		}
	}
	second := keeper(t, path, false)
	if err := keeper(t, path, false).Rotate(); err != nil {
		t.Fatal(err)
	}
	newest := keeper(t, path, false).Seal("a", "newest")
	if got, err := second.Reveal("a", newest); err != nil || got != "newest" || second.Stale(newest) {
		t.Errorf("a key that another copy added: %q, %v", got, err)
	}
	other := keeper(t, filepath.Join(t.TempDir(), "talim.keys"), true)
	if got := other.Show(context.Background(), "a", old); got == "" || strings.Contains(got, "sealed") {
		t.Errorf("in the place of a lost text stands %q", got)
	}
	if _, err := other.Reveal("a", old); !errors.Is(err, secret.ErrKey) {
		t.Errorf("with another file: %v", err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestBadFiles(t *testing.T) {
	if _, err := secret.Open(filepath.Join(t.TempDir(), "none"), false); !errors.Is(err, secret.ErrFile) {
		t.Errorf("missing: %v", err)
	}
	for _, content := range []string{"", "# nothing\n", "00112233 c2hvcnQ=\n", "00112233 ?\n", "00112233\n"} {
		path := filepath.Join(t.TempDir(), "keys")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := secret.Open(path, true); !errors.Is(err, secret.ErrFile) || strings.Contains(err.Error(), "c2hvcnQ") {
			t.Errorf("%q: %v", content, err)
		}
	}
}

// A file that others may read, or a mistyped line, is refused with what to do.
func TestFileOfOthersIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "talim.keys")
	keeper(t, path, true)
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := secret.Open(path, true); !errors.Is(err, secret.ErrFile) || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("readable by all: %v", err)
	}
}

// Keys written down on paper and typed in again open the same texts.
func TestPaper(t *testing.T) {
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
	if _, err := secret.Open(typed, false); !errors.Is(err, secret.ErrFile) {
		t.Errorf("half a line: %v", err)
	}
	write(lines[0] + "\n" + lines[1][:9] + strings.ToUpper(lines[1][9:]) + "\n")
	again := keeper(t, typed, false)
	for sealed, want := range map[string]string{old: "before", now: "after"} {
		if got, err := again.Reveal("a", sealed); err != nil || got != want || again.Stale(now) {
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
		if _, err := secret.Open(typed, false); !errors.Is(err, secret.ErrFile) || !strings.Contains(err.Error(), "line 1") {
			t.Errorf("mistyped: %v", err)
		}
	}
}
