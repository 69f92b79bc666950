package i18n

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"unicode"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed messages/*.json
var ownFiles embed.FS

// Own is the catalogue of this package itself: months, weekdays, dates.
func Own() fs.FS {
	own, err := fs.Sub(ownFiles, "messages")
	if err != nil { // only for an invalid path
		return ownFiles
	}
	return own
}

// Bundle holds all messages in all languages. It never changes after NewBundle.
type Bundle struct {
	messages *goi18n.Bundle
	locales  map[Language]*Locale
	words    func() map[string]bool
	lacking  lacking
}

// NewBundle reads the catalogues; each holds kk.json, ru.json and en.json at
// its root. Our own messages are always among them. A key that stands in two
// catalogues and a placeholder that cannot be read are errors.
func NewBundle(catalogues ...fs.FS) (*Bundle, error) {
	b := &Bundle{messages: goi18n.NewBundle(language.Kazakh), locales: map[Language]*Locale{}}
	for _, lang := range Languages {
		b.locales[lang] = &Locale{
			language: lang,
			bundle:   b,
			entries:  map[string]entry{},
			speaker:  goi18n.NewLocalizer(b.messages, string(lang)),
		}
	}
	for _, c := range append([]fs.FS{Own()}, catalogues...) {
		if err := b.add(c); err != nil {
			return nil, err
		}
	}
	for _, l := range b.locales {
		l.tables = newTables(l)
	}
	b.words = sync.OnceValue(b.everyWord)
	return b, nil
}

func (b *Bundle) add(c fs.FS) error {
	for _, lang := range Languages {
		name := string(lang) + ".json"
		text, err := fs.ReadFile(c, name)
		if err != nil {
			return fmt.Errorf("i18n: %w", err)
		}
		file, err := b.messages.ParseMessageFileBytes(text, name)
		if err != nil {
			return fmt.Errorf("i18n: %s: %w", name, err)
		}
		for _, m := range file.Messages {
			if err := b.locales[lang].add(m); err != nil {
				return fmt.Errorf("i18n: %s: %w", name, err)
			}
		}
	}
	return nil
}

// Locale speaks the language lang, or Kazakh where lang is none of ours.
func (b *Bundle) Locale(lang Language) *Locale {
	if l := b.locales[lang]; l != nil {
		return l
	}
	return b.locales[Kazakh]
}

// Words are the folded words of all messages in all languages: those that are part of the
// language of the program. They are collected once, for all who ask: nobody may change them.
func (b *Bundle) Words() map[string]bool { return b.words() }

func (b *Bundle) everyWord() map[string]bool {
	out := map[string]bool{}
	for _, l := range b.locales {
		for _, e := range l.entries {
			for word := range strings.FieldsFuncSeq(e.text, func(r rune) bool { return !unicode.IsLetter(r) }) {
				out[Fold(word)] = true
			}
		}
	}
	return out
}

// Lacking lists what was asked for and not there: keys, and "key: Name" for a
// placeholder without a value. Tests of whole pages expect it to be empty.
func (b *Bundle) Lacking() []string { return b.lacking.list() }

// lacking remembers each gap once, so that the log is not flooded.
type lacking struct {
	mu   sync.Mutex
	seen []string
}

func (k *lacking) note(what string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if slices.Contains(k.seen, what) {
		return
	}
	k.seen = append(k.seen, what)
	slog.Warn("message lacking", "what", what)
}

func (k *lacking) list() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.seen)
}

// errTwice is returned for a key that two catalogues claim.
var errTwice = errors.New("key stands twice")

func (l *Locale) add(m *goi18n.Message) error {
	if _, there := l.entries[m.ID]; there {
		return fmt.Errorf("%w: %s", errTwice, m.ID)
	}
	forms := []string{m.Zero, m.One, m.Two, m.Few, m.Many, m.Other}
	for _, f := range forms {
		if _, err := parseTemplate(f); err != nil {
			return fmt.Errorf("%s: %w", m.ID, err)
		}
	}
	e := entry{text: m.Other, plural: strings.Join(forms[:5], "") != ""}
	e.plain = !e.plural && !strings.Contains(m.Other, "{{")
	l.entries[m.ID] = e
	return nil
}
