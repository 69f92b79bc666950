package observation

import (
	"context"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/timetable"
)

// Taught is a lesson of the timetable on its day, as it was when a colleague's visit of
// it was spoken of: timetables change, what was agreed stays readable.
type Taught struct {
	Lesson    string         `db:"lesson_id"`
	Class     string         `db:"class_name"`
	SubjectKK string         `db:"subject_kk"`
	SubjectRU string         `db:"subject_ru"`
	SubjectEN string         `db:"subject_en"`
	Room      string         `db:"room"`
	Date      calendar.Date  `db:"date"`
	StartsAt  calendar.Clock `db:"starts_at"`
	EndsAt    calendar.Clock `db:"ends_at"`
}

func taughtIn(l timetable.Entry) Taught {
	return Taught{
		Lesson: l.Lesson, Class: l.Class, SubjectKK: l.Subject.KK, SubjectRU: l.Subject.RU, SubjectEN: l.Subject.EN,
		Room: l.Room, Date: l.Date, StartsAt: l.StartsAt, EndsAt: l.EndsAt,
	}
}

// Subject of the lesson in the three languages.
func (t Taught) Subject() i18n.Text {
	return i18n.Text{KK: t.SubjectKK, RU: t.SubjectRU, EN: t.SubjectEN}
}

// InWords is the lesson with its day: "Monday, 9 September, 08:30–09:15 · 3A · Kazakh".
func (t Taught) InWords(ctx context.Context) string {
	return strings.Trim(i18n.When(ctx, t.Date, t.StartsAt, t.EndsAt)+" · "+t.Class+" · "+t.Subject().In(ctx), " ·")
}

// OnPaper is InWords as papers write it: "9 September 2013, 08:30–09:15, 3A, Kazakh".
func (t Taught) OnPaper(ctx context.Context) string {
	return strings.Trim(i18n.DateFormal(ctx, t.Date)+", "+i18n.Hours(t.StartsAt, t.EndsAt)+", "+t.Class+", "+t.Subject().In(ctx), " ,")
}

// BegunBy says whether the lesson has begun at that time.
func (t Taught) BegunBy(day calendar.Date, at calendar.Clock) bool {
	return t.Date < day || t.Date == day && t.StartsAt <= at
}

// entry is the lesson as the timetable books it.
func (t Taught) entry() timetable.Entry {
	return timetable.Entry{Lesson: t.Lesson, Class: t.Class, Subject: t.Subject(), Room: t.Room, Date: t.Date, StartsAt: t.StartsAt, EndsAt: t.EndsAt}
}

// ahead is for how many days lessons can be opened and asked for: what is further away
// the timetable will have changed.
const ahead = 60

// behind is for how many days a lesson that a colleague was in can be spoken of afterwards.
const behind = 30

// spoken are the days of which one may speak today.
func (s *Service) spoken() calendar.Period {
	today := s.Today()
	return calendar.Period{Starts: today, Ends: today.AddDays(ahead)}
}

// LessonChoice is how a form names a lesson on its day.
type LessonChoice struct {
	Date   calendar.Date
	Lesson string
}

// lessonOf finds the lesson that a teacher gives on the day, which has not begun.
func (w work) lessonOf(teacher string, in LessonChoice) (Taught, error) {
	found, err := w.taughtOn(teacher, in, w.spoken())
	if err == nil && found.BegunBy(w.Date(), w.Clock()) {
		return found, fault.Invalid("lesson", "observation.lesson.begun")
	}
	return found, err
}

// taughtOn finds the lesson that a teacher gives on one of the days.
func (w work) taughtOn(teacher string, in LessonChoice, days calendar.Period) (Taught, error) {
	var f fault.Fields
	if f.DayWithin("date", in.Date, days); f.Err() != nil {
		return Taught{}, f.Err()
	}
	lessons, err := w.timetable.LessonsTaught(w.Ctx, w.Tx, w.Actor.School, teacher, in.Date, in.Date)
	if err != nil {
		return Taught{}, err
	}
	i := slices.IndexFunc(lessons, func(l timetable.Entry) bool { return l.Lesson == in.Lesson })
	if in.Lesson == "" || i < 0 {
		return Taught{}, fault.Invalid("lesson", "observation.lesson.none")
	}
	return taughtIn(lessons[i]), nil
}

// OwnWeek are the lessons of a week that the actor gives and can still open.
func (s *Service) OwnWeek(ctx context.Context, actor access.Actor, monday calendar.Date) ([]timetable.Entry, error) {
	all, err := s.timetable.LessonsTaught(ctx, s.Read(), actor.School, actor.Staff, monday, monday.AddDays(6))
	return s.toCome(all), err
}

// WeekToAsk are the lessons of a colleague in a week that the actor could see, those during
// which she is free, and those that were, in which she may have been. That a colleague
// teaches then is known to all; nothing else is told.
func (s *Service) WeekToAsk(ctx context.Context, actor access.Actor, teacher string, monday calendar.Date) ([]timetable.Entry, error) {
	if teacher == "" || teacher == actor.Staff {
		return nil, nil
	}
	all, err := s.timetable.VisitableLessons(ctx, s.Read(), actor.School, teacher, actor.Staff, monday, monday.AddDays(6))
	if err != nil || monday > s.Today() {
		return s.toCome(all), err
	}
	were, err := s.timetable.LessonsTaught(ctx, s.Read(), actor.School, teacher, max(monday, s.Today().AddDays(-behind)), min(monday.AddDays(6), s.Today()))
	were = slices.DeleteFunc(were, func(l timetable.Entry) bool { return !s.Was(l) })
	return append(were, s.toCome(all)...), err
}

// Was says whether a lesson has begun by now.
func (s *Service) Was(l timetable.Entry) bool { return taughtIn(l).BegunBy(s.Today(), s.Clock()) }

// toCome leaves out the lessons that have begun, and those too far ahead to be spoken of.
func (s *Service) toCome(all []timetable.Entry) []timetable.Entry {
	today, now, last := s.Today(), s.Clock(), s.spoken().Ends
	return slices.DeleteFunc(all, func(l timetable.Entry) bool { return taughtIn(l).BegunBy(today, now) || l.Date > last })
}
