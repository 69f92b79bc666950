package matching

import (
	"cmp"
	"slices"
)

// Part names one part of the fit of a pair.
type Part string

// The parts of fit (R074: subject, experience, temperament, timetable).
const (
	PartSubject    Part = "subject"
	PartNeed       Part = "need"
	PartHours      Part = "hours"
	PartLevels     Part = "levels"
	PartLanguage   Part = "language"
	PartUnit       Part = "unit"
	PartStyle      Part = "style"
	PartExperience Part = "experience"
)

// Parts in the order in which they are explained.
var Parts = []Part{PartSubject, PartNeed, PartHours, PartLevels, PartLanguage, PartUnit, PartStyle, PartExperience}

// DefaultWeights put the same field and time in common first, which Ingersoll
// and Strong (2011) find strongest.
func DefaultWeights() map[Part]int {
	return map[Part]int{
		PartSubject: 30, PartNeed: 20, PartHours: 20, PartLevels: 10,
		PartLanguage: 8, PartUnit: 5, PartStyle: 4, PartExperience: 3,
	}
}

// Score is one part of a pair's fit: 0..1000, and its weight.
type Score struct {
	Part   Part `json:"part"`
	Value  int  `json:"value"`
	Weight int  `json:"weight"`
}

// Person is what matching needs to know of a teacher. The texts may be ids or
// names; equal text means equal thing, and reasons give them back as they are.
type Person struct {
	ID        string
	Subjects  []string
	Units     []string
	Levels    []string // class levels taught
	Languages []string // languages of teaching
	Needs     []string // of a mentee
	Strengths []string // of a mentor
	Styles    []string // ways of working stated
	Years     int      // of experience; private, so shown to the coordinator only (R010)
	Wishes    []string // stated, best first
	Vetoes    []string // never shown to anybody else

	Capacity int // of a mentor
	Load     int // mentees of other programmes
}

// Openly is the person as everybody may know her to be: without those she would rather not
// be paired with.
func (p Person) Openly() Person {
	p.Vetoes = nil
	return p
}

// Between is what matching needs to know of two persons together.
type Between struct {
	SharedHours int  // free hours a week that both have
	Superior    bool // one decides about the other: director, deputy
	Apart       bool // kin, an earlier mismatch: confidential, so treated as a veto
}

// Admission is the answer to whether two may be a pair: the pair with its fit,
// or why not.
type Admission struct {
	OK      bool
	Pair    Pair
	Refused Refused
}

// Admit applies the rules, then the fit. Open rules are named before
// confidential ones, so that a veto is not even hinted at where anything else
// stands in the way; alone it reads "not possible", as other confidential grounds do.
func Admit(mentee, mentor Person, b Between, p Policy) Admission {
	secret := b.Apart || slices.Contains(mentee.Vetoes, mentor.ID) || slices.Contains(mentor.Vetoes, mentee.ID)
	refuse := func(why Reason, missing int) Admission {
		return Admission{Refused: Refused{mentee.ID, mentor.ID, why, missing, secret}}
	}
	args := Args{"Mentee": mentee.ID, "Mentor": mentor.ID}
	switch {
	case mentee.ID == mentor.ID:
		return refuse(sayAgainst(keyRefuseSelf, args), 0)
	case b.Superior:
		return refuse(sayAgainst(keyRefuseSuperior, args), 0)
	case b.SharedHours < p.MinShared && b.SharedHours == 0:
		return refuse(sayAgainst(keyRefuseNoHours, args), p.MinShared)
	case b.SharedHours < p.MinShared:
		args["Count"], args["Needed"] = b.SharedHours, p.MinShared
		return refuse(sayAgainst(keyRefuseFewHours, args), p.MinShared-b.SharedHours)
	case secret:
		return refuse(sayAgainst(keyRefuseNotPossible, args), 0)
	}
	return Admission{OK: true, Pair: Fit(mentee, mentor, b, p)}
}

// Fit scores a pair without asking whether it is admissible. Each part is
// 0..1000; the fit is their weighted mean. A part about which the mentee said
// nothing is left out, so that silence counts neither for nor against a mentor.
func Fit(mentee, mentor Person, b Between, p Policy) Pair {
	pair := Pair{Mentee: mentee.ID, Mentor: mentor.ID}
	weights := p.Weights
	if weights == nil {
		weights = DefaultWeights()
	}
	total, sum := 0, 0
	for _, part := range Parts {
		value, reasons, known := score(part, mentee, mentor, b, p)
		weight := weights[part]
		if !known || weight == 0 {
			continue
		}
		pair.Parts = append(pair.Parts, Score{part, value, weight})
		pair.Reasons = append(pair.Reasons, reasons...)
		total += value * weight
		sum += weight
	}
	if sum > 0 {
		pair.Fit = (total + sum/2) / sum
	}
	pair.Reasons = append(pair.Reasons, loadReasons(mentor)...)
	return pair
}

// Build makes the instance of all mentees and mentors; between answers for two ids.
func Build(mentees, mentors []Person, current []Couple, p Policy, between func(mentee, mentor string) Between) Instance {
	in := Instance{Policy: p, Current: current}
	for _, m := range mentors {
		in.Mentors = append(in.Mentors, Mentor{ID: m.ID, Capacity: m.Capacity, Load: m.Load, Prefers: distinct(m.Wishes), Refuses: m.Vetoes})
	}
	for _, e := range mentees {
		in.Mentees = append(in.Mentees, Mentee{ID: e.ID, Prefers: distinct(e.Wishes), Refuses: e.Vetoes})
		for _, m := range mentors {
			if a := Admit(e, m, between(e.ID, m.ID), p); a.OK {
				in.Pairs = append(in.Pairs, a.Pair)
			} else {
				in.Refused = append(in.Refused, a.Refused)
			}
		}
	}
	return in
}

func loadReasons(mentor Person) []Reason {
	if mentor.Load == 0 {
		return nil
	}
	return []Reason{sayAgainst(keyLoad, Args{"Mentor": mentor.ID, "Count": mentor.Load})}
}

// score of one part, what speaks for or against, and whether anything is known.
func score(part Part, mentee, mentor Person, b Between, p Policy) (int, []Reason, bool) {
	switch part {
	case PartSubject:
		return scoreSubject(mentee, mentor, p)
	case PartNeed:
		return scoreNeed(mentee, mentor)
	case PartHours:
		return scoreHours(b, p)
	case PartLevels:
		return scoreShare(mentee.Levels, mentor.Levels, "Levels", keySameLevels, keyOtherLevels)
	case PartLanguage:
		return scoreLanguage(mentee, mentor)
	case PartUnit:
		return scoreUnit(mentee, mentor)
	case PartStyle:
		return scoreShare(mentee.Styles, mentor.Styles, "Styles", keySameStyle, "")
	default:
		return scoreExperience(mentee, mentor)
	}
}

func scoreSubject(mentee, mentor Person, p Policy) (int, []Reason, bool) {
	if len(mentee.Subjects) == 0 {
		return 0, nil, false
	}
	if same := common(mentee.Subjects, mentor.Subjects); len(same) > 0 {
		return 1000, []Reason{say(keySameSubject, Args{"Subject": same[0]})}, true
	}
	if a, b, near := p.related(mentee.Subjects, mentor.Subjects); near {
		return 600, []Reason{say(keyRelatedSubject, Args{"Subject": a, "Other": b})}, true
	}
	return 0, []Reason{sayAgainst(keyOtherSubject, nil)}, true
}

func (p Policy) related(a, b []string) (string, string, bool) {
	for _, group := range p.Related {
		x, y := common(a, group), common(b, group)
		if len(x) > 0 && len(y) > 0 {
			return x[0], y[0], true
		}
	}
	return "", "", false
}

func scoreNeed(mentee, mentor Person) (int, []Reason, bool) {
	if len(mentee.Needs) == 0 {
		return 0, nil, false
	}
	met := common(mentee.Needs, mentor.Strengths)
	if len(met) == 0 {
		return 0, []Reason{sayAgainst(keyNeedUnmet, nil)}, true
	}
	return 1000 * len(met) / len(distinct(mentee.Needs)), []Reason{say(keyNeedMet, nil)}, true // which ones is for the two alone
}

func scoreHours(b Between, p Policy) (int, []Reason, bool) {
	enough := cmp.Or(p.EnoughShared, 6)
	hours := max(0, b.SharedHours)
	value := min(1000, 1000*hours/enough)
	r := say(keySharedHours, Args{"Count": hours})
	if value < 500 {
		r = sayAgainst(keyFewSharedHours, Args{"Count": hours})
	}
	return value, []Reason{r}, true
}

func scoreLanguage(mentee, mentor Person) (int, []Reason, bool) {
	if len(mentee.Languages) == 0 {
		return 0, nil, false
	}
	if same := common(mentee.Languages, mentor.Languages); len(same) > 0 {
		return 1000, []Reason{say(keySameLanguage, Args{"Languages": same})}, true
	}
	return 0, []Reason{sayAgainst(keyOtherLanguage, nil)}, true
}

func scoreUnit(mentee, mentor Person) (int, []Reason, bool) {
	if len(mentee.Units) == 0 {
		return 0, nil, false
	}
	if same := common(mentee.Units, mentor.Units); len(same) > 0 {
		return 1000, []Reason{say(keySameUnit, Args{"Unit": same[0]})}, true
	}
	return 0, nil, true
}

// scoreShare is the share of what the mentee has that the mentor has too.
func scoreShare(mentee, mentor []string, arg, keyFor, keyAgainst string) (int, []Reason, bool) {
	if len(mentee) == 0 {
		return 0, nil, false
	}
	same := common(mentee, mentor)
	if len(same) > 0 {
		return 1000 * len(same) / len(distinct(mentee)), []Reason{say(keyFor, Args{arg: same})}, true
	}
	if keyAgainst == "" {
		return 0, nil, true
	}
	return 0, []Reason{sayAgainst(keyAgainst, nil)}, true
}

// farAhead is how many more years make a mentor fully experienced beside the mentee.
const farAhead = 8

func scoreExperience(mentee, mentor Person) (int, []Reason, bool) {
	ahead := mentor.Years - mentee.Years
	value := min(1000, max(0, 1000*ahead/farAhead))
	r := say(keyExperience, Args{"Mentor": mentor.ID, "Count": ahead})
	if ahead <= 0 {
		r = sayAgainst(keyLessExperience, Args{"Mentor": mentor.ID})
	}
	return value, []Reason{r.to(Coordinator)}, true
}

// common is what both have, in the order of a, each once.
func common(a, b []string) []string {
	var out []string
	for _, x := range distinct(a) {
		if slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}

func distinct(a []string) []string {
	var out []string
	for _, x := range a {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}
