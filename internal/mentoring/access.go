package mentoring

import (
	"talim/internal/access"
)

// Who may do what, in words:
//
//   - The deputies and the coordinator keep the programme: policy, invitations,
//     proposals, closing. The director may do the same and alone signs orders.
//   - Every staff member sees the policy of the school's programmes, in advance
//     and in full, with what the talk at the end of the year judges (R070, R106).
//   - An invitation, a profile, wishes, vetoes and the answer to a proposed pair
//     belong to the person: nobody else answers, writes or reads wishes and
//     vetoes. Strengths, needs and hopes of a profile are read by the person and by
//     the partner while there is a pairing; matching uses the topics.
//   - Who said no to a proposed pair is shown to nobody.
//   - Who asked for a change of a pair is kept nowhere; the two, those who keep the
//     programme and the journal read that it was changed (R078).
//   - What a change of a proposal costs is told from open facts alone: nobody reads
//     from it who wished or ruled out whom (docs/decisions/0010).
//   - A school of the district sees a teacher of another by code, subject and number of
//     shared hours, and only if her school opened itself and she offered; a request
//     is read by those who keep the programmes of both schools and by the two (R062).
//   - Plan, meetings, visits, notes, next steps and what the two share are read and
//     written by mentor and mentee only; when a pairing ended early, both still read
//     what they had. Private notes are read by their author only. Those who keep the
//     programme, and the director, see dates and counts, never contents (R069).
//   - The head of a mentee's or mentor's unit sees that the pair meets and visits, in
//     dates and counts, and may offer it help (R091).
//   - What help was offered to a pair, and whether it was accepted, is read by the
//     two, by those who keep the programme and by the heads of their units; who of
//     the two said yes or no, by nobody else (R089).
//   - The mentor's report is the mentor's alone while it is a draft, then the pair's;
//     after it counts (reply given, or the days for it over) it is also read by those
//     who keep the programme and the director (R114).
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

// Who reads and writes each kind of record. The functions below ask these, and the
// table in docs/confidence.md is printed from them.
var (
	ProfileRule = access.Rule{Kind: "mentoring.profile", Read: SelfAnd(access.Partner), Write: SelfAnd()}
	wishRule    = access.Rule{Kind: "mentoring.wish", Read: SelfAnd(), Write: SelfAnd()}
	vetoRule    = access.Rule{Kind: "mentoring.veto", Read: SelfAnd(), Write: SelfAnd()}
	consentRule = access.Rule{Kind: "mentoring.consent", Read: SelfAnd(), Write: SelfAnd()}
)

// Rules are who reads and writes each kind of record of this package.
var Rules = []access.Rule{ProfileRule, wishRule, vetoRule, consentRule, announcedRule, talkRule, stageRule}

// AsKeepers are the relations of those who keep the programme (Keep).
var AsKeepers = []access.Relation{access.AsCoordinator, access.AsDeputy, access.AsDirector}

// SelfAnd are the person concerned and more relations.
func SelfAnd(more ...access.Relation) []access.Relation {
	return append([]access.Relation{access.Self}, more...)
}

// MayKeep holds for those who keep the programme.
func MayKeep(a access.Actor) error { return access.Must(Keep.Allows(a), "mentoring.access.keep") }

// MaySign holds for the director.
func MaySign(a access.Actor) error { return access.Must(Sign.Allows(a), "mentoring.access.sign") }

// mayAnswerFor holds for the person alone: nobody answers for somebody else.
func mayAnswerFor(a access.Actor, staff string) error {
	return access.Must(consentRule.Writes(access.Of(a, access.RecordOf(a.School, staff))), "mentoring.access.own")
}

// mayReadOwn holds for the person alone: a profile with its wishes and vetoes.
func mayReadOwn(a access.Actor, staff string) error {
	of := access.Of(a, access.RecordOf(a.School, staff))
	return access.Must(ProfileRule.Reads(of) && wishRule.Reads(of) && vetoRule.Reads(of), "mentoring.access.own")
}
