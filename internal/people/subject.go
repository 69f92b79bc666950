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

// SetSubjects makes these the subjects a person teaches from the day on: what
// is missing ends on the day before, what is new begins.
func (s *Service) SetSubjects(ctx context.Context, actor access.Actor, staff string, subjects []string, from calendar.Date) error {
	now := s.now()
	if err := require(actor, MayKeepStaff); err != nil {
		return err
	}
	if !from.Valid() {
		return fault.Invalid("starts", "people.date_needed")
	}
	return s.db.Tx(ctx, func(tx db.Conn) error {
		p, err := StaffByID(ctx, tx, actor.School, staff)
		if err != nil {
			return err
		}
		if err := setSubjects(ctx, tx, actor.School, staff, subjects, from); err != nil {
			return err
		}
		return s.note(ctx, tx, actor, now, EventSubjectsSet, KindOfStaff, staff, "Code", p.Code)
	})
}

func setSubjects(ctx context.Context, tx db.Conn, school, staff string, subjects []string, from calendar.Date) error {
	open, err := db.All[Teaches](ctx, tx, `SELECT * FROM teaches WHERE school_id = $1 AND staff_id = $2 AND ends = $3`,
		school, staff, calendar.Forever)
	if err != nil {
		return err
	}
	for _, t := range open {
		if slices.Contains(subjects, t.SubjectCode) {
			continue
		}
		t.Ends = max(t.Starts, from.AddDays(-1))
		if err := db.Update(ctx, tx, "teaches", t, "school_id", "id"); err != nil {
			return err
		}
	}
	return db.InsertAll(ctx, tx, "teaches", newSubjects(school, staff, subjects, open, from))
}

func newSubjects(school, staff string, subjects []string, open []Teaches, from calendar.Date) []Teaches {
	var added []Teaches
	for _, code := range subjects {
		same := func(t Teaches) bool { return t.SubjectCode == clean(code) }
		if clean(code) == "" || slices.ContainsFunc(open, same) || slices.ContainsFunc(added, same) {
			continue
		}
		added = append(added, Teaches{SchoolID: school, ID: db.NewID(), StaffID: staff, SubjectCode: clean(code), Period: calendar.From(from)})
	}
	return added
}
