package component

import (
	"bytes"
	"cmp"
	"context"
	"io"
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
	label map[string]string
}

type labelledKey struct{}

func noteLabel(ctx context.Context, i Input) string {
	if l, ok := ctx.Value(labelledKey{}).(*labelled); ok {
		l.label[i.Name] = i.Label
	}
	return ""
}

// FormOf is a form around its children. Above them stands what is wrong, each
// line a link to its field.
func FormOf(s Sheet) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		var inside bytes.Buffer
		l := &labelled{label: map[string]string{}}
		children := templ.GetChildren(ctx)
		ctx = templ.ClearChildren(ctx)
		if err := children.Render(context.WithValue(ctx, labelledKey{}, l), &inside); err != nil {
			return err
		}
		return sheet(s, summaryOf(ctx, s.Form, l.label), templ.Raw(inside.String())).Render(ctx, w)
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

func summaryOf(ctx context.Context, f Form, labels map[string]string) []wrong {
	if f == nil {
		return nil
	}
	var out []wrong
	for _, fa := range f.Faults() {
		line := wrong{text: f.Error(ctx, fa.Name)}
		if label, ok := labels[fa.Name]; ok && fa.Name != "" {
			line.url, line.label = "#f-"+fa.Name, label
		}
		out = append(out, line)
	}
	return out
}
