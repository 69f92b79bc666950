package wording_test

import (
	"context"
	"slices"
	"testing"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/matching"
	"talim/internal/mentoring"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/mentoringweb"
	"talim/internal/mentoring/wording"
	"talim/internal/web/component"
)

// reads is somebody who reads in a language.
func reads(t *testing.T, lang i18n.Language, staff string, roles ...access.Role) context.Context {
	t.Helper()
	bundle, err := i18n.NewBundle(matching.Messages, mentoringweb.Messages())
	if err != nil {
		t.Fatal(err)
	}
	who := access.Actor{Account: staff, School: "A", Staff: staff, Roles: roles}
	return access.With(i18n.With(t.Context(), bundle.Locale(lang)), who)
}

func person(code string) mentoring.Person {
	var p mentoring.Person
	p.ID, p.Code = code, code
	return p
}

var names = mentoring.Names{
	People:   map[string]mentoring.Person{"m1": person("M-1"), "m2": person("M-2"), "e1": person("E-1")},
	Subjects: map[string]i18n.Text{"Math": {KK: "Математика", RU: "Математика", EN: "Mathematics"}},
}

// What was said in confidence is read by the one who said it; what is for those who keep
// the programme by them; and by nobody when it is nobody's word.
func TestReasonsAreSortedForTheirReader(t *testing.T) {
	say := func(to string, v matching.Visible, of string, against bool) matching.Reason {
		return matching.Reason{Key: "matching.change.gets", Args: matching.Args{"Mentee": "e1", "To": to}, Visible: v, Of: of, Against: against}
	}
	why := []matching.Reason{
		say("m1", matching.Everyone, "", false),
		say("m2", matching.Everyone, "", true),
		say("for keepers", matching.Coordinator, "", false),
		say("wish of e1", matching.Private, "e1", false),
		say("veto of m1", matching.Private, "m1", true),
		say("nobody's", matching.Private, "", true),
		say("of no kind", "", "", true),
	}
	names := names
	names.People = map[string]mentoring.Person{"e1": person("E-1")}
	for _, r := range why {
		to := r.Args["To"].(string)
		names.People[to] = person(to)
	}
	line := func(to string) string { return "E-1 would work with " + to }
	for name, c := range map[string]struct {
		staff        string
		roles        []access.Role
		pro, against []string
	}{
		"the mentee":           {"e1", []access.Role{access.Teacher}, []string{line("m1"), line("wish of e1")}, []string{line("m2")}},
		"the mentor":           {"m1", []access.Role{access.Teacher}, []string{line("m1")}, []string{line("m2"), line("veto of m1")}},
		"a colleague":          {"e2", []access.Role{access.Teacher}, []string{line("m1")}, []string{line("m2")}},
		"the deputy":           {"d", []access.Role{access.Deputy}, []string{line("m1"), line("for keepers")}, []string{line("m2")}},
		"the coordinator":      {"c", []access.Role{access.Coordinator}, []string{line("m1"), line("for keepers")}, []string{line("m2")}},
		"somebody of no staff": {"", nil, []string{line("m1")}, []string{line("m2")}},
	} {
		got := wording.ReasonsFor(reads(t, i18n.English, c.staff, c.roles...), why, names)
		if !slices.Equal(got.For, c.pro) || !slices.Equal(got.Against, c.against) {
			t.Errorf("%s reads %q and %q,\nwant %q and %q", name, got.For, got.Against, c.pro, c.against)
		}
	}
}

// Ids become names, also after they were kept as JSON, and numbers stay whole.
func TestSayPutsIdsIntoWords(t *testing.T) {
	ctx := reads(t, i18n.English, "e1", access.Teacher)
	for _, c := range []struct {
		key  string
		args matching.Args
		want string
	}{
		{"matching.change.moves", matching.Args{"Mentee": "e1", "From": "m1", "To": "m2"}, "E-1 would move from M-1 to M-2"},
		{"matching.check.gets_wish", matching.Args{"Mentee": "e1", "Rank": 2.0}, "E-1 would get wish 2"},
		{"matching.check.capacity", matching.Args{"Mentor": "m1", "Count": 1.0, "Capacity": 3.0}, "M-1: 1 mentee for 3 places"},
		{"matching.check.capacity", matching.Args{"Mentor": "m1", "Count": 4, "Capacity": 3}, "M-1: 4 mentees for 3 places"},
		{"matching.check.served", matching.Args{"Mentee": []any{"e1", "m2", 7}}, "E-1, M-2 would get a mentor"},
		{"matching.check.served", matching.Args{"Mentee": []string{"e1", "m2"}}, "E-1, M-2 would get a mentor"},
		{"matching.group.why", matching.Args{"Count": 5, "Hour": "1 10:15 11:00"}, "5 people who want help with the same thing, all free at Monday, 10:15–11:00"},
		{"matching.group.why", matching.Args{"Count": 5, "Hour": "some day"}, "5 people who want help with the same thing, all free at some day"},
	} {
		if got := wording.Say(ctx, matching.Reason{Key: c.key, Args: c.args}, names); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.key, got, c.want)
		}
	}
}

// Every programme that a school may open has a name of its own in each language.
func TestEachShapeHasItsName(t *testing.T) {
	for _, lang := range i18n.Languages {
		ctx, seen := reads(t, lang, "d", access.Deputy), map[string]mentoring.Shape{}
		for _, s := range mentoring.Shapes {
			name := wording.Shape(ctx, s)
			if before, twice := seen[name]; twice || name == "mentoring.shape."+s.Key() {
				t.Errorf("%s: %v is called %q, as is %v", lang, s, name, before)
			}
			seen[name] = s
		}
	}
}

func TestSubjectsAreNamedOnce(t *testing.T) {
	known := map[string]i18n.Text{"Math": {EN: "Mathematics"}, "Alg": {EN: "Mathematics"}, "Hist": {EN: "History"}}
	ctx := reads(t, i18n.English, "e1")
	for _, c := range []struct {
		codes []string
		want  string
	}{
		{nil, ""}, {[]string{"Hist", "Math"}, "History, Mathematics"}, {[]string{"Math", "Alg", "Math"}, "Mathematics"}, {[]string{"X1", "Hist"}, "X1, History"},
	} {
		if got := wording.Subjects(ctx, c.codes, known); got != c.want {
			t.Errorf("%v: %q, want %q", c.codes, got, c.want)
		}
	}
}

func TestClassAndChoicesAndTags(t *testing.T) {
	ctx := reads(t, i18n.English, "e1")
	for name, want := range map[string]string{"5": "class 5", "5А": "5А", "7 «Ә»": "7 «Ә»"} {
		if got := wording.Class(ctx, name); got != want {
			t.Errorf("class %q is %q, want %q", name, got, want)
		}
	}
	choices := wording.Staff([]mentoring.Person{person("M-1"), person("M-2")}, "nobody yet")
	want := []component.Choice{{Label: "nobody yet"}, {Value: "M-1", Label: "M-1"}, {Value: "M-2", Label: "M-2"}}
	if len(choices) != len(want) || choices[0].Value != "" || choices[0].Label != want[0].Label || choices[2].Value != want[2].Value || choices[2].Label != want[2].Label {
		t.Errorf("choices %+v, want %+v", choices, want)
	}
	for state, tag := range map[match.PairState]string{
		match.PairAgreed: component.OK, match.PairOrdered: component.OK, match.PairAsked: component.Wait, match.PairDraft: component.Wait, "declined": component.Plain, "": component.Plain,
	} {
		if got := wording.PairTag(state); got != tag {
			t.Errorf("%q is coloured %q, want %q", state, got, tag)
		}
	}
	year := mentoring.Programme{Kind: mentoring.KindGroup, Track: mentoring.TrackStandard, Period: calendar.Period{Starts: "2013-09-02", Ends: "2014-05-25"}}
	if got, want := wording.Title(ctx, year), "Group mentoring, "+i18n.Period(ctx, year.Period); got != want {
		t.Errorf("the programme is called %q, want %q", got, want)
	}
}
