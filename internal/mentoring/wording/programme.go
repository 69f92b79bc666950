package wording

import (
	"context"

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

// Staff are choices of people, below one that says that nobody is chosen yet.
func Staff(all []mentoring.Person, none string) []component.Choice {
	out := []component.Choice{{Label: none}}
	for _, s := range all {
		out = append(out, component.Choice{Value: s.ID, Label: s.Name()})
	}
	return out
}
