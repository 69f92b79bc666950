package matching

import (
	"context"
	"encoding/json"
	"testing"
	"time"
)

// FuzzMatch: whatever JSON comes, the answer is an error or a result that an
// independent check accepts.
func FuzzMatch(f *testing.F) {
	for seed := range uint64(20) {
		raw, err := json.Marshal(small(seed))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Add([]byte(`{"mentees":[{"id":"T1","prefers":["M3"],"refuses":["M9"]}],"mentors":[{"id":"M1","capacity":2,"prefers":["T1"],"refuses":[]}],"pairs":[{"mentee":"T1","mentor":"M1","fit":743}],"current":[{"mentee":"T4","mentor":"M2"}],"policy":{"load_penalty":[0,50,120]}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var in Instance
		if json.Unmarshal(raw, &in) != nil || len(in.Mentees) > 30 || len(in.Mentors) > 30 {
			return
		}
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		res, err := Match(ctx, in)
		if err != nil {
			return
		}
		if err := Verify(in, res); err != nil || !res.Certificate.Checked {
			t.Fatalf("%v\n%s", err, raw)
		}
	})
}
