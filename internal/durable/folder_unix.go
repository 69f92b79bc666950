//go:build unix

package durable

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// flushFolder brings the names in a folder to the disk. A file system that cannot
// flush a folder says EINVAL and does it by itself.
func flushFolder(folder string) error {
	f, err := os.Open(folder) //nolint:gosec // the path is the operator's own
	if err != nil {
		return err
	}
	err = f.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		err = nil
	}
	return errors.Join(err, f.Close())
}

// giveTo makes f belong to the owner of the old file: root changes the file of the
// user who runs the program, and that user must still be able to read it. Whoever
// may not give files away keeps them.
func giveTo(f *os.File, old fs.FileInfo) error {
	owner, known := old.Sys().(*syscall.Stat_t)
	if !known {
		return nil
	}
	err := f.Chown(int(owner.Uid), int(owner.Gid))
	if errors.Is(err, fs.ErrPermission) {
		return nil
	}
	return err
}
