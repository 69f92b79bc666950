package record

import (
	"context"
	"slices"
	"strings"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/fault"
)

// Written is a line as an observer writes it during the lesson, or corrects it.
type Written struct {
	Key  string   // of the form: what is sent twice is kept once
	Line string   // the line that is corrected; "" of a new one
	Over []string // Line.Standing of what is corrected
	At   calendar.Clock
	Body
}

// WriteLine keeps a line. Its time is taken by itself: now, where none is given and the
// lesson is of today; that of a corrected line stays where none is given.
func (s *Service) WriteLine(ctx context.Context, actor access.Actor, visit string, in Written) error {
	in.Teacher, in.Pupils, in.Note = strings.TrimSpace(in.Teacher), strings.TrimSpace(in.Pupils), strings.TrimSpace(in.Note)
	p, err := s.ReadOwn(ctx, actor, visit)
	if err != nil {
		return err
	}
	at, err := s.timeFor(p, in)
	if err != nil {
		return err
	}
	o := Operation{Key: in.Key, Kind: OfLine, Line: in.Line, Over: in.Over, At: at, Body: in.Body}
	if o.Line == "" {
		o.Line = "line-" + in.Key
	}
	out, err := s.Sync(ctx, actor, visit, Batch{Device: "page", Since: p.Last, Ops: []Operation{o}})
	if why, refused := out.Refused[o.Key]; err == nil && refused {
		err = why.fault()
	}
	return err
}

// timeFor is when a line happened.
func (s *Service) timeFor(p Page, in Written) (time.Time, error) {
	i := slices.IndexFunc(p.Lines, func(l Line) bool { return l.Key == in.Line })
	var f fault.Fields
	_, err := calendar.ParseClock(string(in.At))
	f.When(in.At != "" && err != nil, "time", "record.typed.time_wrong")
	f.When(in.At == "" && in.Line == "" && p.Date != s.Today(), "time", "record.typed.time_missing")
	switch {
	case f.Err() != nil:
		return time.Time{}, f.Err()
	case in.At == "" && i >= 0:
		return p.Lines[i].True(), nil
	case in.At == "":
		return s.Now(), nil
	case i >= 0 && calendar.ClockOf(p.Lines[i].True()) == in.At:
		return p.Lines[i].True(), nil // to the second, as it was
	}
	return s.timeOf(p.Date, in.At), nil
}

// fault says a refusal at the field that it is about.
func (r Refusal) fault() error {
	key := "record.refused." + string(r)
	switch r {
	case Empty, TooLong:
		return fault.Invalid("teacher", key)
	case BadTime:
		return fault.Invalid("time", key)
	}
	return fault.Conflict(key)
}
