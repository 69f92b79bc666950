package handover

import (
	"testing"

	"talim/internal/calendar"

	"github.com/google/go-cmp/cmp"
)

func TestRetirementYear(t *testing.T) {
	for name, c := range map[string]struct {
		birth  int
		gender string
		want   int
	}{
		"man":              {1950, "m", 2013},
		"woman before":     {1955, "f", 2013},
		"woman half year":  {1960, "f", 2019}, // 58.5 in 2018 is not reached, 59 in 2019 is
		"woman in a pause": {1962, "f", 2023},
		"woman at the end": {1970, "f", 2033},
		"gender unknown":   {1950, "", 0},
		"birth unknown":    {-1, "m", 0},
	} {
		if got := RetirementYear(c.birth, c.gender); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestDueDatesAreSpread(t *testing.T) {
	want := []calendar.Date{"2013-09-12", "2013-09-22", "2013-10-02"}
	if diff := cmp.Diff(want, dueDates("2013-09-02", "2013-10-02", 3)); diff != "" {
		t.Error(diff)
	}
}
