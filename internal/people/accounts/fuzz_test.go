package accounts

import (
	"testing"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"talim/internal/secret"
)

// Whatever a browser sends back of a passkey, it answers no question that was not asked: a form
// that we did not seal is none, and an answer made by hand is refused.
func FuzzPasskeyAnswer(f *testing.F) {
	keeper, err := secret.New()
	if err != nil {
		f.Fatal(err)
	}
	s, now := &Service{keeper: keeper}, time.Unix(1_700_000_000, 0)
	form, err := keeper.SealUntil("something else", now.Add(time.Hour), asked{Account: "a"})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(form, `{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"AAAA","signature":"AA","userHandle":"YQ"}}`)
	f.Add("", `{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"oWNmbXRkbm9uZQ"}}`)
	f.Add("sealed:x:y", `{"response":{"attestationObject":"v79/f39/f38"}}`)
	party := partyAt("https://school.example")
	f.Fuzz(func(t *testing.T, form, answer string) {
		if _, ok := s.askedIn(form, now); ok {
			t.Errorf("%q is taken for a question of ours", form)
		}
		_, _ = protocol.ParseCredentialCreationResponseBytes([]byte(answer))
		parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
		if err != nil {
			return
		}
		owner := bearer{}
		owner.account.ID, owner.account.Login = "a", "t-1"
		if _, err := party.ValidateDiscoverableLogin(func(_, _ []byte) (webauthn.User, error) { return owner, nil }, webauthn.SessionData{Challenge: "AAAA"}, parsed); err == nil {
			t.Errorf("%q lets somebody in", answer)
		}
	})
}
