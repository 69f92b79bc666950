package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
)

// Spent is what one thing took. Things of one kind are listed together; several run
// at the same time, so that their sum is more than the clock says.
type Spent struct {
	Kind    string  `json:"kind"`
	What    string  `json:"what"`
	Seconds float64 `json:"seconds"`
}

// mostLines is how many things of a kind have a line of their own.
const mostLines = 12

// printSpent prints the table of where the time went, kind by kind in the order in
// which they come, the longest first.
func printSpent(to io.Writer, all []Spent) {
	var kinds []string
	by := map[string][]Spent{}
	for _, s := range all {
		if by[s.Kind] == nil {
			kinds = append(kinds, s.Kind)
		}
		by[s.Kind] = append(by[s.Kind], s)
	}
	for _, kind := range kinds {
		printKind(to, kind, by[kind])
	}
}

func printKind(to io.Writer, kind string, all []Spent) {
	slices.SortStableFunc(all, func(a, b Spent) int { return cmp.Compare(b.Seconds, a.Seconds) })
	fmt.Fprintf(to, "%-46s %9s\n", kind, "seconds")
	for _, s := range all[:min(mostLines, len(all))] {
		fmt.Fprintf(to, "  %-44s %9.1f\n", s.What, s.Seconds)
	}
	if rest := all[min(mostLines, len(all)):]; len(rest) > 0 {
		sum := 0.0
		for _, s := range rest {
			sum += s.Seconds
		}
		fmt.Fprintf(to, "  %-44s %9.1f\n", fmt.Sprintf("%d others", len(rest)), sum)
	}
}
