package mentoring

import (
	"context"
	"encoding/json"

	"talim/internal/secret"
)

// The private texts of the area: words in somebody's own hand that managers never
// read, or not yet. They are sealed in the database, so that a copy of it without
// the file of keys tells nobody what a pair talks about. What is counted, compared
// or guarded by the database stays readable there: dates, states, topics, who wishes
// for whom (docs/decisions/0012-private-texts.md).
var (
	sealedNote      = secret.Column{Table: "meeting_note", Name: "text"}
	sealedReason    = secret.Column{Table: "meeting", Name: "reason"}
	sealedStep      = secret.Column{Table: "next_step", Name: "text"}
	sealedPlan      = secret.Column{Table: "mentoring_plan", Name: "content"}
	sealedStrengths = secret.Column{Table: "profile", Name: "strengths"}
	sealedNeeds     = secret.Column{Table: "profile", Name: "needs"}
	sealedHopes     = secret.Column{Table: "profile", Name: "hopes"}
	sealedTitle     = secret.Column{Table: "shared_resource", Name: "title"}
	sealedPlace     = secret.Column{Table: "shared_resource", Name: "place"}
	sealedWhy       = secret.Column{Table: "shared_resource", Name: "why"}
	sealedDone      = secret.Column{Table: "mentoring_report", Name: "done"}
	sealedLearned   = secret.Column{Table: "mentoring_report", Name: "learned"}
	sealedAdvice    = secret.Column{Table: "mentoring_report", Name: "advice"}
	sealedReply     = secret.Column{Table: "mentoring_report_reply", Name: "text"}
)

// Sealed lists the columns of private texts.
var Sealed = []secret.Column{
	sealedNote, sealedReason, sealedStep, sealedPlan, sealedStrengths, sealedNeeds, sealedHopes,
	sealedTitle, sealedPlace, sealedWhy, sealedDone, sealedLearned, sealedAdvice, sealedReply,
	sealedGroupNote, sealedTalk, sealedDeal,
}

// seal closes the text of a row before it is written.
func (s *Service) seal(c secret.Column, id, text string) string {
	return s.keeper.Seal(c.Of(id), text)
}

// unseal opens the text of a row for a page that only shows it.
func (s *Service) unseal(ctx context.Context, c secret.Column, id, sealed string) string {
	return s.keeper.Show(ctx, c.Of(id), sealed)
}

// unsealField opens a text that a form may show, too: the fields of those that
// cannot be opened are noted.
func (s *Service) unsealField(ctx context.Context, c secret.Column, id, sealed string, unreadable *[]string, field string) string {
	if _, ok := s.keeper.Text(c.Of(id), sealed); !ok {
		*unreadable = append(*unreadable, field)
	}
	return s.unseal(ctx, c, id, sealed)
}

func (s *Service) openSteps(ctx context.Context, steps []Step) []Step {
	for i, x := range steps {
		steps[i].Text = s.unseal(ctx, sealedStep, x.ID, x.Text)
	}
	return steps
}

// openPlan opens what a plan says; where it cannot be read, the plan says that.
func (s *Service) openPlan(ctx context.Context, p Plan) Plan {
	content, ok := s.keeper.Text(sealedPlan.Of(p.ID), p.Content)
	if !ok {
		words, _ := json.Marshal(PlanContent{Strong: s.unseal(ctx, sealedPlan, p.ID, p.Content)}) // strings: it never fails
		content = string(words)
	}
	p.Content, p.Unreadable = content, !ok
	return p
}

func (s *Service) openProfile(ctx context.Context, p Profile) Profile {
	p.Strengths = s.unsealField(ctx, sealedStrengths, p.ID, p.Strengths, &p.Unreadable, "strengths")
	p.Needs = s.unsealField(ctx, sealedNeeds, p.ID, p.Needs, &p.Unreadable, "needs")
	p.Hopes = s.unsealField(ctx, sealedHopes, p.ID, p.Hopes, &p.Unreadable, "hopes")
	return p
}

func (s *Service) openReport(ctx context.Context, r Report) Report {
	r.Done = s.unsealField(ctx, sealedDone, r.ID, r.Done, &r.Unreadable, "done")
	r.Learned = s.unsealField(ctx, sealedLearned, r.ID, r.Learned, &r.Unreadable, "learned")
	r.Advice = s.unsealField(ctx, sealedAdvice, r.ID, r.Advice, &r.Unreadable, "advice")
	r.Reply = s.unseal(ctx, sealedReply, r.ReplyID, r.Reply)
	return r
}

// openEvent opens why a meeting or visit was moved or taken back.
func (s *Service) openEvent(ctx context.Context, e Event) Event {
	if e.What == "visit" {
		e.Reason = s.visits.Reason(ctx, e.ID, e.Reason)
	} else {
		e.Reason = s.unseal(ctx, sealedReason, e.ID, e.Reason)
	}
	return e
}
