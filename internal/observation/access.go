package observation

import "talim/internal/access"

// Who may do what, in words:
//
//   - The teacher and the observer read a visit and its notes, record it as held and
//     cancel it, each with equal right; nobody else reads notes, whatever post they hold.
//     That a visit is planned or was held is seen by those who count, as a date without
//     contents; the area it serves decides who counts.
//   - A lesson that is open to all is read by all staff of the school, with its question.
//     One that is open to named people is read by its teacher and by them alone. Only the
//     teacher changes or withdraws it, and only she says what it serves (R130).
//   - Who comes is shown to the teacher and to those who come; to the others that there are
//     places.
//   - That somebody asks to see a lesson, and the answer, is read by the two. A no, no
//     answer and what was taken back leave the same trace (R134).
//   - Who is whose critical friend is known to the two; either ends it, and who did is not
//     kept (R133).
//   - The journal says of a lesson for all that it was opened; of everything else here only
//     that something private was kept.
//   - Another school finds nothing.

// Take is what every signed-in member of staff may do.
var Take = access.Permission{Name: "observation.take_part"}

// The rules of each kind of record.
var (
	forAllRule = access.Rule{Kind: "observation.open_lesson", Read: []access.Relation{access.AsColleague}, Write: []access.Relation{access.Self}}
	namedRule  = access.Rule{
		Kind: "observation.named_lesson", Read: []access.Relation{access.Self, access.Trusted}, Write: []access.Relation{access.Self},
	}
	requestRule = access.Rule{
		Kind: "observation.request", Read: []access.Relation{access.Self, access.Trusted}, Write: []access.Relation{access.Self, access.Trusted},
	}
	friendRule = access.Rule{
		Kind: "observation.friend", Read: []access.Relation{access.Self, access.Trusted}, Write: []access.Relation{access.Self, access.Trusted},
	}
)

// Rules are who reads and writes each kind of record of the area.
var Rules = []access.Rule{forAllRule, namedRule, requestRule, friendRule}

// mayTouch holds for the teacher and the observer.
func mayTouch(a access.Actor, v Visit) error {
	return access.Must(v.Has(a.Staff), "observation.access.two")
}
