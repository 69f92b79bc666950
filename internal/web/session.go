package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/secret"
	"talim/internal/web/link"
)

// How long a session lasts. Computers in staff rooms are shared, so a session
// ends an hour after the last page and in any case after a working day.
const (
	sessionLife = 12 * time.Hour
	sessionIdle = time.Hour
	// idleMark is how old the mark of the last page may grow before it is
	// written again: reading pages must not write all the time.
	idleMark = 5 * time.Minute
)

const (
	sessionCookie = "talim_session"
	keyAccount    = "account"
	keySeen       = "seen"  // unix seconds of the last page, or up to idleMark earlier
	keyUntil      = "until" // unix seconds until which it stays, see stay.go; 0: as any other
)

func newSessions(d *db.DB, keeper *secret.Keeper) *scs.SessionManager {
	m := scs.New()
	m.Lifetime = sessionLife
	m.Store = &sessionStore{db: d, keeper: keeper, codec: m.Codec}
	return m
}

// sessionStore keeps sessions in the table session, under the hash of their
// token: who reads the table cannot take over a session. What is in them is sealed for
// the token: who writes in the table cannot make one.
type sessionStore struct {
	db     *db.DB
	keeper *secret.Keeper
	codec  scs.Codec
}

// sessionOf is what the sealed data of a session is about.
func sessionOf(tokenHash string) string { return "session/" + tokenHash }

func (s *sessionStore) seal(token string, data []byte) []byte {
	return []byte(s.keeper.Seal(sessionOf(hashed(token)), string(data)))
}

// openSession opens the data of a session; what the program has not sealed is none.
func openSession(k *secret.Keeper, tokenHash string, sealed []byte) ([]byte, bool) {
	if !secret.IsSealed(string(sealed)) {
		return nil, false
	}
	data, err := k.Open(sessionOf(tokenHash), string(sealed))
	return []byte(data), err == nil
}

func hashed(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// FindCtx gives the data of a session that has not ended.
func (s *sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	data, err := db.One[[]byte](ctx, s.db.Read(),
		`SELECT data FROM session WHERE token_hash = $1 AND expires > $2`, hashed(token), calendar.InstantOf(time.Now()))
	if errors.Is(err, db.ErrNotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	open, is := openSession(s.keeper, hashed(token), data)
	return open, is, nil
}

// CommitCtx writes the session, with its account, so that all sessions of an
// account can be ended.
func (s *sessionStore) CommitCtx(ctx context.Context, token string, data []byte, expires time.Time) error {
	_, values, err := s.codec.Decode(data)
	if err != nil {
		return err
	}
	account, _ := values[keyAccount].(string)
	if marks(ctx) {
		return s.mark(ctx, token, data, expires)
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
		_, err := db.Exec(ctx, tx, `INSERT INTO session (token_hash, data, expires, account_id) VALUES ($1, $2, $3, $4)
			ON CONFLICT (token_hash) DO UPDATE SET data = excluded.data, expires = excluded.expires, account_id = excluded.account_id`,
			hashed(token), s.seal(token, data), calendar.InstantOf(expires), account)
		return err
	})
}

// marksKey is in the context of a CommitCtx that only marks a session as used.
type marksKey struct{}

func marks(ctx context.Context) bool { return ctx.Value(marksKey{}) != nil }

// errEnded is returned for the mark of a session that somebody has ended meanwhile.
var errEnded = errors.New("web: session has ended")

// mark writes over a session that is there, and never makes one: what was ended
// while its page was under way stays ended.
func (s *sessionStore) mark(ctx context.Context, token string, data []byte, expires time.Time) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
		n, err := db.Exec(ctx, tx, `UPDATE session SET data = $2, expires = $3 WHERE token_hash = $1 AND account_id <> ''`, hashed(token), s.seal(token, data), calendar.InstantOf(expires))
		if err == nil && n == 0 {
			return errEnded
		}
		return err
	})
}

// DeleteCtx ends the session.
func (s *sessionStore) DeleteCtx(ctx context.Context, token string) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
		_, err := db.Exec(ctx, tx, `DELETE FROM session WHERE token_hash = $1`, hashed(token))
		return err
	})
}

// Find, Commit and Delete complete scs.Store; the manager calls those with a context.
func (s *sessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx.
func (s *sessionStore) Commit(token string, data []byte, expires time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expires)
}

// Delete is DeleteCtx.
func (s *sessionStore) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// load puts the session of the cookie into the context and gives its account.
func (s *Site) load(w http.ResponseWriter, r *http.Request) (context.Context, string, error) {
	var token string
	if c, err := s.cookie(r, sessionCookie); err == nil {
		token = c.Value
	}
	ctx, err := s.sessions.Load(r.Context(), token)
	if err != nil {
		return r.Context(), "", err
	}
	account := s.sessions.GetString(ctx, keyAccount)
	if account == "" {
		return ctx, "", nil
	}
	return s.touch(ctx, w, r, account)
}

// touch ends a session that lay idle and marks one that is in use. The mark is
// no reason to withhold a page: on a full disk people can still read.
func (s *Site) touch(ctx context.Context, w http.ResponseWriter, r *http.Request, account string) (context.Context, string, error) {
	idle := s.Wall().Sub(time.Unix(s.sessions.GetInt64(ctx, keySeen), 0))
	switch {
	case idle > sessionIdle && !s.stays(ctx, r), s.stayIsOver(ctx):
		return ctx, "", s.endSession(ctx, w, r)
	case idle > idleMark:
		s.sessions.Put(ctx, keySeen, s.Wall().Unix())
		_, _, err := s.sessions.Commit(context.WithValue(ctx, marksKey{}, true))
		switch {
		case errors.Is(err, errEnded):
			return ctx, "", s.endSession(ctx, w, r)
		case err != nil:
			s.Log.WarnContext(ctx, "session not marked", "id", factsOf(ctx).id, "error", err.Error())
		}
	}
	return ctx, account, nil
}

func (s *Site) endSession(ctx context.Context, w http.ResponseWriter, r *http.Request) error {
	if err := s.sessions.Destroy(ctx); err != nil {
		return err
	}
	s.setCookie(w, r, sessionCookie, "", -1)
	return nil
}

// SignIn makes the account the one of this session, under a new token, and
// answers: back to the page the person came for, or to the text that waits.
func SignIn(w http.ResponseWriter, r *http.Request, accountID string) error {
	return SignInFor(w, r, accountID, false)
}

// SignInFor is SignIn of somebody who may have asked to stay signed in on this device.
func SignInFor(w http.ResponseWriter, r *http.Request, accountID string, stay bool) error {
	return signIn(w, r, accountID, stay, "")
}

func signIn(w http.ResponseWriter, r *http.Request, accountID string, stay bool, first string) error {
	ctx, v := r.Context(), visitOf(r.Context())
	s := v.site
	if err := s.sessions.RenewToken(ctx); err != nil {
		return err
	}
	s.sessions.Put(ctx, keyAccount, accountID)
	s.sessions.Put(ctx, keySeen, s.Wall().Unix())
	s.sessions.Put(ctx, keyBegan, s.Wall().Unix())
	s.sessions.Put(ctx, keyDevice, deviceOf(r.UserAgent()))
	s.setStay(ctx, stay && MayStay(r))
	s.endHalf(ctx, first)
	token, _, err := s.sessions.Commit(ctx)
	if err != nil {
		return err
	}
	s.setCookie(w, r, sessionCookie, token, s.sessionAge(ctx))
	s.setCookie(w, r, whoCookie, who(accountID), int((30 * 24 * time.Hour).Seconds()))
	s.remember(w, r, v.proved...)
	return s.goOn(w, r, accountID)
}

// Renew gives the session a new token, such as after a new password: who knew the one
// before has nothing any more.
func Renew(w http.ResponseWriter, r *http.Request) error {
	ctx, s := r.Context(), siteOf(r.Context())
	if err := s.sessions.RenewToken(ctx); err != nil {
		return err
	}
	s.keepDeadline(ctx)
	token, _, err := s.sessions.Commit(ctx)
	if err == nil {
		s.setCookie(w, r, sessionCookie, token, s.sessionAge(ctx))
	}
	return err
}

// SignOut ends the session.
func SignOut(w http.ResponseWriter, r *http.Request) error {
	s := siteOf(r.Context())
	s.setCookie(w, r, whoCookie, "", -1)
	return s.endSession(r.Context(), w, r)
}

func (s *Site) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := SignOut(w, r); err != nil {
		return err
	}
	return SeeOther(w, r, link.SignIn(""), "web.signout.done")
}

// EndSessions ends every session of the account, such as after its password
// changed, except the one that asks. What is left of them says to their devices why.
func EndSessions(ctx context.Context, accountID string) error {
	s := siteOf(ctx)
	keep := ""
	if s.sessions.GetString(ctx, keyAccount) == accountID {
		keep = hashed(s.sessions.Token(ctx))
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
		_, err := db.Exec(ctx, tx, `UPDATE session SET data = $3, account_id = '' WHERE account_id = $1 AND token_hash <> $2`, accountID, keep, []byte(endedElsewhere))
		return err
	})
}

// CleanUp removes sessions and counts of attempts that are over. It is a
// periodic job.
func (s *Site) CleanUp(ctx context.Context) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
		now := s.Wall()
		if _, err := db.Exec(ctx, tx, `DELETE FROM session WHERE expires < $1`, calendar.InstantOf(now)); err != nil {
			return err
		}
		return s.forgetOld(ctx, tx)
	})
}

// setCookie sets a cookie of ours; a negative age removes it, zero keeps it
// until the browser closes.
func (s *Site) setCookie(w http.ResponseWriter, r *http.Request, name, value string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: s.cookieName(r, name), Value: value, Path: "/", MaxAge: age, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.https(r),
	})
}

// cookieName has the prefix by which a browser lets nobody else set the cookie, no
// neighbour of the domain and no page without https. Language and appearance are
// nobody's secret and stay what they were.
func (s *Site) cookieName(r *http.Request, name string) string {
	if s.https(r) && name != languageCookie && name != themeCookie {
		return "__Host-" + name
	}
	return name
}

// cookie is a cookie of ours.
func (s *Site) cookie(r *http.Request, name string) (*http.Cookie, error) {
	return r.Cookie(s.cookieName(r, name))
}

// signedIn reads the actor of the account. An account that is gone is nobody.
func (s *Site) signedIn(ctx context.Context, account string) (access.Actor, Chrome, error) {
	if account == "" {
		return access.Actor{}, Chrome{}, nil
	}
	actor, chrome, err := s.Accounts.ActorOf(ctx, account)
	if errors.Is(err, db.ErrNotFound) {
		return access.Actor{}, Chrome{}, nil
	}
	return actor, chrome, err
}
