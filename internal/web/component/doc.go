// Package component has the parts that pages are made of: fields, cards,
// tables, tags, the week, bars. GET /components shows them all in development.
//
// Parts take texts in the reader's language, already translated; only the words
// that every page shares are their own. Nothing here uses a style attribute:
// the policy of the site refuses inline style.
package component

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/i18n"
)

// Form is what fields need to know of a form; web.Form has it.
type Form interface {
	Value(name string) string
	Values(name string) []string
	Error(ctx context.Context, name string) string
	Faults() []fault.Field
	Meanwhile(name string) (Meanwhile, bool)
	Date(name string) calendar.Date
	Sent(name string) bool     // whether the field was in what was sent
	SentTo(action string) bool // whether it is the form of that address which was sent
}

// Meanwhile is what somebody else's change made of a field while it was typed in.
type Meanwhile struct {
	Values []string // what stands there now; the field shows what was typed
	Taken  bool     // the field shows the other's value, since nothing else was typed
}

// Fields of a form that changes a record: the version it was made from, and marks
// of what stood in its fields (web.Form.Stands).
const (
	FieldVersion = "version"
	FieldWas     = "was"
)

// The values of the two buttons of YesNo.
const (
	Yes = "yes"
	No  = "no"
)

// Input describes a field.
type Input struct {
	Form         Form
	Name         string
	Label        string
	Hint         string
	Type         string // of Field: "text" when empty; "password" shows no value; "date", "time", "number", "file", ...
	Autocomplete string // such as "username", "current-password"; "off" when empty
	InputMode    string // such as "numeric"
	Required     bool   // the server checks too; marked for the reader
	Sometimes    bool   // needed together with another field or for one of the buttons: marked neither as needed nor as optional
	Min, Max     string
	MaxLength    int
	Rows         int      // of Area; 4 when zero
	Offers       []string // of Field: offered while typing
	Accept       string   // of a file: ".xlsx,.csv"
	Auto         bool     // of Select: sends the form when changed, where there is script
}

// FieldLeftOut is the hidden field that names the fields whose text could not be
// opened: they are shown empty with a word on it, and what is sealed stays unless
// something is written in its place (secret.SealOver).
const FieldLeftOut = "_left_out"

// FieldSecret is the hidden field that names a password, so that nothing keeps it.
const FieldSecret = "_secret"

// Choice is one of several values.
type Choice struct {
	Value, Label string
	Hint         string // small line below, in Radio and Checks
	Group        string // heading, in Select; choices of a group stand together
	Off          bool   // cannot be chosen
}

func (i Input) id() string { return "f-" + i.Name }

func (i Input) kind() string {
	if i.Type == "" {
		return "text"
	}
	return i.Type
}

// of is the field as one of the type.
func (i Input) of(kind string) Input {
	i.Type = kind
	return i
}

func (i Input) value() string {
	if i.Form == nil || i.Type == "password" || i.Type == "file" {
		return ""
	}
	return i.Form.Value(i.Name)
}

func (i Input) fault(ctx context.Context) string {
	if i.Form == nil {
		return ""
	}
	if said := i.Form.Error(ctx, i.Name); said != "" {
		return said
	}
	return i.overlooked(ctx)
}

// leftOut says whether the text that stands here could not be opened.
func (i Input) leftOut() bool {
	return i.Form != nil && slices.Contains(i.Form.Values(FieldLeftOut), i.Name)
}

// required says whether the field must be filled: not where something stands already.
func (i Input) required() bool { return i.Required && !i.leftOut() }

func (i Input) hint(ctx context.Context) string {
	if i.leftOut() {
		return i18n.T(ctx, "web.form.left_out")
	}
	return i.Hint
}

// meanwhile is the sentence about somebody else's change of the field, "" for none.
func (i Input) meanwhile(ctx context.Context, choices []Choice) string {
	if i.Form == nil {
		return ""
	}
	m, changed := i.Form.Meanwhile(i.Name)
	switch {
	case !changed:
		return ""
	case m.Taken:
		return i18n.T(ctx, "web.form.meanwhile_taken")
	case len(m.Values) == 0:
		return i18n.T(ctx, "web.form.meanwhile_empty")
	}
	var said []string
	for _, v := range m.Values {
		said = append(said, i.inWords(ctx, v, choices))
	}
	return i18n.T(ctx, "web.form.meanwhile", "Value", strings.Join(said, ", "))
}

// inWords is a value as the reader knows it.
func (i Input) inWords(ctx context.Context, value string, choices []Choice) string {
	for _, c := range choices {
		if c.Value == value {
			return c.Label
		}
	}
	if d, err := calendar.ParseDate(value); err == nil && i.Type == "date" {
		return i18n.Date(ctx, d)
	}
	return value
}

// described names the hint and the fault for aria-describedby.
func (i Input) described(ctx context.Context) string {
	var ids []string
	if i.hint(ctx) != "" {
		ids = append(ids, i.id()+"-hint")
	}
	if i.Form != nil {
		if _, changed := i.Form.Meanwhile(i.Name); changed {
			ids = append(ids, i.id()+"-meanwhile")
		}
	}
	if i.fault(ctx) != "" {
		ids = append(ids, i.id()+"-fault")
	}
	return strings.Join(ids, " ")
}

func (i Input) autocomplete() string {
	if i.Autocomplete == "" {
		return "off"
	}
	return i.Autocomplete
}

func (i Input) rows() string {
	if i.Rows == 0 {
		return "4"
	}
	return strconv.Itoa(i.Rows)
}

func (i Input) chosen(value string) bool {
	if i.Form == nil {
		return false
	}
	for _, v := range i.Form.Values(i.Name) {
		if v == value {
			return true
		}
	}
	return value == "" && len(i.Form.Values(i.Name)) == 0
}

// groups splits the choices where the group changes.
func groups(choices []Choice) [][]Choice {
	var out [][]Choice
	for n, c := range choices {
		if n == 0 || c.Group != choices[n-1].Group {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], c)
	}
	return out
}
