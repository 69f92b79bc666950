package tabular

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	textunicode "golang.org/x/text/encoding/unicode"

	"talim/internal/bounded"
	"talim/internal/fault"
)

func readCSV(reading *bounded.Reading, content []byte) ([]Sheet, error) {
	text, suspect, err := decode(content)
	if err != nil {
		return nil, err
	}
	body, comma, skipped := separator(lineEnds(text))
	body = plainQuotes(body, comma)
	if line := openQuote(body, comma); line > 0 {
		return nil, fault.Invalid("file", "tabular.file.quote", "Line", line+skipped)
	}
	in := reading.Reader(strings.NewReader(body))
	r := csv.NewReader(in)
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = comma, -1, true
	all := &collector{}
	for {
		in.Next()
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return filled("", all.rows), nil
		}
		if err != nil {
			return nil, unreadable(err)
		}
		line, _ := r.FieldPos(0)
		row := Row{Line: line + skipped, Cells: cells}
		for i := range cells {
			if suspect(cells[i : i+1]) {
				row.flawAt(i, Encoding)
			}
			cells[i] = textFormula(cells[i])
		}
		if err := all.add(row); err != nil {
			return nil, err
		}
	}
}

// filled is a sheet where there are rows.
func filled(name string, rows []Row) []Sheet {
	if len(rows) == 0 {
		return nil
	}
	return []Sheet{{Name: name, Rows: rows}}
}

// lineEnds makes the ends of lines of old Mac programs and of Windows those of the reader.
func lineEnds(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// textFormula reads ="007", by which spreadsheets are made to keep zeros.
func textFormula(cell string) string {
	inner, ok := strings.CutPrefix(strings.TrimSpace(cell), `="`)
	if inner, closed := strings.CutSuffix(inner, `"`); ok && closed && !strings.Contains(inner, `"`) {
		return inner
	}
	return cell
}

// separators of columns, the likeliest first.
var separators = []rune{';', '\t', ',', '|'}

// triedLines is by how many lines a separator is told.
const triedLines = 50

// separator finds what divides the columns: what stands equally often in the most
// lines, since a title or a remark may hold anything. "sep=;" in the first line is
// Excel's own note and not a row.
func separator(text string) (body string, comma rune, skipped int) {
	if first, rest, ok := strings.Cut(text, "\n"); ok {
		if after, found := strings.CutPrefix(strings.TrimSpace(first), "sep="); found && len(after) == 1 {
			return rest, rune(after[0]), 1
		}
	}
	lines := strings.SplitN(text, "\n", triedLines+1)
	lines = lines[:min(len(lines), triedLines)]
	best, mostLines, mostColumns := ',', 0, 0
	for _, c := range separators {
		columns, n := usual(lines, c)
		if n > mostLines || n == mostLines && columns > mostColumns {
			best, mostLines, mostColumns = c, n, columns
		}
	}
	return text, best, 0
}

// usual is how often a separator stands in most of the lines that have it, and in how
// many lines it stands so often.
func usual(lines []string, c rune) (often, in int) {
	counts := map[int]int{}
	for _, line := range lines {
		if n := outsideQuotes(line, c); n > 0 {
			counts[n]++
		}
	}
	for n, k := range counts {
		if k > in || k == in && n > often {
			often, in = n, k
		}
	}
	return often, in
}

// quotes that other programs write around cells, each with its end.
var quotes = [][2]string{{"'", "'"}, {"“", "”"}, {"„", "“"}, {"«", "»"}, {"‘", "’"}, {"”", "”"}}

// plainQuotes makes other quotes around all cells of the first line those of CSV.
func plainQuotes(text string, comma rune) string {
	first, _, _ := strings.Cut(strings.TrimLeft(text, "\n"), "\n")
	for _, q := range quotes {
		begin, end, sep := q[0], q[1], string(comma)
		if !strings.HasPrefix(first, begin) || !strings.HasSuffix(first, end) || !strings.Contains(first, end+sep+begin) {
			continue
		}
		inner := strings.NewReplacer(end+sep+begin, `"`+sep+`"`, end+"\n"+begin, "\"\n\"", end+sep, `"`+sep, sep+begin, sep+`"`,
			end+"\n", "\"\n", "\n"+begin, "\n\"", `"`, `""`)
		return strings.Trim(inner.Replace("\n"+text+"\n"), "\n")
	}
	return text
}

// openQuote is the line of a quotation mark that nothing closes, or that only a later
// row closes: the rows between would be in one cell. 0 where there is none.
func openQuote(text string, comma rune) int {
	often, _ := usual(strings.SplitN(text, "\n", triedLines), comma)
	line, opened, separators := 1, 0, 0
	sep, before := byte(comma), byte('\n')
	ends := func(i int) bool { return i == len(text) || text[i] == sep || text[i] == '\n' }
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '\n' {
			line, separators = line+1, 0
		}
		switch {
		case opened == 0 && c == '"' && (before == sep || before == '\n'):
			opened, separators = line, 0
		case opened == 0:
		case c == '"' && i+1 < len(text) && text[i+1] == '"':
			i++
		case c == '"' && ends(i+1):
			opened = 0
		case c == sep:
			if separators++; line > opened && separators >= often {
				return opened
			}
		}
		before = c
	}
	return opened
}

func outsideQuotes(line string, c rune) int {
	n, quoted := 0, false
	for _, r := range line {
		switch {
		case r == '"':
			quoted = !quoted
		case r == c && !quoted:
			n++
		}
	}
	return n
}

// decode gives the text of a CSV file, and says of a row whether its letters
// were lost. Order: a byte order mark decides; then UTF-8 if the bytes are, or
// nearly are, UTF-8; then windows-1251, which takes any byte.
func decode(content []byte) (string, func([]string) bool, error) {
	switch {
	case bytes.HasPrefix(content, []byte("\xEF\xBB\xBF")):
		return string(bytes.ToValidUTF8(content[3:], []byte("\uFFFD"))), broken, nil
	case bytes.HasPrefix(content, []byte("\xFF\xFE")), bytes.HasPrefix(content, []byte("\xFE\xFF")):
		out, err := textunicode.UTF16(textunicode.LittleEndian, textunicode.UseBOM).NewDecoder().Bytes(content)
		if err != nil {
			return "", nil, fault.Invalid("file", "tabular.file.broken").Because(err)
		}
		return string(out), broken, nil
	case bytes.IndexByte(content, 0) >= 0:
		return decodeUnmarked(content)
	case mostlyUTF8(content):
		return string(bytes.ToValidUTF8(content, []byte("\uFFFD"))), broken, nil
	}
	return Windows1251(content), lost, nil
}

// decodeUnmarked reads UTF-16 without a mark: the zero bytes of its marks and digits all
// stand on one side.
func decodeUnmarked(content []byte) (string, func([]string) bool, error) {
	order, odd := textunicode.BigEndian, bytes.IndexByte(content, 0)%2
	if odd == 1 {
		order = textunicode.LittleEndian
	}
	for i, c := range content {
		if c == 0 && i%2 != odd || len(content)%2 == 1 {
			return "", nil, fault.Invalid("file", "tabular.file.kind")
		}
	}
	out, err := textunicode.UTF16(order, textunicode.IgnoreBOM).NewDecoder().Bytes(content)
	if err != nil || bytes.IndexByte(out, '\n') < 0 && bytes.IndexByte(out, '\r') < 0 || bytes.IndexByte(out, 0) >= 0 {
		return "", nil, fault.Invalid("file", "tabular.file.kind")
	}
	return string(out), broken, nil
}

// Windows1251 reads the encoding of one byte a letter that Russian and Kazakh
// Windows wrote; every byte is a letter of it.
func Windows1251(content []byte) string {
	var letters strings.Builder
	letters.Grow(2 * len(content)) // most letters are of two bytes
	for _, c := range content {
		letters.WriteRune(kazakh(charmap.Windows1251.DecodeByte(c)))
	}
	return letters.String()
}

// mostlyUTF8 says whether the file was meant as UTF-8: no broken byte at all, or
// at least three good letters beyond ASCII for each broken one (a file glued
// together from two).
func mostlyUTF8(content []byte) bool {
	good, bad := 0, 0
	for len(content) > 0 {
		r, size := utf8.DecodeRune(content)
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			good++
		}
		content = content[size:]
	}
	return bad == 0 || good >= 3*bad
}

// kazakh reads the places that KZ-1048, the Kazakh form of windows-1251, gives
// to Kazakh letters and windows-1251 to letters of Serbian, Macedonian and
// others, which no school of the country writes.
func kazakh(r rune) rune {
	if k, ok := kz1048[r]; ok {
		return k
	}
	return r
}

var kz1048 = map[rune]rune{
	'Ќ': 'Қ', 'ќ': 'қ', 'Ћ': 'Һ', 'ћ': 'һ', 'Ў': 'Ұ', 'ў': 'ұ', 'Ј': 'Ә', 'ј': 'ә', 'Ґ': 'Ө', 'ґ': 'ө',
	'Є': 'Ғ', 'є': 'ғ', 'Ї': 'Ү', 'ї': 'ү', 'Ѕ': 'Ң', 'ѕ': 'ң',
}

func broken(cells []string) bool {
	for _, c := range cells {
		if strings.ContainsRune(c, utf8.RuneError) {
			return true
		}
	}
	return false
}

// lost notices the question mark that a spreadsheet writes for a Kazakh letter
// when it saves as windows-1251: "?бдіқадырова".
func lost(cells []string) bool {
	for _, c := range cells {
		letters := []rune(c)
		for i, r := range letters {
			before := i > 0 && unicode.IsLetter(letters[i-1])
			after := i+1 < len(letters) && unicode.IsLetter(letters[i+1])
			if r == '?' && (after || before && i+1 < len(letters) && letters[i+1] == '?') {
				return true
			}
		}
	}
	return broken(cells)
}

// Write writes a table as CSV with the mark that makes spreadsheets read it as UTF-8.
// A cell that a spreadsheet would take for a formula is written as text.
func Write(w io.Writer, rows [][]string) error {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = harmless(cell)
		}
		if err := out.Write(safe); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t", rune(cell[0])) {
		if _, err := strconv.ParseFloat(cell, 64); err != nil {
			return "'" + cell
		}
	}
	return cell
}
