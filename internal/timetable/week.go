package timetable

import (
	"cmp"
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
)

// Entry is one thing in the week of a person: a lesson, or a booking.
type Entry struct {
	Staff            string
	Date             calendar.Date
	StartsAt, EndsAt calendar.Clock

	// of a lesson, and of one that somebody covers
	Lesson        string // id
	Class         string // name
	ClassID       string
	SubjectID     string
	Subject       i18n.Text
	Room          string
	Shift, Number int
	Group         int
	Turn          Turn

	// of a booking
	Booking   string // id
	Kind      string // "mentoring.meeting"; "" where the reader may not know
	About     string
	Part      Part
	Protected bool
	With      []string // staff ids of the others

	weekday calendar.Weekday
	period  calendar.Period
}

// KindAbsence and KindCover are what timetable/cover lays over a week: somebody is
// away, and somebody gives the lesson of another.
const (
	KindAbsence = "timetable.absence"
	KindCover   = "timetable.cover"
)

// DayBegins and DayEnds are the hours of an absence of whole days.
const (
	DayBegins calendar.Clock = "00:00"
	DayEnds   calendar.Clock = "23:59"
)

// WholeDay says whether an entry of a week takes the whole day: an absence of days.
func (e Entry) WholeDay() bool {
	return e.Kind == KindAbsence && e.StartsAt == DayBegins && e.EndsAt == DayEnds
}

// IsBooking tells a booking from a lesson.
func (e Entry) IsBooking() bool { return e.Booking != "" }

// Slot is the time of the entry.
func (e Entry) Slot() Slot {
	return Slot{Date: e.Date, StartsAt: e.StartsAt, EndsAt: e.EndsAt, Shift: e.Shift, Number: e.Number}
}

func (e Entry) takesPart(staff string) bool {
	return staff != "" && (e.Staff == staff || slices.Contains(e.With, staff))
}

// veiled is a booking of others: the time, and for those who plan its kind. That
// somebody is absent, or covers a lesson, is known to all; why is said nowhere here.
func (e Entry) veiled(kindToo bool) Entry {
	if e.Kind == KindCover {
		return e
	}
	out := Entry{Staff: e.Staff, Date: e.Date, StartsAt: e.StartsAt, EndsAt: e.EndsAt, Booking: e.Booking}
	if kindToo || e.Kind == KindAbsence {
		out.Kind, out.Protected, out.Part, out.With = e.Kind, e.Protected, e.Part, e.With
	}
	return out
}

// ByTime puts entries in the order of the calendar.
func ByTime(a, b Entry) int {
	return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.StartsAt, b.StartsAt), cmp.Compare(a.EndsAt, b.EndsAt), cmp.Compare(a.Booking, b.Booking))
}

// week lays the plan of a person on the days of a span.
func (p plan) week(staff string, from, to calendar.Date) []Entry {
	var out []Entry
	for d := range (calendar.Period{Starts: from, Ends: to}).Days() {
		out = append(out, p.on(staff, d)...)
	}
	slices.SortFunc(out, ByTime)
	return out
}

// WeekOf is the week of a person with lessons and bookings, by the clock, in one
// query. It hides nothing: pages ask Week, which does.
func (s *Service) WeekOf(ctx context.Context, c db.Conn, school, staff string, monday calendar.Date) ([]Entry, error) {
	p, err := s.planOf(ctx, c, school, []string{staff}, monday, monday.AddDays(6))
	if err != nil {
		return nil, err
	}
	return p.week(staff, monday, monday.AddDays(6)), nil
}

// Week is a person's week as the actor may see it, with the days of the week
// (for holidays and bells).
func (s *Service) Week(ctx context.Context, actor access.Actor, staff string, monday calendar.Date) ([]Entry, Days, error) {
	return s.Between(ctx, actor, staff, monday, monday.AddDays(6))
}

// Between is the plan of a person over a longer time, as the actor may see it.
func (s *Service) Between(ctx context.Context, actor access.Actor, staff string, from, to calendar.Date) ([]Entry, Days, error) {
	if err := require(actor, MaySee); err != nil {
		return nil, Days{}, err
	}
	p, err := s.planOf(ctx, s.Read(), actor.School, []string{staff}, from, to)
	if err != nil {
		return nil, Days{}, err
	}
	return Shown(actor, staff, p.week(staff, from, to)), p.days, nil
}

// LessonsTaught lists the lessons that a person gives in a span: those that may be
// visited (R093, R109).
func (s *Service) LessonsTaught(ctx context.Context, c db.Conn, school, staff string, from, to calendar.Date) ([]Entry, error) {
	p, err := s.planOf(ctx, c, school, []string{staff}, from, to)
	if err != nil {
		return nil, err
	}
	var out []Entry
	for _, e := range p.week(staff, from, to) {
		if !e.IsBooking() && !p.awayAt(staff, e.Slot()) {
			out = append(out, e)
		}
	}
	return out, nil
}

// ClassWeek is the week of a class: its lessons with who gives them.
func ClassWeek(ctx context.Context, c db.Conn, school, class string, monday calendar.Date) ([]Entry, Days, error) {
	days, err := DaysOf(ctx, c, school, monday, monday.AddDays(6))
	if err != nil {
		return nil, days, err
	}
	rows, err := db.All[entryRow](ctx, c, lessonEntriesSQL+` AND l.class_id = $4`, school, monday, monday.AddDays(6), class)
	return laid(rows, days, monday), days, err
}

// RoomWeek is the week of a room.
func RoomWeek(ctx context.Context, c db.Conn, school, room string, monday calendar.Date) ([]Entry, Days, error) {
	days, err := DaysOf(ctx, c, school, monday, monday.AddDays(6))
	if err != nil {
		return nil, days, err
	}
	rows, err := db.All[entryRow](ctx, c, lessonEntriesSQL+` AND l.room = $4`, school, monday, monday.AddDays(6), room)
	return laid(rows, days, monday), days, err
}

func laid(rows []entryRow, days Days, monday calendar.Date) []Entry {
	var out []Entry
	for _, r := range rows {
		e := r.entry()
		day := monday.AddDays(int(e.weekday) - 1)
		if days.Teaches(day) && e.period.Contains(day) && days.holds(e.Turn, day) {
			e.Date = day
			out = append(out, e)
		}
	}
	slices.SortFunc(out, ByTime)
	return out
}

// Rooms lists the rooms that have lessons on the day.
func Rooms(ctx context.Context, c db.Conn, school string, on calendar.Date) ([]string, error) {
	rooms, err := db.All[string](ctx, c, `
SELECT DISTINCT room FROM lesson WHERE school_id = $1 AND starts <= $2 AND ends >= $2 AND room <> ''`, school, on)
	slices.SortFunc(rooms, func(a, b string) int { return cmp.Compare(i18n.SortKey(a), i18n.SortKey(b)) })
	return rooms, err
}

type entryRow struct {
	Staff    string           `db:"staff_id"`
	StartsAt calendar.Clock   `db:"starts_at"`
	EndsAt   calendar.Clock   `db:"ends_at"`
	Lesson   string           `db:"lesson_id"`
	Weekday  calendar.Weekday `db:"weekday"`
	Class    string           `db:"class"`
	ClassID  string           `db:"class_id"`
	Subject  string           `db:"subject_id"`
	nameColumns
	Room      string        `db:"room"`
	Shift     int           `db:"shift"`
	Number    int           `db:"number"`
	Group     int           `db:"group_no"`
	Turn      Turn          `db:"week"`
	Booking   string        `db:"booking_id"`
	Date      calendar.Date `db:"date"`
	Kind      string        `db:"kind"`
	About     string        `db:"about"`
	Part      Part          `db:"part"`
	Protected bool          `db:"protected"`
	With      string        `db:"with_staff"`
	calendar.Period
}

func (r entryRow) entry() Entry {
	return Entry{
		Staff: r.Staff, Date: r.Date, StartsAt: r.StartsAt, EndsAt: r.EndsAt,
		Lesson: r.Lesson, Class: r.Class, ClassID: r.ClassID, SubjectID: r.Subject, Subject: r.text(), Room: r.Room, Shift: r.Shift, Number: r.Number, Group: r.Group, Turn: r.Turn,
		Booking: r.Booking, Kind: r.Kind, About: r.About, Part: r.Part, Protected: r.Protected,
		weekday: r.Weekday, period: r.Period,
	}
}

// day is the row of a day among those of entries: see daysAsEntriesSQL.
func (r entryRow) day() dayRow {
	return dayRow{
		What: r.Kind, ID: r.Lesson, Period: r.Period, StartsAt: r.StartsAt, EndsAt: r.EndsAt, Shift: r.Shift, Number: r.Number, nameColumns: r.nameColumns,
	}
}

// joined makes entries of rows. A booking comes once for each pair of people in
// it and is put together again here.
func joined(rows []entryRow) []Entry {
	var out []Entry
	at := map[[2]string]int{}
	for _, r := range rows {
		key := [2]string{r.Staff, r.Booking}
		i, known := at[key]
		if r.Booking == "" || !known {
			at[key] = len(out)
			i = len(out)
			out = append(out, r.entry())
		}
		if r.With != "" {
			out[i].With = append(out[i].With, r.With)
		}
	}
	return out
}

// entriesSQL asks for the people whose placeholders are in the list; for an empty
// list it asks for everybody.
func (s *Service) entriesSQL(list string) string {
	who := func(table string) string {
		if list == "" {
			return ""
		}
		return ` AND ` + table + `.staff_id IN (` + list + `)`
	}
	query := lessonEntriesSQL + who("l") + "\nUNION ALL\n" + s.overlay.bookingEntries() + who("me")
	if s.overlay.Away != nil {
		query += "\nUNION ALL\n" + s.overlay.absenceEntries() + who("a")
	}
	return query
}

// daysAsEntriesSQL gives the rows of daysSQL the columns of entries, of nobody: a
// page that shows a week may ask only a few questions.
const daysAsEntriesSQL = `
SELECT '', d.starts_at, d.ends_at, d.id, 0, '', '', '', d.name_kk, d.name_ru, d.name_en, '', d.shift, d.number, 0, 0,
    '', '', d.what, '', '', FALSE, '', d.starts, d.ends
FROM (` + daysSQL + `) d`

const lessonEntriesSQL = `
SELECT l.staff_id, l.starts_at, l.ends_at, l.id AS lesson_id, l.weekday, c.name AS class, c.id AS class_id, s.id AS subject_id,
    s.name_kk, s.name_ru, s.name_en, l.room, l.shift, l.period AS number, l.group_no, l.week,
    '' AS booking_id, '' AS date, '' AS kind, '' AS about, '' AS part, FALSE AS protected, '' AS with_staff, l.starts, l.ends
FROM lesson l
JOIN class_group c ON c.school_id = l.school_id AND c.id = l.class_id
JOIN subject s ON s.school_id = l.school_id AND s.id = l.subject_id
WHERE l.school_id = $1 AND l.starts <= $3 AND l.ends >= $2`
