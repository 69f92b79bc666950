package recordstory

import (
	"strings"
	"testing"
	"time"

	"talim/internal/apptest"
	"talim/internal/observation/record"
)

// The record is that of Appendix P: fifteen times, and how long each part took.
func TestRecordIsThatOfTheStudy(t *testing.T) {
	clock := apptest.ClockAt("2013-11-22T20:30")
	ops, err := teller{records: record.New(nil, nil, nil, nil, clock.Now)}.operations()
	if err != nil {
		t.Fatal(err)
	}
	head, lines := ops[0], ops[1:]
	if head.Count != 17 || len(head.Seating) != 3 || len(lines) != 15 {
		t.Fatalf("%d pupils in %d groups, %d lines", head.Count, len(head.Seating), len(lines))
	}
	tags := record.UsualTags(record.OfLesson, "2013-11-20")
	for i, want := range []int{1, 3, 3, 2, 5, 1, 2, 3, 3, 3, 3, 5, 7, 4} {
		if got := lines[i+1].At.Sub(lines[i].At); got != time.Duration(want)*time.Minute {
			t.Errorf("part %d takes %s, in the study %d minutes", i+1, got, want)
		}
		for _, tag := range lines[i].Tags {
			if _, ok := tags.Tag(tag); !ok {
				t.Errorf("part %d has a tag that no school has: %s", i+1, tag)
			}
		}
	}
	if lines[0].At.Format("2006-01-02 15:04") != "2013-11-20 15:45" || lines[1].Pupils != "алты оқушы айтады: 1, 3, 10, 7, 14, 17" || strings.TrimSpace(lines[14].Pupils) != "" {
		t.Errorf("it begins at %s", lines[0].At)
	}
}
