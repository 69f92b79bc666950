package app_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"talim/internal/i18n"
	"talim/internal/web/link"
)

var codeOnPage = regexp.MustCompile(`class="code">([^<]+)<`)

// Whoever may give codes makes one for an account that its owner uses, redeems it and
// reads on as the owner: of all private texts not one opens. The owner's recovery words
// open all of them again, and so does the day on which the waiting ends.
func TestATakenOverAccountReadsNothingPrivate(t *testing.T) {
	t.Parallel() // one of the long ones
	c := tellConfidence(t, "sqlite:"+t.TempDir()+"/takeover.db")
	c.ok(c.exec(`DELETE FROM sign_in_attempt`))
	logins := c.Services().Accounts
	kinds := map[string]bool{}
	attackers := []string{"DIR-A", "Auyl-BMP-1"}
	for n, owner := range []string{"T-A2", "T-A14", "T-A12", "SMU-A4", "T-A13", "T-A11"} {
		me, own := c.readerOf(owner), "a long password"
		if _, persona := c.personas[owner]; persona { // who has come in without a password so far
			own = "my own password"
			me = c.takes("DIR-A", owner, own)
		}
		me.got = map[string]asked{}
		before := c.finds(me)
		words, err := logins.MakeWords(ctx, c.as(owner), own)
		c.ok(err)
		thief := c.takes(attackers[n%2], owner, "taken over 1")
		for kind := range c.finds(thief) {
			t.Errorf("%s reads %s with the code of %s", attackers[n%2], kind, owner)
		}
		if got := thief.get(link.MySignIns()); got.code != http.StatusOK || !strings.Contains(got.text, "/my-sign-ins/open") {
			t.Errorf("%s is not told how the texts open: %d", owner, got.code)
		}
		w := thief.request(http.MethodPost, "/my-sign-ins/open", url.Values{"words": {words}})
		if w.Code != http.StatusSeeOther {
			t.Fatalf("the words of %s: %d", owner, w.Code)
		}
		thief.got = map[string]asked{}
		after := c.finds(thief)
		for kind := range before {
			if kinds[kind] = true; !after[kind] {
				t.Errorf("%s does not find %s with the recovery words", owner, kind)
			}
		}
	}
	t.Logf("%d kinds of private text", len(kinds))
}

// takes makes a code for somebody as another does it on the page, and signs in with it.
func (c *confidence) takes(by, owner, password string) *reader {
	c.t.Helper()
	giver := c.readerOf(by)
	w := giver.request(http.MethodPost, link.Accounts(), url.Values{"who": {"chosen"}, "staff": {c.as(owner).Staff}})
	if w.Code != http.StatusSeeOther {
		c.t.Fatalf("%s gets no code for %s: %d", by, owner, w.Code)
	}
	page := plainText(c.t, giver.request(http.MethodGet, w.Header().Get("Location"), nil))
	code := codeOnPage.FindStringSubmatch(page)
	if code == nil {
		c.t.Fatalf("no code on %.2000s", page)
	}
	login := c.id(`SELECT login FROM account WHERE id = $1`, c.as(owner).Account)
	r := &reader{castMember: c.readerOf(owner).castMember, got: map[string]asked{}}
	r.visitor = &visitor{t: c.t, app: c.App, who: owner, lang: i18n.English, cookies: map[string]string{}, visited: map[string]bool{}, routes: map[string]int{}}
	w = r.request(http.MethodPost, "/sign-in/first", url.Values{"login": {login}, "code": {code[1]}, "password": {password}, "repeat": {password}})
	if w.Code != http.StatusSeeOther {
		c.t.Fatalf("the code for %s: %d %s", owner, w.Code, plainText(c.t, w))
	}
	return r
}

func (c *confidence) readerOf(code string) *reader {
	for _, r := range c.readers {
		if r.code == code {
			return r
		}
	}
	c.t.Fatalf("%s is not of the cast", code)
	return nil
}

// finds are the private texts that somebody finds where they stand.
func (c *confidence) finds(r *reader) map[string]bool {
	out := map[string]bool{}
	for _, x := range c.records {
		if x.marker == "" || x.plain || x.kind == "evaluation.answer" {
			continue
		}
		for _, address := range x.everyPage() {
			if got := r.get(address); got.code == http.StatusOK && strings.Contains(got.text, x.marker) {
				out[x.kind+" "+x.marker] = true
			}
		}
	}
	return out
}
