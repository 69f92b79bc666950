package web

import (
	"context"
	"io"
	"slices"

	"github.com/a-h/templ"

	"talim/internal/i18n"
	"talim/internal/web/component"
)

// Field is one thing that a form asks for: how it is drawn and into what it is read.
// Package ask makes them.
type Field struct {
	Input   component.Input // Label and Hint are keys of messages
	Choices func(ctx context.Context) []component.Choice
	Draw    func(i component.Input, choices []component.Choice) templ.Component
	Read    func(f *Form)
	Row     []Field // in place of all that: fields beside one another
}

// Plain is a page that is its form and what leads to it.
type Plain struct {
	Title, Button string
	Lead          string   // a sentence above the form
	Hints         []string // small lines below it
	Sees          string   // as of Page
	Back          Link     // the way up, and out without saving
}

// Page is the whole page of a FormOf with Fields.
func (f *Form) Page(p Plain) Page {
	body := f.Sheet(p.Button, p.Back.URL)
	if p.Lead != "" {
		body = templ.Join(component.Lead(p.Lead, p.Hints...), body)
	}
	return Page{Title: p.Title, Narrow: true, Back: p.Back, Sees: p.Sees, Body: body}
}

// Choose gives a field of the form its choices, where the page has to look for them.
func (f *Form) Choose(name string, choices []component.Choice) {
	f.Change(name, func(x *Field) { x.Choices = func(context.Context) []component.Choice { return choices } })
}

// Change changes a field of the form for this page: its hint, its bounds.
func (f *Form) Change(name string, change func(x *Field)) {
	if n := slices.IndexFunc(f.fields, func(x Field) bool { return x.Input.Name == name }); n >= 0 {
		change(&f.fields[n])
	}
}

// in draws the field in a form, in the reader's language.
func (x Field) in(f *Form) templ.Component {
	if len(x.Row) > 0 {
		return fieldsRow(f, x.Row)
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		i := x.Input
		i.Form = f
		for _, key := range []*string{&i.Label, &i.Hint} {
			if *key != "" { // the version of a record has neither
				*key = i18n.T(ctx, *key)
			}
		}
		var choices []component.Choice
		if x.Choices != nil {
			choices = x.Choices(ctx)
		}
		return x.Draw(i, choices).Render(ctx, w)
	})
}

// Each says something about each of a list, such as the Hints of a Plain.
func Each[T any](all []T, say func(T) string) []string {
	out := make([]string, len(all))
	for i, one := range all {
		out[i] = say(one)
	}
	return out
}
