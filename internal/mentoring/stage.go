package mentoring

import (
	"context"
	"strconv"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/jobs"
	"talim/internal/journal"
	"talim/internal/reminder"
	"talim/internal/verb"
	"talim/internal/version"
)

// Stage is a step of a programme, with an evaluation after it (R083).
type Stage struct {
	School    string `db:"school_id"`
	ID        string `db:"id"`
	Programme string `db:"programme_id"`
	Position  int    `db:"position"`
	Name      string `db:"name"`
	Aim       string `db:"aim"`
	calendar.Period
	Note      string           `db:"note"` // the evaluation, "" until it is written
	NotedBy   string           `db:"noted_by"`
	NotedAt   calendar.Instant `db:"noted_at"`
	RemovedAt calendar.Instant `db:"removed_at"` // "" while it holds
	Version   int              `db:"version"`    // raised by each change of the evaluation
}

// TargetStage is a stage of a programme, by its id.
const TargetStage = "mentoring.stage"

const jobStage = "mentoring.stage" // the day after a stage has ended

func (s Stage) ref() journal.Ref { return journal.Ref{Kind: "programme_stage", ID: s.ID} }

// StageKeys are the stages of the template, in their order; the message of each is
// its name, and that of its key with ".aim" its aim.
var StageKeys = []string{"meet", "work", "review", "finish"}

// stageShare is the part of the programme, in hundredths, at whose end each stage
// of the template ends: getting to know one another is short, work is long.
var stageShare = []int{12, 50, 60, 100}

// StageTemplate are the periods of the template's stages in a programme.
func StageTemplate(p calendar.Period) []calendar.Period {
	days := p.Starts.DaysUntil(p.Ends)
	out := make([]calendar.Period, 0, len(stageShare))
	from := p.Starts
	for i, share := range stageShare {
		to := p.Starts.AddDays(days * share / 100)
		if i == len(stageShare)-1 {
			to = p.Ends
		}
		out = append(out, calendar.Period{Starts: from, Ends: max(from, to)})
		from = max(from, to).AddDays(1)
	}
	return out
}

// NewStage is a stage as typed; one without a name is none.
type NewStage struct {
	Name   string
	Aim    string
	Starts calendar.Date
	Ends   calendar.Date
}

// maxStages is how many a programme may have; the form has as many rows.
const maxStages = 6

// checkStages keeps the rows with a name; the fields of a row are "name0" and so on.
func checkStages(in []NewStage, p Programme) ([]NewStage, error) {
	var out []NewStage
	var f fault.Fields
	for i, n := range in {
		n.Name, n.Aim = strings.TrimSpace(n.Name), strings.TrimSpace(n.Aim)
		if n.Name != "" {
			n.check(&f, strconv.Itoa(i), p)
			out = append(out, n)
		}
	}
	f.When(len(out) == 0, "name0", "mentoring.stage.none_typed")
	f.When(len(out) > maxStages, "name0", "mentoring.stage.too_many", "Max", maxStages)
	return out, f.Err()
}

func (n NewStage) check(f *fault.Fields, row string, p Programme) {
	f.Text("name"+row, n.Name, false, MaxPlace)
	f.Text("aim"+row, n.Aim, false, MaxStep)
	starts, ends := f.Day("starts"+row, n.Starts), f.Day("ends"+row, n.Ends)
	switch {
	case !starts || !ends:
	case n.Starts > n.Ends:
		f.Add("ends"+row, "mentoring.date.order")
	case n.Starts < p.Starts || n.Ends > p.Ends:
		f.Add("starts"+row, "mentoring.stage.outside", "Starts", p.Starts, "Ends", p.Ends)
	}
}

// SetStages sets the stages that are still to be evaluated; one that was
// evaluated stays as it is. The form was made from a Programme.StagesVersion.
func (s *Service) SetStages(ctx context.Context, actor access.Actor, programme string, from int, in []NewStage) error {
	return s.do(ctx, actor, func(w work) error {
		if err := access.Must(stageRule.Writes(access.RelationsOf(actor, actor.School)), "mentoring.access.keep"); err != nil {
			return err
		}
		p, err := OpenProgramme(w.Ctx, w.Tx, actor.School, programme)
		if err != nil {
			return err
		}
		stages, err := checkStages(in, p)
		if err != nil {
			return err
		}
		if p.StagesVersion != from {
			return fault.Changed()
		}
		if err := w.raiseStages(p.ID); err != nil {
			return err
		}
		if err := w.removeStages(p); err != nil {
			return err
		}
		for i, n := range stages {
			row := Stage{
				School: p.School, ID: db.NewID(), Programme: p.ID, Position: i + 1, Name: n.Name, Aim: n.Aim,
				Period: calendar.Period{Starts: n.Starts, Ends: n.Ends},
			}
			if err := db.Insert(w.Ctx, w.Tx, "programme_stage", row); err != nil {
				return err
			}
			if err := Later(w.Work, jobStage, row.ID, MorningOf(w.Work, row.Ends.AddDays(1))); err != nil {
				return err
			}
		}
		return w.Record(eventStagesSet, p.Ref(), "count", strconv.Itoa(len(stages)))
	})
}

// removeStages takes away the stages that nobody evaluated yet, and what asks about them.
func (w work) removeStages(p Programme) error {
	open, err := db.All[string](w.Ctx, w.Tx, `SELECT id FROM programme_stage WHERE school_id = $1 AND programme_id = $2
		AND note = '' AND removed_at = ''`, p.School, p.ID)
	if err != nil {
		return err
	}
	for _, id := range open {
		if err := w.CloseReminders(id); err != nil {
			return err
		}
	}
	_, err = db.Exec(w.Ctx, w.Tx, `UPDATE programme_stage SET removed_at = $3 WHERE school_id = $1 AND programme_id = $2
		AND note = '' AND removed_at = ''`, p.School, p.ID, w.Instant())
	return err
}

// raiseStages makes forms of the list of stages older than what stands there.
func (w work) raiseStages(programme string) error {
	_, err := db.Exec(w.Ctx, w.Tx, `UPDATE programme SET stages_version = stages_version + 1 WHERE school_id = $1 AND id = $2`, w.Actor.School, programme)
	return err
}

// NoteStage writes the evaluation of a stage that has begun, over the version that
// the form was made from. With the first one the stage leaves the form of the list.
func (s *Service) NoteStage(ctx context.Context, actor access.Actor, id string, from int, text string) (Stage, error) {
	var stage Stage
	err := s.do(ctx, actor, func(w work) error {
		var err error
		if stage, err = stageFor(w.Ctx, w.Tx, actor, id); err != nil {
			return err
		}
		if stage.Starts > w.Date() {
			return fault.Conflict("mentoring.stage.not_begun")
		}
		if stage.Note, err = CommentText(text, "note", "mentoring.stage.note_missing"); err != nil {
			return err
		}
		stage.NotedBy, stage.NotedAt = actor.Staff, w.Instant()
		was, err := version.Replace(w.Work, "programme_stage", from, &stage, "school_id", "id")
		if err != nil {
			return err
		}
		if was.Note == "" {
			if err := w.raiseStages(stage.Programme); err != nil {
				return err
			}
		}
		if err := w.CloseReminders(stage.ID); err != nil {
			return err
		}
		return w.Record(eventStageNoted, stage.ref())
	})
	return stage, err
}

// remindStage asks those who keep the programme how the stage went.
func (s *Service) remindStage(ctx context.Context, tx db.Conn, j jobs.Taken) error {
	w := work{s.Job(ctx, tx, j), s}
	id, err := AboutOf(j)
	if err != nil {
		return err
	}
	stage, err := stageByID(ctx, tx, j.School, id)
	if err != nil || stage.Note != "" || stage.RemovedAt != "" {
		return verb.Gone(err)
	}
	keepers, err := StaffWithPost(w.Work, access.Deputy, access.Coordinator)
	for _, staff := range keepers {
		if err := Notify(w.Work, staff, "mentoring.remind.stage", stage.ID, reminder.To(TargetStage, stage.ID), db.Texts{"Stage": stage.Name}); err != nil {
			return err
		}
	}
	return err
}

func stageByID(ctx context.Context, c db.Conn, school, id string) (Stage, error) {
	row, err := db.One[Stage](ctx, c, `SELECT `+db.Columns[Stage]("")+` FROM programme_stage WHERE school_id = $1 AND id = $2`, school, id)
	return row, verb.Missing(err, "mentoring.stage.missing")
}

// stageFor is a stage that holds, for those who evaluate it.
func stageFor(ctx context.Context, c db.Conn, actor access.Actor, id string) (Stage, error) {
	if err := access.Must(stageRule.Writes(access.RelationsOf(actor, actor.School)), "mentoring.access.keep"); err != nil {
		return Stage{}, err
	}
	stage, err := stageByID(ctx, c, actor.School, id)
	if err == nil && stage.RemovedAt != "" {
		err = fault.NotFound("mentoring.stage.missing")
	}
	return stage, err
}

// Stage reads a stage for those who evaluate it.
func (s *Service) Stage(ctx context.Context, actor access.Actor, id string) (Stage, error) {
	return stageFor(ctx, s.Read(), actor, id)
}

// Stages are the stages of a programme in their order. All staff see names and
// dates; the evaluations are read by those who keep the programme.
func (s *Service) Stages(ctx context.Context, actor access.Actor, programme string) ([]Stage, error) {
	if err := access.Must(Take.Allows(actor), "mentoring.access.own"); err != nil {
		return nil, err
	}
	all, err := db.All[Stage](ctx, s.Read(), `SELECT `+db.Columns[Stage]("")+` FROM programme_stage
		WHERE school_id = $1 AND programme_id = $2 AND removed_at = '' ORDER BY starts, position, id`, actor.School, programme)
	if !stageRule.Reads(access.RelationsOf(actor, actor.School)) {
		for i := range all {
			all[i].Note, all[i].NotedBy = "", ""
		}
	}
	return all, err
}
