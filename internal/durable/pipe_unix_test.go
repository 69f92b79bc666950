//go:build unix

package durable_test

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"talim/internal/durable"
)

func TestWriteToAPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	got := make(chan string)
	go func() {
		f, err := os.Open(path)
		if err != nil {
			got <- err.Error()
			return
		}
		defer f.Close()
		content, _ := io.ReadAll(f)
		got <- string(content)
	}()
	if err := durable.WriteFile(path, 0o600, []byte("through")); err != nil {
		t.Fatal(err)
	}
	if text := <-got; text != "through" {
		t.Errorf("read %q", text)
	}
	if info, err := os.Stat(path); err != nil || info.Mode()&fs.ModeNamedPipe == 0 {
		t.Errorf("the pipe is %v, %v", info.Mode(), err)
	}
}

// Root adds a key to the file of the user who runs the program.
func TestWriteKeepsTheOwner(t *testing.T) {
	if os.Getuid() != 0 {
		return // nobody else can give a file away
	}
	path := filepath.Join(t.TempDir(), "keys")
	write(t, path, "old")
	if err := os.Chown(path, 12345, 12346); err != nil {
		t.Fatal(err)
	}
	if err := durable.WriteFile(path, 0o600, []byte("new")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if owner := info.Sys().(*syscall.Stat_t); owner.Uid != 12345 || owner.Gid != 12346 {
		t.Errorf("belongs to %d:%d", owner.Uid, owner.Gid)
	}
}
