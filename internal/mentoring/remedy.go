package mentoring

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/fault"
)

// Bar is a reason for which people of the school are not offered as mentors, and for
// how many it is the one that counts.
type Bar struct {
	Why   string // part of a message key
	Count int
}

// barTo is why the policy does not offer somebody as a mentor; "" where it does.
func barTo(c Candidate, p Policy, on calendar.Date) string {
	if needs := c.Needs(p, on); c.Joined == "" && !c.Away && len(needs) > 0 {
		return "need_" + string(needs[0])
	}
	may, why := c.MayMentor(p, on)
	switch {
	case may:
		return ""
	case why == barCategory && c.Category == "":
		return "category_unknown"
	}
	return strings.TrimPrefix(why, "mentoring.roster.")
}

// bars says why people are not offered as mentors, the most frequent reason first.
func bars(all []Candidate, p Policy, on calendar.Date) []Bar {
	var out []Bar
	for _, c := range all {
		why := barTo(c, p, on)
		if why == "" || c.Joined != "" {
			continue
		}
		i := slices.IndexFunc(out, func(b Bar) bool { return b.Why == why })
		if i < 0 {
			i = len(out)
			out = append(out, Bar{Why: why})
		}
		out[i].Count++
	}
	slices.SortStableFunc(out, func(a, b Bar) int { return cmp.Compare(b.Count, a.Count) })
	return out
}

// Remedy is a change of the policy that lets somebody mentor where nobody may.
type Remedy string

// The remedies, from the one that changes least.
const (
	RemedyFirstYear  Remedy = "first_year"  // the first year in this school is no need
	RemedyCategories Remedy = "categories"  // whatever categories the school has
	RemedyWilling    Remedy = "any_willing" // R080: no category asked
	RemedyAll        Remedy = "all"         // any willing teacher, in the first year here too
)

var remedies = []Remedy{RemedyFirstYear, RemedyCategories, RemedyWilling, RemedyAll}

// in is the policy with the remedy, for this staff.
func (r Remedy) in(p Policy, all []Candidate) Policy {
	if r == RemedyFirstYear || r == RemedyAll {
		p.FirstYearHere = false
	}
	if r == RemedyWilling || r == RemedyAll {
		p.Eligibility = AnyWilling
	}
	if r == RemedyCategories {
		has := func(category string) bool {
			return slices.ContainsFunc(all, func(c Candidate) bool { return c.Category == category })
		}
		p.Categories = strings.Join(slices.DeleteFunc(slices.Clone(MentorCategories), func(c string) bool { return !has(c) }), ",")
	}
	return p
}

// Way is a remedy and how many may mentor with it.
type Way struct {
	Remedy
	Able int
}

// ways are the remedies that help: with each of them somebody may mentor. RemedyAll
// stands there only where no other does.
func ways(all []Candidate, p Policy, on calendar.Date) []Way {
	var out []Way
	for _, r := range remedies {
		if r == RemedyAll && len(out) > 0 {
			break
		}
		if able := len(sortRoster(all, r.in(p, all), on).Able); able > 0 {
			out = append(out, Way{r, able})
		}
	}
	return out
}

// Remedy changes the policy so that somebody may mentor. From is the version of the
// policy that the page showed.
func (s *Service) Remedy(ctx context.Context, actor access.Actor, programme string, from int, r Remedy) error {
	return s.revisePolicy(ctx, actor, programme, from, func(w work, p Policy) (Policy, error) {
		all, err := w.Candidates(w.Ctx, w.Tx, actor.School, programme, w.Date())
		if err != nil {
			return p, err
		}
		offered := sortRoster(all, p, w.Date()).explained(all, p, w.Date()).Ways
		if !slices.ContainsFunc(offered, func(x Way) bool { return x.Remedy == r }) {
			return p, fault.Conflict("mentoring.remedy.none")
		}
		return r.in(p, all), nil
	})
}
