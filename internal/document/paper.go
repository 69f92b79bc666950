package document

import (
	"context"
	"embed"
	"io/fs"

	"talim/internal/calendar"
	"talim/internal/i18n"
)

//go:embed messages/*.json
var messageFiles embed.FS

// Messages is the catalogue of the fixed words of the papers: БҰЙРЫҚ, ПРИКАЗЫВАЮ.
func Messages() fs.FS {
	files, err := fs.Sub(messageFiles, "messages")
	if err != nil { // only for an invalid path
		return messageFiles
	}
	return files
}

// Order of a director. Its language is that of the context, so the same order
// in three languages is three calls under i18n.With.
type Order struct {
	Letterhead Letterhead
	School     string // for the properties of the file
	Date       calendar.Date
	Number     string
	Place      string
	About      string // "2013-2014 оқу жылына тәлімгерлер тағайындау туралы"
	Why        string // the sentence before "БҰЙЫРАМЫН:"
	Body       []Block
	Basis      string // what the order rests on, after the points
	Signer     Signature
	Acquainted []string // those who sign that they know the order
}

// Document of the order, with the parts in the place where they belong.
func (o Order) Document(ctx context.Context) Document {
	blocks := []Block{
		Heading{Level: 1, Text: i18n.T(ctx, "document.order.title")},
		Registration{Date: i18n.DateFormal(ctx, o.Date), Place: o.Place, Number: number(ctx, o.Number)},
		Heading{Level: 2, Text: o.About},
	}
	if o.Why != "" {
		blocks = append(blocks, Body(o.Why))
	}
	blocks = append(blocks, Command(i18n.T(ctx, "document.order.command")))
	blocks = append(blocks, o.Body...)
	if o.Basis != "" {
		blocks = append(blocks, Paragraph{Lead: i18n.T(ctx, "document.order.basis"), Text: o.Basis, Align: Justify})
	}
	blocks = append(blocks, sealed(ctx, o.Signer))
	if len(o.Acquainted) > 0 {
		blocks = append(blocks, Acquainted{
			Lead: i18n.T(ctx, "document.order.acquainted"), Names: o.Acquainted, Date: i18n.T(ctx, "document.blank.date"),
		})
	}
	title := i18n.T(ctx, "document.order.title") + " " + number(ctx, o.Number) + " " + o.About
	return paper(ctx, o.Letterhead, o.School, title, o.Date, blocks)
}

func number(ctx context.Context, n string) string {
	if n == "" {
		n = "______"
	}
	return i18n.T(ctx, "document.order.number", "Number", n)
}

// sealed adds the place of the seal.
func sealed(ctx context.Context, s Signature) Signature {
	if s.Seal == "" {
		s.Seal = i18n.T(ctx, "document.signature.seal")
	}
	return s
}

func paper(ctx context.Context, l Letterhead, school, title string, date calendar.Date, blocks []Block) Document {
	return Document{
		Language: i18n.From(ctx).Language(), Title: title, Author: school, Date: date, Letterhead: l, Blocks: blocks,
	}
}

// Plan is a plan or a report: approved in the upper right corner, signed below.
type Plan struct {
	Letterhead Letterhead // usually empty: plans have none
	School     string
	Date       calendar.Date
	Approver   Signature // role, name and date of who approves; none: no approval
	Title      string    // "ТӘЛІМГЕРЛІК ЖОСПАРЫ"
	About      string
	Body       []Block
	Signers    []Signature
	Landscape  bool
}

// Document of the plan.
func (p Plan) Document(ctx context.Context) Document {
	var blocks []Block
	if p.Approver.Role != "" {
		blocks = append(blocks, Approved(ctx, p.Approver))
	}
	blocks = append(blocks, Heading{Level: 1, Text: p.Title})
	if p.About != "" {
		blocks = append(blocks, Heading{Level: 2, Text: p.About})
	}
	blocks = append(blocks, p.Body...)
	for _, s := range p.Signers {
		blocks = append(blocks, s)
	}
	d := paper(ctx, p.Letterhead, p.School, p.Title+" "+p.About, p.Date, blocks)
	d.Landscape = p.Landscape
	return d
}

// Approved is "БЕКІТЕМІН" with role, line, name and date.
func Approved(ctx context.Context, s Signature) Corner {
	date := s.Date
	if date == "" {
		date = i18n.T(ctx, "document.blank.date")
	}
	return Corner{Lines: []string{
		i18n.T(ctx, "document.plan.approved"), s.Role, i18n.T(ctx, "document.signature.place") + " " + s.Name, date,
	}}
}

// Letter of appreciation in a frame.
type Letter struct {
	Letterhead Letterhead
	School     string
	Date       calendar.Date
	To         string // "Математика мұғалімі T-A2"
	Text       []string
	Signer     Signature
	Landscape  bool
}

// Document of the letter.
func (l Letter) Document(ctx context.Context) Document {
	title := i18n.T(ctx, "document.letter.title")
	blocks := []Block{Heading{Level: 1, Text: title}, Heading{Level: 2, Text: l.To}}
	for _, text := range l.Text {
		blocks = append(blocks, Paragraph{Text: text, Align: Center})
	}
	s := sealed(ctx, l.Signer)
	if s.Date == "" {
		s.Date = i18n.DateFormal(ctx, l.Date)
	}
	blocks = append(blocks, Space{}, Space{}, s)
	d := paper(ctx, l.Letterhead, l.School, title+" "+l.To, l.Date, blocks)
	d.Framed, d.Landscape = true, l.Landscape
	return d
}

// Body is a justified paragraph with an indent, the running text of papers.
func Body(text string) Paragraph { return Paragraph{Text: text, Align: Justify} }

// Paragraphs are the running text of papers from what somebody typed, one for each line.
func Paragraphs(text string) []Block {
	var out []Block
	for _, line := range i18n.Lines(text) {
		out = append(out, Body(line))
	}
	return out
}

// Command is the line "БҰЙЫРАМЫН:" or "ШЕШТІ:".
func Command(text string) Paragraph { return Paragraph{Text: text, Bold: true, Indent: true} }

// Points numbered from 1.
func Points(items ...string) List { return List{Ordered: true, Items: items} }

// MorePoints go on with the numbers of the points before.
func MorePoints(items ...string) List { return List{Ordered: true, Continue: true, Items: items} }

// SubPoints stand below the last point: 2.1., 2.2.
func SubPoints(items ...string) List {
	return List{Ordered: true, Continue: true, Level: 1, Items: items}
}

// Bullets are points without numbers.
func Bullets(items ...string) List { return List{Items: items} }
