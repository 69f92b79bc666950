// Package workplan is what a subject methodological unit plans (R045): things to be done on
// a day, in a week, a month, a term or some time in the year, each with who does it and what
// is to be learned by it. What is planned and what was held stand side by side, so that
// what lives on paper only is seen, and can be dropped (R055).
//
// A plan is begun from the unit's year before, or from what units usually do; nobody writes
// it anew each August.
//
// # States
//
//	planned -> held | dropped -> planned again
//
// Each change keeps what was. The rules stand in access.go.
package workplan
