package i18n

import "testing"

func TestLettersThatLookAlike(t *testing.T) {
	for text, want := range map[string]string{"5a": "5а", "11b": "11в", "t-hk": "т-нк", "é": "é"} {
		if got := LookAlike(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
	for text, want := range map[string]string{"Aхметовa": "Ахметова", "Нurlan": "Hurlan", "AB": "AB", "Ким B.H.": "Ким В.Н.", "Smith Иван": "Smith Иван"} {
		if got := OneAlphabet(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}
