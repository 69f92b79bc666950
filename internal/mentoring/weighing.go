package mentoring

import (
	"slices"

	"talim/internal/fault"
	"talim/internal/matching"
)

// Weighing is the part of a policy that says how pairs are chosen: by which
// method, and how much each part of the fit weighs (R074). It is versioned with
// the rest of the policy.
type Weighing struct {
	Method           matching.Method `db:"method"`
	WeightSubject    int             `db:"weight_subject"`
	WeightNeed       int             `db:"weight_need"`
	WeightHours      int             `db:"weight_hours"`
	WeightLanguage   int             `db:"weight_language"`
	WeightUnit       int             `db:"weight_unit"`
	WeightExperience int             `db:"weight_experience"`
}

// Methods are the ways to choose pairs, the usual one first.
var Methods = []matching.Method{matching.Stable, matching.BestFit}

// WeightedParts are the parts of the fit that a school can weigh: those about
// which the program knows something.
var WeightedParts = []matching.Part{
	matching.PartSubject, matching.PartNeed, matching.PartHours, matching.PartLanguage, matching.PartUnit, matching.PartExperience,
}

// DefaultWeighing is that of matching: wishes first, and of the fit the same
// subject and time in common before all else.
func DefaultWeighing() Weighing {
	w := Weighing{Method: matching.Stable}
	for part, weight := range matching.DefaultWeights() {
		if at := w.weight(part); at != nil {
			*at = weight
		}
	}
	return w
}

// weight is where the weight of a part is kept; nil for one the school does not weigh.
func (w *Weighing) weight(part matching.Part) *int {
	switch part {
	case matching.PartSubject:
		return &w.WeightSubject
	case matching.PartNeed:
		return &w.WeightNeed
	case matching.PartHours:
		return &w.WeightHours
	case matching.PartLanguage:
		return &w.WeightLanguage
	case matching.PartUnit:
		return &w.WeightUnit
	case matching.PartExperience:
		return &w.WeightExperience
	}
	return nil
}

// Weight is how much a part weighs.
func (w Weighing) Weight(part matching.Part) int {
	if at := w.weight(part); at != nil {
		return *at
	}
	return 0
}

// SetWeight gives a part its weight.
func (w *Weighing) SetWeight(part matching.Part, weight int) {
	if at := w.weight(part); at != nil {
		*at = weight
	}
}

// Weights are all of them, as matching takes them.
func (w Weighing) Weights() map[matching.Part]int {
	out := map[matching.Part]int{}
	for _, part := range WeightedParts {
		out[part] = w.Weight(part)
	}
	return out
}

// orDefault is the usual weighing where nothing was said.
func (w Weighing) orDefault() Weighing {
	if w == (Weighing{}) {
		return DefaultWeighing()
	}
	return w
}

const maxWeight = 100

// check says what is wrong, field by field: something must weigh.
func (w Weighing) check(f *fault.Fields) {
	if w == (Weighing{}) {
		return
	}
	if !slices.Contains(Methods, w.Method) {
		f.Add("method", "mentoring.policy.choose")
	}
	sum := 0
	for _, part := range WeightedParts {
		weight := w.Weight(part)
		if weight < 0 || weight > maxWeight {
			f.Add("weight_"+string(part), "mentoring.policy.range", "Min", 0, "Max", maxWeight)
		}
		sum += weight
	}
	if sum == 0 {
		f.Add("weight_"+string(matching.PartSubject), "mentoring.weighing.nothing")
	}
}
