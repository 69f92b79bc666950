package feedback

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/observation"
	"talim/internal/people"
)

// Learned is what the actor said that she learned in a lesson, with what she tried of it.
type Learned struct {
	observation.Visit
	Who   people.Person `db:"t_"` // the teacher of the lesson
	Words string        `db:"words"`
	Key   string        `db:"words_id"`

	Learned    string `db:"-"`
	Notes      []Note `db:"-"` // the last first
	Unreadable bool   `db:"-"`
}

// Note is what somebody noted for herself of what she tried after a visit.
type Note struct {
	School    string           `db:"school_id"`
	ID        string           `db:"id"`
	Staff     string           `db:"staff_id"`
	Visit     string           `db:"visit_id"`
	TriedOn   calendar.Date    `db:"tried_on"`
	Text      string           `db:"text"`
	WrittenAt calendar.Instant `db:"written_at"`

	Unreadable bool `db:"-"`
}

// NamedStep is a next step with its two.
type NamedStep struct {
	Step
	Who people.Person `db:"t_"` // the teacher
	By  people.Person `db:"o_"` // the observer
}

// Learning is what somebody has of visits for herself.
type Learning struct {
	Learned []Learned   // the newest first
	More    bool        // there are older ones
	Steps   []NamedStep // proposed and agreed, the earliest first, then those that are done
}

// PerPage is how many lessons a page of what was learned shows.
const PerPage = 20

// NewNote is the input of Note.
type NewNote struct {
	On   calendar.Date
	Text string
}

// Note keeps for the actor alone what she tried of what she saw in a lesson.
func (s *Service) Note(ctx context.Context, actor access.Actor, visit string, in NewNote) error {
	in.Text = strings.TrimSpace(in.Text)
	return s.do(ctx, actor, func(w work) error {
		v, err := observation.ByID(w.Ctx, w.Tx, actor.School, visit)
		if err != nil {
			return err
		}
		self := access.Of(actor, access.RecordOf(v.School, v.Observer))
		if err := access.Private(noteRule.Writes(self), "observation.visit.missing"); err != nil {
			return err
		}
		var f fault.Fields
		f.Text("text", in.Text, true, maxText)
		f.DayWithin("tried_on", in.On, calendar.Period{Starts: v.Date, Ends: max(v.Date, w.Date())})
		if err := f.Err(); err != nil {
			return err
		}
		n := Note{School: v.School, ID: db.NewID(), Staff: actor.Staff, Visit: v.ID, TriedOn: in.On, WrittenAt: w.Instant()}
		n.Text = w.keeper.SealFor(noteText.Of(n.ID), []string{actor.Staff}, in.Text)
		if err := db.Insert(w.Ctx, w.Tx, "feedback_note", n); err != nil {
			return err
		}
		return w.RecordPrivate(eventPrivate)
	})
}

// Learning reads what the actor learned from lessons before a day (or all: ""), what she
// tried, and her next steps, in three queries.
func (s *Service) Learning(ctx context.Context, actor access.Actor, before string) (Learning, error) {
	var out Learning
	var err error
	if out.Learned, err = s.learned(ctx, actor, "", before, PerPage+1); err != nil {
		return out, err
	}
	if out.More = len(out.Learned) > PerPage; out.More {
		out.Learned = out.Learned[:PerPage]
	}
	if err := s.fillNotes(ctx, actor, out.Learned); err != nil {
		return out, err
	}
	out.Steps, err = s.StepsOf(ctx, actor)
	return out, err
}

// maxWhole bounds what goes into one paper: more visits than a career has.
const maxWhole = 2000

// WholeLearning is all of it at once, for a paper, in three queries.
func (s *Service) WholeLearning(ctx context.Context, actor access.Actor) (Learning, error) {
	var out Learning
	var err error
	if out.Learned, err = s.learned(ctx, actor, "", "", maxWhole); err != nil {
		return out, err
	}
	slices.Reverse(out.Learned) // as the years went
	if err := s.fillNotes(ctx, actor, out.Learned); err != nil {
		return out, err
	}
	out.Steps, err = s.StepsOf(ctx, actor)
	return out, err
}

// LearnedIn is what the actor learned in one lesson.
func (s *Service) LearnedIn(ctx context.Context, actor access.Actor, visit string) (Learned, error) {
	list, err := s.learned(ctx, actor, visit, "", 1)
	if err == nil && len(list) == 0 {
		err = fault.NotFound("observation.visit.missing")
	}
	if err != nil {
		return Learned{}, err
	}
	return list[0], nil
}

// LearnedKey is where the next page begins, after the last of this one.
func (x Learned) LearnedKey() string { return string(x.Date) + " " + x.ID }

// learned are the actor's own words, of one visit where it is named, the newest first.
func (s *Service) learned(ctx context.Context, actor access.Actor, visit, before string, limit int) ([]Learned, error) {
	list, err := db.All[Learned](ctx, s.Read(), `SELECT `+db.Columns[observation.Visit]("v")+`, `+people.PersonAs("t", "t")+`, f.body AS words, f.id AS words_id
		`+observation.FromVisits("v")+` JOIN feedback_words f ON f.school_id = v.school_id AND f.visit_id = v.id
		`+people.JoinStaff("t", "v.school_id", "v.teacher_id")+`
		WHERE v.school_id = $1 AND v.observer_id = $2 AND ($3 = '' OR v.date || ' ' || v.id < $3) AND ($5 = '' OR v.id = $5)
			AND f.version = (SELECT max(n.version) FROM feedback_words n WHERE n.school_id = f.school_id AND n.visit_id = f.visit_id)
		ORDER BY v.date DESC, v.id DESC LIMIT $4`, actor.School, actor.Staff, before, limit, visit)
	for i, x := range list {
		var words Words
		text, ok := s.keeper.Text(ctx, wordsBody.Of(x.Key), x.Words)
		list[i].Unreadable = !ok || json.Unmarshal([]byte(text), &words) != nil
		list[i].Learned, list[i].Words = words.Learned, ""
	}
	return list, err
}

func (s *Service) fillNotes(ctx context.Context, actor access.Actor, list []Learned) error {
	if len(list) == 0 {
		return nil
	}
	at := map[string]int{}
	var ids []string
	for i, x := range list {
		at[x.ID], ids = i, append(ids, x.ID)
	}
	in, args := db.In(3, ids)
	notes, err := db.All[Note](ctx, s.Read(), `SELECT `+db.Columns[Note]("")+` FROM feedback_note WHERE school_id = $1 AND staff_id = $2 AND visit_id IN (`+in+`)
		ORDER BY tried_on DESC, id DESC`, append([]any{actor.School, actor.Staff}, args...)...)
	for _, n := range notes {
		var ok bool
		n.Text, ok = s.keeper.Reveal(ctx, noteText.Of(n.ID), n.Text)
		n.Unreadable = !ok
		list[at[n.Visit]].Notes = append(list[at[n.Visit]].Notes, n)
	}
	return err
}

func stepQuery() string {
	return `SELECT ` + db.Columns[Step]("s") + `, ` + people.PersonAs("t", "t") + `, ` + people.PersonAs("o", "o") + ` FROM feedback_step s
		` + people.JoinStaff("t", "s.school_id", "s.teacher_id") + ` ` + people.JoinStaff("o", "s.school_id", "s.observer_id") + ` `
}

// StepsOf are the next steps of the actor, as teacher and as observer, that have not ended.
func (s *Service) StepsOf(ctx context.Context, actor access.Actor) ([]NamedStep, error) {
	list, err := db.All[NamedStep](ctx, s.Read(), stepQuery()+`WHERE s.school_id = $1 AND (s.teacher_id = $2 OR s.observer_id = $2) AND s.state <> 'ended'
		ORDER BY CASE s.state WHEN 'done' THEN 1 ELSE 0 END, s.due_on, s.id LIMIT 100`, actor.School, actor.Staff)
	for i := range list {
		list[i].Step = s.opened(ctx, list[i].Step)
	}
	return list, err
}

// StepByID reads a next step for one of its two.
func (s *Service) StepByID(ctx context.Context, actor access.Actor, id string) (NamedStep, error) {
	list, err := db.All[NamedStep](ctx, s.Read(), stepQuery()+`WHERE s.school_id = $1 AND s.id = $2`, actor.School, id)
	switch {
	case err != nil:
		return NamedStep{}, err
	case len(list) == 0:
		return NamedStep{}, fault.NotFound("feedback.step.missing")
	}
	x := list[0]
	x.Step = s.opened(ctx, x.Step)
	return x, x.mayTake(actor)
}
