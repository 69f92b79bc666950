package scheduling

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"talim/internal/calendar"
)

// maxFile bounds what is read.
const maxFile = 64 << 20

// Read takes an order as JSON, strictly: a field that is not known or stands
// twice, a wrong kind of value or anything after the end is a fault with its
// line (the format is in docs/scheduling.md).
func Read(r io.Reader) (Order, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return Order{}, err
	}
	if len(raw) > maxFile {
		return Order{}, errorf("the file is larger than %d MB", maxFile>>20)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	var f orderFile
	if err := d.Decode(&f); err != nil {
		return Order{}, where(raw, d, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Order{}, errorf("line %d: something follows the end", lineAt(raw, d.InputOffset()))
	}
	if err := onlyOnce(raw); err != nil {
		return Order{}, err
	}
	return f.order()
}

// where says in which line a fault of the JSON stands.
func where(raw []byte, d *json.Decoder, err error) error {
	at := d.InputOffset()
	var kind *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errorf("the file ends too early, in line %d", lineAt(raw, int64(len(raw))))
	case errors.As(err, &kind):
		return errorf("line %d: %s cannot be a %s", lineAt(raw, kind.Offset), strings.ToLower(kind.Field), kind.Value)
	case errors.As(err, &syntax):
		at = syntax.Offset
	}
	return errorf("line %d: %w", lineAt(raw, at), err)
}

func lineAt(raw []byte, offset int64) int {
	return 1 + bytes.Count(raw[:min(int(offset), len(raw))], []byte("\n"))
}

// onlyOnce refuses an object with a field twice, of which the first would be
// lost without a word.
func onlyOnce(raw []byte) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	type level struct {
		names map[string]bool // nil in a list
		value bool            // a value comes next
	}
	var open []level
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return errorf("%w", err)
		}
		switch token {
		case json.Delim('{'):
			open = append(open, level{names: map[string]bool{}})
			continue
		case json.Delim('['):
			open = append(open, level{})
			continue
		case json.Delim('}'), json.Delim(']'):
			open = open[:len(open)-1]
		default:
			if len(open) == 0 {
				continue
			}
			top := &open[len(open)-1]
			if name, isText := token.(string); top.names != nil && !top.value && isText {
				name = strings.ToLower(name)
				if top.names[name] {
					return errorf("line %d: %q stands twice", lineAt(raw, d.InputOffset()), name)
				}
				top.names[name], top.value = true, true
				continue
			}
		}
		if len(open) > 0 {
			open[len(open)-1].value = false
		}
	}
}

// The fields of the file.
type (
	orderFile struct {
		Hours        hoursFile    `json:"hours"`
		People       []personFile `json:"people"`
		Holidays     []periodFile `json:"holidays"`
		MaxPerDay    int          `json:"max_per_day"`
		Meetings     []meetingFile
		Visits       *visitsFile
		Decades      *decadesFile
		MeetingTimes []manyFile `json:"meeting_times"`
		Absences     []absenceFile
		Keep         keepFile
	}
	hoursFile struct {
		Days      []calendar.Weekday
		Bells     []Bell
		LateAfter calendar.Clock `json:"late_after"`
	}
	slotFile struct {
		Day    calendar.Weekday
		Starts calendar.Clock
		Ends   calendar.Clock
	}
	lessonFile struct {
		slotFile
		Class   string
		Subject string
		Room    string
		Weeks   []calendar.Date
	}
	personFile struct {
		ID       string
		Lessons  []lessonFile
		Away     []slotFile
		Busy     []Dated
		Units    []string
		Subjects []string
		Covers   int
	}
	periodFile  = calendar.Period
	meetingFile struct {
		ID      string
		Members []string
		PerWeek int `json:"per_week"`
	}
	visitsFile struct {
		Starts calendar.Date
		Ends   calendar.Date
		MakeUp int `json:"make_up_weeks"`
		Pairs  []struct {
			ID            string
			Mentor        string
			Mentee        string
			MentorPerWeek int `json:"mentor_per_week"`
			MenteePerWeek int `json:"mentee_per_week"`
		}
	}
	decadesFile struct {
		Starts  calendar.Date
		Ends    calendar.Date
		MinDays int `json:"min_days"`
		MaxDays int `json:"max_days"`
		Units   []DecadeUnit
	}
	manyFile struct {
		ID      string
		Members []string
	}
	absenceFile struct {
		Person string
		Date   calendar.Date
	}
	keepFile struct {
		Meetings []struct {
			slotFile
			Meeting string
		}
		Visits []struct {
			Pair     string
			Observer string
			Teacher  string
			Date     calendar.Date
			Starts   calendar.Clock
			Ends     calendar.Clock
			Instead  calendar.Date `json:"instead_of"`
		}
		Decades []struct {
			Unit   string
			Starts calendar.Date
			Ends   calendar.Date
		}
	}
)

func (s slotFile) slot() Slot { return Slot{s.Day, s.Starts, s.Ends} }

func (f orderFile) order() (Order, error) {
	o := Order{
		Grid: Grid{Days: f.Hours.Days, Bells: f.Hours.Bells, LateAfter: f.Hours.LateAfter}, Holidays: f.Holidays, MaxPerDay: f.MaxPerDay,
	}
	for _, p := range f.People {
		o.People = append(o.People, p.colleague())
	}
	for _, m := range f.Meetings {
		o.Meetings = append(o.Meetings, Meeting(m))
	}
	if v := f.Visits; v != nil {
		o.Visits, o.MakeUpWeeks = calendar.Period{Starts: v.Starts, Ends: v.Ends}, v.MakeUp
		for _, p := range v.Pairs {
			o.Pairs = append(o.Pairs, VisitPair(p))
		}
	}
	if d := f.Decades; d != nil {
		o.Year = &Year{Period: calendar.Period{Starts: d.Starts, Ends: d.Ends}, MinDays: d.MinDays, MaxDays: d.MaxDays, Units: d.Units}
	}
	for _, g := range f.MeetingTimes {
		o.MeetingTimes = append(o.MeetingTimes, Meeting{ID: g.ID, Members: g.Members})
	}
	for _, a := range f.Absences {
		o.Absences = append(o.Absences, Absence{Absent: a.Person, Date: a.Date})
	}
	f.Keep.into(&o)
	return o, o.check()
}

func (p personFile) colleague() Colleague {
	c := Colleague{Person: Person{ID: p.ID, Busy: p.Busy}, Units: p.Units, Subjects: p.Subjects, Covers: p.Covers}
	for _, l := range p.Lessons {
		c.Lessons = append(c.Lessons, Lesson{l.slot(), l.Class, l.Subject, l.Room, l.Weeks})
	}
	for _, s := range p.Away {
		c.Away = append(c.Away, s.slot())
	}
	return c
}

func (k keepFile) into(o *Order) {
	for _, m := range k.Meetings {
		o.KeepMeetings = append(o.KeepMeetings, Placed{Meeting: m.Meeting, Slot: m.slot()})
	}
	for _, v := range k.Visits {
		lesson := Lesson{Slot: Slot{Starts: v.Starts, Ends: v.Ends}}
		if v.Date.Valid() {
			lesson.Weekday = v.Date.Weekday()
		}
		o.KeepVisits = append(o.KeepVisits, Visit{v.Pair, v.Observer, v.Teacher, v.Date, lesson, v.Instead})
	}
	for _, d := range k.Decades {
		o.KeepDecades = append(o.KeepDecades, HeldDecade{d.Unit, calendar.Period{Starts: d.Starts, Ends: d.Ends}})
	}
}

// check refuses what no part of the plan would notice.
func (o Order) check() error {
	if len(o.Grid.Days) == 0 || len(o.Grid.Bells) == 0 {
		return errorf("hours: no days or no bells")
	}
	if len(o.Grid.Days) > 7 || len(o.Grid.Bells) > maxBells {
		return errorf("hours: more than 7 days or %d bells", maxBells)
	}
	if err := o.Grid.validate(); err != nil {
		return err
	}
	for _, h := range o.Holidays {
		if !h.Valid() {
			return errorf("holidays: %q to %q is not a period", h.Starts, h.Ends)
		}
	}
	for _, g := range o.MeetingTimes {
		for _, id := range g.Members {
			if !slices.ContainsFunc(o.People, func(c Colleague) bool { return c.ID == id }) {
				return errorf("meeting %s: %q is unknown", g.ID, id)
			}
		}
	}
	if len(o.KeepMeetings) > 0 && len(o.Meetings) == 0 || len(o.KeepVisits) > 0 && len(o.Pairs) == 0 ||
		len(o.KeepDecades) > 0 && o.Year == nil {
		return errorf("keep: there is nothing to plan that it could belong to")
	}
	if late := o.Grid.LateAfter; late != "" {
		if c, err := calendar.ParseClock(string(late)); err != nil || c != late {
			return errorf("hours: late_after %q is not a time of day like 18:00", late)
		}
	}
	return nil
}

const maxBells = 60
