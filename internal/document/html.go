package document

import (
	"cmp"
	_ "embed"
	"fmt"
	"html"
	"io"
	"math"
	"strings"

	"talim/internal/i18n"
)

// StylesheetPath is where the page written by HTML expects its stylesheet: our
// pages allow no styles inside themselves.
const StylesheetPath = "/assets/print.css"

// Stylesheet is what must be served there.
//
//go:embed print.css
var Stylesheet []byte

// HTML writes the document as a complete page that prints like the PDF. Unlike
// the PDF it tells screen readers what is a heading, a list and a table.
func HTML(w io.Writer, d Document) error {
	k := &page{doc: d}
	k.open()
	for _, b := range d.Blocks {
		b.into(k)
	}
	k.close()
	if k.err != nil {
		return k.err
	}
	_, err := io.WriteString(w, k.out.String())
	return err
}

// page collects the HTML.
type page struct {
	doc    Document
	out    strings.Builder
	points numbering
	err    error
}

func (k *page) put(format string, args ...any) { fmt.Fprintf(&k.out, format, args...) }

// safe text: clean and escaped, line feeds as line breaks.
func safe(s string) string {
	return strings.ReplaceAll(html.EscapeString(clean(s)), "\n", "<br>")
}

func (k *page) open() {
	d := k.doc
	class := "paper"
	if d.Landscape {
		class += " landscape"
	}
	if d.Framed {
		class += " framed"
	}
	k.put("<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", tag(d.Language))
	k.put("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>%s</title>\n", html.EscapeString(clean(d.Title)))
	k.put("<link rel=\"stylesheet\" href=\"%s\">\n</head>\n<body>\n<main class=\"%s\">\n",
		html.EscapeString(cmp.Or(d.Stylesheet, StylesheetPath)), class)
	k.letterhead(d.Letterhead)
}

func (k *page) close() {
	if k.doc.Footer != "" {
		k.put("<footer>%s</footer>\n", safe(k.doc.Footer))
	}
	k.put("</main>\n</body>\n</html>\n")
}

func (k *page) letterhead(h Letterhead) {
	if h.Empty() {
		return
	}
	k.put("<header class=\"letterhead\">\n")
	for _, side := range []struct {
		lang  i18n.Language
		lines []string
	}{{i18n.Kazakh, h.Kazakh}, {i18n.Russian, h.Russian}} {
		k.put("<div lang=\"%s\">", tag(side.lang))
		for i, text := range side.lines {
			if i == len(side.lines)-1 {
				k.put("<strong>%s</strong>", safe(text))
				continue
			}
			k.put("<span>%s</span>", safe(text))
		}
		k.put("</div>\n")
	}
	k.put("</header>\n")
	if h.Contacts != "" {
		k.put("<p class=\"contacts\">%s</p>\n", safe(h.Contacts))
	}
}

func (k *page) heading(b Heading) {
	level := min(max(b.Level, 1), 3)
	k.put("<h%d>%s</h%d>\n", level, safe(b.Text), level)
}

func (k *page) paragraph(b Paragraph) {
	class := map[Align]string{Start: "start", Center: "center", End: "end", Justify: "body"}[b.Align]
	for _, extra := range []struct {
		on   bool
		name string
	}{{b.Small, "small"}, {b.Indent, "indent"}, {b.Bold, "bold"}, {b.Italic, "italic"}} {
		if extra.on {
			class += " " + extra.name
		}
	}
	lead := ""
	if b.Lead != "" {
		lead = "<b>" + safe(b.Lead) + "</b>&nbsp;"
	}
	k.put("<p class=\"%s\">%s%s</p>\n", class, lead, safe(b.Text))
}

func (k *page) list(b List) {
	k.points.begin(b)
	if !b.Ordered {
		k.put("<ul class=\"level%d\">\n", min(max(b.Level, 0), 1))
		for _, item := range b.Items {
			k.put("<li>%s</li>\n", safe(item))
		}
		k.put("</ul>\n")
		return
	}
	k.put("<ol>\n")
	for _, item := range b.Items {
		k.put("<li><span>%s</span> %s</li>\n", k.points.next(b.Level), safe(item))
	}
	k.put("</ol>\n")
}

func (k *page) table(b Table) {
	inner := k.doc.sheet().inner()
	widths, err := b.widths(inner)
	if err != nil {
		k.err = err
		return
	}
	k.put("<div class=\"scroll\" tabindex=\"0\"><table>\n<colgroup>")
	for _, w := range widths {
		k.put("<col class=\"w%d\">", int(math.Round(100*w/inner)))
	}
	k.put("</colgroup>\n")
	if len(b.Head) > 0 {
		k.put("<thead><tr>")
		for c := range widths {
			k.put("<th scope=\"col\">%s</th>", safe(cell(b.Head, c)))
		}
		k.put("</tr></thead>\n")
	}
	k.put("<tbody>\n")
	for _, row := range b.Rows {
		k.row(b, row, len(widths))
	}
	k.put("</tbody>\n</table></div>\n")
}

func (k *page) row(b Table, row []string, columns int) {
	k.put("<tr>")
	for c := range columns {
		class := map[Align]string{Center: " class=\"center\"", End: " class=\"end\"", Justify: " class=\"justify\""}[b.align(c)]
		k.put("<td%s>%s</td>", class, safe(cell(row, c)))
	}
	k.put("</tr>\n")
}

func (k *page) facts(b Facts) {
	k.put("<dl>\n")
	for _, pair := range b.Pairs {
		k.put("<div><dt>%s</dt><dd>%s</dd></div>\n", safe(pair[0]), safe(pair[1]))
	}
	k.put("</dl>\n")
}

func (k *page) registration(b Registration) {
	k.put("<div class=\"registration\"><span>%s</span><span>%s</span><span>%s</span></div>\n", safe(b.Date), safe(b.Place), safe(b.Number))
}

func (k *page) corner(b Corner) {
	k.put("<div class=\"corner\">")
	for _, text := range b.Lines {
		k.put("<span>%s</span>", safe(text))
	}
	k.put("</div>\n")
}

func (k *page) signature(b Signature) {
	k.put("<div class=\"signature\"><span>%s</span><span class=\"line\"></span><span>%s</span>", safe(b.Role), safe(b.Name))
	if b.Date+b.Seal != "" {
		k.put("<small>%s</small><small>%s</small>", safe(b.Seal), safe(b.Date))
	}
	k.put("</div>\n")
}

func (k *page) acquainted(b Acquainted) {
	k.put("<section class=\"acquainted\">")
	if b.Lead != "" {
		k.put("<p>%s</p>", safe(b.Lead))
	}
	for _, who := range b.Names {
		k.put("<div><span class=\"line\"></span><span>%s</span><span>%s</span></div>\n", safe(who), safe(b.Date))
	}
	k.put("</section>\n")
}

func (k *page) space() { k.put("<p class=\"space\"></p>\n") }

func (k *page) pageBreak() { k.put("<hr class=\"page\">\n") }
