package document

import (
	"embed"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
)

//go:embed fonts/regular.ttf fonts/bold.ttf fonts/italic.ttf fonts/bolditalic.ttf
var fontFiles embed.FS

// face is one of the four faces of the font with what layout must know of it.
type face struct {
	style string // as fpdf names it: "", "B", "I", "BI"
	data  []byte
	width [1 << 16]uint16 // in thousandths of the size; 0: the font lacks the letter
}

var errFont = errors.New("document: font cannot be read")

// faces are read once and only read afterwards.
var faces = sync.OnceValues(func() (map[string]*face, error) {
	names := map[string]string{"": "regular", "B": "bold", "I": "italic", "BI": "bolditalic"}
	all := map[string]*face{}
	for style, name := range names {
		data, err := fontFiles.ReadFile("fonts/" + name + ".ttf")
		if err != nil {
			return nil, err
		}
		f, err := readFace(style, data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all[style] = f
	}
	return all, nil
})

// has says whether the font can show the letter.
func (f *face) has(r rune) bool { return r >= 0 && r < 1<<16 && f.width[r] > 0 }

// measure for a size in points.
func (f *face) measure(size float64) measure {
	perUnit := size / 1000 * millimetresPerPoint
	return func(s string) float64 {
		units := 0
		for _, r := range s {
			if r < 1<<16 {
				units += int(f.width[r])
			}
		}
		return float64(units) * perUnit
	}
}

// shown replaces letters that the font lacks by an empty box, so that a reader
// sees that something stood there. The font has all Kazakh, Russian and English.
func (f *face) shown(s string) string {
	for _, r := range s {
		if r != '\n' && !f.has(r) {
			return f.boxed(s)
		}
	}
	return s
}

func (f *face) boxed(s string) string {
	out := make([]rune, 0, len(s))
	for _, r := range s {
		if r != '\n' && !f.has(r) {
			r = '□'
		}
		out = append(out, r)
	}
	return string(out)
}

// readFace reads the widths of the letters out of the tables of a TrueType file.
func readFace(style string, data []byte) (*face, error) {
	t := tables(data)
	u16 := func(b []byte, at int) int { return int(binary.BigEndian.Uint16(b[at:])) }
	f := &face{style: style, data: data}
	perEm, metrics := u16(t["head"], 18), u16(t["hhea"], 34)
	glyphs := mapping(t["cmap"])
	if perEm == 0 || metrics == 0 || len(glyphs) == 0 {
		return nil, errFont
	}
	for r, g := range glyphs {
		advance := u16(t["hmtx"], 4*min(g, metrics-1))
		f.width[r] = uint16((advance*1000 + perEm/2) / perEm)
	}
	return f, nil
}

func tables(data []byte) map[string][]byte {
	found := map[string][]byte{}
	for i := range int(binary.BigEndian.Uint16(data[4:])) {
		entry := data[12+16*i:]
		at, size := binary.BigEndian.Uint32(entry[8:]), binary.BigEndian.Uint32(entry[12:])
		found[string(entry[:4])] = data[at : at+size]
	}
	return found
}

// mapping reads the first table of format 4: letter to number of its picture.
func mapping(cmap []byte) map[rune]int {
	u16 := func(b []byte, at int) int { return int(binary.BigEndian.Uint16(b[at:])) }
	for i := range u16(cmap, 2) {
		sub := cmap[binary.BigEndian.Uint32(cmap[4+8*i+4:]):]
		if u16(sub, 0) == 4 {
			return segments(sub, u16)
		}
	}
	return nil
}

func segments(sub []byte, u16 func([]byte, int) int) map[rune]int {
	glyphs := map[rune]int{}
	n := u16(sub, 6) // twice the number of segments
	for s := 0; s < n; s += 2 {
		end, start := u16(sub, 14+s), u16(sub, 16+n+s)
		delta, offsetAt := u16(sub, 16+2*n+s), 16+3*n+s
		for c := start; c <= end && c != 0xFFFF; c++ {
			g := c
			if offset := u16(sub, offsetAt); offset != 0 {
				g = u16(sub, offsetAt+offset+2*(c-start))
			}
			if g = (g + delta) & 0xFFFF; g != 0 {
				glyphs[rune(c)] = g
			}
		}
	}
	return glyphs
}
