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

func readCSV(reading *bounded.Reading, content []byte) ([]Row, error) {
	text, suspect, err := decode(content)
	if err != nil {
		return nil, err
	}
	body, comma, skipped := separator(text)
	in := reading.Reader(strings.NewReader(body))
	r := csv.NewReader(in)
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = comma, -1, true
	all := &collector{}
	for {
		in.Next()
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return all.rows, nil
		}
		if err != nil {
			return nil, unreadable(err)
		}
		line, _ := r.FieldPos(0)
		row := Row{Line: line + skipped, Cells: cells}
		if suspect(cells) {
			row.flaw(Encoding)
		}
		if err := all.add(row); err != nil {
			return nil, err
		}
	}
}

// separator finds what divides the columns of the first line that has something
// in it. "sep=;" in the first line is Excel's own note and not a row.
func separator(text string) (body string, comma rune, skipped int) {
	if first, rest, ok := strings.Cut(text, "\n"); ok {
		if after, found := strings.CutPrefix(strings.TrimSpace(first), "sep="); found && len(after) == 1 {
			return rest, rune(after[0]), 1
		}
	}
	best, most := ',', 0
	for _, c := range []rune{',', ';', '\t'} {
		if n := outsideQuotes(firstLine(text), c); n > most {
			best, most = c, n
		}
	}
	return text, best, 0
}

// firstLine is the first line with a separator in it: a title may stand above.
func firstLine(text string) string {
	for i, line := range strings.SplitN(text, "\n", 20) {
		if i < 19 && strings.ContainsAny(line, ",;\t") {
			return line
		}
	}
	return ""
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
		return "", nil, fault.Invalid("file", "tabular.file.kind")
	case mostlyUTF8(content):
		return string(bytes.ToValidUTF8(content, []byte("\uFFFD"))), broken, nil
	}
	return Windows1251(content), lost, nil
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
