package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"talim/internal/web/component"
)

// A form of a record that several people may change carries the number of the
// version it was made from, and for each field a short hash of what stood there.
// When the verb refuses an older version, Stands can tell who changed what: a
// field that only the other changed takes the other's value, and one that both
// changed keeps what was typed, with the other's value beside it. So sending the
// form again takes back nothing that its author did not see.

// Meanwhile is what somebody else's change made of a field.
type Meanwhile = component.Meanwhile

// Begin gives the fields of a form that nobody has sent their first values: name,
// value, name, value, as in NewForm. What the address gave them stays.
func (f *Form) Begin(pairs ...string) {
	if f.sent {
		return
	}
	for name, values := range NewForm(pairs...).values {
		if _, given := f.values[name]; !given {
			f.setAll(name, values)
		}
	}
}

// Stands says what the record holds now, and the number of that version. A fresh
// form begins with it; one that was refused because of somebody else's change
// shows the change. Call it wherever the form is shown, and put component.Version
// into the form.
func (f *Form) Stands(version int, pairs ...string) {
	now := NewForm(pairs...).values
	if f.sent {
		if f.outdated && f.Version() != version {
			f.merge(now)
			f.setVersion(version, now)
		}
		return
	}
	f.Begin(pairs...)
	f.setVersion(version, now)
}

// MadeFrom says which version the page shows, as Stands does, where the other's change
// stands beside the form as a whole: in rows that were moved, fields do not compare.
func (f *Form) MadeFrom(version int) {
	if !f.sent || f.outdated {
		f.Set(component.FieldVersion, strconv.Itoa(version))
	}
}

// Outdated says whether the form was refused because of somebody else's change.
func (f Form) Outdated() bool { return f.outdated }

// Version is the number of the version that the form was made from; what is none
// is noted as for Int.
func (f *Form) Version() int { return f.Int(component.FieldVersion) }

// Meanwhile is what somebody else's change made of the field.
func (f Form) Meanwhile(name string) (Meanwhile, bool) {
	m, ok := f.meanwhile[name]
	return m, ok
}

func (f *Form) setVersion(version int, now url.Values) {
	f.Set(component.FieldVersion, strconv.Itoa(version))
	f.Set(component.FieldWas, marksOf(now))
}

// merge compares what was typed with what stood there when the form was made and
// with what stands there now.
func (f *Form) merge(now url.Values) {
	was, known := readMarks(f.values.Get(component.FieldWas))
	f.meanwhile = map[string]Meanwhile{}
	for name, values := range now {
		mark, typed := markOf(values), markOf(f.values[name])
		switch {
		case mark == typed, known && was[name] == mark: // the same, or nobody else changed it
		case known && was[name] == typed:
			f.setAll(name, values)
			f.meanwhile[name] = Meanwhile{Taken: true}
		default:
			f.meanwhile[name] = Meanwhile{Values: notEmpty(values)}
		}
	}
}

func (f *Form) setAll(name string, values []string) {
	if f.values == nil {
		f.values = url.Values{}
	}
	f.values[name] = values
}

func notEmpty(values []string) []string {
	var out []string
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// markOf is a short hash of what a field holds, whatever the order of its values.
func markOf(values []string) string {
	sorted := notEmpty(values)
	slices.Sort(sorted)
	return hashed("field:" + strings.Join(sorted, "\x00"))[:12]
}

// marksOf is "name=mark name=mark"; names of fields hold no spaces.
func marksOf(values url.Values) string {
	var out []string
	for name, vs := range values {
		out = append(out, name+"="+markOf(vs))
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func readMarks(text string) (marks map[string]string, known bool) {
	marks = map[string]string{}
	for _, pair := range strings.Fields(text) {
		if name, mark, ok := strings.Cut(pair, "="); ok {
			marks[name] = mark
		}
	}
	return marks, len(marks) > 0
}
