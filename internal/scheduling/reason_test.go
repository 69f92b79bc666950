package scheduling

import (
	"encoding/json"
	"io/fs"
	"maps"
	"slices"
	"testing"
)

func TestEveryKeyHasItsSentenceInEveryLanguage(t *testing.T) {
	want := slices.Sorted(slices.Values(Keys()))
	for _, language := range []string{"kk", "ru", "en"} {
		raw, err := fs.ReadFile(Messages, language+".json")
		if err != nil {
			t.Fatal(err)
		}
		var messages map[string]any
		if err := json.Unmarshal(raw, &messages); err != nil {
			t.Fatal(err)
		}
		if got := slices.Sorted(maps.Keys(messages)); !slices.Equal(got, want) {
			t.Errorf("%s: keys are %v, want %v", language, got, want)
		}
	}
}

func TestReasonWith(t *testing.T) {
	r := Reason{Key: "k", Args: Args{"Person": "T1", "Count": 2}}
	got := r.With(func(name string, value any) any {
		if name == "Person" {
			return "Teacher 1"
		}
		return value
	})
	if got.Args["Person"] != "Teacher 1" || got.Args["Count"] != 2 || r.Args["Person"] != "T1" {
		t.Errorf("got %v, the first is now %v", got.Args, r.Args)
	}
}

func TestWaitingIsSaidInHours(t *testing.T) {
	for minutes, want := range map[int]string{45: keyWaits, 60: keyWaits, 125: keyWaitsLong} {
		r := waits("T1", minutes)
		if waited, _ := (Offer{Reasons: []Reason{r}}).Waiting(); r.Key != want || waited != minutes {
			t.Errorf("%d: %s of %d minutes", minutes, r.Key, waited)
		}
	}
	if r := waits("T1", 125); r.Args["Hours"] != 2 || r.Args["Minutes"] != 5 {
		t.Errorf("%v", r.Args)
	}
}
