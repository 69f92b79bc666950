package waiting_test

import (
	"slices"
	"testing"

	"talim/internal/calendar"
	"talim/internal/waiting"
)

func TestSort(t *testing.T) {
	items := []waiting.Item{{URL: "any day"}, {URL: "b", Due: "2013-09-05"}, {URL: "c", Due: "2013-09-05"}, {URL: "a", Due: "2012-12-31"}, {URL: "some day"}}
	waiting.Sort(items)
	var got []string
	for _, i := range items {
		got = append(got, i.URL)
	}
	if want := []string{"a", "b", "c", "any day", "some day"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOverdue(t *testing.T) {
	for due, want := range map[calendar.Date]bool{"": false, "2013-09-01": true, "2013-09-02": false, "2013-09-03": false} {
		if got := (waiting.Item{Due: due}).Overdue("2013-09-02"); got != want {
			t.Errorf("due %q: overdue %v", due, got)
		}
	}
}
