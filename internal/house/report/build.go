package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// build measures what the compiler takes, in a copy of the program and with a cache
// of its own.
func (v values) build(root string) error {
	folder, err := os.MkdirTemp("", "house-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if err := os.CopyFS(filepath.Join(folder, "internal"), os.DirFS(filepath.Join(root, "internal"))); err != nil {
		return err
	}
	if err := os.CopyFS(filepath.Join(folder, "cmd"), os.DirFS(filepath.Join(root, "cmd"))); err != nil {
		return err
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o600); err != nil {
			return err
		}
	}
	if v["build"], err = compile(folder); err != nil {
		return err
	}
	added := filepath.Join(folder, "internal/mentoring/measured.go")
	if err := os.WriteFile(added, []byte("package mentoring\n\n// Measured is new.\nfunc Measured() int { return 1 }\n"), 0o600); err != nil {
		return err
	}
	v["export"], err = compile(folder)
	return err
}

// compile gives the seconds of the processor.
func compile(folder string) (string, error) {
	c := exec.CommandContext(context.Background(), "go", "build", "-trimpath", "-o", filepath.Join(folder, "program"), "./cmd/talim")
	c.Dir, c.Stderr = folder, os.Stderr
	c.Env = append(os.Environ(), "GOCACHE="+filepath.Join(folder, "cache"), "CGO_ENABLED=0")
	if err := c.Run(); err != nil {
		return "", err
	}
	took := c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	return fmt.Sprintf("%.0f", took.Seconds()), nil
}
