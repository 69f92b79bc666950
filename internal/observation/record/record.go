package record

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/observation"
	"talim/internal/observation/share"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/secret"
	"talim/internal/verb"
)

// Line is a line of a record as it stands, with what it was.
type Line struct {
	Key      string
	Kept                   // the operation that stands, of several the one that came last
	Others   []Kept        // that stand too: corrected on two devices at once
	Was      []Kept        // that something stands over, the last first
	Duration time.Duration // until the next line, or the end of the lesson
}

// Page is everything that the pages of a record show to one reader.
type Page struct {
	observation.Visit
	Who, By    people.Person // the teacher, the observer
	Kind       string        // Observed
	Template   Template
	State      State
	BegunAt    calendar.Instant // "" before the first operation
	FinishedAt calendar.Instant
	Head       Line
	Lines      []Line // in the order of their times
	Gone       []Line // that were taken away
	Last       int    // the greatest number of an operation
	Mine       bool   // the reader is the observer, and may write
	Shared     bool   // the reader is none of the two: the teacher shares the lesson with her
	given      string // what is shared with the reader, as share.SelectGiven has it
}

// Teaches says whether the reader is the teacher whose lesson was visited.
func (p Page) Teaches() bool { return p.Kind == OfLesson && !p.Mine && !p.Shared }

// TargetRecord is the record of a visit, by the id of the visit.
const TargetRecord = "record.lesson"

// Finish says that the record is whole: the visit was held, and the teacher is told. What
// a device still holds is kept when it comes, and corrections stay possible.
func (s *Service) Finish(ctx context.Context, actor access.Actor, visit string) error {
	return s.do(ctx, actor, func(w work) error {
		v, err := w.recordable(visit)
		if err != nil {
			return err
		}
		r, err := w.begin(v)
		switch {
		case err != nil || r.FinishedAt != "":
			return err
		case r.Last == 0:
			return fault.Conflict("record.empty")
		}
		if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE timed_record SET finished_at = $3 WHERE school_id = $1 AND id = $2`, r.School, r.ID, w.Instant()); err != nil {
			return err
		}
		if ofMeeting(v) {
			return w.RecordPrivate(eventPrivate)
		}
		if _, err := w.visits.Hold(w.Work, v.ID, ""); err != nil {
			return err
		}
		if err := w.Notify(reminder.Reminder{
			Staff: v.Teacher, Key: "record.remind.finished", Args: db.Texts{"Who": actor.Name, "Date": string(v.Date)},
			Target: reminder.To(TargetRecord, v.ID), About: v.ID,
		}); err != nil {
			return err
		}
		return w.RecordPrivate(eventPrivate)
	})
}

// Read reads the record of a visit for one of the two, whether it was begun or not, and for
// whom its teacher shares the whole of the lesson with.
func (s *Service) Read(ctx context.Context, actor access.Actor, visit string) (Page, error) {
	p, err := s.visitOf(ctx, actor, visit)
	if err != nil {
		return p, err
	}
	if refused := mayRead(actor, p.Visit); refused != nil {
		return s.readShared(ctx, actor, p, refused)
	}
	p.Mine = mayWrite(actor, p.Visit) == nil
	return s.fill(ctx, p)
}

// readShared reads the record of a visit that took place for somebody else: as it stands,
// without what it was, opened on behalf of the teacher who shares it.
func (s *Service) readShared(ctx context.Context, actor access.Actor, p Page, refused error) (Page, error) {
	if ofMeeting(p.Visit) || p.Visit.State != observation.Held {
		return Page{}, refused
	}
	if level := s.shares.LevelIn(actor, p.Occasion(), p.Teacher, p.given); !level.Holds(share.Whole) {
		return Page{}, refused
	}
	p, err := s.fill(secret.OnBehalf(ctx, p.Teacher), p)
	p.Shared, p.Gone, p.Head.Was = true, nil, nil
	for i := range p.Lines {
		p.Lines[i].Was = nil
	}
	return p, err
}

// ReadOwn reads the record of a visit for its observer, who may write it.
func (s *Service) ReadOwn(ctx context.Context, actor access.Actor, visit string) (Page, error) {
	p, err := s.visitOf(ctx, actor, visit)
	if err != nil {
		return p, err
	}
	switch err := mayWrite(actor, p.Visit); {
	case err != nil:
		return Page{}, err
	case p.Date > s.Today():
		return Page{}, fault.Conflict("record.not_yet")
	case p.State == WasEnded:
		return Page{}, fault.Conflict("record.refused." + string(Withdrawn))
	}
	p.Mine = true
	return s.fill(ctx, p)
}

// visitOf finds a visit of the actor's school with the names of the two, and where its
// record stands.
func (s *Service) visitOf(ctx context.Context, actor access.Actor, visit string) (Page, error) {
	row, err := db.One[struct {
		observation.Visit
		Who people.Person `db:"t_"`
		By  people.Person `db:"o_"`
		standing
		Given string `db:"given"`
	}](ctx, s.Runner.Read(), `SELECT `+db.Columns[observation.Visit]("v")+`, `+people.PersonAs("t", "t")+`, `+people.PersonAs("o", "o")+`, `+standingColumns+`,
		`+share.SelectGiven("v.school_id", observation.SelectOccasion("v"), "v.teacher_id", "$3", "$4")+` AS given
		`+observation.FromVisits("v")+` `+people.JoinStaff("t", "v.school_id", "v.teacher_id")+` `+people.JoinStaff("o", "v.school_id", "v.observer_id")+`
		LEFT JOIN timed_record r ON r.school_id = v.school_id AND r.id = v.id WHERE v.school_id = $1 AND v.id = $2`, actor.School, visit, actor.Staff, s.Today())
	if errors.Is(err, db.ErrNotFound) {
		return s.meetingOf(ctx, actor, visit)
	}
	p := row.page(OfLesson, row.Visit)
	p.Who, p.By, p.given = row.Who, row.By, row.Given
	return p, err
}

// meetingOf finds a meeting of the actor's school, and where its record stands.
func (s *Service) meetingOf(ctx context.Context, actor access.Actor, id string) (Page, error) {
	row, err := db.One[struct {
		Meeting
		standing
	}](ctx, s.Runner.Read(), `SELECT `+db.Columns[Meeting]("m")+`, `+standingColumns+` FROM observed_meeting m
		LEFT JOIN timed_record r ON r.school_id = m.school_id AND r.id = m.id WHERE m.school_id = $1 AND m.id = $2`, actor.School, id)
	if err != nil {
		return Page{}, verb.Missing(err, "observation.visit.missing")
	}
	row.Title = s.keeper.Show(ctx, title.Of(row.ID), row.Title)
	return row.page(row.Kind, row.Meeting.visit()), nil
}

// standing is where the record r of something stands, which may not have been begun.
type standing struct {
	Template   string           `db:"template"`
	BegunAt    calendar.Instant `db:"begun"`
	FinishedAt calendar.Instant `db:"finished"`
	Last       int              `db:"last"`
}

const standingColumns = `COALESCE(r.template_id, '') AS template, COALESCE(r.begun_at, '') AS begun, COALESCE(r.finished_at, '') AS finished,
	COALESCE(r.last_number, 0) AS last`

func (x standing) page(kind string, v observation.Visit) Page {
	p := Page{Kind: kind, Visit: v, BegunAt: x.BegunAt, FinishedAt: x.FinishedAt, Last: x.Last, State: recordRow{FinishedAt: x.FinishedAt}.state(v)}
	p.Template.ID = x.Template
	return p
}

// fill reads the tags and the operations of a record, and puts them in order.
func (s *Service) fill(ctx context.Context, p Page) (Page, error) {
	c := s.Runner.Read()
	var err error
	if p.Template, err = templateOf(ctx, c, p.School, p.Kind, p.Template.ID, p.Date); err != nil {
		return Page{}, err
	}
	ops, err := s.operations(ctx, c, recordRow{School: p.School, ID: p.ID}, 0)
	if err != nil {
		return Page{}, err
	}
	p.order(ops, s.timeOf(p.Date, p.EndsAt))
	return p, nil
}

// timeOf is a time of a day at the schools; the zero time where it is none.
func (s *Service) timeOf(day calendar.Date, at calendar.Clock) time.Time {
	out, err := time.ParseInLocation("2006-01-02 15:04", string(day)+" "+string(at), s.Now().Location())
	if err != nil {
		return time.Time{}
	}
	return out
}

// order gathers the operations of each line, and puts the lines in the order of their times.
func (p *Page) order(ops []Kept, end time.Time) {
	over, byLine := map[string]bool{}, map[string][]Kept{}
	for _, o := range ops {
		for _, key := range o.Over {
			over[key] = true
		}
		byLine[o.Line] = append(byLine[o.Line], o)
	}
	for key, of := range byLine {
		line := lineOf(key, of, over)
		switch {
		case key == "":
			p.Head = line
		case line.Gone && len(line.Others) == 0:
			p.Gone = append(p.Gone, line)
		default:
			p.Lines = append(p.Lines, line)
		}
	}
	byTime := func(a, b Line) int { return cmp.Or(a.True().Compare(b.True()), cmp.Compare(a.first(), b.first())) }
	slices.SortFunc(p.Lines, byTime)
	slices.SortFunc(p.Gone, byTime)
	measure(p.Lines, end)
}

// lineOf makes a line of its operations, which are in the order in which they came.
func lineOf(key string, ops []Kept, over map[string]bool) Line {
	line := Line{Key: key}
	var standing []Kept
	for _, o := range ops {
		if over[o.Key] {
			line.Was = append(line.Was, o)
		} else {
			standing = append(standing, o)
		}
	}
	if len(standing) == 0 { // they stand over each other: nothing is dropped
		standing, line.Was = line.Was, nil
	}
	last := len(standing) - 1
	line.Kept, line.Others = standing[last], standing[:last]
	slices.Reverse(line.Was)
	return line
}

// first is the number of the first operation of a line.
func (l Line) first() int {
	first := l.Number
	for _, o := range slices.Concat(l.Others, l.Was) {
		first = min(first, o.Number)
	}
	return first
}

// Standing are the keys of the operations that stand: what a correction stands over.
func (l Line) Standing() []string {
	var keys []string
	for _, o := range l.Others {
		keys = append(keys, o.Key)
	}
	if l.Kept.Key != "" {
		keys = append(keys, l.Kept.Key)
	}
	return keys
}

// measure says how long each line lasts: until the next, the last until the end of the lesson.
func measure(lines []Line, end time.Time) {
	for i := range lines {
		next := end
		if i+1 < len(lines) {
			next = lines[i+1].True()
		}
		lines[i].Duration = max(0, next.Sub(lines[i].True()))
	}
}
