// Package matchstory tells in the year of the demonstration how the pairs came about.
package matchstory

import (
	"context"

	"talim/internal/mentoring/match"
	"talim/internal/story"
)

type teller struct{ *match.Service }

// Part is what matching tells.
func Part(s *match.Service) story.Part {
	t := teller{s}
	return story.Part{Opens: t.agree, Signs: t.sign}
}

// agree proposes the pairs and lets everybody say yes.
func (t teller) agree(ctx context.Context, y *story.Year) error {
	made, err := t.Propose(ctx, y.Deputy, y.Programme)
	if err != nil {
		return err
	}
	if err := t.Send(ctx, y.Deputy, made.ID); err != nil {
		return err
	}
	_, pairs, err := t.Proposal(ctx, y.Deputy, made.ID)
	if err != nil {
		return err
	}
	for _, q := range pairs {
		for _, id := range []string{q.Pair.Mentor, q.Pair.Mentee} {
			if _, err := t.AnswerPair(ctx, y.Actors[id], q.Pair.ID, true); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t teller) sign(ctx context.Context, y *story.Year) error {
	order, err := t.PrepareOrder(ctx, y.Deputy, y.Programme)
	if err != nil {
		return err
	}
	return t.SignOrder(ctx, y.Director, order.ID, match.Signature{Number: "17", Date: y.Signs, Starts: y.Starts, Ends: y.Ends})
}
