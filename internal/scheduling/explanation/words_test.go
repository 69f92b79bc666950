package explanation

import (
	"testing"

	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/scheduling"
)

// Reasons of scheduling know ids: each is put into words by what its argument holds, and
// stays as it is where nobody knows it.
func TestWordsOfReasons(t *testing.T) {
	bundle, err := i18n.NewBundle(scheduling.Messages)
	if err != nil {
		t.Fatal(err)
	}
	names := func(known map[string]string) func(string) string { return func(id string) string { return known[id] } }
	words := Words{
		Name: names(map[string]string{"s1": "Ахметова", "s2": "Омарова"}), Subject: names(map[string]string{"m": "Mathematics"}),
		Meeting: names(map[string]string{"p1": "Ахметова – Омарова"}), Class: names(map[string]string{"4": "class 4", "7": "class 7"}),
	}
	move := scheduling.Reason{Key: "scheduling.change.move_lessons", Args: scheduling.Args{
		"Person": "s1", "Class": "4", "Other": "s2", "OtherClass": "7", "Weekday": calendar.Tuesday, "Starts": calendar.Clock("09:55"),
	}}
	for _, c := range []struct {
		words Words
		said  scheduling.Reason
		want  string
	}{
		{words, move, "If two lessons moved (Ахметова with class 4 and Омарова with class 7), they could meet on Tuesday at 09:55"},
		{Words{}, move, "If two lessons moved (s1 with 4 and s2 with 7), they could meet on Tuesday at 09:55"},
		{words, scheduling.Reason{Key: "scheduling.cover.same_subject", Args: scheduling.Args{"Person": "s2", "Subject": "m"}}, "Омарова teaches the same subject: Mathematics"},
		{words, scheduling.Reason{Key: "scheduling.cover.same_subject", Args: scheduling.Args{"Person": "x", "Subject": "y"}}, "x teaches the same subject: y"},
		{words, scheduling.Reason{Key: "scheduling.change.less_often", Args: scheduling.Args{"Meeting": "p1"}}, "If Ахметова – Омарова were held once less a week, there would be a time for others"},
		{
			words,
			scheduling.Reason{Key: "scheduling.decade.full", Args: scheduling.Args{"Unit": "maths", "Others": []string{"s1", "p1", "z"}}},
			"maths can only have weeks that these need too: Ахметова, Ахметова – Омарова, z",
		},
		{
			words,
			scheduling.Reason{Key: "scheduling.again.decade_moved", Args: scheduling.Args{"Day": calendar.Date("2013-11-11"), "Until": calendar.Date("2013-11-22")}},
			"Moved; it was 11 November to 22 November",
		},
	} {
		if got := c.words.Say(i18n.With(t.Context(), bundle.Locale(i18n.English)), c.said); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.said.Key, got, c.want)
		}
	}
}

// A bare number says nothing by itself; a name with a letter has said it.
func TestNumbered(t *testing.T) {
	for name, want := range map[string]bool{"4": true, "10": true, "4, 5": true, "": true, "7 «Ә»": false, "7-кабинет": false, "5А": false, "gym": false} {
		if got := Numbered(name); got != want {
			t.Errorf("%q is a bare number: %v, want %v", name, got, want)
		}
	}
}
