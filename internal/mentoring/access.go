package mentoring

import (
	"talim/internal/access"
	"talim/internal/fault"
)

// Who may do what, in words:
//
//   - The deputies and the coordinator keep the programme: policy, invitations,
//     proposals, closing. The director may do the same and alone signs orders.
//   - Every staff member sees the policy of the school's programmes, in advance
//     and in full, with what the talk at the end of the year judges (R070, R106).
//   - An invitation, a profile, wishes, vetoes and the answer to a proposed pair
//     belong to the person: nobody else answers, writes or reads wishes and
//     vetoes. Strengths, needs and hopes of a profile are read by the person,
//     by those who keep the programme, and by the partner once there is a pairing.
//   - Who said no to a proposed pair is shown to nobody.
//   - Plan, meetings, visits, notes, next steps and what the two share are read by mentor and mentee
//     only. Private notes are read by their author only. Those who keep the
//     programme, and the director, see dates and counts, never contents (R069).
//   - The head of a mentee's or mentor's unit sees that a pairing exists (R091),
//     as all staff do from the order; not its counts.
//   - The mentor's report is read by mentor and mentee; after it counts (reply
//     given, or the days for it over) also by those who keep the programme and the
//     director (R114).
//   - Another school sees nothing: its records are not found.

// Permissions that routes ask for before any record is looked at.
var (
	// Take is what every signed-in member of staff may do: see the policy, answer, write what is one's own.
	Take = access.Permission{Name: "mentoring.take_part"}
	// Keep is to keep a programme: policy, invitations, proposals, closing.
	Keep = access.Permission{Name: "mentoring.keep", Roles: []access.Role{access.Director, access.Deputy, access.Coordinator}}
	// Sign is to sign the order.
	Sign = access.Permission{Name: "mentoring.sign", Roles: []access.Role{access.Director}}
)

func mayKeep(a access.Actor) error { return must(Keep.Allows(a), "mentoring.access.keep") }

func maySign(a access.Actor) error { return must(Sign.Allows(a), "mentoring.access.sign") }

// mayAnswerFor holds for the person alone: nobody answers for somebody else.
func mayAnswerFor(a access.Actor, staff string) error {
	return must(a.Staff != "" && a.Staff == staff, "mentoring.access.own")
}

// mayOpen holds for mentor and mentee of the pairing: they alone read and
// write its plan, meetings, visits and steps.
func mayOpen(a access.Actor, p Pairing) error {
	return must(a.School == p.School && p.Has(a.Staff), "mentoring.access.pair")
}

// mayCount holds for the pair and for those who keep the programme: dates and
// counts, no contents.
func mayCount(a access.Actor, p Pairing) error {
	return must(a.School == p.School && (p.Has(a.Staff) || Keep.Allows(a)), "mentoring.access.counts")
}

// mayReadReport follows R114: before it counts, the pair alone.
func mayReadReport(a access.Actor, p Pairing, counts bool) error {
	return must(a.School == p.School && (p.Has(a.Staff) || counts && Keep.Allows(a)), "mentoring.access.report")
}

func must(ok bool, key string) error {
	if ok {
		return nil
	}
	return fault.Forbidden(key)
}
