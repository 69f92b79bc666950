package exchange

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	gocmp "github.com/google/go-cmp/cmp"
)

var days = [7]string{"дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі"}

// What is written can be read again: the same lessons, to the hour and the room.
func TestFETIsWrittenAsItIsRead(t *testing.T) {
	for _, name := range []string{"auyl_data_and_timetable.fet.gz", "audan_data_and_timetable.fet.gz", "aimak_data_and_timetable.fet.gz"} {
		b := read(t, unpacked(t, name))
		var out bytes.Buffer
		if err := WriteFET(&out, Timetable{School: "Мектеп «A» & <B>", Days: days, Lessons: b.Lessons}); err != nil {
			t.Fatal(err)
		}
		again := read(t, out.Bytes())
		if diff := gocmp.Diff(inOrder(b.Lessons), inOrder(again.Lessons)); diff != "" {
			t.Errorf("%s: %.1000s", name, diff)
		}
		if again.Counts.Classes != b.Counts.Classes || again.Counts.Groups != b.Counts.Groups || len(again.Ignored) != 0 {
			t.Errorf("%s: %+v, %+v", name, again.Counts, again.Ignored)
		}
	}
}

// A teacher who has two classes together gives one lesson.
func TestTwoClassesTogetherInFET(t *testing.T) {
	l := Lesson{Teacher: "T-1", Class: "10А", Subject: "S", Room: "7", Day: "1", Starts: "08:30", Ends: "09:15"}
	other := l
	other.Class, other.Group = "11А", 2
	var out bytes.Buffer
	if err := WriteFET(&out, Timetable{Days: days, Lessons: []Lesson{l, other}}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "<Activity>"); n != 1 {
		t.Errorf("%d activities", n)
	}
	if diff := gocmp.Diff(inOrder([]Lesson{l, other}), inOrder(read(t, out.Bytes()).Lessons)); diff != "" {
		t.Error(diff)
	}
}

func inOrder(all []Lesson) []Lesson {
	all = slices.Clone(all)
	for i := range all {
		all[i].Hour = 0 // numbers only the hours that have lessons
	}
	slices.SortFunc(all, func(a, b Lesson) int {
		return cmp.Or(cmp.Compare(a.Teacher, b.Teacher), cmp.Compare(a.Day, b.Day), cmp.Compare(a.Starts, b.Starts), cmp.Compare(a.Class, b.Class), cmp.Compare(a.Group, b.Group))
	})
	return all
}

func TestCalendar(t *testing.T) {
	zone := time.FixedZone("", 6*3600)
	at := time.Date(2013, 9, 2, 8, 30, 0, 0, zone)
	long := strings.Repeat("Қазақ тілі; ", 12)
	var out bytes.Buffer
	err := WriteCalendar(&out, "T-A2", at, []Event{
		{ID: "1", Starts: at, Ends: at.Add(45 * time.Minute), Title: long, Place: "7", About: "a, b; c\nd"},
		{ID: "2", Starts: at.AddDate(0, 0, 1), Ends: at.AddDate(0, 0, 1).Add(time.Hour), Title: "x"},
	})
	if err != nil {
		t.Fatal(err)
	}
	text := out.String()
	for _, line := range strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("a line of %d bytes: %q", len(line), line)
		}
	}
	if !strings.Contains(text, "DTSTART:20130902T023000Z") || strings.Count(text, "BEGIN:VEVENT") != 2 {
		t.Error(text)
	}
	back, err := ics.ParseCalendar(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if got := back.Events()[0].GetProperty(ics.ComponentPropertySummary).Value; strings.TrimSpace(got) != strings.TrimSpace(long) {
		t.Errorf("title %q", got)
	}
}
