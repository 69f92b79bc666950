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
	"talim/internal/web/webtest"
)

const pair = "p2013m1e1"

// TestRevokeNothing asks for the form of a certificate that is none: 404, not a failure.
func TestRevokeNothing(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		deputy := newWorld(t, d, 2).As("deputy")
		for _, id := range []string{"nothing", "%27", "-1"} {
			deputy.Refuses(http.StatusNotFound, "/recognition/certificates/"+id+"/revoke", nil)
			deputy.Refuses(http.StatusNotFound, "/recognition/certificates/"+id+"/revoke", url.Values{"reason": {"mistake"}})
		}
	})
}

// TestForumStoriesAndNominations walks through what a year is thanked with (R071, R085, R087).
func TestForumStoriesAndNominations(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 2)
		hub, deputy := link.Recognition(programme), w.As("deputy")
		deputy.ShowsInEnglish(hub, []string{"Announce the forum"})
		w.As("teacher").ShowsInEnglish(hub, []string{"not been announced"}, "Announce the forum")
		w.As("m1").Refuses(http.StatusForbidden, link.EditForum(programme), nil)
		deputy.ShowsInEnglish(link.EditForum(programme), []string{"Letters of appreciation"})
		forum := url.Values{"version": {"0"}, "date": {"2014-05-23"}, "starts_at": {"15:00"}, "nominate_until": {"2014-05-20"}, "points": {"Ашылуы"}}
		deputy.Refuses(http.StatusUnprocessableEntity, link.EditForum(programme), forum)
		forum.Set("place", "Акт залы")
		deputy.Post(link.EditForum(programme), forum)
		w.As("teacher").ShowsInEnglish(hub, []string{"Акт залы", "Ашылуы"})
		for _, format := range []string{"docx", "pdf", "html"} {
			w.As("teacher").Refuses(http.StatusOK, link.ForumPaper(programme, format), nil)
		}
		w.story()
		w.nomination()
		director := w.As("director")
		deputy.Refuses(http.StatusForbidden, link.GiveThanks(programme), nil)
		director.ShowsInEnglish(link.GiveThanks(programme), []string{"m1", "m2"})
		director.Refuses(http.StatusUnprocessableEntity, link.GiveThanks(programme), url.Values{"staff": {"m1"}})
		director.Post(link.GiveThanks(programme), url.Values{"staff": {"m1"}, "text": {"Көмегіңізге рақмет"}})
		w.As("teacher").ShowsInEnglish(hub, []string{"Көмегіңізге рақмет"}, "Take it off")
		w.As("m1").ShowsInEnglish(hub, []string{"Take it off"})
		id, err := db.One[string](ctx, d.Read(), `SELECT id FROM thanks`)
		w.OK(err)
		w.As("m1").Post(link.TakeBackThanks(id), url.Values{})
		w.As("teacher").ShowsInEnglish(hub, []string{"No thanks"}, "Көмегіңізге")
	})
}

func (w *world) story() {
	w.T.Helper()
	hub := link.Recognition(programme)
	w.As("deputy").Refuses(http.StatusForbidden, link.Story(pair), nil)
	w.As("m1").Refuses(http.StatusUnprocessableEntity, link.Story(pair), url.Values{"version": {"0"}, "title": {"Жыл"}})
	w.As("m1").Post(link.Story(pair), url.Values{"version": {"0"}, "title": {"Жыл"}, "text": {"Біздің әңгіме"}})
	w.As("deputy").ShowsInEnglish(hub, nil, "Біздің әңгіме")
	w.As("e1").ShowsInEnglish(link.Story(pair), []string{"Біздің әңгіме", "I agree"})
	w.As("e1").Post(link.AgreeStory(pair), url.Values{"version": {"1"}})
	w.As("teacher").ShowsInEnglish(hub, []string{"Біздің әңгіме"})
	w.As("m1").Post(link.TakeBackStory(pair), url.Values{})
	w.As("teacher").ShowsInEnglish(hub, nil, "Біздің әңгіме")
}

func (w *world) nomination() {
	w.T.Helper()
	hub := link.Recognition(programme)
	w.As("m1").Refuses(http.StatusForbidden, link.Nomination(pair), nil)
	w.As("e1").ShowsInEnglish(link.Nomination(pair), []string{"What for?"})
	w.As("e1").Refuses(http.StatusUnprocessableEntity, link.Nomination(pair), url.Values{})
	w.As("e1").Post(link.Nomination(pair), url.Values{"words": {"Сабырлы"}, "aloud": {"1"}})
	w.As("e1").ShowsInEnglish(link.Nomination(pair), []string{"Сабырлы", "Take the nomination back"})
	w.As("deputy").ShowsInEnglish(hub, nil, "Сабырлы")
	w.Clock.Set("2014-05-21T09:00")
	w.As("deputy").ShowsInEnglish(hub, []string{"Сабырлы", "By e1"})
	w.As("m1").ShowsInEnglish(hub, nil, "Сабырлы")
	w.As("e1").ShowsInEnglish(link.Nomination(pair), []string{"Сабырлы", "not taken now"}, "<textarea")
	w.As("e1").Refuses(http.StatusConflict, link.TakeBackNomination(pair), url.Values{})
}

// issue gives m1 a certificate and its code.
func (w *world) issue() string {
	w.T.Helper()
	w.Exec(`INSERT INTO meeting (school_id, id, pairing_id, booking_id, date, starts_at, ends_at, place, state, reason, moved_to, topics, recorded_at)
VALUES ($1, 'x', $2, '', '2013-10-01', '10:00', '11:30', '', 'held', '', '', '', '')`, school, pair)
	w.Exec(`UPDATE pairing SET state = 'completed' WHERE school_id = $1`, school)
	w.As("m1").Refuses(http.StatusForbidden, link.Certificates(programme), url.Values{})
	w.As("deputy").Post(link.Certificates(programme), url.Values{})
	code, err := db.One[string](ctx, w.D.Read(), `SELECT id FROM certificate`)
	w.OK(err)
	return code
}

func TestCertificateIsVerifiedByAnybody(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 1)
		code := w.issue()
		hub, anybody := link.Recognition(programme), w.Nobody()
		w.As("m1").ShowsInEnglish(hub, []string{"2014-001", "1.5 hours"}, "Revoke")
		w.As("teacher").ShowsInEnglish(hub, nil, "2014-001")
		for _, format := range []string{"docx", "pdf", "html"} {
			w.As("m1").Refuses(http.StatusOK, link.CertificatePaper(code, format), nil)
			w.As("teacher").Refuses(http.StatusForbidden, link.CertificatePaper(code, format), nil)
		}
		anybody.ShowsInEnglish(link.Verify(), []string{"Code or badge"})
		anybody.ShowsInEnglish(link.VerifyCode(code), []string{"Genuine", "m1", "1.5 hours", "Auyl school"}, "/mentoring")
		anybody.ShowsInEnglish(link.VerifyCode("0000-0000-0000-0000"), []string{"no such certificate"})
		_, badge := anybody.Get(recognition.CredentialPath(code))
		w.verifies(anybody, badge, "Genuine")
		w.verifies(anybody, badge[:len(badge)-9]+"AAAAAAAAA", "does not fit")
		anybody.Refuses(http.StatusUnprocessableEntity, link.Verify(), url.Values{})
		w.offline(anybody, badge)
		w.As("m1").Refuses(http.StatusForbidden, link.RevokeCertificate(code), nil)
		w.As("deputy").ShowsInEnglish(link.RevokeCertificate(code), []string{"it held an error"})
		w.As("deputy").Refuses(http.StatusUnprocessableEntity, link.RevokeCertificate(code), url.Values{})
		w.As("deputy").Post(link.RevokeCertificate(code), url.Values{"reason": {"error"}})
		w.verifies(anybody, badge, "Revoked on")
		_, list := anybody.Get(recognition.RevokedPath(school))
		if !strings.Contains(list, recognition.CredentialPath(code)) {
			t.Errorf("not in the list of what was revoked: %s", list)
		}
	})
}

func (w *world) verifies(b *webtest.Browser, shown, want string) {
	w.T.Helper()
	status, page := b.Post(link.Verify(), url.Values{"shown": {shown}})
	if status != http.StatusOK || !strings.Contains(page, want) {
		w.T.Errorf("verifying answers %d without %q", status, want)
	}
}

// offline verifies the badge with the published key and the standard library alone.
func (w *world) offline(b *webtest.Browser, badge string) {
	w.T.Helper()
	_, text := b.Get(recognition.KeysPath(school))
	var set struct{ Keys []map[string]string }
	w.OK(json.Unmarshal([]byte(text), &set))
	if set.Keys[0]["d"] != "" {
		w.T.Fatal("the private key is published")
	}
	n, err := base64.RawURLEncoding.DecodeString(set.Keys[0]["n"])
	w.OK(err)
	cut := strings.LastIndex(badge, ".")
	signature, err := base64.RawURLEncoding.DecodeString(badge[cut+1:])
	w.OK(err)
	hash := crypto.SHA256.New()
	hash.Write([]byte(badge[:cut]))
	w.OK(rsa.VerifyPKCS1v15(&rsa.PublicKey{N: new(big.Int).SetBytes(n), E: 65537}, crypto.SHA256, hash.Sum(nil), signature))
	head, err := base64.RawURLEncoding.DecodeString(badge[:strings.Index(badge, ".")])
	w.OK(err)
	var jose struct{ Kid string }
	w.OK(json.Unmarshal(head, &jose))
	if _, one := b.Get(strings.TrimPrefix(jose.Kid, w.URL)); !strings.Contains(one, set.Keys[0]["n"]) {
		w.T.Errorf("%s is not the address of the key", jose.Kid)
	}
}

// TestPublicAddressesOfBadges answers programs with JSON and people with a page.
func TestPublicAddressesOfBadges(t *testing.T) {
	w := newWorld(t, apptest.Database(t), 1)
	anybody := w.Nobody()
	anybody.Refuses(http.StatusNotFound, recognition.IssuerPath(school), nil) // it has issued none
	w.issue()
	for _, address := range []string{recognition.IssuerPath(school), recognition.AchievementPath(school, programme)} {
		status, text := anybody.Get(address)
		var doc struct {
			Context []string `json:"@context"`
			ID      string   `json:"id"`
		}
		if err := json.Unmarshal([]byte(text), &doc); err != nil || status != http.StatusOK || doc.ID != w.URL+address || len(doc.Context) != 2 {
			t.Errorf("%s: %d %v %s", address, status, err, text)
		}
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, w.URL+address, nil)
		w.OK(err)
		r.Header.Set("Accept", "text/html")
		resp, err := anybody.Client.Do(r) //nolint:bodyclose // Read closes it
		if status, page := anybody.Read(resp, err); status != http.StatusOK || !strings.Contains(page, "<html") {
			t.Errorf("%s is no page for people: %d", address, status)
		}
	}
	anybody.Refuses(http.StatusNotFound, recognition.AchievementPath(school, "x"), nil)
	anybody.Refuses(http.StatusNotFound, recognition.KeyPath(school, "x"), nil)
	anybody.Refuses(http.StatusNotFound, recognition.CredentialPath("x"), nil)
}

// TestVerifyingIsLimited lets an address guess sixty codes in a quarter of an hour and no more.
func TestVerifyingIsLimited(t *testing.T) {
	w := newWorld(t, apptest.Database(t), 1)
	anybody := w.Nobody()
	for range 60 {
		anybody.Refuses(http.StatusOK, link.VerifyCode("0000"), nil)
	}
	anybody.Refuses(http.StatusTooManyRequests, link.VerifyCode("0000"), nil)
	anybody.Refuses(http.StatusTooManyRequests, link.Verify(), url.Values{"shown": {"0000"}})
	anybody.Refuses(http.StatusOK, link.Verify(), nil) // the form itself
}
