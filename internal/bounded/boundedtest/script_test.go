package boundedtest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// What cannot be measured is said, with why, instead of an empty table.
func TestBoundsSaysWhatItCouldNotMeasure(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such shell there")
	}
	for name, c := range map[string]struct{ program, says string }{
		"go fails":         {"echo 'no network here'; exit 1", "no network here"},
		"nothing measures": {"echo 'ok'", "measured nothing"},
		"a test fails":     {"echo '    attack_test.go:7: took 99 MB'; echo 'bounds|TestX/a|1|0.1|1|taken'; exit 1", "took 99 MB"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			if err := os.WriteFile(filepath.Join(folder, "go"), []byte("#!/bin/sh\n"+c.program+"\n"), 0o700); err != nil { //nolint:gosec // a program
				t.Fatal(err)
			}
			cmd := exec.CommandContext(t.Context(), "../../../scripts/bounds", "internal/tabular")
			cmd.Env = append(os.Environ(), "PATH="+folder+string(os.PathListSeparator)+os.Getenv("PATH"))
			said, err := cmd.CombinedOutput()
			if err == nil || !strings.Contains(string(said), c.says) {
				t.Errorf("%v: %s", err, said)
			}
		})
	}
}
