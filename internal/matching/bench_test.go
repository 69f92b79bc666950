package matching

import (
	"context"
	"fmt"
	"testing"
)

// BenchmarkSolve is matching itself with the independent check, without reading
// and writing; names say size and kind.
func BenchmarkSolve(b *testing.B) {
	for _, size := range sizes {
		for _, k := range kinds {
			in := country(1, size.schools, k)
			for _, m := range []Method{BestFit, Stable} {
				b.Run(fmt.Sprintf("%s/%s/%s", size.name, k.name, m), func(b *testing.B) { benchmarkSolve(b, in, m) })
			}
		}
	}
}

func benchmarkSolve(b *testing.B, in Instance, m Method) {
	p, err := Prepare(in)
	if err != nil {
		b.Fatal(err)
	}
	p.Use(m)
	var a *Answer
	for b.Loop() {
		if a, err = p.Solve(context.Background(), nil); err != nil || a.Fault() != nil {
			b.Fatal(err, a.Fault())
		}
	}
	mentees, _, pairs := p.Size()
	b.ReportMetric(float64(mentees), "mentees")
	b.ReportMetric(float64(pairs), "pairs")
	b.ReportMetric(float64(a.Matched), "matched")
	b.ReportMetric(float64(a.Blocking), "blocking")
	b.ReportMetric(100*float64(a.TotalFit-a.Penalty)/float64(a.Bound), "%fit")
	if !a.Optimal {
		b.ReportMetric(1, "unproved")
	}
}

// BenchmarkMatch is the call of the program, from facts in memory to reasons.
func BenchmarkMatch(b *testing.B) {
	for _, k := range kinds[:2] {
		b.Run("school/"+k.name, func(b *testing.B) {
			in := country(1, 1, k)
			for b.Loop() {
				if _, err := Match(context.Background(), in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkRematch is one request while the pairs of a stable matching run:
// compiled for it, and with the instance compiled before.
func BenchmarkRematch(b *testing.B) {
	for _, size := range sizes {
		for _, k := range kinds {
			b.Run(size.name+"/"+k.name, func(b *testing.B) { benchmarkRematch(b, country(1, size.schools, k)) })
		}
	}
}

func benchmarkRematch(b *testing.B, in Instance) {
	p, err := Prepare(in)
	if err != nil {
		b.Fatal(err)
	}
	a, err := p.Solve(context.Background(), nil)
	if err != nil {
		b.Fatal(err)
	}
	for i := range p.t.mentees {
		if e, has := p.t.chosen(a.s, int32(i)); has {
			in.Current = append(in.Current, Couple{p.t.mentees[i], p.t.mentors[e.mentor]})
		}
	}
	s, err := Stand(context.Background(), in)
	if err != nil {
		b.Fatal(err)
	}
	asks := map[string]func(Request) (Rematched, error){
		"standing": func(q Request) (Rematched, error) { return s.Rematch(context.Background(), q) },
	}
	if len(in.Mentees) < 1000 { // beyond, it takes as long as matching everybody
		asks["compiled-for-it"] = func(q Request) (Rematched, error) { return Rematch(context.Background(), in, q) }
	}
	for name, ask := range asks {
		b.Run(name, func(b *testing.B) {
			others, n := 0, 0
			for b.Loop() {
				got, err := ask(Request{Mentee: in.Mentees[n*7%len(in.Mentees)].ID})
				if err != nil || !got.Checked {
					b.Fatal(err, "not checked")
				}
				others += got.Others
				n++
			}
			b.ReportMetric(float64(others)/float64(n), "others")
		})
	}
}
