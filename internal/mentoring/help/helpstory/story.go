// Package helpstory tells of help for a pair in the year of the demonstration.
package helpstory

import (
	"context"

	"talim/internal/mentoring/help"
	"talim/internal/story"
)

type teller struct{ *help.Service }

// Part is what help tells: so late before January that the days to answer are not over then.
func Part(s *help.Service) story.Part {
	return story.Part{Week: story.Weekly(story.Event{Week: 17, Mentee: "T-A13", Tell: teller{s}.noticeQuiet})}
}

// noticeQuiet is the deputy, who sees that a pair has not met for weeks.
func (t teller) noticeQuiet(ctx context.Context, y *story.Year, _ int, p story.Pair) error {
	_, err := t.OfferHelp(ctx, y.Deputy, p.ID, help.NewHelp{Offer: help.HelpOtherTime, Words: "Сабақ кестесі ауысты, бірге ыңғайлы уақыт іздейік."})
	return err
}
