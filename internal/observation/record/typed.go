package record

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/fault"
)

// Typed is a record that was written on paper and is typed in afterwards (R229): with the
// times that stand on the paper.
type Typed struct {
	Key  string // of the form: what is sent twice is kept once
	Rows []TypedRow
	Head TypedHead
}

// TypedRow is a line of the paper; one that is wholly empty is none. Its fields have their
// number in the form, from 1: "time_1".
type TypedRow struct {
	At                    calendar.Clock
	Teacher, Pupils, Note string
}

// TypedHead is the header of the paper, in place of what the form showed.
type TypedHead struct {
	Over      []string // Line.Standing of the header that the form showed
	Was       Body     // what it showed: where nothing else is typed, nothing is written
	Count     int
	Resources string
	Plan      string
	Seating   string // rows or groups of pupils: "1 2 3 / 4 5 6"
}

func (r TypedRow) empty() bool { return r.At == "" && r.Teacher+r.Pupils+r.Note == "" }

func (r TypedRow) body() Body { return Body{Teacher: r.Teacher, Pupils: r.Pupils, Note: r.Note} }

// check notes what is wrong with the row at its fields.
func (r TypedRow) check(f *fault.Fields, n int) {
	at := "_" + strconv.Itoa(n)
	f.When(r.At == "", "time"+at, "record.typed.time_missing")
	_, err := calendar.ParseClock(string(r.At))
	f.When(r.At != "" && err != nil, "time"+at, "record.typed.time_wrong")
	f.When(r.Teacher+r.Pupils+r.Note == "", "teacher"+at, "record.typed.row_empty")
	r.body().checkTexts(f, at)
}

// body is what the header says; rows of the seating plan that cannot be read are a fault.
func (h TypedHead) body(f *fault.Fields) Body {
	seats, ok := ParseSeating(h.Seating)
	f.When(!ok, "seating", "record.typed.seating_wrong", "Most", MaxPupils)
	f.When(h.Count < 0 || h.Count > MaxPupils, "count", "record.typed.count_between", "Most", MaxPupils)
	f.Text("resources", h.Resources, false, MaxText)
	f.Text("plan", h.Plan, false, MaxText)
	return Body{Count: h.Count, Resources: h.Resources, Plan: h.Plan, Seating: seats}
}

// ParseSeating reads rows or groups of pupils by their numbers: "1 2 3 / 4 5 6".
func ParseSeating(text string) (rows [][]int, ok bool) {
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '/' || r == '\n' }) {
		var row []int
		for word := range strings.FieldsFuncSeq(part, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == ';' }) {
			n, err := strconv.Atoi(word)
			if err != nil {
				return nil, false
			}
			row = append(row, n)
		}
		if len(row) > 0 {
			rows = append(rows, row)
		}
	}
	return rows, Operation{Body: Body{Seating: rows}}.headHolds()
}

// FormatSeating writes them as ParseSeating reads them.
func FormatSeating(rows [][]int) string {
	var lines []string
	for _, row := range rows {
		var words []string
		for _, pupil := range row {
			words = append(words, strconv.Itoa(pupil))
		}
		lines = append(lines, strings.Join(words, " "))
	}
	return strings.Join(lines, " / ")
}

// TypeIn keeps what was written on paper, with its true times; when it was typed in stands
// beside it.
func (s *Service) TypeIn(ctx context.Context, actor access.Actor, visit string, in Typed) error {
	return s.do(ctx, actor, func(w work) error {
		v, err := w.recordable(visit)
		if err != nil {
			return err
		}
		ops, err := in.operations(func(at calendar.Clock) time.Time { return s.timeOf(v.Date, at) })
		if err != nil {
			return err
		}
		r, err := w.begin(v)
		if err != nil {
			return err
		}
		return w.keepWhole(&r, v, Batch{Device: "paper", Ops: ops, Typed: true})
	})
}

// operations are what the paper says, at times of the day of the lesson.
func (t Typed) operations(at func(calendar.Clock) time.Time) ([]Operation, error) {
	var f fault.Fields
	var ops []Operation
	for i, row := range t.Rows {
		if row.empty() {
			continue
		}
		row.check(&f, i+1)
		key := t.Key + "-" + strconv.Itoa(i+1)
		ops = append(ops, Operation{Key: key, Kind: OfLine, Line: key, At: at(row.At), Body: row.body()})
	}
	head := t.Head.body(&f)
	if !sameHead(head, t.Head.Was) {
		ops = append(ops, Operation{Key: t.Key + "-head", Kind: OfHead, Over: t.Head.Over, At: at("12:00"), Body: head})
	}
	f.When(len(ops) == 0, "teacher_1", "record.typed.nothing")
	return ops, f.Err()
}

func sameHead(a, b Body) bool {
	return a.Count == b.Count && a.Resources == b.Resources && a.Plan == b.Plan &&
		slices.EqualFunc(a.Seating, b.Seating, func(x, y []int) bool { return slices.Equal(x, y) })
}
