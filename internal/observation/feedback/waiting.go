package feedback

import (
	"talim/internal/access"
	"talim/internal/fault"
	"talim/internal/observation"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/verb"
	"talim/internal/version"
	"talim/internal/waiting"
)

// TargetStep is a next step, by its id.
const TargetStep = "feedback.step_of"

// remind puts on Today of teacher and observer what the protocol asks of them, when a
// visit was recorded as held. Visits that another area planned have their own talk
// afterwards; who wants discusses them here too, and nobody is reminded.
func (s *Service) remind(vw verb.Work, v observation.Visit) error {
	if v.Occasion() == v.ID {
		return nil
	}
	w := work{vw, s}
	p, err := ProtocolOn(w.Ctx, w.Tx, v.School, v.Date)
	if err != nil || p.Order == None {
		return err
	}
	o := observation.Occasion{ID: v.Occasion(), School: v.School, Teacher: v.Teacher, Taught: v.Taught}
	looked, err := version.Newest[reflectionRow](w.Ctx, w.Tx, "feedback_reflection", "school_id", o.School, "occasion_id", o.ID)
	if err != nil {
		return err
	}
	if looked.Version == 0 && p.Has("reflection") {
		if err := w.duty(o, duty{Staff: o.Teacher, Key: remindReflect, About: o.ID}, p.DueDays); err != nil {
			return err
		}
	}
	said, err := version.Newest[wordsRow](w.Ctx, w.Tx, "feedback_words", "school_id", v.School, "visit_id", v.ID)
	if err != nil || said.Version > 0 {
		return err
	}
	return w.duty(o, duty{Staff: v.Observer, Key: remindSay, About: v.ID}, p.DueDays)
}

// duty is something that the protocol asks of somebody.
type duty struct{ Staff, Key, About string }

const (
	remindReflect = "feedback.remind.reflect"
	remindSay     = "feedback.remind.say"
)

// duty puts it on Today once, until it is done.
func (w work) duty(o observation.Occasion, x duty, days int) error {
	if err := w.CloseReminders(x.About, x.Key); err != nil {
		return err
	}
	return w.Notify(reminder.Reminder{
		Staff: x.Staff, Key: x.Key, Args: map[string]string{"Date": string(o.Date), "Class": o.Class}, Target: reminder.To(Target, o.ID), About: x.About,
		DueOn: max(w.Date(), o.Date.AddDays(days)),
	})
}

// waits is what of feedback waits for somebody: $2 is the reader, $4 a week from today.
var waits = `
SELECT 'read' AS what, v.occasion_id AS id, '' AS due, count(*) AS n, ` + people.NobodyAs("p") + ` ` + observation.FromVisits("v") + `
	JOIN feedback_words f ON f.school_id = v.school_id AND f.visit_id = v.id AND f.seen_at = ''
		AND f.version = (SELECT max(n.version) FROM feedback_words n WHERE n.school_id = f.school_id AND n.visit_id = f.visit_id)
	WHERE v.school_id = $1 AND v.teacher_id = $2 GROUP BY v.occasion_id
UNION ALL SELECT CASE s.state WHEN 'proposed' THEN 'proposed' ELSE 'due' END, s.id, s.due_on, 0, ` + people.PersonAs("c", "p") + ` FROM feedback_step s
	` + people.JoinStaff("c", "s.school_id", "CASE s.teacher_id WHEN $2 THEN s.observer_id ELSE s.teacher_id END") + `
	WHERE s.school_id = $1 AND (s.teacher_id = $2 OR s.observer_id = $2)
		AND (s.state = 'proposed' AND s.proposed_by <> $2 OR s.state = 'agreed' AND s.due_on < $4)`

var waitingTargets = map[string]string{"read": Target, "proposed": TargetStep, "due": TargetStep}

// Waiting is what of feedback waits for somebody; what the protocol asks is reminded of.
var Waiting = waiting.Source{
	SQL: func(access.Actor) string { return waits },
	Item: func(r waiting.Row) waiting.Item {
		key := "feedback.waiting." + r.What
		return waiting.Item{
			Due: r.Due, Title: fault.Say(key, "Who", people.Person(r.Who).Name(), "Count", r.Count), Button: fault.Say(key + ".do"),
			Target: reminder.To(waitingTargets[r.What], r.ID),
		}
	},
}
