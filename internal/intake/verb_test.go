package intake

import (
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/people/staffimport"
	"talim/internal/schooltest"
)

// Who may not import changes nothing and learns nothing of a file that waits; another
// school does not find it.
func TestVerbsRefuseAndChangeNothing(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		p, err := w.Begin(ctx, w.deputy, Staff, "f", []byte(wordy))
		w.ok(err)
		_, err = w.Explain(ctx, w.deputy, p.ID, answers("post", "тьютор", "teacher"))
		w.ok(err)
		verbs := map[string]func(a access.Actor, id string) error{
			"SetColumns": func(a access.Actor, id string) error {
				_, err := w.SetColumns(ctx, a, id, Chosen{Starts: "2013-09-02", Unversioned: true})
				return err
			},
			"Explain": func(a access.Actor, id string) error {
				_, err := w.Explain(ctx, a, id, answers("post", "тьютор", "librarian"))
				return err
			},
			"Apply": func(a access.Actor, id string) error { _, err := w.Apply(ctx, a, id, Confirmation{}); return err },
			"Preview": func(a access.Actor, id string) error {
				_, err := w.Preview(ctx, a, id, Choice{EndMissing: true})
				return err
			},
			"Show": func(a access.Actor, id string) error { _, err := w.Show(ctx, a, id); return err },
			"Drop": func(a access.Actor, id string) error { return w.Drop(ctx, a, id) },
		}
		var refused []apptest.Refusal
		for name, do := range verbs {
			add := func(who string, a access.Actor, id, want string) {
				refused = append(refused, apptest.Refusal{Name: name + " by " + who, Want: want, Err: func() error { return do(a, id) }})
			}
			for _, role := range access.Roles {
				if !MayImport.Allows(schooltest.Actor(school, "x", role)) {
					add(string(role), schooltest.Actor(school, "x", role), p.ID, "forbidden intake.forbidden")
				}
			}
			add("nobody", access.Actor{}, p.ID, "forbidden intake.forbidden")
			add("another school", schooltest.Actor("audan", "x", access.Director, access.Administrator), p.ID, "notfound intake.import.not_found")
			add("a deputy, of nothing", schooltest.Actor(school, "x", access.Deputy), "none", "notfound intake.import.not_found")
		}
		apptest.NewWatch(t, d).Refuses(refused...)
		for _, role := range access.Roles {
			a := schooltest.Actor(school, "x", role)
			if _, err := w.Begin(ctx, a, Staff, "f", []byte(wordy)); (err == nil) != MayImport.Allows(a) {
				t.Errorf("a file brought in by %s: %v", role, err)
			}
			if err := w.EndWord(ctx, a, staffimport.Post, "none"); apptest.Says(err) == "" {
				t.Errorf("a word that is not there ended by %s", role)
			}
		}
	})
}

// An import that was brought in, or put away, takes no decision any more; the second click
// finds it so and writes nothing.
func TestVerbsRefuseAClosedImport(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		content := []byte("код;должность\nT-1;учитель\nT-2;учитель\n")
		var closed []string
		for _, end := range []func(id string) error{
			func(id string) error { _, err := w.Apply(ctx, w.deputy, id, Confirmation{}); return err },
			func(id string) error { return w.Drop(ctx, w.deputy, id) },
		} {
			p, err := w.Begin(ctx, w.deputy, Staff, "f", content)
			w.ok(err)
			before := w.count(`SELECT COUNT(*) FROM journal_entry WHERE record_kind = 'import'`)
			w.ok(end(p.ID))
			if n := w.count(`SELECT COUNT(*) FROM journal_entry WHERE record_kind = 'import'`); n != before+1 {
				t.Errorf("%d entries of the end", n-before)
			}
			if n := w.count(`SELECT COUNT(*) FROM import_run WHERE id = $1 AND length(content) > 0`, p.ID); n != 0 {
				t.Error("the file is kept")
			}
			closed = append(closed, p.ID)
		}
		var refused []apptest.Refusal
		for _, id := range closed {
			refused = append(refused,
				apptest.Refusal{Name: "SetColumns", Want: "conflict intake.import.closed", Err: func() error {
					_, err := w.SetColumns(ctx, w.deputy, id, Chosen{Starts: "2013-09-02", Unversioned: true})
					return err
				}},
				apptest.Refusal{Name: "Explain", Want: "conflict intake.import.closed", Err: func() error { _, err := w.Explain(ctx, w.deputy, id, nil); return err }},
				apptest.Refusal{Name: "Drop again", Err: func() error { return w.Drop(ctx, w.deputy, id) }},
			)
		}
		refused = append(refused,
			apptest.Refusal{Name: "Apply again", Err: func() error { _, err := w.Apply(ctx, w.deputy, closed[0], Confirmation{}); return err }},
			apptest.Refusal{Name: "Apply of what was put away", Want: "conflict intake.import.closed", Err: func() error { _, err := w.Apply(ctx, w.deputy, closed[1], Confirmation{}); return err }},
		)
		apptest.NewWatch(t, d).Refuses(refused...)
		if n := w.count(`SELECT COUNT(*) FROM staff`); n != 2 {
			t.Errorf("%d people of two imports of one list", n)
		}
	})
}

// A file of nothing, of too much, or of a kind that is none, is answered in words, and
// nothing of it stays.
func TestBeginRefuses(t *testing.T) {
	w := newWorld(t, apptest.Database(t))
	begin := func(name, want string, kind Kind, content string) apptest.Refusal {
		return apptest.Refusal{Name: name, Want: want, Err: func() error { _, err := w.Begin(ctx, w.deputy, kind, name, []byte(content)); return err }}
	}
	watch := apptest.NewWatch(t, w.d)
	watch.Refuses(begin("no kind", "notfound intake.kind_unknown", "shoes", "a;b\n1;2\n"))
	for name, content := range map[string]string{"nothing": "", "blanks": " \n\t\n", "zeros": strings.Repeat("\x00", 64), "half an archive": "PK\x03\x04 and no more"} {
		changed := watch.Changed(func() {
			if _, err := w.Begin(ctx, w.deputy, Staff, name, []byte(content)); strings.HasPrefix(apptest.Says(err), "not said") || err == nil {
				t.Errorf("%s: %v", name, err)
			}
		})
		if len(changed) > 0 {
			t.Errorf("%s leaves %q", name, changed)
		}
	}
}
