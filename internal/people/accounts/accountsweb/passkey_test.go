package accountsweb_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/descope/virtualwebauthn"

	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// wholeKey is a new key of a device. The software device writes a coordinate that begins
// with a zero shorter than COSE asks for: such a key, one of a hundred, is made anew.
func wholeKey() virtualwebauthn.Credential {
	const whole = 77 // bytes of a key on P-256
	for {
		if key := virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2); len(key.Key.AttestationData()) == whole {
			return key
		}
	}
}

// The page of sign-in asks passkeys only where the address has them, keeps where somebody
// wanted to go, and says at the top what did not work.
func TestSignInWithAPasskey(t *testing.T) {
	each(t, func(w *world) {
		w.as("T-A2") // sets the password
		at := strings.Replace(w.server.URL, "127.0.0.1", "localhost", 1)
		w.stranger().expect("/sign-in", htmlcheck.Not("form[data-passkey]"))
		w.server.URL = at
		b := w.phone()
		b.expect("/my-sign-ins/passkeys", htmlcheck.Has("input[name=name][value]"))
		_, page := b.post(link.Passkeys(), "name", "Phone", "password", ownPassword)
		party := virtualwebauthn.RelyingParty{Name: "Tälim", ID: "localhost", Origin: at}
		auth, key := virtualwebauthn.NewAuthenticator(), wholeKey()
		made, err := virtualwebauthn.ParseAttestationOptions(htmlcheck.Attr(page, "form[data-passkey=create]", "data-options"))
		w.ok(err)
		auth.Options.UserHandle = []byte(made.UserID)
		_, page = b.post(link.PasskeysDo("made"), "asked", htmlcheck.Attr(page, "input[name=asked]", "value"), "answer", virtualwebauthn.CreateAttestationResponse(party, auth, key, *made))
		htmlcheck.Page(t, page, htmlcheck.In("tbody", htmlcheck.HasText("Phone")), htmlcheck.In(".flash", htmlcheck.HasText("is made")))

		again := w.stranger()
		again.get("/?lang=en")
		page = again.expect("/sign-in?to=%2Fpassword", htmlcheck.Has("form[data-passkey=get][hidden] input[name=_to][value='/password']"))
		asked, err := virtualwebauthn.ParseAssertionOptions(htmlcheck.Attr(page, "form[data-passkey=get]", "data-options"))
		w.ok(err)
		fields := []string{"asked", htmlcheck.Attr(page, "form[data-passkey=get] input[name=asked]", "value"), "answer", virtualwebauthn.CreateAssertionResponse(party, auth, key, *asked), "_to", link.Password()}
		_, page = again.post(link.SignInPasskey(), fields...)
		htmlcheck.Page(t, page, htmlcheck.Has("input[name=old]"))
		status, page := w.stranger().post(link.SignInPasskey(), fields...)
		if status != http.StatusUnprocessableEntity || !strings.Contains(page, `action="/sign-in"`) {
			t.Errorf("the same answer once more: %d", status)
		}
		for _, wrong := range []string{"", "{}"} {
			if _, page := b.post(link.PasskeysDo("made"), "asked", wrong, "answer", wrong); !strings.Contains(page, "No passkey was made") {
				t.Error("an answer to no question is taken")
			}
		}
	})
}
