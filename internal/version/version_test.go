package version_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/verb"
	"talim/internal/version"
)

var (
	ctx   = context.Background()
	actor = access.Actor{Account: "a", School: "school", Staff: "s"}
)

// text is a record whose versions stand beside one another, card one that is
// written over.
type text struct {
	School  string `db:"school_id"`
	ID      string `db:"id"`
	Of      string `db:"of_id"`
	Version int    `db:"version"`
	Text    string `db:"text"`
}

type card struct {
	School  string `db:"school_id"`
	ID      string `db:"id"`
	Phone   string `db:"phone"`
	Version int    `db:"version"`
}

type world struct {
	*testing.T
	d *db.DB
	r verb.Runner
}

func each(t *testing.T, fn func(w world)) {
	t.Helper()
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		w := world{t, d, verb.NewRunner(d, apptest.ClockAt("2013-09-02T09:00").Now)}
		for _, made := range []string{
			`CREATE TABLE sample_text (school_id TEXT, id TEXT, of_id TEXT, version BIGINT, text TEXT, UNIQUE (school_id, of_id, version))`,
			`CREATE TABLE sample_card (school_id TEXT, id TEXT, phone TEXT, version BIGINT, PRIMARY KEY (school_id, id))`,
			`INSERT INTO sample_card VALUES ('school', '1', '', 1), ('other', '1', '', 7)`,
		} {
			if _, err := db.Exec(ctx, d.Write(), made); err != nil {
				t.Fatal(err)
			}
		}
		fn(w)
	})
}

// add saves a text made from a version; ids go down, as after a clock that was ahead.
func (w world) add(from int, id, words string) (was text, err error) {
	err = w.r.Do(ctx, actor, func(x verb.Work) error {
		made := text{School: "school", ID: id, Of: "plan", Text: words}
		was, err = version.Add(x, "sample_text", from, &made, "school_id", "of_id")
		return err
	})
	return was, err
}

func (w world) replace(from int, id, phone string) (was card, err error) {
	err = w.r.Do(ctx, actor, func(x verb.Work) error {
		was, err = version.Replace(x, "sample_card", from, &card{School: "school", ID: id, Phone: phone}, "school_id", "id")
		return err
	})
	return was, err
}

func TestAddNumbersVersionsAndNotTheirIDs(t *testing.T) {
	each(t, func(w world) {
		none, err := version.Newest[text](ctx, w.d.Read(), "sample_text", "school_id", "school", "of_id", "plan")
		if err != nil || none.Version != 0 {
			w.Fatalf("before the first: %+v, %v", none, err)
		}
		if was, err := w.add(0, "zzz", "first"); err != nil || was.Version != 0 {
			w.Fatalf("first: %+v, %v", was, err)
		}
		if was, err := w.add(1, "aaa", "second"); err != nil || was.Text != "first" {
			w.Fatalf("second: %+v, %v", was, err)
		}
		now, err := version.Newest[text](ctx, w.d.Read(), "sample_text", "school_id", "school", "of_id", "plan")
		if err != nil || now.Text != "second" || now.Version != 2 {
			w.Errorf("newest %+v, %v", now, err)
		}
		all, err := version.All[text](ctx, w.d.Read(), "sample_text", "school_id", "school", "of_id", "plan")
		if err != nil || len(all) != 2 || all[1].Text != "first" {
			w.Errorf("history %+v, %v", all, err)
		}
		texts, err := db.All[string](ctx, w.d.Read(), `SELECT t.text FROM sample_text t WHERE `+version.NewestOf("sample_text", "t", "school_id", "of_id"))
		if err != nil || len(texts) != 1 || texts[0] != "second" {
			w.Errorf("newest by SQL %v, %v", texts, err)
		}
	})
}

func TestAddRefusesAnOlderVersion(t *testing.T) {
	each(t, func(w world) {
		_, err := w.add(0, "1", "first")
		_, second := w.add(1, "2", "by the other")
		if err != nil || second != nil {
			w.Fatal(err, second)
		}
		for _, from := range []int{0, 1, 3} {
			_, err := w.add(from, "3", "mine")
			now, ok := version.Meanwhile[text](err)
			if !fault.Is(err, fault.KindConflict) || !ok || now.Text != "by the other" || now.Version != 2 {
				w.Errorf("from %d: %v, stands there %+v", from, err, now)
			}
		}
		if _, ok := version.Meanwhile[card](second); ok {
			w.Error("no conflict knows what stands there")
		}
	})
}

func TestReplaceRaisesTheNumber(t *testing.T) {
	each(t, func(w world) {
		if was, err := w.replace(1, "1", "+7"); err != nil || was.Phone != "" {
			w.Fatalf("%+v, %v", was, err)
		}
		_, err := w.replace(1, "1", "+8")
		if now, ok := version.Meanwhile[card](err); !fault.Is(err, fault.KindConflict) || !ok || now.Phone != "+7" || now.Version != 2 {
			w.Errorf("an older version: %v, stands there %+v", err, now)
		}
		if _, err := w.replace(0, "none", "+8"); !errors.Is(err, db.ErrNotFound) {
			w.Errorf("no such row: %v", err)
		}
		if n, _ := db.One[int](ctx, w.d.Read(), `SELECT version FROM sample_card WHERE school_id = 'other'`); n != 7 {
			w.Errorf("the row of another school has version %d", n)
		}
	})
}

// race lets two save at once what both made from one version.
func (w world) race(save func(words string) error, now func(error) string) {
	w.Helper()
	errs, words := make([]error, 2), []string{"mine", "yours"}
	var both sync.WaitGroup
	for i := range errs {
		both.Go(func() { errs[i] = save(words[i]) })
	}
	both.Wait()
	lost := 0
	if errs[0] == nil {
		lost = 1
	}
	if errs[1-lost] != nil || !fault.Is(errs[lost], fault.KindConflict) {
		w.Fatalf("of two at once one wins, the other is told: %v", errs)
	}
	if got := now(errs[lost]); got != words[1-lost] && got != "" { // "": the index was faster
		w.Errorf("who lost is told of %q", got)
	}
}

func TestAddOfTwoAtOnce(t *testing.T) {
	each(t, func(w world) {
		w.race(func(words string) error { _, err := w.add(0, words, words); return err },
			func(err error) string { now, _ := version.Meanwhile[text](err); return now.Text })
	})
}

func TestReplaceOfTwoAtOnce(t *testing.T) {
	each(t, func(w world) {
		w.race(func(words string) error { _, err := w.replace(1, "1", words); return err },
			func(err error) string { now, _ := version.Meanwhile[card](err); return now.Phone })
	})
}

func TestVersionAsksForItsColumn(t *testing.T) {
	each(t, func(w world) {
		err := w.r.Do(ctx, actor, func(x verb.Work) error {
			row := struct {
				School string `db:"school_id"`
				ID     string `db:"id"`
			}{"school", "1"}
			_, err := version.Replace(x, "sample_card", 1, &row, "school_id", "id")
			return err
		})
		if !errors.Is(err, db.ErrRow) && !errors.Is(err, db.ErrColumns) {
			w.Errorf("a row without a number: %v", err)
		}
	})
}
