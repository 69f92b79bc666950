package fault_test

import (
	"errors"
	"strings"
	"testing"

	"talim/internal/calendar"
	"talim/internal/fault"
)

// says are the keys that the fields hold, as "field:key field:key".
func says(f fault.Fields) string {
	var out []string
	for _, one := range f {
		out = append(out, one.Name+":"+one.Key)
	}
	return strings.Join(out, " ")
}

func TestTextAsksForBounds(t *testing.T) {
	for _, c := range []struct {
		text     string
		required bool
		want     string
	}{
		{"", true, "x:fault.text_missing"},
		{" \n", true, "x:fault.text_missing"},
		{"", false, ""},
		{"қазақ", true, ""}, // five letters, ten bytes
		{"қазақ.", true, "x:fault.too_long"},
	} {
		var f fault.Fields
		f.Text("x", c.text, c.required, 5)
		if got := says(f); got != c.want {
			t.Errorf("%q required %v: %q, want %q", c.text, c.required, got, c.want)
		}
	}
}

func TestDayWithinAsksForADayOfThePeriod(t *testing.T) {
	term := calendar.Period{Starts: "2013-09-02", Ends: "2013-12-30"}
	for day, want := range map[calendar.Date]string{
		"": "x:fault.date_missing", "soon": "x:fault.date_missing", "2013-02-30": "x:fault.date_missing",
		"2013-09-01": "x:fault.date_early", "2013-09-02": "", "2013-12-30": "", "2013-12-31": "x:fault.date_late",
	} {
		var f fault.Fields
		f.DayWithin("x", day, term)
		if got := says(f); got != want {
			t.Errorf("%q: %q, want %q", day, got, want)
		}
		var single fault.Fields
		if single.Day("x", day) != (len(single) == 0) {
			t.Errorf("%q: Day says other than it notes", day)
		}
	}
}

func TestFieldsAnswerOnce(t *testing.T) {
	var f fault.Fields
	f.When(false, "a", "fault.number")
	if f.Err() != nil {
		t.Errorf("nothing is wrong, and it says %v", f.Err())
	}
	f.When(true, "a", "fault.number")
	f.Text("b", "", true, 5)
	if e, ok := fault.As(errors.Join(f.Err())); !ok || e.Kind != fault.KindInvalid || says(e.Fields) != "a:fault.number b:fault.text_missing" {
		t.Errorf("got %v", f.Err())
	}
	if !fault.Is(fault.Changed(), fault.KindConflict) {
		t.Error("a change of somebody else is no conflict")
	}
}
