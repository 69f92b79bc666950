package match

import (
	"fmt"
	"strings"
	"testing"

	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/matching"
	"talim/internal/mentoring"
)

func TestFreePlace(t *testing.T) {
	for _, c := range []struct {
		taken        []int
		places, want int
	}{
		{nil, 0, 0}, {nil, 1, 1}, {[]int{1}, 1, 0}, {[]int{1}, 2, 2}, {[]int{2}, 2, 1}, {[]int{3, 1}, 3, 2}, {[]int{1, 2, 3}, 2, 0},
	} {
		if got := freePlace(c.taken, c.places); got != c.want {
			t.Errorf("%v of %d: %d, want %d", c.taken, c.places, got, c.want)
		}
	}
}

func TestSignatureCheck(t *testing.T) {
	p := mentoring.Programme{Period: calendar.Period{Starts: "2013-09-02", Ends: "2014-05-25"}}
	right := Signature{Number: "17-ө", Date: "2013-09-05", Starts: "2013-09-09", Ends: "2014-05-20"}
	for name, c := range map[string]struct {
		change func(*Signature)
		want   string
	}{
		"right":           {func(*Signature) {}, "<nil>"},
		"no number":       {func(s *Signature) { s.Number = "" }, "number"},
		"long number":     {func(s *Signature) { s.Number = strings.Repeat("1", mentoring.MaxNumber+1) }, "number"},
		"no date":         {func(s *Signature) { s.Date = "" }, "date"},
		"no such date":    {func(s *Signature) { s.Date = "2013-13-01" }, "date"},
		"no start":        {func(s *Signature) { s.Starts = "" }, "starts"},
		"no end":          {func(s *Signature) { s.Ends = "tomorrow" }, "ends"},
		"backwards":       {func(s *Signature) { s.Starts, s.Ends = "2014-01-02", "2014-01-01" }, "ends"},
		"before":          {func(s *Signature) { s.Starts = "2013-09-01" }, "starts"},
		"after":           {func(s *Signature) { s.Ends = "2014-05-26" }, "starts"},
		"nothing entered": {func(s *Signature) { *s = Signature{} }, "date number starts"},
	} {
		in := right
		c.change(&in)
		if got := apptest.FieldsOf(in.check(p, OrderNew)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// A better fit than that of the proposal is not told in figures.
func TestDraftShownHidesARiseInFit(t *testing.T) {
	for _, c := range []struct {
		method  matching.Method
		made    int
		fit     int
		want    int
		wantKey string
	}{
		{matching.Stable, 743, 810, 743, "mentoring.proposal.cost_nothing"},
		{matching.Stable, 743, 743, 743, "mentoring.proposal.cost_nothing"},
		{matching.Stable, 743, 610, 610, KeyFit},
		{matching.BestFit, 743, 810, 743, "mentoring.proposal.cost_nothing"},
		{matching.Stable, -1, 810, 810, KeyFit},
	} {
		d := Draft{Proposal: Proposal{Method: c.method, FitMade: c.made}}
		if got := d.shown(c.fit); got != c.want {
			t.Errorf("%+v: shown %d", c, got)
		}
		review := matching.Review{Before: matching.Tally{TotalFit: 743}, After: matching.Tally{TotalFit: c.fit}}
		if got := d.costs(Option{}, review); got[0].Key != c.wantKey {
			t.Errorf("%+v: %+v", c, got)
		}
	}
}

// Pairs who would rather have each other are counted for a group of five, as it was made.
func TestBlockingIsCountedOnceAndForFive(t *testing.T) {
	for _, c := range []struct{ mentees, version, want int }{{4, 1, -1}, {5, 1, 2}, {5, 7, 2}} {
		d := Draft{Proposal: Proposal{Blocking: 2, Version: c.version, FitMade: -1}}
		for i := range c.mentees {
			d.question.Mentees = append(d.question.Mentees, matching.Mentee{ID: string(rune('a' + i))})
		}
		s, err := d.Standing()
		if err != nil || s.Blocking != c.want {
			t.Errorf("%d mentees: %d, %v", c.mentees, s.Blocking, err)
		}
	}
}

// A draft of a large school is reckoned while its page is made: 60 mentees, 100 mentors.
func BenchmarkNextBest(b *testing.B) {
	d := Draft{Proposal: Proposal{Method: matching.BestFit, FitMade: -1}}
	for j := range 100 {
		d.question.Mentors = append(d.question.Mentors, matching.Mentor{ID: fmt.Sprint("m", 100+j), Capacity: 2})
	}
	for i := range 60 {
		id := fmt.Sprint("e", 100+i)
		d.question.Mentees = append(d.question.Mentees, matching.Mentee{ID: id})
		for j := range 100 {
			d.question.Pairs = append(d.question.Pairs, matching.Pair{Mentee: id, Mentor: fmt.Sprint("m", 100+j), Fit: (i*37 + j*61) % 1000})
		}
		d.Pairs = append(d.Pairs, NamedPair{Pair: Pair{ID: id, Mentee: id, Mentor: fmt.Sprint("m", 100+i)}})
	}
	for b.Loop() {
		for _, q := range d.Pairs {
			if _, found, err := d.NextBest(q.Mentee); err != nil || !found {
				b.Fatal(found, err)
			}
		}
	}
}
