package document

// Block is one piece of a document.
type Block interface {
	into(k sink)
	mapped(write func(string) string) Block
}

// sink is what each writer must be able to take.
type sink interface {
	heading(Heading)
	paragraph(Paragraph)
	list(List)
	table(Table)
	facts(Facts)
	registration(Registration)
	corner(Corner)
	signature(Signature)
	acquainted(Acquainted)
	space()
	pageBreak()
}

// Heading of level 1 is the name of the paper ("БҰЙРЫҚ"), of level 2 what it is
// about, of level 3 the heading of a section.
type Heading struct {
	Level int
	Text  string
}

// Paragraph of running text; a line break in the text is one on the paper.
// Justified paragraphs begin with an indent, as in official papers.
type Paragraph struct {
	Lead   string // printed bold before the text: "Негіздеме:"
	Text   string
	Align  Align
	Bold   bool
	Italic bool
	Small  bool
	Indent bool // indents the first line of a paragraph that is not justified
}

// List of points. Ordered points are numbered 1., 2., 3., those of level 1
// (below the point before them) 1.1., 1.2. With Continue the numbers go on from
// the ordered list before, for instance after a table between two points.
type List struct {
	Ordered  bool
	Continue bool
	Level    int
	Items    []string
}

// Table with a head that comes back on every page. Widths are shares of the
// line; without them the columns follow their contents. Numbered puts a column
// "№" with 1, 2, 3 before the others. Aligns are those of the columns.
type Table struct {
	Head     []string
	Rows     [][]string
	Widths   []float64
	Aligns   []Align
	Numbered bool
}

// Facts are pairs of a name and a value under each other.
type Facts struct{ Pairs [][2]string }

// Registration is the line with date, place and number under the name of an order.
type Registration struct{ Date, Place, Number string }

// Corner stands in the right half of the page: whom a letter is for, or who
// approves a plan. Its first line is bold.
type Corner struct{ Lines []string }

// Signature is role, line and name; Date and Seal are small under the line.
type Signature struct{ Role, Name, Date, Seal string }

// Acquainted is the list of those who sign that they know the paper.
type Acquainted struct {
	Lead  string   // "Бұйрықпен таныстым:"
	Names []string // one line each
	Date  string   // the blank for the date: "«___» ________ 20___ ж."
}

// Space is an empty line.
type Space struct{}

// PageBreak begins a new page.
type PageBreak struct{}

func (b Heading) into(k sink)      { k.heading(b) }
func (b Paragraph) into(k sink)    { k.paragraph(b) }
func (b List) into(k sink)         { k.list(b) }
func (b Table) into(k sink)        { k.table(b.numbered()) }
func (b Facts) into(k sink)        { k.facts(b) }
func (b Registration) into(k sink) { k.registration(b) }
func (b Corner) into(k sink)       { k.corner(b) }
func (b Signature) into(k sink)    { k.signature(b) }
func (b Acquainted) into(k sink)   { k.acquainted(b) }
func (Space) into(k sink)          { k.space() }
func (PageBreak) into(k sink)      { k.pageBreak() }
