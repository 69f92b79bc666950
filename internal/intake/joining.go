package intake

import (
	"context"
	"strings"

	"talim/internal/access"
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
	diff, rows, err := d.joiners(d.ctx, d.Read(), d.actor, *f, p)
	if err != nil || len(rows) == 0 {
		p.Lessons, p.Unknown = diff, diff.Unknown
		return err
	}
	if p.Staff, err = d.staff.Compare(d.ctx, d.actor, rows, staffimport.Options{On: p.Starts}); err != nil {
		return err
	}
	p.Lessons, err = d.lessons.CompareIn(d.ctx, d.Read(), d.actor, withJoining(f.lessonImport(*p, ""), rows))
	p.Unknown = p.Lessons.Unknown
	return err
}

// joiners are the unknown teachers who join the staff with the lessons: people, not
// vacancies, of whose lessons at least one is taken.
func (s *Service) joiners(ctx context.Context, c db.Conn, actor access.Actor, f file, p *Preview) (lessonimport.Diff, []staffimport.Row, error) {
	in := f.lessonImport(*p, "")
	diff, err := s.lessons.CompareIn(ctx, c, actor, in)
	p.AddTeachers = p.AddTeachers && len(diff.Unknown) <= MaxJoining
	if err != nil || !p.AddTeachers || len(diff.Unknown) == 0 {
		return diff, nil, err
	}
	var unknown []lessonimport.Unknown
	var rows []staffimport.Row
	for i, r := range joiningRows(f, diff.Unknown) {
		if r.Person() {
			unknown, rows = append(unknown, diff.Unknown[i]), append(rows, r)
		}
	}
	joined, err := s.lessons.CompareIn(ctx, c, actor, withJoining(in, rows))
	if err != nil {
		return diff, nil, err
	}
	p.Joining = nil
	var kept []staffimport.Row
	for i, r := range rows {
		if joined.Takes(i) {
			r.Line = len(kept) + 1
			p.Joining, kept = append(p.Joining, unknown[i]), append(kept, r)
		}
	}
	// The timetable has looked for their names already.
	return diff, kept, giveCodes(ctx, c, actor.School, kept, staffimport.AnotherPerson)
}

func withJoining(in lessonimport.Import, rows []staffimport.Row) lessonimport.Import {
	for _, r := range rows {
		in.Joining = append(in.Joining, lessonimport.Joining{Code: r.Code, FamilyName: r.FamilyName, GivenName: r.GivenName, Patronymic: r.Patronymic})
	}
	return in
}

// join adds the unknown teachers to the staff, in the transaction of the import.
func (s *Service) join(w verb.Work, f file, p *Preview, expect string) error {
	p.AddTeachers = true
	_, rows, err := s.joiners(w.Ctx, w.Tx, w.Actor, f, p)
	if err != nil || len(rows) == 0 {
		return err
	}
	p.Staff, err = s.staff.ApplyIn(w, rows, staffimport.Options{On: p.Starts, Expect: expect})
	return err
}

// joiningRows are the unknown as rows of a staff list, with the names that the file
// gives them.
func joiningRows(f file, unknown []lessonimport.Unknown) []staffimport.Row {
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
	return rows
}

// expected divides what a confirmation expects into that of staff and of lessons.
func expected(text string) (staff, lessons string) {
	if before, after, both := strings.Cut(text, " "); both {
		return before, after
	}
	return "", text
}
