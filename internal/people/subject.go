package people

import (
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
)

// Teaches is a subject that a person can teach, for a period, whether or not
// there are lessons of it this year. The code is that of the timetable's
// subject, or the word of the staff list where there is none.
type Teaches struct {
	SchoolID    string `db:"school_id"`
	ID          string `db:"id"`
	StaffID     string `db:"staff_id"`
	SubjectCode string `db:"subject_code"`
	calendar.Period
}

// NewSubjects are the subjects that a person teaches from a day on.
type NewSubjects struct {
	Staff    string
	Version  int // Staff.SubjectsVersion that the form was made from
	Subjects []string
	Starts   calendar.Date
}

func (n NewSubjects) check() error {
	var faults fault.Fields
	faults.When(!n.Starts.Valid(), "starts", "people.date_needed")
	checkSubjects(&faults, n.Subjects)
	return faults.Err()
}

func checkSubjects(faults *fault.Fields, subjects []string) {
	faults.When(len(subjects) > maxSubjects, "subjects", "people.subjects.too_many", "Max", maxSubjects)
	for _, code := range subjects {
		faults.Text("subjects", code, false, MaxName)
	}
}

// maxSubjects is more than anybody teaches.
const maxSubjects = 60

// SetSubjects makes these the subjects a person teaches from the day on: what
// is missing ends on the day before, what is new begins.
func (s *Service) SetSubjects(ctx context.Context, actor access.Actor, in NewSubjects) error {
	return s.do(ctx, actor, MayKeepStaff, func(w work) error {
		if err := in.check(); err != nil {
			return err
		}
		p, err := w.staff(in.Staff)
		if err != nil {
			return err
		}
		if p.SubjectsVersion != in.Version {
			return fault.Changed()
		}
		if err := w.setSubjects(p, in.Subjects, in.Starts); err != nil {
			return err
		}
		return w.record(EventSubjectsSet, KindOfStaff, p.ID, "Code", p.Code)
	})
}

func (w work) setSubjects(p Staff, subjects []string, from calendar.Date) error {
	subjects = oneLines(subjects) // as they are kept
	open, err := db.All[Teaches](w.Ctx, w.Tx, `SELECT `+db.Columns[Teaches]("")+` FROM teaches WHERE school_id = $1 AND staff_id = $2 AND ends = $3`,
		p.SchoolID, p.ID, calendar.Forever)
	if err != nil {
		return err
	}
	for _, t := range open {
		if slices.Contains(subjects, t.SubjectCode) {
			continue
		}
		t.Ends = max(t.Starts, from.AddDays(-1))
		if err := db.Update(w.Ctx, w.Tx, "teaches", t, "school_id", "id"); err != nil {
			return err
		}
	}
	if err := db.InsertAll(w.Ctx, w.Tx, "teaches", NewTeaches(p.SchoolID, p.ID, subjects, open, from)); err != nil {
		return err
	}
	return raiseSubjects(w.Ctx, w.Tx, p.SchoolID, p.ID)
}

func oneLines(texts []string) []string {
	out := make([]string, len(texts))
	for i, text := range texts {
		out[i] = OneLine(text)
	}
	return out
}

// raiseSubjects gives a list of subjects that changes its next number.
func raiseSubjects(ctx context.Context, tx db.Conn, school, staff string) error {
	_, err := db.Exec(ctx, tx, `UPDATE staff SET subjects_version = subjects_version + 1 WHERE school_id = $1 AND id = $2`, school, staff)
	return err
}

// NewTeaches are those of the subjects that a person does not teach yet, from the day on.
func NewTeaches(school, staff string, subjects []string, open []Teaches, from calendar.Date) []Teaches {
	var added []Teaches
	for _, code := range subjects {
		same := func(t Teaches) bool { return t.SubjectCode == OneLine(code) }
		if OneLine(code) == "" || slices.ContainsFunc(open, same) || slices.ContainsFunc(added, same) {
			continue
		}
		added = append(added, Teaches{SchoolID: school, ID: db.NewID(), StaffID: staff, SubjectCode: OneLine(code), Period: calendar.From(from)})
	}
	return added
}

// TaughtBy reads a person of the school with the codes of the subjects they teach
// until further notice.
func TaughtBy(ctx context.Context, c db.Conn, school, id string) (Staff, []string, error) {
	p, err := StaffByID(ctx, c, school, id)
	if err != nil {
		return p, nil, err
	}
	codes, err := db.All[string](ctx, c, `SELECT subject_code FROM teaches WHERE school_id = $1 AND staff_id = $2 AND ends = $3 ORDER BY subject_code`,
		school, id, calendar.Forever)
	return p, codes, err
}

// TeachersOf says who teaches each subject on a day, by the codes of the staff list.
func TeachersOf(ctx context.Context, c db.Conn, school string, on calendar.Date) (map[string][]string, error) {
	type row struct {
		Staff string `db:"staff_id"`
		Code  string `db:"subject_code"`
	}
	rows, err := db.All[row](ctx, c, `SELECT DISTINCT staff_id, subject_code FROM teaches WHERE school_id = $1 AND starts <= $2 AND ends >= $2
ORDER BY subject_code, staff_id`, school, on)
	of := map[string][]string{}
	for _, r := range rows {
		of[r.Code] = append(of[r.Code], r.Staff)
	}
	return of, err
}
