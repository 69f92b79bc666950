package bounded

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"talim/internal/fault"
)

var small = Limits{Parts: 3, Unpacked: 100_000, Piece: 8_192, Depth: 5, Elements: 100, Whole: 10, Time: time.Minute}

func key(err error) string {
	f, ok := fault.As(err)
	if !ok || len(f.Fields) != 1 || f.Fields[0].Name != "file" {
		return fmt.Sprint(err)
	}
	return f.Fields[0].Key
}

// walk reads a document to its end; elements "whole" are decoded at once.
func walk(r *Reading, text string) error {
	d := r.XML(strings.NewReader(text), true)
	return d.Each(func(e xml.StartElement) error {
		if e.Name.Local == "whole" {
			var into struct {
				All []string `xml:"a"`
			}
			return d.Decode(&into, e)
		}
		return nil
	})
}

func TestXMLRefusesWhatIsAboveALimit(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"good":                  {`<x><whole><a>1</a></whole>` + strings.Repeat("<a/>", 90) + `</x>`, "<nil>"},
		"deep":                  {strings.Repeat("<a>", 6), "bounded.deep"},
		"deep where skipped":    {"<x><whole><b>" + strings.Repeat("<c>", 6), "bounded.deep"},
		"elements":              {"<x>" + strings.Repeat("<a/>", 100) + "</x>", "bounded.elements"},
		"of one decoded":        {"<x><whole>" + strings.Repeat("<a/>", 11) + "</whole></x>", "bounded.whole"},
		"the next is decoded":   {"<x>" + strings.Repeat("<whole>"+strings.Repeat("<a/>", 8)+"</whole>", 3) + "</x>", "<nil>"},
		"attributes":            {"<x " + strings.Repeat(`a="" `, 5_000) + "/>", "bounded.piece"},
		"comment":               {"<x><!--" + strings.Repeat("x", 20_000) + "--></x>", "bounded.piece"},
		"instruction":           {"<?x " + strings.Repeat("x", 20_000) + "?><x/>", "bounded.piece"},
		"doctype":               {"<!DOCTYPE x [" + strings.Repeat("x", 20_000) + "]><x/>", "bounded.piece"},
		"many comments":         {"<x>" + strings.Repeat("<!-- "+strings.Repeat("x", 1_000)+" -->", 110) + "</x>", "bounded.unpacked"},
		"entity":                {`<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>`, "XML syntax error on line 1: invalid character entity &a;"},
		"ends that do not fit":  {`<x><a></x>`, "XML syntax error on line 1: element <a> closed by </x>"},
		"an end in the middle":  {`<x><whole><a>`, "XML syntax error on line 1: unexpected EOF"},
		"spaces of other names": {`<p:x xmlns:p="q"><p:whole><p:a/></p:whole></p:x>`, "<nil>"},
	} {
		r, stop := Begin(t.Context(), small)
		if got := key(walk(r, test.text)); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
		stop()
	}
}

func TestReadingCountsAllPartsTogether(t *testing.T) {
	r, stop := Begin(t.Context(), small)
	defer stop()
	text := "<x>" + strings.Repeat("<a/>", 60) + "</x>"
	if err := walk(r, text); err != nil {
		t.Fatal(err)
	}
	if got := key(walk(r, text)); got != "bounded.elements" {
		t.Errorf("the second part: %s", got)
	}
}

func TestReadingEndsWithTheRequestOrItsTime(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	r, stop := Begin(ctx, small)
	defer stop()
	if err := walk(r, "<x/>"); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := walk(r, "<x/>"); !errors.Is(err, context.Canceled) || !errors.Is(r.Err(), context.Canceled) {
		t.Errorf("the request has ended: %v, %v", err, r.Err())
	}
	if err := r.End(io.ErrUnexpectedEOF); !errors.Is(err, context.Canceled) {
		t.Errorf("what broke by that: %v", err)
	}
	hasty := small
	hasty.Time = time.Nanosecond
	late, stop := Begin(t.Context(), hasty)
	defer stop()
	<-late.Context().Done()
	if got := key(walk(late, "<x/>")); got != "bounded.slow" {
		t.Errorf("the time is over: %s", got)
	}
	if err := late.End(nil); err != nil {
		t.Errorf("what was read in time stays read: %v", err)
	}
}

func archive(t *testing.T, parts ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i, text := range parts {
		w, err := z.Create(fmt.Sprint(i))
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestArchiveRefusesManyAndLargeParts(t *testing.T) {
	for name, test := range map[string]struct {
		content []byte
		want    string
	}{
		"good":                 {archive(t, "a", "b", "c"), "<nil>"},
		"many":                 {archive(t, "a", "b", "c", "d"), "bounded.parts"},
		"large":                {archive(t, strings.Repeat("x", 100_001)), "bounded.unpacked"},
		"together":             {archive(t, strings.Repeat("x", 60_000), strings.Repeat("x", 60_000)), "bounded.unpacked"},
		"a directory of lines": {bytes.Repeat([]byte("PK\x01\x02"), 1_000_000), "bounded.parts"},
		"none":                 {[]byte("PK\x03\x04"), "zip: not a valid zip file"},
	} {
		r, stop := Begin(t.Context(), small)
		if _, err := r.Archive(test.content); key(err) != test.want {
			t.Errorf("%s: %v, want %s", name, err, test.want)
		}
		stop()
	}
}

func TestContentIsBounded(t *testing.T) {
	r, stop := Begin(t.Context(), small)
	defer stop()
	files, err := r.Archive(archive(t, strings.Repeat("x", 20_000)))
	if err != nil {
		t.Fatal(err)
	}
	if content, err := r.Content(files[0], 20_000); err != nil || len(content) != 20_000 {
		t.Errorf("%d bytes, %v", len(content), err)
	}
	if _, err := r.Content(files[0], 19_999); key(err) != "bounded.unpacked" {
		t.Errorf("one byte too many: %v", err)
	}
}
