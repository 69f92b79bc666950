package wording

import (
	"talim/internal/mentoring/match"
	"talim/internal/web/component"
)

// PairTag is the colour of the state of a proposed pair; the word stands beside it.
func PairTag(s match.PairState) string {
	switch s {
	case match.PairAgreed, match.PairOrdered:
		return component.OK
	case match.PairAsked, match.PairDraft:
		return component.Wait
	}
	return component.Plain
}
