package i18n

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n/template"

	"talim/internal/calendar"
	"talim/internal/fault"
)

// parser lets go-i18n read messages with {{.Name}} in them. It understands
// nothing else: a message has no logic, and filling in a name this way is many
// times faster than text/template.
type parser struct{}

// Cacheable tells go-i18n to parse each message once.
func (parser) Cacheable() bool { return true }

// Parse reads a message; the delimiters are always {{ and }}.
func (parser) Parse(src, _, _ string) (template.ParsedTemplate, error) { return parseTemplate(src) }

// pieces alternate: text, name, text, name, ..., text.
type pieces []string

var (
	placeholder    = regexp.MustCompile(`\{\{\s*\.([A-Za-z]+)\s*\}\}`)
	errPlaceholder = errors.New("a placeholder must look like {{.Name}}")
)

func parseTemplate(src string) (pieces, error) {
	var parts pieces
	at := 0
	for _, m := range placeholder.FindAllStringSubmatchIndex(src, -1) {
		parts = append(parts, src[at:m[0]], src[m[2]:m[3]])
		at = m[1]
	}
	parts = append(parts, src[at:])
	for i := 0; i < len(parts); i += 2 {
		if strings.Contains(parts[i], "{{") || strings.Contains(parts[i], "}}") {
			return nil, fmt.Errorf("%w: %q", errPlaceholder, src)
		}
	}
	return parts, nil
}

// Execute fills in the values. A value that ends in a full stop, as a name with initials
// does, ends the sentence as well.
func (p pieces) Execute(data any) (string, error) {
	values, ok := data.(*values)
	if !ok {
		return strings.Join(p, ""), nil
	}
	var b strings.Builder
	ended := false
	for i, piece := range p {
		switch {
		case i%2 == 1:
			piece = values.text(piece)
			ended = strings.HasSuffix(piece, ".")
		case ended && !strings.HasPrefix(piece, ".."):
			piece = strings.TrimPrefix(piece, ".")
		}
		b.WriteString(piece)
	}
	return b.String(), nil
}

// values are the arguments of one call of T.
type values struct {
	locale *Locale
	key    string
	pairs  []any
}

func (v *values) find(name string) (any, bool) {
	for i := 0; i+1 < len(v.pairs); i += 2 {
		if v.pairs[i] == any(name) {
			return v.pairs[i+1], true
		}
	}
	return nil, false
}

// count is what chooses the plural form. Go-i18n takes numbers with a fraction
// as text only; without a Count the form "other" speaks.
func (v *values) count() any {
	n, ok := v.find("Count")
	if !ok {
		v.locale.bundle.lacking.note(v.key + ": Count")
		return nil
	}
	if _, ok := n.(int); ok {
		return n
	}
	return fmt.Sprint(n)
}

// text is a value as the reader sees it. Only Count is a quantity for certain;
// another whole number may be a year or a room, so it is not grouped.
func (v *values) text(name string) string {
	value, ok := v.find(name)
	if !ok {
		v.locale.bundle.lacking.note(v.key + ": " + name)
		return "…"
	}
	if n, ok := value.(int); ok && name == "Count" {
		return v.locale.Number(float64(n))
	}
	return v.locale.show(value)
}

func (l *Locale) show(value any) string {
	switch x := value.(type) {
	case string:
		return x
	case []string:
		return strings.Join(x, ", ")
	case []fault.Message:
		words := make([]string, len(x))
		for i, m := range x {
			words[i] = l.Say(m)
		}
		return strings.Join(words, ", ")
	case float64:
		return l.Number(x)
	case calendar.Date:
		return l.Date(x)
	case calendar.Period:
		return l.Period(x)
	case calendar.Weekday:
		return l.tables.weekday(x).name
	case Text:
		return x.For(l.language)
	case fault.Message:
		return l.Say(x)
	}
	return fmt.Sprint(value)
}
