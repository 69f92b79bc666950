// Package field has the fields of a form in a word each: component.Input with the
// values that nearly every field has. A field is required unless Optional.
//
//	@field.Date(f, "starts", t(ctx, "people.post.starts"))
//	@field.Line(f, "number", t(ctx, "mentoring.order.number"), field.Max(30))
package field

import (
	"github.com/a-h/templ"

	"talim/internal/web/component"
)

// Option changes a field.
type Option func(*component.Input)

// Optional is a field that may stay empty, and says so.
func Optional(i *component.Input) { i.Required = false }

// Sometimes is a field that is needed together with another one: it is marked neither as
// needed nor as optional.
func Sometimes(i *component.Input) { i.Required, i.Sometimes = false, true }

// Auto sends the form when the choice changes, where there is script.
func Auto(i *component.Input) { i.Auto = true }

// Hint is a line under the label.
func Hint(text string) Option { return func(i *component.Input) { i.Hint = text } }

// Max is how many characters fit; the verb asks for the same.
func Max(n int) Option { return func(i *component.Input) { i.MaxLength = n } }

// Rows is the height of an Area.
func Rows(n int) Option { return func(i *component.Input) { i.Rows = n } }

// Between are the least and the greatest value of a Date, Time or Number.
func Between(least, most string) Option {
	return func(i *component.Input) { i.Min, i.Max = least, most }
}

// Offers are offered while typing.
func Offers(texts []string) Option { return func(i *component.Input) { i.Offers = texts } }

// Accept are the endings that a File may have: ".xlsx,.csv".
func Accept(endings string) Option { return func(i *component.Input) { i.Accept = endings } }

func input(f component.Form, kind, name, label string, options []Option) component.Input {
	i := component.Input{Form: f, Type: kind, Name: name, Label: label, Required: true}
	for _, option := range options {
		option(&i)
	}
	return i
}

// Line is one line of text.
func Line(f component.Form, name, label string, options ...Option) templ.Component {
	return component.Field(input(f, "", name, label, options))
}

// Date is a day.
func Date(f component.Form, name, label string, options ...Option) templ.Component {
	return component.Field(input(f, "date", name, label, options))
}

// Time is a time of day.
func Time(f component.Form, name, label string, options ...Option) templ.Component {
	return component.Field(input(f, "time", name, label, options))
}

// Number is a whole number.
func Number(f component.Form, name, label string, options ...Option) templ.Component {
	i := input(f, "number", name, label, options)
	i.InputMode = "numeric"
	return component.Field(i)
}

// File is a file of the reader's computer.
func File(f component.Form, name, label string, options ...Option) templ.Component {
	return component.Field(input(f, "file", name, label, options))
}

// Area is text of several lines.
func Area(f component.Form, name, label string, options ...Option) templ.Component {
	return component.Area(input(f, "", name, label, options))
}

// Select is a list to choose from.
func Select(f component.Form, name, label string, choices []component.Choice, options ...Option) templ.Component {
	return component.Select(input(f, "", name, label, options), choices)
}

// Radio is a group of which one is chosen.
func Radio(f component.Form, name, label string, choices []component.Choice, options ...Option) templ.Component {
	return component.Radio(input(f, "", name, label, options), choices)
}

// Checks is a group of which several are chosen.
func Checks(f component.Form, name, label string, choices []component.Choice, options ...Option) templ.Component {
	return component.Checks(input(f, "", name, label, options), choices)
}

// Check is one box.
func Check(f component.Form, name, label string, options ...Option) templ.Component {
	return component.Check(input(f, "", name, label, options))
}

// Password is a line that nobody reads over a shoulder. What the browser may fill in is
// "current-password", "new-password" or "off".
func Password(f component.Form, name, label, fill string, options ...Option) templ.Component {
	i := input(f, "password", name, label, append([]Option{Max(128)}, options...))
	i.Autocomplete = fill
	return component.Field(i)
}
