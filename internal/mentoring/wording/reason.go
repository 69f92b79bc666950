package wording

import (
	"context"
	"strings"

	"talim/internal/access"
	"talim/internal/matching"
	"talim/internal/mentoring"
	"talim/internal/mentoring/group"
)

// Reasons are the words of what spoke for a pair and against it, as far as the
// reader may know them.
type Reasons struct{ For, Against []string }

// ReasonsFor sorts the reasons of a pair for a reader.
func ReasonsFor(ctx context.Context, why []matching.Reason, names mentoring.Names) Reasons {
	who := access.ActorFrom(ctx)
	var out Reasons
	for _, r := range why {
		if !r.SeenBy(who.Staff, mentoring.Keep.Allows(who)) {
			continue
		}
		if r.Against {
			out.Against = append(out.Against, Say(ctx, r, names))
		} else {
			out.For = append(out.For, Say(ctx, r, names))
		}
	}
	return out
}

// Say puts a reason into words: ids and codes become names, numbers whole numbers.
func Say(ctx context.Context, r matching.Reason, names mentoring.Names) string {
	r = r.With(func(name string, value any) any {
		switch v := value.(type) {
		case float64: // a number that was kept as JSON
			return int(v)
		case string:
			return word(ctx, name, v, names)
		case []string:
			return words(ctx, name, v, names)
		case []any: // a list that was kept as JSON
			var out []string
			for _, x := range v {
				if s, ok := x.(string); ok {
					out = append(out, s)
				}
			}
			return words(ctx, name, out, names)
		}
		return value
	})
	var args []any
	for name, value := range r.Args {
		args = append(args, name, value)
	}
	return t(ctx, r.Key, args...)
}

func word(ctx context.Context, name, v string, names mentoring.Names) string {
	switch name {
	case "Mentor", "Mentee", "Mentors", "From", "To":
		return names.People[v].Name()
	case "Subject", "Other":
		if text, ok := names.Subjects[v]; ok {
			return text.In(ctx)
		}
	case "Unit":
		return names.Units[v].In(ctx)
	case "Languages":
		return t(ctx, "mentoring.language."+v)
	case "Hour":
		if slot, ok := (group.Group{Hour: v}).Slot(); ok {
			return Hour(ctx, slot)
		}
	}
	return v
}

func words(ctx context.Context, name string, all []string, names mentoring.Names) string {
	out := make([]string, len(all))
	for i, v := range all {
		out[i] = word(ctx, name, v, names)
	}
	return strings.Join(out, ", ")
}
