// Package pairingstory tells of the work of the pairs in the year of the demonstration:
// their plans, meetings and visits, and the reports at the end.
package pairingstory

import (
	"context"

	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/story"
)

type teller struct {
	*pairing.Service
	db *db.DB
}

// Part is what the work of the pairs tells.
func Part(d *db.DB, s *pairing.Service) story.Part {
	t := teller{s, d}
	return story.Part{Pairs: t.pairs, Starts: t.plan, Evening: t.evening, Closes: t.reports}
}

func (t teller) pairs(ctx context.Context, y *story.Year) ([]story.Pair, error) {
	all, err := db.All[pairing.Pairing](ctx, t.db.Read(), `SELECT `+db.Columns[pairing.Pairing]("g")+` `+pairing.FromPairings("g")+` `+
		mentoring.JoinProgramme("p", "g.school_id", "g.programme_id")+` AND p.kind = $2 WHERE g.school_id = $1 ORDER BY g.id`, y.School, mentoring.KindOneToOne)
	out := make([]story.Pair, len(all))
	for i, g := range all {
		out[i] = story.Pair{ID: g.ID, Programme: g.Programme, Mentor: g.Mentor, Mentee: g.Mentee}
	}
	return out, err
}

// plan writes the joint plan and books the week of a pair.
func (t teller) plan(ctx context.Context, y *story.Year, _ int, p story.Pair) error {
	mentor, mentee := y.Actors[p.Mentor], y.Actors[p.Mentee]
	if err := t.SavePlan(ctx, mentor, p.ID, 0, chapterOf(y, p.Mentee).plan); err != nil {
		return err
	}
	if err := t.AgreePlan(ctx, mentee, p.ID, 1); err != nil {
		return err
	}
	g, err := pairing.ByID(ctx, t.db.Read(), y.School, p.ID)
	if err != nil {
		return err
	}
	times, err := t.MeetingTimes(ctx, mentor, g)
	if err != nil || len(times) == 0 {
		return err
	}
	_, err = t.BookWeekly(ctx, mentor, p.ID, pairing.NewWeekly{
		Weekday: times[0].Weekday, StartsAt: times[0].StartsAt, EndsAt: times[0].EndsAt, From: y.Days.Starts, Place: "26",
	})
	return err
}

// evening is Friday: everybody writes down what was and, every second week, plans the
// visits of the week that comes.
func (t teller) evening(ctx context.Context, y *story.Year, n int, p story.Pair) error {
	if y.Quiet(p) {
		return nil
	}
	g, err := pairing.ByID(ctx, t.db.Read(), y.School, p.ID)
	if err != nil {
		return err
	}
	if err := t.finish(ctx, y, g); err != nil {
		return err
	}
	if err := t.writeDown(ctx, y, n+y.Week, g); err != nil {
		return err
	}
	if y.Week%2 == 0 {
		return t.planVisits(ctx, y, n+y.Week/2, g)
	}
	return nil
}

// finish does the steps that are due, but for the newest.
func (t teller) finish(ctx context.Context, y *story.Year, g pairing.Pairing) error {
	due, err := db.All[string](ctx, t.db.Read(), `SELECT n.id `+pairing.FromSteps("n")+` WHERE n.school_id = $1 AND n.pairing_id = $2
		AND n.owner_id = $3 AND n.done_on = '' AND n.due <= $4`, g.School, g.ID, g.Mentee, y.Today().AddDays(3))
	for _, id := range due {
		if _, err := t.FinishStep(ctx, y.Actors[g.Mentee], id); err != nil {
			return err
		}
	}
	return err
}

// writeDown records what has taken place since.
func (t teller) writeDown(ctx context.Context, y *story.Year, n int, g pairing.Pairing) error {
	events, err := t.Events(ctx, y.Actors[g.Mentor], g)
	if err != nil {
		return err
	}
	for k, e := range events {
		if e.State != "planned" || e.Date > y.Today() {
			continue
		}
		if err := t.hold(ctx, y, n+k, g, e); err != nil {
			return err
		}
	}
	return nil
}

// hold records a meeting or a visit, at every third with a step that they agree on.
func (t teller) hold(ctx context.Context, y *story.Year, n int, g pairing.Pairing, e pairing.Event) error {
	var steps []pairing.NewStep
	c := chapterOf(y, g.Mentee)
	if n%3 == 0 {
		steps = []pairing.NewStep{{Text: story.Pick(c.agreed, n/3), Owner: g.Mentee, Due: y.Today().AddDays(10)}}
	}
	if e.What == "visit" {
		return t.HoldVisit(ctx, y.Actors[e.Observer], e.ID, story.Pick(c.visits, n), steps)
	}
	return t.Hold(ctx, y.Actors[g.Mentor], e.ID, pairing.HoldMeeting{
		Shared: story.Pick(c.notes, n), Topics: []string{story.Pick(c.topics, n)}, Steps: steps,
	})
}

// planVisits plans a visit each way in the week that comes, where there is a lesson
// that the other is free for.
func (t teller) planVisits(ctx context.Context, y *story.Year, n int, g pairing.Pairing) error {
	mentee, monday := y.Actors[g.Mentee], y.Today().AddDays(3)
	for _, observer := range []string{g.Mentor, g.Mentee} {
		lessons, err := t.Visitable(ctx, mentee, g, observer, monday)
		if err != nil {
			return err
		}
		if len(lessons) == 0 {
			continue
		}
		l := lessons[n%len(lessons)]
		_, err = t.PlanVisit(ctx, mentee, g.ID, pairing.NewVisit{Observer: observer, Lesson: l.Lesson, Date: l.Date})
		if err != nil && !fault.Is(err, fault.KindConflict) && !fault.Is(err, fault.KindInvalid) { // taken meanwhile
			return err
		}
	}
	return nil
}

// reports are drafted and shared by the mentors; all but the last mentee reply.
func (t teller) reports(ctx context.Context, y *story.Year) error {
	for _, p := range y.Pairs {
		if y.Quiet(p) {
			continue
		}
		report := chapterOf(y, p.Mentee).report
		if err := t.SaveReport(ctx, y.Actors[p.Mentor], p.ID, report); err != nil {
			return err
		}
		report.Version, report.Share = 1, true
		if err := t.SaveReport(ctx, y.Actors[p.Mentor], p.ID, report); err != nil {
			return err
		}
		if y.Is(p, "T-A14") { // who waits for the visitor's own reply
			continue
		}
		if err := t.ReplyToReport(ctx, y.Actors[p.Mentee], p.ID, pairing.Agree, ""); err != nil {
			return err
		}
	}
	return nil
}
