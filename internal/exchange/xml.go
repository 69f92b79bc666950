package exchange

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"

	"talim/internal/bounded"
	"talim/internal/fault"
	"talim/internal/tabular"
)

func looksLikeXML(content []byte) bool {
	for _, start := range []string{"<", "\xEF\xBB\xBF<", "\xFF\xFE<\x00", "\xFE\xFF\x00<"} {
		if bytes.HasPrefix(bytes.TrimLeft(content, " \r\n\t"), []byte(start)) {
			return true
		}
	}
	return false
}

// readXML finds out by the first element which program wrote the document.
func readXML(reading *bounded.Reading, content []byte) (Book, error) {
	text, odd, err := decoded(content)
	if err != nil {
		return Book{}, err
	}
	root, err := rootOf(reading, text)
	if err != nil {
		return Book{}, err
	}
	var b Book
	switch strings.ToLower(root) {
	case "timetable":
		b, err = readASC(reading, text)
	case "fet":
		b, err = readFET(reading, text)
	case "activities_timetable", "teachers_timetable", "students_timetable":
		return Book{}, fault.Invalid("file", "exchange.fet.result")
	default:
		return Book{}, fault.Invalid("file", "exchange.xml.unknown", "Name", short(root))
	}
	if odd && err == nil {
		b.Ignored = append(b.Ignored, fault.Say("exchange.ignored.encoding"))
	}
	return b, err
}

func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

var declaration = regexp.MustCompile(`^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["'][^>]{0,200}\?>`)

// decoded gives the text of a document. A declaration may be wrong: bytes that are
// UTF-8 beyond ASCII are UTF-8 whatever it says, and bytes that are not never are.
// odd says that the declaration was not followed.
func decoded(content []byte) (text string, odd bool, err error) {
	if bytes.HasPrefix(content, []byte("\xFF\xFE")) || bytes.HasPrefix(content, []byte("\xFE\xFF")) {
		out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(content)
		if err != nil {
			return "", false, fault.Invalid("file", "tabular.file.broken").Because(err)
		}
		return string(out), false, nil
	}
	content = bytes.TrimPrefix(content, []byte("\xEF\xBB\xBF"))
	name := "utf-8"
	if m := declaration.FindSubmatch(content); m != nil {
		name = strings.ToLower(string(m[1]))
	}
	if utf8.Valid(content) {
		return string(content), name != "utf-8" && name != "utf8" && !ascii(content), nil
	}
	charset, err := htmlindex.Get(name)
	canonical := ""
	if err == nil {
		if canonical, err = htmlindex.Name(charset); err != nil {
			canonical = ""
		}
	}
	if canonical == "" || canonical == "utf-8" || canonical == "windows-1251" || strings.HasPrefix(canonical, "utf-16") {
		return tabular.Windows1251(content), canonical != "windows-1251", nil
	}
	out, err := charset.NewDecoder().Bytes(content)
	if err != nil {
		return "", false, fault.Invalid("file", "tabular.file.broken").Because(err)
	}
	return string(out), false, nil
}

func ascii(content []byte) bool {
	for _, c := range content {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func rootOf(reading *bounded.Reading, text string) (string, error) {
	d := reading.XML(strings.NewReader(text), true)
	for {
		token, err := d.Token()
		if err != nil {
			return "", broken(d, err)
		}
		switch t := token.(type) {
		case xml.Directive:
			if err := plain(t); err != nil {
				return "", err
			}
		case xml.StartElement:
			return t.Name.Local, nil
		}
	}
}

// plain refuses every document type that declares something: entities are how a
// small file becomes a large one, or asks for files of the server.
func plain(d xml.Directive) error {
	if bytes.ContainsAny(d, "[&%") || bytes.Contains(bytes.ToUpper(d), []byte("ENTITY")) {
		return fault.Invalid("file", "exchange.xml.entities")
	}
	return nil
}

// each walks the elements of a document. fn may read an element to its end.
func each(reading *bounded.Reading, text string, fn func(*bounded.XML, xml.StartElement) error) error {
	d := reading.XML(strings.NewReader(text), true)
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return broken(d, err)
		}
		switch t := token.(type) {
		case xml.Directive:
			err = plain(t)
		case xml.StartElement:
			err = fn(d, t)
		}
		if err != nil {
			return broken(d, err)
		}
	}
}

// broken leaves faults as they are; other errors come from the document.
func broken(d *bounded.XML, err error) error {
	if _, known := fault.As(err); known {
		return err
	}
	var syntax *xml.SyntaxError
	if errors.Is(err, io.EOF) || errors.As(err, &syntax) && strings.Contains(syntax.Msg, "unexpected EOF") {
		return fault.Invalid("file", "exchange.xml.truncated", "Line", d.Line()).Because(err)
	}
	if errors.As(err, &syntax) && strings.Contains(syntax.Msg, "entity") {
		return fault.Invalid("file", "exchange.xml.entities").Because(err)
	}
	return fault.Invalid("file", "exchange.xml.broken", "Line", d.Line()).Because(err)
}

// attributes of an element by name.
type attributes map[string]string

// known reads the attributes of the names that are looked for; others take no memory.
func known(e xml.StartElement, names set) attributes {
	out := attributes{}
	for _, a := range e.Attr {
		if names[a.Name.Local] {
			out[a.Name.Local] = strings.TrimSpace(a.Value)
		}
	}
	return out
}

// maxOf bounds how many of a kind of thing a file may name; no school has as many.
func maxOf(kind string, n int) error {
	if most := most[kind]; n > most {
		return fault.Invalid("file", "exchange.many."+kind, "Most", most)
	}
	return nil
}

var most = map[string]int{
	"days": 100, "hours": 200, "teachers": 10_000, "classes": 10_000, "groups": 20_000, "subjects": 10_000, "rooms": 10_000, "lessons": 10_000,
	"students": 1_000, // sets of pupils in one lesson, and groups of one class
}

// list divides identifiers: "a,b".
func list(text string) []string {
	var out []string
	for part := range strings.SplitSeq(text, ",") {
		if p := strings.TrimSpace(part); p != "" {
			out = append(out, p)
		}
	}
	return out
}
