package practice

import (
	"context"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
)

// LogEntry is a line of somebody's learning log: mentors learn too (R102). Its
// text is sealed and opened for its author alone.
type LogEntry struct {
	School    string           `db:"school_id"`
	ID        string           `db:"id"`
	Author    string           `db:"author_id"`
	Date      calendar.Date    `db:"date"`
	Text      string           `db:"text"`
	WrittenAt calendar.Instant `db:"written_at"`
	ErasedAt  calendar.Instant `db:"erased_at"`
}

// NewLogEntry is the input of WriteLog.
type NewLogEntry struct {
	Date calendar.Date
	Text string
}

// maxEntry is the longest entry, in characters: entries are short.
const maxEntry = 2000

func (n NewLogEntry) check(today calendar.Date) error {
	var f fault.Fields
	f.When(f.Day("date", n.Date) && n.Date > today, "date", "practice.date.ahead")
	f.Text("text", n.Text, true, maxEntry)
	return f.Err()
}

// WriteLog adds an entry to the actor's own log.
func (s *Service) WriteLog(ctx context.Context, actor access.Actor, in NewLogEntry) (LogEntry, error) {
	var made LogEntry
	in.Text = strings.TrimSpace(in.Text)
	err := s.do(ctx, actor, func(w work) error {
		if err := access.Must(actor.Staff != "" && ruleLog.Writes(access.Of(actor, access.RecordOf(actor.School, actor.Staff))), "practice.access.own"); err != nil {
			return err
		}
		if err := in.check(w.Date()); err != nil {
			return err
		}
		made = LogEntry{School: actor.School, ID: db.NewID(), Author: actor.Staff, Date: in.Date, WrittenAt: w.Instant()}
		made.Text = w.keeper.SealFor(sealedLog.Of(made.ID), []string{made.Author}, in.Text)
		if err := db.Insert(w.Ctx, w.Tx, "learning_log", made); err != nil {
			return err
		}
		return w.RecordPrivate(eventPrivateKept)
	})
	return made, err
}

// mayErase refuses whoever has yet to show that the account is hers: a text that she
// cannot read is not hers to destroy.
func mayErase(actor access.Actor) error {
	if actor.Closed != "" {
		return fault.Conflict("practice.erase.closed")
	}
	return nil
}

// EraseLog takes the text of an entry of one's own away for good: what is one's
// own and private, one may destroy. That there was an entry stays.
func (s *Service) EraseLog(ctx context.Context, actor access.Actor, id string) error {
	if err := mayErase(actor); err != nil {
		return err
	}
	return s.do(ctx, actor, func(w work) error {
		n, err := db.Exec(w.Ctx, w.Tx, `UPDATE learning_log SET text = '', erased_at = $4
			WHERE school_id = $1 AND id = $2 AND author_id = $3 AND erased_at = ''`, actor.School, id, actor.Staff, w.Instant())
		if err != nil {
			return err
		}
		if n == 0 || actor.Staff == "" {
			return fault.NotFound("practice.log.missing")
		}
		return w.RecordPrivate(eventPrivateErased)
	})
}

// logPage is how many entries a page shows.
const logPage = 50

// Log reads the actor's own log, the newest day first: a page of it after the
// entry before, and whether there is more. Another's log has no address.
func (s *Service) Log(ctx context.Context, actor access.Actor, before string) (list []LogEntry, next string, err error) {
	w := db.From()
	w.And("school_id = ? AND author_id = ? AND erased_at = ''", actor.School, actor.Staff)
	if day, id, ok := strings.Cut(before, "_"); ok {
		w.And("(date < ? OR (date = ? AND id < ?))", day, day, id)
	}
	list, err = s.logRows(ctx, w, logPage+1)
	if err == nil && len(list) > logPage {
		list = list[:logPage]
		last := list[logPage-1]
		next = string(last.Date) + "_" + last.ID
	}
	return list, next, err
}

// searchedEntries bounds how far a search looks back: more than anybody writes.
const searchedEntries = 5000

// SearchLog finds the actor's own entries that hold all the words. The texts are
// sealed, so that they are opened and compared here and not in the database.
func (s *Service) SearchLog(ctx context.Context, actor access.Actor, words string) ([]LogEntry, error) {
	all, err := s.WholeLog(ctx, actor)
	looked := strings.Fields(i18n.Fold(words))
	return slices.DeleteFunc(all, func(e LogEntry) bool {
		text := i18n.Fold(e.Text)
		return slices.ContainsFunc(looked, func(word string) bool { return !strings.Contains(text, word) })
	}), err
}

// WholeLog reads all of the actor's own log, for a search or a paper.
func (s *Service) WholeLog(ctx context.Context, actor access.Actor) ([]LogEntry, error) {
	w := db.From()
	w.And("school_id = ? AND author_id = ? AND erased_at = ''", actor.School, actor.Staff)
	return s.logRows(ctx, w, searchedEntries)
}

func (s *Service) logRows(ctx context.Context, w db.Where, limit int) ([]LogEntry, error) {
	where, most := w.SQL(), w.Next(limit)
	rows, err := db.All[LogEntry](ctx, s.Read(), `SELECT school_id, id, author_id, date, text, written_at, erased_at
		FROM learning_log`+where+` ORDER BY date DESC, id DESC LIMIT `+most, w.Args()...)
	for i := range rows {
		rows[i].Text = s.keeper.Show(ctx, sealedLog.Of(rows[i].ID), rows[i].Text)
	}
	return rows, err
}
