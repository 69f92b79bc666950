package db

import (
	"context"
	"time"
)

// EraseLog leaves nothing of earlier commits on the disk. SQLite keeps them in its log until
// it is overwritten: from one copy of the files somebody could read what each commit changed.
// It waits a little for those who read; what is in the log then goes with the next erasing,
// and no later than when the program ends. PostgreSQL writes its log for others too, and
// nothing here can erase it.
func (d *DB) EraseLog(ctx context.Context) error {
	if d.dialect != dialectSQLite {
		return nil
	}
	for range 20 {
		var busy, frames, moved int
		if err := d.write.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &moved); err != nil {
			return translate(err)
		}
		if busy == 0 {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return nil
}
