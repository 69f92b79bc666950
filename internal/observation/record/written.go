package record

import (
	"context"
	"slices"
	"strings"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/observation"
)

// Written is a line as an observer writes it during the lesson, or corrects it.
type Written struct {
	Key  string   // of the form: what is sent twice is kept once
	Line string   // the line that is corrected; "" of a new one
	Over []string // Line.Standing of what is corrected
	At   calendar.Clock
	Body
}

// check says what is wrong with the line, at its fields; ofToday says that it can be of now.
func (in Written) check(ofToday bool) error {
	var f fault.Fields
	_, err := calendar.ParseClock(string(in.At))
	f.When(in.At != "" && err != nil, "time", "record.typed.time_wrong")
	f.When(in.At == "" && in.Line == "" && !ofToday, "time", "record.typed.time_missing")
	f.When(in.emptyLine(), "teacher", "record.refused."+string(Empty))
	in.checkTexts(&f, "")
	return f.Err()
}

// WriteLine keeps a line. Its time is taken by itself: now, where none is given and the
// lesson is of today; that of a corrected line stays where none is given.
func (s *Service) WriteLine(ctx context.Context, actor access.Actor, visit string, in Written) error {
	in.Teacher, in.Pupils, in.Note = strings.TrimSpace(in.Teacher), strings.TrimSpace(in.Pupils), strings.TrimSpace(in.Note)
	return s.do(ctx, actor, func(w work) error {
		v, err := w.recordable(visit)
		if err != nil {
			return err
		}
		if v.State == observation.Cancelled {
			return fault.Conflict("record.refused." + string(Withdrawn))
		}
		if err := in.check(v.Date == w.Date()); err != nil {
			return err
		}
		r, err := w.begin(v)
		if err != nil {
			return err
		}
		o := Operation{Key: in.Key, Kind: OfLine, Line: in.Line, Over: in.Over, Body: in.Body}
		if o.At, err = w.timeFor(r, v, in); err != nil {
			return err
		}
		if o.Line == "" {
			o.Line = "line-" + in.Key
		}
		return w.keepWhole(&r, v, Batch{Device: "page", Ops: []Operation{o}})
	})
}

// timeFor is when a line happened: as given, else now, and of one that is corrected when it
// did, to the second.
func (w work) timeFor(r recordRow, v observation.Visit, in Written) (time.Time, error) {
	if in.Line != "" {
		ops, err := w.operations(w.Ctx, w.Tx, r, 0)
		if err != nil {
			return time.Time{}, err
		}
		var p Page
		p.order(ops, time.Time{})
		i := slices.IndexFunc(p.Lines, func(l Line) bool { return l.Key == in.Line })
		if i >= 0 && (in.At == "" || calendar.ClockOf(p.Lines[i].True()) == in.At) {
			return p.Lines[i].True(), nil
		}
	}
	if in.At == "" {
		return w.At, nil
	}
	return w.timeOf(v.Date, in.At), nil
}
