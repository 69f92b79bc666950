package support

import (
	"slices"

	"talim/internal/access"
)

// Who may do what, in words:
//
//   - A question and its answers are read and written by the one who asks and the
//     one who is asked, the mentor too only where she was asked (R108).
//   - Whom somebody has chosen as a helper, or to see the check-ins, is known to
//     the two of them. Nothing is shown to a helper before the helper agreed;
//     either ends it at any time, and who did is not kept (R118).
//   - A check-in is read by its author and by the one person who was chosen when
//     it was written, as long as that holds. No figure is made of it (R111).
//   - A wish for more freedom or guidance is read by its author and the mentor of
//     the running or completed pairing; written by the mentee (R112).
//   - "It does not work" is read by the sender and the one receiver the sender
//     chose: a coordinator, or a person of trust of the programme, who is neither director
//     nor administrator as well, nor deputy unless there is nobody else. When the sender
//     takes it back, by the sender alone. The partner is never a receiver (R078, R113).
//   - The words of the school and the persons of trust are read by all staff and
//     kept by those who keep the programme; a person of trust agrees, and steps
//     back, herself (R107).
//   - The director, the deputies, the head of the unit and the administrator of the
//     server read nothing of the private kinds; the journal says of them only that
//     something private was kept, neither by whom nor about what.
//   - Another school sees nothing: its records are not found.

// Permissions that routes ask for before any record is looked at.
var (
	// Take is what every signed-in member of staff may do.
	Take = access.Permission{Name: "support.take_part"}
	// Keep is to keep the words of the school, the persons of trust and the rhythm.
	Keep = access.Permission{Name: "support.keep", Roles: []access.Role{access.Director, access.Deputy, access.Coordinator}}
)

// The rules of each kind of record.
var (
	questionRule = access.Rule{
		Kind: "support.question",
		Read: []access.Relation{access.Self, access.Trusted}, Write: []access.Relation{access.Self, access.Trusted},
	}
	helperRule = access.Rule{
		Kind: "support.helper",
		Read: []access.Relation{access.Self, access.Trusted}, Write: []access.Relation{access.Self, access.Trusted},
	}
	checkInRule = access.Rule{
		Kind: "support.check_in",
		Read: []access.Relation{access.Self, access.Trusted}, Write: []access.Relation{access.Self},
	}
	wishRule = access.Rule{
		Kind: "support.guidance_wish",
		Read: []access.Relation{access.Self, access.Partner}, Write: []access.Relation{access.Self},
	}
	mismatchRule = access.Rule{
		Kind: "support.mismatch",
		Read: []access.Relation{access.Self, access.Trusted}, Write: []access.Relation{access.Self, access.Trusted},
	}
	termRule = access.Rule{
		Kind: "support.term", Read: []access.Relation{access.AsColleague},
		Write: []access.Relation{access.AsCoordinator, access.AsDeputy, access.AsDirector},
	}
	trustRule = access.Rule{
		Kind: "support.trust_person", Read: []access.Relation{access.AsColleague},
		Write: []access.Relation{access.Self, access.AsCoordinator, access.AsDeputy, access.AsDirector},
	}
)

// Rules are who reads and writes each kind of record of the area.
var Rules = []access.Rule{questionRule, helperRule, checkInRule, wishRule, mismatchRule, termRule, trustRule}

func mayKeep(a access.Actor, r access.Rule) error {
	return access.Must(Keep.Allows(a) && r.Writes(access.RelationsOf(a, a.School)), "support.access.keep")
}

func has(of []access.Relation, r access.Relation) bool { return slices.Contains(of, r) }
