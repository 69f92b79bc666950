package letter

import (
	"talim/internal/access"
)

// Who may do what, in words:
//
//   - A teacher asks for a letter about herself, and nobody about somebody else. She alone
//     says which visits stand in it. She asks a director, a deputy or the head of a unit, or
//     somebody who visited one of the lessons.
//   - Who is asked may say no, without a reason; and the two may end it at any time before it
//     is issued. A no and an end leave the same trace.
//   - The two read the letter, its visits and the words of both. Nobody else does, whatever
//     post they hold. The writer alone reads the conclusion until she shows it.
//   - To be asked opens no lesson: records and feedback the writer reads as far as the teacher
//     shares them, and not because of the letter.
//   - The writer issues it after the teacher has read the conclusion as it stands.
//   - The journal says of letters only that something private was kept.

var letterRule = access.Rule{
	Kind: "letter.letter", Read: []access.Relation{access.Self, access.Trusted}, Write: []access.Relation{access.Self, access.Trusted},
}

// Rules are who reads and writes each kind of record of the area.
var Rules = []access.Rule{letterRule}

// Writers are the posts whose holders may be asked for a letter about any lesson.
var Writers = []access.Role{access.Director, access.Deputy, access.SMUHead}

// relations are what the actor is to the letter: it is the teacher's, and the writer's trust.
func (l Letter) relations(a access.Actor) []access.Relation {
	return access.Of(a, access.Record{School: l.School, Selves: []string{l.Teacher}, Trusted: []string{l.Writer}})
}

// mayRead refuses whoever is none of the two, as if there were no letter.
func (l Letter) mayRead(a access.Actor) error {
	return access.Private(letterRule.Reads(l.relations(a)), "letter.missing")
}
