package intake

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/people/staffimport"
)

const wordy = "код,фио,должность,предмет,категория\nT-1,Ким Вера,физрук,Физра,пед-мод\nT-2,Ли Анна,тьютор,,соотв\nT-3,Ан Олег,сторож,,\n"

func answers(pairs ...string) []Answer {
	var out []Answer
	for i := 0; i+2 < len(pairs); i += 3 {
		out = append(out, Answer{Kind: staffimport.WordKind(pairs[i]), Text: pairs[i+1], Meaning: pairs[i+2]})
	}
	return out
}

// What the school says of its words holds for this file, for the next and for the
// command line, until somebody ends it.
func TestExplainIsRemembered(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		p, err := w.Begin(ctx, w.deputy, Staff, "f", []byte(wordy))
		w.ok(err)
		var asked []string
		for _, x := range p.Words {
			asked = append(asked, string(x.Kind)+" "+x.Text)
		}
		if want := "subject Физра|post физрук|category пед-мод|post тьютор|category соотв|post сторож"; !sameWords(asked, want) || p.Report.Added != 1 {
			t.Errorf("asked %v, %+v", asked, p.Report)
		}
		before := w.count(`SELECT COUNT(*) FROM journal_entry`)
		p, err = w.Explain(ctx, w.deputy, p.ID, answers("post", "Физрук", "teacher", "subject", "физра", "PE", "category", "пед-мод", "moderator",
			"post", "тьютор", "psychologist", "category", "соотв", "", "post", "сторож", ""))
		w.ok(err)
		if len(p.Words) != 0 || p.Report.Added != 2 || len(p.Report.Refused) != 0 || w.count(`SELECT COUNT(*) FROM journal_entry`) != before+1 {
			t.Errorf("%v, %+v", p.Words, p.Report)
		}
		_, err = w.Apply(ctx, w.deputy, p.ID, Confirmation{Expect: p.Expect})
		w.ok(err)
		if w.count(`SELECT COUNT(*) FROM post WHERE role = 'psychologist'`) != 1 || w.count(`SELECT COUNT(*) FROM teaches WHERE subject_code = 'PE'`) != 1 {
			t.Error("the words mean something else")
		}
		path := filepath.Join(t.TempDir(), "f.csv")
		w.ok(os.WriteFile(path, []byte(wordy), 0o600))
		if r, err := Run(ctx, w.Service, Staff, "A", path, RunOptions{}); err != nil || r.Unclear != 0 || r.Unchanged != 2 {
			t.Errorf("the command line: %+v, %v", r, err)
		}
		w.ok(w.EndWord(ctx, w.deputy, staffimport.Post, staffimport.WordKey("Тьютор")))
		if r, err := Run(ctx, w.Service, Staff, "A", path, RunOptions{}); err != nil || r.Unclear != 1 {
			t.Errorf("ended: %+v, %v", r, err)
		}
		if w.count(`SELECT COUNT(*) FROM import_word WHERE ended_at = ''`) != 5 || w.count(`SELECT COUNT(*) FROM import_word`) != 6 {
			t.Error("history does not stay")
		}
	})
}

func sameWords(got []string, want string) bool {
	if len(got) != strings.Count(want, "|")+1 {
		return false
	}
	for _, x := range got {
		if !strings.Contains("|"+want+"|", "|"+x+"|") {
			return false
		}
	}
	return true
}

// Another meaning of a word ends the one before.
func TestExplainKeepsWhatAWordMeant(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		p, err := w.Begin(ctx, w.deputy, Staff, "f", []byte(wordy))
		w.ok(err)
		for _, meaning := range []string{"teacher", "teacher", "librarian"} {
			_, err := w.Explain(ctx, w.deputy, p.ID, answers("post", "тьютор", meaning))
			w.ok(err)
		}
		if w.count(`SELECT COUNT(*) FROM import_word`) != 2 || w.count(`SELECT COUNT(*) FROM import_word WHERE meaning = 'librarian' AND version = 2 AND ended_at = ''`) != 1 {
			t.Error("versions")
		}
	})
}

func TestExplainRefusesWhatIsNoMeaning(t *testing.T) {
	w := newWorld(t, apptest.Database(t))
	p, err := w.Begin(ctx, w.deputy, Staff, "f", []byte(wordy))
	w.ok(err)
	for name, a := range map[string][]Answer{
		"administrator": answers("post", "тьютор", "administrator"), "a new post": answers("post", "тьютор", "+"), "no kind": answers("shoes", "x", "y"),
		"somebody of nowhere": answers("teacher", "x", "y"), "no word": answers("post", "", "teacher"), "long": answers("post", strings.Repeat("x", 900), "teacher"),
		"many": make([]Answer, MostAsked+1),
	} {
		if _, err := w.Explain(ctx, w.deputy, p.ID, a); !fault.Is(err, fault.KindConflict) {
			t.Errorf("%s: %v", name, err)
		}
	}
	teacher := access.Actor{Account: "a", School: school, Staff: "x", Roles: []access.Role{access.Teacher}}
	if _, err := w.Explain(ctx, teacher, p.ID, nil); !fault.Is(err, fault.KindForbidden) {
		t.Errorf("a teacher: %v", err)
	}
	if err := w.EndWord(ctx, teacher, staffimport.Post, "x"); !fault.Is(err, fault.KindForbidden) {
		t.Errorf("a teacher ended: %v", err)
	}
	if w.count(`SELECT COUNT(*) FROM import_word`) != 0 {
		t.Error("something is kept")
	}
}

// A word is as long as its letters: a post of 150 Kazakh letters is no longer than one of
// 150 Latin ones.
func TestExplainCountsLetters(t *testing.T) {
	w := newWorld(t, apptest.Database(t))
	p, err := w.Begin(ctx, w.deputy, Staff, "f", []byte(wordy))
	w.ok(err)
	for _, c := range []struct {
		letters int
		want    string
	}{{150, ""}, {maxName, ""}, {maxName + 1, "conflict intake.word.unknown_meaning"}} {
		_, err := w.Explain(ctx, w.deputy, p.ID, answers("post", strings.Repeat("ұ", c.letters), "teacher"))
		if got := apptest.Says(err); got != c.want {
			t.Errorf("%d letters: %q, want %q", c.letters, got, c.want)
		}
	}
}

// Of a timetable: teachers under another name, subjects, what is no class.
func TestExplainOfATimetable(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.two()
		content := []byte("учитель,класс,предмет,день,начало,конец\nT-1,5А,Робото,пн,08:30,09:15\nСмирнова,5А,Физика,пн,09:20,10:05\nT-2,Кружок,Физика,пн,08:30,09:15\nT-2,6А,Кл час,вт,08:30,09:15\n")
		p, err := w.Begin(ctx, w.deputy, Timetable, "f", content)
		w.ok(err)
		var asked []string
		for _, x := range p.Words {
			asked = append(asked, string(x.Kind)+" "+x.Text)
		}
		if !sameWords(asked, "subject Робото|subject Кл час|class Кружок|teacher Смирнова") {
			t.Errorf("asked %v", asked)
		}
		id, err := db.One[string](ctx, d.Read(), `SELECT id FROM staff WHERE code = 'T-1'`)
		w.ok(err)
		p, err = w.Explain(ctx, w.deputy, p.ID, answers("subject", "Робото", "ICT", "subject", "кл час", "+", "class", "кружок", "", "teacher", "Смирнова", id))
		w.ok(err)
		if len(p.Words) != 0 || p.Report.Added != 3 || p.Report.Strangers != 0 || len(p.Report.LeftOut) != 1 {
			t.Errorf("%v, %+v", p.Words, p.Report)
		}
		_, err = w.Apply(ctx, w.deputy, p.ID, Confirmation{Expect: p.Expect})
		w.ok(err)
		if w.count(`SELECT COUNT(*) FROM lesson WHERE staff_id = $1`, id) != 2 || w.count(`SELECT COUNT(*) FROM subject WHERE code = 'ICT'`) != 1 {
			t.Error("the lessons are others")
		}
	})
}
