package recognition

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"path"
	"strings"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/people"
	"talim/internal/verb"
)

// Outcome is what verifying came to.
type Outcome string

// The outcomes. Unknown says that this server never issued it; changed, that it bears
// a signature of a school here which does not fit what it says.
const (
	Genuine Outcome = "valid"
	Revoked Outcome = "revoked"
	Changed Outcome = "changed"
	Unknown Outcome = "unknown"
)

// Verdict is the answer to whoever verifies. The certificate is empty unless it is
// genuine or revoked.
type Verdict struct {
	Outcome     Outcome
	Certificate Certificate
	School      i18n.Text
}

// Verify looks at what somebody was shown: a code, the address of the page that verifies, or
// the credential itself. Everybody may ask.
func (s *Service) Verify(ctx context.Context, shown string) (Verdict, error) {
	shown = strings.TrimSpace(shown)
	if strings.Count(shown, ".") == 2 && strings.HasPrefix(shown, "ey") {
		return s.verifyCredential(ctx, shown)
	}
	if strings.Contains(shown, "/") {
		shown = path.Base(shown)
	}
	return s.verifyCode(ctx, codeOf(shown))
}

func (s *Service) verifyCode(ctx context.Context, code string) (Verdict, error) {
	row, err := s.publicOf(ctx, code)
	if err != nil || row.ID == "" {
		return Verdict{Outcome: Unknown}, err
	}
	signed, err := opened(row.Credential, row.Public)
	if err != nil || !row.says(signed) {
		return Verdict{Outcome: Changed}, nil // somebody changed the database
	}
	return row.verdict(), nil
}

// verifyCredential trusts nothing in the credential before the signature was found good
// with a key that the school it names published here.
func (s *Service) verifyCredential(ctx context.Context, token string) (Verdict, error) {
	head, body, ok := peek(token)
	if !ok {
		return Verdict{Outcome: Unknown}, nil
	}
	row, err := s.publicOf(ctx, codeOf(path.Base(body.Jti)))
	switch {
	case err != nil:
		return Verdict{}, err
	case row.ID == "" || body.Iss != row.Address+IssuerPath(row.School) || path.Base(head.Key) != row.Key:
		return Verdict{Outcome: Unknown}, nil
	}
	claims, err := opened(token, row.Public)
	if err != nil || claims.ID != body.Jti || token != row.Credential || !row.says(claims) {
		return Verdict{Outcome: Changed}, nil
	}
	return row.verdict(), nil
}

// public is a certificate with what is needed to verify it.
type public struct {
	Certificate
	Public string `db:"public"`
	KK     string `db:"name_kk"`
	RU     string `db:"name_ru"`
	EN     string `db:"name_en"`
}

func (p public) verdict() Verdict {
	v := Verdict{Outcome: Genuine, Certificate: p.Certificate, School: i18n.Text{KK: p.KK, RU: p.RU, EN: p.EN}}
	if !p.Valid() {
		v.Outcome = Revoked
	}
	return v
}

// says whether the row, which pages show, is what was signed.
func (p public) says(c credential) bool {
	return len(c.Subject.Result) == 1 && len(c.Subject.Identifier) == 1 && c.Subject.Result[0].Value == p.HoursText() &&
		c.Subject.Identifier[0].Hash == p.Person && strings.HasPrefix(c.Subject.Starts, string(p.Starts)) && strings.HasPrefix(c.Subject.Ends, string(p.Ends))
}

// publicOf finds a certificate by its code; an empty one where there is none.
func (s *Service) publicOf(ctx context.Context, code string) (public, error) {
	row, err := db.One[public](ctx, s.Read(), `SELECT `+db.Columns[Certificate]("c")+`, k.public, o.name_kk, o.name_ru, o.name_en FROM certificate c
		JOIN badge_key k ON k.school_id = c.school_id AND k.id = c.key_id `+people.JoinOrganisation("o", "c.school_id")+` WHERE c.id = $1`, code)
	if errors.Is(err, db.ErrNotFound) {
		return public{}, nil
	}
	return row, err
}

// peek reads the header and the body of a credential without trusting them.
func peek(token string) (jose, credential, bool) {
	parts := strings.Split(token, ".")
	var head jose
	var body credential
	ok := len(parts) == 3 && decode(parts[0], &head) == nil && decode(parts[1], &body) == nil && head.Algorithm == algorithm
	return head, body, ok
}

func decode(part string, into any) error {
	raw, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, into)
}

// opened checks the signature with a public key of ours and gives the contents.
func opened(token, public string) (credential, error) {
	_, body, ok := peek(token)
	if !ok {
		return body, errNoKey
	}
	var jwk JWK
	if err := json.Unmarshal([]byte(public), &jwk); err != nil {
		return body, err
	}
	key, err := jwk.key()
	if err != nil {
		return body, err
	}
	cut := strings.LastIndexByte(token, '.')
	signature, err := base64.RawURLEncoding.DecodeString(token[cut+1:])
	if err != nil {
		return body, err
	}
	digest := sha256.Sum256([]byte(token[:cut]))
	return body, rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], signature)
}

// Credential gives the signed badge of a code, as its holder shows it around.
func (s *Service) Credential(ctx context.Context, code string) (string, error) {
	row, err := s.publicOf(ctx, codeOf(code))
	if err == nil && row.ID == "" {
		err = fault.NotFound("recognition.certificate.missing")
	}
	return row.Credential, err
}

// Keys are the public keys of a school, those retired as well: what they signed still verifies.
func (s *Service) Keys(ctx context.Context, school string) ([]JWK, error) {
	rows, err := db.All[string](ctx, s.Read(), `SELECT public FROM badge_key WHERE school_id = $1 ORDER BY made_at DESC, id`, school)
	out := make([]JWK, 0, len(rows))
	for _, text := range rows {
		var k JWK
		if err := json.Unmarshal([]byte(text), &k); err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	return out, err
}

// Key is one public key of a school.
func (s *Service) Key(ctx context.Context, school, id string) (JWK, error) {
	all, err := s.Keys(ctx, school)
	for _, k := range all {
		if k.ID == id {
			return k, nil
		}
	}
	if err == nil {
		err = fault.NotFound("recognition.verify.no_key")
	}
	return JWK{}, err
}

// Issuer is the profile of a school that has issued badges; other organisations have none.
func (s *Service) Issuer(ctx context.Context, address, school string) (Profile, i18n.Text, error) {
	row, err := db.One[struct {
		KK string `db:"name_kk"`
		RU string `db:"name_ru"`
		EN string `db:"name_en"`
	}](ctx, s.Read(), `SELECT o.name_kk, o.name_ru, o.name_en `+people.FromOrganisations("o")+` WHERE o.id = $1
		AND EXISTS (SELECT 1 FROM badge_key k WHERE k.school_id = o.id)`, school)
	name := i18n.Text{KK: row.KK, RU: row.RU, EN: row.EN}
	profile := profileOf(address, school, name)
	profile.Context = []string{contextVC, contextOB}
	return profile, name, verb.Missing(err, "recognition.verify.no_school")
}

// RevocationList is the list of what a school has revoked (1EdTech Revocation List 1.0).
type RevocationList struct {
	ID      string              `json:"id"`
	Issuer  string              `json:"issuer"`
	Revoked []RevokedCredential `json:"revokedCredentials"`
}

// RevokedCredential is a line of the list.
type RevokedCredential struct {
	ID      string `json:"id"`
	Revoked bool   `json:"revoked"`
	Reason  string `json:"revocationReason"`
	On      string `json:"revocationDate"`
}

// The words for the kinds of reason in the list; the page that verifies has them in three languages.
var reasonWords = map[Reason]string{
	ByError: "Issued in error", Replaced: "Replaced by another credential", OnRequest: "Revoked at the request of the holder", Otherwise: "Revoked by the issuer",
}

// RevocationList lists what a school has revoked.
func (s *Service) RevocationList(ctx context.Context, address, school string) (RevocationList, error) {
	profile, _, err := s.Issuer(ctx, address, school)
	if err != nil {
		return RevocationList{}, err
	}
	rows, err := db.All[Certificate](ctx, s.Read(), `SELECT `+db.Columns[Certificate]("")+` FROM certificate WHERE school_id = $1 AND revoked_on <> '' ORDER BY revoked_on, id`, school)
	out := RevocationList{ID: address + RevokedPath(school), Issuer: profile.ID, Revoked: []RevokedCredential{}}
	for _, c := range rows {
		out.Revoked = append(out.Revoked, RevokedCredential{
			ID: c.Address + CredentialPath(c.ID), Revoked: true, Reason: reasonWords[c.RevokedReason], On: string(c.RevokedOn),
		})
	}
	return out, err
}

// Achievement is what the badges of a programme are for; only where there are some.
func (s *Service) Achievement(ctx context.Context, address, school, programme string) (Achievement, error) {
	profile, _, err := s.Issuer(ctx, address, school)
	if err != nil {
		return Achievement{}, err
	}
	p, err := db.One[calendar.Period](ctx, s.Read(), `SELECT g.starts, g.ends `+mentoring.FromProgrammes("g")+` WHERE g.school_id = $1 AND g.id = $2
		AND EXISTS (SELECT 1 FROM certificate c WHERE c.school_id = g.school_id AND c.programme_id = g.id)`, school, programme)
	if err != nil {
		return Achievement{}, verb.Missing(err, "recognition.verify.no_achievement")
	}
	a := achievementOf(address, school, programme, p)
	a.Context, profile.Context = profile.Context, nil
	a.Creator = &profile
	return a, nil
}
