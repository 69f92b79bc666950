package scheduling

import "testing"

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
	halfYear := plainSchool(1, 120, 15)
	halfYear.Period.Ends = "2013-12-28"
	for name, h := range map[string]Horizon{
		"120-teachers": plainSchool(1, 120, 15), "120-crowded": crowdedSchool(1, 120, 15), "half-a-year": halfYear,
		"300-teachers": plainSchool(1, 300, 60), "300-crowded": crowdedSchool(1, 300, 60),
	} {
		b.Run(name, func(b *testing.B) {
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
