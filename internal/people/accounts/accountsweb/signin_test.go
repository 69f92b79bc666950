package accountsweb_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

func TestSignIn(t *testing.T) {
	each(t, func(w *world) {
		w.as("T-A2") // sets the password
		b := w.stranger()
		status, page := b.get(link.Staff(w.staff["T-A2"]) + "?lang=en")
		if status != http.StatusOK {
			w.Fatalf("a stranger gets %d", status)
		}
		htmlcheck.Page(t, page, htmlcheck.Has("form[action='/sign-in'] input[name=password][type=password]"), htmlcheck.NoText("T-A2"))
		b.get("/sign-in?lang=en")
		status, page = b.post("/sign-in", "login", "t-a2", "password", "wrong")
		htmlcheck.Page(t, page, htmlcheck.In("#f-password-fault", htmlcheck.HasText("not right")), htmlcheck.Has("input[name=login][value=t-a2]"), htmlcheck.Not("input[name=password][value]"))
		if status != http.StatusUnprocessableEntity {
			w.Errorf("a wrong password answers %d", status)
		}
		status, page = b.post("/sign-in", "login", " T-A2 ", "password", "a long password", "_to", link.Password())
		if status != http.StatusOK || !strings.Contains(page, "T-A2") {
			w.Fatalf("signing in answers %d\n%s", status, page)
		}
		status, page = b.post(link.Password(), "old", "a long password", "password", "another password", "repeat", "another password")
		htmlcheck.Page(t, page, htmlcheck.In(".flash", htmlcheck.HasText("changed")))
		if status != http.StatusOK {
			w.Errorf("changing the password answers %d", status)
		}
	})
}

// Five wrong tries make the next one wait, the right password as well.
func TestGuessingIsSlow(t *testing.T) {
	each(t, func(w *world) {
		w.as("T-A2")
		b := w.stranger()
		for range 5 {
			b.post("/sign-in", "login", "t-a2", "password", "wrong")
		}
		if status, page := b.post("/sign-in", "login", "t-a2", "password", "a long password"); status != http.StatusUnprocessableEntity || strings.Contains(page, "Home") {
			w.Errorf("the sixth try answers %d", status)
		}
	})
}

// However the login is written, it is the same account that is guessed at.
func TestGuessingCountsTheAccountHoweverItsLoginIsWritten(t *testing.T) {
	each(t, func(w *world) {
		w.as("T-A2")
		b := w.stranger()
		b.get("/sign-in?lang=en")
		tries := 0
		for _, login := range []string{"t-a2", "t -a2", "T- A2", "t - a2", "t\u00a0-a2"} {
			for range 2 {
				if _, page := b.post("/sign-in", "login", login, "password", "wrong"); strings.Contains(page, "minute") {
					if tries != 5 {
						w.Errorf("refused after %d tries, want 5", tries)
					}
					return
				}
				tries++
			}
		}
		w.Errorf("%d wrong passwords for one account, and none was refused", tries)
	})
}

// Whatever proves who somebody is, wrong ones are counted, in a session that was left
// open as well.
func TestGuessingIsSlowWhateverIsGuessed(t *testing.T) {
	each(t, func(w *world) {
		w.as("T-A14")
		inside := w.as("T-A2")
		for path, fields := range map[string][]string{
			"/sign-in/first":          {"login", "smu-a3", "code", "AAAAA-AAAAA", "password", "another password", "repeat", "another password"},
			"/sign-in/words":          {"login", "dd-a2", "words", "ba ba", "password", "another password", "repeat", "another password"},
			link.Password():           {"old", "wrong", "password", "another password", "repeat", "another password"},
			link.MySignInsDo("words"): {"password", "wrong"},
			"/my-schools":             {"login", "t-a14", "password", "wrong"},
		} {
			b := w.stranger()
			if !strings.HasPrefix(path, "/sign-in") {
				b = inside
				w.exec(`DELETE FROM sign_in_attempt`)
			}
			b.get("/?lang=en")
			for i := range 6 {
				_, page := b.post(path, fields...)
				if waits := strings.Contains(page, "The next one is possible"); waits != (i == 5) {
					w.Errorf("%s: guess %d waits: %v", path, i+1, waits)
				}
			}
		}
	})
}

// Who saw the token of a session has nothing any more once the password is another, and
// neither have the other sessions of the account.
func TestNewPasswordRenewsTheSession(t *testing.T) {
	each(t, func(w *world) {
		b, other := w.as("T-A2"), w.stranger()
		other.post("/sign-in", "login", "t-a2", "password", "a long password")
		at, _ := url.Parse(w.server.URL)
		seen := w.stranger()
		seen.client.Jar.SetCookies(at, b.client.Jar.Cookies(at))
		seen.status(http.StatusOK, link.MySignIns())
		if status, _ := b.post(link.Password(), "old", "a long password", "password", "another password", "repeat", "another password"); status != http.StatusOK {
			w.Fatalf("changing the password answers %d", status)
		}
		for who, x := range map[string]*browser{"the old token": seen, "the other session": other} {
			if _, page := x.get(link.MySignIns()); !strings.Contains(page, `name="password"`) {
				w.Errorf("%s goes on", who)
			}
		}
		b.expect(link.MySignIns(), htmlcheck.In("h1", htmlcheck.HasText("sign-ins")))
	})
}

func TestPersonasOfTheDemo(t *testing.T) {
	each(t, func(w *world) {
		b := w.stranger()
		b.get("/sign-in?lang=en")
		b.expect("/sign-in", htmlcheck.Has("a[href='/demo']"))
		b.expect(link.Personas(), htmlcheck.In("li", htmlcheck.HasText("A mentor")), htmlcheck.Has("button[name=account]"))
		if status, _ := b.post(link.Personas(), "account", w.account["DIR-A"]); status != http.StatusNotFound {
			w.Errorf("somebody who is no persona: %d", status)
		}
		if status, page := b.post(link.Personas(), "account", w.account["T-A2"]); status != http.StatusOK || !strings.Contains(page, "Home") {
			w.Errorf("a persona: %d\n%s", status, page)
		}
	})
}

// The sheet is a page of its own: loading it again and printing it again give the
// codes that were handed out.
func TestCodeSheet(t *testing.T) {
	each(t, func(w *world) {
		b := w.as("ADM")
		_, all := b.get(link.CodeSheet(""))
		for _, want := range []string{"t-a2", "smu-a3", "Print", "Откройте сайт", "Сайтты ашып"} {
			if !strings.Contains(all, want) {
				w.Errorf("the sheet lacks %q", want)
			}
		}
		if strings.Contains(all, "auyl.admin") {
			w.Error("who has a password gets a code unasked")
		}
		if status, _ := b.post(link.Accounts(), "who", "new"); status != http.StatusUnprocessableEntity {
			w.Errorf("everybody has a code that opens, and new ones answer %d", status)
		}
		status, one := b.post(link.Accounts(), "who", "chosen", "staff", w.staff["T-A2"])
		if status != http.StatusOK || !strings.Contains(one, "t-a2") {
			w.Errorf("the sheet of one answers %d", status)
		}
		code := htmlcheck.Attr(one, ".slip svg", "viewBox")
		if code == "" {
			w.Error("a slip without a picture")
		}
		for path, magic := range map[string]string{link.CodePaper("", "pdf"): "%PDF", link.CodePaper("", "docx"): "PK"} {
			if status, file := b.get(path); status != http.StatusOK || !strings.HasPrefix(file, magic) {
				w.Errorf("%s answers %d", path, status)
			}
		}
		if status, _ := b.post(link.Accounts(), "who", "chosen"); status != http.StatusUnprocessableEntity {
			w.Errorf("nobody chosen answers %d", status)
		}
		_, before := b.get(link.CodeSheet(""))
		if _, again := b.get(link.CodeSheet("")); codesOn(again) == "" || codesOn(again) != codesOn(before) {
			w.Errorf("loaded again the sheet has other codes: %s, %s", codesOn(before), codesOn(again))
		}
		for _, who := range []string{"DD-A2", "T-A2"} {
			for _, path := range []string{link.CodeSheet(""), link.CodePaper("", "pdf")} {
				if status, _ := w.as(who).get(path); status != http.StatusForbidden {
					w.Errorf("%s answers %s with %d", path, who, status)
				}
			}
		}
	})
}

var codeOnSlip = regexp.MustCompile(`class="code">([^<]+)<`)

// codesOn are the codes of a sheet in their order.
func codesOn(page string) string {
	var codes []string
	for _, found := range codeOnSlip.FindAllStringSubmatch(page, -1) {
		codes = append(codes, found[1])
	}
	return strings.Join(codes, " ")
}

func TestAccountsAreFiltered(t *testing.T) {
	each(t, func(w *world) {
		b := w.as("ADM")
		b.expect(link.With(link.Accounts(), "state", "code", "role", "deputy"), htmlcheck.In("tbody", htmlcheck.HasText("DD-A2")), htmlcheck.Not("tbody:contains(T-A2)"),
			htmlcheck.Has("select[name=state] option[value=code][selected]"))
		b.expect(link.With(link.Accounts(), "state", "none"), htmlcheck.HasText("There is nobody like that."))
	})
}

func TestAccountIsClosed(t *testing.T) {
	each(t, func(w *world) {
		teacher, admin := w.as("T-A2"), w.as("ADM")
		_, page := admin.post(link.TurnAccount(w.account["T-A2"]), "turn", "off")
		htmlcheck.Page(t, page, htmlcheck.In(".flash", htmlcheck.HasText("closed")), htmlcheck.In(".tag.late", htmlcheck.HasText("closed")))
		if _, page := teacher.get(link.People()); !strings.Contains(page, `action="/sign-in"`) {
			w.Error("the session of a closed account goes on")
		}
		_, page = admin.post(link.TurnAccount(w.account["T-A2"]), "turn", "on")
		htmlcheck.Page(t, page, htmlcheck.In(".flash", htmlcheck.HasText("open again")))
		if status, _ := admin.post(link.TurnAccount(w.account["ADM"]), "turn", "off"); status != http.StatusConflict {
			w.Errorf("closing one's own account answers %d", status)
		}
	})
}

// Every route asks for a permission that says whom it lets in.
func TestRoutesAreClosed(t *testing.T) {
	w := build(t, apptest.Database(t))
	for _, r := range w.pages.Routes() {
		open := r.Permission.Allows(access.Actor{})
		entrance := strings.Contains(r.Pattern, "/sign-in") || strings.Contains(r.Pattern, "/first-run") || strings.Contains(r.Pattern, "/demo")
		if open != entrance {
			t.Errorf("%s: open is %v", r.Pattern, open)
		}
	}
}
