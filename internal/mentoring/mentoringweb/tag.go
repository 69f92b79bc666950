package mentoringweb

import (
	"talim/internal/mentoring"
	"talim/internal/web/component"
)

// The colours of states; the word stands beside each.

func programmeTag(s mentoring.ProgrammeState) string {
	switch s {
	case mentoring.ProgrammeRunning:
		return component.OK
	case mentoring.ProgrammeClosed:
		return component.Plain
	}
	return component.Wait
}

func pairingTag(s mentoring.PairingState) string {
	switch s {
	case mentoring.Running:
		return component.OK
	case mentoring.Completed:
		return component.Plain
	}
	return component.Plain
}

func pairTag(s mentoring.PairState) string {
	switch s {
	case mentoring.PairAgreed, mentoring.PairOrdered:
		return component.OK
	case mentoring.PairAsked, mentoring.PairDraft:
		return component.Wait
	}
	return component.Plain
}

func partnerOf(c mentoring.Counts, self string) mentoring.Person {
	if self == c.Mentor {
		return c.MenteePerson
	}
	return c.MentorPerson
}
