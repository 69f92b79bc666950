package pairing

import (
	"strings"
	"testing"

	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/mentoring"
)

var atWork = Pairing{Mentor: "m", Mentee: "e", State: Running, Period: calendar.Period{Starts: "2013-09-09", Ends: "2014-05-20"}}

func TestNewMeetingIsCheckedFieldByField(t *testing.T) {
	good := NewMeeting{Date: "2013-10-07", StartsAt: "10:15", EndsAt: "11:00", Place: "кабинет 3"}
	for name, c := range map[string]struct {
		change func(n *NewMeeting)
		want   string
	}{
		"good":                 {func(*NewMeeting) {}, ""},
		"today":                {func(n *NewMeeting) { n.Date = "2013-10-01" }, ""},
		"yesterday":            {func(n *NewMeeting) { n.Date = "2013-09-30" }, "date:mentoring.meeting.past"},
		"before the pair":      {func(n *NewMeeting) { n.Date = "2013-09-08" }, "date:mentoring.meeting.outside"},
		"its last day":         {func(n *NewMeeting) { n.Date = "2014-05-20" }, ""},
		"after it":             {func(n *NewMeeting) { n.Date = "2014-05-21" }, "date:mentoring.meeting.outside"},
		"no day":               {func(n *NewMeeting) { n.Date = "" }, "date:fault.date_missing"},
		"no time":              {func(n *NewMeeting) { n.StartsAt, n.EndsAt = "", "" }, "starts_at:mentoring.meeting.time"},
		"a time the wrong way": {func(n *NewMeeting) { n.StartsAt = "11:01" }, "starts_at:mentoring.meeting.time"},
		"a long place":         {func(n *NewMeeting) { n.Place = strings.Repeat("ө", mentoring.MaxPlace+1) }, "place:fault.too_long"},
	} {
		in := good
		c.change(&in)
		if got := apptest.Says(in.Check(atWork, apptest.ClockAt("2013-10-01T09:00").Now())); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestNewWeeklyBeginsWhileThePairIsAtWork(t *testing.T) {
	for name, c := range map[string]struct {
		in   NewWeekly
		want string
	}{
		"from now on":       {NewWeekly{}, ""},
		"from a day on":     {NewWeekly{From: "2013-10-07"}, ""},
		"from a past day":   {NewWeekly{From: "2013-09-01"}, ""}, // begins with the pair
		"from the last day": {NewWeekly{From: "2014-05-20"}, ""},
		"from after it":     {NewWeekly{From: "2014-05-21"}, "from:mentoring.meeting.outside"},
		"from no such day":  {NewWeekly{From: "2014-02-30"}, "from:fault.date_missing"},
		"a long place":      {NewWeekly{Place: strings.Repeat("ө", mentoring.MaxPlace+1)}, "place:fault.too_long"},
	} {
		if got := apptest.Says(c.in.check(atWork)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestReasonIsGivenBeforeAMeetingIsMoved(t *testing.T) {
	for text, want := range map[string]string{
		" ауырып қалдым\n": "", "": "reason:mentoring.meeting.reason_missing", " \n\t": "reason:mentoring.meeting.reason_missing",
		strings.Repeat("ө", maxReason): "", strings.Repeat("ө", maxReason+1): "reason:fault.too_long",
	} {
		got, err := ReasonGiven(text)
		if said := apptest.Says(err); said != want || want == "" && got != strings.TrimSpace(text) {
			t.Errorf("%.20q: %q and %.20q, want %q", text, said, got, want)
		}
	}
}
