package durable_test

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"talim/internal/durable"
)

const (
	victimEnv = "TALIM_TEST_DURABLE_VICTIM" // the file that the killed program writes
	stepEnv   = "TALIM_TEST_DURABLE_STEP"   // the step before which it is killed
)

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// names lists what lies in a folder.
func names(t *testing.T, folder string) string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return strings.Join(out, " ")
}

var (
	oldText = strings.Repeat("old ", 5000)
	newText = strings.Repeat("newer ", 9000)
)

// The program is killed before each step in turn: the file is the old one or the
// new one, and the new one once Write has told of its end.
func TestWriteKilledAtEachStepLeavesOldOrNew(t *testing.T) {
	if path := os.Getenv(victimEnv); path != "" {
		victim(path)
	}
	steps := 0
	for killed := true; killed; steps++ {
		path := filepath.Join(t.TempDir(), "keys")
		write(t, path, oldText)
		child := exec.Command(os.Args[0], "-test.run", "^TestWriteKilledAtEachStepLeavesOldOrNew$")
		child.Env = append(os.Environ(), victimEnv+"="+path, stepEnv+"="+fmt.Sprint(steps))
		out, err := child.Output()
		killed = err != nil
		switch got := read(t, path); {
		case got != oldText && got != newText:
			t.Errorf("killed before step %d (%s): %d bytes that are neither", steps, out, len(got))
		case !killed && got != newText:
			t.Error("written without an error, and the old one is there")
		}
		if !killed {
			break
		}
		if err := durable.WriteFile(path, 0o600, []byte(newText)); err != nil || read(t, path) != newText {
			t.Errorf("the next write after %s: %v", out, err)
		}
	}
	if steps < 7 {
		t.Errorf("killed at %d steps only", steps)
	}
}

// victim writes and kills itself before the step it was told.
func victim(path string) {
	left := 0
	_, _ = fmt.Sscan(os.Getenv(stepEnv), &left)
	durable.Step = func(name string) {
		if left == 0 {
			fmt.Print(name)
			self, err := os.FindProcess(os.Getpid())
			if err == nil {
				_ = self.Kill()
			}
			select {}
		}
		left--
	}
	if err := durable.WriteFile(path, 0o600, []byte(newText)); err != nil {
		fmt.Print(err)
		os.Exit(3)
	}
	os.Exit(0)
}

func TestWriteFailureKeepsTheOldFile(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "result.json")
	write(t, path, oldText)
	full := errors.New("no room")
	err := durable.Write(path, 0o644, func(w io.Writer) error {
		_, _ = io.WriteString(w, "half of ")
		return full
	})
	if !errors.Is(err, full) || read(t, path) != oldText || names(t, folder) != "result.json" {
		t.Errorf("%v, %d bytes, beside it %s", err, len(read(t, path)), names(t, folder))
	}
}

// A disk that gives back something else is noticed before the old file goes.
func TestWriteReadsBack(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "keys")
	write(t, path, oldText)
	durable.Step = func(name string) {
		if name != "read back" {
			return
		}
		parts, err := filepath.Glob(filepath.Join(folder, ".keys.part-*"))
		if err != nil || len(parts) != 1 {
			t.Fatalf("%v, %v", parts, err)
		}
		write(t, parts[0], "the disk says so")
	}
	defer func() { durable.Step = func(string) {} }()
	if err := durable.WriteFile(path, 0o600, []byte(newText)); !errors.Is(err, durable.ErrReadBack) {
		t.Errorf("got %v", err)
	}
	if read(t, path) != oldText || names(t, folder) != "keys" {
		t.Errorf("left: %s", names(t, folder))
	}
}

func TestWriteGivesTheMode(t *testing.T) {
	for _, mode := range []fs.FileMode{0o600, 0o644} {
		for _, before := range []string{"", "there"} {
			path := filepath.Join(t.TempDir(), "file")
			if before != "" {
				write(t, path, before)
			}
			if err := durable.WriteFile(path, mode, []byte("x")); err != nil {
				t.Fatal(err)
			}
			if info, err := os.Stat(path); err != nil || info.Mode() != mode {
				t.Errorf("mode %v, %v; want %v", info.Mode(), err, mode)
			}
		}
	}
}

func TestWriteNeverReplacesADevice(t *testing.T) {
	if err := durable.WriteFile(os.DevNull, 0o600, []byte("nothing")); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Fatalf("%v, %v", info, err)
	}
	if err := durable.WriteFile(t.TempDir(), 0o600, []byte("x")); err == nil {
		t.Error("a folder was written to")
	}
}

func TestWriteFollowsALink(t *testing.T) {
	for _, before := range []string{"", "there"} {
		folder := t.TempDir()
		real, link, chain := filepath.Join(folder, "real"), filepath.Join(folder, "link"), filepath.Join(folder, "chain")
		if before != "" {
			write(t, real, before)
		}
		if err := errors.Join(os.Symlink("real", link), os.Symlink(link, chain)); err != nil {
			t.Fatal(err)
		}
		if err := durable.WriteFile(chain, 0o600, []byte("new")); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Lstat(chain); err != nil || info.Mode()&fs.ModeSymlink == 0 || read(t, real) != "new" {
			t.Errorf("%v, %v, %q", info, err, read(t, real))
		}
	}
	round := filepath.Join(t.TempDir(), "round")
	if err := os.Symlink(round, round); err != nil {
		t.Fatal(err)
	}
	if err := durable.WriteFile(round, 0o600, nil); err == nil {
		t.Error("a link to itself was written to")
	}
}

// What a killed program left is removed, what another is just writing is not.
func TestWriteSweepsForgottenParts(t *testing.T) {
	folder := t.TempDir()
	for name, age := range map[string]time.Duration{".keys.part-1": 2 * time.Hour, ".keys.part-2": time.Minute, ".other.part-1": 2 * time.Hour} {
		path := filepath.Join(folder, name)
		write(t, path, "x")
		if at := time.Now().Add(-age); os.Chtimes(path, at, at) != nil {
			t.Fatal("no times")
		}
	}
	if err := durable.WriteFile(filepath.Join(folder, "keys"), 0o600, nil); err != nil {
		t.Fatal(err)
	}
	if got := names(t, folder); got != ".keys.part-2 .other.part-1 keys" {
		t.Errorf("left: %s", got)
	}
}

func TestReplaceTakesAFinishedFile(t *testing.T) {
	folder := t.TempDir()
	made, path := filepath.Join(folder, "made"), filepath.Join(folder, "file")
	write(t, made, "new")
	write(t, path, "old")
	if err := durable.Replace(made, path); err != nil || read(t, path) != "new" || names(t, folder) != "file" {
		t.Errorf("%v, %q, %s", err, read(t, path), names(t, folder))
	}
	if err := durable.Replace(made, path); !errors.Is(err, fs.ErrNotExist) || read(t, path) != "new" {
		t.Errorf("nothing to replace with: %v", err)
	}
}
