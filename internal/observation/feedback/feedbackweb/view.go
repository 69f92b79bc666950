package feedbackweb

import (
	"context"
	"slices"

	"talim/internal/observation/feedback"
	"talim/internal/observation/share"
	"talim/internal/web/component"
)

// observers are those who visited, in the order of the visits.
func observers(g feedback.Page) []component.Named {
	var out []component.Named
	for _, x := range g.Said {
		out = append(out, component.Named{ID: x.By.ID, Name: x.By.Name()})
	}
	return out
}

// together says how long it takes when they sit together (R140); "" where nothing is asked.
func together(ctx context.Context, g feedback.Page) string {
	if g.Shared != share.None || g.Protocol.Order == feedback.None {
		return ""
	}
	return t(ctx, "feedback.minutes", "Count", g.Protocol.Whole(len(g.Said)))
}

func reflectKey(g feedback.Page) string {
	if g.Reflection.Version > 0 {
		return "feedback.reflect.anew"
	}
	return "feedback.reflect.do"
}

func replyKey(x feedback.Said) string {
	if x.Reply.Version > 0 {
		return "feedback.reply.anew"
	}
	return "feedback.reply.do"
}

func stepKey(x feedback.Step, reader string) string {
	switch {
	case x.Answers(reader):
		return "feedback.waiting.proposed.do"
	case x.State == feedback.Agreed:
		return "feedback.waiting.due.do"
	}
	return "feedback.step.open"
}

// withWhom is the other of the two of a step.
func withWhom(ctx context.Context, g feedback.Page, x feedback.Step) string {
	if other := x.Other(g.Reader); other != g.Teacher {
		for _, said := range g.Said {
			if said.By.ID == other {
				return t(ctx, "feedback.step.with", "Who", said.By.Name())
			}
		}
	}
	return t(ctx, "feedback.step.with", "Who", g.Who.Name())
}

// partners are the observers with whom the reader has no open step after this lesson; of
// an observer herself.
func partners(g feedback.Page) []component.Choice {
	var out []component.Choice
	for _, x := range g.Said {
		if _, open := g.OpenStep(x.By.ID); !open && (g.Teaches() || x.By.ID == g.Reader) {
			out = append(out, component.Choice{Value: x.By.ID, Label: x.By.Name()})
		}
	}
	return out
}

// mayPropose says whether there is somebody with whom the reader can propose a next step.
func mayPropose(g feedback.Page) bool { return len(partners(g)) > 0 }

// shown says whether a person of the page may be chosen.
func shown(choices []component.Choice, id string) bool {
	return slices.ContainsFunc(choices, func(c component.Choice) bool { return c.Value == id })
}
