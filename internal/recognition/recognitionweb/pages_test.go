package recognitionweb_test

import (
	"crypto"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/recognition"
	"talim/internal/web/link"
)

const pair = "p2013m1e1"

// TestForumStoriesAndNominations walks through what a year is thanked with (R071, R085, R087).
func TestForumStoriesAndNominations(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 2)
		hub, deputy := link.Recognition(programme), w.as("deputy")
		deputy.shows(hub, []string{"Announce the forum"})
		w.as("teacher").shows(hub, []string{"not been announced"}, "Announce the forum")
		w.as("m1").refuses(http.StatusForbidden, link.EditForum(programme), nil)
		deputy.shows(link.EditForum(programme), []string{"Letters of appreciation"})
		forum := url.Values{"version": {"0"}, "date": {"2014-05-23"}, "starts_at": {"15:00"}, "nominate_until": {"2014-05-20"}, "points": {"Ашылуы"}}
		deputy.refuses(http.StatusUnprocessableEntity, link.EditForum(programme), forum)
		forum.Set("place", "Акт залы")
		deputy.post(link.EditForum(programme), forum)
		w.as("teacher").shows(hub, []string{"Акт залы", "Ашылуы"})
		for _, format := range []string{"docx", "pdf", "html"} {
			w.as("teacher").refuses(http.StatusOK, link.ForumPaper(programme, format), nil)
		}
		w.story()
		w.nomination()
		director := w.as("director")
		deputy.refuses(http.StatusForbidden, link.GiveThanks(programme), nil)
		director.shows(link.GiveThanks(programme), []string{"m1", "m2"})
		director.refuses(http.StatusUnprocessableEntity, link.GiveThanks(programme), url.Values{"staff": {"m1"}})
		director.post(link.GiveThanks(programme), url.Values{"staff": {"m1"}, "text": {"Көмегіңізге рақмет"}})
		w.as("teacher").shows(hub, []string{"Көмегіңізге рақмет"}, "Take it off")
		w.as("m1").shows(hub, []string{"Take it off"})
		id, err := db.One[string](ctx, d.Read(), `SELECT id FROM thanks`)
		w.ok(err)
		w.as("m1").post(link.TakeBackThanks(id), url.Values{})
		w.as("teacher").shows(hub, []string{"No thanks"}, "Көмегіңізге")
	})
}

func (w *world) story() {
	w.t.Helper()
	hub := link.Recognition(programme)
	w.as("deputy").refuses(http.StatusForbidden, link.Story(pair), nil)
	w.as("m1").refuses(http.StatusUnprocessableEntity, link.Story(pair), url.Values{"version": {"0"}, "title": {"Жыл"}})
	w.as("m1").post(link.Story(pair), url.Values{"version": {"0"}, "title": {"Жыл"}, "text": {"Біздің әңгіме"}})
	w.as("deputy").shows(hub, nil, "Біздің әңгіме")
	w.as("e1").shows(link.Story(pair), []string{"Біздің әңгіме", "I agree"})
	w.as("e1").post(link.AgreeStory(pair), url.Values{"version": {"1"}})
	w.as("teacher").shows(hub, []string{"Біздің әңгіме"})
	w.as("m1").post(link.TakeBackStory(pair), url.Values{})
	w.as("teacher").shows(hub, nil, "Біздің әңгіме")
}

func (w *world) nomination() {
	w.t.Helper()
	hub := link.Recognition(programme)
	w.as("m1").refuses(http.StatusForbidden, link.Nomination(pair), nil)
	w.as("e1").shows(link.Nomination(pair), []string{"What for?"})
	w.as("e1").refuses(http.StatusUnprocessableEntity, link.Nomination(pair), url.Values{})
	w.as("e1").post(link.Nomination(pair), url.Values{"words": {"Сабырлы"}, "aloud": {"1"}})
	w.as("e1").shows(link.Nomination(pair), []string{"Сабырлы", "Take the nomination back"})
	w.as("deputy").shows(hub, nil, "Сабырлы")
	w.clock.Set("2014-05-21T09:00")
	w.as("deputy").shows(hub, []string{"Сабырлы", "By e1"})
	w.as("m1").shows(hub, nil, "Сабырлы")
	w.as("e1").shows(link.Nomination(pair), []string{"Сабырлы", "not taken now"}, "<textarea")
	w.as("e1").refuses(http.StatusConflict, link.TakeBackNomination(pair), url.Values{})
}

// issue gives m1 a certificate and its code.
func (w *world) issue() string {
	w.t.Helper()
	w.exec(`INSERT INTO meeting (school_id, id, pairing_id, booking_id, date, starts_at, ends_at, place, state, reason, moved_to, topics, recorded_at)
VALUES ($1, 'x', $2, '', '2013-10-01', '10:00', '11:30', '', 'held', '', '', '', '')`, school, pair)
	w.exec(`UPDATE pairing SET state = 'completed' WHERE school_id = $1`, school)
	w.as("m1").refuses(http.StatusForbidden, link.Certificates(programme), url.Values{})
	w.as("deputy").post(link.Certificates(programme), url.Values{})
	code, err := db.One[string](ctx, w.d.Read(), `SELECT id FROM certificate`)
	w.ok(err)
	return code
}

func TestCertificateIsVerifiedByAnybody(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 1)
		code := w.issue()
		hub, anybody := link.Recognition(programme), w.nobody()
		w.as("m1").shows(hub, []string{"2014-001", "1.5 hours"}, "Revoke")
		w.as("teacher").shows(hub, nil, "2014-001")
		for _, format := range []string{"docx", "pdf", "html"} {
			w.as("m1").refuses(http.StatusOK, link.CertificatePaper(code, format), nil)
			w.as("teacher").refuses(http.StatusForbidden, link.CertificatePaper(code, format), nil)
		}
		anybody.shows(link.Verify(), []string{"Code or badge"})
		anybody.shows(link.VerifyCode(code), []string{"Genuine", "m1", "1.5 hours", "Auyl school"}, "/mentoring")
		anybody.shows(link.VerifyCode("0000-0000-0000-0000"), []string{"no such certificate"})
		_, badge := anybody.get(recognition.CredentialPath(code))
		anybody.verifies(badge, "Genuine")
		anybody.verifies(badge[:len(badge)-9]+"AAAAAAAAA", "does not fit")
		anybody.refuses(http.StatusUnprocessableEntity, link.Verify(), url.Values{})
		anybody.offline(badge)
		w.as("m1").refuses(http.StatusForbidden, link.RevokeCertificate(code), nil)
		w.as("deputy").shows(link.RevokeCertificate(code), []string{"it held an error"})
		w.as("deputy").refuses(http.StatusUnprocessableEntity, link.RevokeCertificate(code), url.Values{})
		w.as("deputy").post(link.RevokeCertificate(code), url.Values{"reason": {"error"}})
		anybody.verifies(badge, "Revoked on")
		_, list := anybody.get(recognition.RevokedPath(school))
		if !strings.Contains(list, recognition.CredentialPath(code)) {
			t.Errorf("not in the list of what was revoked: %s", list)
		}
	})
}

func (b *browser) verifies(shown, want string) {
	b.w.t.Helper()
	status, page := b.post(link.Verify(), url.Values{"shown": {shown}})
	if status != http.StatusOK || !strings.Contains(page, want) {
		b.w.t.Errorf("verifying answers %d without %q", status, want)
	}
}

// offline verifies the badge with the published key and the standard library alone.
func (b *browser) offline(badge string) {
	b.w.t.Helper()
	_, text := b.get(recognition.KeysPath(school))
	var set struct{ Keys []map[string]string }
	b.w.ok(json.Unmarshal([]byte(text), &set))
	if set.Keys[0]["d"] != "" {
		b.w.t.Fatal("the private key is published")
	}
	n, err := base64.RawURLEncoding.DecodeString(set.Keys[0]["n"])
	b.w.ok(err)
	cut := strings.LastIndex(badge, ".")
	signature, err := base64.RawURLEncoding.DecodeString(badge[cut+1:])
	b.w.ok(err)
	hash := crypto.SHA256.New()
	hash.Write([]byte(badge[:cut]))
	b.w.ok(rsa.VerifyPKCS1v15(&rsa.PublicKey{N: new(big.Int).SetBytes(n), E: 65537}, crypto.SHA256, hash.Sum(nil), signature))
	head, err := base64.RawURLEncoding.DecodeString(badge[:strings.Index(badge, ".")])
	b.w.ok(err)
	var jose struct{ Kid string }
	b.w.ok(json.Unmarshal(head, &jose))
	if _, one := b.get(strings.TrimPrefix(jose.Kid, b.w.server.URL)); !strings.Contains(one, set.Keys[0]["n"]) {
		b.w.t.Errorf("%s is not the address of the key", jose.Kid)
	}
}

// TestPublicAddressesOfBadges answers programs with JSON and people with a page.
func TestPublicAddressesOfBadges(t *testing.T) {
	w := newWorld(t, apptest.Database(t), 1)
	anybody := w.nobody()
	anybody.refuses(http.StatusNotFound, recognition.IssuerPath(school), nil) // it has issued none
	w.issue()
	for _, address := range []string{recognition.IssuerPath(school), recognition.AchievementPath(school, programme)} {
		status, text := anybody.get(address)
		var doc struct {
			Context []string `json:"@context"`
			ID      string   `json:"id"`
		}
		if err := json.Unmarshal([]byte(text), &doc); err != nil || status != http.StatusOK || doc.ID != w.server.URL+address || len(doc.Context) != 2 {
			t.Errorf("%s: %d %v %s", address, status, err, text)
		}
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, w.server.URL+address, nil)
		w.ok(err)
		r.Header.Set("Accept", "text/html")
		resp, err := anybody.client.Do(r)
		if status, page := anybody.read(resp, err); status != http.StatusOK || !strings.Contains(page, "<html") {
			t.Errorf("%s is no page for people: %d", address, status)
		}
	}
	anybody.refuses(http.StatusNotFound, recognition.AchievementPath(school, "x"), nil)
	anybody.refuses(http.StatusNotFound, recognition.KeyPath(school, "x"), nil)
	anybody.refuses(http.StatusNotFound, recognition.CredentialPath("x"), nil)
}

// TestVerifyingIsLimited lets an address guess sixty codes in a quarter of an hour and no more.
func TestVerifyingIsLimited(t *testing.T) {
	w := newWorld(t, apptest.Database(t), 1)
	anybody := w.nobody()
	for range 60 {
		anybody.refuses(http.StatusOK, link.VerifyCode("0000"), nil)
	}
	anybody.refuses(http.StatusTooManyRequests, link.VerifyCode("0000"), nil)
	anybody.refuses(http.StatusTooManyRequests, link.Verify(), url.Values{"shown": {"0000"}})
	anybody.refuses(http.StatusOK, link.Verify(), nil) // the form itself
}
