package agreement

import (
	"testing"

	"talim/internal/apptest"
	"talim/internal/calendar"
)

func TestNewHoursAreCheckedFieldByField(t *testing.T) {
	for name, c := range map[string]struct {
		in   NewHours
		want string
	}{
		"good":                  {NewHours{AgreedOn: "2013-09-01", Starts: "2013-09-09", Ends: "2013-12-27"}, ""},
		"one day":               {NewHours{AgreedOn: "2013-09-02", Starts: "2013-09-09", Ends: "2013-09-09"}, ""},
		"of days that are past": {NewHours{AgreedOn: "2013-08-20", Starts: "2013-08-21", Ends: "2013-08-25"}, ""},
		"agreed tomorrow":       {NewHours{AgreedOn: "2013-09-03", Starts: "2013-09-09", Ends: "2013-12-27"}, "agreed_on:mentoring.deal.future"},
		"ends before":           {NewHours{AgreedOn: "2013-09-02", Starts: "2013-09-09", Ends: "2013-09-08"}, "ends:mentoring.date.order"},
		"no days":               {NewHours{}, "agreed_on:fault.date_missing ends:fault.date_missing starts:fault.date_missing"},
		"no such day":           {NewHours{AgreedOn: "2013-09-02", Starts: "2013-09-31", Ends: "2013-12-27"}, "starts:fault.date_missing"},
	} {
		if got := apptest.Says(c.in.check("2013-09-02")); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// An agreement holds from its first day to its last, until it is ended.
func TestHoursHoldUntilTheyAreEnded(t *testing.T) {
	d := HoursAgreement{Period: calendar.Period{Starts: "2013-09-09", Ends: "2013-12-27"}}
	for day, want := range map[calendar.Date]bool{"2013-09-08": false, "2013-09-09": true, "2013-12-27": true, "2013-12-28": false} {
		if d.Holds(day) != want {
			t.Errorf("on %s: %v", day, !want)
		}
	}
	if d.EndedAt = "2013-10-01T04:00:00.000Z"; d.Holds("2013-10-02") || d.Holds("2013-09-09") {
		t.Error("an agreement that was ended holds")
	}
}
