package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

func TestMatch(t *testing.T) {
	folder := t.TempDir()
	in, out := filepath.Join(folder, "instance.json"), filepath.Join(folder, "result.json")
	write := func(text string) {
		if err := os.WriteFile(in, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(`{"mentees":[{"id":"T1","prefers":["M2"]},{"id":"T2"}],"mentors":[{"id":"M1","capacity":1},{"id":"M2","capacity":1,"prefers":["T1"]}],
"pairs":[{"mentee":"T1","mentor":"M1","fit":900},{"mentee":"T1","mentor":"M2","fit":100},{"mentee":"T2","mentor":"M1","fit":200},{"mentee":"T2","mentor":"M2","fit":150}]}`)
	for method, fit := range map[string]int{"best-fit": 1050, "stable": 300} {
		want(t, 0, "", "match", "--in", in, "--out", out, "--method", method)
		raw, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		var got struct {
			TotalFit    int `json:"total_fit"`
			Certificate struct{ Optimal, Checked bool }
		}
		if err := json.Unmarshal(raw, &got); err != nil || got.TotalFit != fit || !got.Certificate.Optimal || !got.Certificate.Checked {
			t.Errorf("%s: %v %+v\n%s", method, err, got, raw)
		}
	}
	want(t, 0, "T1 named this mentor as wish 1", "match", "--in", in, "--out", "-")
	write(`{"mentees":[{"id":"T1"}],"mentors":[],"pairs":[{"mentee":"T1","mentor":"M1","fit":900}]}`)
	want(t, 1, "no mentor M1", "match", "--in", in, "--out", out)
	want(t, 1, "no such file", "match", "--in", filepath.Join(folder, "nothing"), "--out", out)
	want(t, 2, "method", "match", "--in", in, "--out", out, "--method", "guess")
	if left, err := filepath.Glob(filepath.Join(folder, ".talim-*")); err != nil || len(left) > 0 {
		t.Error("left behind:", left, err)
	}
}

func TestMatchGroups(t *testing.T) {
	const example = "../../docs/examples/groups.json"
	out := filepath.Join(t.TempDir(), "result.json")
	want(t, 0, "", "match", "--groups", "--in", example, "--out", out)
	got, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	shown, err := os.ReadFile("../../docs/examples/groups-result.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, shown) {
		t.Error("docs/examples/groups-result.json is not what the program makes of groups.json; make it again")
	}
	for _, bad := range []string{"<no value>", "{{", `"why":""`, `"why":"matching.`} {
		if bytes.Contains(got, []byte(bad)) {
			t.Errorf("%s in\n%s", bad, got)
		}
	}
	want(t, 0, "who want help with the same thing", "match", "--groups", "--in", example, "--out", "-")
	want(t, 1, `a mentee has no "needs"`, "match", "--groups", "--in", writeTemp(t, `{"mentees":[{"id":"T1"}],"mentors":[],"pairs":[]}`), "--out", out)
	want(t, 1, "no such file", "match", "--groups", "--in", out+".not", "--out", out)
	want(t, 2, "--groups", "match", "--groups", "--method", "stable", "--in", example, "--out", out)
}

func writeTemp(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "in.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A device is written to: run by root, the command once put a file in its place.
func TestMatchWritesToADevice(t *testing.T) {
	in := filepath.Join(t.TempDir(), "instance.json")
	if err := os.WriteFile(in, []byte(`{"mentees":[{"id":"T1"}],"mentors":[{"id":"M1","capacity":1}],"pairs":[{"mentee":"T1","mentor":"M1","fit":9}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	want(t, 0, "", "match", "--in", in, "--out", os.DevNull)
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Fatalf("%s is %v, %v", os.DevNull, info.Mode(), err)
	}
}

// A file that a program of Windows wrote begins with a byte order mark.
func TestJSONWithAByteOrderMark(t *testing.T) {
	for _, c := range []struct{ example, command, flag string }{
		{"groups.json", "match", "--groups"},
		{"auyl-week.json", "schedule", "--language=en"},
	} {
		raw, err := os.ReadFile(filepath.Join("../../docs/examples", c.example))
		if err != nil {
			t.Fatal(err)
		}
		in := filepath.Join(t.TempDir(), c.example)
		if err := os.WriteFile(in, append([]byte("\ufeff"), raw...), 0o600); err != nil {
			t.Fatal(err)
		}
		want(t, 0, "", c.command, c.flag, "--in", in, "--out", filepath.Join(t.TempDir(), "out.json"))
		if err := os.WriteFile(in, append([]byte("\ufeff\ufeff"), raw...), 0o600); err != nil {
			t.Fatal(err)
		}
		want(t, 1, "", c.command, c.flag, "--in", in, "--out", filepath.Join(t.TempDir(), "out.json"))
	}
}
