package web

import (
	"bytes"
	"encoding/xml"
	"io"
	"net/http"
	"strings"

	"talim/internal/access"
	"talim/internal/document"
	"talim/internal/fault"
)

// Whatever leaves as a file or for print can be asked for with codes in the place of
// names (R012): the address says ?codes=1, and is remembered nowhere. All of it passes
// here, so that no page has to think of it; what cannot be written so is not given.

// Coder writes codes in the place of the names of a school's people.
type Coder interface {
	Replace(text string, put func(code string) string) string
}

// coderOf is the coder where the file is asked for with codes, else nil.
func coderOf(r *http.Request) (Coder, error) {
	if r.URL.Query().Get("codes") == "" {
		return nil, nil
	}
	s := siteOf(r.Context())
	if s == nil || s.Coder == nil {
		return nil, errNoCodes()
	}
	return s.Coder(r.Context(), access.ActorFrom(r.Context()))
}

func errNoCodes() error { return fault.NotFound("web.paper.no_codes") }

func plainCode(code string) string { return code }

func withCodes(c Coder) func(string) string {
	return func(text string) string { return c.Replace(text, plainCode) }
}

// Spreadsheet sends tables as an XLSX file.
func Spreadsheet(w http.ResponseWriter, r *http.Request, file string, s document.Spreadsheet) error {
	coder, err := coderOf(r)
	if err != nil {
		return err
	}
	if coder != nil {
		s = s.Mapped(withCodes(coder))
	}
	return send(w, r, file, document.SheetType, func(out io.Writer) error { return document.Sheet(out, s) })
}

// coded writes a file of text with codes.
func coded(c Coder, contentType string, content []byte) ([]byte, error) {
	kind, _, _ := strings.Cut(contentType, ";")
	text := string(content)
	switch kind {
	case "text/csv":
		return []byte(c.Replace(text, func(code string) string { return strings.NewReplacer(`"`, "", ",", " ", "\n", " ").Replace(code) })), nil
	case "application/xml":
		return []byte(c.Replace(strings.ReplaceAll(text, "&#39;", "'"), escaped)), nil
	case "text/calendar":
		text = strings.ReplaceAll(text, "\r\n ", "") // lines are folded anew
		lines := strings.Split(c.Replace(text, func(code string) string { return strings.NewReplacer(`\`, "", ",", " ", ";", " ").Replace(code) }), "\r\n")
		for i, line := range lines {
			lines[i] = folded(line)
		}
		return []byte(strings.Join(lines, "\r\n")), nil
	}
	return nil, errNoCodes()
}

func escaped(code string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(code)) // a buffer takes everything
	return b.String()
}

// longLine is how many bytes a line of a calendar may have.
const longLine = 75

func folded(line string) string {
	var b strings.Builder
	room := longLine
	for _, r := range line {
		n := len(string(r))
		if n > room {
			b.WriteString("\r\n ")
			room = longLine - 1
		}
		b.WriteRune(r)
		room -= n
	}
	return b.String()
}
