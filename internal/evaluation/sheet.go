package evaluation

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	mathrand "math/rand/v2"
	"strings"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/reminder"
)

// Sheet is what one person answered, without the person. Nothing in it says when.
type Sheet struct {
	Side  Side              `json:"side"`
	Steps map[string]int    `json:"steps"` // by question: 1 "not at all" to 5 "fully"; none: not answered
	Texts map[string]string `json:"texts"` // by question
}

// Steps of a scale.
const (
	leastStep = 1
	mostStep  = 5
)

const maxText = 1000

// Answers is what somebody filled in, by question.
type Answers struct {
	Steps map[string]int
	Texts map[string]string
}

// sheet checks the answers against the questions that the side is asked; what was not
// asked is left out, and nobody must answer anything.
func (a Answers) sheet(side Side, asked []Question) (Sheet, error) {
	out := Sheet{Side: side, Steps: map[string]int{}, Texts: map[string]string{}}
	var f fault.Fields
	for _, q := range asked {
		if !q.Asks(side) {
			continue
		}
		text := strings.TrimSpace(a.Texts[q.ID])
		step := a.Steps[q.ID]
		switch {
		case q.Kind == Text && text != "":
			f.Text(q.ID, text, false, maxText)
			out.Texts[q.ID] = text
		case q.Kind == Scale && step != 0 && (step < leastStep || step > mostStep):
			f.Add(q.ID, "evaluation.question.choose")
		case q.Kind == Scale && step != 0:
			out.Steps[q.ID] = step
		}
	}
	if f == nil && len(out.Steps)+len(out.Texts) == 0 {
		f.Add("", "evaluation.answer.empty")
	}
	return out, f.Err()
}

// box is the row of a sheet.
type box struct {
	School string `db:"school_id"`
	ID     string `db:"id"`
	Survey string `db:"survey_id"`
	Sealed string `db:"sealed"`
}

// Answer keeps the answers of the actor. She is marked as having answered; the sheet
// bears no name, and all sheets of the survey are written anew in a random order.
// There is no entry in the journal.
func (s *Service) Answer(ctx context.Context, actor access.Actor, survey string, in Answers) error {
	err := s.do(ctx, actor, func(w work) error {
		v, err := surveyByID(w.Ctx, w.Tx, actor.School, survey)
		if err != nil {
			return err
		}
		me, err := w.invitee(v)
		if err != nil {
			return err
		}
		switch {
		case !v.Takes(w.Date()):
			return fault.Conflict("evaluation.survey.not_open")
		case me.Answered:
			return fault.Conflict("evaluation.answer.once_only")
		}
		asked, err := questions(w.Ctx, w.Tx, v.School, v.ID)
		if err != nil {
			return err
		}
		sheet, err := in.sheet(me.Side, asked)
		if err != nil {
			return err
		}
		if err := w.askAgainIfLost(v); err != nil {
			return err
		}
		if err := w.mark(v); err != nil {
			return err
		}
		return w.throwIn(v, sheet, asked)
	})
	if err != nil {
		return err
	}
	return s.eraseLog(ctx)
}

// invitee is the actor's own row; who was not asked may not answer.
func (w work) invitee(v Survey) (Invitee, error) {
	i, err := db.One[Invitee](w.Ctx, w.Tx, `SELECT side, answered FROM survey_invitee
		WHERE school_id = $1 AND survey_id = $2 AND staff_id = $3`, v.School, v.ID, w.Actor.Staff)
	if err != nil && !errors.Is(err, db.ErrNotFound) {
		return i, err
	}
	return i, access.Must(ruleAnswer.Writes(relations(w.Actor, v.School, err == nil)), "evaluation.access.answer")
}

// Invitee is somebody who was asked.
type Invitee struct {
	Side     Side `db:"side"`
	Answered bool `db:"answered"`
}

// mark says that the actor has answered. Every row of the survey is written, so that the
// last transaction that touched a row says nothing about its person, and the reminder is
// closed with a time that is the same for everybody.
func (w work) mark(v Survey) error {
	if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE survey_invitee SET answered = (answered OR staff_id = $3)
		WHERE school_id = $1 AND survey_id = $2`, v.School, v.ID, w.Actor.Staff); err != nil {
		return err
	}
	for _, key := range []string{remindAnswer, remindAgain} {
		if err := reminder.Close(w.Ctx, w.Tx, v.Opens.Time(), v.School, about(v, w.Actor.Staff), key); err != nil {
			return err
		}
	}
	return nil
}

// throwIn puts the sheet into the box and shakes it: all sheets are locked with a new key and
// sealed anew under new random ids, and written in a random order. A sheet that cannot be
// opened, because its key of the file is lost, is shaken with the others as it is.
func (w work) throwIn(v Survey, s Sheet, asked []Question) error {
	texts, boxes, _, err := w.sheets(v)
	if err != nil {
		return err
	}
	text, err := padded(s, asked)
	if err != nil {
		return err
	}
	l := newLock(v)
	for _, text := range append(texts, text) {
		inside, err := l.lock(text)
		if err != nil {
			return err
		}
		boxes = append(boxes, w.seal(v, inside))
	}
	if err := w.putBack(v, boxes); err != nil {
		return err
	}
	return w.keep(l)
}

func shuffle(boxes []box) {
	mathrand.Shuffle(len(boxes), func(i, j int) { boxes[i], boxes[j] = boxes[j], boxes[i] })
}

func aboutSheet(id string) string { return Sealed[0].Of(id) }

// seal gives the text a new random id; db.NewID would sort by time.
func (w work) seal(v Survey, text string) box {
	id := strings.ToLower(rand.Text())
	return box{School: v.School, ID: id, Survey: v.ID, Sealed: w.keeper.Seal(aboutSheet(id), text)}
}

// padded makes the sheets of a survey alike in length: as long as the longest that its
// questions allow. A text may be of letters that take six bytes each in JSON.
func padded(s Sheet, asked []Question) (string, error) {
	longest := 256
	for _, q := range asked {
		longest += 64
		if q.Kind == Text {
			longest += 6 * maxText
		}
	}
	b, err := json.Marshal(s)
	return string(b) + strings.Repeat(" ", max(0, longest-len(b))), err
}

// open reads a sheet; false where its key is lost.
func (s *Service) open(l lock, b box) (Sheet, bool) {
	var out Sheet
	text, err := s.keeper.Open(aboutSheet(b.ID), b.Sealed)
	if err == nil {
		text, err = l.open(text)
	}
	return out, err == nil && json.Unmarshal([]byte(text), &out) == nil
}
