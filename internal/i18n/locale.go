package i18n

import (
	"context"
	"sync"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"talim/internal/fault"
)

// Locale speaks one language. It is safe for concurrent use.
type Locale struct {
	language Language
	bundle   *Bundle
	speaker  *goi18n.Localizer
	entries  map[string]entry
	tables   tables
}

// entry is what T needs to know of a message before it asks go-i18n. Most
// messages are plain, and a page of 200 rows asks for thousands of them.
type entry struct {
	text   string
	plain  bool
	plural bool
}

type localeKey struct{}

// With puts the locale into the context.
func With(ctx context.Context, l *Locale) context.Context {
	return context.WithValue(ctx, localeKey{}, l)
}

// From is the locale of the context. Where there is none, it is a Kazakh one
// that knows dates and weekdays only.
func From(ctx context.Context) *Locale {
	if l, ok := ctx.Value(localeKey{}).(*Locale); ok && l != nil {
		return l
	}
	return bare()
}

var bare = sync.OnceValue(func() *Locale {
	b, err := NewBundle()
	if err != nil { // our own files are embedded and tested
		return &Locale{language: Kazakh, bundle: &Bundle{}}
	}
	return b.Locale(Kazakh)
})

// T is the message of the key in the reader's language. Args are name, value,
// name, value; the value of "Count" chooses the plural form. A key that is not
// there is shown as it is and logged.
func T(ctx context.Context, key string, args ...any) string { return From(ctx).T(key, args...) }

// Say is the text of a fault's message in the reader's language.
func Say(ctx context.Context, m fault.Message) string { return From(ctx).Say(m) }

// Language the locale speaks.
func (l *Locale) Language() Language { return l.language }

// Has says whether the catalogue has the key.
func (l *Locale) Has(key string) bool {
	_, ok := l.entries[key]
	return ok
}

// Say is the text of the message.
func (l *Locale) Say(m fault.Message) string {
	args := make([]any, 0, 2*len(m.Args))
	for name, value := range m.Args {
		args = append(args, name, value)
	}
	return l.T(m.Key, args...)
}

// T is the message of the key, as the function T.
func (l *Locale) T(key string, args ...any) string {
	e, ok := l.entries[key]
	switch {
	case !ok:
		l.bundle.lacking.note(string(l.language) + ": " + key)
		return key
	case e.plain:
		return e.text
	}
	values := &values{locale: l, key: key, pairs: args}
	config := goi18n.LocalizeConfig{MessageID: key, TemplateData: values, TemplateParser: parser{}}
	if e.plural {
		config.PluralCount = values.count()
	}
	text, err := l.speaker.Localize(&config)
	if err != nil {
		l.bundle.lacking.note(string(l.language) + ": " + key + ": " + err.Error())
	}
	return text
}
