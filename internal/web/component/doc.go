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

	"talim/internal/fault"
	"talim/internal/i18n"
)

// Form is what fields need to know of a form; web.Form has it.
type Form interface {
	Value(name string) string
	Values(name string) []string
	Error(ctx context.Context, name string) string
	Faults() []fault.Field
}

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
	return i.Form.Error(ctx, i.Name)
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

// described names the hint and the fault for aria-describedby.
func (i Input) described(ctx context.Context) string {
	var ids []string
	if i.hint(ctx) != "" {
		ids = append(ids, i.id()+"-hint")
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
