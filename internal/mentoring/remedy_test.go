package mentoring

import (
	"fmt"
	"slices"
	"testing"

	"talim/internal/calendar"
)

// A school whose list has just been imported: the rule of the page that says why nobody
// may mentor, and the buttons that help.
func TestRosterExplainsWhyNobodyMayMentor(t *testing.T) {
	const on = "2026-09-01"
	person := func(years int, category string, newHere bool) Candidate {
		return Candidate{Years: years, Category: category, NewHere: newHere}
	}
	times := func(n int, c Candidate) []Candidate { return slices.Repeat([]Candidate{c}, n) }
	policy := DefaultFor(Shape{}.or(), on)
	for name, c := range map[string]struct {
		staff      []Candidate
		bars, ways string
	}{
		"all new here": {
			times(3, person(20, "expert", true)),
			"[{need_first_year 3}]", "[{first_year 3}]",
		},
		"categories of before": {
			append(times(2, person(20, "highest", false)), person(10, "", false)),
			"[{other_category 2} {category_unknown 1}]", "[{categories 2} {any_willing 3}]",
		},
		"new here and nothing known": {
			times(2, person(-1, "", true)),
			"[{need_first_year 2}]", "[{all 2}]",
		},
		"young all": {
			times(2, person(1, "expert", false)),
			"[{need_young 2}]", "[]",
		},
		"somebody may": {
			[]Candidate{person(20, "expert", false), person(20, "", false)},
			"[]", "[]",
		},
		"asked before, and away": {
			[]Candidate{{Years: 20, Category: "expert", Joined: "x", Side: Mentee}, {Years: 20, Category: "expert", Away: true}},
			"[{away 1}]", "[]",
		},
	} {
		r := sortRoster(c.staff, policy, on).explained(c.staff, policy, on)
		if bars, ways := fmt.Sprint(r.Bars), fmt.Sprint(r.Ways); bars != c.bars || ways != c.ways {
			t.Errorf("%s: %s, want %s; %s, want %s", name, bars, c.bars, ways, c.ways)
		}
	}
}

func TestWhoLeadsNeedsNoMentor(t *testing.T) {
	director := Candidate{Leads: true, Years: 1, NewHere: true, LeaveEnded: "2026-08-01", Abroad: true}
	policy := DefaultPolicy()
	policy.International = true
	if needs := director.Needs(policy, "2026-09-01"); needs != nil {
		t.Errorf("the director needs a mentor: %v", needs)
	}
	if director.Leads = false; len(director.Needs(policy, "2026-09-01")) != 4 {
		t.Error("a teacher like that does")
	}
}

// R080 by the order in force on the programme's first day.
func TestMentorCategoriesOfTheirDay(t *testing.T) {
	for on, want := range map[calendar.Date]string{
		"2012-09-01": "highest,first",
		"2013-09-01": "highest,first",
		"2019-09-01": "highest,first,master,researcher,expert",
		"2026-09-01": "master,researcher,expert",
	} {
		if got := DefaultFor(Shape{}.or(), on).Categories; got != want {
			t.Errorf("%s: %q, want %q", on, got, want)
		}
	}
	if p := DefaultFor(Shape{KindPeer, TrackHandover}, "2026-09-01"); p.Categories != "" {
		t.Errorf("whoever wants: %q", p.Categories)
	}
}
