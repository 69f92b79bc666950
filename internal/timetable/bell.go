package timetable

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/verb"
	"talim/internal/version"
)

// Bell is the time of one period of one shift, in force from a day to a day.
type Bell struct {
	School   string         `db:"school_id"`
	ID       string         `db:"id"`
	Shift    int            `db:"shift"`
	Number   int            `db:"period"`
	StartsAt calendar.Clock `db:"starts_at"`
	EndsAt   calendar.Clock `db:"ends_at"`
	calendar.Period
}

// BellFacts is what a form says of a bell.
type BellFacts struct {
	Shift, Number    int
	StartsAt, EndsAt calendar.Clock
}

// BellChange is the bells of all shifts from a day on. The bells of a school are one
// set; Version is that of the set which the form was made from.
type BellChange struct {
	Version int
	From    calendar.Date
	Bells   []BellFacts
}

// bellSchedule is one save of the set.
type bellSchedule struct {
	School  string           `db:"school_id"`
	Version int              `db:"version"`
	Starts  calendar.Date    `db:"starts"`
	SavedBy string           `db:"saved_by"`
	SavedAt calendar.Instant `db:"saved_at"`
}

func (b Bell) facts() BellFacts { return BellFacts{b.Shift, b.Number, b.StartsAt, b.EndsAt} }

// ByPlace orders bells by shift and number.
func ByPlace(a, b BellFacts) int {
	return cmp.Or(cmp.Compare(a.Shift, b.Shift), cmp.Compare(a.Number, b.Number))
}

// The most shifts and lessons of a shift that a school rings for.
const (
	MaxShift        = 3
	MaxLessonsOfDay = 12
)

// checkBells wants whole, ordered shifts without overlaps inside a shift; two
// shifts may overlap (Audan, 13:20). Fields are "bell_<shift>_<number>".
func checkBells(from calendar.Date, bells []BellFacts) error {
	var faults fault.Fields
	faults.Day("from", from)
	faults.When(len(bells) == 0, "", "timetable.bell.needed")
	last := map[int]BellFacts{}
	for _, b := range bells {
		field := "bell_" + strconv.Itoa(b.Shift) + "_" + strconv.Itoa(b.Number)
		before := last[b.Shift]
		switch {
		case b.Shift < 1 || b.Shift > MaxShift || b.Number < 1 || b.Number > MaxLessonsOfDay:
			faults.Add(field, "timetable.bell.number")
		case !ValidClock(b.StartsAt) || !ValidClock(b.EndsAt):
			faults.Add(field, "timetable.time.needed")
		case b.EndsAt <= b.StartsAt:
			faults.Add(field, "timetable.time.order")
		case b.Number <= before.Number:
			faults.Add(field, "timetable.bell.twice")
		case b.StartsAt < before.EndsAt:
			faults.Add(field, "timetable.bell.overlaps", "Number", before.Number)
		}
		last[b.Shift] = b
	}
	return faults.Err()
}

// ValidClock says whether it is a time of day as HH:MM.
func ValidClock(c calendar.Clock) bool {
	parsed, err := calendar.ParseClock(string(c))
	return err == nil && parsed == c
}

// SaveBells sets the bells of all shifts from a day on. A bell that stays as it
// was is left alone; one that changes or falls away ends on the day before.
func (s *Service) SaveBells(ctx context.Context, actor access.Actor, in BellChange) error {
	from, bells := in.From, slices.Clone(in.Bells)
	slices.SortFunc(bells, ByPlace)
	return s.do(ctx, actor, MayKeep, func(w work) error {
		if err := checkBells(from, bells); err != nil {
			return err
		}
		if err := addSchedule(w.Work, in.Version, from); err != nil {
			return err
		}
		old, err := BellsSince(w.Ctx, w.Tx, actor.School, from)
		if err != nil {
			return err
		}
		if rang(old, from, w.Date()) {
			return fault.Invalid("from", "timetable.bell.past")
		}
		if err := w.replaceBells(from, old, bells); err != nil {
			return err
		}
		if err := w.Changed(w.Work, Change{From: from}); err != nil {
			return err
		}
		return w.Record(EventBellsSaved, journal.Ref{Kind: KindOfBells, ID: string(from)},
			"From", string(from), "Count", strconv.Itoa(len(bells)))
	})
}

func addSchedule(w verb.Work, from int, starts calendar.Date) error {
	made := bellSchedule{School: w.Actor.School, Starts: starts, SavedBy: w.Actor.Staff, SavedAt: calendar.InstantOf(w.At)}
	_, err := version.Add(w, "bell_schedule", from, &made, "school_id")
	return err
}

// FirstBells are the bells of a school that has none, inside a transaction of the caller,
// who records them and says once that the timetable has changed.
func FirstBells(w verb.Work, from calendar.Date, bells []BellFacts) error {
	if err := checkBells(from, bells); err != nil {
		return err
	}
	shown, err := BellVersion(w.Ctx, w.Tx, w.Actor.School)
	if err != nil {
		return err
	}
	if err := addSchedule(w, shown, from); err != nil {
		return err
	}
	return work{Work: w}.replaceBells(from, nil, bells)
}

// rang says whether a bell that began after from has been in use: setting bells
// before it would rewrite history.
func rang(bells []Bell, from, today calendar.Date) bool {
	return slices.ContainsFunc(bells, func(b Bell) bool { return b.Starts > from && b.Starts < today })
}

func (w work) replaceBells(from calendar.Date, old []Bell, bells []BellFacts) error {
	stays := map[BellFacts]bool{}
	for _, b := range old {
		if b.Starts <= from && b.Open() && slices.Contains(bells, b.facts()) {
			stays[b.facts()] = true
			continue
		}
		if b.Starts >= from { // never rang: nothing to remember
			if _, err := db.Exec(w.Ctx, w.Tx, `DELETE FROM bell WHERE school_id = $1 AND id = $2`, w.Actor.School, b.ID); err != nil {
				return err
			}
			continue
		}
		b.Ends = from.AddDays(-1)
		if err := db.Update(w.Ctx, w.Tx, "bell", b, "school_id", "id"); err != nil {
			return err
		}
	}
	var rows []Bell
	for _, b := range bells {
		if !stays[b] {
			rows = append(rows, Bell{
				School: w.Actor.School, ID: db.NewID(), Shift: b.Shift, Number: b.Number,
				StartsAt: b.StartsAt, EndsAt: b.EndsAt, Period: calendar.From(from),
			})
		}
	}
	return db.InsertAll(w.Ctx, w.Tx, "bell", rows)
}

// Bells lists the bells in force on a day, shift by shift.
func Bells(ctx context.Context, c db.Conn, school string, on calendar.Date) ([]Bell, error) {
	return db.All[Bell](ctx, c, `
SELECT `+db.Columns[Bell]("")+` FROM bell WHERE school_id = $1 AND starts <= $2 AND ends >= $2 ORDER BY shift, period`, school, on)
}

// BellVersion is the number of the set of bells that stands now; 0 where none was
// saved yet.
func BellVersion(ctx context.Context, c db.Conn, school string) (int, error) {
	now, err := version.Newest[bellSchedule](ctx, c, "bell_schedule", "school_id", school)
	return now.Version, err
}

// BellSet is the set of bells that was saved last, whether it rings already or not.
type BellSet struct {
	Version int
	From    calendar.Date // today where it rings already
	Bells   []Bell
}

// NewestBells reads the set that a form of the bells begins with.
func NewestBells(ctx context.Context, c db.Conn, school string, today calendar.Date) (BellSet, error) {
	newest, err := version.Newest[bellSchedule](ctx, c, "bell_schedule", "school_id", school)
	if err != nil {
		return BellSet{}, err
	}
	set := BellSet{Version: newest.Version, From: max(newest.Starts, today)}
	set.Bells, err = Bells(ctx, c, school, set.From)
	return set, err
}

// BellsSince lists the bells in force on a day or later.
func BellsSince(ctx context.Context, c db.Conn, school string, from calendar.Date) ([]Bell, error) {
	return db.All[Bell](ctx, c, `
SELECT `+db.Columns[Bell]("")+` FROM bell WHERE school_id = $1 AND ends >= $2 ORDER BY shift, period, starts`, school, from)
}
