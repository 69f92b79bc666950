package cover

import (
	"cmp"
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/scheduling"
	"talim/internal/timetable"
)

// Day is a day on which somebody is absent: who, which lessons need somebody,
// who could, and which meetings must move.
type Day struct {
	Date     calendar.Date
	Absences []Absence
	Coming   []Absence         // of the half year after it
	Needs    []Need            // by time
	ToMove   []timetable.Entry // bookings of absent people, once for each of them
	Subjects map[string]i18n.Text

	hours  timetable.Hours
	units  map[string][]string
	covers map[string]int
	given  []Cover
}

// Need is a lesson of somebody absent.
type Need struct {
	Absence string
	Absent  string
	Lesson  timetable.Entry // joint classes in one
	Cover   *Cover          // who gives it; nil while nobody does
	// Proposal is who should, and why; nil where the lesson has somebody or where
	// nobody can, and then Why says it.
	Proposal *scheduling.Covered
	Why      *scheduling.Reason
}

// Open counts the lessons that nobody gives yet.
func (d Day) Open() int {
	n := 0
	for _, x := range d.Needs {
		if x.Cover == nil {
			n++
		}
	}
	return n
}

// Proposals are the choices that take every proposal.
func (d Day) Proposals() []Choice {
	var out []Choice
	for _, n := range d.Needs {
		if n.Proposal != nil {
			out = append(out, Choice{n.Absence, n.Lesson.StartsAt, n.Proposal.By})
		}
	}
	return out
}

// Free says whether a member of staff could give the lesson: by hand anybody may
// be chosen who has nothing else then.
func (d Day) Free(staff string, n Need) bool {
	return staff != n.Absent && d.hours.FreeAt(staff, n.Lesson.Slot())
}

func (d Day) need(c Choice) (Need, bool) {
	at := slices.IndexFunc(d.Needs, func(n Need) bool {
		return n.Cover == nil && n.Absence == c.Absence && n.Lesson.StartsAt == c.StartsAt
	})
	if at < 0 {
		return Need{}, false
	}
	return d.Needs[at], true
}

// On is the day for those who arrange cover, with proposals (R173).
func (s *Service) On(ctx context.Context, actor access.Actor, day calendar.Date) (Day, error) {
	if err := access.Must(MayCover.Allows(actor), "timetable.forbidden"); err != nil {
		return Day{}, err
	}
	d, err := s.readDay(ctx, s.Read(), actor.School, day)
	if err != nil {
		return d, err
	}
	may := AbsenceReason.Reads(access.RelationsOf(actor, actor.School))
	for _, list := range [][]Absence{d.Absences, d.Coming} {
		for i, a := range list {
			list[i].Reason = ""
			if may {
				list[i].Reason = s.reason(ctx, a)
			}
		}
	}
	return d, d.propose()
}

// lessonsOf are the lessons of an absence on the day, joint classes in one.
func (d Day) lessonsOf(a Absence) []timetable.Entry {
	var out []timetable.Entry
	for _, e := range d.hours.On(a.Staff, d.Date) {
		if e.IsBooking() || !e.Slot().Overlaps(a.StartsAt, a.EndsAt) {
			continue
		}
		if n := len(out); n > 0 && out[n-1].StartsAt == e.StartsAt {
			out[n-1].Class += ", " + e.Class
			continue
		}
		out = append(out, e)
	}
	return out
}

func (d *Day) collect() {
	d.Subjects = d.hours.Subjects
	for _, a := range d.Absences {
		for _, lesson := range d.lessonsOf(a) {
			n := Need{Absence: a.ID, Absent: a.Staff, Lesson: lesson}
			at := slices.IndexFunc(d.given, func(c Cover) bool { return c.Absent == a.Staff && c.StartsAt == lesson.StartsAt })
			if at >= 0 {
				n.Cover = &d.given[at]
			}
			d.Needs = append(d.Needs, n)
		}
		d.ToMove = append(d.ToMove, d.bookingsOf(a)...)
	}
	slices.SortStableFunc(d.Needs, func(a, b Need) int { return timetable.ByTime(a.Lesson, b.Lesson) })
	slices.SortStableFunc(d.ToMove, timetable.ByTime)
}

// bookingsOf are the meetings and visits that an absence makes impossible.
func (d Day) bookingsOf(a Absence) []timetable.Entry {
	var out []timetable.Entry
	for _, e := range d.hours.On(a.Staff, d.Date) {
		if e.IsBooking() && e.Part != timetable.Away && e.Kind != timetable.KindCover && e.Slot().Overlaps(a.StartsAt, a.EndsAt) {
			out = append(out, e)
		}
	}
	return out
}

// propose asks scheduling for each absence; who takes a lesson of the first is
// taken for those after it.
func (d *Day) propose() error {
	taken := map[string][]scheduling.Dated{}
	for _, a := range d.Absences {
		plan, err := scheduling.Cover(scheduling.Absence{Grid: d.hours.Grid, Colleagues: d.colleagues(a, taken), Absent: a.Staff, Date: d.Date})
		if err != nil {
			return err
		}
		for _, c := range plan.Covered {
			if n := d.open(a, c.Lesson); n != nil {
				n.Proposal = &c
				taken[c.By] = append(taken[c.By], scheduling.Dated{Date: d.Date, Starts: c.Lesson.Starts, Ends: c.Lesson.Ends})
			}
		}
		for _, u := range plan.Uncovered {
			if n := d.open(a, u.Lesson); n != nil {
				n.Why = &u.Why
			}
		}
	}
	return nil
}

func (d *Day) open(a Absence, l scheduling.Lesson) *Need {
	for i := range d.Needs {
		if n := &d.Needs[i]; n.Cover == nil && n.Absence == a.ID && n.Lesson.StartsAt == l.Starts {
			return n
		}
	}
	return nil
}

// colleagues are all who teach, with what each has that day; of the absent one only
// the lessons that still need somebody.
func (d Day) colleagues(a Absence, taken map[string][]scheduling.Dated) []scheduling.Colleague {
	var out []scheduling.Colleague
	for _, p := range d.hours.People(func(timetable.Entry) bool { return true }) {
		if len(p.Lessons) == 0 {
			continue
		}
		if p.ID == a.Staff {
			p.Busy, p.Lessons = nil, d.stillOpen(a, p.Lessons)
		}
		p.Busy = append(p.Busy, taken[p.ID]...)
		out = append(out, scheduling.Colleague{Person: p, Units: d.units[p.ID], Covers: d.covers[p.ID] + len(taken[p.ID])})
	}
	slices.SortFunc(out, func(a, b scheduling.Colleague) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// stillOpen are the lessons that nobody gives yet, joint classes in one.
func (d Day) stillOpen(a Absence, lessons []scheduling.Lesson) []scheduling.Lesson {
	open := slices.DeleteFunc(slices.Clone(lessons), func(l scheduling.Lesson) bool { return d.open(a, l) == nil })
	return slices.CompactFunc(open, func(x, y scheduling.Lesson) bool { return x.Slot == y.Slot })
}

type dayFact struct {
	What  string `db:"what"`
	Staff string `db:"fact_staff"`
	Unit  string `db:"unit"`
	Count int    `db:"n"`
	Cover
	Ends   calendar.Date `db:"ends"`
	Reason Reason        `db:"reason"`
}

func (f dayFact) absence(school string) Absence {
	return Absence{
		School: school, ID: f.ID, Staff: f.Staff, Period: calendar.Period{Starts: f.Date, Ends: f.Ends},
		StartsAt: f.StartsAt, EndsAt: f.EndsAt, Reason: f.Reason, State: Recorded,
	}
}

func (d *Day) add(a Absence) {
	if a.Contains(d.Date) {
		d.Absences = append(d.Absences, a)
	} else {
		d.Coming = append(d.Coming, a)
	}
}

// What a day of cover needs beside the plan, in one query: absences, cover given,
// how many lessons each has taken over in the year, units.
var factsSQL = `
SELECT 'absence' AS what, a.staff_id AS fact_staff, '' AS unit, 0 AS n, a.school_id, a.id, '' AS absence_id, '' AS absent_id, '' AS staff_id, '' AS booking_id,
    a.starts AS date, a.starts_at, a.ends_at, '' AS class_name, '' AS subject_id, '' AS room, 'given' AS state, '' AS given_by, '' AS given_at, a.ends, a.reason
FROM absence a WHERE a.school_id = $1 AND a.starts <= $4 AND a.ends >= $2 AND a.state = 'recorded'
UNION ALL
SELECT 'cover', '', '', 0, c.school_id, c.id, c.absence_id, c.absent_id, c.staff_id, c.booking_id, c.date, c.starts_at, c.ends_at, c.class_name, c.subject_id, c.room,
    c.state, c.given_by, c.given_at, '', ''
FROM cover c WHERE c.school_id = $1 AND c.date = $2 AND c.state = 'given'
UNION ALL
SELECT 'count', c.staff_id, '', count(*), '', '', '', '', '', '', '', '', '', '', '', '', 'given', '', '', '', ''
FROM cover c WHERE c.school_id = $1 AND c.state = 'given' AND c.date >= $3 AND c.date <= $4 GROUP BY c.staff_id
UNION ALL
SELECT 'unit', m.staff_id, m.unit_id, 0, '', '', '', '', '', '', '', '', '', '', '', '', 'given', '', '', '', ''
` + people.FromMembers("m") + ` WHERE m.school_id = $1 AND m.starts <= $2 AND m.ends >= $2`

// spread is how far back and ahead lessons taken over count: half a year each way,
// so that the load spreads over a school year.
const spread = 183

func (s *Service) readDay(ctx context.Context, c db.Conn, school string, day calendar.Date) (Day, error) {
	d := Day{Date: day, units: map[string][]string{}, covers: map[string]int{}}
	var err error
	if d.hours, err = s.timetable.HoursOf(ctx, c, school, day, day); err != nil {
		return d, err
	}
	facts, err := db.All[dayFact](ctx, c, factsSQL, school, day, day.AddDays(-spread), day.AddDays(spread))
	if err != nil {
		return d, err
	}
	for _, f := range facts {
		switch f.What {
		case "absence":
			d.add(f.absence(school))
		case "cover":
			d.given = append(d.given, f.Cover)
		case "count":
			d.covers[f.Staff] = f.Count
		case "unit":
			d.units[f.Staff] = append(d.units[f.Staff], f.Unit)
		}
	}
	slices.SortFunc(d.Absences, func(a, b Absence) int {
		return cmp.Or(cmp.Compare(a.Staff, b.Staff), cmp.Compare(a.StartsAt, b.StartsAt))
	})
	d.collect()
	return d, nil
}
