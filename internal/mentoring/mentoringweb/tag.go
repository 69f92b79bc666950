package mentoringweb

import (
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
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

func pairingTag(s pairing.PairingState) string {
	switch s {
	case pairing.Running:
		return component.OK
	case pairing.Completed:
		return component.Plain
	}
	return component.Plain
}

func partnerOf(c pairing.Counts, self string) mentoring.Person {
	if self == c.Mentor {
		return c.MenteePerson
	}
	return c.MentorPerson
}
