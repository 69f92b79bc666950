package db

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// ErrBackup is returned where a backup is not made or read by this program.
var ErrBackup = errors.New("db: PostgreSQL has its own tools for backups: pg_dump and pg_restore")

// Backup writes a copy of the SQLite database to a new file while others go on
// working. The copy is one moment's state, without gaps.
func (d *DB) Backup(ctx context.Context, path string) error {
	if d.dialect != dialectSQLite {
		return ErrBackup
	}
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("backup: %w: %s", os.ErrExist, path)
	}
	_, err := d.read.ExecContext(ctx, "VACUUM INTO $1", path)
	return translate(err)
}
