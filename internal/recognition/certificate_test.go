package recognition

import (
	"crypto"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math/big"
	"strings"
	"sync"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/secret"
)

const address = "https://talim.example"

// issued is a certificate of m1: ninety minutes of meetings.
func (w *world) issued() Certificate {
	w.T.Helper()
	w.held("p2013m1e1", "10:00", "10:45")
	w.held("p2013m1e1", "11:00", "11:45")
	w.closed()
	n, err := w.Issue(ctx, who("deputy"), "p2013", address)
	if w.OK(err); n != 1 {
		w.T.Fatalf("%d certificates", n)
	}
	h, err := w.Hub(ctx, who("m1"), "p2013")
	w.OK(err)
	c, err := w.Certificate(ctx, who("m1"), h.Certificates[0].ID)
	w.OK(err)
	return c
}

func TestCertificateBearsTheHoursOfTheLog(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 2) // m2 has no hours and gets none
		_, err := w.Issue(ctx, who("m1"), "p2013", address)
		w.Refused(err, fault.KindForbidden)
		_, err = w.Issue(ctx, who("deputy"), "p2013", address)
		w.Refused(err, fault.KindConflict) // the pairs are at work
		_, err = w.Issue(ctx, who("deputy"), "p2013", "javascript:x")
		w.Refused(err, fault.KindConflict)
		c := w.issued()
		if c.HoursText() != "1.5" || c.Meetings != 2 || c.Label() != "2014-001" || c.Person != "m1" {
			t.Errorf("%+v", c)
		}
		_, err = w.Certificate(ctx, who("m2"), c.ID)
		w.Refused(err, fault.KindForbidden)
		_, err = w.Issue(ctx, who("deputy"), "p2013", address)
		w.Refused(err, fault.KindConflict) // nobody is left
		h, err := w.Hub(ctx, who("teacher"), "p2013")
		if w.OK(err); len(h.Certificates) > 0 {
			t.Error("a colleague sees certificates")
		}
	})
}

// TestCredentialVerifiesOffline reads the badge with nothing of this package: header, payload
// and signature are taken apart by hand, the key is the JWK as it is published.
func TestCredentialVerifiesOffline(t *testing.T) {
	w := newWorld(t, apptest.Database(t), 1)
	c := w.issued()
	keys, err := w.Keys(ctx, school)
	w.OK(err)
	published, err := json.Marshal(map[string]any{"keys": keys})
	w.OK(err)
	if strings.Contains(string(published), `"d"`) {
		t.Fatal("the private key is published")
	}
	payload, err := offline(c.Credential, published)
	w.OK(err)
	want := map[string]string{
		"iss": address + "/badges/schools/auyl", "jti": address + "/badges/credentials/" + c.ID, "id": address + "/badges/credentials/" + c.ID,
	}
	for name, value := range want {
		if payload[name] != value {
			t.Errorf("%s is %v, want %s", name, payload[name], value)
		}
	}
	if payload["vc"] != nil || payload["proof"] != nil {
		t.Error("Open Badges 3.0 puts the credential itself into the payload")
	}
	subject := payload["credentialSubject"].(map[string]any)
	if payload["sub"] != subject["id"] || payload["issuer"].(map[string]any)["id"] != payload["iss"] {
		t.Error("claims and credential differ")
	}
	for _, part := range []int{0, 1, 2} { // a change anywhere is found
		if _, err := offline(bent(c.Credential, part), published); err == nil {
			t.Errorf("a change of part %d is not found", part)
		}
	}
}

var errNotOurs = errors.New("not verified")

// offline is all that a verifier without our program needs.
func offline(token string, jwks []byte) (map[string]any, error) {
	parts := strings.Split(token, ".")
	raw := make([][]byte, len(parts))
	for i, p := range parts {
		var err error
		if raw[i], err = base64.RawURLEncoding.DecodeString(p); err != nil {
			return nil, err
		}
	}
	var header struct{ Alg, Kid, Typ string }
	var set struct {
		Keys []struct{ Kty, Kid, N, E string }
	}
	if err := errors.Join(json.Unmarshal(raw[0], &header), json.Unmarshal(jwks, &set)); err != nil {
		return nil, err
	}
	for _, k := range set.Keys {
		if header.Alg != "RS256" || header.Typ != "JWT" || k.Kty != "RSA" || !strings.HasSuffix(header.Kid, "/keys/"+k.Kid) {
			continue
		}
		n, _ := base64.RawURLEncoding.DecodeString(k.N)
		e, _ := base64.RawURLEncoding.DecodeString(k.E)
		hash := crypto.SHA256.New()
		hash.Write([]byte(parts[0] + "." + parts[1]))
		public := &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(new(big.Int).SetBytes(e).Int64())}
		if err := rsa.VerifyPKCS1v15(public, crypto.SHA256, hash.Sum(nil), raw[2]); err != nil {
			return nil, err
		}
		var out map[string]any
		return out, json.Unmarshal(raw[1], &out)
	}
	return nil, errNotOurs
}

// bent changes one character in the middle of a part.
func bent(token string, part int) string {
	parts := strings.Split(token, ".")
	b := []byte(parts[part])
	at := len(b) / 2
	b[at] = map[bool]byte{true: 'B', false: 'A'}[b[at] == 'A']
	parts[part] = string(b)
	return strings.Join(parts, ".")
}

func TestVerify(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 1)
		c := w.issued()
		ask := func(shown string) Outcome {
			v, err := w.Verify(ctx, shown)
			w.OK(err)
			if v.Outcome == Changed && v.Certificate.ID != "" || v.Outcome == Unknown && v.Certificate.ID != "" {
				t.Error("a certificate is shown that is not verified")
			}
			return v.Outcome
		}
		for shown, want := range map[string]Outcome{
			c.ID: Genuine, strings.ToUpper(c.Code()): Genuine, address + "/verify/" + c.Code(): Genuine, c.Credential + "\n": Genuine,
			"0000-0000-0000-0000": Unknown, "": Unknown, "ey.ey.ey": Unknown, "x": Unknown,
			bent(c.Credential, 2): Changed,
		} {
			if got := ask(shown); got != want {
				t.Errorf("%.60q: %s, want %s", shown, got, want)
			}
		}
		if got := ask(forged(t, c)); got == Genuine {
			t.Error("a credential signed with another key is genuine")
		}
		w.Refused(w.Revoke(ctx, who("m1"), c.ID, ByError), fault.KindForbidden)
		w.Refused(w.Revoke(ctx, who("deputy"), c.ID, "because"), fault.KindInvalid)
		w.OK(w.Revoke(ctx, who("deputy"), c.ID, ByError))
		w.Refused(w.Revoke(ctx, who("deputy"), c.ID, ByError), fault.KindConflict)
		for _, shown := range []string{c.ID, c.Credential} {
			if got := ask(shown); got != Revoked {
				t.Errorf("%.20s: %s, want revoked", shown, got)
			}
		}
		list, err := w.RevocationList(ctx, address, school)
		if w.OK(err); len(list.Revoked) != 1 || list.Revoked[0].ID != address+"/badges/credentials/"+c.ID {
			t.Errorf("%+v", list)
		}
		n, err := w.Issue(ctx, who("deputy"), "p2013", address) // another takes its place
		if w.OK(err); n != 1 {
			t.Errorf("%d issued after revoking", n)
		}
	})
}

// forged is the same credential, signed with a key of somebody else.
func forged(t *testing.T, c Certificate) string {
	t.Helper()
	keeper, err := secret.New()
	if err != nil {
		t.Fatal(err)
	}
	s := &Service{keeper: keeper}
	key, err := s.newKey(school, c.IssuedAt.Time())
	if err != nil {
		t.Fatal(err)
	}
	private, err := s.private(key)
	if err != nil {
		t.Fatal(err)
	}
	head, body, _ := peek(c.Credential)
	body.Subject.Result[0].Value = "999"
	token, err := sign(private, head.Key, body)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// TestChangedRowIsFound lets somebody with the database add hours.
func TestChangedRowIsFound(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 1)
		c := w.issued()
		w.Exec(`UPDATE certificate SET minutes = 6000 WHERE id = $1`, c.ID)
		if v, err := w.Verify(ctx, c.ID); err != nil || v.Outcome != Changed {
			t.Errorf("%v %v", v.Outcome, err)
		}
	})
}

// TestLostKeyIsReplaced keeps old badges good after the file of keys was lost.
func TestLostKeyIsReplaced(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 1)
		old := w.issued()
		w.OK(w.Revoke(ctx, who("deputy"), old.ID, Replaced))
		keeper, err := secret.New()
		w.OK(err)
		w.keeper = keeper
		_, err = w.Issue(ctx, who("deputy"), "p2013", address)
		w.OK(err)
		keys, err := w.Keys(ctx, school)
		if w.OK(err); len(keys) != 2 {
			t.Errorf("%d public keys", len(keys))
		}
		if v, err := w.Verify(ctx, old.Credential); err != nil || v.Outcome != Revoked {
			t.Errorf("%v %v", v.Outcome, err)
		}
	})
}

// TestGroupMeetingsCountForEachWhoLeads gives the second mentor of a group her hours as well (R079).
func TestGroupMeetingsCountForEachWhoLeads(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 2)
		w.Exec(`INSERT INTO mentoring_group (school_id, id, programme_id, proposal_id, number, mentor_id, need, hour, reasons, state, closing, closed_at)
VALUES ($1, 'g', 'p2013', 'p2013', 1, 'm1', '', '', '', 'asked', '', '')`, school)
		w.Exec(`INSERT INTO mentoring_group_second (school_id, id, group_id, staff_id, state) VALUES ($1, 's', 'g', 'teacher', 'agreed')`, school)
		for _, state := range []string{"held", "planned"} {
			w.Exec(`INSERT INTO group_meeting (school_id, id, group_id, booking_id, date, starts_at, ends_at, place, state, reason, recorded_at)
VALUES ($1, $2, 'g', '', '2013-10-02', $3, '12:00', '', $2, '', '')`, school, state, map[string]string{"held": "11:00", "planned": "11:30"}[state])
		}
		w.closed()
		n, err := w.Issue(ctx, who("deputy"), "p2013", address)
		if w.OK(err); n != 1 {
			t.Fatalf("%d certificates while the group is at work", n)
		}
		w.Exec(`UPDATE mentoring_group SET state = 'closed'`)
		n, err = w.Issue(ctx, who("deputy"), "p2013", address)
		if w.OK(err); n != 1 {
			t.Fatalf("%d certificates for the second mentor", n)
		}
		minutes, err := db.All[int](ctx, d.Read(), `SELECT minutes FROM certificate ORDER BY number`)
		if w.OK(err); len(minutes) != 2 || minutes[0] != 60 || minutes[1] != 60 {
			t.Errorf("minutes %v", minutes)
		}
	})
}

// TestIssueAtOnce lets two issue at the same moment: every mentor gets one, numbers are different.
func TestIssueAtOnce(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 3)
		for _, pair := range []string{"p2013m1e1", "p2013m2e2", "p2013m3e3"} {
			w.held(pair, "10:00", "10:45")
		}
		w.closed()
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() { _, _ = w.Issue(ctx, who("deputy"), "p2013", address) })
		}
		group.Wait()
		numbers, err := db.All[int](ctx, d.Read(), `SELECT number FROM certificate ORDER BY number`)
		if w.OK(err); len(numbers) != 3 || numbers[2] != 3 {
			t.Errorf("numbers %v", numbers)
		}
	})
}

func TestCodes(t *testing.T) {
	c := Certificate{ID: newCode()}
	if len(c.ID) != 16 || codeOf(" "+strings.ToUpper(c.Code())+" ") != c.ID {
		t.Errorf("%s %s", c.ID, c.Code())
	}
	if codeOf("O0I1-l") != "00111" {
		t.Error(codeOf("O0I1-l"))
	}
}
