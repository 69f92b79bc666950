package component

import "testing"

// A label that asks stands in the summary without a second mark.
func TestSummaryDoesNotMarkAQuestionTwice(t *testing.T) {
	for label, want := range map[string]string{"Family name": "Family name: missing", "How are you?": "How are you? missing"} {
		if got := (wrong{label: label, text: "missing"}).said(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
