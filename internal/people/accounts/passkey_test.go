package accounts

import (
	"strings"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/fault"
)

const site = "https://talim.school.kz"

// device is a phone with one passkey.
type device struct {
	*world
	party virtualwebauthn.RelyingParty
	auth  virtualwebauthn.Authenticator
	key   virtualwebauthn.Credential
}

func (w *world) device() *device {
	return &device{
		world: w, party: virtualwebauthn.RelyingParty{Name: issuer, ID: "talim.school.kz", Origin: site},
		auth: virtualwebauthn.NewAuthenticator(), key: wholeKey(),
	}
}

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

// makes answers the question for a new passkey.
func (d *device) makes(q Question) string {
	d.Helper()
	options, err := virtualwebauthn.ParseAttestationOptions(q.Options)
	d.ok(err)
	d.auth.Options.UserHandle = []byte(options.UserID)
	d.auth.AddCredential(d.key)
	return virtualwebauthn.CreateAttestationResponse(d.party, d.auth, d.key, *options)
}

// answers the question of the page of sign-in.
func (d *device) answers(q Question) string {
	d.Helper()
	options, err := virtualwebauthn.ParseAssertionOptions(q.Options)
	d.ok(err)
	d.key.Counter++
	return virtualwebauthn.CreateAssertionResponse(d.party, d.auth, d.key, *options)
}

func (w *world) asksPasskey() Question {
	w.Helper()
	w.clock.Add(time.Second)
	q, err := w.s.AskPasskey(site, w.clock.Now())
	w.ok(err)
	return q
}

// withPasskey gives somebody a passkey as the pages do.
func (w *world) withPasskey(a access.Actor) *device {
	w.Helper()
	d := w.device()
	q, err := w.s.BeginPasskey(w.ctx, a, ownPassword, " Samsung  A05 ", site, w.clock.Now())
	w.ok(err)
	w.ok(w.s.AddPasskey(w.ctx, a, q.Form, d.makes(q), site, w.clock.Now()))
	return d
}

func (d *device) comesIn(q Question) (Entry, error) {
	return d.s.ByPasskey(d.ctx, q.Form, d.answers(q), site, d.clock.Now())
}

func TestPasskeySignsIn(t *testing.T) {
	each(t, func(w *world) {
		w.opened(w.teacher, "t-1", ownPassword)
		_, err := w.s.BeginPasskey(w.ctx, w.teacher, "not the password", "phone", site, w.clock.Now())
		w.is(err, fault.KindInvalid)
		_, err = w.s.BeginPasskey(w.ctx, w.teacher, ownPassword, " ", site, w.clock.Now())
		w.says(err, "fault.text_missing")
		d := w.withPasskey(w.teacher)
		w.withApp(w.teacher)
		e, err := d.comesIn(w.asksPasskey())
		if w.ok(err); e.Account != w.teacher.Account || e.Code || e.Login != "t-1" {
			t.Fatalf("a passkey is both factors: %+v", e)
		}
		all, err := w.s.Passkeys(w.ctx, w.teacher)
		if w.ok(err); len(all) != 1 || all[0].Name != "Samsung A05" || all[0].UsedAt == "" {
			t.Errorf("listed: %+v", all)
		}
		if standing, err := w.s.StandingOf(w.ctx, w.teacher); err != nil || standing.Passkeys != 1 {
			t.Errorf("counted: %d, %v", standing.Passkeys, err)
		}
		w.is(w.s.EndPasskey(w.ctx, w.head, all[0].ID), fault.KindNotFound)
		w.ok(w.s.EndPasskey(w.ctx, w.teacher, all[0].ID))
		_, err = d.comesIn(w.asksPasskey())
		w.says(err, "people.passkey.wrong")
	})
}

// What was signed is worth something once, for one question, of this server, for the
// account that has the passkey.
func TestPasskeyAnswersOnce(t *testing.T) {
	each(t, func(w *world) {
		w.opened(w.teacher, "t-1", ownPassword)
		w.opened(w.head, "smu-1", ownPassword)
		d, other := w.withPasskey(w.teacher), w.device()
		before, q := w.asksPasskey(), w.asksPasskey()
		answer := d.answers(q)
		w.atOnce(4, fault.KindInvalid, func() error { _, err := w.s.ByPasskey(w.ctx, q.Form, answer, site, w.clock.Now()); return err })
		_, err := d.comesIn(before)
		w.says(err, "people.passkey.too_late")
		tries := map[string]func() (Question, string, string){
			"a question of another page": func() (Question, string, string) { q := w.asksPasskey(); return q, d.answers(w.asksPasskey()), site },
			"another site": func() (Question, string, string) {
				d.party.Origin = "https://talim.school.example"
				defer func() { d.party.Origin = site }()
				q := w.asksPasskey()
				return q, d.answers(q), site
			},
			"nobody's passkey": func() (Question, string, string) {
				other.auth.Options.UserHandle = []byte(w.teacher.Account)
				q := w.asksPasskey()
				return q, other.answers(q), site
			},
			"as somebody else": func() (Question, string, string) {
				was := d.auth.Options.UserHandle
				d.auth.Options.UserHandle = []byte(w.head.Account)
				defer func() { d.auth.Options.UserHandle = was }()
				q := w.asksPasskey()
				return q, d.answers(q), site
			},
			"without finger or PIN": func() (Question, string, string) {
				d.auth.Options.UserNotVerified = true
				defer func() { d.auth.Options.UserNotVerified = false }()
				q := w.asksPasskey()
				return q, d.answers(q), site
			},
			"no answer": func() (Question, string, string) { return w.asksPasskey(), `{"id":"x"}`, site },
			"a question of nobody": func() (Question, string, string) {
				q := w.asksPasskey()
				return Question{Form: "{}"}, d.answers(q), site
			},
		}
		for name, try := range tries {
			q, answer, at := try()
			if _, err := w.s.ByPasskey(w.ctx, q.Form, answer, at, w.clock.Now()); !fault.Is(err, fault.KindInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		late := w.asksPasskey()
		w.clock.Add(2 * time.Hour)
		_, err = d.comesIn(late)
		w.says(err, "people.passkey.too_late")
		_, err = d.comesIn(w.asksPasskey())
		w.ok(err)
		w.ok(w.s.Disable(w.ctx, w.admin, w.teacher.Account))
		_, err = d.comesIn(w.asksPasskey())
		w.says(err, "people.passkey.wrong")
	})
}

// Whoever writes in the database gives herself no passkey of somebody else.
func TestPasskeyWrittenInTheDatabaseOpensNothing(t *testing.T) {
	each(t, func(w *world) {
		w.opened(w.teacher, "t-1", ownPassword)
		w.opened(w.head, "smu-1", ownPassword)
		d := w.withPasskey(w.head)
		w.written(`UPDATE passkey SET account_id = $1`, w.teacher.Account)
		d.auth.Options.UserHandle = []byte(w.teacher.Account)
		_, err := d.comesIn(w.asksPasskey())
		w.says(err, "people.passkey.wrong")
		found, err := w.s.keeper.FindChanged(w.ctx, w.d, Vouched)
		if w.ok(err); len(found) != 1 || found[0].Table != "passkey" {
			t.Errorf("named: %v", found)
		}
	})
}

// A one-time code ends the passkeys with the rest: whoever had one is out, the owner is
// told, and nobody adds another while what is private is closed.
func TestResetEndsThePasskeys(t *testing.T) {
	each(t, func(w *world) {
		w.opened(w.teacher, "t-1", ownPassword)
		d := w.withPasskey(w.teacher)
		begun, err := w.s.BeginPasskey(w.ctx, w.teacher, ownPassword, "tablet", site, w.clock.Now())
		w.ok(err)
		a := w.reset(w.admin, w.teacher, "t-1")
		_, err = d.comesIn(w.asksPasskey())
		w.says(err, "people.passkey.wrong")
		if got := strings.Join(w.reminded(a.Staff), " "); got != keyNoFactor {
			t.Errorf("told %s", got)
		}
		_, err = w.s.BeginPasskey(w.ctx, a, "taken over 1", "mine", site, w.clock.Now())
		w.is(err, fault.KindConflict)
		w.is(w.s.AddPasskey(w.ctx, a, begun.Form, w.device().makes(begun), site, w.clock.Now()), fault.KindConflict)
		if n, err := db.One[int](w.ctx, w.d.Read(), `SELECT COUNT(*) FROM passkey`); err != nil || n != 0 {
			t.Errorf("%d passkeys, %v", n, err)
		}
	})
}

// Browsers have passkeys where the site has a name of its own, over https, and on the same computer.
func TestPasskeysNeedAName(t *testing.T) {
	for origin, want := range map[string]bool{
		site: true, "https://talim.school.kz:8443": true, "http://localhost:8080": true,
		"http://talim.school.kz": false, "http://127.0.0.1:8080": false, "https://10.0.0.7": false, "https://[::1]": false, "": false, "://": false,
	} {
		if got := PasskeysAt(origin); got != want {
			t.Errorf("%s: %v", origin, got)
		}
	}
}
