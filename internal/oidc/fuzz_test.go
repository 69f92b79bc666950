package oidc

import (
	"errors"
	"strings"
	"testing"
)

// Whatever comes back with a browser under another state, no directory is asked about it;
// and whatever address somebody sets, it is taken whole or refused.
func FuzzAnswer(f *testing.F) {
	f.Add("https://id.example", "state", "other", "code")
	f.Add("http://[::1", "", "", "")
	f.Add("HTTPS://id.example/%zz", "a", "a\x00", "c")
	f.Fuzz(func(t *testing.T, issuer, asked, state, code string) {
		c := Config{Issuer: issuer, Client: "talim", Secret: "s", Claim: "sub"}
		if err := c.Check(); err == nil && !strings.HasPrefix(strings.ToLower(issuer), "http") {
			t.Errorf("%q is taken", issuer)
		}
		if asked == state && asked != "" && code != "" {
			return
		}
		if who, err := New(c).Answer(t.Context(), "https://school.example/back", Asked{State: asked}, state, code); who != "" || !errors.Is(err, ErrAnswer) {
			t.Errorf("%q for %q: %q, %v", state, asked, who, err)
		}
	})
}
