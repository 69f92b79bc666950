package matching

import (
	"bytes"
	"context"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
)

const example = `{"mentees":[{"id":"T1","prefers":["M3"],"refuses":["M9"]}],"mentors":[{"id":"M1","capacity":2,"prefers":["T1"],"refuses":[]}],
"pairs":[{"mentee":"T1","mentor":"M1","fit":743}],"current":[{"mentee":"T4","mentor":"M2"}],"policy":{"load_penalty":[0,50,120]}}`

// written solves a problem and gives what is written down.
func written(t *testing.T, p *Problem) []byte {
	t.Helper()
	a, err := p.Solve(context.Background(), nil)
	if err != nil || a.Fault() != nil {
		t.Fatal(err, a.Fault())
	}
	var out bytes.Buffer
	if err := a.Write(&out, func(r Reason) string { return "in words: " + r.Key }); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestReadTheExample(t *testing.T) {
	p, err := Read(strings.NewReader(example), nil)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(written(t, p), &got); err != nil {
		t.Fatal(err)
	}
	pair := got["pairs"].([]any)[0].(map[string]any)
	if pair["mentee"] != "T1" || pair["mentor"] != "M1" || pair["fit"] != 743.0 || got["matched"] != 1.0 || got["total_fit"] != 743.0 || got["load_penalty"] != 0.0 {
		t.Errorf("%v", got)
	}
	if c := got["certificate"].(map[string]any); c["optimal"] != true || c["checked"] != true {
		t.Errorf("%v", c)
	}
}

func TestReadSaysWhatIsWrong(t *testing.T) {
	tests := map[string]string{
		``:                            "the file ends where { is expected",
		`{"mentees":[],"mentors":[]}`: `the instance has no "pairs"`,
		`{"mentees":[],"mentors":[],"pairs":[]} x`:                                            "something follows",
		"{\"mentees\":[],\n\"mentors\":[],\n\"pears\":[]}":                                    `line 3, column 8: the instance has no field "pears"`,
		`{"mentees":[{"id":"E","id":"F"}],"mentors":[],"pairs":[]}`:                           "names a field twice",
		`{"mentees":[{"id":"E","capacity":2}],"mentors":[],"pairs":[]}`:                       `a mentee has no field "capacity"`,
		`{"mentees":[{}],"mentors":[],"pairs":[]}`:                                            `a mentee has no "id"`,
		`{"mentees":[{"id":"E"},{"id":"E"}],"mentors":[],"pairs":[]}`:                         `mentee 2: "E" stands twice`,
		`{"mentees":[],"mentors":[{"id":"M","capacity":1.5}],"pairs":[]}`:                     "not whole",
		`{"mentees":[],"mentors":[{"id":"M","capacity":"1"}],"pairs":[]}`:                     "a whole number is expected",
		`{"mentees":[],"mentors":[{"id":"M","capacity":99999999999999999999}],"pairs":[]}`:    "far too large",
		`{"mentees":[],"mentors":[{"id":"M","capacity":-1}],"pairs":[]}`:                      "capacity -1",
		`{"mentees":[{"id":"E"}],"mentors":[],"pairs":[{"mentee":"E","mentor":"M","fit":1}]}`: "no mentor M",
		`{"mentees":[{"id":"E"}],"mentors":[],"pairs":[{"mentee":"E","mentor":"M"}]}`:         `a pair has no "fit"`,
		`{"mentees":[{"id":"E` + "\x01" + `"}],"mentors":[],"pairs":[]}`:                      "control character",
		`{"mentees":[{"id":"E` + "\xff" + `"}],"mentors":[],"pairs":[]}`:                      "not UTF-8",
		`{"mentees":[{"id":"\q"}],"mentors":[],"pairs":[]}`:                                   "wrong escape",
		`{"mentees":[{"id":"` + strings.Repeat("x", 5000) + `"}],"mentors":[],"pairs":[]}`:    "longer than",
		`{"mentees":[],"mentors":[],"pairs":[],"policy":{"load_penalty":[50,0]}}`:             "load penalty 2",
		`{"mentees":[],"mentors":[],"pairs":[],"policy":{"method":"guess"}}`:                  `method "guess"`,
		`{"mentees":[`: "the file ends",
		`{"mentees":null,"mentors":[],"pairs":[]}`: "'n' stands where [ is expected",
		`{"mentees":[],"mentors":[],"pairs":[],"current":[{"mentee":"E","mentor":"M","fit":1},{"mentee":"E","mentor":"N"}]}`: "two current pairs",
	}
	for text, want := range tests {
		_, err := Read(strings.NewReader(text), nil)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.80s: %v, want %q", text, err, want)
		}
	}
}

func TestReadPassesOnWhatTheFileSays(t *testing.T) {
	if _, err := Read(iotest.ErrReader(context.DeadlineExceeded), nil); err == nil || !strings.Contains(err.Error(), "deadline") {
		t.Error(err)
	}
}

// What is read, however it comes in pieces, is what stands in memory.
func TestReadIsPrepare(t *testing.T) {
	for seed := range uint64(200) {
		in := small(seed)
		in.Pairs = append([]Pair{}, in.Pairs...) // null is not a list
		for k := range in.Mentees {
			if in.Mentees[k].ID == "E0" && seed%3 == 0 {
				in.Mentees[k].Prefers = append(in.Mentees[k].Prefers, "\"Ә\\\n\u2028")
			}
		}
		raw, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		memory, err := Prepare(in)
		if err != nil {
			t.Fatal(err)
		}
		file, err := Read(iotest.OneByteReader(bytes.NewReader(raw)), nil)
		if err != nil || !reflect.DeepEqual(memory.t, file.t) {
			t.Fatalf("seed %d: %v\n%s", seed, err, raw)
		}
		var res Result
		res, err = Match(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		var out struct {
			Pairs     []Couple `json:"pairs"`
			Unmatched []struct {
				Mentee string `json:"mentee"`
			} `json:"unmatched"`
			Matched     int
			TotalFit    int `json:"total_fit"`
			LoadPenalty int `json:"load_penalty"`
		}
		if err := json.Unmarshal(written(t, file), &out); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(out.Pairs, res.Couples()) || len(out.Unmatched) != len(res.Unmatched) || out.TotalFit != res.TotalFit || out.LoadPenalty != res.LoadPenalty || out.Matched != res.Matched {
			t.Fatalf("seed %d: %+v, want %s", seed, out, asJSON(res))
		}
	}
}

// FuzzRead: the reader never takes what the standard library calls wrong JSON,
// never fails otherwise than with an error, and what it takes can be solved.
func FuzzRead(f *testing.F) {
	f.Add([]byte(example))
	for seed := range uint64(10) {
		raw, err := json.Marshal(small(seed))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := Read(bytes.NewReader(raw), nil)
		if err != nil {
			return
		}
		if !json.Valid(raw) {
			t.Fatalf("taken, but it is not JSON: %q", raw)
		}
		if mentees, mentors, _ := p.Size(); mentees > 30 || mentors > 30 {
			return
		}
		if !json.Valid(written(t, p)) {
			t.Fatalf("not JSON for %q", raw)
		}
	})
}
