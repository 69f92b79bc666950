package evaluation

import (
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/mentoring"
	"talim/internal/mentoring/group"
	"talim/internal/mentoring/pairing"
	"talim/internal/reminder"
	"talim/internal/verb"
	"talim/internal/version"
)

// Survey is the yearly survey of both sides of a programme (R084).
type Survey struct {
	verb.Made
	Programme string        `db:"programme_id"`
	Starter   int           `db:"starter"` // version of the questions it began with
	State     State         `db:"state"`
	Opens     calendar.Date `db:"opens"`  // "" while a draft
	Closes    calendar.Date `db:"closes"` // last day
	// AskedAgain is the day on which all were asked once more; "" never.
	AskedAgain calendar.Date `db:"asked_again"`
}

// TargetAnswer is where those who are asked answer, by the survey; TargetResults are the
// figures, by the programme.
const (
	TargetAnswer  = "evaluation.answer"
	TargetResults = "evaluation.results"
)

// State is where a survey stands.
type State string

// A draft is changed; an announced survey waits for its first day; an open one takes answers.
const (
	Draft     State = "draft"
	Announced State = "announced"
	Open      State = "open"
	Closed    State = "closed"
)

// Takes says whether the survey takes answers today.
func (s Survey) Takes(today calendar.Date) bool {
	return s.State == Open && s.Opens <= today && today <= s.Closes
}

// Over says whether no answer can come any more, so that figures may be shown.
// There is no way back from it: a survey that could be opened again would show, by
// the difference, what the last one said.
func (s Survey) Over(today calendar.Date) bool {
	return s.State == Closed || s.State == Open && today > s.Closes
}

func (s Survey) ref() journal.Ref { return journal.Ref{Kind: "survey", ID: s.ID} }

func (s Survey) draft() error {
	if s.State != Draft {
		return fault.Conflict("evaluation.survey.not_draft")
	}
	return nil
}

// The journal's events of the area. Nothing is written when somebody answers: the
// order of the entries would be the order of the answers.
const (
	eventPrepared   journal.Event = "evaluation.survey.prepared"
	eventQuestion   journal.Event = "evaluation.question.changed"
	eventAnnounced  journal.Event = "evaluation.survey.announced"
	eventOpened     journal.Event = "evaluation.survey.opened"
	eventAskedAgain journal.Event = "evaluation.survey.asked_again"
	eventExtended   journal.Event = "evaluation.survey.extended"
	eventClosed     journal.Event = "evaluation.survey.closed"
)

// Prepare makes the draft of a programme's survey from the starter questions.
func (s *Service) Prepare(ctx context.Context, actor access.Actor, programme string) (Survey, error) {
	var made Survey
	err := s.do(ctx, actor, func(w work) error {
		if err := mayKeep(actor); err != nil {
			return err
		}
		p, err := mentoring.ProgrammeByID(w.Ctx, w.Tx, actor.School, programme)
		if err != nil {
			return err
		}
		made = Survey{Made: w.Made(), Programme: p.ID, Starter: StarterVersion, State: Draft}
		if err := db.Insert(w.Ctx, w.Tx, "survey", made); err != nil {
			return verb.Duplicate(err, "evaluation.survey.exists")
		}
		if err := db.InsertAll(w.Ctx, w.Tx, "survey_question", questionsOf(made)); err != nil {
			return err
		}
		return w.Record(eventPrepared, made.ref())
	})
	return made, err
}

// AddQuestion adds one of the school's own to a draft.
func (s *Service) AddQuestion(ctx context.Context, actor access.Actor, survey string, in NewQuestion) error {
	in = in.trimmed()
	return s.changeDraft(ctx, actor, survey, func(w work, v Survey) error {
		if err := in.check(); err != nil {
			return err
		}
		all, err := questions(w.Ctx, w.Tx, v.School, v.ID)
		if err != nil {
			return err
		}
		if len(all) >= maxQuestions {
			return fault.Conflict("evaluation.question.too_many", "Max", maxQuestions)
		}
		if asksAgain(all, in, "") {
			return fault.Conflict("evaluation.question.twice")
		}
		last := 0
		for _, q := range all {
			last = max(last, q.Position)
		}
		return verb.Duplicate(db.Insert(w.Ctx, w.Tx, "survey_question", Question{
			School: v.School, ID: db.NewID(), Survey: v.ID, Position: last + 1, Kind: in.Kind, Side: in.Side, KK: in.KK, RU: in.RU, EN: in.EN, Version: 1,
		}), "evaluation.changed_meanwhile")
	})
}

// ChangeQuestion rewrites a question of a draft, from the version that its writer saw.
func (s *Service) ChangeQuestion(ctx context.Context, actor access.Actor, survey, question string, in NewQuestion) error {
	in = in.trimmed()
	return s.changeDraft(ctx, actor, survey, func(w work, v Survey) error {
		if err := in.check(); err != nil {
			return err
		}
		all, err := questions(w.Ctx, w.Tx, v.School, v.ID)
		if err != nil {
			return err
		}
		if asksAgain(all, in, question) {
			return fault.Conflict("evaluation.question.twice")
		}
		at := slices.IndexFunc(all, func(q Question) bool { return q.ID == question })
		if at < 0 {
			return fault.NotFound("evaluation.question.gone")
		}
		made := all[at]
		made.Kind, made.Side, made.KK, made.RU, made.EN = in.Kind, in.Side, in.KK, in.RU, in.EN
		_, err = version.Replace(w.Work, "survey_question", in.Version, &made, "school_id", "id")
		return err
	})
}

// DropQuestion takes a question out of a draft.
func (s *Service) DropQuestion(ctx context.Context, actor access.Actor, survey, question string) error {
	return s.changeDraft(ctx, actor, survey, func(w work, v Survey) error {
		return w.oneRow(db.Exec(w.Ctx, w.Tx, `DELETE FROM survey_question WHERE school_id = $1 AND survey_id = $2 AND id = $3`,
			v.School, v.ID, question))
	})
}

func (w work) oneRow(n int64, err error) error {
	if err == nil && n == 0 {
		err = fault.NotFound("evaluation.question.gone")
	}
	return err
}

func (s *Service) changeDraft(ctx context.Context, actor access.Actor, survey string, change func(w work, v Survey) error) error {
	return s.do(ctx, actor, func(w work) error {
		if err := mayKeep(actor); err != nil {
			return err
		}
		v, err := surveyByID(w.Ctx, w.Tx, actor.School, survey)
		if err != nil {
			return err
		}
		if err := v.draft(); err != nil {
			return err
		}
		if err := change(w, v); err != nil {
			return err
		}
		return w.Record(eventQuestion, v.ref())
	})
}

// Announce fixes the questions and sets the days on which answers are taken.
func (s *Service) Announce(ctx context.Context, actor access.Actor, survey string, days calendar.Period) error {
	return s.do(ctx, actor, func(w work) error {
		if err := mayKeep(actor); err != nil {
			return err
		}
		v, err := surveyByID(w.Ctx, w.Tx, actor.School, survey)
		if err != nil {
			return err
		}
		if err := v.draft(); err != nil {
			return err
		}
		if err := checkDays(days, w.Date()); err != nil {
			return err
		}
		if err := w.enough(v); err != nil {
			return err
		}
		v.State, v.Opens, v.Closes = Announced, days.Starts, days.Ends
		if err := w.save(v); err != nil {
			return err
		}
		if err := w.Record(eventAnnounced, v.ref(), "opens", string(v.Opens), "closes", string(v.Closes)); err != nil {
			return err
		}
		if v.Opens <= w.Date() {
			return w.open(v)
		}
		return w.later(jobOpen, v, v.Opens)
	})
}

func checkDays(days calendar.Period, today calendar.Date) error {
	var f fault.Fields
	f.When(f.Day("opens", days.Starts) && days.Starts < today, "opens", "evaluation.date.past")
	f.When(f.Day("closes", days.Ends) && (days.Ends < days.Starts || days.Ends < today), "closes", "evaluation.date.order")
	return f.Err()
}

// enough refuses a survey of fewer people than a figure needs: nothing of it could ever be shown.
func (w work) enough(v Survey) error {
	n, err := db.One[int](w.Ctx, w.Tx, `SELECT count(*) FROM (`+sidesSQL+`) x`, v.School, v.Programme)
	if err != nil {
		return err
	}
	if n < Least {
		return fault.Conflict("evaluation.survey.too_few", "Count", n, "Least", Least)
	}
	all, err := questions(w.Ctx, w.Tx, v.School, v.ID)
	if err == nil && len(all) == 0 {
		err = fault.Conflict("evaluation.survey.no_questions")
	}
	return err
}

// sidesSQL is everybody who stood on a side of a pairing of the programme, also of
// one that ended early: those have most to say.
var sidesSQL = `SELECT g.mentor_id AS staff_id ` + pairsSQL + ` UNION SELECT g.mentee_id ` + pairsSQL + ` UNION SELECT b.staff_id ` + secondSQL

// pairsSQL are the pairs of a programme, secondSQL the second mentors of its groups (R079).
var (
	pairsSQL  = pairing.FromPairings("g") + ` WHERE g.school_id = $1 AND g.programme_id = $2`
	secondSQL = group.FromSeconds("b", "g") + ` WHERE g.school_id = $1 AND g.programme_id = $2`
)

// ask makes the list of who is asked, each on one side.
func (w work) ask(v Survey) ([]string, error) {
	for _, from := range []struct {
		side  Side
		query string
	}{
		{Mentors, `g.mentor_id, CAST($4 AS TEXT), FALSE ` + pairsSQL},
		{Mentors, `b.staff_id, CAST($4 AS TEXT), FALSE ` + secondSQL},
		{Mentees, `g.mentee_id, CAST($4 AS TEXT), FALSE ` + pairsSQL},
	} {
		if _, err := db.Exec(w.Ctx, w.Tx, `INSERT INTO survey_invitee (school_id, survey_id, staff_id, side, answered)
			SELECT DISTINCT g.school_id, CAST($3 AS TEXT), `+from.query+
			` ON CONFLICT DO NOTHING`, v.School, v.Programme, v.ID, from.side); err != nil {
			return nil, err
		}
	}
	return w.asked(v)
}

// open asks everybody; from now on answers are taken.
func (w work) open(v Survey) error {
	asked, err := w.ask(v)
	if err != nil {
		return err
	}
	for _, staff := range asked {
		if err := w.remind(v, staff, remindAnswer, reminder.To(TargetAnswer, v.ID), v.Closes); err != nil {
			return err
		}
	}
	v.State = Open
	if err := w.save(v); err != nil {
		return err
	}
	if err := w.later(jobOver, v, v.Closes.AddDays(1)); err != nil {
		return err
	}
	return w.Record(eventOpened, v.ref())
}

// Extend gives more days to a survey that has not ended.
func (s *Service) Extend(ctx context.Context, actor access.Actor, survey string, closes calendar.Date) error {
	return s.changeRunning(ctx, actor, survey, func(w work, v Survey) error {
		if !closes.Valid() || closes < w.Date() || closes < v.Opens {
			return fault.Invalid("closes", "evaluation.date.order")
		}
		v.Closes = closes
		if err := w.save(v); err != nil {
			return err
		}
		if v.State == Open {
			if err := w.later(jobOver, v, closes.AddDays(1)); err != nil {
				return err
			}
		}
		return w.Record(eventExtended, v.ref(), "closes", string(closes))
	})
}

// Close ends a survey before its last day, for good.
func (s *Service) Close(ctx context.Context, actor access.Actor, survey string) error {
	err := s.changeRunning(ctx, actor, survey, func(w work, v Survey) error {
		if v.State != Open {
			return fault.Conflict("evaluation.survey.not_open")
		}
		return w.close(v)
	})
	if err != nil {
		return err
	}
	return s.eraseLog(ctx)
}

func (s *Service) changeRunning(ctx context.Context, actor access.Actor, survey string, change func(w work, v Survey) error) error {
	return s.do(ctx, actor, func(w work) error {
		if err := mayKeep(actor); err != nil {
			return err
		}
		v, err := surveyByID(w.Ctx, w.Tx, actor.School, survey)
		if err != nil {
			return err
		}
		if v.State == Draft || v.Over(w.Date()) {
			return fault.Conflict("evaluation.survey.not_open")
		}
		return change(w, v)
	})
}

// close ends the survey; nobody is asked any more, and who prepared it is told.
func (w work) close(v Survey) error {
	asked, err := w.asked(v)
	if err != nil {
		return err
	}
	for _, staff := range asked {
		if err := reminder.Close(w.Ctx, w.Tx, v.Opens.Time(), v.School, about(v, staff), remindAnswer); err != nil {
			return err
		}
	}
	for _, staff := range asked {
		if err := reminder.Close(w.Ctx, w.Tx, v.Opens.Time(), v.School, about(v, staff), remindAgain); err != nil {
			return err
		}
	}
	if err := w.unlock(v); err != nil {
		return err
	}
	v.State, v.Closes = Closed, min(v.Closes, w.Date())
	if err := w.save(v); err != nil {
		return err
	}
	if err := w.remind(v, v.MadeBy, remindResults, reminder.To(TargetResults, v.Programme), w.Date()); err != nil {
		return err
	}
	return w.Record(eventClosed, v.ref())
}

// asked are all who were asked.
func (w work) asked(v Survey) ([]string, error) {
	return db.All[string](w.Ctx, w.Tx, `SELECT staff_id FROM survey_invitee WHERE school_id = $1 AND survey_id = $2`, v.School, v.ID)
}

func (w work) save(v Survey) error { return db.Update(w.Ctx, w.Tx, "survey", v, "school_id", "id") }

const surveyColumns = `school_id, id, programme_id, starter, state, opens, closes, asked_again, made_by, made_at`

func surveyByID(ctx context.Context, c db.Conn, school, id string) (Survey, error) {
	v, err := db.One[Survey](ctx, c, `SELECT `+surveyColumns+` FROM survey WHERE school_id = $1 AND id = $2`, school, id)
	return v, verb.Missing(err, "evaluation.survey.missing")
}

func questions(ctx context.Context, c db.Conn, school, survey string) ([]Question, error) {
	return db.All[Question](ctx, c, `SELECT `+db.Columns[Question]("")+` FROM survey_question WHERE school_id = $1 AND survey_id = $2 ORDER BY position`, school, survey)
}
