//go:build unix

package durable

import (
	"errors"
	"os"
	"syscall"
)

func lockFolder(folder string) (func() error, error) {
	f, err := os.Open(folder) //nolint:gosec // the path is the operator's own
	if err != nil {
		return nil, err
	}
	for {
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX) //nolint:gosec // a descriptor fits
		if !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	if errors.Is(err, syscall.ENOTSUP) || errors.Is(err, syscall.ENOLCK) { // a file system that knows no locks
		err = nil
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f.Close, nil
}
