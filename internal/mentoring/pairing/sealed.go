package pairing

import (
	"context"
	"encoding/json"

	"talim/internal/access"
	"talim/internal/mentoring"
	"talim/internal/secret"
)

var (
	sealedNote    = secret.Column{Table: "meeting_note", Name: "text", Readers: noteReaders}
	sealedReason  = secret.Column{Table: "meeting", Name: "reason", Readers: theTwo("meeting")}
	sealedStep    = secret.Column{Table: "next_step", Name: "text", Readers: theTwo("next_step")}
	sealedPlan    = secret.Column{Table: "mentoring_plan", Name: "content", Readers: theTwo("mentoring_plan")}
	sealedTitle   = secret.Column{Table: "shared_resource", Name: "title", Readers: theTwo("shared_resource")}
	sealedPlace   = secret.Column{Table: "shared_resource", Name: "place", Readers: theTwo("shared_resource")}
	sealedWhy     = secret.Column{Table: "shared_resource", Name: "why", Readers: theTwo("shared_resource")}
	sealedDone    = secret.Column{Table: "mentoring_report", Name: "done", Readers: reportReaders}
	sealedLearned = secret.Column{Table: "mentoring_report", Name: "learned", Readers: reportReaders}
	sealedAdvice  = secret.Column{Table: "mentoring_report", Name: "advice", Readers: reportReaders}
	sealedReply   = secret.Column{Table: "mentoring_report_reply", Name: "text", Readers: replyReaders}
	sealedStance  = secret.Column{Table: "mentoring_report_reply", Name: "stance", Readers: replyReaders, Since: secret.TakenChoices}
)

// keepers are those who keep the programme.
var (
	keepers     = []access.Role{access.Coordinator, access.Deputy, access.Director}
	keeperRoles = `(` + secret.SelectRoles(keepers...) + `) k`
)

// theTwo asks for the mentor and the mentee of whose work the row of a table is.
func theTwo(table string) string {
	return `SELECT g.mentor_id FROM ` + table + ` x JOIN pairing g ON g.school_id = x.school_id AND g.id = x.pairing_id WHERE x.school_id = $1 AND x.id = $2
		UNION ALL SELECT g.mentee_id FROM ` + table + ` x JOIN pairing g ON g.school_id = x.school_id AND g.id = x.pairing_id WHERE x.school_id = $1 AND x.id = $2`
}

var (
	noteReaders = `SELECT n.author_id FROM meeting_note n WHERE n.school_id = $1 AND n.id = $2
		UNION ALL SELECT g.mentor_id FROM meeting_note n ` + notePair + ` UNION ALL SELECT g.mentee_id FROM meeting_note n ` + notePair
	notePair = `JOIN meeting m ON m.school_id = n.school_id AND m.id = n.meeting_id
		JOIN pairing g ON g.school_id = m.school_id AND g.id = m.pairing_id WHERE n.school_id = $1 AND n.id = $2 AND n.audience = 'pair'`

	reportReaders = `SELECT g.mentor_id FROM mentoring_report r ` + reportPair + `
		UNION ALL SELECT g.mentee_id FROM mentoring_report r ` + reportPair + ` AND r.state = 'shared'
		UNION ALL SELECT k.role FROM mentoring_report r JOIN ` + keeperRoles + ` ON r.state = 'shared' WHERE r.school_id = $1 AND r.id = $2`
	reportPair = `JOIN pairing g ON g.school_id = r.school_id AND g.id = r.pairing_id WHERE r.school_id = $1 AND r.id = $2`

	replyReaders = `SELECT g.mentor_id FROM mentoring_report_reply a ` + replyPair + ` UNION ALL SELECT g.mentee_id FROM mentoring_report_reply a ` + replyPair + `
		UNION ALL SELECT k.role FROM ` + keeperRoles
	replyPair = `JOIN mentoring_report r ON r.school_id = a.school_id AND r.id = a.report_id
		JOIN pairing g ON g.school_id = r.school_id AND g.id = r.pairing_id WHERE a.school_id = $1 AND a.id = $2`
)

// readers are the two, for whom what belongs to the pair is sealed.
func (p Pairing) readers() []string { return []string{p.Mentor, p.Mentee} }

// counted are they and those who keep the programme, who read what counts.
func (p Pairing) counted() []string {
	out := p.readers()
	for _, role := range keepers {
		out = append(out, secret.Role(role))
	}
	return out
}

func (s *Service) openSteps(ctx context.Context, steps []Step) []Step {
	for i, x := range steps {
		steps[i].Text = s.unseal(ctx, sealedStep, x.ID, x.Text)
	}
	return steps
}

// OpenPlan opens what a plan says; where it cannot be read, the plan says that.
func (s *Service) OpenPlan(ctx context.Context, p Plan) Plan {
	content, ok := s.keeper.Text(ctx, sealedPlan.Of(p.ID), p.Content)
	if !ok {
		words, _ := json.Marshal(PlanContent{Strong: s.unseal(ctx, sealedPlan, p.ID, p.Content)}) // strings: it never fails
		content = string(words)
	}
	p.Content, p.Unreadable = content, !ok
	return p
}

func (s *Service) openReport(ctx context.Context, r Report) Report {
	r.Done = s.unsealField(ctx, sealedDone, r.ID, r.Done, &r.Unreadable, "done")
	r.Learned = s.unsealField(ctx, sealedLearned, r.ID, r.Learned, &r.Unreadable, "learned")
	r.Advice = s.unsealField(ctx, sealedAdvice, r.ID, r.Advice, &r.Unreadable, "advice")
	r.Reply = s.unseal(ctx, sealedReply, r.ReplyID, r.Reply)
	stance, _ := s.keeper.Text(ctx, sealedStance.Of(r.ReplyID), string(r.Stance))
	if r.Stance = Stance(stance); r.Replied() && stance == "" && r.Reply == "" {
		r.Reply = secret.Unread(ctx)
	}
	return r
}

// OpenEvent opens why a meeting or visit was moved or taken back.
func (s *Service) OpenEvent(ctx context.Context, e Event) Event {
	if e.What == "visit" {
		e.Reason = s.visits.Reason(ctx, e.ID, e.Reason)
	} else {
		e.Reason = s.unseal(ctx, sealedReason, e.ID, e.Reason)
	}
	return e
}

// ColumnsAs does the same for a joined pairing.
func ColumnsAs(table, name string) string { return mentoring.ColumnsAs[Pairing](table, name) }

// StepText opens the text of a step for a reader who may read it.
func (s *Service) StepText(ctx context.Context, id, sealed string) string {
	return s.unseal(ctx, sealedStep, id, sealed)
}

// ReadStep opens the text of a step where it can be opened.
func (s *Service) ReadStep(ctx context.Context, id, sealed string) (string, bool) {
	return s.keeper.Text(ctx, sealedStep.Of(id), sealed)
}
