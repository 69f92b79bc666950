package intake

import (
	"context"
	"strings"

	"talim/internal/db"
	"talim/internal/exchange"
	"talim/internal/people/staffimport"
	"talim/internal/timetable/lessonimport"
	"talim/internal/verb"
)

// A timetable may name teachers whom the staff list does not. The reader may add
// them with the same confirmation: as teachers, with their name and nothing else.

// MaxJoining is how many teachers may join so: more than any school has. A file that
// names more is not of this school.
const MaxJoining = 1000

// compareLessons says what the lessons change and who in them is unknown; with
// AddTeachers, as it will be when those have joined.
func (d desk) compareLessons(f *file, p *Preview) error {
	diff, err := d.lessons.CompareIn(d.ctx, d.Read(), d.actor, f.lessonImport(*p, ""))
	p.AddTeachers = p.AddTeachers && len(diff.Unknown) <= MaxJoining
	if err != nil || !p.AddTeachers || len(diff.Unknown) == 0 {
		p.Lessons, p.Unknown = diff, diff.Unknown
		return err
	}
	p.Joining = diff.Unknown
	rows, err := joiningRows(d.ctx, d.Read(), d.actor.School, *f, diff.Unknown)
	if err != nil {
		return err
	}
	if p.Staff, err = d.staff.Compare(d.ctx, d.actor, rows, staffimport.Options{On: p.Starts}); err != nil {
		return err
	}
	in := f.lessonImport(*p, "")
	for _, r := range rows {
		in.Joining = append(in.Joining, lessonimport.Joining{Code: r.Code, FamilyName: r.FamilyName, GivenName: r.GivenName, Patronymic: r.Patronymic})
	}
	p.Lessons, err = d.lessons.CompareIn(d.ctx, d.Read(), d.actor, in)
	p.Unknown = p.Lessons.Unknown
	return err
}

// join adds the unknown teachers to the staff, in the transaction of the import.
func (s *Service) join(w verb.Work, f file, p *Preview, expect string) error {
	diff, err := s.lessons.CompareIn(w.Ctx, w.Tx, w.Actor, f.lessonImport(*p, ""))
	if err != nil || len(diff.Unknown) == 0 || len(diff.Unknown) > MaxJoining {
		return err
	}
	rows, err := joiningRows(w.Ctx, w.Tx, w.Actor.School, f, diff.Unknown)
	if err != nil {
		return err
	}
	p.Joining = diff.Unknown
	p.Staff, err = s.staff.ApplyIn(w, rows, staffimport.Options{On: p.Starts, Expect: expect})
	return err
}

// joiningRows are the unknown as rows of a staff list, with the names that the file
// gives them, and codes.
func joiningRows(ctx context.Context, c db.Conn, school string, f file, unknown []lessonimport.Unknown) ([]staffimport.Row, error) {
	named := map[string]exchange.Teacher{}
	for _, t := range f.source.book.Teachers {
		named[t.Label] = t
	}
	rows := make([]staffimport.Row, len(unknown))
	for i, u := range unknown {
		t, known := named[u.Name]
		if !known {
			t = exchange.Person(u.Name)
		}
		rows[i] = staffimport.Joining(i+1, t)
	}
	return rows, giveCodes(ctx, c, school, rows)
}

// expected divides what a confirmation expects into that of staff and of lessons.
func expected(text string) (staff, lessons string) {
	if before, after, both := strings.Cut(text, " "); both {
		return before, after
	}
	return "", text
}
