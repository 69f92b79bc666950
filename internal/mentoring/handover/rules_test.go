package handover

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/mentoring"
)

func TestNewHandoverIsCheckedFieldByField(t *testing.T) {
	good := NewHandover{Leaver: "m1", Successor: "e1", What: "Химия кабинеті", LeavesOn: "2014-05-20", Steps: "Жоспар\n\nЗертхана"}
	for name, c := range map[string]struct {
		change func(n *NewHandover)
		want   string
		steps  int
	}{
		"good":                {func(*NewHandover) {}, "", 2},
		"without steps":       {func(n *NewHandover) { n.Steps = " \n" }, "", 0},
		"to nobody":           {func(n *NewHandover) { n.Successor = "" }, "successor:mentoring.handover.successor_missing", 2},
		"to oneself":          {func(n *NewHandover) { n.Successor = "m1" }, "successor:mentoring.handover.oneself", 2},
		"of nothing":          {func(n *NewHandover) { n.What = "" }, "what:mentoring.handover.what_missing", 2},
		"of too much":         {func(n *NewHandover) { n.What = strings.Repeat("ө", mentoring.MaxPlace+1) }, "what:fault.too_long", 2},
		"today":               {func(n *NewHandover) { n.LeavesOn = "2013-09-02" }, "leaves_on:mentoring.handover.too_late", 2},
		"tomorrow":            {func(n *NewHandover) { n.LeavesOn = "2013-09-03" }, "", 2},
		"on no day":           {func(n *NewHandover) { n.LeavesOn = "" }, "leaves_on:fault.date_missing", 2},
		"twenty steps":        {func(n *NewHandover) { n.Steps = strings.Repeat("x\n", maxHandoverSteps) }, "", maxHandoverSteps},
		"a step too many":     {func(n *NewHandover) { n.Steps = strings.Repeat("x\n", maxHandoverSteps+1) }, "steps:mentoring.talk.too_many", maxHandoverSteps + 1},
		"a step of two pages": {func(n *NewHandover) { n.Steps = "x\n" + strings.Repeat("ө", mentoring.MaxStep+1) }, "steps:fault.too_long", 2},
	} {
		in := good
		c.change(&in)
		steps, err := in.check("2013-09-02")
		if got := apptest.Says(err); got != c.want || len(steps) != c.steps {
			t.Errorf("%s: %q with %d steps, want %q", name, got, len(steps), c.want)
		}
	}
}

func TestNewLeaveIsTalkedOverFirst(t *testing.T) {
	for name, c := range map[string]struct {
		leaves, told calendar.Date
		want         string
	}{
		"good":             {"2014-05-20", "2013-09-01", ""},
		"told today":       {"2014-05-20", "2013-09-02", ""},
		"told tomorrow":    {"2014-05-20", "2013-09-03", "told_on:mentoring.handover.not_told"},
		"not told":         {"2014-05-20", "", "told_on:mentoring.handover.not_told"},
		"leaving today":    {"2013-09-02", "2013-09-01", "leaves_on:mentoring.handover.too_late"},
		"leaving tomorrow": {"2013-09-03", "2013-09-01", ""},
		"on no day":        {"soon", "2013-09-01", "leaves_on:fault.date_missing"},
		"nothing said":     {"", "", "leaves_on:fault.date_missing told_on:mentoring.handover.not_told"},
	} {
		if got := apptest.Says(NewLeave{LeavesOn: c.leaves, ToldOn: c.told}.check("2013-09-02")); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// Steps are spread over the time there is, in their order, and the last is due on the last day.
func TestDueDatesEndOnTheLastDay(t *testing.T) {
	for _, c := range []struct {
		to   calendar.Date
		n    int
		want []calendar.Date
	}{
		{"2013-09-22", 2, []calendar.Date{"2013-09-12", "2013-09-22"}},
		{"2013-09-22", 4, []calendar.Date{"2013-09-07", "2013-09-12", "2013-09-17", "2013-09-22"}},
		{"2013-09-05", 5, []calendar.Date{"2013-09-02", "2013-09-03", "2013-09-03", "2013-09-04", "2013-09-05"}},
		{"2013-09-03", 1, []calendar.Date{"2013-09-03"}},
		{"2013-09-03", 0, []calendar.Date{}},
	} {
		if got := dueDates("2013-09-02", c.to, c.n); !slices.Equal(got, c.want) {
			t.Errorf("%d steps until %s: %v, want %v", c.n, c.to, got, c.want)
		}
	}
}

// The age of retirement rises for women by half a year a year, with a pause from 2023 to 2027.
func TestRetirementYearFollowsTheLaw(t *testing.T) {
	for _, c := range []struct {
		gender      string
		birth, want int
	}{
		{"m", 1950, 2013},
		{"m", 1951, 2014},
		{"m", 1990, 2053},
		{"f", 1955, 2013},
		{"f", 1956, 2014},
		{"f", 1959, 2017},
		{"f", 1960, 2019},
		{"f", 1962, 2023},
		{"f", 1963, 2024},
		{"f", 1966, 2027},
		{"f", 1967, 2029},
		{"f", 1970, 2033},
		{"f", 1990, 2053},
		{"", 1960, 0},
		{"x", 1960, 0},
		{"f", 0, 0},
		{"m", -1, 0},
	} {
		if got := RetirementYear(c.birth, c.gender); got != c.want {
			t.Errorf("%s of %d retires in %d, want %d", c.gender, c.birth, got, c.want)
		}
	}
	for birth := 1940; birth < 2000; birth++ {
		if f, next := RetirementYear(birth, "f"), RetirementYear(birth+1, "f"); next < f || RetirementYear(birth, "m") < f {
			t.Errorf("of %d in %d, of %d in %d", birth, f, birth+1, next)
		}
	}
}

// Who soon leaves and alone teaches something comes first; who does neither is not shown,
// and of who retires far ahead nobody is told when.
func TestSortLeavingPutsTheUrgentFirst(t *testing.T) {
	of := func(code, leave, alone string, birth int, gender string) Leaving {
		l := Leaving{Leave: leave, Alone: alone, BirthYear: birth, Gender: gender, Person: mentoring.Person{ID: code, Code: code, SortKey: code}}
		l.Retires = l.retires()
		return l
	}
	got := sortLeaving([]Leaving{
		of("young", "", "", 1985, "f"), of("alone", "", "Chem", 1985, "f"), of("retires", "", "", 1951, "m"), of("leaves", "l", "", 1985, "f"), of("both", "", "Bio,Geo", 1951, "m"),
		of("alsoboth", "l", "Phys", 0, ""), of("later", "", "", 1954, "m"),
	}, "2013-09-02")
	var codes []string
	for _, l := range got {
		codes = append(codes, l.ID+" "+strconv.Itoa(l.Retires)+" "+strconv.Itoa(len(l.Subjects())))
	}
	want := []string{"alsoboth 0 1", "both 2014 2", "leaves 0 0", "retires 2014 0", "alone 0 1"}
	if !slices.Equal(codes, want) {
		t.Errorf("%q, want %q", codes, want)
	}
}

// Where no year of birth is known, it is counted back from the age on the day it was written.
func TestRetiresCountsBackFromTheAge(t *testing.T) {
	for name, c := range map[string]struct {
		of   Leaving
		want int
	}{
		"by birth":         {Leaving{BirthYear: 1950, Age: 30, RecordedOn: "2013-09-01", Gender: "m"}, 2013},
		"by age":           {Leaving{BirthYear: -1, Age: 63, RecordedOn: "2013-09-01", Gender: "m"}, 2013},
		"age without day":  {Leaving{BirthYear: -1, Age: 63, Gender: "m"}, 0},
		"nothing":          {Leaving{BirthYear: -1, Age: -1, RecordedOn: "2013-09-01", Gender: "m"}, 0},
		"gender not known": {Leaving{BirthYear: 1950}, 0},
	} {
		if got := c.of.retires(); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}
