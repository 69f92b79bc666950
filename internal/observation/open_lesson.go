package observation

import (
	"context"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/secret"
	"talim/internal/verb"
	"talim/internal/version"
)

// OpenLesson is a lesson that its teacher opens to colleagues: to all, with so many
// places, or to those whom she names (R129-R132).
type OpenLesson struct {
	verb.Made
	Teacher string `db:"teacher_id"`
	Taught
	Purpose   string      `db:"purpose"` // Purposes, by name
	Focus     string      `db:"focus"`   // what the teacher would like to know; sealed for who may come
	Daily     bool        `db:"daily"`   // an ordinary lesson, not one made to be shown (R131)
	Rehearsed bool        `db:"rehearsed"`
	Audience  Audience    `db:"audience"`
	Places    int         `db:"places"`
	State     LessonState `db:"state"`
	Version   int         `db:"version"`

	Unreadable bool `db:"-"` // the question cannot be opened, and says so
}

// Audience is whom a lesson is open to.
type Audience string

// The audiences.
const (
	ForAll   Audience = "all"
	ForNamed Audience = "named"
)

// LessonState is where an open lesson stands.
type LessonState string

// The states of an open lesson.
const (
	Open      LessonState = "open"
	Withdrawn LessonState = "withdrawn"
)

// BookingKind is how the timetable knows a visit that is agreed here, by its booking.
const BookingKind = "observation.visit"

// TargetLesson is an open lesson, by its id.
const TargetLesson = "observation.lesson"

// Purposes are what visits that are agreed here may serve (R130); "mentoring" is said of
// what a pair does beside its own visits.
var Purposes = []string{"sharing", "help", "mentoring", "decade", "attestation", "seminar"}

func serving(name string) Purpose { return Purpose{Name: name, Booking: BookingKind} }

const (
	maxFocus  = 500 // characters
	maxPlaces = 30
	maxGuests = 30
)

// Serves is what a lesson is shown for, and how; its teacher alone says it.
type Serves struct {
	Purpose   string
	Focus     string
	Daily     bool
	Rehearsed bool
}

func (s Serves) check(f *fault.Fields) {
	f.When(!slices.Contains(Purposes, s.Purpose), "purpose", "observation.lesson.purpose_missing")
	f.Text("focus", s.Focus, false, maxFocus)
}

// NewOpenLesson is the input of OpenLesson: a lesson of one's own.
type NewOpenLesson struct {
	LessonChoice
	Serves
	Audience Audience
	Places   int      // for all; named people each have theirs
	Guests   []string // staff, where the lesson is for named people
}

func (n NewOpenLesson) check(self string) error {
	var f fault.Fields
	n.Serves.check(&f)
	switch n.Audience {
	case ForAll:
		f.When(n.Places < 1 || n.Places > maxPlaces, "places", "observation.lesson.places_between", "Most", maxPlaces)
	case ForNamed:
		f.When(len(n.Guests) == 0, "guests", "observation.lesson.nobody_named")
		f.When(len(n.Guests) > maxGuests, "guests", "observation.lesson.too_many_named", "Most", maxGuests)
		f.When(slices.Contains(n.Guests, self), "guests", "observation.lesson.oneself")
	default:
		f.Add("audience", "observation.lesson.audience_missing")
	}
	return f.Err()
}

// LessonChange says anew what a lesson serves.
type LessonChange struct {
	Version int
	Serves
	LeftOut bool // the question could not be opened, and was not shown
}

func (l OpenLesson) ref() journal.Ref { return journal.Ref{Kind: "open_lesson", ID: l.ID} }

// record says whose the lesson is; come are those whom the teacher named, and who visit it.
func (l OpenLesson) record(come []string) access.Record {
	return access.Record{School: l.School, Selves: []string{l.Teacher}, Trusted: come}
}

// rule says who may read the lesson.
func (l OpenLesson) rule() access.Rule {
	if l.Audience == ForAll {
		return forAllRule
	}
	return namedRule
}

// mayRead says whether the actor may know of the lesson; come are those whom its teacher named.
func (l OpenLesson) mayRead(a access.Actor, come []string) error {
	return access.Private(l.rule().Reads(access.Of(a, l.record(come))), "observation.lesson.missing")
}

// mayChange says whether the actor may say anew what it serves, or take it back.
func (l OpenLesson) mayChange(a access.Actor) error {
	if err := access.Must(l.rule().Writes(access.Of(a, l.record(nil))), "observation.access.teacher"); err != nil {
		return err
	}
	if l.State != Open {
		return fault.Conflict("observation.lesson.is_withdrawn")
	}
	return nil
}

// readers of the question: who may come.
func (l OpenLesson) readers(guests []string) []string {
	if l.Audience == ForAll {
		return []string{l.Teacher, secret.Everybody}
	}
	return append([]string{l.Teacher}, guests...)
}

// TargetOpened are the lessons that one may visit.
const TargetOpened = "observation.lessons"

// OpenLesson opens a lesson of the actor to colleagues. Who is named is told.
func (s *Service) OpenLesson(ctx context.Context, actor access.Actor, in NewOpenLesson) (string, error) {
	in.Focus = strings.TrimSpace(in.Focus)
	id := db.NewID()
	return id, s.do(ctx, actor, func(w work) error {
		if err := in.check(actor.Staff); err != nil {
			return err
		}
		taught, err := w.lessonOf(actor.Staff, in.LessonChoice)
		if err != nil {
			return err
		}
		if in.Audience == ForNamed {
			in.Places = maxPlaces
		}
		l, err := w.open(OpenLesson{Teacher: actor.Staff, Taught: taught, Audience: in.Audience, Places: in.Places}, id, in.Serves, in.Guests)
		if err != nil {
			return err
		}
		for _, guest := range in.Guests {
			if err := w.tell(guest, "observation.remind.invited", l.ID, reminder.To(TargetLesson, l.ID), db.Texts{"Date": string(l.Date)}); err != nil {
				return err
			}
		}
		return w.recordOf(eventOpened, l)
	})
}

// open keeps a lesson and whom it is for.
func (w work) open(l OpenLesson, id string, in Serves, guests []string) (OpenLesson, error) {
	l.Made = w.Made()
	l.ID, l.State, l.Version = id, Open, 1
	l.Purpose, l.Daily, l.Rehearsed = in.Purpose, in.Daily, in.Rehearsed
	l.Focus = w.keeper.SealFor(focus.Of(l.ID), l.readers(guests), in.Focus)
	if err := db.Insert(w.Ctx, w.Tx, "open_lesson", l); err != nil {
		return l, verb.Duplicate(err, "observation.lesson.open_already")
	}
	return l, w.invite(l, guests)
}

// invite names people who may come.
func (w work) invite(l OpenLesson, guests []string) error {
	if l.Audience != ForNamed {
		return nil
	}
	guests = slices.Compact(slices.Sorted(slices.Values(guests)))
	here, err := people.AtWork(w.Ctx, w.Tx, l.School, w.Date(), guests...)
	if err != nil {
		return err
	}
	if here < len(guests) {
		return fault.Invalid("guests", "observation.staff.missing")
	}
	rows := make([]guestRow, len(guests))
	for i, g := range guests {
		rows[i] = guestRow{l.School, l.ID, g}
	}
	return db.InsertAll(w.Ctx, w.Tx, "open_lesson_guest", rows)
}

type guestRow struct {
	School string `db:"school_id"`
	Lesson string `db:"open_lesson_id"`
	Staff  string `db:"staff_id"`
}

// recordOf writes the journal's entry of a lesson: what is open to all is known to all.
func (w work) recordOf(e journal.Event, l OpenLesson) error {
	if l.Audience == ForAll {
		return w.Record(e, l.ref())
	}
	return w.recordPrivate()
}

type servedRow struct {
	School    string           `db:"school_id"`
	ID        string           `db:"id"`
	Lesson    string           `db:"open_lesson_id"`
	Version   int              `db:"version"`
	Purpose   string           `db:"purpose"`
	Daily     bool             `db:"daily"`
	Rehearsed bool             `db:"rehearsed"`
	ChangedAt calendar.Instant `db:"changed_at"`
}

// ChangeLesson says anew what a lesson serves, by its teacher alone: before it, and
// afterwards too, since it becomes nothing else without her (R130). What it was stays.
func (s *Service) ChangeLesson(ctx context.Context, actor access.Actor, id string, in LessonChange) error {
	in.Focus = strings.TrimSpace(in.Focus)
	return s.changeOwn(ctx, actor, id, func(w work, l OpenLesson, come []string) error {
		var f fault.Fields
		in.check(&f)
		if err := f.Err(); err != nil {
			return err
		}
		made := l
		made.Purpose, made.Daily, made.Rehearsed = in.Purpose, in.Daily, in.Rehearsed
		made.Focus = w.keeper.SealOver(w.Ctx, focus, l.ID, l.readers(come), in.Focus, secret.Old{ID: l.ID, Sealed: l.Focus}, in.LeftOut)
		was, err := version.Replace(w.Work, "open_lesson", in.Version, &made, "school_id", "id")
		if err != nil {
			return err
		}
		if err := db.Insert(w.Ctx, w.Tx, "open_lesson_was", servedRow{
			School: l.School, ID: db.NewID(), Lesson: l.ID, Version: was.Version, Purpose: was.Purpose, Daily: was.Daily,
			Rehearsed: was.Rehearsed, ChangedAt: w.Instant(),
		}); err != nil {
			return err
		}
		return w.recordOf(eventChanged, l)
	})
}

// WithdrawLesson takes an open lesson back before it begins. Whoever would have come is
// told, without a reason, and has the hour again.
func (s *Service) WithdrawLesson(ctx context.Context, actor access.Actor, id string) error {
	return s.changeOwn(ctx, actor, id, func(w work, l OpenLesson, come []string) error {
		if l.BegunBy(w.Date(), w.Clock()) {
			return fault.Conflict("observation.lesson.begun")
		}
		if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE open_lesson SET state = $3, version = version + 1 WHERE school_id = $1 AND id = $2`, l.School, l.ID, Withdrawn); err != nil {
			return err
		}
		if err := w.CloseReminders(l.ID); err != nil {
			return err
		}
		visits, err := visitsAbout(w.Ctx, w.Tx, l.School, l.ID)
		if err != nil {
			return err
		}
		for _, v := range visits {
			if err := w.tell(v.Observer, "observation.remind.withdrawn", l.ID, reminder.To(TargetOpened, ""), db.Texts{"Date": string(l.Date)}); err != nil {
				return err
			}
		}
		if err := w.CancelPlanned(w.Work, l.ID, l.Date); err != nil {
			return err
		}
		return w.recordOf(eventWithdrawn, l)
	})
}

// changeOwn is a change of an open lesson by its teacher; come are those whom she named.
func (s *Service) changeOwn(ctx context.Context, actor access.Actor, id string, fn func(w work, l OpenLesson, come []string) error) error {
	return s.do(ctx, actor, func(w work) error {
		l, come, err := readableLesson(w.Ctx, w.Tx, actor, id)
		if err != nil {
			return err
		}
		if err := l.mayChange(actor); err != nil {
			return err
		}
		return fn(w, l, come)
	})
}

// readableLesson is an open lesson that the actor may read, with those who may come to it
// by name and those who do; where she may not, there is none.
func readableLesson(ctx context.Context, c db.Conn, actor access.Actor, id string) (OpenLesson, []string, error) {
	l, err := db.One[OpenLesson](ctx, c, `SELECT `+db.Columns[OpenLesson]("")+` FROM open_lesson WHERE school_id = $1 AND id = $2`, actor.School, id)
	if err != nil {
		return l, nil, verb.Missing(err, "observation.lesson.missing")
	}
	come, err := guestsOf(ctx, c, l)
	if err != nil {
		return l, nil, err
	}
	return l, come, l.mayRead(actor, come)
}

// guestsOf are those whom the teacher of a lesson named.
func guestsOf(ctx context.Context, c db.Conn, l OpenLesson) ([]string, error) {
	return db.All[string](ctx, c, `SELECT staff_id FROM open_lesson_guest WHERE school_id = $1 AND open_lesson_id = $2 ORDER BY staff_id`, l.School, l.ID)
}

func visitsAbout(ctx context.Context, c db.Conn, school, about string) ([]Visit, error) {
	return db.All[Visit](ctx, c, `SELECT `+db.Columns[Visit]("")+` FROM visit WHERE school_id = $1 AND about = $2 AND state <> 'cancelled' ORDER BY id`, school, about)
}
