// Package districtstory tells in the year of the demonstration what goes on between the
// schools of a district.
package districtstory

import (
	"context"

	"talim/internal/mentoring/district"
	"talim/internal/story"
)

type teller struct{ *district.Service }

// The other school, its director, and one of its teachers of English.
const (
	elsewhere = "B"
	director  = "DIR-B"
	teacher   = "Audan-English-1"
)

// Part is what is told: the gymnasium opens itself and one of its teachers offers, then
// Auyl, whose teacher of English has a mentor of another subject, asks the district. The
// answer waits for the visitor.
func Part(s *district.Service) story.Part {
	t := teller{s}
	return story.Part{Week: story.Weekly(
		story.Event{Week: 12, Mentee: "T-A15", Tell: t.opens}, story.Event{Week: 17, Mentee: "T-A15", Tell: t.asks},
	)}
}

func (t teller) opens(ctx context.Context, y *story.Year, _ int, _ story.Pair) error {
	head, err := y.There(ctx, elsewhere, director)
	if err != nil {
		return err
	}
	if err := t.OpenToDistrict(ctx, head, true); err != nil {
		return err
	}
	colleague, err := y.There(ctx, elsewhere, teacher)
	if err != nil {
		return err
	}
	return t.OfferOutside(ctx, colleague, district.Offer{Places: 1})
}

func (t teller) asks(ctx context.Context, y *story.Year, _ int, _ story.Pair) error {
	return t.AskOffice(ctx, y.Deputy, district.NewAsk{Subject: "Eng", Places: 1})
}
