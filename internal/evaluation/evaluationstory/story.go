// Package evaluationstory tells of the survey at the end of the year of the
// demonstration.
package evaluationstory

import (
	"context"

	"talim/internal/calendar"
	"talim/internal/evaluation"
	"talim/internal/story"
)

type teller struct{ *evaluation.Service }

// Part is what evaluation tells.
func Part(s *evaluation.Service) story.Part { return story.Part{Asks: teller{s}.asks} }

// asks everybody how the year was, from today for a week.
func (t teller) asks(ctx context.Context, y *story.Year) error {
	survey, err := t.Prepare(ctx, y.Deputy, y.Programme)
	if err != nil {
		return err
	}
	if err := t.Announce(ctx, y.Deputy, survey.ID, calendar.Period{Starts: y.Today(), Ends: y.Today().AddDays(6)}); err != nil {
		return err
	}
	if err := y.RunDue(ctx); err != nil { // the survey opens
		return err
	}
	answered := map[string]bool{}
	for i, p := range y.Pairs {
		for k, staff := range []string{p.Mentor, p.Mentee} {
			if answered[staff] {
				continue
			}
			answered[staff] = true
			if err := t.answer(ctx, y, staff, survey.ID, i+k); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t teller) answer(ctx context.Context, y *story.Year, staff, survey string, n int) error {
	form, err := t.Form(ctx, y.Actors[staff], survey)
	if err != nil {
		return err
	}
	return t.Answer(ctx, y.Actors[staff], survey, answersTo(form.Questions, n))
}

func answersTo(asked []evaluation.Question, n int) evaluation.Answers {
	a := evaluation.Answers{Steps: map[string]int{}, Texts: map[string]string{}}
	for i, q := range asked {
		if q.Kind == evaluation.Scale {
			a.Steps[q.ID] = 3 + (n+i)%3
		} else if (n+i)%2 == 0 {
			a.Texts[q.ID] = story.Pick(opinions, n+i)
		}
	}
	return a
}

// What its people write. They write Kazakh, the language of their school.

var opinions = []string{
	"Кездесу уақытының кестеде тұрғаны көп көмектесті.",
	"Өзара сабаққа қатысуды екі аптада бір рет қалдырса болады.",
	"Форумда басқа жұптардың тәжірибесін естігім келеді.",
}
