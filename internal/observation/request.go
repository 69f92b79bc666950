package observation

import (
	"context"
	"errors"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/request"
	"talim/internal/timetable"
	"talim/internal/verb"
)

// Request is that somebody asks to see a lesson of a colleague (R134).
type Request struct {
	School   string `db:"school_id"`
	ID       string `db:"id"`
	Observer string `db:"observer_id"`
	Teacher  string `db:"teacher_id"`
	Taught
	Purpose  string           `db:"purpose"`
	Words    string           `db:"words"` // what the observer would like to see; sealed for the two
	State    RequestState     `db:"state"`
	AskedAt  calendar.Instant `db:"asked_at"`
	AgreedAt calendar.Instant `db:"agreed_at"`
	EndedAt  calendar.Instant `db:"ended_at"`

	Afterwards bool `db:"afterwards"` // the lesson was: the observer came on the run, and asks that it counts
}

// RequestState is where a request stands, of a visit and of a critical friend.
type RequestState string

// The states. Ended is a no, no answer in time and what was taken back: they look alike.
const (
	Asked  RequestState = "asked"
	Agreed RequestState = "agreed"
	Ended  RequestState = "ended"
)

// TargetRequest is a request, by its id.
const TargetRequest = "observation.request"

var requests = request.Kind{Table: "visit_request", Answered: "observation.request.answered"}

const maxWords = 500 // characters

// NewRequest is the input of AskToVisit.
type NewRequest struct {
	Teacher string
	LessonChoice
	Purpose string
	Words   string
}

func (r Request) readers() []string { return []string{r.Observer, r.Teacher} }

// relations are what the actor is to the request: who asks, and who is asked.
func (r Request) relations(a access.Actor) []access.Relation {
	return access.Of(a, access.Record{School: r.School, Selves: []string{r.Observer}, Trusted: []string{r.Teacher}})
}

// Waits says whether it can still be answered.
func (r Request) Waits(day calendar.Date, at calendar.Clock) bool {
	return r.State == Asked && !r.tooLate(day, at)
}

// tooLate says whether the time for an answer is over: the lesson began, or the visit that
// was made is long ago.
func (r Request) tooLate(day calendar.Date, at calendar.Clock) bool {
	if r.Afterwards {
		return r.Date < day.AddDays(-2*behind)
	}
	return r.BegunBy(day, at)
}

// AskToVisit asks a colleague for leave to see a lesson, or that a lesson in which the
// actor was on the run counts as a visit. Nothing is booked before she agrees; that the
// observer is free is asked now, and again then.
func (s *Service) AskToVisit(ctx context.Context, actor access.Actor, in NewRequest) (string, error) {
	in.Words = strings.TrimSpace(in.Words)
	id := db.NewID()
	return id, s.do(ctx, actor, func(w work) error {
		var f fault.Fields
		f.When(in.Teacher == "" || in.Teacher == actor.Staff, "teacher", "observation.request.of_whom")
		f.When(!slices.Contains(Purposes, in.Purpose), "purpose", "observation.lesson.purpose_missing")
		f.Text("words", in.Words, false, maxWords)
		if err := f.Err(); err != nil {
			return err
		}
		taught, err := w.visitable(in.Teacher, in.LessonChoice)
		if err != nil {
			return err
		}
		r := Request{
			School: actor.School, ID: id, Observer: actor.Staff, Teacher: in.Teacher, Taught: taught,
			Purpose: in.Purpose, State: Asked, AskedAt: w.Instant(), Afterwards: taught.BegunBy(w.Date(), w.Clock()),
		}
		r.Words = w.keeper.SealFor(wishes.Of(r.ID), r.readers(), in.Words)
		if err := db.Insert(w.Ctx, w.Tx, "visit_request", r); err != nil {
			return verb.Duplicate(err, "observation.request.twice")
		}
		return w.recordPrivate() // the request itself waits on the teacher's Today
	})
}

// visitable is a lesson of a colleague during which the actor is free, and which is not
// open to her already; or one that was, in which she says that she sat.
func (w work) visitable(teacher string, in LessonChoice) (Taught, error) {
	days := w.spoken()
	days.Starts = days.Starts.AddDays(-behind)
	taught, err := w.taughtOn(teacher, in, days)
	if err != nil || taught.BegunBy(w.Date(), w.Clock()) {
		return taught, err
	}
	free, err := w.timetable.VisitableLessons(w.Ctx, w.Tx, w.Actor.School, teacher, w.Actor.Staff, in.Date, in.Date)
	if err != nil {
		return taught, err
	}
	if !slices.ContainsFunc(free, func(l timetable.Entry) bool { return l.Lesson == in.Lesson }) {
		return taught, fault.Invalid("lesson", "observation.request.not_free")
	}
	l, err := openAt(w.Ctx, w.Tx, w.Actor.School, teacher, taught)
	switch {
	case errors.Is(err, db.ErrNotFound):
		return taught, nil
	case err == nil && l.Audience == ForAll:
		return taught, fault.Invalid("lesson", "observation.request.open_to_all")
	}
	return taught, err
}

// openAt is the lesson that a teacher has opened at that time.
func openAt(ctx context.Context, c db.Conn, school, teacher string, t Taught) (OpenLesson, error) {
	return db.One[OpenLesson](ctx, c, `SELECT `+db.Columns[OpenLesson]("")+` FROM open_lesson
		WHERE school_id = $1 AND teacher_id = $2 AND date = $3 AND starts_at = $4 AND state = 'open'`, school, teacher, t.Date, t.StartsAt)
}

// AnswerRequest gives leave, or does not. With leave the visit is planned and the hour of
// the observer booked; without it she is told that it will not be, and no reason.
func (s *Service) AnswerRequest(ctx context.Context, actor access.Actor, id string, yes bool) error {
	return s.changeRequest(ctx, actor, id, func(w work, r Request) error {
		if err := access.Must(r.Teacher == actor.Staff, "observation.access.teacher"); err != nil {
			return err
		}
		if r.tooLate(w.Date(), w.Clock()) {
			return fault.Conflict("observation.lesson.begun")
		}
		if err := requests.Answer(w.Work, r.ID, yes); err != nil {
			return err
		}
		args := db.Texts{"Date": string(r.Date), "Class": r.Class}
		if !yes {
			return w.tell(r.Observer, "observation.remind.not_this_time", r.ID, reminder.To(TargetRequest, r.ID), args)
		}
		l, err := w.receive(r)
		if err != nil {
			return err
		}
		return w.tell(r.Observer, "observation.remind.agreed", l.ID, reminder.To(TargetLesson, l.ID), args)
	})
}

// receive opens the lesson of a request to its observer, or takes her among those to whom
// it is open, and plans her visit.
func (w work) receive(r Request) (OpenLesson, error) {
	l, err := openAt(w.Ctx, w.Tx, r.School, r.Teacher, r.Taught)
	switch {
	case errors.Is(err, db.ErrNotFound):
		l = OpenLesson{Teacher: r.Teacher, Taught: r.Taught, Audience: ForNamed, Places: maxPlaces}
		l, err = w.open(l, db.NewID(), Serves{Purpose: r.Purpose, Daily: true}, []string{r.Observer})
	case err == nil:
		err = w.admit(l, r.Observer)
	}
	if err != nil {
		return l, err
	}
	return l, w.come(l, NewVisit{Observer: r.Observer, For: serving(r.Purpose), Held: r.Afterwards})
}

// admit names one more person who may come, and lets her read what the teacher asks.
func (w work) admit(l OpenLesson, guest string) error {
	if l.Audience == ForAll {
		return nil
	}
	come, err := guestsOf(w.Ctx, w.Tx, l)
	if err != nil || slices.Contains(come, guest) {
		return err
	}
	if err := w.invite(l, []string{guest}); err != nil {
		return err
	}
	sealed := w.keeper.SealAnew(focus.Of(l.ID), l.readers(append(come, guest)), l.Focus)
	_, err = db.Exec(w.Ctx, w.Tx, `UPDATE open_lesson SET focus = $3 WHERE school_id = $1 AND id = $2`, l.School, l.ID, sealed)
	return err
}

// EndRequest takes a request back, by who asked.
func (s *Service) EndRequest(ctx context.Context, actor access.Actor, id string) error {
	return s.changeRequest(ctx, actor, id, func(w work, r Request) error {
		if err := access.Must(r.Observer == actor.Staff, "observation.access.two"); err != nil {
			return err
		}
		if r.State == Agreed {
			return fault.Conflict("observation.request.answered")
		}
		_, err := requests.End(w.Work, r.ID)
		return err
	})
}

// changeRequest is a change of a request by one of the two; what reminded of it is over.
func (s *Service) changeRequest(ctx context.Context, actor access.Actor, id string, fn func(w work, r Request) error) error {
	return s.do(ctx, actor, func(w work) error {
		r, err := requestByID(w.Ctx, w.Tx, actor, id)
		if err != nil {
			return err
		}
		if err := w.CloseReminders(r.ID); err != nil {
			return err
		}
		if err := fn(w, r); err != nil {
			return err
		}
		return w.recordPrivate()
	})
}

func requestByID(ctx context.Context, c db.Conn, actor access.Actor, id string) (Request, error) {
	r, err := db.One[Request](ctx, c, `SELECT `+db.Columns[Request]("")+` FROM visit_request WHERE school_id = $1 AND id = $2`, actor.School, id)
	if err != nil {
		return r, verb.Missing(err, "observation.request.missing")
	}
	return r, access.Private(requestRule.Reads(r.relations(actor)), "observation.request.missing")
}

// NamedRequest is a request with the names of the two.
type NamedRequest struct {
	Request
	By people.Person `db:"by_"` // who asks
	Of people.Person `db:"of_"` // who is asked
}

func requestQuery() string {
	return `SELECT ` + db.Columns[Request]("r") + `, ` + people.PersonAs("b", "by") + `, ` + people.PersonAs("o", "of") + ` FROM visit_request r
		` + people.JoinStaff("b", "r.school_id", "r.observer_id") + ` ` + people.JoinStaff("o", "r.school_id", "r.teacher_id") + ` `
}

// Request reads one request, for the two.
func (s *Service) Request(ctx context.Context, actor access.Actor, id string) (NamedRequest, error) {
	r, err := db.One[NamedRequest](ctx, s.Read(), requestQuery()+`WHERE r.school_id = $1 AND r.id = $2`, actor.School, id)
	if err != nil {
		return r, verb.Missing(err, "observation.request.missing")
	}
	r.Words = s.keeper.Show(ctx, wishes.Of(r.ID), r.Words)
	return r, access.Private(requestRule.Reads(r.relations(actor)), "observation.request.missing")
}

// OpenRequests are those of the actor and to the actor that wait for an answer.
func (s *Service) OpenRequests(ctx context.Context, actor access.Actor) ([]NamedRequest, error) {
	return db.All[NamedRequest](ctx, s.Read(), requestQuery()+`WHERE r.school_id = $1 AND (r.observer_id = $2 OR r.teacher_id = $2)
		AND r.state = 'asked' AND (r.afterwards OR r.date >= $3) ORDER BY r.date, r.starts_at, r.id LIMIT 100`, actor.School, actor.Staff, s.Today())
}
