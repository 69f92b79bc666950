package mentoring

import (
	"slices"
	"strings"
	"testing"

	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/timetable"

	"github.com/google/go-cmp/cmp"
)

func TestYearsAt(t *testing.T) {
	for _, c := range []struct {
		years    int
		recorded calendar.Date
		on       calendar.Date
		want     int
	}{
		{2, "2013-09-01", "2013-09-01", 2},
		{2, "2013-09-01", "2014-08-31", 2},
		{2, "2013-09-01", "2014-09-01", 3},
		{0, "2013-03-01", "2017-02-28", 3}, // 1460 days, and still no fourth year
		{0, "2012-02-29", "2013-02-28", 0},
		{0, "2012-02-29", "2013-03-01", 1},
		{29, "1980-09-01", "2013-09-01", 62},
		{5, "2013-09-01", "2010-01-01", 5}, // asked of a day before: what was recorded
		{-1, "2013-09-01", "2020-09-01", -1},
		{3, "", "2020-09-01", 3},
	} {
		if got := (Candidate{Years: c.years, YearsOn: c.recorded}).YearsAt(c.on); got != c.want {
			t.Errorf("%d recorded on %s, on %s: %d, want %d", c.years, c.recorded, c.on, got, c.want)
		}
	}
}

func TestNeeds(t *testing.T) {
	policy := DefaultPolicy() // fewer than 4 years, first year here, 12 months after leave
	none := policy
	none.NewcomerYears, none.FirstYearHere, none.AfterLeave = 0, false, false
	on := calendar.Date("2013-09-02")
	for name, c := range map[string]struct {
		who    Candidate
		policy Policy
		want   []Need
	}{
		"experienced":           {Candidate{Years: 4}, policy, nil},
		"young":                 {Candidate{Years: 3}, policy, []Need{NeedYoung}},
		"in the first year":     {Candidate{Years: 0}, policy, []Need{NeedYoung}},
		"of unknown experience": {Candidate{Years: -1}, policy, nil},
		"new here":              {Candidate{Years: 20, NewHere: true}, policy, []Need{NeedFirstYear}},
		"back a year ago":       {Candidate{Years: 20, LeaveEnded: "2012-09-02"}, policy, []Need{NeedReturn}},
		"back a year and a day": {Candidate{Years: 20, LeaveEnded: "2012-09-01"}, policy, nil},
		"all at once":           {Candidate{Years: 1, NewHere: true, LeaveEnded: "2013-08-31"}, policy, []Need{NeedYoung, NeedFirstYear, NeedReturn}},
		"no rule asks":          {Candidate{Years: 1, NewHere: true, LeaveEnded: "2013-08-31"}, none, nil},
	} {
		if got := c.who.Needs(c.policy, on); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestMayMentor(t *testing.T) {
	byCategory, willing := DefaultPolicy(), DefaultPolicy() // highest or first, 5 years
	willing.Eligibility = AnyWilling
	for name, c := range map[string]struct {
		who    Candidate
		policy Policy
		want   string
	}{
		"first category":            {Candidate{Years: 5, Category: "first"}, byCategory, ""},
		"second category":           {Candidate{Years: 30, Category: "second"}, byCategory, "mentoring.roster.other_category"},
		"unknown category":          {Candidate{Years: 30}, byCategory, "mentoring.roster.other_category"},
		"too young":                 {Candidate{Years: 4, Category: "highest"}, byCategory, "mentoring.roster.too_few_years"},
		"years unknown":             {Candidate{Years: -1, Category: "highest"}, byCategory, ""},
		"away":                      {Candidate{Years: 30, Category: "highest", Away: true}, byCategory, "mentoring.roster.away"},
		"willing":                   {Candidate{Years: 5, Category: "none"}, willing, ""},
		"willing, too young":        {Candidate{Years: 4, Category: "none"}, willing, "mentoring.roster.too_few_years"},
		"willing, nothing is known": {Candidate{Years: -1}, willing, ""},
	} {
		if ok, why := c.who.MayMentor(c.policy, "2013-09-02"); why != c.want || ok != (c.want == "") {
			t.Errorf("%s: %v %q, want %q", name, ok, why, c.want)
		}
	}
}

func TestSortRoster(t *testing.T) {
	code := func(c string) Person { return Person{Code: c} }
	able := Candidate{Person: code("able"), Years: 20, Category: "highest"}
	staff := []Candidate{
		able,
		{Person: code("young"), Years: 1},
		{Person: code("young, away"), Years: 1, Away: true},
		{Person: code("able, away"), Years: 20, Category: "highest", Away: true},
		{Person: code("new, able"), Years: 20, Category: "highest", NewHere: true},
		{Person: code("neither"), Years: 20, Category: "second"},
		{Person: code("asked as mentee"), Years: 20, Category: "highest", Joined: "x", Side: Mentee},
		{Person: code("asked as mentor"), Years: 1, Joined: "x", Side: Mentor},
	}
	r := sortRoster(staff, DefaultPolicy(), "2013-09-02")
	names := func(list []Candidate) string {
		var out []string
		for _, c := range list {
			out = append(out, c.Code)
		}
		return strings.Join(out, "; ")
	}
	for _, c := range []struct{ got, want string }{
		{names(r.Needing), "young; new, able; asked as mentee"},
		{names(r.Able), "able; asked as mentor"},
		{names(r.Others), "young, away; able, away; neither"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestPolicyCheck(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Policy)
		want   string
	}{
		"as it comes": {func(*Policy) {}, "<nil>"},
		"smallest": {func(p *Policy) {
			p.MentorMinYears, p.MenteesPerMentor, p.MeetingMinutes, p.ReplyDays, p.TrialWeeks = 0, 1, 10, 1, 0
		}, "<nil>"},
		"no mentee":                   {func(p *Policy) { p.MenteesPerMentor = 0 }, "mentees_per_mentor"},
		"eleven mentees":              {func(p *Policy) { p.MenteesPerMentor = 11 }, "mentees_per_mentor"},
		"negative":                    {func(p *Policy) { p.NewcomerYears, p.MentorMinYears = -1, -1 }, "mentor_min_years newcomer_years"},
		"short meeting":               {func(p *Policy) { p.MeetingMinutes = 9 }, "meeting_minutes"},
		"no day for a reply":          {func(p *Policy) { p.ReplyDays = 0 }, "reply_days"},
		"nobody may mentor":           {func(p *Policy) { p.Categories = "" }, "categories"},
		"unknown category":            {func(p *Policy) { p.Categories = "first,best" }, "categories"},
		"willing needs no category":   {func(p *Policy) { p.Eligibility, p.Categories = AnyWilling, "" }, "<nil>"},
		"neither way":                 {func(p *Policy) { p.Eligibility = "friends" }, "eligibility"},
		"long text":                   {func(p *Policy) { p.FinalTalk = strings.Repeat("ә", MaxText+1) }, "final_talk"},
		"long text in Kazakh letters": {func(p *Policy) { p.FinalTalk = strings.Repeat("ә", MaxText) }, "<nil>"},
	} {
		p := DefaultPolicy()
		c.change(&p)
		var f fault.Fields
		p.check(&f)
		if got := apptest.FieldsOf(f.Err()); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestNewProgrammeCheck(t *testing.T) {
	year := timetable.SchoolYear{Period: calendar.Period{Starts: "2013-09-01", Ends: "2014-05-25"}}
	for name, c := range map[string]struct {
		starts, ends calendar.Date
		want         string
	}{
		"whole year":   {"2013-09-01", "2014-05-25", "<nil>"},
		"one day":      {"2013-10-01", "2013-10-01", "<nil>"},
		"no start":     {"", "2014-05-25", "starts"},
		"no day":       {"2013-02-30", "2014-05-25", "starts"},
		"no end":       {"2013-09-01", "", "ends"},
		"backwards":    {"2014-05-01", "2013-10-01", "ends"},
		"before":       {"2013-08-31", "2014-05-25", "starts"},
		"after":        {"2013-09-01", "2014-05-26", "starts"},
		"nothing left": {"", "", "starts"},
	} {
		in := NewProgramme{Starts: c.starts, Ends: c.ends, Policy: DefaultPolicy()}
		if got := apptest.FieldsOf(in.check(year)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestNewProfileCheck(t *testing.T) {
	for name, c := range map[string]struct {
		side   Side
		change func(*NewProfile)
		want   string
	}{
		"mentor":           {Mentor, func(*NewProfile) {}, "<nil>"},
		"mentee":           {Mentee, func(p *NewProfile) { p.Capacity = 0 }, "<nil>"},
		"no place":         {Mentor, func(p *NewProfile) { p.Capacity = 0 }, "capacity"},
		"too many places":  {Mentor, func(p *NewProfile) { p.Capacity = 3 }, "capacity"}, // the rules of the programme say two
		"no topic":         {Mentee, func(p *NewProfile) { p.Topics = nil }, "topics"},
		"unknown topic":    {Mentee, func(p *NewProfile) { p.Topics = []string{"subject", "gossip"} }, "topics"},
		"no language":      {Mentee, func(p *NewProfile) { p.Languages = nil }, "languages"},
		"unknown language": {Mentee, func(p *NewProfile) { p.Languages = []string{"kk", "tlh"} }, "languages"},
		"long texts": {Mentee, func(p *NewProfile) {
			p.Hopes, p.Needs = strings.Repeat("ы", MaxText+1), strings.Repeat("ы", MaxText+1)
		}, "hopes needs"},
		"oneself":           {Mentee, func(p *NewProfile) { p.Wishes = []string{"self"} }, "wishes"},
		"veto of oneself":   {Mentee, func(p *NewProfile) { p.Vetoes = []string{"self"} }, "wishes"},
		"six wishes":        {Mentee, func(p *NewProfile) { p.Wishes = []string{"a", "b", "c", "d", "e", "f"} }, "wishes"},
		"wish and veto":     {Mentee, func(p *NewProfile) { p.Wishes, p.Vetoes = []string{"a", "b"}, []string{"c", "b"} }, "vetoes"},
		"wishes and vetoes": {Mentee, func(p *NewProfile) { p.Wishes, p.Vetoes = []string{"a", "b"}, []string{"c", "d"} }, "<nil>"},
	} {
		in := NewProfile{Topics: []string{"subject"}, Languages: []string{"kk"}, Capacity: 2}
		c.change(&in)
		if got := apptest.FieldsOf(in.check(c.side, "self", 2)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestAnnouncedInTime(t *testing.T) {
	all := []Announcement{
		{ID: "late", AnnouncedOn: "2014-03-20", AnnouncedAt: "2014-03-20T05:00:00.000Z"},
		{ID: "second", AnnouncedOn: "2013-12-01", AnnouncedAt: "2013-12-01T05:00:00.000Z"},
		{ID: "first", AnnouncedOn: "2013-09-02", AnnouncedAt: "2013-09-02T05:00:00.000Z"},
	}
	for day, want := range map[calendar.Date]string{"2013-10-01": "", "2013-11-02": "first", "2014-01-30": "second", "2014-04-20": "second", "2014-06-01": "late"} {
		if got := InTime(all, day); got.ID != want {
			t.Errorf("%s: %q, want %q", day, got.ID, want)
		}
	}
}

func TestStageTemplateFillsTheProgramme(t *testing.T) {
	got := StageTemplate(calendar.Period{Starts: "2013-09-02", Ends: "2014-05-25"})
	if len(got) != len(StageKeys) || got[0].Starts != "2013-09-02" || got[len(got)-1].Ends != "2014-05-25" {
		t.Fatalf("template %v", got)
	}
	for i := 1; i < len(got); i++ {
		if got[i].Starts != got[i-1].Ends.AddDays(1) || !got[i].Valid() {
			t.Errorf("stage %d: %v after %v", i, got[i], got[i-1])
		}
	}
}

func TestDiff(t *testing.T) {
	for name, c := range map[string]struct {
		before, after string
		want          []DiffLine
	}{
		"same":    {"a\nb", "a\n\nb ", []DiffLine{{"a", Same}, {"b", Same}}},
		"added":   {"a", "a\nb", []DiffLine{{"a", Same}, {"b", Added}}},
		"removed": {"a\nb", "b", []DiffLine{{"a", Removed}, {"b", Same}}},
		"changed": {"a\nb\nc", "a\nx\nc", []DiffLine{{"a", Same}, {"b", Removed}, {"x", Added}, {"c", Same}}},
		"empty":   {"", "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, Diff(c.before, c.after)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestInForce(t *testing.T) {
	all := []PolicyText{
		{ID: "draft", State: PolicyDraft},
		{ID: "old", State: PolicyAdopted, Starts: "2013-01-01"},
		{ID: "new", State: PolicyAdopted, Starts: "2013-09-01"},
	}
	for day, want := range map[string]string{"2012-12-31": "", "2013-01-01": "old", "2013-08-31": "old", "2013-09-01": "new", "2014-01-01": "new"} {
		if got := InForce(all, calendar.Date(day)); got.ID != want {
			t.Errorf("%s: %q, want %q", day, got.ID, want)
		}
	}
}

// Every shape has numbers that its own form takes (R079, R115, R116, R066, R120).
func TestEveryShapeHasNumbers(t *testing.T) {
	for _, shape := range Shapes {
		p := DefaultFor(shape, "2013-09-02")
		var f fault.Fields
		p.check(&f)
		if len(f) > 0 {
			t.Errorf("%s: %v", shape.Key(), f)
		}
	}
	for shape, want := range map[Shape]func(p Policy) bool{
		{KindOneToOne, TrackStandard}:      func(p Policy) bool { return p == DefaultPolicy() },
		{KindOneToOne, TrackLight}:         func(p Policy) bool { return p.EveryWeeks == 2 && p.VisitsByMentor == 0 && p.NewcomerYears == 0 },
		{KindOneToOne, TrackReturn}:        func(p Policy) bool { return p.AfterLeave && !p.FirstYearHere && p.NewcomerYears == 0 },
		{KindOneToOne, TrackInternational}: func(p Policy) bool { return p.International && p.Eligibility == AnyWilling },
		{KindGroup, TrackStandard}:         func(p Policy) bool { return p.GroupMin == 5 && p.GroupMax == 10 && p.MenteesPerMentor == 10 },
	} {
		if !want(DefaultFor(shape, "2013-09-02")) {
			t.Errorf("%s starts from the wrong numbers: %+v", shape.Key(), DefaultFor(shape, "2013-09-02"))
		}
	}
}
