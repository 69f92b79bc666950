package scheduling

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// lpAbsent is the price of a task left out in the program for GLPK: above any
// convenience, yet small enough for its arithmetic.
const lpAbsent = 20_000

// writeLP writes the puzzle as a mixed integer program in CPLEX LP format: x is
// an option taken, y a task left out, z the next use of a counter.
func writeLP(w io.Writer, p puzzle) {
	var cost, rows, whole strings.Builder
	uses := make([][]string, len(p.counters))
	for t, task := range p.tasks {
		fmt.Fprintf(&cost, " + %d y%d\n", lpAbsent, t)
		fmt.Fprintf(&rows, " y%d", t)
		for k, o := range task.options {
			x := fmt.Sprintf("x%d_%d", t, k)
			fmt.Fprintf(&cost, " + %d %s\n", o.cost, x)
			fmt.Fprintf(&rows, "\n + %s", x)
			fmt.Fprintf(&whole, " %s\n", x)
			for _, c := range o.uses {
				uses[c] = append(uses[c], x)
			}
		}
		rows.WriteString(" = 1\n")
	}
	for c, xs := range uses {
		if len(xs) == 0 {
			continue
		}
		rows.WriteString(" " + strings.Join(xs, "\n + "))
		if limit := p.counters[c].limit; len(p.counters[c].costs) == 0 {
			fmt.Fprintf(&rows, " <= %d\n", limit)
		} else {
			for k := range min(limit, len(xs)) {
				fmt.Fprintf(&cost, " + %d z%d_%d\n", p.counters[c].cost(k), c, k)
				fmt.Fprintf(&rows, "\n - z%d_%d", c, k)
				fmt.Fprintf(&whole, " z%d_%d\n", c, k)
			}
			rows.WriteString(" <= 0\n")
		}
	}
	fmt.Fprintf(w, "Minimize\n%sSubject To\n%sBinary\n%sEnd\n", cost.String(), rows.String(), whole.String())
}

// glpk is the least cost of the puzzle by GLPK.
func glpk(t testing.TB, p puzzle) float64 {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.lp"), filepath.Join(dir, "out.txt")
	f, err := os.Create(in)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	writeLP(w, p)
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	said, err := exec.CommandContext(t.Context(), "glpsol", "--lp", in, "-o", out, "--cuts").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "Objective:"); ok {
			v, err := strconv.ParseFloat(strings.Fields(rest)[2], 64)
			if err != nil {
				t.Fatal(line)
			}
			return v
		}
	}
	t.Fatal("no objective")
	return 0
}

// schools whose optimum testdata/optimum.json keeps.
func schools() map[string]Horizon {
	out := map[string]Horizon{}
	for seed := uint64(1); seed <= 10; seed++ {
		out[fmt.Sprintf("plain 120/15 seed %d", seed)] = plainSchool(seed, 120, 15)
	}
	for seed := uint64(1); seed <= 10; seed++ {
		out[fmt.Sprintf("crowded 120/15 seed %d", seed)] = crowdedSchool(seed, 120, 15)
	}
	out["plain 300/60 seed 1"] = plainSchool(1, 300, 60)
	for seed := uint64(1); seed <= 2; seed++ {
		out[fmt.Sprintf("crowded 300/60 seed %d", seed)] = crowdedSchool(seed, 300, 60)
	}
	return out
}

func plainSchool(seed uint64, teachers, pairs int) Horizon {
	h := Horizon{Period: fourWeeks}
	h.Grid, h.People, h.Pairs = schoolOf(seed, teachers, pairs, 2)
	return h
}

var update = flag.Bool("update", false, "let GLPK compute testdata/optimum.json anew")

// optimum of a school: as many visits as possible, then the least cost.
type optimum struct {
	Visits int `json:"visits"`
	Cost   int `json:"cost"`
}

func glpkOptimum(t testing.TB, h Horizon) optimum {
	t.Helper()
	all, err := h.check()
	if err != nil {
		t.Fatal(err)
	}
	_, l := h.puzzle(all)
	v := int(math.Round(glpk(t, l.puzzle)))
	return optimum{len(l.puzzle.tasks) - v/lpAbsent, v % lpAbsent}
}

func stored(t testing.TB) map[string]optimum {
	t.Helper()
	known := map[string]optimum{}
	if *update {
		for name, h := range schools() {
			known[name] = glpkOptimum(t, h)
		}
		raw, err := json.MarshalIndent(known, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("testdata/optimum.json", append(raw, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
		return known
	}
	raw, err := os.ReadFile("testdata/optimum.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &known); err != nil {
		t.Fatal(err)
	}
	return known
}

// TestVisitsEqualTheOptimumOfGLPK compares with the stored optima, and those of
// three schools with GLPK itself where it is installed.
func TestVisitsEqualTheOptimumOfGLPK(t *testing.T) {
	known := stored(t)
	_, missing := exec.LookPath("glpsol")
	for name, h := range schools() {
		want, ok := known[name]
		if !ok {
			t.Fatalf("%s is not in testdata/optimum.json", name)
		}
		if missing == nil && strings.HasSuffix(name, "120/15 seed 1") {
			if now := glpkOptimum(t, h); now != want {
				t.Errorf("%s: stored %+v, GLPK says %+v", name, want, now)
			}
		}
		start := time.Now()
		plan, err := Visits(h)
		if err != nil {
			t.Fatal(err)
		}
		got := optimum{len(plan.Visits), plan.Cost}
		t.Logf("%-26s %+v, optimum %+v, proved %v, %v", name, got, want, plan.Proved, time.Since(start).Round(time.Millisecond))
		if cost, kept := judgeVisits(h, plan.Visits); !kept || cost != plan.Cost {
			t.Errorf("%s: a rule is broken or the cost is %d", name, cost)
		}
		if !plan.Proved || got != want {
			t.Errorf("%s: %+v, the optimum is %+v", name, got, want)
		}
	}
}
