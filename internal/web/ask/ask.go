// Package ask has what a form asks for, each thing said once: where it is read into,
// its name in the form and its label. A field is required unless Optional; labels and
// hints are keys of messages.
//
//	Fields: func(in *pairing.NewExtension) []web.Field {
//		return []web.Field{
//			ask.Date(&in.Ends, "ends", "mentoring.extend.ends"),
//			ask.Line(&in.Number, "number", "mentoring.order.number", ask.Max(mentoring.MaxNumber)),
//		}
//	}
package ask

import (
	"context"

	"github.com/a-h/templ"

	"talim/internal/calendar"
	"talim/internal/web"
	"talim/internal/web/component"
)

// Option changes a field.
type Option func(*web.Field)

// Optional is a field that may stay empty, and says so.
func Optional(x *web.Field) { x.Input.Required = false }

// Hint is a line under the label.
func Hint(key string) Option { return func(x *web.Field) { x.Input.Hint = key } }

// Max is how many characters fit; the verb asks for the same.
func Max(n int) Option { return func(x *web.Field) { x.Input.MaxLength = n } }

// Rows is the height of an Area.
func Rows(n int) Option { return func(x *web.Field) { x.Input.Rows = n } }

// Line is one line of text.
func Line[S ~string](into *S, name, label string, options ...Option) web.Field {
	return of(plain(component.Field), "", name, label, options, text(into, name))
}

// Area is text of several lines.
func Area[S ~string](into *S, name, label string, options ...Option) web.Field {
	return of(plain(component.Area), "", name, label, options, text(into, name))
}

// Date is a day.
func Date(into *calendar.Date, name, label string, options ...Option) web.Field {
	return of(plain(component.Field), "date", name, label, options, func(f *web.Form) { *into = f.Date(name) })
}

// Time is a time of day.
func Time(into *calendar.Clock, name, label string, options ...Option) web.Field {
	return of(plain(component.Field), "time", name, label, options, func(f *web.Form) { *into = f.Clock(name) })
}

// Number is a whole number.
func Number(into *int, name, label string, options ...Option) web.Field {
	x := of(plain(component.Field), "number", name, label, options, func(f *web.Form) { *into = f.Int(name) })
	x.Input.InputMode = "numeric"
	return x
}

// Select is a list to choose from. Where only the page knows the choices they are nil,
// and web.Form.Choose gives them.
func Select[S ~string](into *S, name, label string, choices func(context.Context) []component.Choice, options ...Option) web.Field {
	x := of(component.Select, "", name, label, options, text(into, name))
	x.Choices = choices
	return x
}

// Radio is a group of which one is chosen; choices as of Select.
func Radio[S ~string](into *S, name, label string, choices func(context.Context) []component.Choice, options ...Option) web.Field {
	x := of(component.Radio, "", name, label, options, text(into, name))
	x.Choices = choices
	return x
}

// Check is one box.
func Check(into *bool, name, label string, options ...Option) web.Field {
	return of(plain(component.Check), "", name, label, options, func(f *web.Form) { *into = f.Checked(name) })
}

// Row has fields beside one another, such as the two ends of a period.
func Row(fields ...web.Field) web.Field {
	return web.Field{Row: fields, Read: func(f *web.Form) {
		for _, x := range fields {
			x.Read(f)
		}
	}}
}

// Version is the version of the record that the form changes; nothing is drawn, since
// web.Form.Sheet carries it.
func Version(into *int) web.Field {
	nothing := func(component.Input, []component.Choice) templ.Component { return templ.NopComponent }
	return of(nothing, "", component.FieldVersion, "", nil, func(f *web.Form) { *into = f.Version() })
}

type drawing = func(component.Input, []component.Choice) templ.Component

func of(draw drawing, kind, name, label string, options []Option, read func(*web.Form)) web.Field {
	x := web.Field{Input: component.Input{Type: kind, Name: name, Label: label, Required: true}, Draw: draw, Read: read}
	for _, option := range options {
		option(&x)
	}
	return x
}

// plain draws a field without choices.
func plain(draw func(component.Input) templ.Component) drawing {
	return func(i component.Input, _ []component.Choice) templ.Component { return draw(i) }
}

func text[S ~string](into *S, name string) func(*web.Form) {
	return func(f *web.Form) { *into = S(f.Value(name)) }
}
