//go:build !unix

package durable

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// The lock is a file that one program alone can make; one that a killed program left
// counts for a minute.
const (
	lockName = ".talim.lock"
	lockEnds = time.Minute
	lockLook = 20 * time.Millisecond
)

func lockFolder(folder string) (func() error, error) {
	name := filepath.Join(folder, lockName)
	for {
		f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // the path is the operator's own
		if err == nil {
			return func() error { return os.Remove(name) }, f.Close()
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
		if info, err := os.Stat(name); err == nil && time.Since(info.ModTime()) > lockEnds {
			_ = os.Remove(name)
		}
		time.Sleep(lockLook)
	}
}
