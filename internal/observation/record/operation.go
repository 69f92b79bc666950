package record

import (
	"regexp"
	"time"
	"unicode/utf8"

	"talim/internal/fault"
)

// Kind is what an operation says something about.
type Kind string

// The kinds of operations.
const (
	OfLine Kind = "line"
	OfHead Kind = "head"
)

// Operation is one thing that an observer recorded, or one correction.
type Operation struct {
	Key  string   // made by the device; sent twice, it is kept once
	Kind Kind     // OfLine or OfHead
	Line string   // key of the line; "" of the head
	Over []string // keys of the operations in whose place it stands
	At   time.Time
	Skew time.Duration // of the device's clock: what is to be added to At
	Body
}

// Body is what an operation says, sealed in the database: of a line the first four, of the
// head the others.
type Body struct {
	Teacher string   `json:"teacher,omitempty"` // what the teacher does
	Pupils  string   `json:"pupils,omitempty"`  // what the pupils do
	Note    string   `json:"note,omitempty"`
	Tags    []string `json:"tags,omitempty"` // Tag.Code
	Gone    bool     `json:"gone,omitempty"` // the line was taken away

	Count     int     `json:"count,omitempty"` // of pupils
	Resources string  `json:"resources,omitempty"`
	Plan      string  `json:"plan,omitempty"`    // of the lesson, in words
	Seating   [][]int `json:"seating,omitempty"` // rows or groups of pupils by their numbers
}

// The bounds of what a record holds.
const (
	MaxText   = 2000 // characters of a field
	MaxTags   = 20   // of a line
	MaxOver   = 8    // operations that one stands over
	MaxPupils = 60
	MaxRows   = 30 // of a seating plan
	MaxBatch  = 200
	MaxKept   = 5000 // operations of a record
)

// Refusal is why an operation is not kept, as the device is told: "record.refused."
// and this is its message.
type Refusal string

// The refusals.
const (
	BadKey    Refusal = "bad_key"
	BadTime   Refusal = "bad_time"
	TooLong   Refusal = "too_long"
	BadHead   Refusal = "bad_head"
	Empty     Refusal = "empty"
	TooMany   Refusal = "too_many"
	Withdrawn Refusal = "withdrawn" // the teacher took her leave back
)

var (
	keyForm = regexp.MustCompile(`^[A-Za-z0-9-]{8,64}$`)
	tagForm = regexp.MustCompile(`^[a-z0-9_]{1,30}\.[a-z0-9_]{1,30}$`)
)

// check says why the operation cannot be kept, "" where it can.
func (o Operation) check() Refusal {
	switch {
	case !o.keysHold():
		return BadKey
	case o.At.Year() < 1990 || o.At.Year() > 2199 || o.True().Year() < 1990 || o.True().Year() > 2199:
		return BadTime
	case !o.textsFit():
		return TooLong
	case o.Kind == OfHead && !o.headHolds():
		return BadHead
	case o.Kind == OfLine && o.emptyLine():
		return Empty
	}
	return ""
}

// emptyLine says whether a line says nothing, and is not taken away.
func (b Body) emptyLine() bool { return !b.Gone && b.Teacher+b.Pupils+b.Note == "" && len(b.Tags) == 0 }

// checkTexts notes what of a line is too long, at the fields of a form that end so.
func (b Body) checkTexts(f *fault.Fields, ending string) {
	f.Text("teacher"+ending, b.Teacher, false, MaxText)
	f.Text("pupils"+ending, b.Pupils, false, MaxText)
	f.Text("note"+ending, b.Note, false, MaxText)
}

func (o Operation) keysHold() bool {
	if !keyForm.MatchString(o.Key) || len(o.Over) > MaxOver {
		return false
	}
	for _, key := range o.Over {
		if !keyForm.MatchString(key) || key == o.Key {
			return false
		}
	}
	switch o.Kind {
	case OfLine:
		return keyForm.MatchString(o.Line)
	case OfHead:
		return o.Line == ""
	}
	return false
}

func (o Operation) textsFit() bool {
	for _, text := range []string{o.Teacher, o.Pupils, o.Note, o.Resources, o.Plan} {
		if utf8.RuneCountInString(text) > MaxText || !utf8.ValidString(text) {
			return false
		}
	}
	for _, tag := range o.Tags {
		if !tagForm.MatchString(tag) {
			return false
		}
	}
	return len(o.Tags) <= MaxTags
}

func (o Operation) headHolds() bool {
	seats := 0
	for _, row := range o.Seating {
		seats += len(row)
		for _, pupil := range row {
			if pupil < 1 || pupil > 99 {
				return false
			}
		}
	}
	return o.Count >= 0 && o.Count <= MaxPupils && len(o.Seating) <= MaxRows && seats <= 2*MaxPupils
}

// True is when it happened by the clock of the program, as far as that is known.
func (o Operation) True() time.Time { return o.At.Add(o.Skew) }

// ClockOff is from when on the clock of a device is said to be wrong, and both times shown.
const ClockOff = time.Minute

// Off says whether the device's clock was wrong.
func (o Operation) Off() bool { return o.Skew.Abs() > ClockOff }
