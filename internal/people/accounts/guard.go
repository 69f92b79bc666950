package accounts

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/password"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/rule"
	"talim/internal/verb"
)

// Whoever resets a password could come in with the new one before its owner does. So the
// code for an account that is in use is announced to the owner, who may refuse it; and
// once it was used, nothing private opens for the account (access.Actor.Closed) until the
// owner has given her recovery words, a colleague whom she named before has confirmed
// that it is her, or the days of ClosedDays have passed. What is not private works at once.
// Each reset counts the days anew, so an owner who finds herself locked out and asks for a
// code closes the door again behind whoever was there.

// ClosedDays is how long private texts stay closed after somebody else gave a new way in.
var ClosedDays = rule.Rule{Name: "people.account.closed_days", Default: 7, Min: 7, Max: 90}

// DatedRules are the numbers of the area that orders change.
var DatedRules = []rule.Rule{ClosedDays, FactorPosts}

// What the reminders lead to.
const (
	KindOfSignIns = "people.sign_ins" // the page of one's sign-ins
	KindOfWords   = "people.words"    // the page where one makes recovery words
)

var toSignIns = reminder.To(KindOfSignIns, "")

// The reminders of the area.
const (
	keyCodeMade  = "people.reset.code_made"
	keyResetDone = "people.reset.done"
	keyNoFactor  = "people.reset.factor" // the same, and second factor and passkeys went with it
	keyConfirm   = "people.reset.confirm"
	keyWords     = "people.words.todo"
)

// Guard is what the owner of an account is told on every page.
type Guard string

// What there is to know.
const (
	CodeMade Guard = "code"   // somebody made a code for the account, which is in use
	Closed   Guard = "closed" // private texts are closed after a reset
)

func (r actorRow) guard() Guard {
	switch {
	case r.Reset:
		return CodeMade
	case r.Closed != "":
		return Closed
	}
	return ""
}

// used says whether somebody has been in the account: a code is then a reset.
func (a Account) used() bool { return a.PasswordHash != "" || a.LastSignIn != "" }

const usedSQL = `(a.password_hash <> '' OR a.last_sign_in <> '')`

// maker is who made the code that waits, as the journal names them; the owner where
// nobody did, such as an account of an older version.
func (a Account) maker() access.Actor {
	switch {
	case a.CodeBy == "" && a.CodeByName == "":
		return a.actor()
	case a.CodeBy == "":
		return access.Actor{School: a.SchoolID, Name: a.CodeByName}
	}
	return access.Actor{School: a.SchoolID, Staff: a.CodeBy, Name: a.CodeByName}
}

// close closes what is private to an account that got a new password by a code, parts it
// from the accounts of other schools, and tells the owner and whom she named; dropped says
// that other ways in went with it.
func (w work) close(a *Account, dropped bool) error {
	days, err := people.RuleOn(w.Ctx, w.Tx, a.SchoolID, ClosedDays, w.Date())
	if err != nil {
		return err
	}
	a.ClosedUntil, a.ResetAt, a.ResetBy = w.Date().AddDays(days), w.Instant(), a.CodeByName
	if _, err := db.Exec(w.Ctx, w.Tx, `DELETE FROM account_person WHERE school_id = $1 AND account_id = $2`, a.SchoolID, a.ID); err != nil {
		return err
	}
	if err := w.CloseReminders(a.ID); err != nil {
		return err
	}
	key, args := keyResetDone, db.Texts{"By": a.ResetBy, "Date": string(a.ClosedUntil)}
	if dropped {
		key = keyNoFactor
	}
	if err := w.Notify(reminder.Reminder{Staff: a.StaffID, Key: key, Args: args, Target: toSignIns, About: a.ID}); err != nil {
		return err
	}
	if a.Confirmer == "" || a.Confirmer == a.CodeBy {
		return nil
	}
	owner, err := people.PersonByID(w.Ctx, w.Tx, a.SchoolID, a.StaffID)
	if err != nil {
		return err
	}
	return w.Notify(reminder.Reminder{Staff: a.Confirmer, Key: keyConfirm, Args: db.Texts{"Name": owner.Name()}, Target: toSignIns, About: a.ID})
}

// askForWords asks the owner of an account that she has come into by herself to make
// recovery words: before she needs them, since nobody can make them afterwards.
func (w work) askForWords(a Account) error {
	if a.WordsHash != "" {
		return nil
	}
	return w.Notify(reminder.Reminder{Staff: a.StaffID, Key: keyWords, Target: reminder.To(KindOfWords, ""), About: a.ID})
}

// own reads the actor's account.
func (w work) own() (Account, error) {
	return accountByID(w.Ctx, w.Tx, w.Actor.School, w.Actor.Account)
}

// closedOn says whether private texts are closed on the day.
func (a Account) closedOn(day calendar.Date) bool { return a.ClosedUntil > day }

// RefuseCode takes away a code that somebody made for the actor's own account.
func (s *Service) RefuseCode(ctx context.Context, actor access.Actor) error {
	return s.do(ctx, actor, MayKeepOwn, func(w work) error {
		a, err := w.own()
		if err != nil {
			return err
		}
		if a.CodeHash == "" {
			return fault.Conflict("people.reset.no_code")
		}
		a.CodeHash, a.CodeSealed, a.CodeExpires = "", "", ""
		if err := w.keep(a); err != nil {
			return err
		}
		if err := w.CloseReminders(a.ID, keyCodeMade); err != nil {
			return err
		}
		return w.record(EventCodeRefused, a.StaffID, "By", a.CodeByName)
	})
}

// reopen opens what was closed.
func (w work) reopen(a Account) error {
	a.ClosedUntil = ""
	if err := w.keep(a); err != nil {
		return err
	}
	if err := w.CloseReminders(a.ID); err != nil {
		return err
	}
	if err := w.askForWords(a); err != nil {
		return err
	}
	return w.record(EventReopened, a.StaffID)
}

// GiveWords opens the actor's private texts with her recovery words.
func (s *Service) GiveWords(ctx context.Context, actor access.Actor, words string) error {
	a, err := accountByID(ctx, s.Read(), actor.School, actor.Account)
	if err != nil {
		return err
	}
	if err := s.checkWords(ctx, a, words); err != nil {
		return err
	}
	return s.do(ctx, actor, MayKeepOwn, func(w work) error {
		now, err := w.own()
		if err != nil {
			return err
		}
		if !now.closedOn(w.Date()) || now.WordsHash != a.WordsHash {
			return fault.Conflict("people.words.not_needed")
		}
		return w.reopen(now)
	})
}

func (s *Service) checkWords(ctx context.Context, a Account, words string) error {
	ok, err := s.hasher.Matches(ctx, tidyWords(words), a.WordsHash)
	if err == nil && !ok {
		err = fault.Invalid("words", "people.words.wrong").Because(password.ErrWrong)
	}
	return err
}

// MakeWords gives the actor new recovery words; they are said this once, and only their
// hash is kept. The password proves that it is the owner who sits there; while private
// texts are closed nobody makes any.
func (s *Service) MakeWords(ctx context.Context, actor access.Actor, typed string) (string, error) {
	a, err := s.proved(ctx, actor, typed)
	if err != nil {
		return "", err
	}
	words := newWords()
	hash, err := s.hasher.Hash(ctx, words)
	if err != nil {
		return "", err
	}
	return words, s.settle(ctx, actor, a, EventWordsMade, func(a *Account) { a.WordsHash = hash })
}

// NameConfirmer names the colleague who may confirm that a new password is the owner's;
// "" names nobody. Who keeps accounts is none.
func (s *Service) NameConfirmer(ctx context.Context, actor access.Actor, typed, staff string) error {
	a, err := s.proved(ctx, actor, typed)
	if err != nil {
		return err
	}
	if staff != "" {
		choices, err := s.Confirmers(ctx, actor)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(choices, func(p people.Person) bool { return p.ID == staff }) {
			return fault.Invalid("confirmer", "people.confirmer.not_possible")
		}
	}
	return s.settle(ctx, actor, a, EventConfirmerNamed, func(a *Account) { a.Confirmer = staff })
}

// Confirmers are the colleagues whom the actor can name: all but those who can give codes.
func (s *Service) Confirmers(ctx context.Context, actor access.Actor) ([]people.Person, error) {
	all, err := people.PersonsAtWork(ctx, s.Read(), actor.School, s.Today())
	if err != nil {
		return nil, err
	}
	keep, err := people.IDsWithRole(ctx, s.Read(), actor.School, s.Today(), MayKeep.Roles...)
	return slices.DeleteFunc(all, func(p people.Person) bool { return p.ID == actor.Staff || slices.Contains(keep, p.ID) }), err
}

// proved is the actor's account, where the password is right and nothing is closed.
func (s *Service) proved(ctx context.Context, actor access.Actor, typed string) (Account, error) {
	a, err := accountByID(ctx, s.Read(), actor.School, actor.Account)
	if err != nil {
		return a, err
	}
	if a.closedOn(s.Today()) {
		return a, fault.Conflict("people.words.closed")
	}
	return a, s.Prove(ctx, actor, typed)
}

// Prove says whether the password is the actor's.
func (s *Service) Prove(ctx context.Context, actor access.Actor, typed string) error {
	a, err := accountByID(ctx, s.Read(), actor.School, actor.Account)
	if err != nil {
		return err
	}
	ok, err := s.hasher.Matches(ctx, typed, a.PasswordHash)
	if err == nil && !ok {
		err = fault.Invalid("password", "people.password.old_wrong").Because(password.ErrWrong)
	}
	return err
}

// settle changes what the owner has proved to be hers, unless somebody reset it meanwhile.
func (s *Service) settle(ctx context.Context, actor access.Actor, proved Account, e journal.Event, change func(a *Account)) error {
	return s.do(ctx, actor, MayKeepOwn, func(w work) error {
		a, err := w.own()
		if err != nil {
			return err
		}
		if a.PasswordHash != proved.PasswordHash || a.closedOn(w.Date()) {
			return fault.Conflict("people.password.changed_meanwhile")
		}
		change(&a)
		if err := w.keep(a); err != nil {
			return err
		}
		if a.WordsHash != proved.WordsHash {
			if err := w.CloseReminders(a.ID, keyWords); err != nil {
				return err
			}
		}
		return w.record(e, a.StaffID)
	})
}

// Confirm lets the colleague whom the owner named say that the new password is hers.
func (s *Service) Confirm(ctx context.Context, actor access.Actor, account string) error {
	return s.do(ctx, actor, MayKeepOwn, func(w work) error {
		a, err := accountByID(w.Ctx, w.Tx, actor.School, account)
		if err != nil {
			return err
		}
		if a.Confirmer == "" || a.Confirmer != actor.Staff || actor.Closed != "" || a.ResetBy == actor.Name || MayKeep.Allows(actor) {
			return fault.NotFound("people.account.not_found")
		}
		if !a.closedOn(w.Date()) {
			return fault.Conflict("people.words.not_needed")
		}
		return w.reopen(a)
	})
}

// Recovery is what somebody types who forgot the password and has her recovery words.
type Recovery struct {
	Login    string
	Words    string
	Password string
	Repeat   string
	Code     string // of the second factor, where there is one
}

// Recover sets a new password with the recovery words, opens what was closed and takes
// away a code that waits; it gives the account's id. The words stand in the place of the
// password alone: who has a second factor gives a code of it as well.
func (s *Service) Recover(ctx context.Context, in Recovery, now time.Time) (string, error) {
	var faults fault.Fields
	password.Check(&faults, "password", in.Password, in.Login)
	faults.When(in.Password != in.Repeat, "repeat", "people.password.differs")
	if err := faults.Err(); err != nil {
		return "", err
	}
	a, err := accountByLogin(ctx, s.Read(), in.Login)
	if err != nil && !errors.Is(err, db.ErrNotFound) {
		return "", err
	}
	if a.DisabledAt != "" {
		a.WordsHash = ""
	}
	if err := s.unchanged(a, "words"); err != nil {
		return "", err
	}
	if err := s.checkWords(ctx, a, in.Words); err != nil {
		return "", err
	}
	if err := notOwn(ctx, s.Read(), a, in.Password); err != nil {
		return "", err
	}
	hash, err := s.hasher.Hash(ctx, in.Password)
	if err != nil {
		return "", err
	}
	return a.ID, s.Do(ctx, a.actor(), func(v verb.Work) error {
		w := work{v, s}
		again, err := w.own()
		if err != nil {
			return err
		}
		if again.WordsHash != a.WordsHash || again.DisabledAt != "" {
			return fault.Invalid("words", "people.words.wrong")
		}
		if again.Factor != "" {
			if err := w.useCode(w.Ctx, w.Tx, again, in.Code, now); err != nil {
				return err
			}
		}
		again.PasswordHash, again.CodeHash, again.CodeSealed, again.CodeExpires, again.LastSignIn = hash, "", "", "", w.Instant()
		return w.reopen(again)
	})
}

// Recovery words are twelve syllables of 64, 72 bits, in words of two that can be typed
// as they are said; argon2 makes each guess slow.
const (
	wordCount  = 6
	consonants = "bdfghjklmnprstvz"
	vowels     = "aiou"
)

func newWords() string {
	random := make([]byte, 2*wordCount)
	rand.Read(random) // never fails; it ends the program instead
	var b strings.Builder
	for i, r := range random {
		if i > 0 && i%2 == 0 {
			b.WriteByte(' ')
		}
		b.WriteByte(consonants[int(r>>2)%len(consonants)])
		b.WriteByte(vowels[int(r)%len(vowels)])
	}
	return b.String()
}

// tidyWords is how words are compared: in small letters, with single spaces.
func tidyWords(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(s, "-", " ")), " "))
}

// Standing is what the page of one's sign-ins says of the account.
type Standing struct {
	CodeUntil   calendar.Instant `db:"code_until"` // "" where no code waits for an account in use
	CodeBy      string           `db:"code_by_name"`
	ResetAt     calendar.Instant `db:"reset_at"`
	ResetBy     string           `db:"reset_by"`
	ClosedUntil calendar.Date    `db:"closed_until"` // "" where everything is open
	HasWords    bool             `db:"has_words"`
	HasPassword bool             `db:"has_password"`
	HasFactor   bool             `db:"has_factor"`
	Passkeys    int              `db:"passkeys"`
	Directory   bool             `db:"directory"` // a directory of others names the owner
	Spare       string           `db:"spare"`     // see SpareLeft
	Confirmer   string           `db:"confirmer_id"`
	Confirmed   string           `db:"confirmer"` // name of that colleague
}

// SpareLeft is how many spare codes of the second factor nobody has used.
func (s Standing) SpareLeft() int { return len(strings.Fields(s.Spare)) }

// StandingOf is how the actor's own account stands.
func (s *Service) StandingOf(ctx context.Context, actor access.Actor) (Standing, error) {
	return db.One[Standing](ctx, s.Read(), `
SELECT CASE WHEN a.code_hash <> '' AND a.code_expires > $3 AND `+usedSQL+` THEN a.code_expires ELSE '' END AS code_until, a.code_by_name, a.reset_at, a.reset_by,
       CASE WHEN a.closed_until > $4 THEN a.closed_until ELSE '' END AS closed_until, a.words_hash <> '' AS has_words, a.password_hash <> '' AS has_password, a.factor_id <> '' AS has_factor,
       (SELECT COUNT(*) FROM passkey k WHERE k.school_id = a.school_id AND k.account_id = a.id) AS passkeys,
       EXISTS (SELECT 1 FROM directory_link l WHERE l.school_id = a.school_id AND l.account_id = a.id) AS directory,
       COALESCE((SELECT f.spare FROM second_factor f WHERE f.school_id = a.school_id AND f.id = a.factor_id), '') AS spare,
       a.confirmer_id, COALESCE(`+people.NameOf("c")+`, '') AS confirmer
  FROM account a `+people.LeftJoinStaff("c", "a.school_id", "a.confirmer_id")+`
 WHERE a.school_id = $1 AND a.id = $2`, actor.School, actor.Account, s.Instant(), s.Today())
}

// Asked is a colleague who named the actor, and whose private texts are closed.
type Asked struct {
	Account string           `db:"id"`
	Name    string           `db:"name"`
	ResetAt calendar.Instant `db:"reset_at"`
	ResetBy string           `db:"reset_by"`
}

// AskedOf are those whom the actor can confirm.
func (s *Service) AskedOf(ctx context.Context, actor access.Actor) ([]Asked, error) {
	if actor.Closed != "" || MayKeep.Allows(actor) {
		return nil, nil
	}
	return db.All[Asked](ctx, s.Read(), `
SELECT a.id, `+people.NameOf("s")+` AS name, a.reset_at, a.reset_by `+From("a", "s")+`
 WHERE a.school_id = $1 AND a.confirmer_id = $2 AND a.closed_until > $3 AND a.reset_by <> $4 ORDER BY s.sort_key, s.id`, actor.School, actor.Staff, s.Today(), actor.Name)
}
