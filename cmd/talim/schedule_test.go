package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSchedule(t *testing.T) {
	folder := t.TempDir()
	in, out := filepath.Join(folder, "week.json"), filepath.Join(folder, "plan.json")
	const example = "../../docs/examples/auyl-week.json"
	want(t, 0, "", "schedule", "--in", example, "--out", out)
	got, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	shown, err := os.ReadFile("../../docs/examples/auyl-plan.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, shown) {
		t.Error("docs/examples/auyl-plan.json is not what the program makes of auyl-week.json; make it again")
	}
	want(t, 0, "T-A2: из того же методического объединения", "schedule", "--in", example, "--out", "-", "--language", "ru")
	want(t, 0, "сол әдістемелік бірлестікте", "schedule", "--in", example, "--out", "-", "--language", "kk")
	if err := os.WriteFile(in, []byte("{\n\"people\": 1}"), 0o600); err != nil {
		t.Fatal(err)
	}
	want(t, 1, "line 2: people cannot be a number", "schedule", "--in", in, "--out", out)
	want(t, 1, "no such file", "schedule", "--in", filepath.Join(folder, "nothing"), "--out", out)
	want(t, 2, "language", "schedule", "--in", in, "--out", out, "--language", "fr")
}

// impossible is a week in which something of everything cannot be.
const impossible = `{"hours":{"days":[1],"bells":[{"shift":1,"number":1,"starts":"08:30","ends":"09:15"},{"shift":1,"number":2,"starts":"09:20","ends":"10:05"}]},
"people":[{"id":"A","units":["U"]},{"id":"B","lessons":[{"day":1,"starts":"08:30","ends":"09:15","class":"7","subject":"maths"}]},
 {"id":"C","lessons":[{"day":1,"starts":"09:20","ends":"10:05","class":"8","subject":"maths"}]},
 {"id":"D","lessons":[{"day":1,"starts":"08:30","ends":"09:15","class":"9","subject":"art"}]}],
"max_per_day":1,"meetings":[{"id":"M1","members":["A"]},{"id":"M2","members":["A","B"]},{"id":"M3","members":["B","C"]},{"id":"M4","members":["A"],"per_week":2},{"id":"M5","members":["A"]}],
"visits":{"starts":"2013-09-02","ends":"2013-09-08","pairs":[{"id":"P","mentor":"D","mentee":"B","mentor_per_week":1},{"id":"Q","mentor":"D","mentee":"C","mentor_per_week":2}]},
"decades":{"starts":"2013-09-02","ends":"2013-09-22","units":[{"id":"U","wishes":[{"starts":"2013-01-02","ends":"2013-01-03"}],"not":[{"starts":"2013-09-09","ends":"2013-09-22"}]},
 {"id":"V","not":[{"starts":"2013-09-09","ends":"2013-09-22"}]},{"id":"X"},{"id":"W","not":[{"starts":"2013-09-01","ends":"2013-09-30"}]}]},
"meeting_times":[{"id":"G","members":["B","C"]}],"absences":[{"person":"B","date":"2013-09-02"},{"person":"D","date":"2013-09-02"}],
"keep":{"meetings":[{"meeting":"M3","day":1,"starts":"08:30","ends":"09:15"}],"decades":[{"unit":"X","starts":"2013-09-07","ends":"2013-09-14"},{"unit":"W","starts":"2013-09-02","ends":"2013-09-08"}]}}`

func TestScheduleSaysWhyNotInWholeSentences(t *testing.T) {
	folder := t.TempDir()
	in, out := filepath.Join(folder, "week.json"), filepath.Join(folder, "plan.json")
	for _, language := range []string{"kk", "ru", "en"} {
		var all []byte
		for _, perDay := range []string{`"max_per_day":1`, `"max_per_day":3`} {
			if err := os.WriteFile(in, []byte(strings.Replace(impossible, `"max_per_day":1`, perDay, 1)), 0o600); err != nil {
				t.Fatal(err)
			}
			want(t, 0, "", "schedule", "--in", in, "--out", out, "--language", language)
			raw, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, raw...)
		}
		for _, bad := range []string{"<no value>", "{{", `"text": ""`, `"text": "scheduling.`, "%!"} {
			if bytes.Contains(all, []byte(bad)) {
				t.Errorf("%s: %s in\n%s", language, bad, all)
			}
		}
		for _, key := range []string{"rule.one_place", "rule.per_day", "rule.week", "decade.full", "decade.never", "again.no_longer", "again.decade_moved", "again.decade_no_longer", "decade.one_not", "change.less_often"} {
			if !bytes.Contains(all, []byte("scheduling."+key)) {
				t.Errorf("%s: no %s", language, key)
			}
		}
	}
}
