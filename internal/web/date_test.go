package web

import (
	"net/url"
	"testing"

	"talim/internal/calendar"
	"talim/internal/fault"
)

// A day that nobody plans for is refused at its field, in words of its own.
func TestDatesOfFormsAreBounded(t *testing.T) {
	for text, want := range map[string]string{
		"2026-09-01": "", "2030-08-31": "", "2030-09-01": "fault.date_far", "9999-12-31": "fault.date_far", "0001-01-01": "fault.date_far", "soon": "fault.date_missing", "": "fault.date_missing",
	} {
		f := NewForm("day", text)
		f.today = "2026-11-30"
		var faults fault.Fields
		if ok := faults.Day("day", f.Date("day")); ok != (want == "") || !ok && (len(faults) != 1 || faults[0].Key != want) {
			t.Errorf("%q: %+v, want %s", text, faults, want)
		}
	}
}

// Whatever a form holds, reading it ends and gives no day beyond reach.
func FuzzForm(f *testing.F) {
	for _, seed := range []string{"day=9999-12-31", "day=31.12.9999&at=24:00&n=1", "day=%00%ff&at=8:5&n=-9223372036854775809", "day=2026-02-30&day=2026-09-01", "n=1e9&answer=maybe", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		values, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		form := Form{values: cleanAll(values), today: "2026-11-30"}
		if d := form.Date("day"); d.Valid() && !calendar.Reach("2026-11-30").Contains(d) {
			t.Errorf("%q: %s", query, d)
		}
		form.Clock("at")
		form.Int("n")
		_, _ = form.Answer("answer")
	})
}
