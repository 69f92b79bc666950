package pairing

import (
	"context"
	"encoding/json"

	"talim/internal/mentoring"
	"talim/internal/secret"
)

var (
	sealedNote    = secret.Column{Table: "meeting_note", Name: "text"}
	sealedReason  = secret.Column{Table: "meeting", Name: "reason"}
	sealedStep    = secret.Column{Table: "next_step", Name: "text"}
	sealedPlan    = secret.Column{Table: "mentoring_plan", Name: "content"}
	sealedTitle   = secret.Column{Table: "shared_resource", Name: "title"}
	sealedPlace   = secret.Column{Table: "shared_resource", Name: "place"}
	sealedWhy     = secret.Column{Table: "shared_resource", Name: "why"}
	sealedDone    = secret.Column{Table: "mentoring_report", Name: "done"}
	sealedLearned = secret.Column{Table: "mentoring_report", Name: "learned"}
	sealedAdvice  = secret.Column{Table: "mentoring_report", Name: "advice"}
	sealedReply   = secret.Column{Table: "mentoring_report_reply", Name: "text"}
)

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
