package evaluation

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/fault"
)

// Somebody copies the files of the database between two answers, with its log and the keys.
// None of the sheets as they lay before the last answer may stand there: the difference of two
// states would be the sheet of whoever was marked in the same commit.
func TestOneCopyOfTheDiskHoldsOneState(t *testing.T) {
	path := filepath.Join(t.TempDir(), "school.db")
	d, err := db.Open(ctx, "sqlite:"+path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	if err := d.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, d, 4)
	v := w.opened("p2013")
	var before []string
	for i, staff := range []string{"m1", "e1", "m2", "e2", "m3", "e3"} {
		w.OK(w.says(v, staff, 1+i%5, fmt.Sprint("words of ", staff)))
		var disk []byte
		for _, name := range []string{path, path + "-wal"} {
			content, err := os.ReadFile(name)
			if err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			disk = append(disk, content...)
		}
		for _, sealed := range before {
			if bytes.Contains(disk, []byte(sealed[len(sealed)/3:len(sealed)/3+60])) {
				t.Errorf("after the answer of %s a sheet of before stands on the disk", staff)
			}
		}
		before, err = db.All[string](ctx, d.Read(), `SELECT sealed FROM survey_sheet`)
		w.OK(err)
		for _, sealed := range before {
			if len(sealed) != len(before[0]) {
				t.Errorf("a sheet of %d signs among those of %d", len(sealed), len(before[0]))
			}
		}
	}
}

// Somebody adds questions of her own for one side to those for both, and subtracts what is
// published: no group of one to four is left over, whatever the sizes of the sides.
func TestQuestionsAddedForOneSideTellOfNoFew(t *testing.T) {
	for mentors := range 11 {
		for mentees := range 11 {
			random := rand.New(rand.NewPCG(uint64(mentors), uint64(mentees)))
			var asked []Question
			for i, side := range []Side{Both, Mentees, Mentors, Both, Mentees} {
				asked = append(asked, Question{ID: fmt.Sprint(i), Kind: Scale, Side: side})
			}
			var sheets []Sheet
			for i := range mentors + mentees {
				side := Mentors
				if i >= mentors {
					side = Mentees
				}
				s, step := Sheet{Side: side, Steps: map[string]int{}}, 1+random.IntN(5)
				for _, q := range asked {
					if q.Asks(side) {
						s.Steps[q.ID] = step
					}
				}
				sheets = append(sheets, s)
			}
			published := map[Side]int{}
			for _, r := range resultsOf(asked, sheets) {
				for _, f := range r.Figures {
					published[f.Group] = f.N
				}
			}
			for _, side := range []Side{Mentors, Mentees} {
				rest := published[Both] - published[side]
				if published[side] != 0 && published[Both] != 0 && rest > 0 && rest < Least || published[side] > 0 && published[side] < Least {
					t.Errorf("%d mentors, %d mentees: %v leaves %d people", mentors, mentees, published, rest)
				}
			}
		}
	}
}

// The same question for one side is refused, whatever its signs and capitals.
func TestQuestionIsNotAskedTwice(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 4)
		v, err := w.Prepare(ctx, who("deputy"), "p2013")
		w.OK(err)
		again := NewQuestion{Kind: Scale, Side: Mentees, KK: "Басқа", RU: "Другое", EN: "i could speak openly and it stayed between us!"}
		w.Refused(w.AddQuestion(ctx, who("deputy"), v.ID, again), fault.KindConflict)
	})
}
