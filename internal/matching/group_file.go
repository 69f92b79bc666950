package matching

import (
	"bufio"
	"io"
)

// ReadCircle takes what groups are to be made of as JSON, as strictly as Read.
//
//	{"mentees":[{"id":"T1","needs":["assessment"],"free":["Mon 3","Wed 5"]}],
//	 "mentors":[{"id":"M1","strengths":["assessment"],"free":["Mon 3"],"groups":1}],
//	 "pairs":[{"mentee":"T1","mentor":"M1","fit":743}],
//	 "min":5,"max":10}
func ReadCircle(r io.Reader) (Circle, error) {
	f := circleFile{scanner: newScanner(r, nil)}
	f.read()
	if f.err == nil && f.peek() != 0 {
		f.fail("something follows the end of the circle")
	}
	if f.err != nil {
		return Circle{}, f.err
	}
	return f.c.checked()
}

type circleFile struct {
	*scanner
	c Circle
}

func (f *circleFile) read() {
	f.object("the circle", []string{"mentees", "mentors", "pairs"}, func(name []byte) int {
		switch string(name) {
		case "mentees":
			f.list(func(int) { f.learner() })
			return 0
		case "mentors":
			f.list(func(int) { f.leader() })
			return 1
		case "pairs":
			f.list(func(int) { f.pair() })
			return 2
		case "min":
			f.c.Min = f.integer()
			return 3
		case "max":
			f.c.Max = f.integer()
			return 4
		}
		return -1
	})
}

func (f *circleFile) learner() {
	var e Learner
	f.object("a mentee", []string{"id", "needs", "free"}, func(name []byte) int {
		switch string(name) {
		case "id":
			e.ID = string(f.id())
			return 0
		case "needs":
			e.Needs = f.names()
			return 1
		case "free":
			e.Free = f.names()
			return 2
		}
		return -1
	})
	f.c.Learners = append(f.c.Learners, e)
}

func (f *circleFile) leader() {
	var m Leader
	f.object("a mentor", []string{"id", "strengths", "free", "groups"}, func(name []byte) int {
		switch string(name) {
		case "id":
			m.ID = string(f.id())
			return 0
		case "strengths":
			m.Strengths = f.names()
			return 1
		case "free":
			m.Free = f.names()
			return 2
		case "groups":
			m.Groups = f.integer()
			return 3
		}
		return -1
	})
	f.c.Leaders = append(f.c.Leaders, m)
}

func (f *circleFile) pair() {
	var p Pair
	f.object("a pair", pairNeeds, func(name []byte) int {
		switch string(name) {
		case "mentee":
			p.Mentee = string(f.id())
			return 0
		case "mentor":
			p.Mentor = string(f.id())
			return 1
		case "fit":
			p.Fit = f.integer()
			return 2
		}
		return -1
	})
	f.c.Pairs = append(f.c.Pairs, p)
}

func (f *circleFile) names() []string {
	var out []string
	f.list(func(int) { out = append(out, string(f.id())) })
	return out
}

// Write puts the groups down as JSON. words gives a reason as a sentence.
func (g Grouped) Write(w io.Writer, words func(Reason) string) error {
	out := &writer{Writer: bufio.NewWriter(w), words: words}
	out.text(`{"groups":[`)
	first := true
	for _, group := range g.Groups {
		out.separate(&first)
		out.text(`{"mentors":`).value(group.Mentors).text(`,"need":`).quote(group.Need).text(`,"hour":`).quote(group.Hour)
		out.text(`,"mentees":`).value(group.Mentees).text(`,"fit":`).number(group.Fit)
		out.text(`,"why":`).quote(words(group.Why)).text(`,"reason":`).reason(group.Why).text("}")
	}
	out.text("],\n\"left\":[")
	first = true
	for _, u := range g.Left {
		out.separate(&first)
		out.text(`{"mentee":`).quote(u.Mentee).text(`,"why":`).quote(words(u.Why)).text(`,"reason":`).reason(u.Why).text("}")
	}
	out.text("],\n\"served\":").number(g.Served).text(`,"total_fit":`).number(g.TotalFit)
	out.text(`,"certificate":{"optimal":`).value(g.Optimal).text(`,"checked":true}}`).text("\n")
	if out.err != nil {
		return out.err
	}
	return out.Flush()
}
