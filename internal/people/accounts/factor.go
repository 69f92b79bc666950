package accounts

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/password"
	"talim/internal/people"
	"talim/internal/rule"
	"talim/internal/secret"
	"talim/internal/verb"
)

// A second factor is an app on the owner's phone that shows another code each half minute
// (TOTP, RFC 6238). Whoever has one is asked for its code after the password; who knows the
// password alone does not come in. Its secret is sealed, and says inside of the seal whose
// it is. Ten spare codes are for the day on which the phone is not there.
//
// A one-time code of the administrator takes the factor away: it is for whoever has lost
// what she came in with, and her private texts stay closed as after any reset (guard.go).

// factor is the second factor of an account. What stands in the row of the account as
// factor_id, within the sum that vouches for it, is the one that counts.
type factor struct {
	School  string           `db:"school_id"`
	ID      string           `db:"id"`
	Account string           `db:"account_id"`
	Sealed  string           `db:"secret_sealed"`
	Spare   string           `db:"spare"` // sums of the spare codes that nobody has used, between spaces
	Last    int64            `db:"last_step"`
	BegunAt calendar.Instant `db:"begun_at"`
}

var factorSecret = secret.Column{Table: "second_factor", Name: "secret_sealed"}

const (
	step       = 30 * time.Second // how long a code of the app is shown
	drift      = 1                // codes before and after that are taken, for a phone whose clock is not exact
	spareCodes = 10
	beginLife  = 15 * time.Minute // how long the page with the picture can be answered
	factorKey  = 20               // bytes of a secret, as long as the sum of the codes
)

// FactorPosts says which posts must come in with a second factor; see must.
var FactorPosts = rule.Rule{Name: "people.account.second_factor", Default: 0, Min: 0, Max: 3}

var plainBase32 = base32.StdEncoding.WithPadding(base32.NoPadding)

// stepOf is the number of the half minute.
func stepOf(at time.Time) int64 { return at.Unix() / int64(step/time.Second) }

// codeOf is what the app shows in the half minute.
func codeOf(key string, n int64) (string, error) {
	return hotp.GenerateCodeCustom(key, uint64(n), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}) //nolint:gosec // after 1970
}

// stepThatShows finds the half minute around now, after the last one that was taken, whose
// code was typed.
func stepThatShows(key, typed string, now time.Time, last int64) (int64, bool, error) {
	found, ok := int64(0), false
	for n := stepOf(now) - drift; n <= stepOf(now)+drift; n++ {
		code, err := codeOf(key, n)
		if err != nil {
			return 0, false, err
		}
		if n > last && subtle.ConstantTimeCompare([]byte(code), []byte(typed)) == 1 {
			found, ok = n, true
		}
	}
	return found, ok, nil
}

// tidyDigits is a code of the app however it was typed; "" where it is none.
func tidyDigits(typed string) string {
	digits := strings.NewReplacer(" ", "", "\u00a0", "", "-", "").Replace(typed)
	if len(digits) != otp.DigitsSix.Length() || strings.Trim(digits, "0123456789") != "" {
		return ""
	}
	return digits
}

// spareSum is how a spare code is kept: a sum that only who has the sealed secret can make.
func spareSum(key, account, code string) string {
	mac := hmac.New(sha256.New, []byte(key))
	_, _ = mac.Write([]byte("spare code\x00" + password.HashCode(account, code)))
	return hex.EncodeToString(mac.Sum(nil))
}

// takes uses what was typed up: a code of the app and all before it, or a spare code.
func (f *factor) takes(key, typed string, now time.Time) (bool, error) {
	if digits := tidyDigits(typed); digits != "" {
		n, ok, err := stepThatShows(key, digits, now, f.Last)
		if ok {
			f.Last = n
		}
		return ok, err
	}
	spare := strings.Fields(f.Spare)
	i := slices.IndexFunc(spare, func(sum string) bool { return hmac.Equal([]byte(sum), []byte(spareSum(key, f.Account, typed))) })
	if i < 0 {
		return false, nil
	}
	f.Spare = strings.Join(slices.Delete(spare, i, i+1), " ")
	return true, nil
}

// sealFactor seals the secret with whose it is: in the place of another it opens nothing.
func (s *Service) sealFactor(id string, a Account, key string) string {
	return s.keeper.Seal(factorSecret.Of(id), strings.Join([]string{a.ID, a.StaffID, key}, " "))
}

// keyOf opens the secret of the account's factor.
func (s *Service) keyOf(f factor, a Account) (string, error) {
	if s.keeper == nil {
		return "", fault.Conflict("people.factor.no_keys")
	}
	text, err := s.keeper.Open(factorSecret.Of(f.ID), f.Sealed)
	if err != nil {
		return "", fault.Invalid("code", "people.factor.unreadable").Because(err)
	}
	key, mine := strings.CutPrefix(text, a.ID+" "+a.StaffID+" ")
	if !mine {
		return "", fault.Invalid("code", "people.account.changed_outside")
	}
	return key, nil
}

// factorOf reads the account's factor; one that is not there was taken away without the program.
func factorOf(ctx context.Context, c db.Conn, a Account) (factor, error) {
	f, err := db.One[factor](ctx, c, `SELECT `+db.Columns[factor]("")+` FROM second_factor WHERE school_id = $1 AND id = $2 AND account_id = $3`, a.SchoolID, a.Factor, a.ID)
	if errors.Is(err, db.ErrNotFound) {
		err = fault.Invalid("code", "people.account.changed_outside").Because(err)
	}
	return f, err
}

// useCode takes a code for the account, once: of two who send the same one at the same
// time, one is refused.
func (s *Service) useCode(ctx context.Context, tx db.Conn, a Account, typed string, now time.Time) error {
	if strings.TrimSpace(typed) == "" {
		return fault.Invalid("code", "people.factor.missing")
	}
	f, err := factorOf(ctx, tx, a)
	if err != nil {
		return err
	}
	key, err := s.keyOf(f, a)
	if err != nil {
		return err
	}
	before := f
	ok, err := f.takes(key, typed, now)
	if err != nil {
		return err
	}
	if ok {
		n, err := db.Exec(ctx, tx, `UPDATE second_factor SET last_step = $1, spare = $2 WHERE school_id = $3 AND id = $4 AND last_step = $5 AND spare = $6`,
			f.Last, f.Spare, f.School, f.ID, before.Last, before.Spare)
		if err != nil {
			return err
		}
		ok = n == 1
	}
	if !ok {
		return fault.Invalid("code", "people.factor.wrong").Because(password.ErrWrong)
	}
	return nil
}

// Entry is how far what somebody proved has led.
type Entry struct {
	Account string
	Login   string // under which guesses at it are counted; "" where none was typed or shown
	Proof   string // what was right: once the password or the factor is another, it is worth nothing
	Code    bool   // the code of the second factor is asked for before the account is open
	Must    bool   // a post of the owner asks for a second factor, and there is none
}

func (a Account) proof() string { return password.HashCode(a.ID, a.PasswordHash+a.Factor) }

// enter takes in somebody who has proved to be the owner, as far as the code of a second
// factor where the account has one.
func (s *Service) enter(ctx context.Context, a Account) (Entry, error) {
	e := Entry{Account: a.ID, Login: a.Login, Proof: a.proof(), Code: a.Factor != ""}
	if e.Code {
		return e, nil
	}
	if err := s.arrived(ctx, a); err != nil {
		return Entry{}, err
	}
	if a.closedOn(s.Today()) {
		return e, nil
	}
	must, err := s.must(ctx, a)
	e.Must = must
	return e, err
}

// must says whether a post of the account's owner asks for a second factor today: by the
// rule those of who gives codes, of who leads as well, or everybody's.
func (s *Service) must(ctx context.Context, a Account) (bool, error) {
	level, err := people.RuleOn(ctx, s.Read(), a.SchoolID, FactorPosts, s.Today())
	if err != nil || level == 0 || s.keeper == nil {
		return false, err
	}
	roles := slices.Clone(MayKeep.Roles)
	switch {
	case level >= 3:
		return true, nil
	case level == 2:
		roles = append(roles, access.Deputy, access.Coordinator)
	}
	with, err := people.IDsWithRole(ctx, s.Read(), a.SchoolID, s.Today(), roles...)
	return slices.Contains(with, a.StaffID), err
}

// GiveCode finishes the entry of somebody whose password was right with a code of the
// second factor; it gives the account's id. Now is the time of the world, by which phones
// go, and not that of a demonstration.
func (s *Service) GiveCode(ctx context.Context, e Entry, typed string, now time.Time) (string, error) {
	var a Account
	err := s.Do(ctx, access.Actor{}, func(v verb.Work) (err error) {
		if a, err = accountAnywhere(v.Ctx, v.Tx, e.Account); err != nil {
			return err
		}
		if err := s.unchanged(a, "code"); err != nil {
			return err
		}
		if a.DisabledAt != "" || a.proof() != e.Proof || a.Factor == "" {
			return fault.Conflict("people.factor.again")
		}
		return s.useCode(v.Ctx, v.Tx, a, typed, now)
	})
	if err != nil {
		return "", err
	}
	return a.ID, s.arrived(ctx, a)
}

func accountAnywhere(ctx context.Context, c db.Conn, id string) (Account, error) {
	a, err := db.One[Account](ctx, c, `SELECT `+db.Columns[Account]("")+` FROM account WHERE id = $1`, id)
	return a, verb.Missing(err, "people.account.not_found")
}

// Begun is a factor that is being set up: it counts for nothing until a code has shown
// that the phone has its secret.
type Begun struct {
	Form    string // the secret sealed for the account, which travels in the form
	Address string // what the picture says to the app
	Secret  string // to be typed where a phone reads no picture
}

// begunForm is what travels in the form.
type begunForm struct{ Proof, Key string }

func aboutBegun(account string) string { return "second factor begun/" + account }

// BeginFactor makes a secret for the actor, whose password proves that it is the owner who
// sits there. While private texts are closed nobody sets one up.
func (s *Service) BeginFactor(ctx context.Context, actor access.Actor, typed string, now time.Time) (Begun, error) {
	a, err := s.proved(ctx, actor, typed)
	if err != nil {
		return Begun{}, err
	}
	if a.Factor != "" {
		return Begun{}, fault.Conflict("people.factor.have")
	}
	if s.keeper == nil {
		return Begun{}, fault.Conflict("people.factor.no_keys")
	}
	made, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: a.Login, SecretSize: factorKey})
	if err != nil {
		return Begun{}, err
	}
	form, err := s.keeper.SealUntil(aboutBegun(a.ID), now.Add(beginLife), begunForm{a.proof(), made.Secret()})
	if err != nil {
		return Begun{}, err
	}
	return begunOf(a, form, made.Secret())
}

// issuer is what the app shows beside the login.
const issuer = "Tälim"

func begunOf(a Account, form, key string) (Begun, error) {
	raw, err := plainBase32.DecodeString(key)
	if err != nil {
		return Begun{}, err
	}
	made, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: a.Login, Secret: raw})
	if err != nil {
		return Begun{}, err
	}
	return Begun{Form: form, Address: made.URL(), Secret: inFours(key)}, nil
}

func inFours(text string) string {
	var b strings.Builder
	for i, r := range text {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// FactorBegun reads what travelled in the form, to be shown again.
func (s *Service) FactorBegun(ctx context.Context, actor access.Actor, form string, now time.Time) (Begun, error) {
	a, err := accountByID(ctx, s.Read(), actor.School, actor.Account)
	if err != nil {
		return Begun{}, err
	}
	key, err := s.begunKey(a, form, now)
	if err != nil {
		return Begun{}, err
	}
	return begunOf(a, form, key)
}

func (s *Service) begunKey(a Account, form string, now time.Time) (string, error) {
	var begun begunForm
	if s.keeper == nil || !s.keeper.OpenUntil(aboutBegun(a.ID), form, now, &begun) || begun.Proof != a.proof() {
		return "", fault.Conflict("people.factor.begin_again")
	}
	return begun.Key, nil
}

// MakeFactor lets the factor count, once a code has shown that the phone has its secret. It
// gives the spare codes, which are said this once.
func (s *Service) MakeFactor(ctx context.Context, actor access.Actor, form, typed string, now time.Time) ([]string, error) {
	var codes []string
	err := s.do(ctx, actor, MayKeepOwn, func(w work) error {
		a, err := w.own()
		if err != nil {
			return err
		}
		key, err := w.begunKey(a, form, now)
		if err != nil {
			return err
		}
		if a.closedOn(w.Date()) {
			return fault.Conflict("people.words.closed")
		}
		n, ok, err := stepThatShows(key, tidyDigits(typed), now, 0)
		if err != nil {
			return err
		}
		if !ok {
			return fault.Invalid("code", "people.factor.not_yet")
		}
		codes, err = w.addFactor(a, key, n)
		return err
	})
	return codes, err
}

func (w work) addFactor(a Account, key string, last int64) ([]string, error) {
	f := factor{School: a.SchoolID, ID: db.NewID(), Account: a.ID, Last: last, BegunAt: w.Instant()}
	f.Sealed = w.sealFactor(f.ID, a, key)
	codes, sums := newSpare(key, a)
	f.Spare = sums
	if err := w.dropFactor(&a); err != nil { // of a row that counts for nothing
		return nil, err
	}
	if err := db.Insert(w.Ctx, w.Tx, "second_factor", f); err != nil {
		return nil, err
	}
	a.Factor = f.ID
	if err := w.keep(a); err != nil {
		return nil, err
	}
	return codes, w.record(EventFactorMade, a.StaffID)
}

// newSpare makes spare codes, and what is kept of them.
func newSpare(key string, a Account) (codes []string, sums string) {
	var all []string
	for range spareCodes {
		code := password.NewCode()
		codes, all = append(codes, code), append(all, spareSum(key, a.ID, code))
	}
	return codes, strings.Join(all, " ")
}

// RenewSpare makes other spare codes for the actor's second factor, which are said this once;
// those of before open nothing. The password proves whose it is, and while private texts are
// closed nobody makes any.
func (s *Service) RenewSpare(ctx context.Context, actor access.Actor, typed string) ([]string, error) {
	if err := s.Prove(ctx, actor, typed); err != nil {
		return nil, err
	}
	var codes []string
	err := s.do(ctx, actor, MayKeepOwn, func(w work) error {
		a, err := w.own()
		switch {
		case err != nil:
			return err
		case a.Factor == "":
			return fault.Conflict("people.factor.none")
		case a.closedOn(w.Date()):
			return fault.Conflict("people.words.closed")
		}
		f, err := factorOf(w.Ctx, w.Tx, a)
		if err != nil {
			return err
		}
		key, err := w.keyOf(f, a)
		if err != nil {
			return err
		}
		var sums string
		codes, sums = newSpare(key, a)
		if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE second_factor SET spare = $1 WHERE school_id = $2 AND id = $3`, sums, f.School, f.ID); err != nil {
			return err
		}
		return w.record(EventFactorSpare, a.StaffID)
	})
	return codes, err
}

// RemoveFactor takes the actor's second factor away; the password proves whose it is.
func (s *Service) RemoveFactor(ctx context.Context, actor access.Actor, typed string) error {
	if err := s.Prove(ctx, actor, typed); err != nil {
		return err
	}
	return s.do(ctx, actor, MayKeepOwn, func(w work) error {
		a, err := w.own()
		if err != nil {
			return err
		}
		if a.Factor == "" {
			return fault.Conflict("people.factor.none")
		}
		if err := w.dropFactor(&a); err != nil {
			return err
		}
		if err := w.keep(a); err != nil {
			return err
		}
		return w.record(EventFactorRemoved, a.StaffID)
	})
}

// dropFactor deletes the secret: what opened the account is not kept as history.
func (w work) dropFactor(a *Account) error {
	a.Factor = ""
	_, err := db.Exec(w.Ctx, w.Tx, `DELETE FROM second_factor WHERE school_id = $1 AND account_id = $2`, a.SchoolID, a.ID)
	return err
}

// dropWaysIn takes second factor, passkeys and the link to a directory away from an account whose owner lost what
// she came in with, or from whoever came in with it; it says whether there were any.
func (w work) dropWaysIn(a *Account) (bool, error) {
	had := a.Factor != ""
	if err := w.dropFactor(a); err != nil {
		return had, err
	}
	keys, err := w.dropPasskeys(a.SchoolID, a.ID)
	if err != nil {
		return had, err
	}
	linked, err := w.dropLink(a.SchoolID, a.ID)
	return had || keys || linked, err
}

// passFactor lets the factor go on with an account that became another person's.
func (w work) passFactor(a Account, to string) error {
	if a.Factor == "" {
		return nil
	}
	f, err := factorOf(w.Ctx, w.Tx, a)
	if err != nil {
		return err
	}
	key, err := w.keyOf(f, a)
	if err != nil {
		return err
	}
	a.StaffID = to
	_, err = db.Exec(w.Ctx, w.Tx, `UPDATE second_factor SET secret_sealed = $1 WHERE school_id = $2 AND id = $3`, w.sealFactor(f.ID, a, key), f.School, f.ID)
	return err
}
