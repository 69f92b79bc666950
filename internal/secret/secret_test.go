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
	k, err := secret.OpenFile(path, make)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestSealAndOpen(t *testing.T) {
	k := keeper(t, filepath.Join(t.TempDir(), "keys", "talim.keys"), true)
	for _, text := range []string{"", "Бүгін қиын болды", strings.Repeat("ә", 5000)} {
		sealed := k.Seal("check_in/1", text)
		if text != "" && strings.Contains(sealed, text[:2]) {
			t.Errorf("readable: %.40s", sealed)
		}
		if got, err := k.Open("check_in/1", sealed); err != nil || got != text {
			t.Errorf("%q, %v", got, err)
		}
	}
	if first, second := k.Seal("a", "same"), k.Seal("a", "same"); first == second {
		t.Error("equal texts are seen to be equal")
	}
	if got, err := k.Open("a", "of before"); err != nil || got != "of before" || !k.Stale("of before") || k.Stale("") {
		t.Errorf("a text of before: %q, %v", got, err)
	}
}

func TestOpenRefusesAMovedOrChangedText(t *testing.T) {
	k := keeper(t, filepath.Join(t.TempDir(), "talim.keys"), true)
	sealed := k.Seal("check_in/1", "tired")
	changed := sealed[:len(sealed)-3] + strings.Map(func(r rune) rune {
		if r == 'A' {
			return 'B'
		}
		return 'A'
	}, sealed[len(sealed)-3:])
	for about, text := range map[string]string{"check_in/2": sealed, "check_in/1": changed, "": sealed[:len(sealed)/2]} {
		if _, err := k.Open(about, text); !errors.Is(err, secret.ErrDamaged) {
			t.Errorf("%s: %v", about, err)
		}
	}
}

func TestRotateKeepsOlderTexts(t *testing.T) {
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
		if got, err := again.Open("a", sealed); err != nil || got != want {
			t.Errorf("%q, %v", got, err)
		}
	}
	second := keeper(t, path, false)
	if err := keeper(t, path, false).Rotate(); err != nil {
		t.Fatal(err)
	}
	newest := keeper(t, path, false).Seal("a", "newest")
	if got, err := second.Open("a", newest); err != nil || got != "newest" || second.Stale(newest) {
		t.Errorf("a key that another copy added: %q, %v", got, err)
	}
	other := keeper(t, filepath.Join(t.TempDir(), "talim.keys"), true)
	if got := other.Show(context.Background(), "a", old); got == "" || strings.Contains(got, "sealed") {
		t.Errorf("in the place of a lost text stands %q", got)
	}
	if _, err := other.Open("a", old); !errors.Is(err, secret.ErrKey) {
		t.Errorf("with another file: %v", err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}
