package pairing

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/timetable"
)

func TestMonths(t *testing.T) {
	for _, c := range []struct{ starts, ends, want string }{
		{"2013-09-09", "2013-12-31", "2013-09 2013-10 2013-11 2013-12"},
		{"2013-10-31", "2014-03-01", "2013-10 2013-11 2013-12 2014-01 2014-02 2014-03"},
		{"2013-09-30", "2013-09-30", "2013-09"},
	} {
		p := calendar.Period{Starts: calendar.Date(c.starts), Ends: calendar.Date(c.ends)}
		if got := strings.Join(Months(p), " "); got != c.want {
			t.Errorf("%v: %s, want %s", p, got, c.want)
		}
	}
}

func TestPlanTidy(t *testing.T) {
	got := PlanContent{
		Strong: " a ", Weak: "\n", Goals: []string{"", " one ", "  ", "two"},
		Steps: []PlanStep{{Month: "2013-11", Text: "c"}, {Month: "2013-10", Text: " "}, {Month: "2013-10", Text: " a "}, {Month: "2013-11", Text: "d", Who: mentoring.Mentor, Done: true}},
	}.tidy()
	want := PlanContent{
		Strong: "a", Goals: []string{"one", "two"},
		Steps: []PlanStep{{Month: "2013-10", Text: "a"}, {Month: "2013-11", Text: "c"}, {Month: "2013-11", Text: "d", Who: mentoring.Mentor, Done: true}},
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestPlanCheck(t *testing.T) {
	months := []string{"2013-09", "2013-10"}
	step := func(month string, who mentoring.Side) []PlanStep {
		return []PlanStep{{Month: month, Text: "x", Who: who}}
	}
	goal := []string{"a goal"}
	for name, c := range map[string]struct {
		plan PlanContent
		want string
	}{
		"a goal alone":    {PlanContent{Goals: goal}, "<nil>"},
		"empty":           {PlanContent{}, "goal_1"},
		"step of both":    {PlanContent{Goals: goal, Steps: step("2013-10", "")}, "<nil>"},
		"step of mentee":  {PlanContent{Goals: goal, Steps: step("2013-09", mentoring.Mentee)}, "<nil>"},
		"month outside":   {PlanContent{Goals: goal, Steps: step("2014-06", "")}, "month_1"},
		"no month":        {PlanContent{Goals: goal, Steps: step("", "")}, "month_1"},
		"somebody else":   {PlanContent{Goals: goal, Steps: step("2013-10", "director")}, "who_1"},
		"empty rows only": {PlanContent{Goals: []string{" ", ""}, Steps: []PlanStep{{Text: " "}}}, "goal_1"},
		"in the fourth":   {PlanContent{Goals: goal, Steps: append(make([]PlanStep, 3), step("2014-06", "director")...)}, "month_4 who_4"},
		"both rows":       {PlanContent{Goals: goal, Steps: append(step("2014-06", ""), step("", "")...)}, "month_1 month_2"},
		"rows that fit":   {PlanContent{Goals: append(make([]string, maxGoals), goal...), Steps: append(make([]PlanStep, maxSteps), step("2013-10", "")...)}, "<nil>"},
		"a long goal":     {PlanContent{Goals: []string{"x", "", strings.Repeat("ү", mentoring.MaxStep+1)}}, "goal_3"},
		"a goal of 500":   {PlanContent{Goals: []string{strings.Repeat("ү", mentoring.MaxStep)}}, "<nil>"},
		"a long step":     {PlanContent{Goals: goal, Steps: []PlanStep{{Month: "2013-09", Text: strings.Repeat("ү", maxPlanStep+1)}}}, "text_1"},
		"too many goals":  {PlanContent{Goals: slices.Repeat(goal, maxGoals+1)}, "goals"},
		"too many steps":  {PlanContent{Goals: goal, Steps: slices.Repeat(step("2013-10", ""), maxSteps+1)}, "steps"},
		"too long in all": {PlanContent{Strong: strings.Repeat("я", 2*mentoring.MaxText), Weak: strings.Repeat("я", mentoring.MaxText), Goals: goal}, "strong"},
	} {
		if got := apptest.FieldsOf(c.plan.check(months)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestRankTimes(t *testing.T) {
	option := func(free, days int, s timetable.WeekSlot) timetable.WeeklyOption {
		return timetable.WeeklyOption{WeekSlot: s, Free: free, Days: days}
	}
	load := map[string][]timetable.WeekSlot{
		"m": {slot(1, "08:30", "09:15"), slot(3, "08:30", "09:15")}, "e": {slot(1, "08:30", "09:15")},
		"x": {slot(6, "12:00", "12:45")}, // the last hour of the week
	}
	got := rankTimes([]timetable.WeeklyOption{
		option(30, 30, slot(2, "09:20", "10:05")), // nobody is there on Tuesday
		option(29, 30, slot(1, "09:20", "10:05")), // one day is taken
		option(30, 30, slot(3, "09:20", "10:05")), // the mentee is not there
		option(30, 30, slot(1, "10:15", "11:00")),
		option(15, 15, slot(1, "09:20", "10:05")), // all days of a shorter time
		option(20, 20, slot(1, "18:10", "18:55")), // late
	}, load, "m", "e")
	var order []string
	for _, m := range got {
		order = append(order, fmt.Sprintf("%d %s %d", m.Weekday, m.StartsAt, m.Free))
	}
	if minutes, trip := got[0].Offer.Waiting(); minutes != 0 || trip {
		t.Errorf("right after the lessons: %d minutes, a way of its own: %v", minutes, trip)
	}
	if minutes, trip := got[1].Offer.Waiting(); minutes != 120 || trip {
		t.Errorf("an hour later: %d minutes for the two, a way of its own: %v", minutes, trip)
	}
	want := "1 09:20 15; 1 10:15 30; 3 09:20 30; 2 09:20 30; 1 18:10 20; 1 09:20 29"
	if s := strings.Join(order, "; "); s != want {
		t.Errorf("%s, want %s", s, want)
	}
}

func TestReportCounts(t *testing.T) {
	for name, c := range map[string]struct {
		report Report
		want   bool
	}{
		"nothing":              {Report{}, false},
		"draft":                {Report{State: ReportDraft}, false},
		"draft of long ago":    {Report{State: ReportDraft, ReplyBy: "2014-01-01"}, false},
		"shared today":         {Report{State: ReportShared, ReplyBy: "2014-05-19"}, false},
		"last day for a reply": {Report{State: ReportShared, ReplyBy: "2014-05-12"}, false},
		"the day after":        {Report{State: ReportShared, ReplyBy: "2014-05-11"}, true},
		"replied":              {Report{State: ReportShared, ReplyBy: "2014-05-19", ReplyID: "a", Stance: Disagree}, true},
	} {
		if got := c.report.Counts("2014-05-12"); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
		figures := Counts{ReportShared: c.report.State == ReportShared, ReplyBy: c.report.ReplyBy, Replied: c.report.Replied()}
		if got := figures.ReportCounts("2014-05-12"); got != c.want {
			t.Errorf("%s, in the figures: %v", name, got)
		}
	}
}

func TestQuiet(t *testing.T) {
	on := calendar.Date("2013-10-31")
	for name, c := range map[string]struct {
		state        PairingState
		starts, last calendar.Date
		want         bool
	}{
		"three weeks":       {Running, "2013-09-09", "2013-10-10", false},
		"a day more":        {Running, "2013-09-09", "2013-10-09", true},
		"never met":         {Running, "2013-09-09", "", true},
		"has only begun":    {Running, "2013-10-20", "", false},
		"over":              {Completed, "2013-09-09", "", false},
		"left":              {Left, "2013-09-09", "", false},
		"begins next month": {Running, "2013-11-20", "", false},
	} {
		got := Counts{Pairing: Pairing{State: c.state, Period: calendar.Period{Starts: c.starts}}, LastHeld: c.last}.Quiet(on)
		if got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestNewStepCheck(t *testing.T) {
	p := Pairing{Mentor: "m", Mentee: "e"}
	for name, c := range map[string]struct {
		step NewStep
		want string
	}{
		"of the mentee": {NewStep{"read", "e", "2013-09-20"}, "<nil>"},
		"today":         {NewStep{"read", "m", "2013-09-16"}, "<nil>"},
		"yesterday":     {NewStep{"read", "m", "2013-09-15"}, "due_2"},
		"no day":        {NewStep{"read", "m", ""}, "due_2"},
		"nobody's":      {NewStep{"read", "", "2013-09-20"}, "owner_2"},
		"somebody's":    {NewStep{"read", "director", "2013-09-20"}, "owner_2"},
		"long":          {NewStep{strings.Repeat("ұ", mentoring.MaxStep+1), "m", "2013-09-20"}, "step_2"},
	} {
		var f fault.Fields
		c.step.check(&f, 2, p, "2013-09-16")
		if got := apptest.FieldsOf(f.Err()); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestReplyCheck(t *testing.T) {
	for name, c := range map[string]struct {
		stance Stance
		text   string
		want   string
	}{
		"agrees":           {Agree, "", "<nil>"},
		"agrees and says":  {Agree, "thank you", "<nil>"},
		"adds":             {Add, "and lesson plans", "<nil>"},
		"adds nothing":     {Add, "", "reply"},
		"disagrees in one": {Disagree, "", "reply"},
		"no stance":        {"", "text", "stance"},
		"unknown stance":   {"maybe", "text", "stance"},
		"long":             {Agree, strings.Repeat("a", mentoring.MaxText+1), "reply"},
	} {
		if got := apptest.FieldsOf(checkReply(c.stance, c.text)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestAccessRules(t *testing.T) {
	const school = "auyl"
	p := Pairing{School: school, Mentor: "m1", Mentee: "e1"}
	actor := func(staff string, roles ...access.Role) access.Actor {
		return access.Actor{Account: "a", School: school, Staff: staff, Roles: roles}
	}
	elsewhere := access.Actor{Account: "a", School: "audan", Staff: "d", Roles: []access.Role{access.Director}}
	for name, c := range map[string]struct {
		who                          access.Actor
		open, counts, report, unripe bool
	}{
		"mentor":                  {actor("m1", access.Teacher), true, true, true, true},
		"mentee":                  {actor("e1", access.Teacher), true, true, true, true},
		"deputy":                  {actor("d", access.Deputy), false, true, true, false},
		"coordinator":             {actor("d", access.Coordinator), false, true, true, false},
		"director":                {actor("d", access.Director), false, true, true, false},
		"deputy who mentors here": {actor("m1", access.Deputy), true, true, true, true},
		"head of a unit":          {actor("h", access.SMUHead), false, false, false, false},
		"administrator":           {actor("a", access.Administrator), false, false, false, false},
		"another teacher":         {actor("m2", access.Teacher), false, false, false, false},
		"inspector":               {actor("i", access.Inspector), false, false, false, false},
		"nobody":                  {access.Actor{}, false, false, false, false},
		"director elsewhere":      {elsewhere, false, false, false, false},
	} {
		got := []bool{MayOpen(c.who, p) == nil, MayCount(c.who, p) == nil, countedRule.Reads(p.RelationsOf(c.who, p.Mentor)), sharedRule.Reads(p.RelationsOf(c.who, p.Mentor))}
		if want := []bool{c.open, c.counts, c.report, c.unripe}; !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

func slot(day calendar.Weekday, starts, ends calendar.Clock) timetable.WeekSlot {
	return timetable.WeekSlot{Weekday: day, StartsAt: starts, EndsAt: ends}
}
