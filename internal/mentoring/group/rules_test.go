package group

import (
	"slices"
	"strings"
	"testing"
	"time"

	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/mentoring"
)

var year = calendar.Period{Starts: "2013-09-09", Ends: "2014-05-20"}

func at(local string) time.Time { return apptest.ClockAt(local).Now() }

func TestNewGroupTimeIsCheckedFieldByField(t *testing.T) {
	good := NewGroupTime{From: "2013-10-07", Weekday: calendar.Monday, StartsAt: "10:15", EndsAt: "11:00", Place: "5", Repeat: true}
	for name, c := range map[string]struct {
		change func(n *NewGroupTime)
		want   string
	}{
		"good":                   {func(*NewGroupTime) {}, ""},
		"today":                  {func(n *NewGroupTime) { n.From = "2013-10-01" }, ""},
		"yesterday":              {func(n *NewGroupTime) { n.From = "2013-09-30" }, "from:mentoring.meeting.past"},
		"before the group":       {func(n *NewGroupTime) { n.From = "2013-09-08" }, "from:mentoring.meeting.outside"},
		"its last day":           {func(n *NewGroupTime) { n.From = "2014-05-20" }, ""},
		"after its last day":     {func(n *NewGroupTime) { n.From = "2014-05-21" }, "from:mentoring.meeting.outside"},
		"no day":                 {func(n *NewGroupTime) { n.From = "" }, "from:fault.date_missing"},
		"no time":                {func(n *NewGroupTime) { n.StartsAt, n.EndsAt = "", "" }, "time:mentoring.meeting.choose"},
		"a time the wrong way":   {func(n *NewGroupTime) { n.StartsAt, n.EndsAt = "11:00", "10:15" }, "time:mentoring.meeting.choose"},
		"a time of no length":    {func(n *NewGroupTime) { n.EndsAt = "10:15" }, "time:mentoring.meeting.choose"},
		"a long place":           {func(n *NewGroupTime) { n.Place = strings.Repeat("ө", mentoring.MaxPlace+1) }, "place:fault.too_long"},
		"a place that just fits": {func(n *NewGroupTime) { n.Place = strings.Repeat("ө", mentoring.MaxPlace) }, ""},
	} {
		in := good
		c.change(&in)
		if got := apptest.Says(in.check(year, at("2013-10-01T09:00"))); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// A group meets every so many weeks on its weekday, from the first such day on.
func TestDaysOfAGroupFollowItsRhythm(t *testing.T) {
	whole := calendar.Period{Starts: "2013-09-09", Ends: "2013-10-11"}
	for name, c := range map[string]struct {
		in    NewGroupTime
		every int
		want  []calendar.Date
	}{
		"every week":           {NewGroupTime{From: "2013-09-16", Weekday: calendar.Wednesday, Repeat: true}, 1, []calendar.Date{"2013-09-18", "2013-09-25", "2013-10-02", "2013-10-09"}},
		"every second":         {NewGroupTime{From: "2013-09-16", Weekday: calendar.Wednesday, Repeat: true}, 2, []calendar.Date{"2013-09-18", "2013-10-02"}},
		"from that day itself": {NewGroupTime{From: "2013-09-18", Weekday: calendar.Wednesday, Repeat: true}, 2, []calendar.Date{"2013-09-18", "2013-10-02"}},
		"from the day after":   {NewGroupTime{From: "2013-09-19", Weekday: calendar.Wednesday, Repeat: true}, 2, []calendar.Date{"2013-09-25", "2013-10-09"}},
		"of no rhythm":         {NewGroupTime{From: "2013-10-01", Weekday: calendar.Friday, Repeat: true}, 0, []calendar.Date{"2013-10-04", "2013-10-11"}},
		"once":                 {NewGroupTime{From: "2013-09-19", Weekday: calendar.Wednesday}, 2, []calendar.Date{"2013-09-19"}},
		"too late for any":     {NewGroupTime{From: "2013-10-10", Weekday: calendar.Wednesday, Repeat: true}, 1, nil},
	} {
		if got := c.in.days(whole, c.every); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// A meeting may be recorded from the minute at which it begins.
func TestGroupMeetingHasBegunAtItsTime(t *testing.T) {
	m := GroupMeeting{Date: "2013-10-07", StartsAt: "10:15"}
	for now, want := range map[string]bool{"2013-10-06T23:59": false, "2013-10-07T10:14": false, "2013-10-07T10:15": true, "2013-10-08T00:00": true} {
		if m.begun(at(now)) != want {
			t.Errorf("at %s: %v", now, !want)
		}
	}
}
