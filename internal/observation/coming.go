package observation

import (
	"context"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/verb"
)

// JoinLesson takes a place in an open lesson: the visit is planned, the hour is booked,
// and the teacher is told. She has given leave by opening it (R134).
func (s *Service) JoinLesson(ctx context.Context, actor access.Actor, id string) error {
	return s.do(ctx, actor, func(w work) error {
		l, _, err := readableLesson(w.Ctx, w.Tx, actor, id)
		if err != nil {
			return err
		}
		visits, err := visitsAbout(w.Ctx, w.Tx, l.School, l.ID)
		if err != nil {
			return err
		}
		for _, v := range visits {
			if v.Observer == actor.Staff {
				return nil // a second click takes no second place
			}
		}
		switch {
		case l.Teacher == actor.Staff:
			return fault.Conflict("observation.lesson.own")
		case l.State != Open:
			return fault.Conflict("observation.lesson.is_withdrawn")
		case l.BegunBy(w.Date(), w.Clock()):
			return fault.Conflict("observation.lesson.begun")
		case len(visits) >= l.Places:
			return fault.Conflict("observation.lesson.full")
		}
		if err := w.come(l, NewVisit{Observer: actor.Staff, For: serving(l.Purpose)}); err != nil {
			return err
		}
		if err := w.tell(l.Teacher, "observation.remind.joined", l.ID, reminder.To(TargetLesson, l.ID), db.Texts{"Date": string(l.Date)}); err != nil {
			return err
		}
		return w.recordPrivate()
	})
}

// come plans the visit of a colleague to the lesson, for the purpose under which it was agreed.
func (w work) come(l OpenLesson, in NewVisit) error {
	in.About, in.Teacher, in.Lesson = l.ID, l.Teacher, l.entry()
	_, err := w.Plan(w.Work, in)
	return err
}

// LeaveLesson gives the place of the actor back, before the lesson begins.
func (s *Service) LeaveLesson(ctx context.Context, actor access.Actor, id string) error {
	return s.do(ctx, actor, func(w work) error {
		l, _, err := readableLesson(w.Ctx, w.Tx, actor, id)
		if err != nil {
			return err
		}
		v, err := ownVisitOf(w, l.ID)
		if err != nil {
			return err
		}
		if l.BegunBy(w.Date(), w.Clock()) {
			return fault.Conflict("observation.lesson.begun")
		}
		if _, err := w.Cancel(w.Work, v.ID, ""); err != nil {
			return err
		}
		if err := w.tell(l.Teacher, "observation.remind.left", l.ID+"/"+v.ID, reminder.To(TargetLesson, l.ID), db.Texts{"Date": string(l.Date)}); err != nil {
			return err
		}
		return w.recordPrivate()
	})
}

// ownVisitOf is the actor's visit of an open lesson.
func ownVisitOf(w work, lesson string) (Visit, error) {
	visits, err := visitsAbout(w.Ctx, w.Tx, w.Actor.School, lesson)
	for _, v := range visits {
		if v.Observer == w.Actor.Staff {
			return v, err
		}
	}
	if err == nil {
		err = fault.NotFound("observation.visit.missing")
	}
	return Visit{}, err
}

// Coming is somebody who comes to an open lesson.
type Coming struct {
	Visit
	Person people.Person `db:"p_"`
}

// LessonPage is everything the page of an open lesson shows to one reader.
type LessonPage struct {
	OpenLesson
	Who    people.Person   `db:"t_"` // the teacher
	Guests []people.Person `db:"-"`  // whom the teacher named; for the teacher alone
	Coming []Coming        `db:"-"`  // for the teacher and for those who come
	Taken  int             `db:"-"`  // places
	Mine   Visit           `db:"-"`  // the reader's own, if there is one
	Begun  bool            `db:"-"`
}

// Free says how many places there are.
func (g LessonPage) Free() int { return max(0, g.Places-g.Taken) }

// Lesson reads an open lesson, in three queries.
func (s *Service) Lesson(ctx context.Context, actor access.Actor, id string) (LessonPage, error) {
	c := s.Read()
	g, err := db.One[LessonPage](ctx, c, `SELECT `+db.Columns[OpenLesson]("l")+`, `+people.PersonAs("t", "t")+` FROM open_lesson l
		`+people.JoinStaff("t", "l.school_id", "l.teacher_id")+` WHERE l.school_id = $1 AND l.id = $2`, actor.School, id)
	if err != nil {
		return g, verb.Missing(err, "observation.lesson.missing")
	}
	guests, err := db.All[people.Person](ctx, c, `SELECT `+people.PersonColumns("p")+` FROM open_lesson_guest g
		`+people.JoinStaff("p", "g.school_id", "g.staff_id")+` WHERE g.school_id = $1 AND g.open_lesson_id = $2 ORDER BY p.sort_key, p.id`, g.School, g.ID)
	if err != nil {
		return LessonPage{}, err
	}
	if err := g.mayRead(actor, idsOf(guests)); err != nil {
		return LessonPage{}, err
	}
	g.OpenLesson, g.Begun = s.opened(ctx, g.OpenLesson), g.BegunBy(s.Today(), s.Clock())
	g.Coming, err = db.All[Coming](ctx, c, `SELECT `+db.Columns[Visit]("v")+`, `+people.PersonAs("p", "p")+` FROM visit v
		`+people.JoinStaff("p", "v.school_id", "v.observer_id")+` WHERE v.school_id = $1 AND v.about = $2 AND v.state <> 'cancelled' ORDER BY p.sort_key, v.id`, g.School, g.ID)
	return g.shownTo(actor, guests), err
}

func idsOf(persons []people.Person) []string {
	out := make([]string, len(persons))
	for i, p := range persons {
		out[i] = p.ID
	}
	return out
}

// shownTo leaves of who is named and who comes what the reader may see.
func (g LessonPage) shownTo(actor access.Actor, guests []people.Person) LessonPage {
	g.Taken = len(g.Coming)
	for _, v := range g.Coming {
		if v.Observer == actor.Staff {
			g.Mine = v.Visit
		}
	}
	switch {
	case actor.Staff == g.Teacher:
		g.Guests = guests
	case g.Mine.ID == "":
		g.Coming = nil
	}
	return g
}

// OwnLesson reads an open lesson for its teacher, who may change it.
func (s *Service) OwnLesson(ctx context.Context, actor access.Actor, id string) (OpenLesson, error) {
	l, _, err := readableLesson(ctx, s.Read(), actor, id)
	if err != nil {
		return l, err
	}
	return s.opened(ctx, l), l.mayChange(actor)
}

// VisitPage is everything the page of a visit shows to one of the two.
type VisitPage struct {
	Visit
	Who   people.Person `db:"t_"` // the teacher
	By    people.Person `db:"o_"` // the observer
	Notes []Note        `db:"-"`
	Begun bool          `db:"-"`
}

// VisitOf reads a visit that was agreed here with its notes, for the two, in two queries.
func (s *Service) VisitOf(ctx context.Context, actor access.Actor, id string) (VisitPage, error) {
	return s.visitPage(ctx, actor, "v.id = $2", id)
}

// LessonOfBooking finds the open lesson of a booking in the week of the teacher or of who
// comes.
func (s *Service) LessonOfBooking(ctx context.Context, actor access.Actor, booking string) (string, error) {
	g, err := s.visitPage(ctx, actor, "v.booking_id = $2", booking)
	return g.About, err
}

func (s *Service) visitPage(ctx context.Context, actor access.Actor, condition, id string) (VisitPage, error) {
	g, err := db.One[VisitPage](ctx, s.Read(), `SELECT `+db.Columns[Visit]("v")+`, `+people.PersonAs("t", "t")+`, `+people.PersonAs("o", "o")+` FROM visit v
		JOIN open_lesson l ON l.school_id = v.school_id AND l.id = v.about
		`+people.JoinStaff("t", "v.school_id", "v.teacher_id")+` `+people.JoinStaff("o", "v.school_id", "v.observer_id")+`
		WHERE v.school_id = $1 AND `+condition, actor.School, id)
	if err != nil {
		return g, verb.Missing(err, "observation.visit.missing")
	}
	g.Begun = g.BegunBy(s.Today(), s.Clock())
	g.Notes, err = s.Notes(ctx, s.Read(), actor, g.Visit)
	return g, err
}

// EndVisit takes the leave back for one who comes, by the teacher, during the lesson too and
// until the visit is recorded: what was recorded before stays hers, what comes after is not
// kept. No reason is asked for.
func (s *Service) EndVisit(ctx context.Context, actor access.Actor, visit string) error {
	return s.do(ctx, actor, func(w work) error {
		v, err := w.agreedVisit(visit)
		if err != nil {
			return err
		}
		if err := access.Must(v.Teacher == actor.Staff, "observation.access.teacher"); err != nil {
			return err
		}
		if _, err := w.Cancel(w.Work, v.ID, ""); err != nil {
			return err
		}
		if err := w.tell(v.Observer, "observation.remind.visit_ended", v.About+"/"+v.ID, reminder.To(TargetLesson, v.About), db.Texts{"Date": string(v.Date)}); err != nil {
			return err
		}
		return w.recordPrivate()
	})
}

// agreedVisit is a visit of the actor that was agreed here; another area records its own.
func (w work) agreedVisit(id string) (Visit, error) {
	v, err := ownVisit(w.Work, id)
	if err != nil {
		return v, err
	}
	_, err = db.One[string](w.Ctx, w.Tx, `SELECT id FROM open_lesson WHERE school_id = $1 AND id = $2`, v.School, v.About)
	return v, verb.Missing(err, "observation.visit.missing")
}

// HoldVisit records that a visit that was agreed here took place, with a note of the actor
// for the two; the note may be empty.
func (s *Service) HoldVisit(ctx context.Context, actor access.Actor, visit, note string) error {
	return s.do(ctx, actor, func(w work) error {
		v, err := w.agreedVisit(visit)
		if err != nil {
			return err
		}
		if _, err := w.Hold(w.Work, v.ID, note); err != nil {
			return err
		}
		return w.recordPrivate()
	})
}

// HeldLessons are the visits of the actor's own lessons that took place, the last first.
func (s *Service) HeldLessons(ctx context.Context, actor access.Actor) ([]Coming, error) {
	return db.All[Coming](ctx, s.Read(), `SELECT `+db.Columns[Visit]("v")+`, `+people.PersonAs("p", "p")+` FROM visit v
		`+people.JoinStaff("p", "v.school_id", "v.observer_id")+` WHERE v.school_id = $1 AND v.teacher_id = $2 AND v.state = 'held'
		ORDER BY v.date DESC, v.starts_at DESC, v.id LIMIT 100`, actor.School, actor.Staff)
}
