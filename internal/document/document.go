package document

import (
	"strings"
	"time"
	"unicode"

	"talim/internal/calendar"
	"talim/internal/i18n"
)

// Document is one paper, without any decision about its look.
type Document struct {
	Language   i18n.Language
	Title      string        // the name of the file's content, for lists of files and readers
	Author     string        // the school
	Date       calendar.Date // the only time that stands in the file
	Letterhead Letterhead
	Blocks     []Block
	Landscape  bool
	Framed     bool   // an ornamental frame around each page, for letters of appreciation
	Footer     string // small, at the foot of every page
	Stylesheet string // address for HTML; empty: StylesheetPath
}

// Letterhead is the school's name in both languages side by side, the state
// language on the left, as on the papers of every Kazakhstani institution. The
// last line of each side stands out: it is the school, the lines above it are
// the authorities.
type Letterhead struct {
	Kazakh   []string
	Russian  []string
	Contacts string // address and telephone under the rule
}

// Empty says whether there is nothing to print.
func (l Letterhead) Empty() bool { return len(l.Kazakh) == 0 && len(l.Russian) == 0 }

// Align is where the lines of a paragraph stand.
type Align int

// The ways to align.
const (
	Start Align = iota
	Center
	End
	Justify
)

// bornOfNoDate stands in files whose document has no date, so that these, too,
// are the same each time.
var bornOfNoDate = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

func (d Document) moment() time.Time {
	if t := d.Date.Time(); !t.IsZero() {
		return t
	}
	return bornOfNoDate
}

// tag is the language tag for readers, spelling and speech.
func tag(l i18n.Language) string {
	switch l {
	case i18n.Russian:
		return "ru-RU"
	case i18n.English:
		return "en-GB"
	}
	return "kk-KZ"
}

// sheet is a page in millimetres.
type sheet struct{ width, height, left, right, top, bottom float64 }

// A4 with the margins of official papers: 30 mm on the side that is filed.
func (d Document) sheet() sheet {
	switch {
	case d.Framed && d.Landscape:
		return sheet{width: 297, height: 210, left: 35, right: 35, top: 28, bottom: 28}
	case d.Framed:
		return sheet{width: 210, height: 297, left: 30, right: 30, top: 30, bottom: 30}
	case d.Landscape:
		return sheet{width: 297, height: 210, left: 20, right: 20, top: 20, bottom: 15}
	}
	return sheet{width: 210, height: 297, left: 30, right: 15, top: 20, bottom: 20}
}

func (s sheet) inner() float64 { return s.width - s.left - s.right }

func (s sheet) room() float64 { return s.height - s.top - s.bottom }

// FileName is a name for the file that every system can keep, made of the title.
func (d Document) FileName(extension string) string {
	name := strings.Join(strings.FieldsFunc(clean(d.Title), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(`/\:*?"<>|`, r)
	}), " ")
	if name = strings.Trim(shortened(name, 80), " ."); name == "" {
		name = "talim"
	}
	return name + "." + extension
}
