// Package fault has the few kinds of error that a person may see: invalid
// input (with the fields), not found, forbidden, conflict. Anything else is a
// failure of ours, shown only as an id that also stands in the log.
//
// Messages are keys with arguments; the page that shows them translates them.
package fault

import (
	"errors"
	"strings"
	"unicode/utf8"

	"talim/internal/calendar"
)

// Kind says how a page answers.
type Kind string

// The kinds, with the HTTP status that web gives them.
const (
	KindInvalid   Kind = "invalid"   // 422
	KindNotFound  Kind = "notfound"  // 404
	KindForbidden Kind = "forbidden" // 403
	KindConflict  Kind = "conflict"  // 409
)

// Message is a key of the catalogue with named arguments.
type Message struct {
	Key  string
	Args map[string]any
}

// Say makes a message; args are name, value, name, value.
func Say(key string, args ...any) Message {
	m := Message{Key: key}
	if len(args) > 0 {
		m.Args = make(map[string]any, len(args)/2)
	}
	for i := 0; i+1 < len(args); i += 2 {
		m.Args[args[i].(string)] = args[i+1]
	}
	return m
}

// Field is what is wrong with one field of a form. The empty name means the
// form as a whole.
type Field struct {
	Name string
	Message
}

// Error is an error a person may see.
type Error struct {
	Kind   Kind
	Says   Message // the whole; for invalid input each field has its own
	Fields []Field
	cause  error
}

func (e *Error) Error() string {
	parts := []string{string(e.Kind), e.Says.Key}
	for _, f := range e.Fields {
		parts = append(parts, f.Name+"="+f.Key)
	}
	if e.cause != nil {
		parts = append(parts, e.cause.Error())
	}
	return strings.Join(parts, " ")
}

func (e *Error) Unwrap() error { return e.cause }

// Because keeps the cause for the log.
func (e *Error) Because(err error) *Error {
	e.cause = err
	return e
}

// Invalid is bad input in one field.
func Invalid(field, key string, args ...any) *Error {
	return &Error{Kind: KindInvalid, Says: Say("fault.invalid"), Fields: []Field{{field, Say(key, args...)}}}
}

// NotFound is a record that is not there, or not for this person to know of.
func NotFound(key string, args ...any) *Error {
	return &Error{Kind: KindNotFound, Says: Say(key, args...)}
}

// Forbidden is a thing this person may not do.
func Forbidden(key string, args ...any) *Error {
	return &Error{Kind: KindForbidden, Says: Say(key, args...)}
}

// Conflict is a change that somebody else's change made impossible.
func Conflict(key string, args ...any) *Error {
	return &Error{Kind: KindConflict, Says: Say(key, args...)}
}

// Changed is the conflict of a form that was made from an older version of its record.
func Changed() *Error { return Conflict("fault.changed_meanwhile") }

// Fields collects what is wrong with a form before answering once.
type Fields []Field

// Add notes one fault; args as in Say.
func (f *Fields) Add(field, key string, args ...any) {
	*f = append(*f, Field{field, Say(key, args...)})
}

// When notes the fault if it is one; args as in Say.
func (f *Fields) When(wrong bool, field, key string, args ...any) {
	if wrong {
		f.Add(field, key, args...)
	}
}

// Text asks for a text of at most limit characters, not empty where required.
func (f *Fields) Text(field, text string, required bool, limit int) {
	f.When(required && strings.TrimSpace(text) == "", field, "fault.text_missing")
	f.When(utf8.RuneCountInString(text) > limit, field, "fault.too_long", "Count", limit)
}

// Day asks for a day; it says whether it is one, so that what follows from it can be asked.
func (f *Fields) Day(field string, day calendar.Date) bool {
	f.When(day == calendar.TooFar, field, "fault.date_far")
	f.When(!day.Valid() && day != calendar.TooFar, field, "fault.date_missing")
	return day.Valid()
}

// DayWithin asks for a day of the period.
func (f *Fields) DayWithin(field string, day calendar.Date, period calendar.Period) {
	if f.Day(field, day) {
		f.When(day < period.Starts, field, "fault.date_early", "Date", period.Starts)
		f.When(day > period.Ends, field, "fault.date_late", "Date", period.Ends)
	}
}

// Err is nil when nothing was added.
func (f Fields) Err() error {
	if len(f) == 0 {
		return nil
	}
	return &Error{Kind: KindInvalid, Says: Say("fault.invalid"), Fields: f}
}

// Is says whether err is a fault of the kind.
func Is(err error, kind Kind) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == kind
}

// As gives the fault in err, if there is one.
func As(err error) (*Error, bool) {
	var e *Error
	ok := errors.As(err, &e)
	return e, ok
}
