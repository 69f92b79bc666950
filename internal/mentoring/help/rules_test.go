package help

import "testing"

func TestHelpAfterAnswers(t *testing.T) {
	for _, c := range []struct {
		yes, no int
		want    HelpState
	}{{0, 0, HelpOpen}, {0, 1, HelpOpen}, {0, 2, HelpDeclined}, {1, 0, HelpAccepted}, {1, 1, HelpAccepted}} {
		if got := (HelpOffer{}).after(c.yes, c.no); got != c.want {
			t.Errorf("%d yes, %d no: %s", c.yes, c.no, got)
		}
	}
}
