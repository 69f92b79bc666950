package main

import (
	"bytes"
	"os"
	"path/filepath"
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
