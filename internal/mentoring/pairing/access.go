package pairing

import (
	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/mentoring"
)

var (
	privateNoteRule = access.Rule{Kind: "mentoring.private_note", Read: mentoring.SelfAnd(), Write: mentoring.SelfAnd()}
	sharedNoteRule  = access.Rule{Kind: "mentoring.shared_note", Read: mentoring.SelfAnd(access.Partner, access.FormerPartner), Write: mentoring.SelfAnd(access.Partner)}
	// CountsRule is who sees the dates and counts of a pair.
	CountsRule  = access.Rule{Kind: "mentoring.counts", Read: append(mentoring.SelfAnd(access.Partner, access.FormerPartner, access.AsSMUHead), mentoring.AsKeepers...)}
	draftRule   = access.Rule{Kind: "mentoring.report_draft", Read: mentoring.SelfAnd(), Write: mentoring.SelfAnd()}
	sharedRule  = access.Rule{Kind: "mentoring.report", Read: mentoring.SelfAnd(access.Partner, access.FormerPartner), Write: mentoring.SelfAnd()}
	countedRule = access.Rule{Kind: "mentoring.report_counted", Read: append(mentoring.SelfAnd(access.Partner, access.FormerPartner), mentoring.AsKeepers...)}
	replyRule   = access.Rule{Kind: "mentoring.reply", Read: append(mentoring.SelfAnd(access.Partner, access.FormerPartner), mentoring.AsKeepers...), Write: mentoring.SelfAnd()}
)

// RelationsOf are the actor's to a record of the pair, written by author; "" for
// what belongs to both. The other areas ask their own rules with them.
func (p Pairing) RelationsOf(a access.Actor, author string) []access.Relation {
	return access.Of(a, p.Record(author))
}

// Record says whose it is: the author's, and the other's or the two's.
func (p Pairing) Record(author string) access.Record {
	r := access.Record{School: p.School}
	if p.Has(author) {
		r.Selves = []string{author}
	}
	if p.State == Running || p.State == Completed {
		r.Partners = []string{p.Mentor, p.Mentee}
	} else {
		r.FormerPartners = []string{p.Mentor, p.Mentee}
	}
	return r
}

// mayWriteReport holds for the mentor, mayReply for the mentee.
func mayWriteReport(a access.Actor, p Pairing) error {
	return access.Must(draftRule.Writes(p.RelationsOf(a, p.Mentor)), "mentoring.access.own")
}

func mayReply(a access.Actor, p Pairing) error {
	return access.Must(replyRule.Writes(p.RelationsOf(a, p.Mentee)), "mentoring.access.own")
}

// MayOpen holds for mentor and mentee of the pairing: they alone read its plan,
// meetings, visits and steps.
func MayOpen(a access.Actor, p Pairing) error {
	return access.Must(sharedNoteRule.Reads(p.RelationsOf(a, "")), "mentoring.access.pair")
}

// mayWork holds for the two of a pairing that runs: they alone write what belongs to both.
func mayWork(a access.Actor, p Pairing) error {
	return access.Must(sharedNoteRule.Writes(p.RelationsOf(a, "")), "mentoring.access.pair")
}

// mayReadProfiles holds for the two while they are a pair.
func mayReadProfiles(a access.Actor, p Pairing) error {
	return access.Must(mentoring.ProfileRule.Reads(p.RelationsOf(a, "")), "mentoring.access.pair")
}

// MayCount holds for the pair and for those who keep the programme: dates and
// counts, no contents.
func MayCount(a access.Actor, p Pairing) error {
	return access.Must(CountsRule.Reads(p.RelationsOf(a, "")), "mentoring.access.counts")
}

// reportRule is the rule of a report as it stands (R114).
func reportRule(r Report, today calendar.Date) access.Rule {
	switch {
	case r.Counts(today):
		return countedRule
	case r.State == ReportShared:
		return sharedRule
	}
	return draftRule
}
