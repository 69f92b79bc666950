package pairingweb

import (
	"context"
	"strings"

	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/web/component"
)

// weeksOf is how many school weeks the pair has had so far.
func weeksOf(g pairPage) int { return pairing.SchoolWeeks(g.Days, g.Period, g.Today) }

func trialText(ctx context.Context, g pairPage) string {
	if g.TrialEnds == "" {
		return ""
	}
	return t(ctx, "mentoring.pairing.trial_until", "Date", i18n.Date(ctx, g.TrialEnds))
}

// planState is the message of where the plan stands.
func planState(g pairPage) string {
	switch {
	case g.PlanVersion == 0:
		return "mentoring.plan.state.none"
	case g.PlanAgreed:
		return "mentoring.plan.state.agreed"
	}
	return "mentoring.plan.state.waits"
}

// reportState is the message of where the report stands.
func reportState(c pairing.Counts) string {
	switch {
	case c.Replied:
		return "mentoring.report.state.replied"
	case c.ReportShared:
		return "mentoring.report.state.shared"
	}
	return "mentoring.report.state.none"
}

// noteTitle is the heading over the notes of a meeting.
func noteTitle(g meetingPage) string {
	switch {
	case g.Meeting.State == pairing.MeetingHeld:
		return "mentoring.meeting.notes"
	case g.Begun:
		return "mentoring.meeting.record"
	}
	return "mentoring.meeting.prepare"
}

// heldButton is the button under the notes of a meeting that has begun.
func heldButton(g meetingPage) string {
	if g.Meeting.State == pairing.MeetingHeld {
		return "mentoring.meeting.keep"
	}
	return "mentoring.meeting.held_do"
}

// stateTag is the colour of the state of a pairing.
func stateTag(s pairing.PairingState) string {
	if s == pairing.Running {
		return component.OK
	}
	return component.Plain
}

// reportWords says where the report of a pair stands, for those who close the year.
func reportWords(ctx context.Context, c pairing.Counts, today calendar.Date) string {
	switch {
	case c.EndedEarly():
		return t(ctx, "mentoring.closing.was_left")
	case c.Replied:
		return t(ctx, "mentoring.report.state.replied")
	case c.ReportCounts(today):
		return t(ctx, "mentoring.report.no_reply", "Date", c.ReplyBy)
	case c.ReportShared:
		return t(ctx, "mentoring.report.reply_until", "Date", c.ReplyBy)
	}
	return t(ctx, "mentoring.report.state.none")
}

// topicWords are topics in words: "lesson planning, methods".
func topicWords(ctx context.Context, topics []string) string {
	words := make([]string, len(topics))
	for i, topic := range topics {
		words[i] = t(ctx, "mentoring.topic."+topic)
	}
	return strings.Join(words, ", ")
}

func topicChoices(ctx context.Context) []component.Choice {
	out := make([]component.Choice, len(mentoring.Topics))
	for i, topic := range mentoring.Topics {
		out[i] = component.Choice{Value: topic, Label: t(ctx, "mentoring.topic."+topic)}
	}
	return out
}
