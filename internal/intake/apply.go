package intake

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/people"
	"talim/internal/tabular"
	"talim/internal/timetable/lessonimport"
	"talim/internal/verb"
)

// Confirmation is what the reader decided.
type Confirmation struct {
	Choice
	Expect string // of the preview that was shown; "" for whatever comes
}

// Apply brings the import in: rows, result and journal in one transaction. A second
// click finds it applied and changes nothing. When the school is no longer as it was
// shown, the import is compared anew for Show, and the conflict told.
func (s *Service) Apply(ctx context.Context, actor access.Actor, id string, in Confirmation) (Import, error) {
	var run Import
	err := s.alone(ctx, actor, func(d desk) error {
		opened, read, err := d.open(ctx, actor.School, id)
		if run = opened; run.State == Applied {
			return nil
		}
		if err != nil {
			return err
		}
		run, err = d.apply(opened, read, in)
		if err == nil {
			d.analyse(run)
		}
		if Changed(err) {
			if _, again := d.preview(opened, read, in.Choice); again != nil {
				return again
			}
		}
		return err
	})
	return run, err
}

// analyse lets the database look at the tables that were filled. The import is done:
// that it could not look is no fault of it.
func (d desk) analyse(run Import) {
	tables := people.RosterTables
	if run.Kind == Timetable {
		tables = append(slices.Clone(tables), lessonimport.Tables...)
	}
	_ = d.db.Analyze(context.WithoutCancel(d.ctx), tables...)
}

// Changed says whether the school is no longer as it was when the preview was made.
func Changed(err error) bool {
	f, ok := fault.As(err)
	return ok && (f.Says.Key == "people.import.changed_meanwhile" || f.Says.Key == "timetable.import.changed_meanwhile")
}

func (d desk) apply(run Import, read source, in Confirmation) (Import, error) {
	p := newPreview(run, read, in.Choice)
	if err := p.complete(); err != nil {
		return run, err
	}
	f := p.understand(read)
	var done Import
	var err error
	// Somebody may add the same class or person by hand: on PostgreSQL the later one
	// then finds it there already, and must look again.
	for range 3 {
		err = d.do(func(w verb.Work) (err error) {
			if err := still(w, run); err != nil {
				return err
			}
			done, err = d.write(w, p, f, in)
			return err
		})
		if !errors.Is(err, db.ErrDuplicate) {
			break
		}
	}
	return done, err
}

// write is everything that a confirmation changes.
func (d desk) write(w verb.Work, p Preview, f file, in Confirmation) (Import, error) {
	f, err := f.meet(w.Ctx, w.Tx, p.School, p.Starts, d.answers)
	if err != nil {
		return p.Import, err
	}
	write := d.writeLessons
	if p.Kind == Staff {
		write = d.writeStaff
	}
	if err := write(w, f, &p, in); err != nil {
		return p.Import, err
	}
	return finish(w, p)
}

func (s *Service) writeStaff(w verb.Work, f file, p *Preview, in Confirmation) (err error) {
	p.Staff, err = s.staff.ApplyIn(w, f.staff, f.staffOptions(*p, in.Expect))
	p.sum(f)
	return err
}

// writeLessons also counts the bookings over which the new lessons lie.
func (s *Service) writeLessons(w verb.Work, f file, p *Preview, in Confirmation) (err error) {
	ofStaff, ofLessons := expected(in.Expect)
	if in.AddTeachers {
		if err := s.join(w, f, p, ofStaff); err != nil {
			return err
		}
	}
	if p.Lessons, err = s.lessons.ApplyIn(w, f.lessonImport(*p, ofLessons)); err != nil {
		return err
	}
	p.Unknown = p.Lessons.Unknown
	p.sum(f)
	clashes, err := s.times.Clashes(w.Ctx, w.Tx, w.Actor.School, max(p.Starts, w.Date()))
	p.Report.Clashes = len(clashes)
	return err
}

func (p Preview) complete() error {
	if len(p.Needs) > 0 {
		return fault.Conflict("intake.import.columns_missing")
	}
	return nil
}

// finish closes an import and remembers its columns.
func finish(w verb.Work, p Preview) (Import, error) {
	run := p.Import
	result, err := encode(p.Report)
	if err != nil {
		return run, err
	}
	if err := remember(w, run, tabular.Fingerprint(p.Header), run.Columns().Columns); err != nil {
		return run, err
	}
	if err := closeRun(w, run, Applied, result); err != nil {
		return run, err
	}
	run.State, run.Result = Applied, result
	return run, record(w, EventApplied, run, "Added", strconv.Itoa(p.Report.Added), "Changed", strconv.Itoa(p.Report.Changed),
		"Ended", strconv.Itoa(p.Report.Ended), "Refused", strconv.Itoa(len(p.Report.Refused)))
}
