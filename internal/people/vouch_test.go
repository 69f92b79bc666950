package people

import (
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/secret"
)

// written changes the database as somebody does who has it and not the file of keys.
func (w *world) written(query string, args ...any) {
	w.Helper()
	_, err := db.Exec(w.ctx, w.d.Write(), query, args...)
	w.ok(err)
}

// A post that was written into the database is not made right by what the program does
// with it: corrected, ended, ended with all of the person or with the unit.
func TestChangeDoesNotVouchForAPost(t *testing.T) {
	for name, change := range map[string]func(w *world, id string) error{
		"corrected": func(w *world, id string) error {
			_, err := w.s.CorrectPost(w.ctx, w.director, Correction{Post: id, Starts: start, OrderNo: "1"})
			return err
		},
		"ended": func(w *world, id string) error {
			_, err := w.s.EndPost(w.ctx, w.director, id, "2014-05-25")
			return err
		},
		"left": func(w *world, _ string) error {
			return w.s.EndStaff(w.ctx, w.director, w.teacher.Staff, "2014-05-25")
		},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(w *world) {
				made := w.mustPost(w.s.BeginPost(w.ctx, w.director, NewPost{Staff: w.teacher.Staff, Role: access.ClassLead, Starts: start}))
				w.written(`UPDATE post SET role = 'deputy' WHERE id = $1`, made.ID)
				w.ok(change(w, made.ID))
				now, err := PostByID(w.ctx, w.d.Read(), w.school, made.ID)
				if w.ok(err); now.vouchedBy(w.d.Voucher()) {
					t.Error("vouched for")
				}
				w.written(`DELETE FROM post WHERE id = $1`, made.ID)
			})
		})
	}
}

// A proposal that was written into the database is confirmed by nobody.
func TestProposalWrittenInTheDatabaseIsNotConfirmed(t *testing.T) {
	for name, change := range map[string]string{
		"for another": `UPDATE post_proposal SET staff_id = (SELECT id FROM staff WHERE code = 'SMU-1')`,
		"by another":  `UPDATE post_proposal SET proposed_by = (SELECT id FROM staff WHERE code = 'SMU-1')`,
		"of another":  `UPDATE post_proposal SET unit_id = (SELECT id FROM unit)`,
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(w *world) {
				p := w.proposed(w.director, NewPost{Staff: w.teacher.Staff, Role: access.Coordinator, Starts: start})
				w.written(change)
				w.is(w.s.AnswerProposal(w.ctx, w.admin, p.ID, true), fault.KindConflict)
				w.ok(w.s.AnswerProposal(w.ctx, w.admin, p.ID, false))
				w.written(`DELETE FROM post_proposal`)
			})
		})
	}
}

// BenchmarkHeldPosts is what each page pays for a person of two posts.
func BenchmarkHeldPosts(b *testing.B) {
	k, err := secret.New()
	if err != nil {
		b.Fatal(err)
	}
	list := ""
	for _, role := range []access.Role{access.Teacher, access.ClassLead} {
		p := Post{SchoolID: "01m8qw671t2jq846fc6s9xg39g", ID: db.NewID(), StaffID: "me", Role: role, Period: calendar.From(start)}.sealed(k)
		list += strings.Join([]string{p.Seal, p.ID, p.StaffID, string(p.Role), p.UnitID, string(p.Starts), string(p.Ends)}, "|") + " "
	}
	for b.Loop() {
		if n := len(HeldPosts(k, "01m8qw671t2jq846fc6s9xg39g", "me", start, list)); n != 2 {
			b.Fatal(n)
		}
	}
}
