package password

import (
	"strings"
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

func TestCheckRefusesWhatIsTriedFirst(t *testing.T) {
	own := []string{"t-a2school", "Смағұлова", "Айгерім", "Серікқызы", "Smagulova", "Тоғыс мектебі", "NIS-7"}
	for want, all := range map[string][]string{
		"people.password.too_short": {"қысқа", "жетіәрі", "пять 5"},
		"people.password.too_easy": {
			"aaaaaaaa", "аааааааа", "ҚққҚққҚқ", "аааааааб", "12345678", "password", "Password1!", "P@ssw0rd", "p@ssw0rd2026", "qwertyui", "QwErTyUi", "admin0admin0", "йцукенгш",
			"gfhjkm2026", "пароль123", "ПАРОЛЬ!!", "Құпиясөз", "09gbzc-p", "mugalim2026", "Мұғалім2026", "мугалим_1", "Teacher123", "mektep2025", "School№12", "vtrntg2026", "kazakhstan1", "Қазақстан",
			"1qaz2wsx", "1q2w3e4r5t", "zaq12wsx", "qweasdzxc", "фывапролд", "abcdefgh", "абвгдежз", "87654321", "87011234567", "+7 701 123 45 67", "01.09.1985", "parolparol", "iloveyou1", "football99",
			"Айгүл2020", "Astana2030", "Алматы 1!", "talim2026", "Тәлім2026",
		},
		"people.password.own": {
			"T-A2 school", "t-a2school1", "СМАҒҰЛОВА1985", "Смағұлова Айгерім", "smagulova85", "Айгерім_2013", "fquth3v.2013", "Тоғыс мектебі 1",
		},
		"": {
			"жеті әріп", "тоғыз сегіз", "correct horse battery", "дерево стул окно", "бала сабақ терезе", "школа у моря и чайник", "Смағұлова жақсы ән айтады", "k7mpxtab", "вечером7дождь", "another password", "a long password",
			"taken over 1", "my own password", "491730285164",
		},
	} {
		for _, typed := range all {
			var f fault.Fields
			Check(&f, "password", typed, own...)
			got := ""
			if len(f) > 0 {
				got = f[0].Key
			}
			if got != want {
				t.Errorf("%q: %q, want %q", typed, got, want)
			}
		}
	}
}

// Of the passwords that leaked most, none is taken.
func TestCheckRefusesTheMostCommon(t *testing.T) {
	n := 0
	for line := range strings.Lines(commonFile) {
		word := strings.TrimSpace(line)
		if strings.HasPrefix(word, "#") || len(word) < 8 {
			continue
		}
		n++
		for _, typed := range []string{word, strings.ToUpper(word), word + "1", word + "2026!"} {
			if !isEasy(typed) {
				t.Errorf("%q is taken", typed)
			}
		}
	}
	if n < 3000 {
		t.Errorf("the list has %d passwords of eight letters and more", n)
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
