package intake

import (
	"context"
	"errors"
	"strconv"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/tabular"
	"talim/internal/timetable"
	"talim/internal/verb"
)

// Confirmation is what the reader decided.
type Confirmation struct {
	Choice
	Expect string // of the preview that was shown; "" for whatever comes
}

// Apply brings the import in: rows, result and journal in one transaction. A second
// click finds it applied and changes nothing.
func (s *Service) Apply(ctx context.Context, actor access.Actor, id string, in Confirmation) (Import, error) {
	if err := require(actor); err != nil {
		return Import{}, err
	}
	run, err := ImportByID(ctx, s.db.Read(), actor.School, id)
	if err != nil || run.State == Applied {
		return run, err
	}
	// Two imports at once may both add the same class or person: on PostgreSQL the
	// later one then finds it there already, and must look again.
	for range 3 {
		if run, err = s.apply(ctx, actor, id, in); !errors.Is(err, db.ErrDuplicate) {
			break
		}
	}
	return run, err
}

func (s *Service) apply(ctx context.Context, actor access.Actor, id string, in Confirmation) (Import, error) {
	var run Import
	err := s.db.Tx(ctx, func(tx db.Conn) error {
		opened, read, err := s.open(ctx, tx, actor.School, id)
		run = opened.Import
		if run.State == Applied {
			return nil
		}
		if err != nil {
			return err
		}
		p := newPreview(run, read, in.Choice)
		if err := p.complete(); err != nil {
			return err
		}
		f, err := s.file(ctx, tx, p, read)
		if err != nil {
			return err
		}
		write := s.writeLessons
		if run.Kind == Staff {
			write = s.writeStaff
		}
		if err := write(ctx, tx, actor, f, &p, in); err != nil {
			return err
		}
		run, err = s.finish(ctx, tx, actor, p)
		return err
	})
	return run, err
}

func (s *Service) writeStaff(ctx context.Context, tx db.Conn, actor access.Actor, f file, p *Preview, in Confirmation) (err error) {
	p.Staff, err = s.people.ApplyStaffIn(ctx, tx, actor, f.staff, f.staffOptions(*p, in.Expect))
	p.sum(f)
	return err
}

// writeLessons also counts the bookings over which the new lessons lie.
func (s *Service) writeLessons(ctx context.Context, tx db.Conn, actor access.Actor, f file, p *Preview, in Confirmation) (err error) {
	ofStaff, ofLessons := expected(in.Expect)
	if in.AddTeachers {
		if err := s.join(ctx, tx, actor, f, p, ofStaff); err != nil {
			return err
		}
	}
	w := verb.Work{Ctx: ctx, Tx: tx, Actor: actor, At: s.now()}
	if p.Lessons, err = s.lessons.ApplyIn(w, f.lessonImport(*p, ofLessons)); err != nil {
		return err
	}
	p.Unknown = p.Lessons.Unknown
	p.sum(f)
	clashes, err := timetable.Clashes(ctx, tx, actor.School, max(p.Starts, calendar.DateOf(s.now())))
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
func (s *Service) finish(ctx context.Context, tx db.Conn, actor access.Actor, p Preview) (Import, error) {
	run, err := ImportByID(ctx, tx, p.School, p.ID)
	if err != nil || run.State == Applied {
		return run, err
	}
	result, err := encode(p.Report)
	if err != nil {
		return run, err
	}
	if err := remember(ctx, tx, run, tabular.Fingerprint(p.Header), run.Columns().Columns, s.now()); err != nil {
		return run, err
	}
	if err := closeRun(ctx, tx, run, Applied, result); err != nil {
		return run, err
	}
	run.State, run.Result = Applied, result
	return run, s.note(ctx, tx, actor, EventApplied, run, "Added", strconv.Itoa(p.Report.Added), "Changed", strconv.Itoa(p.Report.Changed),
		"Ended", strconv.Itoa(p.Report.Ended), "Refused", strconv.Itoa(len(p.Report.Refused)))
}
