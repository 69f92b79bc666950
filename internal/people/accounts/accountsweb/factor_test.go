package accountsweb_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"talim/internal/access"
	"talim/internal/people/accounts"
	"talim/internal/rule"
	"talim/internal/verb"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

var (
	keyOnPage   = regexp.MustCompile(`class="words">([A-Z2-7 ]{39})<`)
	spareOnPage = regexp.MustCompile(`<li>([A-Z0-9]{5}-[A-Z0-9]{5})</li>`)
)

// setsUp gives the browser's owner a second factor, and its secret with a spare code.
func (w *world) setsUp(b *browser) (key, spare string) {
	w.Helper()
	b.get("/?lang=en")
	_, page := b.post(link.SecondFactor(), "password", "wrong")
	htmlcheck.Page(w.T, page, htmlcheck.In("#f-password-fault", htmlcheck.HasText("not your present")))
	_, page = b.post(link.SecondFactor(), "password", ownPassword)
	found := keyOnPage.FindStringSubmatch(page)
	if found == nil {
		w.Fatalf("no key on the page\n%s", page)
	}
	key = strings.ReplaceAll(found[1], " ", "")
	begun := htmlcheck.Attr(page, "input[name=begun]", "value")
	status, page := b.post(link.SecondFactorDo("code"), "begun", begun, "code", "123")
	htmlcheck.Page(w.T, page, htmlcheck.In("#f-code-fault", htmlcheck.HasText("Wait for the next one")), htmlcheck.Has("svg.qr"))
	if status != http.StatusUnprocessableEntity || !strings.Contains(page, found[1]) {
		w.Fatalf("a wrong code answers %d", status)
	}
	_, page = b.post(link.SecondFactorDo("code"), "begun", begun, "code", w.shows(key))
	all := spareOnPage.FindAllStringSubmatch(page, -1)
	if len(all) != 10 {
		w.Fatalf("%d spare codes\n%s", len(all), page)
	}
	w.clock.Add(time.Minute)
	return key, all[0][1]
}

func (w *world) shows(key string) string {
	w.Helper()
	code, err := totp.GenerateCode(key, w.clock.Now())
	w.ok(err)
	return code
}

func TestSignInWithACode(t *testing.T) {
	each(t, func(w *world) {
		inside := w.as("T-A2")
		key, spare := w.setsUp(inside)
		inside.expect(link.MySignIns(), htmlcheck.HasText("Spare codes left: 10"), htmlcheck.Has("a[href='/my-sign-ins/app/remove']"))

		b := w.stranger()
		b.get("/sign-in?lang=en")
		_, page := b.post("/sign-in", "login", "t-a2", "password", ownPassword, "_to", link.Password())
		htmlcheck.Page(t, page, htmlcheck.Has("form[action='/sign-in/code'] input[name=code][autocomplete=one-time-code]"), htmlcheck.Has("input[name=_to][value='/password']"))
		if b.isIn() {
			t.Fatal("the password alone opens pages")
		}
		b.expect(link.SignInCode(), htmlcheck.Has("input[name=code]"))
		status, page := b.post(link.SignInCode(), "code", "000000x")
		htmlcheck.Page(t, page, htmlcheck.In("#f-code-fault", htmlcheck.HasText("not right")))
		if status != http.StatusUnprocessableEntity {
			t.Errorf("a wrong code answers %d", status)
		}
		_, page = b.post(link.SignInCode(), "code", w.shows(key), "_to", link.Password())
		htmlcheck.Page(t, page, htmlcheck.Has("input[name=old]")) // the page that was asked for
		if !b.isIn() {
			t.Fatal("with the code nobody is in")
		}

		other := w.phone()
		if other.post(link.SignInCode(), "code", spare); !other.isIn() {
			t.Error("a spare code does not open")
		}
		status, page = inside.post(link.SecondFactorDo("spare"), "password", "not the password")
		htmlcheck.Page(t, page, htmlcheck.Has("input[name=password]"))
		if status != http.StatusUnprocessableEntity {
			t.Errorf("a wrong password answers %d", status)
		}
		inside.expect(link.SecondFactorDo("spare"), htmlcheck.Has("input[name=password]"))
		_, page = inside.post(link.SecondFactorDo("spare"), "password", ownPassword)
		htmlcheck.Page(t, page, htmlcheck.Has(".words li"), htmlcheck.NoText(spare))
		inside.expect(link.MySignIns(), htmlcheck.HasText("Spare codes left: 10"))
		w.clock.Add(11 * time.Minute)
		late := w.phone()
		w.clock.Add(11 * time.Minute)
		if _, page := late.post(link.SignInCode(), "code", w.shows(key)); !strings.Contains(page, "too long ago") || late.isIn() {
			t.Error("what was proved long ago is still worth something")
		}
		if _, page := w.stranger().post(link.SignInCode(), "code", w.shows(key)); !strings.Contains(page, `action="/sign-in"`) {
			t.Error("a code without a password leads on")
		}
	})
}

// Codes are guessed as slowly as passwords, by the account; a right password in between
// does not begin the counting anew, and a browser that knows the person is counted apart.
func TestGuessingCodesIsSlow(t *testing.T) {
	each(t, func(w *world) {
		key, _ := w.setsUp(w.as("T-A2"))
		known := w.phone()
		known.post(link.SignInCode(), "code", w.shows(key))
		w.clock.Add(time.Minute)
		for range 5 {
			w.phone().post(link.SignInCode(), "code", "111111")
		}
		if _, page := w.phone().post(link.SignInCode(), "code", w.shows(key)); !strings.Contains(page, `action="/sign-in/code"`) {
			t.Error("after five guesses the sixth is compared")
		}
		known.post("/sign-out")
		known.post("/sign-in", "login", "t-a2", "password", ownPassword)
		if known.post(link.SignInCode(), "code", w.shows(key)); !known.isIn() {
			t.Error("strangers who guess keep out who comes with a browser she has used")
		}
	})
}

// Whose post must have one sees that page before any other, and goes on once it is set up.
func TestPostThatMustHaveAFactor(t *testing.T) {
	each(t, func(w *world) {
		w.as("T-A2") // sets the password
		w.ok(w.people.Do(t.Context(), access.System(w.school, "test"), func(v verb.Work) error {
			_, err := accounts.FactorPosts.Set(v, rule.New{Value: "3", Starts: v.Date()})
			return err
		}))
		b := w.phone()
		b.expect(link.People(), htmlcheck.Has("form[action='/my-sign-ins/app']"), htmlcheck.In(".flash", htmlcheck.HasText("Your post needs this")))
		if status, _ := b.post(link.MySignInsDo("end")); status != http.StatusConflict {
			t.Errorf("a form of another page answers %d", status)
		}
		w.setsUp(b)
		b.expect(link.People(), htmlcheck.Not("form[action='/my-sign-ins/app']"))
		w.as("ADM").expect(link.Accounts(), htmlcheck.In("tbody", htmlcheck.HasText("code or passkey")))
	})
}
