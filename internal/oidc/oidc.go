// Package oidc asks a directory of others, such as that of a district, who somebody is:
// OpenID Connect, by a code with PKCE, a state and a nonce. It knows no accounts: what it
// gives is whom the directory named, and nothing else of what the directory says is read.
package oidc

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/zitadel/oidc/v3/pkg/client/rp"
	"github.com/zitadel/oidc/v3/pkg/oidc"
)

// Config is what the keeper of the server sets.
type Config struct {
	Name   string // what people call the directory
	Issuer string // its address, https
	Client string // what it calls this server
	Secret string
	Claim  string // what of its answer names a person for good: "sub", or another that never changes hands
}

// ErrAnswer is returned for an answer that names nobody, or was not asked for.
var ErrAnswer = errors.New("oidc: the directory has named nobody")

// Check says what is wrong with the settings.
func (c Config) Check() error {
	u, err := url.Parse(c.Issuer)
	switch {
	case c.Name == "" || c.Client == "" || c.Claim == "":
		return errors.New("oidc: a directory needs a name, an issuer and a client")
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Hostname() != "localhost" && u.Hostname() != "127.0.0.1":
		return fmt.Errorf("oidc: issuer %q is no https address", c.Issuer)
	}
	return nil
}

// Directory is one that can be asked.
type Directory struct {
	Config
	client *http.Client
	mu     sync.Mutex
	party  map[string]rp.RelyingParty // by the address where its answers come
}

// New makes it; nothing is asked before somebody wants to sign in.
func New(c Config) *Directory {
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Directory{Config: c, client: &http.Client{Timeout: wait, CheckRedirect: stay}, party: map[string]rp.RelyingParty{}}
}

// wait is how long the directory may take for one answer.
const wait = 10 * time.Second

// Asked is what has to be remembered of a question until its answer comes.
type Asked struct {
	State    string
	Nonce    string
	Verifier string
}

type nonceKey struct{}

// at is this server as the directory knows it, by the address where answers come. What the
// directory says of itself is read once.
func (d *Directory) at(ctx context.Context, back string) (rp.RelyingParty, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if p := d.party[back]; p != nil {
		return p, nil
	}
	nonce := func(ctx context.Context) string { n, _ := ctx.Value(nonceKey{}).(string); return n }
	p, err := rp.NewRelyingPartyOIDC(ctx, d.Issuer, d.Client, d.Secret, back, []string{oidc.ScopeOpenID, oidc.ScopeProfile},
		rp.WithHTTPClient(d.client), rp.WithVerifierOpts(rp.WithNonce(nonce), rp.WithIssuedAtOffset(time.Minute)), rp.WithSigningAlgsFromDiscovery())
	if err != nil {
		return nil, fmt.Errorf("oidc: %s does not say what it is: %w", d.Issuer, err)
	}
	d.party[back] = p
	return p, nil
}

// Ask gives the address to which the browser goes, and what to remember. Anew asks whoever
// is there once more for the password: for computers that several use.
func (d *Directory) Ask(ctx context.Context, back string, anew bool) (string, Asked, error) {
	p, err := d.at(ctx, back)
	if err != nil {
		return "", Asked{}, err
	}
	a := Asked{State: rand.Text(), Nonce: rand.Text(), Verifier: rand.Text() + rand.Text()}
	opts := []rp.AuthURLOpt{rp.WithCodeChallenge(oidc.NewSHACodeChallenge(a.Verifier)), rp.AuthURLOpt(rp.WithURLParam("nonce", a.Nonce))}
	if anew {
		opts = append(opts, rp.WithPrompt(oidc.PromptLogin))
	}
	return rp.AuthURL(a.State, p, opts...), a, nil
}

// Answer takes the code that came back with the state and says whom the directory named.
func (d *Directory) Answer(ctx context.Context, back string, a Asked, state, code string) (string, error) {
	if a.State == "" || code == "" || subtle.ConstantTimeCompare([]byte(a.State), []byte(state)) != 1 {
		return "", ErrAnswer
	}
	p, err := d.at(ctx, back)
	if err != nil {
		return "", err
	}
	tokens, err := rp.CodeExchange[*oidc.IDTokenClaims](context.WithValue(ctx, nonceKey{}, a.Nonce), code, p, rp.WithCodeVerifier(a.Verifier))
	if err != nil {
		return "", errors.Join(ErrAnswer, err)
	}
	named := tokens.IDTokenClaims.Subject
	if d.Claim != "sub" {
		named, _ = tokens.IDTokenClaims.Claims[d.Claim].(string)
	}
	if named == "" {
		return "", ErrAnswer
	}
	return d.Claim + "=" + named, nil
}

// SignOut is the address at which the session of the directory ends; "" where it has none.
func (d *Directory) SignOut(ctx context.Context, back, after string) (string, error) {
	p, err := d.at(ctx, back)
	if err != nil || p.GetEndSessionEndpoint() == "" {
		return "", err
	}
	u, err := url.Parse(p.GetEndSessionEndpoint())
	if err != nil {
		return "", err
	}
	q := u.Query()
	q.Set("client_id", d.Client)
	q.Set("post_logout_redirect_uri", after)
	u.RawQuery = q.Encode()
	return u.String(), nil
}
