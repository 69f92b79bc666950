package request_test

import (
	"context"
	"sync"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/request"
	"talim/internal/verb"
)

var (
	ctx    = context.Background()
	actor  = access.Actor{School: "s", Staff: "t"}
	kind   = request.Kind{Table: "wanted", Answered: "test.answered"}
	offers = request.Kind{
		Table: "wanted", Column: "answer", Agreed: "yes", Declined: "no", AgreedAt: "answered_at", EndedAt: "answered_at", Answered: "test.answered",
	}
)

type row struct {
	State      string `db:"state"`
	AgreedAt   string `db:"agreed_at"`
	EndedAt    string `db:"ended_at"`
	Answer     string `db:"answer"`
	AnsweredAt string `db:"answered_at"`
}

type world struct {
	t *testing.T
	d *db.DB
	r verb.Runner
}

// each begins with one request that waits for its answer.
func each(t *testing.T, test func(w world)) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := world{t, d, verb.NewRunner(d, apptest.ClockAt("2013-09-02T09:00").Now)}
		for _, statement := range []string{
			`CREATE TABLE wanted (school_id TEXT NOT NULL, id TEXT NOT NULL, state TEXT NOT NULL, agreed_at TEXT NOT NULL, ended_at TEXT NOT NULL,
				answer TEXT NOT NULL, answered_at TEXT NOT NULL, PRIMARY KEY (school_id, id))`,
			`INSERT INTO wanted VALUES ('s', '1', 'asked', '', '', '', ''), ('other', '1', 'asked', '', '', '', '')`,
		} {
			if _, err := db.Exec(ctx, d.Write(), statement); err != nil {
				t.Fatal(err)
			}
		}
		test(w)
	})
}

func (w world) now() row {
	w.t.Helper()
	r, err := db.One[row](ctx, w.d.Read(), `SELECT state, agreed_at, ended_at, answer, answered_at FROM wanted WHERE school_id = 's'`)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func (w world) answer(k request.Kind, yes bool) error {
	return w.r.Do(ctx, actor, func(v verb.Work) error { return k.Answer(v, "1", yes) })
}

func (w world) end() (ended bool) {
	w.t.Helper()
	err := w.r.Do(ctx, actor, func(v verb.Work) (err error) {
		ended, err = kind.End(v, "1")
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return ended
}

func TestAnswerOnce(t *testing.T) {
	each(t, func(w world) {
		if err := w.answer(kind, true); err != nil {
			t.Fatal(err)
		}
		if r := w.now(); r.State != "agreed" || r.AgreedAt == "" || r.EndedAt != "" {
			w.t.Errorf("%+v", r)
		}
		if err := w.answer(kind, false); !fault.Is(err, fault.KindConflict) {
			w.t.Errorf("a second answer: %v", err)
		}
		if !w.end() || w.end() {
			w.t.Error("ended once, and then there is nothing to do")
		}
		if r := w.now(); r.State != "ended" || r.EndedAt == "" {
			w.t.Errorf("%+v", r)
		}
		n, err := db.One[int](ctx, w.d.Read(), `SELECT count(*) FROM wanted WHERE school_id = 'other' AND state = 'asked'`)
		if err != nil || n != 1 {
			w.t.Errorf("another school's request has changed: %v", err)
		}
	})
}

// Declined and taken back leave the same trace: nothing tells who said no.
func TestDeclineLooksLikeTakingBack(t *testing.T) {
	var traces []row
	each(t, func(w world) {
		if err := w.answer(kind, false); err != nil {
			t.Fatal(err)
		}
		traces = append(traces, w.now())
	})
	each(t, func(w world) {
		w.end()
		traces = append(traces, w.now())
		if err := w.answer(kind, true); !fault.Is(err, fault.KindConflict) {
			w.t.Errorf("what was taken back is agreed to: %v", err)
		}
	})
	for _, r := range traces {
		if r != traces[0] || r.State != "ended" {
			t.Errorf("%+v, %+v", r, traces[0])
		}
	}
}

func TestAnswerOfAnOffer(t *testing.T) {
	each(t, func(w world) {
		if err := w.answer(offers, true); err != nil {
			t.Fatal(err)
		}
		if err := w.answer(offers, false); !fault.Is(err, fault.KindConflict) {
			w.t.Errorf("a second answer: %v", err)
		}
		if r := w.now(); r.Answer != "yes" || r.AnsweredAt == "" || r.State != "asked" {
			w.t.Errorf("%+v", r)
		}
	})
}

// Yes and no at the same moment: one counts, the others are told.
func TestAnswerInARace(t *testing.T) {
	each(t, func(w world) {
		const people = 12
		errs := make([]error, people)
		var all sync.WaitGroup
		for i := range people {
			all.Go(func() { errs[i] = w.answer(kind, i%2 == 0) })
		}
		all.Wait()
		won := -1
		for i, err := range errs {
			switch {
			case err == nil && won >= 0:
				w.t.Errorf("%d and %d both count", won, i)
			case err == nil:
				won = i
			case !fault.Is(err, fault.KindConflict):
				w.t.Error(err)
			}
		}
		if want := map[bool]string{true: "agreed", false: "ended"}[won%2 == 0]; won < 0 || w.now().State != want {
			w.t.Errorf("%d won, and it is %+v", won, w.now())
		}
	})
}
