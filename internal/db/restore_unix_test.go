//go:build unix

package db_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"talim/internal/db"
)

// Root restores for the user who runs the program: over a database, and after a lost
// disk. Somebody else may not give files away, and keeps them.
func TestRestoreKeepsOwnerAndMode(t *testing.T) {
	for name, lost := range map[string]bool{"over the old one": false, "of a lost one": true} {
		t.Run(name, func(t *testing.T) {
			address, backup := saved(t)
			path, user, mode := db.SQLitePath(address), os.Getuid(), os.FileMode(0o600)
			if os.Getuid() == 0 {
				user = 12345
			}
			err := errors.Join(os.Chown(path, user, -1), os.Chown(filepath.Dir(path), user, -1))
			if lost {
				err = errors.Join(err, os.Remove(path))
			} else {
				mode = 0o640
				err = errors.Join(err, os.Chmod(path, mode))
			}
			if err != nil {
				t.Fatal(err)
			}
			if _, err := db.Restore(ctx, backup, address); err != nil {
				t.Fatal(err)
			}
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			owner, is := info.Sys().(*syscall.Stat_t)
			if !is || int(owner.Uid) != user || info.Mode().Perm() != mode {
				t.Errorf("belongs to %d with %v, want %d with %v", owner.Uid, info.Mode(), user, mode)
			}
		})
	}
}
