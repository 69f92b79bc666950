package wording

import (
	"context"
	"slices"
	"strings"

	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/web/component"
)

// Shape is the name of a kind of programme.
func Shape(ctx context.Context, s mentoring.Shape) string {
	return t(ctx, "mentoring.shape."+s.Key())
}

// Title names a programme: its kind and its time.
func Title(ctx context.Context, g mentoring.Programme) string {
	return t(ctx, "mentoring.programme.titled", "Shape", Shape(ctx, g.Shape()), "Period", i18n.Period(ctx, g.Period))
}

// Subjects names each subject of the codes once, in their order; a code that the school
// does not know stands for itself.
func Subjects(ctx context.Context, codes []string, known map[string]i18n.Text) string {
	var names []string
	for _, code := range codes {
		name := code
		if text, ok := known[code]; ok {
			name = text.In(ctx)
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// Staff are choices of people, below one that says that nobody is chosen yet.
func Staff(all []mentoring.Person, none string) []component.Choice {
	out := []component.Choice{{Label: none}}
	for _, s := range all {
		out = append(out, component.Choice{Value: s.ID, Label: s.Name()})
	}
	return out
}
