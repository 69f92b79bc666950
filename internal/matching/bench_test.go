package matching

import (
	"context"
	"fmt"
	"testing"
)

func BenchmarkMatch(b *testing.B) {
	sizes := []struct {
		name             string
		mentees, mentors int
	}{{"school", 15, 25}, {"school-scarce", 15, 7}, {"large-school", 40, 60}, {"district", 490, 600}}
	for _, size := range sizes {
		for _, m := range []Method{BestFit, Stable} {
			b.Run(fmt.Sprintf("%s/%s", size.name, m), func(b *testing.B) {
				in := school(1, size.mentees, size.mentors)
				in.Policy.Method = m
				var res Result
				for b.Loop() {
					var err error
					if res, err = Match(context.Background(), in); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(len(res.BlockingPairs)), "blocking")
				b.ReportMetric(float64(res.Matched), "matched")
				if !res.Certificate.Optimal {
					b.ReportMetric(1, "unproved")
				}
			})
		}
	}
}
