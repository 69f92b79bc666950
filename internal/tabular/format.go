package tabular

import (
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"
	"time"

	"talim/internal/bounded"
)

// numberFormat is what matters of the format of a number: zeros in front, and days.
type numberFormat struct {
	prefix string
	digits int // at least so many
	day    bool
}

var (
	since1900 = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC) // Excel holds 1900 for a leap year
	since1904 = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
)

// lastDay is 31.12.9999, the last that a spreadsheet knows.
const lastDay = 2_958_465

// show writes a number as its format says, as far as that is more than looks.
func (f numberFormat) show(number string, from time.Time) string {
	n, err := strconv.Atoi(number)
	switch {
	case err != nil || n < 0:
	case f.day && n > 0 && n <= lastDay:
		return from.AddDate(0, 0, n).Format(time.DateOnly)
	case f.digits > 0:
		return f.prefix + strings.Repeat("0", max(f.digits-len(number), 0)) + number
	}
	return number
}

// maxStyles is more than a spreadsheet can have.
const maxStyles = 66_000

// readStyles reads the formats of the styles that cells name by number.
func (b *book) readStyles(name string) error {
	if b.parts[partKey(name)] == nil {
		return nil
	}
	codes, inside := map[string]string{}, false
	return b.each(name, func(_ *bounded.XML, e xml.StartElement) error {
		switch e.Name.Local {
		case "numFmt":
			codes[attribute(e, "numFmtId")] = attribute(e, "formatCode")
		case "cellXfs":
			inside = true
		case "cellStyles", "dxfs":
			inside = false
		case "xf":
			if inside {
				id := attribute(e, "numFmtId")
				b.formats = append(b.formats, formatOf(id, codes[id]))
			}
		}
		return tooMany(max(len(b.formats), len(codes)), maxStyles, "tabular.file.cells")
	})
}

var (
	leadingZeros = regexp.MustCompile(`^(?:"([^"]*)")?(0{2,})$`)
	notOfFormat  = regexp.MustCompile(`"[^"]*"|\[[^\]]*\]|\\.`)
)

// formatOf reads the code of a format; those of 14 to 17 are days by the standard.
func formatOf(id, code string) numberFormat {
	if n, err := strconv.Atoi(id); err == nil && code == "" {
		return numberFormat{day: n >= 14 && n <= 17}
	}
	code, _, _ = strings.Cut(code, ";")
	if m := leadingZeros.FindStringSubmatch(code); m != nil {
		return numberFormat{prefix: m[1], digits: len(m[2])}
	}
	plain := strings.ToLower(notOfFormat.ReplaceAllString(code, ""))
	return numberFormat{day: strings.ContainsAny(plain, "yдгж") && !strings.ContainsAny(plain, "hs0#") || strings.Contains(plain, "dd") && !strings.ContainsAny(plain, "hs")}
}

var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// unescape reads the letters that XML cannot hold: _x000D_ is the end of a line.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escaped.ReplaceAllStringFunc(s, func(code string) string {
		n, err := strconv.ParseUint(code[2:6], 16, 16)
		if err != nil || n < ' ' && n != '\n' && n != '\r' && n != '\t' {
			return ""
		}
		return string(rune(n))
	})
}
