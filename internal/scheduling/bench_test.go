package scheduling

import (
	"testing"

	"talim/internal/calendar"
)

func BenchmarkWeeklyMeetings(b *testing.B) {
	g, persons, pairs := bigSchool(1)
	w := Week{Grid: g, People: persons}
	for _, p := range pairs {
		w.Meetings = append(w.Meetings, Meeting{ID: p.ID, Members: []string{p.Mentor, p.Mentee}})
	}
	var plan WeekPlan
	for b.Loop() {
		var err error
		if plan, err = WeeklyMeetings(w); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(plan.Placed)), "placed")
	reportProof(b, plan.Proved)
}

func BenchmarkVisits(b *testing.B) {
	for name, last := range map[string]calendar.Date{"four-weeks": "2013-09-28", "half-a-year": "2013-12-28"} {
		b.Run(name, func(b *testing.B) {
			g, persons, pairs := bigSchool(1)
			h := Horizon{Grid: g, People: persons, Pairs: pairs, Period: calendar.Period{Starts: "2013-09-02", Ends: last}}
			var plan VisitPlan
			for b.Loop() {
				var err error
				if plan, err = Visits(h); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(plan.Visits)), "visits")
			b.ReportMetric(float64(plan.Cost), "cost")
			reportProof(b, plan.Proved)
		})
	}
}

func BenchmarkShared(b *testing.B) {
	g, persons, _ := bigSchool(1)
	for b.Loop() {
		Shared(g, persons[0], persons[1])
	}
}

func reportProof(b *testing.B, proved bool) {
	if !proved {
		b.ReportMetric(1, "unproved")
	}
}
