package accountsweb_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

const ownPassword = "a long password"

// phone is a browser that knows nothing yet, in which T-A2 signs in.
func (w *world) phone(pairs ...string) *browser {
	w.Helper()
	b := w.stranger()
	b.post("/sign-in", append([]string{"login", "t-a2", "password", ownPassword}, pairs...)...)
	b.get("/?lang=en")
	return b
}

func (b *browser) isIn() bool {
	b.Helper()
	_, page := b.get(link.MySignIns())
	return !strings.Contains(page, `action="/sign-in"`)
}

func TestStaySignedInOnOnesOwnPhone(t *testing.T) {
	each(t, func(w *world) {
		w.as("T-A2")
		usual, stays := w.phone(), w.phone("stay", "1")
		w.clock.Add(2 * time.Hour)
		if usual.isIn() || !stays.isIn() {
			t.Errorf("after two hours the usual session is in: %v, the one that stays: %v", usual.isIn(), stays.isIn())
		}
		w.clock.Add(20 * 24 * time.Hour)
		if !stays.isIn() { // and the last page is marked
			t.Error("after twenty days it has ended")
		}
		stays.expect(link.MySignIns(), htmlcheck.In("tbody", htmlcheck.HasText("until 2 October 2013")))
		w.clock.Add(10 * 24 * time.Hour)
		if stays.isIn() {
			t.Error("after thirty days it goes on")
		}
	})
}

// The phone is ended from another device: it is out at its next page and told kindly.
func TestEndOnePhone(t *testing.T) {
	each(t, func(w *world) {
		w.as("T-A2")
		phone, other := w.phone("stay", "1"), w.phone()
		page := other.expect(link.MySignIns(), htmlcheck.Count("tbody tr", 3))
		var ids []string
		for part := range strings.SplitSeq(page, `name="session" value="`) {
			ids = append(ids, part[:strings.IndexByte(part, '"')])
		}
		stranger := w.as("T-A14")
		for _, id := range ids[1:] {
			stranger.post(link.MySignInsDo("end-one"), "session", id)
		}
		if !phone.isIn() {
			t.Error("somebody else ended the session")
		}
		for _, id := range ids[1:] {
			_, page = other.post(link.MySignInsDo("end-one"), "session", id)
		}
		htmlcheck.Page(t, page, htmlcheck.In(".flash", htmlcheck.HasText("ended")), htmlcheck.Count("tbody tr", 1))
		_, page = phone.get(link.MySignIns())
		htmlcheck.Page(t, page, htmlcheck.In(".flash", htmlcheck.HasText("was ended from another device")), htmlcheck.Has("input[name=password]"))
		if phone.isIn() {
			t.Error("the phone goes on")
		}
		if !other.isIn() {
			t.Error("the device that ended others is out itself")
		}
	})
}

// In a browser that is marked as shared nobody stays, whatever was sent, and whoever
// would have stayed does not any more.
func TestNobodyStaysOnASharedComputer(t *testing.T) {
	each(t, func(w *world) {
		w.as("T-A2")
		b := w.stranger()
		b.get("/sign-in?lang=en")
		b.expect("/sign-in", htmlcheck.Has("input[name=stay]"))
		b.post(link.SharedComputer())
		b.expect("/sign-in", htmlcheck.Not("input[name=stay]"), htmlcheck.HasText("marked as shared"))
		b.post("/sign-in", "login", "t-a2", "password", ownPassword, "stay", "1")
		b.post(link.MySignInsDo("stay"), "password", ownPassword)
		w.clock.Add(61 * time.Minute)
		if b.isIn() {
			t.Error("somebody stays on a shared computer")
		}
		stays := w.phone("stay", "1")
		stays.post(link.MySignInsDo("shared"), "shared", "1")
		w.clock.Add(61 * time.Minute)
		if stays.isIn() {
			t.Error("who stayed before the mark stays on")
		}
	})
}

// At a session that was left open nobody makes it one of weeks without the password.
func TestStayingAsksForThePassword(t *testing.T) {
	each(t, func(w *world) {
		w.as("T-A2")
		b := w.phone()
		if status, page := b.post(link.MySignInsDo("stay"), "password", "wrong"); status != http.StatusUnprocessableEntity || !strings.Contains(page, "f-password-fault") {
			t.Errorf("a wrong password answers %d", status)
		}
		_, page := b.post(link.MySignInsDo("stay"), "password", ownPassword)
		htmlcheck.Page(t, page, htmlcheck.In(".flash", htmlcheck.HasText("stay signed in")), htmlcheck.In("tbody", htmlcheck.HasText("stays until")))
		b.post(link.Password(), "old", ownPassword, "password", "another password", "repeat", "another password")
		w.clock.Add(2 * time.Hour)
		if !b.isIn() {
			t.Error("with a new password the session stays no more")
		}
		b.post(link.MySignInsDo("leave"))
		w.clock.Add(2 * time.Hour)
		if b.isIn() {
			t.Error("it was to end as usual and stays")
		}
	})
}
