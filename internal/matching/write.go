package matching

import (
	"bufio"
	"encoding/json"
	"io"
	"strconv"
)

// Write puts the answer down as JSON. words gives a reason as a sentence.
func (a *Answer) Write(w io.Writer, words func(Reason) string) error {
	out := &writer{Writer: bufio.NewWriterSize(w, 1<<16), words: words}
	out.text(`{"method":`).value(a.t.policy.method())
	out.text(`,"pairs":[`)
	first := true
	for i := range a.t.mentees {
		if e, has := a.t.chosen(a.s, int32(i)); has {
			out.separate(&first)
			a.writePair(out, int32(i), e)
		}
	}
	out.text("],\n\"unmatched\":[")
	first = true
	for _, u := range a.t.left(a.s) {
		out.separate(&first)
		out.text(`{"mentee":`).quote(u.Mentee).text(`,"why":`).quote(words(u.Why)).text(`,"reason":`).reason(u.Why)
		out.text(`,"helps":`).reasons(u.Helps).text("}")
	}
	out.text("],\n\"matched\":").number(a.Matched).text(`,"total_fit":`).number(a.TotalFit)
	out.text(`,"load_penalty":`).number(a.Penalty).text(",\n\"blocking_pairs\":[")
	first = true
	for _, b := range a.blocking {
		out.separate(&first)
		mentee, mentor := a.t.mentees[b[0]], a.t.mentors[b[1]]
		why := wishReason(keyBlocking, "", Args{"Mentee": mentee, "Mentor": mentor}, a.t.policy)
		out.text(`{"mentee":`).quote(mentee).text(`,"mentor":`).quote(mentor)
		out.text(`,"why":`).quote(words(why)).text(`,"reason":`).reason(why).text("}")
	}
	out.text("],\n\"certificate\":")
	a.writeCertificate(out)
	out.text("}\n")
	if out.err != nil {
		return out.err
	}
	return out.Flush()
}

func (a *Answer) writePair(out *writer, i int32, e edge) {
	mentor := a.t.keeps[i]
	if e.mentor != nobody {
		mentor = a.t.mentors[e.mentor]
	}
	out.text(`{"mentee":`).quote(a.t.mentees[i]).text(`,"mentor":`).quote(mentor).text(`,"fit":`).number(int(e.fit))
	if _, kept := a.t.keeps[i]; kept {
		out.text(`,"kept":true`)
	}
	out.text(`,"reasons":`).reasons(a.t.reasonsOf(i, e)).text("}")
}

// writeCertificate writes the prices as well, which let anybody check the proof.
func (a *Answer) writeCertificate(out *writer) {
	out.text(`{"optimal":`).value(a.Optimal).text(`,"checked":`).value(a.Checked)
	out.text(`,"unit":`).number(int(a.s.unit)).text(`,"bound":`).number(a.Bound)
	prices := func(name string, ids []string, prices []int64) {
		out.text(",\n\"" + name + `":{`)
		first := true
		for k, id := range ids {
			if prices[k] != 0 {
				out.separate(&first)
				out.quote(id).text(":").number(int(prices[k]))
			}
		}
		out.text("}")
	}
	prices("mentee_prices", a.t.mentees, a.s.u)
	prices("mentor_prices", a.t.mentors, a.s.y)
	out.text("}")
}

// writer appends JSON; the first fault stays.
type writer struct {
	*bufio.Writer
	words func(Reason) string
	small []byte
	err   error
}

func (w *writer) text(s string) *writer {
	if w.err == nil {
		_, w.err = w.WriteString(s)
	}
	return w
}

func (w *writer) number(n int) *writer {
	w.small = strconv.AppendInt(w.small[:0], int64(n), 10)
	return w.text(string(w.small))
}

func (w *writer) quote(s string) *writer {
	for k := range len(s) {
		if c := s[k]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			return w.value(s)
		}
	}
	return w.text(`"`).text(s).text(`"`)
}

func (w *writer) value(v any) *writer {
	b, err := json.Marshal(v)
	if w.err == nil {
		w.err = err
	}
	return w.text(string(b))
}

func (w *writer) reason(r Reason) *writer {
	return w.value(struct {
		Key  string `json:"key"`
		Args Args   `json:"args,omitempty"`
	}{r.Key, r.Args})
}

func (w *writer) reasons(list []Reason) *writer {
	w.text("[")
	first := true
	for _, r := range list {
		if !first {
			w.text(",")
		}
		first = false
		w.value(struct {
			Key  string `json:"key"`
			Args Args   `json:"args,omitempty"`
			Text string `json:"text"`
		}{r.Key, r.Args, w.words(r)})
	}
	return w.text("]")
}

func (w *writer) separate(first *bool) {
	if *first {
		*first = false
		w.text("\n")
		return
	}
	w.text(",\n")
}
