package component

import (
	"bytes"
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"
)

// headings are the columns of the table that is being drawn, as its Head names them.
type headings struct{ titles []string }

type headingsKey struct{}

// remember keeps the columns for the cells of the table that the head stands in.
func remember(ctx context.Context, titles []string) {
	if h, ok := ctx.Value(headingsKey{}).(*headings); ok {
		h.titles = titles
	}
}

// stacks says whether rows become cards on a telephone: two columns fit beside one
// another, and what has no Head is a grid in which a column means as much as a row.
func (h headings) stacks() bool { return len(h.titles) > 2 }

// label gives each cell below the head its heading, for rows that stand as cards. In what
// templ draws a "<" begins a tag and nothing else. A cell over several columns has none.
func (h headings) label(table string) string {
	top, rows, found := strings.Cut(table, "</thead>")
	if !found {
		return table
	}
	var b strings.Builder
	b.WriteString(top + "</thead>")
	column := 0
	for i, part := range strings.Split(rows, "<") {
		if i > 0 {
			b.WriteByte('<')
		}
		switch tag, _, _ := strings.Cut(part, ">"); {
		case tag == "tr":
			column = 0
		case strings.HasPrefix(tag, "th"):
			column++
		case tag == "td" || strings.HasPrefix(tag, "td "):
			b.WriteString("td" + h.of(column, tag))
			part = part[len("td"):]
			column++
		}
		b.WriteString(part)
	}
	return b.String()
}

// of is the attribute that names the column of a cell.
func (h headings) of(column int, tag string) string {
	if column >= len(h.titles) || h.titles[column] == "" || strings.Contains(tag, " colspan=") {
		return ""
	}
	return ` data-label="` + templ.EscapeString(h.titles[column]) + `"`
}

// Table is a card around a table, its children thead and tbody. The caption is read
// aloud. On a telephone the rows of a table with a Head of three and more columns become
// cards, each cell beside its heading; any other table scrolls inside its card, with a
// shadow where more of it is hidden.
func Table(caption string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		var head headings
		var drawn bytes.Buffer
		children := templ.GetChildren(ctx) // ClearChildren changes the context that it is given
		inside := context.WithValue(templ.ClearChildren(ctx), headingsKey{}, &head)
		if err := children.Render(inside, &drawn); err != nil {
			return err
		}
		rows := drawn.String()
		if head.stacks() {
			rows = head.label(rows)
		}
		return tableCard(caption, head.stacks()).Render(templ.WithChildren(ctx, templ.Raw(rows)), w)
	})
}
