package feedback

import (
	"context"
	"encoding/json"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/observation"
	"talim/internal/verb"
	"talim/internal/version"
)

// Words are what an observer says about a lesson.
type Words struct {
	Evidence   string `json:"evidence,omitempty"`   // what showed that pupils learned
	Question   string `json:"question,omitempty"`   // to the teacher
	Learned    string `json:"learned,omitempty"`    // what I learned and will use
	Suggestion string `json:"suggestion,omitempty"` // what could be tried
}

// At is where the answer to a question stands, by its code in Asked.
func (x *Words) At(code string) *string {
	switch code {
	case "evidence":
		return &x.Evidence
	case "question":
		return &x.Question
	case "learned":
		return &x.Learned
	}
	return &x.Suggestion
}

// Of is the answer to a question, by its code in Asked.
func (x Words) Of(code string) string { return *x.At(code) }

const maxText = 4000 // characters: some two pages

type reflectionRow struct {
	School    string           `db:"school_id"`
	ID        string           `db:"id"`
	Occasion  string           `db:"occasion_id"`
	Version   int              `db:"version"`
	Text      string           `db:"text"`
	WrittenAt calendar.Instant `db:"written_at"`
}

type wordsRow struct {
	School    string           `db:"school_id"`
	ID        string           `db:"id"`
	Occasion  string           `db:"occasion_id"`
	Visit     string           `db:"visit_id"`
	Version   int              `db:"version"`
	Body      string           `db:"body"`
	WrittenAt calendar.Instant `db:"written_at"`
	SeenAt    calendar.Instant `db:"seen_at"`
}

type replyRow struct {
	School    string           `db:"school_id"`
	ID        string           `db:"id"`
	Occasion  string           `db:"occasion_id"`
	Visit     string           `db:"visit_id"`
	Version   int              `db:"version"`
	Text      string           `db:"text"`
	WrittenAt calendar.Instant `db:"written_at"`
}

// notYet refuses to speak of a lesson before it has begun.
func notYet(o observation.Occasion, w verb.Work) error {
	if !o.BegunBy(w.Date(), w.Clock()) {
		return fault.Conflict("feedback.not_yet")
	}
	return nil
}

// check says whether the words answer what the protocol asks.
func (x Words) check(p Protocol) error {
	var f fault.Fields
	some := false
	for _, code := range Asked {
		text := x.Of(code)
		some = some || text != ""
		f.Text(code, text, p.Order != None && p.Ask(code).Need == Required, maxText)
	}
	f.When(!some && f.Err() == nil, Asked[0], "feedback.say_something")
	return f.Err()
}

// Reflection is how the teacher looks back, and the version that she saw; 0 of none.
type Reflection struct {
	Version int
	Text    string
}

// Reflect keeps how the teacher looks back at her lesson.
func (s *Service) Reflect(ctx context.Context, actor access.Actor, occasion string, in Reflection) error {
	in.Text = strings.TrimSpace(in.Text)
	return s.do(ctx, actor, func(w work) error {
		o, err := w.occasion(occasion)
		if err != nil {
			return err
		}
		if err := mayReflect(actor, o); err != nil {
			return err
		}
		if err := needed("text", in.Text); err != nil {
			return err
		}
		row := reflectionRow{School: o.School, ID: db.NewID(), Occasion: o.ID, WrittenAt: w.Instant()}
		row.Text = w.keeper.SealFor(reflectionText.Of(row.ID), readers(o), in.Text)
		if _, err := version.Add(w.Work, "feedback_reflection", in.Version, &row, "school_id", "occasion_id"); err != nil {
			return err
		}
		if err := w.CloseReminders(o.ID, remindReflect); err != nil {
			return err
		}
		return w.RecordPrivate(eventPrivate)
	})
}

func needed(field, text string) error {
	var f fault.Fields
	f.Text(field, text, true, maxText)
	return f.Err()
}

// Saying is what an observer says, and the version that she saw; 0 of none.
type Saying struct {
	Version int
	Words
}

// Say sends the words of an observer, or sends them anew. That the visit took place is
// recorded with it.
func (s *Service) Say(ctx context.Context, actor access.Actor, occasion string, in Saying) error {
	for _, code := range Asked {
		*in.At(code) = strings.TrimSpace(in.Of(code))
	}
	return s.do(ctx, actor, func(w work) error {
		o, err := w.occasion(occasion)
		if err != nil {
			return err
		}
		v, observes := o.VisitOf(actor.Staff)
		if err := access.Private(observes, "observation.visit.missing"); err != nil {
			return err
		}
		if err := w.inTurn(o, in.Words); err != nil {
			return err
		}
		if err := w.addWords(o, v, in.Version, in.Words); err != nil {
			return err
		}
		if _, err := w.visits.Hold(w.Work, v.ID, ""); err != nil {
			return err
		}
		if err := w.CloseReminders(v.ID, remindSay); err != nil {
			return err
		}
		return w.RecordPrivate(eventPrivate) // unread words wait on the teacher's Today by themselves
	})
}

// inTurn refuses words that lack something, and those that come before the teacher has
// looked back, where the protocol has an order.
func (w work) inTurn(o observation.Occasion, in Words) error {
	p, err := ProtocolOn(w.Ctx, w.Tx, o.School, o.Date)
	if err != nil {
		return err
	}
	if err := in.check(p); err != nil || !p.waitsFor(o.Date, w.Date()) {
		return err
	}
	looked, err := version.Newest[reflectionRow](w.Ctx, w.Tx, "feedback_reflection", "school_id", o.School, "occasion_id", o.ID)
	if err == nil && looked.Version == 0 {
		err = fault.Conflict("feedback.reflection_first")
	}
	return err
}

func (w work) addWords(o observation.Occasion, v observation.Visit, from int, in Words) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	row := wordsRow{School: o.School, ID: db.NewID(), Occasion: o.ID, Visit: v.ID, WrittenAt: w.Instant()}
	row.Body = w.keeper.SealFor(wordsBody.Of(row.ID), readers(o), string(body))
	_, err = version.Add(w.Work, "feedback_words", from, &row, "school_id", "visit_id")
	return err
}

// Acknowledge records that the teacher has read the words of a visit in the version that
// she saw. To have read is not to agree.
func (s *Service) Acknowledge(ctx context.Context, actor access.Actor, occasion, visit string, seen int) error {
	return s.do(ctx, actor, func(w work) error {
		o, err := w.occasion(occasion)
		if err != nil {
			return err
		}
		if _, err := w.wordsTo(o, visit, seen); err != nil {
			return err
		}
		if err := w.setSeen(o, visit); err != nil {
			return err
		}
		return w.RecordPrivate(eventPrivate)
	})
}

// setSeen marks all versions of the words of a visit as read.
func (w work) setSeen(o observation.Occasion, visit string) error {
	_, err := db.Exec(w.Ctx, w.Tx, `UPDATE feedback_words SET seen_at = $3 WHERE school_id = $1 AND visit_id = $2 AND seen_at = ''`, o.School, visit, w.Instant())
	return err
}

// wordsTo are the words of a visit as they stand, which the actor, who teaches, saw.
func (w work) wordsTo(o observation.Occasion, visit string, seen int) (wordsRow, error) {
	if err := mayReflect(w.Actor, o); err != nil {
		return wordsRow{}, err
	}
	row, err := version.Newest[wordsRow](w.Ctx, w.Tx, "feedback_words", "school_id", o.School, "visit_id", visit)
	switch {
	case err != nil:
		return row, err
	case row.Version == 0 || row.Occasion != o.ID:
		return row, fault.NotFound("observation.visit.missing")
	}
	return row, version.Check(row, seen)
}

// Reply is a reply of the teacher to the words of a visit.
type Reply struct {
	Visit   string
	Seen    int // version of the words that she answers
	Version int // of her reply that she saw; 0 of none
	Text    string
}

// ReplyTo keeps what the teacher answers; it goes wherever the words go. With it she has
// read them.
func (s *Service) ReplyTo(ctx context.Context, actor access.Actor, occasion string, in Reply) error {
	in.Text = strings.TrimSpace(in.Text)
	return s.do(ctx, actor, func(w work) error {
		o, err := w.occasion(occasion)
		if err != nil {
			return err
		}
		if _, err := w.wordsTo(o, in.Visit, in.Seen); err != nil {
			return err
		}
		if err := needed("text", in.Text); err != nil {
			return err
		}
		row := replyRow{School: o.School, ID: db.NewID(), Occasion: o.ID, Visit: in.Visit, WrittenAt: w.Instant()}
		row.Text = w.keeper.SealFor(replyText.Of(row.ID), readers(o), in.Text)
		if _, err := version.Add(w.Work, "feedback_reply", in.Version, &row, "school_id", "visit_id"); err != nil {
			return err
		}
		if err := w.setSeen(o, in.Visit); err != nil {
			return err
		}
		if err := w.tellObserver(o, in.Visit); err != nil {
			return err
		}
		return w.RecordPrivate(eventPrivate)
	})
}

func (w work) tellObserver(o observation.Occasion, visit string) error {
	for _, v := range o.Visits {
		if v.ID == visit {
			return w.tell(v.Observer, "feedback.remind.replied", o)
		}
	}
	return nil
}
