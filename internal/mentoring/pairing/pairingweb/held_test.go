package pairingweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"talim/internal/mentoring/pairing"
	"talim/internal/mentoring/pairpage"
	"talim/internal/mentoring/sitetest"
	"talim/internal/reminder"
	"talim/internal/waiting"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

// A meeting at which nothing special happened takes two taps from Today: the
// button there leads to the meeting, and its one button records it. What was
// prepared stays as it was.
func TestMeetingIsRecordedWithOneTap(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		m := w.Meets("2013-09-10")
		w.OK(w.M.Pairings.Prepare(t.Context(), sitetest.Who("e1"), m.ID, pairing.NewNotes{Shared: sharedText}))
		b, held := w.As("m1"), link.HoldMeeting(m.ID)
		b.Shows(link.Meeting(m.ID)+"?lang=en", []string{"Where the talk can begin", "supporting", "Others"}, held)
		if status, _ := b.Post(held, nil); status != http.StatusConflict {
			t.Errorf("before its time: %d", status)
		}
		w.Clock.Set("2013-09-10T12:00")
		taps := 0
		today, _, err := waiting.Find(t.Context(), w.D.Read(), []waiting.Source{pairpage.Waiting}, nil, sitetest.Who("m1"), w.M.Today())
		w.OK(err)
		page := ""
		for _, item := range today {
			if item.Target == reminder.To(pairing.TargetMeeting, m.ID) {
				taps++
				page = b.Shows(link.Meeting(m.ID), []string{"It took place", `action="` + held + `"`})
			}
		}
		if !strings.Contains(page, held) {
			t.Fatalf("Today does not lead to the meeting: %+v", today)
		}
		status, page := b.Post(held, url.Values{})
		taps++
		if status != http.StatusOK || taps > 3 {
			t.Errorf("%d after %d taps", status, taps)
		}
		webtest.Has(t, "the meeting", page, []string{"The meeting is recorded", sharedText}, held)
		for _, code := range []string{"deputy", "e2"} {
			if status, _ := w.As(code).Post(held, nil); status != http.StatusForbidden {
				t.Errorf("%s: %d", code, status)
			}
		}
	})
}

func TestPromptsFollowTheStyleAndOthersAreOneClickAway(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		m := w.Meets("2013-09-10")
		w.Exec(`INSERT INTO pair_style (school_id, id, pairing_id, style, set_by, set_at) VALUES ($1, 's1', $2, 'coaching', 'e1', '')`, sitetest.School, w.G.ID)
		b := w.As("e1")
		b.Shows(link.Meeting(m.ID)+"?lang=en", []string{"coaching", "what would you change", link.PairStyle(w.G.ID)}, "three students together")
		b.Shows(link.MeetingPrompts(m.ID, "2"), []string{"three students together"}, "what would you change")
		b.Shows(link.MeetingPrompts(m.ID, "x")+"&lang=kk", []string{"коучинг", "Сол сабақты қайта өткізсеңіз"})
	})
}
