// Package i18ntest reads the whole source tree and finds what is wrong with
// its messages: a key that one language lacks, a plural form too few, a key
// that the code uses and no catalogue has, a key that nothing uses, a Latin
// letter inside a Kazakh word. It is for tests only; one test of the program
// calls Check (internal/app/messages_test.go).
package i18ntest

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"talim/internal/i18n"
)

// Check reads the tree and lists all that is wrong, each with its place. Allow
// names what is right although a rule says otherwise, with the reason: a key of
// a message, or a text in the code that only looks like a key.
func Check(tree fs.FS, allow map[string]string) ([]string, error) {
	catalogues, err := ReadCatalogues(tree)
	if err != nil {
		return nil, err
	}
	uses, err := ReadUses(tree)
	if err != nil {
		return nil, err
	}
	var faults []string
	keys := map[string]string{}
	for _, c := range catalogues {
		faults = append(faults, c.faults()...)
		for key := range c.all() {
			faults = append(faults, c.messageFaults(key, allow)...)
			if other, twice := keys[key]; twice {
				faults = append(faults, fmt.Sprintf("%s: %s stands also in %s", c.Dir, key, other))
			}
			keys[key] = c.Dir
		}
	}
	faults = append(faults, uses.faults(keys, allow)...)
	slices.Sort(faults)
	return slices.Compact(faults), nil
}

// Catalogue is the three files of one directory named messages.
type Catalogue struct {
	Dir      string
	Messages map[i18n.Language]map[string]Message
	problems []string
}

// Message is a text, or the forms of a plural.
type Message struct {
	Text  string            // of a message that is no plural
	Forms map[string]string // one, few, many, other
}

// texts are all that a reader may see of the message.
func (m Message) texts() []string {
	if m.Forms == nil {
		return []string{m.Text}
	}
	return slices.Collect(maps.Values(m.Forms))
}

// all are the keys of the catalogue in any of its languages.
func (c Catalogue) all() map[string]bool {
	keys := map[string]bool{}
	for _, messages := range c.Messages {
		for key := range messages {
			keys[key] = true
		}
	}
	return keys
}

// faults are those of the catalogue as a whole.
func (c Catalogue) faults() []string {
	faults := slices.Clone(c.problems)
	for key := range c.all() {
		for _, lang := range i18n.Languages {
			if _, ok := c.Messages[lang][key]; !ok {
				faults = append(faults, fmt.Sprintf("%s: %s is not in %s.json", c.Dir, key, lang))
			}
		}
		if !keyShape.MatchString(key) {
			faults = append(faults, fmt.Sprintf("%s: %q is not of the shape area.noun.what", c.Dir, key))
		}
	}
	return faults
}

// ReadCatalogues finds every directory named messages that holds JSON files.
func ReadCatalogues(tree fs.FS) ([]Catalogue, error) {
	var found []Catalogue
	err := walk(tree, func(path string) error {
		dir, isKazakh := strings.CutSuffix(path, "messages/kk.json")
		if !isKazakh {
			return nil
		}
		c, err := readCatalogue(tree, dir+"messages")
		found = append(found, c)
		return err
	})
	return found, err
}

// walk visits every file of the tree that is part of the program.
func walk(tree fs.FS, visit func(path string) error) error {
	return fs.WalkDir(tree, ".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case !d.IsDir():
			return visit(path)
		case path != "." && (strings.HasPrefix(d.Name(), ".") || slices.Contains(outside, d.Name())):
			return fs.SkipDir
		}
		return nil
	})
}

// outside are directories without source of the program.
var outside = []string{"testdata", "node_modules", "bin", "dist", "i18ntest"}
