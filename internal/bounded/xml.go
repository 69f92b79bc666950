package bounded

import (
	"encoding/xml"
	"errors"
	"io"

	"talim/internal/fault"
)

// XML reads a document element by element. Token, Skip and DecodeElement stay within
// the limits of the file; entities are never followed.
type XML struct {
	*xml.Decoder
	source *tokens
}

// XML begins to read a document. Text that is decoded already is taken as it is,
// whatever its declaration says.
func (r *Reading) XML(in io.Reader, decoded bool) *XML {
	counted := r.Reader(in)
	raw := xml.NewDecoder(counted)
	if decoded {
		raw.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	}
	source := &tokens{reading: r, in: counted, raw: raw, whole: -1}
	return &XML{Decoder: xml.NewTokenDecoder(source), source: source}
}

// Line is where reading stands, from 1.
func (x *XML) Line() int {
	line, _ := x.source.raw.InputPos()
	return line
}

// Decode reads an element with all that is in it.
func (x *XML) Decode(into any, e xml.StartElement) error {
	x.source.whole = x.source.reading.limits.Whole
	defer func() { x.source.whole = -1 }()
	return x.DecodeElement(into, &e)
}

// Each calls fn for every element that begins, however deep. fn may read it to its end.
func (x *XML) Each(fn func(xml.StartElement) error) error {
	for {
		token, err := x.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if e, begins := token.(xml.StartElement); begins {
			if err := fn(e); err != nil {
				return err
			}
		}
	}
}

// Children calls fn for every element directly inside of the one that has begun; fn
// reads it to its end.
func (x *XML) Children(fn func(xml.StartElement) error) error {
	for {
		token, err := x.Token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if err := fn(t); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

// tokens counts what the decoder behind it reads. The one before it checks that the
// ends fit, so that everybody who reads from that is counted.
type tokens struct {
	reading *Reading
	in      *Reader
	raw     *xml.Decoder
	depth   int
	whole   int // what is left of an element that is decoded at once, -1 outside of one
}

// Token gives the next tag or text.
func (t *tokens) Token() (xml.Token, error) {
	t.in.Next()
	token, err := t.raw.RawToken()
	if err != nil {
		return nil, err
	}
	switch token.(type) {
	case xml.StartElement:
		if err := t.begins(); err != nil {
			return nil, err // without the token, or the decoder would overlook the error
		}
	case xml.EndElement:
		t.depth--
	}
	return token, nil
}

func (t *tokens) begins() error {
	limits := t.reading.limits
	t.depth++
	t.reading.elements++
	switch {
	case t.depth > limits.Depth:
		return fault.Invalid("file", "bounded.deep", "Most", limits.Depth)
	case t.reading.elements > limits.Elements:
		return fault.Invalid("file", "bounded.elements", "Most", limits.Elements)
	case t.whole == 0:
		return fault.Invalid("file", "bounded.whole", "Most", limits.Whole)
	case t.whole > 0:
		t.whole--
	}
	return nil
}
