package mentoringweb

import (
	"context"
	"strconv"
	"strings"

	"talim/internal/matching"
	"talim/internal/mentoring"
	"talim/internal/web"
	"talim/internal/web/component"
)

// weightField is the field of a part's weight.
func weightField(part matching.Part) string { return "weight_" + string(part) }

// readWeighing reads how pairs are chosen; a form without it keeps the usual way.
func readWeighing(f *web.Form) mentoring.Weighing {
	var w mentoring.Weighing
	if w.Method = matching.Method(f.Value("method")); w.Method == "" {
		return w
	}
	for _, part := range mentoring.WeightedParts {
		w.SetWeight(part, f.Int(weightField(part)))
	}
	return w
}

// weighingPairs fill a form with it.
func weighingPairs(w mentoring.Weighing) []string {
	pairs := []string{"method", string(w.Method)}
	for _, part := range mentoring.WeightedParts {
		pairs = append(pairs, weightField(part), strconv.Itoa(w.Weight(part)))
	}
	return pairs
}

func methodChoices(ctx context.Context) []component.Choice {
	out := make([]component.Choice, len(mentoring.Methods))
	for i, m := range mentoring.Methods {
		out[i] = component.Choice{Value: string(m), Label: t(ctx, m.Key()), Hint: t(ctx, "mentoring.weighing."+string(m))}
	}
	return out
}

// weighingFacts say in words how pairs are chosen, the heaviest part first as the parts are listed.
func weighingFacts(ctx context.Context, w mentoring.Weighing) []component.Fact {
	var parts []string
	for _, part := range mentoring.WeightedParts {
		parts = append(parts, t(ctx, part.Key())+" "+strconv.Itoa(w.Weight(part)))
	}
	return []component.Fact{
		{Name: t(ctx, "mentoring.weighing.method"), Value: t(ctx, w.Method.Key())},
		{Name: t(ctx, "mentoring.weighing.weights"), Value: strings.Join(parts, ", ")},
	}
}
