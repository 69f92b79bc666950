package accounts

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/password"
	"talim/internal/secret"
	"talim/internal/verb"
)

// A passkey is a key in a phone or a computer of the owner, which answers questions of the
// server once its owner has shown a finger, a face or a PIN to the device (WebAuthn). It
// is both factors at once, belongs to the address of this server, and cannot be told to
// anybody else.
//
// A question travels sealed in the page, so that reading a page writes nothing. Each
// passkey answers a question once: one that was asked before the last that it answered is
// refused.

// passkeyLocks are what a passkey opens, and with what; its sum is over them.
type passkeyLocks struct {
	School       string `db:"school_id"`
	ID           string `db:"id"`
	Account      string `db:"account_id"`
	Credential   string `db:"credential"`
	CredentialID string `db:"credential_id"`
}

// Passkey is one of an account.
type Passkey struct {
	passkeyLocks
	Name         string           `db:"name"`
	SignCount    int64            `db:"sign_count"`
	LastQuestion int64            `db:"last_question"`
	MadeAt       calendar.Instant `db:"made_at"`
	UsedAt       calendar.Instant `db:"used_at"` // "" where it was never used
	Seal         string           `db:"seal"`
}

var vouchedPasskey = secret.Vouched{Table: "passkey", Name: "seal", Over: db.ColumnsOf[passkeyLocks]()}

const (
	maxPasskeys    = 20
	maxPasskeyName = 60
	questionLife   = time.Hour // how long a page with a question can be answered
)

// partyAt is this server as browsers know it at an address; nil where none has passkeys: it
// needs a name, and https unless it is the same computer.
func partyAt(origin string) *webauthn.WebAuthn {
	u, err := url.Parse(origin)
	if err != nil || u.Scheme != "https" && u.Hostname() != "localhost" {
		return nil
	}
	if _, err := netip.ParseAddr(u.Hostname()); err == nil {
		return nil
	}
	need := true
	party, err := webauthn.New(&webauthn.Config{
		RPID: u.Hostname(), RPDisplayName: issuer, RPOrigins: []string{u.Scheme + "://" + u.Host},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: &need, UserVerification: protocol.VerificationRequired,
		},
	})
	if err != nil {
		return nil
	}
	return party
}

// PasskeysAt says whether browsers have passkeys for an address.
func PasskeysAt(origin string) bool { return partyAt(origin) != nil }

// bearer is an account as the library asks for it.
type bearer struct {
	account     Account
	credentials []webauthn.Credential
}

func (b bearer) WebAuthnID() []byte                         { return []byte(b.account.ID) }
func (b bearer) WebAuthnName() string                       { return b.account.Login }
func (b bearer) WebAuthnDisplayName() string                { return b.account.Login }
func (b bearer) WebAuthnCredentials() []webauthn.Credential { return b.credentials }

// bearerOf is the account with those of its passkeys that the program made.
func (s *Service) bearerOf(a Account, keys []Passkey) bearer {
	b := bearer{account: a}
	for _, k := range keys {
		var c webauthn.Credential
		if s.keeper == nil || !s.keeper.Vouches(k.Seal, vouchedPasskey.Table, db.TextsOf(k.passkeyLocks)...) || json.Unmarshal([]byte(k.Credential), &c) != nil {
			continue
		}
		c.Authenticator.SignCount = uint32(k.SignCount) //nolint:gosec // it was one
		b.credentials = append(b.credentials, c)
	}
	return b
}

// Question is what a page asks of the devices of its reader.
type Question struct {
	Form    string // what the server has to remember, sealed, which travels in the form
	Options string // JSON for the browser
}

// asked is what the form holds.
type asked struct {
	At      int64 // unix nanoseconds
	Account string
	Proof   string
	Name    string
	Session webauthn.SessionData
}

const aboutQuestion = "question of a passkey"

func (s *Service) question(q asked, options any) (Question, error) {
	form, err := s.keeper.SealUntil(aboutQuestion, time.Unix(0, q.At).Add(questionLife), q)
	if err != nil {
		return Question{}, err
	}
	text, err := json.Marshal(options)
	return Question{Form: form, Options: string(text)}, err
}

// askedIn opens the form, unless it is too old or none of ours.
func (s *Service) askedIn(form string, now time.Time) (asked, bool) {
	var q asked
	return q, s.keeper != nil && s.keeper.OpenUntil(aboutQuestion, form, now, &q)
}

// BeginPasskey asks the device of the actor for a passkey; the password proves that it is
// the owner who sits there. While private texts are closed nobody adds one.
func (s *Service) BeginPasskey(ctx context.Context, actor access.Actor, typed, name, origin string, now time.Time) (Question, error) {
	name = strings.Join(strings.Fields(name), " ")
	var faults fault.Fields
	faults.Text("name", name, true, maxPasskeyName)
	if err := faults.Err(); err != nil {
		return Question{}, err
	}
	a, err := s.proved(ctx, actor, typed)
	if err != nil {
		return Question{}, err
	}
	keys, err := passkeysOf(ctx, s.Read(), a.SchoolID, a.ID)
	if err != nil {
		return Question{}, err
	}
	party := partyAt(origin)
	if party == nil || s.keeper == nil || len(keys) >= maxPasskeys {
		return Question{}, fault.Conflict("people.passkey.not_here")
	}
	b := s.bearerOf(a, keys)
	options, session, err := party.BeginRegistration(b, webauthn.WithExclusions(webauthn.Credentials(b.credentials).CredentialDescriptors()))
	if err != nil {
		return Question{}, err
	}
	return s.question(asked{At: now.UnixNano(), Account: a.ID, Proof: a.proof(), Name: name, Session: *session}, options)
}

// AddPasskey keeps what the device made.
func (s *Service) AddPasskey(ctx context.Context, actor access.Actor, form, answer, origin string, now time.Time) error {
	refused := fault.Conflict("people.passkey.not_made")
	q, ok := s.askedIn(form, now)
	party := partyAt(origin)
	if !ok || party == nil || q.Account != actor.Account {
		return refused
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(answer))
	if err != nil {
		return errors.Join(refused, err)
	}
	return s.do(ctx, actor, MayKeepOwn, func(w work) error {
		a, err := w.own()
		if err != nil {
			return err
		}
		if a.proof() != q.Proof || a.closedOn(w.Date()) {
			return refused
		}
		made, err := party.CreateCredential(bearer{account: a}, q.Session, parsed)
		if err != nil {
			return errors.Join(refused, err)
		}
		if err := w.addPasskey(a, q.Name, *made); err != nil {
			return err
		}
		return w.record(EventPasskeyMade, a.StaffID)
	})
}

func (w work) addPasskey(a Account, name string, made webauthn.Credential) error {
	k := Passkey{passkeyLocks: passkeyLocks{School: a.SchoolID, ID: db.NewID(), Account: a.ID}, Name: name, SignCount: int64(made.Authenticator.SignCount), MadeAt: w.Instant()}
	made.Authenticator.SignCount, made.Attestation = 0, webauthn.CredentialAttestation{} // the one changes, the other says of the device what nobody asks
	text, err := json.Marshal(made)
	if err != nil {
		return err
	}
	k.Credential, k.CredentialID = string(text), base64.RawURLEncoding.EncodeToString(made.ID)
	k.Seal = w.keeper.Vouch(vouchedPasskey.Table, db.TextsOf(k.passkeyLocks)...)
	return verb.Duplicate(db.Insert(w.Ctx, w.Tx, "passkey", k), "people.passkey.not_made")
}

// AskPasskey asks any device whose owner wants to sign in.
func (s *Service) AskPasskey(origin string, now time.Time) (Question, error) {
	party := partyAt(origin)
	if party == nil || s.keeper == nil {
		return Question{}, nil
	}
	options, session, err := party.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return Question{}, err
	}
	return s.question(asked{At: now.UnixNano(), Session: *session}, options)
}

func wrongPasskey() error {
	return fault.Invalid("", "people.passkey.wrong").Because(password.ErrWrong)
}

// ByPasskey signs in whose passkey has answered. A passkey is both factors: no code is
// asked for.
func (s *Service) ByPasskey(ctx context.Context, form, answer, origin string, now time.Time) (Entry, error) {
	q, ok := s.askedIn(form, now)
	party := partyAt(origin)
	if !ok || party == nil || q.Account != "" {
		return Entry{}, fault.Invalid("", "people.passkey.too_late")
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	if err != nil {
		return Entry{}, wrongPasskey()
	}
	a, err := accountAnywhere(ctx, s.Read(), string(parsed.Response.UserHandle))
	if fault.Is(err, fault.KindNotFound) {
		return Entry{}, wrongPasskey()
	}
	if err != nil {
		return Entry{}, err
	}
	if err := s.unchanged(a, ""); err != nil {
		return Entry{}, err
	}
	err = s.Do(ctx, access.Actor{}, func(v verb.Work) error { return s.answer(v, party, q, a, parsed) })
	if err != nil {
		return Entry{}, err
	}
	return Entry{Account: a.ID, Login: a.Login}, s.arrived(ctx, a)
}

// answer checks what a passkey signed, and notes that it has answered.
func (s *Service) answer(v verb.Work, party *webauthn.WebAuthn, q asked, a Account, parsed *protocol.ParsedCredentialAssertionData) error {
	keys, err := passkeysOf(v.Ctx, v.Tx, a.SchoolID, a.ID)
	if err != nil {
		return err
	}
	b := s.bearerOf(a, keys)
	_, used, err := party.ValidatePasskeyLogin(func(_, _ []byte) (webauthn.User, error) { return b, nil }, q.Session, parsed)
	if err != nil || used.Authenticator.CloneWarning || a.DisabledAt != "" {
		return wrongPasskey()
	}
	i := slices.IndexFunc(keys, func(k Passkey) bool { return k.CredentialID == base64.RawURLEncoding.EncodeToString(used.ID) })
	n, err := db.Exec(v.Ctx, v.Tx, `UPDATE passkey SET sign_count = $1, last_question = $2, used_at = $3 WHERE school_id = $4 AND id = $5 AND last_question < $2`,
		int64(used.Authenticator.SignCount), q.At, v.Instant(), a.SchoolID, keys[i].ID)
	if err == nil && n == 0 {
		err = fault.Invalid("", "people.passkey.too_late")
	}
	return err
}

// EndPasskey lets one of the actor's passkeys open nothing any more.
func (s *Service) EndPasskey(ctx context.Context, actor access.Actor, id string) error {
	return s.do(ctx, actor, MayKeepOwn, func(w work) error {
		n, err := db.Exec(w.Ctx, w.Tx, `DELETE FROM passkey WHERE school_id = $1 AND account_id = $2 AND id = $3`, actor.School, actor.Account, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.NotFound("people.passkey.gone")
		}
		return w.record(EventPasskeyEnded, actor.Staff)
	})
}

// dropPasskeys ends all passkeys of an account, and says whether there were any.
func (w work) dropPasskeys(school, account string) (bool, error) {
	n, err := db.Exec(w.Ctx, w.Tx, `DELETE FROM passkey WHERE school_id = $1 AND account_id = $2`, school, account)
	return n > 0, err
}

func passkeysOf(ctx context.Context, c db.Conn, school, account string) ([]Passkey, error) {
	return db.All[Passkey](ctx, c, `SELECT `+db.Columns[Passkey]("")+` FROM passkey WHERE school_id = $1 AND account_id = $2 ORDER BY made_at, id`, school, account)
}

// Passkeys are those of the actor's own account.
func (s *Service) Passkeys(ctx context.Context, actor access.Actor) ([]Passkey, error) {
	return passkeysOf(ctx, s.Read(), actor.School, actor.Account)
}
