package evaluation

import (
	"context"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/verb"
)

// Standing is a programme with its survey, as the actor may know it.
type Standing struct {
	Programme string `db:"programme"`
	calendar.Period
	State     mentoring.ProgrammeState `db:"programme_state"`
	Survey    Survey                   `db:"survey_"` // without an id: none was prepared
	Asked     int                      `db:"asked"`
	Answered  int                      `db:"answered"`
	MySide    Side                     `db:"my_side"` // "" when the actor is not asked
	IAnswered bool                     `db:"i_answered"`
}

// Mine says whether the actor is asked and has not answered yet.
func (s Standing) Mine(today calendar.Date) bool {
	return s.MySide != "" && !s.IAnswered && s.Survey.Takes(today)
}

// standingSQL reads a programme and the one before it of the same kind and track, the newer first;
// $3 is the reader.
var standingSQL = `
SELECT g.id AS programme, g.starts, g.ends, g.state AS programme_state,
	g.school_id AS survey_school_id, COALESCE(s.id, '') AS survey_id, g.id AS survey_programme_id, COALESCE(s.starter, 0) AS survey_starter,
	COALESCE(s.state, '') AS survey_state, COALESCE(s.opens, '') AS survey_opens, COALESCE(s.closes, '') AS survey_closes, COALESCE(s.asked_again, '') AS survey_asked_again,
	COALESCE(s.made_by, '') AS survey_made_by, COALESCE(s.made_at, '') AS survey_made_at,
	(SELECT count(*) FROM survey_invitee i WHERE i.school_id = s.school_id AND i.survey_id = s.id) AS asked,
	(SELECT count(*) FROM survey_invitee i WHERE i.school_id = s.school_id AND i.survey_id = s.id AND i.answered) AS answered,
	COALESCE((SELECT i.side FROM survey_invitee i WHERE i.school_id = s.school_id AND i.survey_id = s.id AND i.staff_id = $3), '') AS my_side,
	EXISTS (SELECT 1 FROM survey_invitee i WHERE i.school_id = s.school_id AND i.survey_id = s.id AND i.staff_id = $3 AND i.answered) AS i_answered
` + mentoring.FromProgrammes("g") + ` LEFT JOIN survey s ON s.school_id = g.school_id AND s.programme_id = g.id
WHERE g.school_id = $1 AND (g.id = $2 OR g.id = ` + mentoring.SelectProgrammeBefore("$1", "$2") + `)
ORDER BY g.starts DESC, g.id`

// standings are this programme and the one before it, if there is one.
func (s *Service) standings(ctx context.Context, actor access.Actor, programme string) (now Standing, last *Standing, err error) {
	rows, err := db.All[Standing](ctx, s.Read(), standingSQL, actor.School, programme, actor.Staff)
	switch {
	case err != nil:
		return now, nil, err
	case len(rows) == 0:
		return now, nil, fault.NotFound("mentoring.programme.missing")
	case len(rows) > 1:
		last = &rows[1]
	}
	return rows[0], last, nil
}

// Page is the survey of a programme for whoever looks at it.
type Page struct {
	Standing
	Questions []Question // of a draft or an open survey
	Results   []Result   // once it is over
	Words     bool       // answers in own words may be read
	Lost      int        // sheets that cannot be opened any more
	Keeper    bool
	Today     calendar.Date
}

// Page reads the survey: a draft for those who keep the programme; the figures, once the
// survey is over, for the staff.
func (s *Service) Page(ctx context.Context, actor access.Actor, programme string) (Page, error) {
	now, last, err := s.standings(ctx, actor, programme)
	if err != nil {
		return Page{}, err
	}
	of := relations(actor, now.Survey.School, now.MySide != "")
	p := Page{Standing: now, Keeper: ruleSurvey.Writes(of), Words: ruleWords.Reads(of) && actor.Closed == "", Today: s.Today()}
	if !ruleFigures.Reads(of) {
		return Page{}, access.Must(false, "evaluation.access.figures")
	}
	if !p.Keeper { // how many have answered is for those who keep the programme
		p.Answered = 0
	}
	if now.Survey.ID == "" || now.Survey.State == Draft && !p.Keeper {
		p.Survey = Survey{Made: verb.Made{School: now.Survey.School}, Programme: now.Programme}
		return p, nil
	}
	all, err := s.gather(ctx, actor.School, now, last)
	if err != nil {
		return p, err
	}
	p.Questions = all.questions[now.Survey.ID]
	p.Results, p.Lost = all.results(p.Today, now, last)
	return p, nil
}

// Today is the school's date.
func (s *Service) Today() calendar.Date { return calendar.DateOf(s.Now()) }

// Form is what the page to answer needs.
type Form struct {
	Standing
	Questions []Question // those the actor is asked
	Today     calendar.Date
}

// Form reads the questions for somebody who is asked.
func (s *Service) Form(ctx context.Context, actor access.Actor, survey string) (Form, error) {
	c := s.Read()
	v, err := surveyByID(ctx, c, actor.School, survey)
	if err != nil {
		return Form{}, err
	}
	now, _, err := s.standings(ctx, actor, v.Programme)
	if err != nil {
		return Form{}, err
	}
	if err := access.Must(ruleAnswer.Writes(relations(actor, v.School, now.MySide != "")), "evaluation.access.answer"); err != nil {
		return Form{}, err
	}
	f := Form{Standing: now, Today: s.Today()}
	all, err := questions(ctx, c, v.School, v.ID)
	for _, q := range all {
		if q.Asks(now.MySide) {
			f.Questions = append(f.Questions, q)
		}
	}
	return f, err
}

// Question reads a question of a draft, for those who keep the programme.
func (s *Service) Question(ctx context.Context, actor access.Actor, survey, question string) (Survey, Question, error) {
	c := s.Read()
	v, err := surveyByID(ctx, c, actor.School, survey)
	if err != nil {
		return v, Question{}, err
	}
	if err := mayKeep(actor); err != nil {
		return Survey{}, Question{}, err
	}
	if question == "" {
		return v, Question{Kind: Scale, Side: Both}, v.draft()
	}
	q, err := db.One[Question](ctx, c, `SELECT `+db.Columns[Question]("")+` FROM survey_question WHERE school_id = $1 AND survey_id = $2 AND id = $3`, v.School, v.ID, question)
	if err := verb.Missing(err, "evaluation.question.gone"); err != nil {
		return v, q, err
	}
	return v, q, v.draft()
}

// Survey reads a survey for those who keep the programme.
func (s *Service) Survey(ctx context.Context, actor access.Actor, id string) (Survey, error) {
	v, err := surveyByID(ctx, s.Read(), actor.School, id)
	if err != nil {
		return v, err
	}
	return v, mayKeep(actor)
}
