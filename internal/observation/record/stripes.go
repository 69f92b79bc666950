package record

import (
	"slices"
	"time"
)

// Stripe is how one question of the template was answered along the lesson: who spoke,
// how the class worked.
type Stripe struct {
	Group    Group
	Segments []Segment
}

// Segment is a time during which one tag holds.
type Segment struct {
	Tag      string // Tag.Code; "" where nobody said
	From, To time.Time
}

// Total is how long a tag held in all.
type Total struct {
	Tag  Tag
	Held time.Duration
}

// Stripes are the stripes of a record, for the questions of which one answer holds at a
// time. A line without an answer leaves its time open.
func (p Page) Stripes() []Stripe {
	var out []Stripe
	for _, g := range p.Template.Groups {
		if !g.One {
			continue
		}
		s := Stripe{Group: g}
		for _, l := range p.Lines {
			if l.Duration > 0 {
				s.add(Segment{Tag: g.answer(l.Tags), From: l.True(), To: l.True().Add(l.Duration)})
			}
		}
		if slices.ContainsFunc(s.Segments, func(x Segment) bool { return x.Tag != "" }) {
			out = append(out, s)
		}
	}
	return out
}

// answer is the tag of the group among those of a line.
func (g Group) answer(tags []string) string {
	for _, t := range g.Tags {
		if slices.Contains(tags, t.Code) {
			return t.Code
		}
	}
	return ""
}

// add lengthens the last segment where it says the same.
func (s *Stripe) add(x Segment) {
	if n := len(s.Segments); n > 0 && s.Segments[n-1].Tag == x.Tag && s.Segments[n-1].To.Equal(x.From) {
		s.Segments[n-1].To = x.To
		return
	}
	s.Segments = append(s.Segments, x)
}

// Totals are how long each tag held, in the order of the template; those that never did are left out.
func (s Stripe) Totals() []Total {
	var out []Total
	for _, t := range s.Group.Tags {
		total := Total{Tag: t}
		for _, x := range s.Segments {
			if x.Tag == t.Code {
				total.Held += x.To.Sub(x.From)
			}
		}
		if total.Held > 0 {
			out = append(out, total)
		}
	}
	return out
}
