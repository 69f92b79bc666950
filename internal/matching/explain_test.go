package matching

import (
	"context"
	"slices"
	"testing"
)

// scarce: three mentees, one mentor with one place, another whom only E3 may have.
func scarce() Instance {
	return Instance{
		Mentees: []Mentee{{ID: "E1"}, {ID: "E2"}, {ID: "E3"}},
		Mentors: []Mentor{{ID: "M1", Capacity: 1}, {ID: "M2", Capacity: 1}, {ID: "M3", Capacity: 1}},
		Pairs: []Pair{
			{Mentee: "E1", Mentor: "M1", Fit: 743},
			{Mentee: "E2", Mentor: "M1", Fit: 610},
			{Mentee: "E3", Mentor: "M1", Fit: 900},
			{Mentee: "E3", Mentor: "M2", Fit: 400},
		},
		Refused: []Refused{
			{Mentee: "E2", Mentor: "M3", Why: sayAgainst(keyRefuseFewHours, nil), Missing: 1},
			{Mentee: "E1", Mentor: "M3", Why: sayAgainst(keyRefuseFewHours, nil), Missing: 1, Private: true},
		},
	}
}

func TestUnmatchedAreExplained(t *testing.T) {
	res := mustMatch(t, scarce(), Stable)
	if res.Matched != 2 || len(res.Unmatched) != 1 {
		t.Fatalf("%s", asJSON(res))
	}
	u := res.Unmatched[0]
	if u.Mentee != "E2" || u.Why.Key != keyPlacesTaken || u.Why.Args["Count"] != 2 || u.Why.Args["Places"] != 1 {
		t.Errorf("%s", asJSON(u))
	}
	if got := keysOf(u.Helps); !slices.Equal(got, []string{keyHelpPlace, keyHelpHours}) || u.Helps[0].Args["Mentor"] != "M1" || u.Helps[1].Args["Mentor"] != "M3" {
		t.Errorf("helps %s", asJSON(u.Helps))
	}
}

// Every help that names a place does serve one more, on random instances.
func TestMatchHelpOfOneMorePlaceServesOneMore(t *testing.T) {
	for seed := range uint64(400) {
		in := small(seed)
		res := mustMatch(t, in, BestFit)
		for _, u := range res.Unmatched {
			for _, help := range u.Helps {
				if help.Key != keyHelpPlace {
					continue
				}
				more := in
				more.Mentors = slices.Clone(in.Mentors)
				at := slices.IndexFunc(more.Mentors, func(m Mentor) bool { return m.ID == help.Args["Mentor"] })
				m := &more.Mentors[at]
				used := m.Load
				for _, p := range res.Pairs {
					if p.Mentor == m.ID {
						used++
					}
				}
				m.Capacity = max(m.Capacity, used+in.outside()[m.ID]) + 1
				if got := mustMatch(t, more, BestFit).Matched; got <= res.Matched {
					t.Fatalf("seed %d: one more place at %s serves %d, as before\n%s", seed, m.ID, got, asJSON(in))
				}
			}
		}
	}
}

func TestMatchExplainsWhyNobodyIsPossible(t *testing.T) {
	in := Instance{
		Mentees: []Mentee{{ID: "E1"}, {ID: "E2"}}, Mentors: []Mentor{{ID: "M1", Capacity: 1}},
		Refused: []Refused{
			{Mentee: "E1", Mentor: "M1", Why: sayAgainst(keyRefuseNoHours, nil), Missing: 2},
			{Mentee: "E2", Mentor: "M1", Why: sayAgainst(keyRefuseNoHours, nil), Missing: 2, Private: true},
		},
	}
	res := mustMatch(t, in, Stable)
	if got := res.Unmatched[0]; got.Why.Key != keyNoMentor || got.Helps[0].Key != keyHelpHours || got.Helps[0].Args["Count"] != 2 {
		t.Errorf("E1: %s", asJSON(got))
	}
	if got := res.Unmatched[1]; got.Helps[0].Key != keyHelpMentor { // no help is offered over a veto
		t.Errorf("E2: %s", asJSON(got))
	}
}

func TestAlternatives(t *testing.T) {
	in := Instance{
		Mentees: []Mentee{{ID: "E1", Prefers: []string{"M1"}}, {ID: "E2"}},
		Mentors: []Mentor{{ID: "M1", Capacity: 1, Prefers: []string{"E1"}}, {ID: "M2", Capacity: 1}, {ID: "M3", Capacity: 1}},
		Pairs: []Pair{
			{Mentee: "E1", Mentor: "M1", Fit: 700},
			{Mentee: "E1", Mentor: "M2", Fit: 650},
			{Mentee: "E1", Mentor: "M3", Fit: 100},
			{Mentee: "E2", Mentor: "M2", Fit: 500},
			{Mentee: "E2", Mentor: "M1", Fit: 300},
		},
	}
	res := mustMatch(t, in, Stable)
	got, err := Alternatives(context.Background(), in, res, "E1", 5)
	if err != nil || len(got) != 2 {
		t.Fatalf("%v %s", err, asJSON(got))
	}
	// With M2 for E1, E2 would move to M1, and E1 and M1 would rather have each other.
	if a := got[0]; a.Mentor != "M2" || a.Served != 0 || a.Moved != 1 || a.NetFit != 950-1200 || a.Blocking != 1 || a.Why.Key != keyAltBlocking {
		t.Errorf("%+v", a)
	}
	if a := got[1]; a.Mentor != "M3" || a.NetFit != 600-1200 || a.Moved != 0 {
		t.Errorf("%+v", a)
	}
	scarceRes := mustMatch(t, scarce(), Stable)
	got, err = Alternatives(context.Background(), scarce(), scarceRes, "E3", 5)
	if err != nil || len(got) != 1 || got[0].Why.Key != keyAltUnserved || got[0].Served != -1 {
		t.Errorf("%v %s", err, asJSON(got))
	}
}

func TestCheckByHand(t *testing.T) {
	in := scarce()
	in.Current = []Couple{{"E3", "M2"}}
	in.Mentees[0].Prefers = []string{"M1"}
	before := mustMatch(t, in, Stable).Couples()
	tests := []struct {
		name  string
		after []Couple
		wrong []string
		costs []string
	}{
		{"as proposed", before, nil, nil},
		{"E2 in place of E1", []Couple{{"E2", "M1"}, {"E3", "M2"}}, nil, []string{keyCheckFit, keyCheckWithout, keyCheckLosesWish, keyCheckServed}},
		{"too many", []Couple{{"E1", "M1"}, {"E2", "M1"}, {"E3", "M2"}}, []string{keyCheckCapacity}, []string{keyCheckFit, keyCheckServed}},
		{"twice", []Couple{{"E1", "M1"}, {"E1", "M1"}, {"E3", "M2"}}, []string{keyCheckTwice, keyCheckCapacity}, []string{keyCheckFit}},
		{"few hours", []Couple{{"E2", "M3"}, {"E1", "M1"}, {"E3", "M2"}}, []string{keyRefuseFewHours}, []string{keyCheckServed}},
		{"nobody known", []Couple{{"E9", "M1"}, {"E1", "M1"}, {"E3", "M2"}}, []string{keyCheckUnknown, keyCheckCapacity}, nil},
		{"running pair moved", []Couple{{"E1", "M1"}, {"E3", "M1"}}, []string{keyCheckKept}, []string{keyCheckFit}},
	}
	for _, tt := range tests {
		got, err := Check(in, before, tt.after)
		if err != nil {
			t.Fatal(err)
		}
		if wrong := keysOf(got.Wrong); !slices.Equal(wrong, tt.wrong) {
			t.Errorf("%s: wrong %v, want %v", tt.name, wrong, tt.wrong)
		}
		if costs := keysOf(got.Costs); tt.costs != nil && !slices.Equal(costs, tt.costs) {
			t.Errorf("%s: costs %v, want %v", tt.name, costs, tt.costs)
		}
	}
}

func TestCheckSaysTheFit(t *testing.T) {
	in := scarce()
	got, err := Check(in, []Couple{{"E1", "M1"}}, []Couple{{"E2", "M1"}})
	if err != nil || got.Before.TotalFit != 743 || got.After.TotalFit != 610 {
		t.Fatalf("%v %+v", err, got)
	}
	if r := got.Costs[0]; r.Key != keyCheckFit || r.Args["From"] != 743 || r.Args["To"] != 610 || !r.Against {
		t.Errorf("%+v", r)
	}
}
