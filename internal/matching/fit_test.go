package matching

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

var (
	mentee = Person{
		ID: "T-A14", Subjects: []string{"Mathematics"}, Units: []string{"Science"}, Levels: []string{"5-9"},
		Languages: []string{"Kazakh"}, Needs: []string{"discipline", "assessment"}, Years: 1,
	}
	mentor = Person{
		ID: "T-A2", Subjects: []string{"Mathematics"}, Units: []string{"Science"}, Levels: []string{"5-9", "10-11"},
		Languages: []string{"Kazakh", "Russian"}, Strengths: []string{"assessment"}, Years: 29, Capacity: 2,
	}
)

func keysOf(reasons []Reason) []string {
	var out []string
	for _, r := range reasons {
		out = append(out, r.Key)
	}
	return out
}

func TestFitOfParts(t *testing.T) {
	pair := Fit(mentee, mentor, Between{SharedHours: 6}, Policy{})
	want := map[Part]int{PartSubject: 1000, PartNeed: 500, PartHours: 1000, PartLevels: 1000, PartLanguage: 1000, PartUnit: 1000, PartExperience: 1000}
	total, weights := 0, 0
	for _, s := range pair.Parts {
		if want[s.Part] != s.Value {
			t.Errorf("%s: %d, want %d", s.Part, s.Value, want[s.Part])
		}
		total += s.Value * s.Weight
		weights += s.Weight
	}
	if len(pair.Parts) != len(want) { // no style stated: left out
		t.Errorf("parts %v", pair.Parts)
	}
	if pair.Fit != (total+weights/2)/weights || pair.Fit != 896 {
		t.Errorf("fit %d of %d/%d", pair.Fit, total, weights)
	}
}

func TestFitReasons(t *testing.T) {
	change := func(fn func(mentee, mentor *Person, b *Between, p *Policy)) []string {
		e, m, b, p := mentee, mentor, Between{SharedHours: 6}, Policy{}
		fn(&e, &m, &b, &p)
		return keysOf(Fit(e, m, b, p).Reasons)
	}
	tests := []struct {
		name string
		got  []string
		want string
	}{
		{"same subject", change(func(e, m *Person, b *Between, p *Policy) {}), keySameSubject},
		{"related subject", change(func(e, m *Person, b *Between, p *Policy) {
			m.Subjects, p.Related = []string{"Physics"}, [][]string{{"Physics", "Mathematics"}}
		}), keyRelatedSubject},
		{"other subject", change(func(e, m *Person, b *Between, p *Policy) { m.Subjects = []string{"Music"} }), keyOtherSubject},
		{"need met", change(func(e, m *Person, b *Between, p *Policy) {}), keyNeedMet},
		{"need unmet", change(func(e, m *Person, b *Between, p *Policy) { m.Strengths = nil }), keyNeedUnmet},
		{"hours", change(func(e, m *Person, b *Between, p *Policy) {}), keySharedHours},
		{"few hours", change(func(e, m *Person, b *Between, p *Policy) { b.SharedHours = 2 }), keyFewSharedHours},
		{"other levels", change(func(e, m *Person, b *Between, p *Policy) { m.Levels = []string{"1-4"} }), keyOtherLevels},
		{"other language", change(func(e, m *Person, b *Between, p *Policy) { m.Languages = []string{"English"} }), keyOtherLanguage},
		{"same unit", change(func(e, m *Person, b *Between, p *Policy) {}), keySameUnit},
		{"same style", change(func(e, m *Person, b *Between, p *Policy) {
			e.Styles, m.Styles = []string{"plans"}, []string{"plans"}
		}), keySameStyle},
		{"less experience", change(func(e, m *Person, b *Between, p *Policy) { m.Years = 1 }), keyLessExperience},
		{"load", change(func(e, m *Person, b *Between, p *Policy) { m.Load = 1 }), keyLoad},
	}
	for _, tt := range tests {
		if !slices.Contains(tt.got, tt.want) {
			t.Errorf("%s: reasons %v lack %s", tt.name, tt.got, tt.want)
		}
	}
}

func TestFitFollowsTheWeights(t *testing.T) {
	p := Policy{Weights: map[Part]int{PartNeed: 1}}
	if got := Fit(mentee, mentor, Between{}, p).Fit; got != 500 {
		t.Errorf("fit %d, want that of the only part that counts", got)
	}
	if got := Fit(Person{ID: "E"}, mentor, Between{}, p).Fit; got != 0 {
		t.Errorf("nothing is known, yet the fit is %d", got)
	}
}

func TestExperienceIsForTheCoordinator(t *testing.T) {
	for _, r := range Fit(mentee, mentor, Between{SharedHours: 6}, Policy{}).Reasons {
		years := r.Key == keyExperience || r.Key == keyLessExperience
		if years == r.SeenBy(mentee.ID, false) || !r.SeenBy("", true) {
			t.Errorf("%s is visible to %s", r.Key, r.Visible)
		}
	}
}

func TestAdmit(t *testing.T) {
	p := Policy{MinShared: 2}
	tests := []struct {
		name    string
		vetoOf  string
		between Between
		want    string
		private bool
	}{
		{"admissible", "", Between{SharedHours: 2}, "", false},
		{"no hours", "", Between{}, keyRefuseNoHours, false},
		{"few hours", "", Between{SharedHours: 1}, keyRefuseFewHours, false},
		{"superior", "", Between{SharedHours: 5, Superior: true}, keyRefuseSuperior, false},
		{"kin", "", Between{SharedHours: 5, Apart: true}, keyRefuseNotPossible, true},
		{"veto of the mentee", "mentee", Between{SharedHours: 5}, keyRefuseNotPossible, true},
		{"veto of the mentor", "mentor", Between{SharedHours: 5}, keyRefuseNotPossible, true},
		{"a veto behind an open rule", "mentee", Between{SharedHours: 1}, keyRefuseFewHours, true},
	}
	for _, tt := range tests {
		e, m := mentee, mentor
		if tt.vetoOf == "mentee" {
			e.Vetoes = []string{m.ID}
		}
		if tt.vetoOf == "mentor" {
			m.Vetoes = []string{e.ID}
		}
		a := Admit(e, m, tt.between, p)
		if a.OK != (tt.want == "") || a.Refused.Why.Key != tt.want || a.Refused.Private != tt.private {
			t.Errorf("%s: %+v", tt.name, a)
		}
	}
	if a := Admit(mentee, mentee, Between{SharedHours: 5}, p); a.Refused.Why.Key != keyRefuseSelf {
		t.Errorf("herself: %+v", a)
	}
}

// Nothing that is shown differs by who said no, or by whether anybody did: a
// veto reads as kinship does.
func TestAVetoIsNeverDisclosed(t *testing.T) {
	between := func(mentee, mentor string) Between { return Between{SharedHours: 5} }
	shown := func(vetoOf string, apart bool) string {
		e, m := mentee, mentor
		switch vetoOf {
		case "mentee":
			e.Vetoes = []string{m.ID}
		case "mentor":
			m.Vetoes = []string{e.ID}
		}
		in := Build([]Person{e}, []Person{m}, nil, Policy{}, func(a, b string) Between {
			out := between(a, b)
			out.Apart = apart
			return out
		})
		res := mustMatch(t, in, Stable)
		why, _ := WhyNot(in, Couple{e.ID, m.ID})
		review, err := Check(in, nil, []Couple{{e.ID, m.ID}})
		if err != nil {
			t.Fatal(err)
		}
		out, err := json.Marshal([]any{res.Unmatched, why, review.Wrong})
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	want := shown("", true)
	for _, who := range []string{"mentee", "mentor"} {
		if got := shown(who, false); got != want || strings.Contains(got, "veto") {
			t.Errorf("a veto of the %s shows:\n%s\nkinship shows:\n%s", who, got, want)
		}
	}
}

func TestWishesAreShownByPolicyOnly(t *testing.T) {
	for _, shown := range []bool{false, true} {
		e := mentee
		e.Wishes = []string{mentor.ID}
		in := Build([]Person{e}, []Person{mentor}, nil, Policy{WishesShown: shown}, func(string, string) Between { return Between{SharedHours: 5} })
		pair, _ := mustMatch(t, in, Stable).PairOf(e.ID)
		at := slices.IndexFunc(pair.Reasons, func(r Reason) bool { return r.Key == keyMenteeWish })
		if at < 0 {
			t.Fatal("the wish is not among the reasons")
		}
		r := pair.Reasons[at]
		if r.SeenBy("deputy", true) != shown || r.SeenBy(mentor.ID, false) || r.SeenBy(e.ID, false) == shown {
			t.Errorf("wishes shown %v: %+v", shown, r)
		}
	}
}
