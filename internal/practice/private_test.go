package practice_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/jobs"
	"talim/internal/practice"
	"talim/internal/reminder"
	"talim/internal/secret"
)

const logged = "Сұрақ қойып, үндемей күткен дұрыс екен"

// everyone but the author of a private record.
var everyoneElse = []string{"e1", "e2", "head", "coordinator", "deputy", "director", "admin", "other"}

// R102: a log is kept, found and taken on paper by its author, and by nobody else.
func TestLearningLogIsItsAuthorsAlone(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first, err := w.WriteLog(ctx, who("m1"), practice.NewLogEntry{Date: "2013-09-08", Text: logged})
		w.OK(err)
		_, err = w.WriteLog(ctx, who("m1"), practice.NewLogEntry{Date: "2013-09-09", Text: "Топпен жұмыс"})
		w.OK(err)
		list, next, err := w.Log(ctx, who("m1"), "")
		w.OK(err)
		if len(list) != 2 || next != "" || list[0].Text != "Топпен жұмыс" || list[1].Text != logged {
			t.Errorf("the log: %+v %q", list, next)
		}
		found, err := w.SearchLog(ctx, who("m1"), "КҮТКЕН сұрақ")
		w.OK(err)
		if len(found) != 1 || found[0].ID != first.ID {
			t.Errorf("found %+v", found)
		}
		for _, code := range everyoneElse {
			list, _, err := w.Log(ctx, who(code), "")
			w.OK(err)
			found, err := w.SearchLog(ctx, who(code), "күткен")
			w.OK(err)
			all, err := w.WholeLog(ctx, who(code))
			w.OK(err)
			if len(list)+len(found)+len(all) > 0 {
				t.Errorf("%s reads the log of m1", code)
			}
			w.Refused(w.EraseLog(ctx, who(code), first.ID), fault.KindNotFound)
		}
		kept, err := db.All[string](ctx, w.D.Read(), `SELECT text FROM learning_log WHERE school_id = $1`, school)
		w.OK(err)
		for _, text := range kept {
			if strings.Contains(text, "күткен") || !strings.HasPrefix(text, "sealed:") {
				t.Errorf("readable in the database: %s", text)
			}
		}
		closed := who("m1")
		closed.Closed = "2099-01-01"
		w.Refused(w.EraseLog(ctx, closed, first.ID), fault.KindConflict)
		w.OK(w.EraseLog(ctx, who("m1"), first.ID))
		if n := w.Count(`SELECT count(*) FROM learning_log WHERE school_id = $1 AND text = '' AND erased_at <> ''`, school); n != 1 {
			t.Error("the erased text is still there")
		}
		w.Refused(w.EraseLog(ctx, who("m1"), first.ID), fault.KindNotFound)
	})
}

func TestLogEntriesAreChecked(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for _, in := range []practice.NewLogEntry{
			{Date: "2013-09-09"}, {Text: "x"}, {Date: "2013-09-10", Text: "tomorrow"}, {Date: "2013-09-09", Text: strings.Repeat("ә", 2001)},
		} {
			_, err := w.WriteLog(ctx, who("m1"), in)
			w.Refused(err, fault.KindInvalid)
		}
		for range 51 {
			_, err := w.WriteLog(ctx, who("m1"), practice.NewLogEntry{Date: "2013-09-09", Text: "again"})
			w.OK(err)
		}
		list, next, err := w.Log(ctx, who("m1"), "")
		w.OK(err)
		rest, end, err := w.Log(ctx, who("m1"), next)
		w.OK(err)
		if len(list) != 50 || len(rest) != 1 || end != "" {
			t.Errorf("pages of %d and %d, then %q", len(list), len(rest), end)
		}
	})
}

// A text whose key is lost shows words in its place; the page does not fail.
func TestLostKeyDoesNotBreakThePage(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, err := w.WriteLog(ctx, who("m1"), practice.NewLogEntry{Date: "2013-09-09", Text: logged})
		w.OK(err)
		w.OK(w.NoteResistance(ctx, who("m1"), w.G.ID, practice.NewResistanceNote{Date: "2013-09-09", Category: practice.Fear, Text: "сөйлегенде"}))
		another, err := secret.New()
		w.OK(err)
		w.Service = practice.New(w.D, w.M, another, w.Clock.Now)
		list, _, err := w.Log(ctx, who("m1"), "")
		w.OK(err)
		page, err := w.ResistanceNotes(ctx, who("m1"), w.G.ID)
		w.OK(err)
		if len(list) != 1 || list[0].Text == "" || strings.HasPrefix(list[0].Text, "sealed:") {
			t.Errorf("%+v", list)
		}
		if len(page.Notes) != 1 || page.Notes[0].Category != "" || len(page.Months) != 0 {
			t.Errorf("%+v", page.Notes)
		}
	})
}

// R103: the mentor alone notes and reads signs; not the mentee, not a manager.
func TestSignsAreTheMentorsAlone(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		note := practice.NewResistanceNote{Date: "2013-09-09", Category: practice.Fear, Text: "қолы дірілдейді"}
		w.OK(w.NoteResistance(ctx, who("m1"), w.G.ID, note))
		page, err := w.ResistanceNotes(ctx, who("m1"), w.G.ID)
		w.OK(err)
		if len(page.Notes) != 1 || page.Notes[0].Text != note.Text || len(page.Months) != 1 || page.Months[0].Count[practice.Fear] != 1 {
			t.Fatalf("%+v %+v", page.Notes, page.Months)
		}
		for _, code := range everyoneElse {
			kind := fault.KindForbidden
			if code == "other" {
				kind = fault.KindNotFound
			}
			_, err := w.ResistanceNotes(ctx, who(code), w.G.ID)
			w.Refused(err, kind)
			w.Refused(w.NoteResistance(ctx, who(code), w.G.ID, note), kind)
			w.Refused(w.EraseResistanceNote(ctx, who(code), w.G.ID, page.Notes[0].ID), fault.KindNotFound)
		}
		stored, err := db.One[string](ctx, w.D.Read(), `SELECT category FROM resistance_note WHERE school_id = $1`, school)
		w.OK(err)
		if strings.Contains(stored, "fear") {
			t.Error("the database tells the category")
		}
		entries := w.Count(`SELECT count(*) FROM journal_entry WHERE school_id = $1 AND (record_kind LIKE '%resistance%' OR record_kind LIKE '%log%' OR event LIKE 'practice.sign%')`, school)
		if entries != 0 {
			t.Error("the journal tells who notes signs")
		}
		w.Refused(w.NoteResistance(ctx, who("m1"), w.G.ID, practice.NewResistanceNote{Date: "2013-09-09", Category: "laziness"}), fault.KindInvalid)
		w.OK(w.EraseResistanceNote(ctx, who("m1"), w.G.ID, page.Notes[0].ID))
		w.OK(w.M.Matches.AskChange(ctx, who("m1"), w.G.ID))
		w.Refused(w.NoteResistance(ctx, who("m1"), w.G.ID, note), fault.KindConflict)
		_, err = w.ResistanceNotes(ctx, who("m1"), w.G.ID) // one's own stays readable
		w.OK(err)
	})
}

// R104: the hint follows dated numbers of the school and is told to the mentor alone.
func TestPaceFollowsTheNumbersOfTheSchool(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.Exec(`INSERT INTO school_rule (school_id, id, name, value, source, starts, ends)
VALUES ($1, 'r1', 'practice.pace_notes', '2', 'order 5', '2013-09-01', '9999-12-31')`, school)
		note := practice.NewResistanceNote{Date: "2013-09-09", Category: practice.Passivity}
		w.OK(w.NoteResistance(ctx, who("m1"), w.G.ID, note))
		if w.told("m1")["practice.remind.pace"] {
			t.Error("a hint after one note")
		}
		w.OK(w.NoteResistance(ctx, who("m1"), w.G.ID, note))
		page, err := w.ResistanceNotes(ctx, who("m1"), w.G.ID)
		w.OK(err)
		if page.Pace.Reason() != "notes" || !w.told("m1")["practice.remind.pace"] || page.Pace.Limits.Hours != 24 {
			t.Errorf("%+v, told %v", page.Pace, w.told("m1"))
		}
		w.OK(w.D.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
			return reminder.Close(ctx, tx, w.Clock.Now(), school, w.G.ID, "")
		}))
		w.OK(w.NoteResistance(ctx, who("m1"), w.G.ID, note))
		if w.told("m1")["practice.remind.pace"] {
			t.Error("put away, the hint comes again at once")
		}
		for _, code := range []string{"e1", "deputy", "director", "coordinator"} {
			if w.told(code)["practice.remind.pace"] {
				t.Errorf("%s is told of the mentor's pace", code)
			}
		}
		w.Clock.Set("2013-11-20T09:00") // more than six weeks later
		page, err = w.ResistanceNotes(ctx, who("m1"), w.G.ID)
		w.OK(err)
		if page.Pace.Reason() != "" {
			t.Errorf("weeks later: %+v", page.Pace)
		}
	})
}

func TestPaceCountsHoursAndMovedMeetings(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for _, day := range []calendar.Date{"2013-09-10", "2013-09-12", "2013-09-17"} {
			m := w.Meets(day)
			if day == "2013-09-10" {
				w.Clock.Set("2013-09-10T12:00")
				w.OK(w.M.Pairings.HoldAsPlanned(ctx, who("e1"), m.ID))
				continue
			}
			w.OK(w.M.Pairings.Cancel(ctx, who("e1"), m.ID, "ill"))
		}
		w.Exec(`INSERT INTO school_rule (school_id, id, name, value, source, starts, ends)
VALUES ($1, 'r1', 'practice.pace_moved', '2', '', '2013-09-01', '9999-12-31')`, school)
		w.Clock.Set("2013-09-18T09:00")
		page, err := w.ResistanceNotes(ctx, who("m1"), w.G.ID)
		w.OK(err)
		if page.Pace.Minutes != 45 || page.Pace.Moved != 2 || page.Pace.Reason() != "moved" {
			t.Errorf("%+v", page.Pace)
		}
		worker := jobs.NewWorker(w.D, w.Clock.Now, slog.New(slog.DiscardHandler))
		w.Jobs(worker)
		_, err = worker.RunDue(ctx)
		w.OK(err)
		if !w.told("m1")["practice.remind.pace"] || w.told("e1")["practice.remind.pace"] {
			t.Error("the hint comes by itself, to the mentor alone")
		}
	})
}
