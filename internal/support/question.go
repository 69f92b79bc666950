package support

import (
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/verb"
)

// Question is asked at any time, of the partner or a helper (R108).
type Question struct {
	School   string           `db:"school_id"`
	ID       string           `db:"id"`
	Asker    string           `db:"asker_id"`
	Asked    string           `db:"asked_id"`  // staff; "" a helper outside the school
	Helper   string           `db:"helper_id"` // the choice by which she is asked; "" the partner
	Text     string           `db:"text"`      // sealed
	State    QuestionState    `db:"state"`
	AskedAt  calendar.Instant `db:"asked_at"`
	ClosedAt calendar.Instant `db:"closed_at"`
}

// TargetQuestion is a question by its id, TargetQuestions all that one asked or was asked.
const (
	TargetQuestion  = "support.question"
	TargetQuestions = "support.questions"
)

// QuestionState is where a question stands.
type QuestionState string

// The states of a question.
const (
	QuestionOpen     QuestionState = "open"
	QuestionAnswered QuestionState = "answered"
	QuestionClosed   QuestionState = "closed" // by the asker: that helped
)

// Answer is what was said to a question.
type Answer struct {
	School   string           `db:"school_id"`
	ID       string           `db:"id"`
	Question string           `db:"question_id"`
	Author   string           `db:"author_id"`
	Text     string           `db:"text"` // sealed
	SaidAt   calendar.Instant `db:"said_at"`
}

func (q Question) about() string { return sealedQuestion.Of(q.ID) }
func (a Answer) about() string   { return sealedAnswer.Of(a.ID) }

// readers are who asks and who was asked.
func (q Question) readers() []string { return []string{q.Asker, q.Asked} }

// relations are what the actor is to the question: who asks, and who was asked.
func (q Question) relations(a access.Actor) []access.Relation {
	return access.Of(a, access.Record{School: q.School, Selves: []string{q.Asker}, Trusted: []string{q.Asked}})
}

// NewQuestion is a question to somebody: To is the id of the partner (staff), or of a Helper.
type NewQuestion struct{ To, Text string }

// Ask asks the partner of a running pairing, or a helper who agreed.
func (s *Service) Ask(ctx context.Context, actor access.Actor, in NewQuestion) (string, error) {
	var id string
	err := s.do(ctx, actor, func(w work) error {
		var f fault.Fields
		in.Text = tidy(&f, "text", in.Text, true, maxQuestion)
		f.When(in.To == "", "to", "support.question.nobody")
		if err := f.Err(); err != nil {
			return err
		}
		q := Question{School: actor.School, ID: db.NewID(), Asker: actor.Staff, State: QuestionOpen, AskedAt: w.Instant()}
		id = q.ID
		if err := w.address(&q, in.To); err != nil {
			return err
		}
		q.Text = s.keeper.SealFor(q.about(), q.readers(), in.Text)
		if err := db.Insert(w.Ctx, w.Tx, "support_question", q); err != nil {
			return err
		}
		if q.Asked != "" {
			if err := w.remind(q.Asked, "support.remind.question", q.ID, reminder.To(TargetQuestion, q.ID), w.Date(), db.Texts{"Who": actor.Name}); err != nil {
				return err
			}
		}
		return w.recordPrivate()
	})
	return id, err
}

// address finds out who is asked: one whom the asker may ask, and nobody else.
func (w work) address(q *Question, to string) error {
	pairs, err := pairing.Of(w.Ctx, w.Tx, q.School, q.Asker)
	if err != nil {
		return err
	}
	if q.Asker != "" && slices.ContainsFunc(pairs, func(p pairing.Pairing) bool {
		return p.State == pairing.Running && p.Other(q.Asker) == to
	}) {
		q.Asked = to
		return nil
	}
	h, err := helperByID(w.Ctx, w.Tx, q.School, to)
	if err != nil && !fault.Is(err, fault.KindNotFound) {
		return err
	}
	if err != nil || h.Person != q.Asker || h.Purpose != ForQuestions || h.State != HelperAgreed {
		return fault.Invalid("to", "support.question.nobody")
	}
	q.Asked, q.Helper = h.Helper, h.ID
	return nil
}

// Reply adds an answer of the one asked, or a further word of the asker, who also
// notes what a helper outside the school said.
func (s *Service) Reply(ctx context.Context, actor access.Actor, question, text string) error {
	return s.do(ctx, actor, func(w work) error {
		q, err := w.question(question)
		if err != nil {
			return err
		}
		var f fault.Fields
		text = tidy(&f, "text", text, true, maxQuestion)
		if err := f.Err(); err != nil {
			return err
		}
		a := Answer{School: q.School, ID: db.NewID(), Question: q.ID, Author: actor.Staff, SaidAt: w.Instant()}
		a.Text = s.keeper.SealFor(a.about(), q.readers(), text)
		if err := db.Insert(w.Ctx, w.Tx, "support_answer", a); err != nil {
			return err
		}
		return w.replied(q)
	})
}

// replied moves the question on and tells the other of the two.
func (w work) replied(q Question) error {
	state, tell, key := QuestionAnswered, q.Asker, "support.remind.answer"
	if w.Actor.Staff == q.Asker && q.Asked != "" {
		state, tell, key = QuestionOpen, q.Asked, "support.remind.question"
	}
	if err := w.setQuestion(q, state, ""); err != nil {
		return err
	}
	if tell != w.Actor.Staff {
		if err := w.remind(tell, key, q.ID, reminder.To(TargetQuestion, q.ID), w.Date(), db.Texts{"Who": w.Actor.Name}); err != nil {
			return err
		}
	}
	return w.recordPrivate()
}

// setQuestion changes the state; what reminded of the one before is over.
func (w work) setQuestion(q Question, state QuestionState, closed calendar.Instant) error {
	if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE support_question SET state = $3, closed_at = $4 WHERE school_id = $1 AND id = $2`,
		q.School, q.ID, state, closed); err != nil {
		return err
	}
	return w.closeReminders(q.ID, "")
}

// CloseQuestion is the asker's "thank you, that helped".
func (s *Service) CloseQuestion(ctx context.Context, actor access.Actor, question string) error {
	return s.do(ctx, actor, func(w work) error {
		q, err := w.question(question)
		if err != nil {
			return err
		}
		if err := access.Must(q.Asker == actor.Staff, "support.access.own"); err != nil {
			return err
		}
		if q.State == QuestionClosed {
			return nil
		}
		if err := w.setQuestion(q, QuestionClosed, w.Instant()); err != nil {
			return err
		}
		return w.recordPrivate()
	})
}

// question is a question that the actor may write on.
func (w work) question(id string) (Question, error) {
	q, err := db.One[Question](w.Ctx, w.Tx, `SELECT `+db.Columns[Question]("")+` FROM support_question WHERE school_id = $1 AND id = $2`, w.Actor.School, id)
	if err != nil {
		return q, verb.Missing(err, "support.question.missing")
	}
	return q, access.Private(questionRule.Writes(q.relations(w.Actor)), "support.question.missing")
}

// NamedQuestion is a question with its words and names.
type NamedQuestion struct {
	Question
	By      mentoring.Person `db:"by_"`
	Of      mentoring.Person `db:"of_"` // of the staff
	Outside string           `db:"outside"`
	Words   string           `db:"-"`
	Out     string           `db:"-"` // name of the helper outside the school
}

// AskedName is the name of the one asked; "" where it cannot be read.
func (q NamedQuestion) AskedName() string {
	if q.Asked != "" {
		return q.Of.Name()
	}
	return q.Out
}

func questionQuery() string {
	return `SELECT q.school_id, q.id, q.asker_id, q.asked_id, q.helper_id, q.text, q.state, q.asked_at, q.closed_at,
		COALESCE(h.outside, '') AS outside, ` + people.PersonAs("b", "by") + `, ` + people.PersonOrNoneAs("p", "of") + ` FROM support_question q
		` + people.JoinStaff("b", "q.school_id", "q.asker_id") + `
		` + people.LeftJoinStaff("p", "q.school_id", "q.asked_id") + `
		LEFT JOIN support_helper h ON h.school_id = q.school_id AND h.id = q.helper_id `
}

func (s *Service) openQuestion(ctx context.Context, q NamedQuestion) NamedQuestion {
	q.Words = s.keeper.Show(ctx, q.about(), q.Text)
	if q.Outside != "" {
		out, _ := openAs[OutsidePerson](ctx, s, Helper{ID: q.Helper}.about(), q.Outside)
		q.Out = out.Name
	}
	return q
}

// shownQuestions is how many questions the page lists, newest first.
const shownQuestions = 50

// Questions are the actor's own and those asked of the actor, newest first.
func (s *Service) Questions(ctx context.Context, actor access.Actor) ([]NamedQuestion, error) {
	rows, err := db.All[NamedQuestion](ctx, s.Read(), questionQuery()+`WHERE q.school_id = $1 AND (q.asker_id = $2 OR q.asked_id = $2)
		ORDER BY q.id DESC LIMIT $3`, actor.School, actor.Staff, shownQuestions)
	out := make([]NamedQuestion, 0, len(rows))
	for _, q := range rows {
		if questionRule.Reads(q.relations(actor)) {
			out = append(out, s.openQuestion(ctx, q))
		}
	}
	return out, err
}

// SaidAnswer is an answer with its words.
type SaidAnswer struct {
	Answer
	Words string `db:"-"`
}

// Question reads a question with all that was said, in two queries.
func (s *Service) Question(ctx context.Context, actor access.Actor, id string) (NamedQuestion, []SaidAnswer, error) {
	q, err := db.One[NamedQuestion](ctx, s.Read(), questionQuery()+`WHERE q.school_id = $1 AND q.id = $2`, actor.School, id)
	if err != nil {
		return NamedQuestion{}, nil, verb.Missing(err, "support.question.missing")
	}
	if err := access.Private(questionRule.Reads(q.relations(actor)), "support.question.missing"); err != nil {
		return NamedQuestion{}, nil, err
	}
	said, err := db.All[SaidAnswer](ctx, s.Read(), `SELECT `+db.Columns[SaidAnswer]("")+` FROM support_answer WHERE school_id = $1 AND question_id = $2 ORDER BY id`,
		q.School, q.ID)
	for i := range said {
		said[i].Words = s.keeper.Show(ctx, said[i].about(), said[i].Text)
	}
	return s.openQuestion(ctx, q), said, err
}
