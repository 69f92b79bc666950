// Package workplanstory tells in the year of the demonstration what the units of a school
// plan and hold: each begins with what units usually do; the unit whose head is one of the
// people of the demo holds most of it, and in January something is overdue.
package workplanstory

import (
	"context"
	"fmt"
	"slices"

	"talim/internal/i18n"
	"talim/internal/story"
	"talim/internal/unit/workplan"
)

type teller struct{ plans *workplan.Service }

// head leads the unit of which more is told.
const head = "SMU-A3"

// held are the things that were held, by the week of the year in which it is said.
var held = map[int][]struct{ Code, Outcome string }{
	1:  {{"plan", "Биыл топпен жұмысты бірге үйренеміз деп келістік."}, {"diagnostic", "6-сыныптың үштен бірі бөлшекті ұмытқан: қыркүйекте қайталаймыз."}},
	7:  {{"visits", "Алты сабаққа қатыстық, әркім бір тәсіл жазды."}, {"term1", ""}},
	11: {{"decade", "Ашық сабақтан алған тәсілдер тізімі бірлестік тақтасында тұр."}},
	15: {{"term2", "Жартыжылдық қорытындысы қаралды."}},
}

// Part is what is told.
func Part(plans *workplan.Service) story.Part {
	t := teller{plans}
	var events []story.Event
	for week := range held {
		events = append(events, story.Event{Week: week, Mentee: "T-A15", Tell: t.holds})
	}
	return story.Part{Opens: t.begins, Evening: story.Weekly(events...)}
}

// begins begins the plans of all units, by the deputy.
func (t teller) begins(ctx context.Context, y *story.Year) error {
	for _, a := range y.Actors {
		for _, unit := range a.Heads {
			if _, err := t.plans.BeginPlan(ctx, y.Deputy, unit, workplan.Begin{Day: y.Today(), Language: i18n.Kazakh}); err != nil {
				return fmt.Errorf("workplanstory: unit %s: %w", unit, err)
			}
		}
	}
	return nil
}

// holds says what was held by this week.
func (t teller) holds(ctx context.Context, y *story.Year, _ int, _ story.Pair) error {
	who := y.Actors[y.Staff[head]]
	if len(who.Heads) == 0 {
		return fmt.Errorf("workplanstory: %s heads no unit", head)
	}
	p, err := t.plans.Plan(ctx, who, who.Heads[0], workplan.Year, y.Today())
	if err != nil {
		return err
	}
	for _, x := range held[y.Week] {
		i := slices.IndexFunc(p.Items, func(item workplan.Named) bool { return item.From == "usual."+x.Code })
		if i < 0 {
			return fmt.Errorf("workplanstory: nothing planned of %s", x.Code)
		}
		in := workplan.Settlement{Version: p.Items[i].Version, On: min(p.Items[i].Ends, y.Today()), Text: x.Outcome}
		if err := t.plans.Hold(ctx, who, p.Items[i].ID, in); err != nil {
			return err
		}
	}
	return nil
}
