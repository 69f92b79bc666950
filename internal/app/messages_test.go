package app_test

import (
	"io/fs"
	"os"
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
