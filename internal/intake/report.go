package intake

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"talim/internal/document"
	"talim/internal/exchange"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/tabular"
	"talim/internal/timetable"
)

// Report is what became of a file, or would.
type Report struct {
	Rows      int       `json:"rows"`
	Added     int       `json:"added"`
	Changed   int       `json:"changed"`
	Unchanged int       `json:"unchanged"`
	Missing   int       `json:"missing"` // in the system and not in the file
	Ended     int       `json:"ended"`   // of those
	Clashes   int       `json:"clashes"` // bookings that lie over a lesson now
	Header    []string  `json:"header"`
	Unclear   int       `json:"unclear"`   // words that nobody understood
	SameName  int       `json:"same_name"` // rows whose name is or may be somebody's, and whose code is nobody's or missing
	Unread    []string  `json:"unread"`    // headings of columns that hold something and are not taken
	NoPosts   bool      `json:"no_posts"`  // nothing says what the people who are added do: they become teachers
	Refused   []Refused `json:"refused"`
	Noted     []Refused `json:"noted"` // rows that were taken without some of their words
	Format    string    `json:"format"`
	Counts    Counts    `json:"counts"`    // of a timetable
	LeftOut   []Refused `json:"left_out"`  // what the file holds and the rows do not
	Turns     int       `json:"turns"`     // lessons of every other week
	Strangers int       `json:"strangers"` // teachers of the file whom the school does not know
	Joined    int       `json:"joined"`    // teachers who join the staff with the timetable
	Joint     []Refused `json:"joint"`     // lessons of several classes together

	Bells       []timetable.BellFacts `json:"bells"`        // of a school that had none, from the times of the lessons
	NewSubjects []i18n.Text           `json:"subjects_new"` // that the school did not have
	Silent      bool                  `json:"silent"`       // the school has no bells even so: no free hour can be found
}

// BellsInWords names each shift and lesson with its time.
func (r Report) BellsInWords(l *i18n.Locale) string {
	var shifts []string
	for shift := 1; shift <= timetable.MaxShift; shift++ {
		var times []string
		for _, b := range r.Bells {
			if b.Shift == shift {
				times = append(times, l.T("intake.bells.lesson", "Number", b.Number, "From", b.StartsAt, "To", b.EndsAt))
			}
		}
		if len(times) > 0 {
			shifts = append(shifts, l.T("intake.bells.shift", "Number", shift, "Times", strings.Join(times, ", ")))
		}
	}
	return strings.Join(shifts, "; ")
}

// Refused is a row that was not taken, with its cells and the reason.
type Refused struct {
	Line  int            `json:"line"`
	Cells []string       `json:"cells"`
	Key   string         `json:"key"`
	Args  map[string]any `json:"args,omitempty"`
	Place string         `json:"place,omitempty"` // sheet and cell of a grid, "" for a line
}

// Asked is the report without the words that the page asks about.
func (r Report) Asked() Report {
	r.Noted = slices.DeleteFunc(slices.Clone(r.Noted), func(x Refused) bool { return slices.Contains(askedAbout, x.Key) })
	return r
}

// askedAbout are the remarks on words that nobody understood.
var askedAbout = []string{"people.import.role_unknown", "people.import.state_unknown", "people.import.word_unknown"}

// Words are the remarks that were left out of rows that are taken.
func (r Report) Words() []Refused {
	return slices.DeleteFunc(slices.Clone(r.Noted), func(x Refused) bool { return x.Key == noPerson })
}

// seenAtOnce are the remarks on lessons that the file has otherwise than the school gets them.
var seenAtOnce = []string{"exchange.ignored.odd_weeks", "exchange.ignored.some_weeks", "exchange.grid.halves", "exchange.grid.shifts"}

// Lost are the remarks that want to be seen before anything else: lessons of the file that
// are left out, or held otherwise than it says.
func (r Report) Lost() []Refused {
	return slices.DeleteFunc(slices.Clone(r.LeftOut), func(x Refused) bool { return !slices.Contains(seenAtOnce, x.Key) })
}

// Folded are the other things that the file holds and the rows do not.
func (r Report) Folded() []Refused {
	return slices.DeleteFunc(slices.Clone(r.LeftOut), func(x Refused) bool { return slices.Contains(seenAtOnce, x.Key) })
}

// NoPersons are the rows of a staff list that are of nobody.
func (r Report) NoPersons() []Refused {
	return slices.DeleteFunc(slices.Clone(r.Noted), func(x Refused) bool { return x.Key != noPerson })
}

// noPerson is why a total, a signature or the heading of a part is no person.
const noPerson = "people.import.no_person"

// Where names the line, or the cell of a grid.
func (r Refused) Where() fault.Message {
	if r.Place != "" {
		return fault.Say("intake.report.cell", "Cell", r.Place)
	}
	return fault.Say("intake.report.line", "Line", r.Line)
}

// At is the line or the cell alone.
func (r Refused) At() string { return cmp.Or(r.Place, strconv.Itoa(r.Line)) }

// Reason of the refusal.
func (r Refused) Reason() fault.Message { return fault.Message{Key: r.Key, Args: r.Args} }

// NotedKey is the message that counts what was noted: words left out of a list, cells of a
// grid that were completed.
func (r Report) NotedKey() string {
	if r.Format == string(exchange.Grid) {
		return "intake.noted.grid"
	}
	return "intake.noted.count"
}

// parseReport reads a stored report; whole numbers come back as int.
func parseReport(text string) Report {
	var r Report
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.UseNumber()
	if err := d.Decode(&r); err != nil {
		return Report{}
	}
	for _, row := range slices.Concat(r.Refused, r.Noted, r.LeftOut, r.Joint) {
		wholeNumbers(row.Args)
	}
	return r
}

func wholeNumbers(args map[string]any) {
	for name, v := range args {
		if n, ok := v.(json.Number); ok {
			i, err := n.Int64()
			if args[name] = int(i); err != nil {
				args[name] = n.String()
			}
		}
	}
}

// RefusedSheet is the spreadsheet of the rows that were not taken: the columns of
// the file, so that it can be corrected and brought again, and before them the line
// and the reason.
func (r Report) RefusedSheet(l *i18n.Locale) document.Spreadsheet {
	grid := document.Grid{Name: l.T("intake.refused.sheet"), Head: r.refusedHead(l)}
	for _, row := range r.Refused {
		cells := []any{row.Line, l.Say(row.Reason())}
		if row.Place != "" {
			cells[0] = row.Place
		}
		for _, c := range row.Cells {
			cells = append(cells, c)
		}
		grid.Rows = append(grid.Rows, cells)
	}
	return document.Spreadsheet{Title: l.T("intake.refused.sheet"), Sheets: []document.Grid{grid}}
}

func (r Report) refusedHead(l *i18n.Locale) []string {
	return append([]string{l.T("intake.refused.line"), l.T("intake.refused.reason")}, r.Header...)
}

// RefusedCSV writes the same as CSV.
func (r Report) RefusedCSV(w io.Writer, l *i18n.Locale) error {
	rows := [][]string{r.refusedHead(l)}
	for _, row := range r.Refused {
		rows = append(rows, append([]string{row.At(), l.Say(row.Reason())}, row.Cells...))
	}
	return tabular.Write(w, rows)
}

// Print writes a report for the command line.
func (r Report) Print(w io.Writer, l *i18n.Locale) error {
	_, err := fmt.Fprintln(w, strings.Join(append(r.figures(l), r.rows(l)...), "\n"))
	return err
}

// figures say how many of what there are.
func (r Report) figures(l *i18n.Locale) []string {
	lines := []string{
		l.T("intake.report.added", "Count", r.Added), l.T("intake.report.changed", "Count", r.Changed),
		l.T("intake.report.unchanged", "Count", r.Unchanged),
	}
	if r.Missing > r.Ended || r.Ended == 0 {
		lines = append(lines, l.T("intake.report.missing", "Count", r.Missing-r.Ended))
	}
	lines = append(lines, l.T("intake.report.refused", "Count", len(r.Refused)))
	if r.Ended > 0 {
		lines = append(lines, l.T("intake.report.ended", "Count", r.Ended))
	}
	if c := r.Counts; c.Teachers > 0 {
		lines = append([]string{l.T("intake.report.holds", "Teachers", c.Teachers, "Classes", c.Classes, "Groups", c.Groups,
			"Subjects", c.Subjects, "Rooms", c.Rooms, "Lessons", c.Lessons)}, lines...)
	}
	if r.Joined > 0 {
		lines = append(lines, l.T("intake.report.joined", "Count", r.Joined))
	}
	if len(r.NewSubjects) > 0 {
		var names []string
		for _, name := range r.NewSubjects {
			names = append(names, name.For(l.Language()))
		}
		lines = append(lines, l.T("intake.preview.new_subjects", "Names", strings.Join(names, ", ")))
	}
	if r.SameName > 0 {
		lines = append(lines, l.T("intake.same_name.command", "Count", r.SameName))
	}
	if r.Unclear > 0 {
		lines = append(lines, l.T("intake.word.count", "Count", r.Unclear))
	}
	if len(r.Unread) > 0 {
		lines = append(lines, l.T("intake.columns.unread", "Names", r.Unread))
	}
	if r.NoPosts {
		lines = append(lines, l.T("intake.no_posts"))
	}
	if r.Turns > 0 {
		lines = append(lines, l.T("intake.turns", "Count", r.Turns))
	}
	return lines
}

// rows name what is left out, refused or to be looked at.
func (r Report) rows(l *i18n.Locale) (lines []string) {
	for _, row := range r.Lost() {
		lines = append(lines, l.Say(row.Reason()))
	}
	if len(r.Folded()) > 0 {
		lines = append(lines, l.T("intake.left_out")+":")
	}
	switch {
	case len(r.Bells) > 0:
		lines = append(lines, l.T("intake.bells", "Bells", r.BellsInWords(l)))
	case r.Silent:
		lines = append(lines, l.T("intake.bells.none"))
	}
	for _, row := range r.Folded() {
		lines = append(lines, "  "+l.Say(row.Reason()))
	}
	for _, row := range r.Refused {
		lines = append(lines, "  "+l.Say(row.Where())+" "+l.Say(row.Reason()))
	}
	if len(r.Noted) > 0 {
		lines = append(lines, l.T(r.NotedKey(), "Count", len(r.Noted)))
	}
	for _, row := range r.Noted {
		lines = append(lines, "  "+l.Say(row.Where())+" "+l.Say(row.Reason()))
	}
	if len(r.Joint) > 0 {
		lines = append(lines, l.T("intake.joint", "Count", len(r.Joint)))
	}
	for _, row := range r.Joint {
		lines = append(lines, "  "+l.Say(row.Where())+" "+l.Say(row.Reason()))
	}
	return lines
}
