package document_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"talim/internal/document"
)

// every is one block of each kind.
var every = []document.Block{
	document.Heading{},
	document.Paragraph{},
	document.List{},
	document.Table{},
	document.Facts{},
	document.Registration{},
	document.Corner{},
	document.Signature{},
	document.Acquainted{},
	document.Space{},
	document.PageBreak{},
}

// unnamed are the texts that hold no name of anybody: dates, numbers and how things look.
var unnamed = []string{"Registration.Date", "Registration.Number", "Signature.Date", "Signature.Seal", "Acquainted.Date", "Document.Date", "Document.Language", "Document.Stylesheet"}

// fill puts "name" into every text below the value.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("name")
	case reflect.Slice:
		if v.Type().Elem().Kind() != reflect.Interface {
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		}
		for i := range v.Len() {
			fill(v.Index(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i))
			}
		}
	}
}

// left are the fields below the value in which "name" still stands, by their path.
func left(path string, v reflect.Value) (out []string) {
	switch v.Kind() {
	case reflect.String:
		if v.String() == "name" {
			return []string{path}
		}
	case reflect.Interface:
		return left(path, v.Elem())
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			out = append(out, left(path, v.Index(i))...)
		}
	case reflect.Struct:
		if _, is := v.Interface().(document.Block); is {
			path = v.Type().Name()
		}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				out = append(out, left(path+"."+f.Name, v.Field(i))...)
			}
		}
	}
	return out
}

func coded(text string) string { return strings.ReplaceAll(text, "name", "T-1") }

// A paper with codes holds no name: a new field of a block is written anew as well, or is
// said here to hold none.
func TestMappedWritesEveryTextThatMayHoldAName(t *testing.T) {
	var blocks []document.Block
	for _, b := range every {
		filled := reflect.New(reflect.TypeOf(b)).Elem()
		fill(filled)
		blocks = append(blocks, filled.Interface().(document.Block))
	}
	d := document.Document{}
	fill(reflect.ValueOf(&d).Elem())
	d.Blocks = blocks
	before := fmt.Sprintf("%+v", d)
	for _, path := range left("Document", reflect.ValueOf(d.Mapped(coded))) {
		if !slices.Contains(unnamed, path) {
			t.Errorf("a name stays in %s", path)
		}
	}
	if after := fmt.Sprintf("%+v", d); after != before {
		t.Errorf("the document that was mapped has changed:\n%s", after)
	}
}

func TestMappedKeepsTheShapeOfADocument(t *testing.T) {
	d := document.Document{Title: "of name", Blocks: []document.Block{
		document.Heading{Level: 2, Text: "name"},
		document.List{Ordered: true, Level: 1, Items: []string{"name", "x"}},
		document.Table{Head: []string{"Who"}, Rows: [][]string{{"name"}, {"x"}}, Widths: []float64{1}, Numbered: true},
		document.Facts{Pairs: [][2]string{{"Mentor", "name"}}},
		document.PageBreak{},
	}}
	want := document.Document{Title: "of T-1", Blocks: []document.Block{
		document.Heading{Level: 2, Text: "T-1"},
		document.List{Ordered: true, Level: 1, Items: []string{"T-1", "x"}},
		document.Table{Head: []string{"Who"}, Rows: [][]string{{"T-1"}, {"x"}}, Widths: []float64{1}, Numbered: true},
		document.Facts{Pairs: [][2]string{{"Mentor", "T-1"}}},
		document.PageBreak{},
	}}
	if got := d.Mapped(coded); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
}

// Numbers and days of a table stay what they are, so that the file can still be counted with.
func TestMappedSpreadsheetWritesTextsOnly(t *testing.T) {
	s := document.Spreadsheet{Title: "name", Author: "name", Sheets: []document.Grid{{Name: "name", Head: []string{"name", "n"}, Rows: [][]any{{"name", 3, 2.5, nil, true}, {"x", 0}}}}}
	got := s.Mapped(coded)
	want := document.Spreadsheet{Title: "T-1", Author: "T-1", Sheets: []document.Grid{{Name: "T-1", Head: []string{"T-1", "n"}, Rows: [][]any{{"T-1", 3, 2.5, nil, true}, {"x", 0}}}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
	if s.Sheets[0].Rows[0][0] != "name" || s.Sheets[0].Head[0] != "name" {
		t.Errorf("the file that was mapped has changed: %+v", s)
	}
}
