package component

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"slices"
	"strings"

	"github.com/a-h/templ"
)

// Sheet describes a form as a whole.
type Sheet struct {
	Form   Form
	Action string // where it is sent
	Method string // "post" when empty; "get" for filters
	Upload bool   // holds a file
	Draft  string // name under which the browser keeps what is typed until it is sent; Action when empty
	Row    bool   // fields beside one another, for filters
	Plain  bool   // without the card around it
}

func (s Sheet) method() string {
	if s.Method == "" {
		return "post"
	}
	return s.Method
}

// draft is where the script keeps what is typed; it leaves alone forms with a
// password.
func (s Sheet) draft() string {
	if s.method() != "post" {
		return ""
	}
	return cmp.Or(s.Draft, s.Action)
}

// labelled collects the labels of the fields of a form while they are rendered,
// so that the summary above them can name them.
type labelled struct {
	action string // of the form
	label  map[string]string
	fields []Input // in the order in which they stand
}

type labelledKey struct{}

func noteLabel(ctx context.Context, i Input) string {
	if l, ok := ctx.Value(labelledKey{}).(*labelled); ok {
		l.label[i.Name] = i.Label
		l.fields = append(l.fields, i)
	}
	return ""
}

// FormOf is a form around its children. Above them stands what is wrong, each
// line a link to its field.
func FormOf(s Sheet) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		var inside bytes.Buffer
		l := &labelled{action: s.Action, label: map[string]string{}}
		children := templ.GetChildren(ctx)
		ctx = templ.ClearChildren(ctx)
		fields := context.WithValue(ctx, labelledKey{}, l)
		if err := children.Render(fields, &inside); err != nil {
			return err
		}
		return sheet(s, summaryOf(fields, s.Form, l), templ.Raw(inside.String())).Render(ctx, w)
	})
}

// wrong is a line of the summary.
type wrong struct {
	url, label, text string
}

// said is the text behind the label of its field; a label that asks has its own mark.
func (w wrong) said() string {
	if strings.HasSuffix(w.label, "?") || strings.HasSuffix(w.label, ":") {
		return w.label + " " + w.text
	}
	return w.label + ": " + w.text
}

// summaryOf names first what the form was refused for, then what else is wrong with its
// fields.
func summaryOf(ctx context.Context, f Form, l *labelled) []wrong {
	if f == nil {
		return nil
	}
	var out []wrong
	for _, fa := range f.Faults() {
		line := wrong{text: f.Error(ctx, fa.Name)}
		if label, ok := l.label[fa.Name]; ok && fa.Name != "" {
			line.url, line.label = "#f-"+fa.Name, label
		}
		out = append(out, line)
	}
	for n, i := range l.fields {
		again := slices.ContainsFunc(l.fields[:n], func(x Input) bool { return x.Name == i.Name })
		if again || i.Form == nil || f.Error(ctx, i.Name) != "" {
			continue
		}
		if text := i.overlooked(ctx); text != "" {
			out = append(out, wrong{url: "#f-" + i.Name, label: i.Label, text: text})
		}
	}
	return out
}
