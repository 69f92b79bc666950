package password

import (
	"testing"

	"talim/internal/fault"
)

func TestHashCodeTakesWhatIsTyped(t *testing.T) {
	code := "KMPXT-ABCEH"
	for _, typed := range []string{code, "kmpxtabceh", " kmpxt abceh ", "КМРХТ–АВСЕН", "кмрхт-авсен"} {
		if HashCode("a", typed) != HashCode("a", code) {
			t.Errorf("%q is not taken for %s", typed, code)
		}
	}
	if HashCode("a", code) == HashCode("b", code) {
		t.Error("one code opens two accounts")
	}
	seen := map[string]bool{}
	for range 1000 {
		seen[NewCode()] = true
	}
	if len(seen) != 1000 {
		t.Errorf("%d different codes of 1000", len(seen))
	}
}

func TestCheckCountsLetters(t *testing.T) {
	for typed, want := range map[string]string{
		"aaaaaaaa": "people.password.too_easy", "аааааааа": "people.password.too_easy", "ҚққҚққҚқ": "people.password.too_easy",
		"T-A2 school": "people.password.too_easy", "жеті әріп": "", "қысқа": "people.password.too_short", "аааааааб": "",
	} {
		var f fault.Fields
		Check(&f, "password", typed, "t-a2school")
		got := ""
		if len(f) > 0 {
			got = f[0].Key
		}
		if got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

func TestMatchesAsksAsMuchOfNobody(t *testing.T) {
	h := NewHasher()
	stored, err := h.Hash(t.Context(), "тоғыз сегіз")
	if err != nil {
		t.Fatal(err)
	}
	for typed, want := range map[string]bool{"тоғыз сегіз": true, "тоғыз сегіз ": false, "": false} {
		if ok, err := h.Matches(t.Context(), typed, stored); err != nil || ok != want {
			t.Errorf("%q: %v %v", typed, ok, err)
		}
		if ok, err := h.Matches(t.Context(), typed, ""); err != nil || ok {
			t.Errorf("%q matches nothing stored: %v %v", typed, ok, err)
		}
	}
	if again, _ := h.Hash(t.Context(), "тоғыз сегіз"); again == stored {
		t.Error("equal passwords are stored alike")
	}
	if _, err := h.Matches(t.Context(), "x", "plain text"); err == nil {
		t.Error("a stored text of no known form is compared")
	}
}
