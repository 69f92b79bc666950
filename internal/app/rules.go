package app

import (
	"slices"

	"talim/internal/access"
	"talim/internal/evaluation"
	"talim/internal/mentoring"
	"talim/internal/practice"
	"talim/internal/recognition"
	"talim/internal/support"
	"talim/internal/timetable"
)

// Rules are who reads and writes each kind of record, of all areas: the page "Who
// sees what" and docs/confidence.md are made from them.
func Rules() []access.Rule {
	return slices.Concat(mentoring.Rules, support.Rules, practice.Rules, recognition.Rules, evaluation.Rules, timetable.Rules)
}
