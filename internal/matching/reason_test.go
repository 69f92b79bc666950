package matching

import (
	"encoding/json"
	"io/fs"
	"maps"
	"reflect"
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

func TestReasonsComeBackAsTheyWere(t *testing.T) {
	r := say(keyNeedMet, Args{"Count": 3, "Mentor": "T-A2", "Needs": []string{"assessment", "discipline"}})
	raw, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var back Reason
	if err := json.Unmarshal(raw, &back); err != nil || !reflect.DeepEqual(back, r) {
		t.Errorf("%v: %#v came back as %#v", err, r, back)
	}
}
