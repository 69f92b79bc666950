package letter

import (
	"context"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/observation"
	"talim/internal/people"
	"talim/internal/request"
	"talim/internal/verb"
	"talim/internal/version"
)

// Letter is a letter about visited lessons, from its being asked for on.
type Letter struct {
	School     string           `db:"school_id"`
	ID         string           `db:"id"`
	Teacher    string           `db:"teacher_id"`
	Writer     string           `db:"writer_id"`
	Words      string           `db:"words"` // what the teacher asks for; sealed for the two
	State      State            `db:"state"`
	AskedAt    calendar.Instant `db:"asked_at"`
	AgreedAt   calendar.Instant `db:"agreed_at"`
	EndedAt    calendar.Instant `db:"ended_at"`
	Conclusion string           `db:"conclusion"` // sealed for the writer, and for the two once shown
	ShownAt    calendar.Instant `db:"shown_at"`
	Reply      string           `db:"reply"`   // sealed for the two
	SeenAt     calendar.Instant `db:"seen_at"` // the teacher has read the conclusion as it stands
	IssuedAt   calendar.Instant `db:"issued_at"`
	IssuedOn   calendar.Date    `db:"issued_on"`
	WriterRole access.Role      `db:"writer_role"` // on that day; "" of who holds no post of leadership
	Year       int              `db:"year"`
	Number     int              `db:"number"`   // in the calendar year; 0 before it is issued
	Replaces   string           `db:"replaces"` // the issued letter in whose place it comes
	Version    int              `db:"version"`

	Unreadable bool `db:"-"` // a text cannot be opened, and says so
}

// State is where what was asked stands.
type State string

// The states. Ended is a no and an end by either: they look alike.
const (
	Asked  State = "asked"
	Agreed State = "agreed"
	Ended  State = "ended"
)

// Stage is where a letter stands, in one word.
func (l Letter) Stage() string {
	switch {
	case l.State != Agreed:
		return string(l.State)
	case l.IssuedAt != "":
		return "issued"
	case l.SeenAt != "":
		return "seen"
	case l.ShownAt != "":
		return "shown"
	}
	return "writing"
}

// Target is a letter, by its id.
const Target = "letter.letter"

var asking = request.Kind{Table: "observation_letter", Answered: "letter.answered"}

// Visit is a visit that stands in a letter, as it was when it was asked for.
type Visit struct {
	School    string        `db:"school_id"`
	Letter    string        `db:"letter_id"`
	Visit     string        `db:"visit_id"`
	Observer  string        `db:"observer_id"`
	Date      calendar.Date `db:"date"`
	Class     string        `db:"class_name"`
	SubjectKK string        `db:"subject_kk"`
	SubjectRU string        `db:"subject_ru"`
	SubjectEN string        `db:"subject_en"`
	Purpose   string        `db:"purpose"`
}

// Subject of the lesson in the three languages.
func (v Visit) Subject() i18n.Text {
	return i18n.Text{KK: v.SubjectKK, RU: v.SubjectRU, EN: v.SubjectEN}
}

const (
	maxWords      = 1000 // characters
	maxConclusion = 8000 // some four pages
	maxReply      = 3000
	maxVisits     = 40
)

// NewLetter is the input of Ask.
type NewLetter struct {
	Writer   string
	Visits   []string
	Words    string
	Replaces string // an issued letter of the actor, or ""
}

// Conclusion is the input of Write.
type Conclusion struct {
	Version int
	Text    string
	Show    bool // to the teacher; once shown, each change is
	LeftOut bool // the text could not be opened, and was not shown
}

// Reply is the input of Answered: the teacher has read the version, and may write.
type Reply struct {
	Version int
	Text    string
	LeftOut bool
}

// Ask asks somebody for a letter about lessons of the actor that were visited.
func (s *Service) Ask(ctx context.Context, actor access.Actor, in NewLetter) (string, error) {
	in.Words = strings.TrimSpace(in.Words)
	id := db.NewID()
	return id, s.do(ctx, actor, func(w work) error {
		if err := w.checkWords(in); err != nil {
			return err
		}
		visits, err := w.chosen(in.Visits)
		if err != nil {
			return err
		}
		if err := w.mustWrite(in.Writer, visits); err != nil {
			return err
		}
		if err := w.mustReplace(in.Replaces); err != nil {
			return err
		}
		l := Letter{
			School: actor.School, ID: id, Teacher: actor.Staff, Writer: in.Writer, State: Asked, AskedAt: w.Instant(), Replaces: in.Replaces, Version: 1,
		}
		l.Words = w.keeper.SealFor(words.Of(l.ID), l.readers(), in.Words)
		if err := db.Insert(w.Ctx, w.Tx, "observation_letter", l); err != nil {
			return err
		}
		for i := range visits {
			visits[i].Letter = l.ID
		}
		if err := db.InsertAll(w.Ctx, w.Tx, "observation_letter_visit", visits); err != nil {
			return err
		}
		return w.RecordPrivate(eventPrivate) // it waits on the writer's Today by itself
	})
}

func (w work) checkWords(in NewLetter) error {
	var f fault.Fields
	f.When(in.Writer == "" || in.Writer == w.Actor.Staff, "writer", "letter.of_whom")
	f.When(len(in.Visits) == 0, "visits", "letter.no_visits")
	f.When(len(in.Visits) > maxVisits, "visits", "letter.too_many_visits", "Most", maxVisits)
	f.Text("words", in.Words, false, maxWords)
	return f.Err()
}

// chosen are the visits with the ids, all of lessons of the actor that took place.
func (w work) chosen(ids []string) ([]Visit, error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	in, args := db.In(3, ids)
	found, err := db.All[observation.Visit](w.Ctx, w.Tx, `SELECT `+db.Columns[observation.Visit]("v")+` `+observation.FromVisits("v")+`
		WHERE v.school_id = $1 AND v.teacher_id = $2 AND v.state = 'held' AND v.id IN (`+in+`) ORDER BY v.date, v.starts_at, v.id`,
		append([]any{w.Actor.School, w.Actor.Staff}, args...)...)
	if err != nil {
		return nil, err
	}
	if len(found) < len(ids) {
		return nil, fault.Invalid("visits", "letter.no_such_visit")
	}
	out := make([]Visit, len(found))
	for i, v := range found {
		out[i] = Visit{
			School: v.School, Visit: v.ID, Observer: v.Observer, Date: v.Date, Class: v.Class,
			SubjectKK: v.SubjectKK, SubjectRU: v.SubjectRU, SubjectEN: v.SubjectEN, Purpose: v.Purpose,
		}
	}
	return out, nil
}

// mustWrite refuses whoever neither leads nor observed one of the visits, and who has left.
func (w work) mustWrite(writer string, visits []Visit) error {
	roles := Writers
	if slices.ContainsFunc(visits, func(v Visit) bool { return v.Observer == writer }) {
		roles = nil // any post
	}
	may, err := people.IDsWithRole(w.Ctx, w.Tx, w.Actor.School, w.Date(), roles...)
	if err == nil && !slices.Contains(may, writer) {
		err = fault.Invalid("writer", "letter.of_whom")
	}
	return err
}

// mustReplace refuses what is no issued letter of the actor, or has been replaced.
func (w work) mustReplace(id string) error {
	if id == "" {
		return nil
	}
	n, err := db.One[int](w.Ctx, w.Tx, `SELECT count(*) FROM observation_letter l WHERE l.school_id = $1 AND l.teacher_id = $2 AND l.id = $3 AND l.issued_at <> ''
		AND NOT EXISTS (SELECT 1 FROM observation_letter r WHERE r.school_id = l.school_id AND r.replaces = l.id AND r.issued_at <> '')`,
		w.Actor.School, w.Actor.Staff, id)
	if err == nil && n == 0 {
		err = fault.Invalid("replaces", "letter.none_to_replace")
	}
	return err
}

// Answer is the answer of the one who is asked; a no ends it and needs no reason.
func (s *Service) Answer(ctx context.Context, actor access.Actor, id string, yes bool) error {
	return s.change(ctx, actor, id, func(w work, l Letter) error {
		if err := access.Must(l.Writer == actor.Staff, "letter.access.writer"); err != nil {
			return err
		}
		if err := asking.Answer(w.Work, l.ID, yes); err != nil {
			return err
		}
		if !yes {
			return w.tell(l, "letter.remind.not_this_time")
		}
		return w.tell(l, "letter.remind.agreed")
	})
}

// End ends it by either before it is issued; the teacher is told when the writer does.
func (s *Service) End(ctx context.Context, actor access.Actor, id string) error {
	return s.change(ctx, actor, id, func(w work, l Letter) error {
		switch {
		case l.IssuedAt != "":
			return fault.Conflict("letter.is_issued")
		case l.State == Asked && l.Writer == actor.Staff:
			return fault.Forbidden("letter.access.teacher") // who is asked answers
		}
		if _, err := asking.End(w.Work, l.ID); err != nil || l.Teacher == actor.Staff {
			return err
		}
		return w.tell(l, "letter.remind.not_this_time")
	})
}

// Write keeps the conclusion, or shows it to the teacher. What she had read of an older
// one counts no more.
func (s *Service) Write(ctx context.Context, actor access.Actor, id string, in Conclusion) error {
	in.Text = strings.TrimSpace(in.Text)
	return s.change(ctx, actor, id, func(w work, l Letter) error {
		if err := l.open(actor, l.Writer, "letter.access.writer", in.Version); err != nil {
			return err
		}
		show := in.Show || l.ShownAt != ""
		if err := checkText("conclusion", in.Text, show, maxConclusion, in.LeftOut); err != nil {
			return err
		}
		if show {
			l.ShownAt = w.Instant()
		}
		if l.SeenAt = ""; in.LeftOut {
			l.Conclusion = w.keeper.SealAnew(conclusion.Of(l.ID), l.conclusionReaders(), l.Conclusion)
		} else {
			l.Conclusion = w.keeper.SealFor(conclusion.Of(l.ID), l.conclusionReaders(), in.Text)
		}
		if err := w.put(l, in.Version); err != nil || !show {
			return err
		}
		return w.tell(l, "letter.remind.shown")
	})
}

// Answered keeps that the teacher has read the conclusion, with her reply; "" is none.
func (s *Service) Answered(ctx context.Context, actor access.Actor, id string, in Reply) error {
	in.Text = strings.TrimSpace(in.Text)
	return s.change(ctx, actor, id, func(w work, l Letter) error {
		if err := l.open(actor, l.Teacher, "letter.access.teacher", in.Version); err != nil {
			return err
		}
		if l.ShownAt == "" {
			return fault.Conflict("letter.not_shown")
		}
		if err := checkText("reply", in.Text, false, maxReply, in.LeftOut); err != nil {
			return err
		}
		if l.SeenAt = w.Instant(); !in.LeftOut {
			l.Reply = w.keeper.SealFor(reply.Of(l.ID), l.readers(), in.Text)
		}
		if err := w.put(l, in.Version); err != nil {
			return err
		}
		return w.tell(l, "letter.remind.seen")
	})
}

// Issue gives the letter its date and its number. The version is what the writer saw:
// what the teacher answers meanwhile is read first.
func (s *Service) Issue(ctx context.Context, actor access.Actor, id string, from int) error {
	return s.change(ctx, actor, id, func(w work, l Letter) error {
		if err := l.open(actor, l.Writer, "letter.access.writer", from); err != nil {
			return err
		}
		if l.SeenAt == "" {
			return fault.Conflict("letter.not_seen")
		}
		day := w.Date()
		last, err := db.One[int](w.Ctx, w.Tx, `SELECT COALESCE(max(number), 0) FROM observation_letter WHERE school_id = $1 AND year = $2`, l.School, yearOf(day))
		if err != nil {
			return err
		}
		l.IssuedAt, l.IssuedOn, l.Year, l.Number = w.Instant(), day, yearOf(day), last+1
		if i := slices.IndexFunc(Writers, func(r access.Role) bool { return actor.Has(r) }); i >= 0 {
			l.WriterRole = Writers[i]
		}
		if err := w.put(l, from); err != nil {
			return verb.Duplicate(err, "fault.changed_meanwhile")
		}
		return w.tell(l, "letter.remind.issued")
	})
}

func yearOf(day calendar.Date) int { return day.Time().Year() }

func checkText(field, text string, needed bool, most int, leftOut bool) error {
	var f fault.Fields
	f.Text(field, text, needed && !leftOut, most)
	return f.Err()
}

// open says whether the actor may go on with an agreed letter that she saw in the version.
func (l Letter) open(actor access.Actor, who, refusal string, from int) error {
	if err := access.Must(who == actor.Staff, refusal); err != nil {
		return err
	}
	switch {
	case l.IssuedAt != "":
		return fault.Conflict("letter.is_issued")
	case l.State != Agreed:
		return fault.Conflict("letter.not_agreed")
	}
	return version.Check(l, from)
}

// put writes the letter as the version after from.
func (w work) put(l Letter, from int) error {
	l.Version = from + 1
	return db.Update(w.Ctx, w.Tx, "observation_letter", l, "school_id", "id")
}

// change is a change of a letter by one of the two; what reminded of it is over.
func (s *Service) change(ctx context.Context, actor access.Actor, id string, fn func(w work, l Letter) error) error {
	return s.do(ctx, actor, func(w work) error {
		l, err := db.One[Letter](w.Ctx, w.Tx, `SELECT `+db.Columns[Letter]("")+` FROM observation_letter WHERE school_id = $1 AND id = $2`, actor.School, id)
		if err != nil {
			return verb.Missing(err, "letter.missing")
		}
		if err := l.mayRead(actor); err != nil {
			return err
		}
		if err := w.CloseReminders(l.ID); err != nil {
			return err
		}
		if err := fn(w, l); err != nil {
			return err
		}
		return w.RecordPrivate(eventPrivate)
	})
}
