package recognition

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math/big"
	"strings"
	"time"

	"talim/internal/calendar"
	"talim/internal/i18n"
)

// A badge is an Open Badges 3.0 credential in the VC-JWT proof format: the credential with the
// claims of a JWT, signed with RS256, the one algorithm that every verifier of Open Badges
// must know (docs/decisions/0016-recognition-and-evaluation.md, docs/badges.md).

// The contexts that say what the names of a credential mean.
const (
	contextVC = "https://www.w3.org/ns/credentials/v2"
	contextOB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
	// The type of the status, 1EdTechRevocationList, has its meaning here.
	contextExtensions = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
)

// keyBits is the size of a key that signs.
const keyBits = 2048

// Key is a key of a school for its badges.
type Key struct {
	School    string           `db:"school_id"`
	ID        string           `db:"id"`
	Private   string           `db:"private"` // sealed
	Public    string           `db:"public"`  // JWK
	MadeAt    calendar.Instant `db:"made_at"`
	RetiredAt calendar.Instant `db:"retired_at"`
}

// JWK is a public key as others read it (RFC 7517). It has no place for a private one.
type JWK struct {
	Type      string `json:"kty"`
	Use       string `json:"use"`
	Algorithm string `json:"alg"`
	ID        string `json:"kid"`
	Modulus   string `json:"n"`
	Exponent  string `json:"e"`
}

// jwkOf is the public half of a key, named by its thumbprint (RFC 7638).
func jwkOf(k *rsa.PublicKey) JWK {
	n := base64.RawURLEncoding.EncodeToString(k.N.Bytes())
	e := base64.RawURLEncoding.EncodeToString(big.NewInt(int64(k.E)).Bytes())
	print := sha256.Sum256([]byte(`{"e":"` + e + `","kty":"RSA","n":"` + n + `"}`))
	return JWK{Type: "RSA", Use: "sig", Algorithm: algorithm, ID: base64.RawURLEncoding.EncodeToString(print[:]), Modulus: n, Exponent: e}
}

func (j JWK) key() (*rsa.PublicKey, error) {
	n, err := base64.RawURLEncoding.DecodeString(j.Modulus)
	e, err2 := base64.RawURLEncoding.DecodeString(j.Exponent)
	if err := errors.Join(err, err2); err != nil {
		return nil, err
	}
	return &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(new(big.Int).SetBytes(e).Int64())}, nil
}

// newKey makes a key of the school; the private half is sealed like a private text.
func (s *Service) newKey(school string, at time.Time) (Key, error) {
	private, err := rsa.GenerateKey(rand.Reader, keyBits)
	if err != nil {
		return Key{}, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return Key{}, err
	}
	jwk := jwkOf(&private.PublicKey)
	public, err := json.Marshal(jwk)
	sealed := s.keeper.Seal(privateKey.Of(jwk.ID), base64.StdEncoding.EncodeToString(der))
	return Key{School: school, ID: jwk.ID, Private: sealed, Public: string(public), MadeAt: calendar.InstantOf(at)}, err
}

// private opens the half that signs.
func (s *Service) private(k Key) (*rsa.PrivateKey, error) {
	text, err := s.keeper.Open(privateKey.Of(k.ID), k.Private)
	if err != nil {
		return nil, err
	}
	der, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, err
	}
	key, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, err
	}
	private, ok := key.(*rsa.PrivateKey)
	if !ok {
		return nil, errNoKey
	}
	return private, nil
}

var errNoKey = errors.New("recognition: not a key that signs badges")

const algorithm = "RS256"

// jose is the header of a JWT; Open Badges allows no other names in it.
type jose struct {
	Algorithm string `json:"alg"`
	Key       string `json:"kid"`
	Type      string `json:"typ"`
}

// sign makes the compact form: header, credential, signature.
func sign(key *rsa.PrivateKey, kid string, payload any) (string, error) {
	head, err := json.Marshal(jose{Algorithm: algorithm, Key: kid, Type: "JWT"})
	if err != nil {
		return "", err
	}
	body, err := json.Marshal(payload)
	if err != nil {
		return "", err
	}
	signed := base64.RawURLEncoding.EncodeToString(head) + "." + base64.RawURLEncoding.EncodeToString(body)
	digest := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, digest[:])
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature), err
}

// The credential, in the names of Open Badges 3.0.
type (
	credential struct {
		Context []string `json:"@context"`
		ID      string   `json:"id"`
		Type    []string `json:"type"`
		Name    string   `json:"name"`
		Issuer  Profile  `json:"issuer"`
		From    string   `json:"validFrom"`
		Awarded string   `json:"awardedDate"`
		Subject subject  `json:"credentialSubject"`
		Status  status   `json:"credentialStatus"`

		Iss string `json:"iss"` // the claims of the JWT, each the same as above
		Jti string `json:"jti"`
		Nbf int64  `json:"nbf"`
		Sub string `json:"sub"`
	}
	subject struct {
		ID          string      `json:"id"`
		Type        []string    `json:"type"`
		Identifier  []identity  `json:"identifier"`
		Starts      string      `json:"activityStartDate"`
		Ends        string      `json:"activityEndDate"`
		Achievement Achievement `json:"achievement"`
		Result      []result    `json:"result"`
	}
	identity struct {
		Type   string `json:"type"`
		Hash   string `json:"identityHash"`
		Kind   string `json:"identityType"`
		Hashed bool   `json:"hashed"`
	}
	result struct {
		Type        []string `json:"type"`
		Description string   `json:"resultDescription"`
		Value       string   `json:"value"`
	}
	status struct {
		ID   string `json:"id"`
		Type string `json:"type"`
	}
)

// Profile is the school as an issuer of badges.
type Profile struct {
	Context []string `json:"@context,omitempty"` // where it stands alone
	ID      string   `json:"id"`
	Type    []string `json:"type"`
	Name    string   `json:"name"`
}

// Achievement is what the badge is for: mentoring in a programme.
type Achievement struct {
	Context     []string            `json:"@context,omitempty"` // where it stands alone
	ID          string              `json:"id"`
	Type        []string            `json:"type"`
	Kind        string              `json:"achievementType"`
	Name        string              `json:"name"`
	Description string              `json:"description"`
	Criteria    criteria            `json:"criteria"`
	Creator     *Profile            `json:"creator,omitempty"`
	Results     []resultDescription `json:"resultDescription"`
}

type criteria struct {
	Narrative string `json:"narrative"`
}

type resultDescription struct {
	ID   string   `json:"id"`
	Type []string `json:"type"`
	Name string   `json:"name"`
	Kind string   `json:"resultType"`
}

// The words of the badge, version 1. They are signed, so they are data and not messages; each
// stands in all three languages, because a credential goes where nobody switches the language.
var (
	wordsName = i18n.Text{KK: "Тәлімгерлік", RU: "Наставничество", EN: "Mentoring"}
	wordsWhat = i18n.Text{
		KK: "Әріптесіне тәлімгер болды: кездесулер өткізді, бір-бірінің сабақтарына қатысты.",
		RU: "Был(а) наставником коллеги: проводил(а) встречи, посещал(а) уроки и принимал(а) посещения.",
		EN: "Mentored a colleague: held meetings, visited lessons and was visited.",
	}
	wordsHow = i18n.Text{
		KK: "Сағаттар өткен кездесулер мен сабаққа қатысулардың журналынан есептеледі; сағат 60 минут.",
		RU: "Часы сосчитаны по журналу проведённых встреч и посещений; час равен 60 минутам.",
		EN: "The hours are those of the log of meetings and visits held; an hour has 60 minutes.",
	}
	wordsHours = i18n.Text{KK: "Тәлімгерлік сағаты", RU: "Часы наставничества", EN: "Hours of mentoring"}
)

// inAll is a text in all languages that have one, each once.
func inAll(t i18n.Text) string {
	var out []string
	for _, l := range i18n.Languages {
		if text := strings.TrimSpace(t.For(l)); text != "" && (len(out) == 0 || out[len(out)-1] != text && out[0] != text) {
			out = append(out, text)
		}
	}
	return strings.Join(out, " / ")
}

// profileOf is the issuer at an address.
func profileOf(address, school string, name i18n.Text) Profile {
	return Profile{ID: address + IssuerPath(school), Type: []string{"Profile"}, Name: inAll(name)}
}

// achievementOf is the achievement of a programme.
func achievementOf(address, school, programme string, p calendar.Period) Achievement {
	id := address + AchievementPath(school, programme)
	return Achievement{
		ID: id, Type: []string{"Achievement"}, Kind: "CertificateOfCompletion", Name: inAll(wordsName) + " " + years(p),
		Description: inAll(wordsWhat), Criteria: criteria{Narrative: inAll(wordsHow)},
		Results: []resultDescription{{ID: id + "#hours", Type: []string{"ResultDescription"}, Name: inAll(wordsHours), Kind: "RawScore"}},
	}
}

// years are those of a school year: "2013–2014".
func years(p calendar.Period) string {
	from, to := string(p.Starts)[:4], string(p.Ends)[:4]
	if from == to {
		return from
	}
	return from + "–" + to
}

// credentialOf is the credential of a certificate, before it is signed.
func credentialOf(c Certificate, school i18n.Text, programme calendar.Period, at time.Time) credential {
	issuer := profileOf(c.Address, c.School, school)
	achievement := achievementOf(c.Address, c.School, c.Programme, programme)
	at = at.UTC().Truncate(time.Second)
	id, subjectID := c.Address+CredentialPath(c.ID), c.Address+CredentialPath(c.ID)+"#holder"
	return credential{
		Context: []string{contextVC, contextOB, contextExtensions}, ID: id, Type: []string{"VerifiableCredential", "OpenBadgeCredential"},
		Name: achievement.Name, Issuer: issuer, From: at.Format(time.RFC3339), Awarded: at.Format(time.RFC3339),
		Subject: subject{
			ID: subjectID, Type: []string{"AchievementSubject"}, Achievement: achievement,
			Identifier: []identity{{Type: "IdentityObject", Hash: c.Person, Kind: "name"}},
			Starts:     string(c.Starts) + "T00:00:00Z", Ends: string(c.Ends) + "T00:00:00Z",
			Result: []result{{Type: []string{"Result"}, Description: achievement.Results[0].ID, Value: c.HoursText()}},
		},
		Status: status{ID: c.Address + RevokedPath(c.School), Type: "1EdTechRevocationList"},
		Iss:    issuer.ID, Jti: id, Nbf: at.Unix(), Sub: subjectID,
	}
}
