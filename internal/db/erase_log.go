package db

import (
	"context"
	"fmt"
	"time"
)

// OutOfLog are tables of which PostgreSQL writes nothing into its log: what stands there lives
// from one change to the next, and no older copy of it may be left. A crash of the server, a
// restore from its log and a standby have them empty; whoever owns one knows what to do then.
var OutOfLog = []string{"survey_key"}

// keepOutOfLog makes them so; PostgreSQL alone has a log for others.
func (d *DB) keepOutOfLog(ctx context.Context) error {
	if d.dialect != dialectPostgres {
		return nil
	}
	for _, table := range OutOfLog {
		logged, err := All[string](ctx, d.Write(), `SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relname = $1 AND relpersistence = 'p'`, table)
		if err != nil {
			return err
		}
		if len(logged) == 0 {
			continue
		}
		if _, err := d.write.ExecContext(ctx, `ALTER TABLE `+table+` SET UNLOGGED`); err != nil {
			return fmt.Errorf("keep %s out of the log: %w", table, translate(err))
		}
	}
	return nil
}

// EraseLog leaves nothing of earlier commits on the disk. SQLite keeps them in its log until
// it is overwritten: from one copy of the files somebody could read what each commit changed.
// It waits a little for those who read; what is in the log then goes with the next erasing,
// and no later than when the program ends. PostgreSQL writes its log for others too, and
// nothing here can erase it; what must not stand there is in [OutOfLog], and of those tables
// older rows go: the table is written anew and its old file removed.
func (d *DB) EraseLog(ctx context.Context) error {
	if d.dialect == dialectPostgres {
		for _, table := range OutOfLog {
			if _, err := d.write.ExecContext(ctx, `VACUUM FULL `+table); err != nil {
				return translate(err)
			}
		}
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
