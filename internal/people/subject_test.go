package people

import (
	"slices"
	"testing"
)

// A subject that is sent with spaces around it is the same subject: it goes on.
func TestSetSubjectsKeepsWhatIsWrittenWithSpaces(t *testing.T) {
	each(t, func(w *world) {
		id := w.teacher.Staff
		w.ok(w.s.SetSubjects(w.ctx, w.deputy, NewSubjects{Staff: id, Version: 1, Subjects: []string{"Math", "Қазақ тілі"}, Starts: start}))
		w.ok(w.s.SetSubjects(w.ctx, w.deputy, NewSubjects{Staff: id, Version: 2, Subjects: []string{" Math", "Қазақ  тілі ", "", "Math"}, Starts: "2013-10-01"}))
		_, taught, err := TaughtBy(w.ctx, w.d.Read(), w.school, id)
		w.ok(err)
		if !slices.Equal(taught, []string{"Math", "Қазақ тілі"}) {
			w.Errorf("teaches %q", taught)
		}
		of, err := TeachersOf(w.ctx, w.d.Read(), w.school, "2013-10-02")
		w.ok(err)
		if len(of["Math"]) != 1 || len(of) != 2 {
			w.Errorf("in October: %v", of)
		}
	})
}
