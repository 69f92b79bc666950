package app_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"talim/internal/i18n"
	"talim/internal/i18n/i18ntest"
)

// rightAlthough names what a rule of i18ntest takes for a fault and is none.
var rightAlthough = map[string]string{}

// TestMessages reads the whole program: every message in all three languages,
// every key that is used there, every key that is there used.
func TestMessages(t *testing.T) {
	faults, err := i18ntest.Check(os.DirFS("../.."), rightAlthough)
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range faults {
		t.Error(fault)
	}
}

// TestWalksNameMessages holds that the walks in the browser, which find buttons and
// fields by their keys, know no key that is gone: they would wait for it in vain.
func TestWalksNameMessages(t *testing.T) {
	catalogues, err := i18ntest.ReadCatalogues(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	known, areas := map[string]bool{}, map[string]bool{}
	for _, c := range catalogues {
		for key := range c.Messages[i18n.English] {
			area, _, _ := strings.Cut(key, ".")
			known[key], areas[area] = true, true
		}
	}
	walks, err := filepath.Glob("../../e2e/walks/*.mjs")
	if err != nil || len(walks) == 0 {
		t.Fatalf("no walks: %v", err)
	}
	for _, path := range walks {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range quotedKey.FindAllStringSubmatch(string(text), -1) {
			area, _, _ := strings.Cut(found[1], ".")
			if areas[area] && !known[found[1]] {
				t.Errorf("%s names %s, which is no message", filepath.Base(path), found[1])
			}
		}
	}
}

var quotedKey = regexp.MustCompile(`'([a-z_]+(?:\.[a-z0-9_]+)+)'`)

// TestCataloguesMakeOneBundle finds what only the bundle itself refuses, such
// as a placeholder with logic in it.
func TestCataloguesMakeOneBundle(t *testing.T) {
	tree := os.DirFS("../..")
	catalogues, err := i18ntest.ReadCatalogues(tree)
	if err != nil {
		t.Fatal(err)
	}
	var all []fs.FS
	for _, c := range catalogues {
		if c.Dir == "internal/i18n/messages" { // always in the bundle
			continue
		}
		sub, err := fs.Sub(tree, c.Dir)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, sub)
	}
	if _, err := i18n.NewBundle(all...); err != nil {
		t.Error(err)
	}
}
