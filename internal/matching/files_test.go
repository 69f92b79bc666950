package matching

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestInstancesAsFiles writes instances of the generator, reads them and matches
// them. scripts/matching-peers keeps the files by TALIM_INSTANCES=folder and
// asks for more by TALIM_SIZES.
func TestInstancesAsFiles(t *testing.T) {
	folder, wanted := os.Getenv("TALIM_INSTANCES"), "school district"
	if folder == "" {
		folder = t.TempDir()
	} else if s := os.Getenv("TALIM_SIZES"); s != "" {
		wanted = s
	}
	for _, size := range sizes {
		if !slices.Contains(strings.Fields(wanted), size.name) {
			continue
		}
		for _, k := range kinds {
			path := filepath.Join(folder, size.name+"-"+k.name+".json")
			raw, err := json.Marshal(country(1, size.schools, k))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, raw, 0o600); err != nil {
				t.Fatal(err)
			}
			p, err := Read(bytes.NewReader(raw), nil)
			if err != nil {
				t.Fatal(err)
			}
			told := map[Method]told{}
			for _, m := range []Method{BestFit, Stable} {
				told[m] = toldOf(t, p, m)
			}
			raw, err = json.Marshal(told)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(strings.TrimSuffix(path, ".json")+".told.json", raw, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// told is what scripts/peers compares.
type told struct {
	Matched  int     `json:"matched"`
	Fit      int     `json:"fit"` // less the penalty
	Blocking int     `json:"blocking"`
	Optimal  bool    `json:"optimal"`
	MS       float64 `json:"ms"` // the best of three, with the check
}

func toldOf(t *testing.T, p *Problem, m Method) told {
	t.Helper()
	p.Use(m)
	out := told{MS: math.Inf(1)}
	for range 3 {
		began := time.Now()
		a, err := p.Solve(context.Background(), nil)
		if err != nil || a.Fault() != nil {
			t.Fatal(err, a.Fault())
		}
		out.MS = min(out.MS, time.Since(began).Seconds()*1000)
		out.Matched, out.Fit, out.Blocking, out.Optimal = a.Matched, a.TotalFit-a.Penalty, a.Blocking, a.Optimal
	}
	return out
}
