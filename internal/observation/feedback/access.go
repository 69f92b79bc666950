package feedback

import (
	"slices"

	"talim/internal/access"
	"talim/internal/observation"
)

// Who may do what, in words:
//
//   - The teacher writes her look back; she and the observers of the lesson read it.
//   - An observer writes words about the lesson; the teacher reads them once they are sent.
//     The other observers read them after they have sent their own, where the protocol has an
//     order; where it has none, at once.
//   - Only the teacher replies, and whoever reads the words reads the reply with them.
//   - Whoever the teacher shares the discussion with (package share) reads her look back, the
//     words that she has read, in the version that she read, and her replies as they stand:
//     not what they were, and no next steps. She says nothing. Taking back works at once. An
//     observer reads by no share what she would read only after her own words.
//   - A next step is of two: the teacher and one observer. Each may propose it, the other
//     agrees or not; either ends it. Nobody else reads it.
//   - What somebody notes of what she tried is hers alone.
//   - Posts give no right here: a director reads what she said herself as an observer, and what
//     the teacher shares.
//   - The protocol is read by all staff, and set by director and deputies.
//   - The journal says of all but the protocol only that something private was kept.

// SetProtocol is changing how the school's feedback goes.
var SetProtocol = access.Permission{Name: "feedback.set_protocol", Roles: []access.Role{access.Director, access.Deputy}}

// The rules of each kind of record.
var (
	reflectionRule = access.Rule{
		Kind: "feedback.reflection", Read: []access.Relation{access.Self, access.Trusted}, Write: []access.Relation{access.Self},
	}
	wordsRule = access.Rule{Kind: "feedback.words", Read: []access.Relation{access.Self, access.Trusted}, Write: []access.Relation{access.Self}}
	stepRule  = access.Rule{
		Kind: "feedback.step", Read: []access.Relation{access.Self, access.Trusted}, Write: []access.Relation{access.Self, access.Trusted},
	}
	noteRule = access.Rule{Kind: "feedback.note", Read: []access.Relation{access.Self}, Write: []access.Relation{access.Self}}
)

// Rules are who reads and writes each kind of record of the area.
var Rules = []access.Rule{reflectionRule, wordsRule, stepRule, noteRule}

// reflectionRelations are what the actor is to the look back of a teacher.
func reflectionRelations(a access.Actor, o observation.Occasion) []access.Relation {
	return access.Of(a, access.Record{School: o.School, Selves: []string{o.Teacher}, Trusted: o.Observers()})
}

// mayReflect refuses whoever does not teach the lesson, as if there were none.
func mayReflect(a access.Actor, o observation.Occasion) error {
	return access.Private(reflectionRule.Writes(reflectionRelations(a, o)), "observation.visit.missing")
}

// mayRead refuses whoever neither teaches nor observes.
func mayRead(a access.Actor, o observation.Occasion) error {
	return access.Private(reflectionRule.Reads(reflectionRelations(a, o)), "observation.visit.missing")
}

// mayReadWords says whether the actor reads the words of an observer; sent are the
// observers who have sent theirs.
func mayReadWords(a access.Actor, o observation.Occasion, p Protocol, author string, sent []string) bool {
	trusted := []string{o.Teacher}
	if p.Order != Strict || slices.Contains(sent, a.Staff) {
		trusted = append(trusted, o.Observers()...)
	}
	return wordsRule.Reads(access.Of(a, access.Record{School: o.School, Selves: []string{author}, Trusted: trusted}))
}

// mayTake refuses whoever is none of the two of a next step.
func (s Step) mayTake(a access.Actor) error {
	of := access.Of(a, access.Record{School: s.School, Selves: []string{s.Teacher}, Trusted: []string{s.Observer}})
	return access.Private(stepRule.Writes(of), "feedback.step.missing")
}
