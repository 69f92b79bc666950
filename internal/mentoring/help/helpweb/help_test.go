package helpweb_test

import (
	"net/http"
	"strings"
	"testing"

	"talim/internal/i18n"
	"talim/internal/mentoring/sitetest"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// R089, R091: a quiet pair is offered help in three clicks and answers in two,
// and pages show dates and offers, no word of the pair and no answer of one.
func TestQuietPairIsOfferedHelp(t *testing.T) {
	w := sitetest.NewSite(t)
	programme := w.Opened()
	w.Ordered(w.AgreedIn(programme))
	pairing := w.Text(`SELECT id FROM pairing WHERE school_id = 'A'`)
	deputy := w.As("DD-A2", i18n.English)
	deputy.Get(link.QuietPairs(), htmlcheck.In("main", htmlcheck.HasText("All pairs meet")))
	w.Exec(`UPDATE pairing SET starts = '2013-09-09' WHERE id = $1`, pairing)
	w.Exec(`UPDATE school_rule SET value = '7' WHERE name = 'mentoring.quiet_days'`)
	page := link.PairHelp(pairing)
	deputy.Wrong(page, nil, htmlcheck.In("main", htmlcheck.HasText("Choose one")))
	deputy.Do(page, "offer", "other_time", "words", "Friday is free")
	deputy.Get(page, htmlcheck.In("main", htmlcheck.HasText("Friday is free"), htmlcheck.HasText("waits for an answer")))
	deputy.Refuse(http.MethodPost, page, http.StatusConflict, "offer", "other_time")
	offer := link.HelpOffer(w.Text(`SELECT id FROM help_offer WHERE school_id = 'A'`))
	for _, code := range []string{"DD-A2", "T-A13", "DIR-A"} {
		w.As(code, i18n.Kazakh).Refuse(http.MethodGet, offer, http.StatusForbidden)
		w.As(code, i18n.Kazakh).Refuse(http.MethodPost, offer, http.StatusForbidden, "answer", "yes")
	}
	w.As("DD-B1", i18n.Kazakh).Refuse(http.MethodGet, offer, http.StatusNotFound)
	w.As("DD-B1", i18n.Kazakh).Refuse(http.MethodGet, page, http.StatusNotFound)
	w.As("T-A13", i18n.Kazakh).Refuse(http.MethodGet, page, http.StatusForbidden)
	w.As("T-A13", i18n.Kazakh).Refuse(http.MethodGet, link.QuietPairs(), http.StatusForbidden)
	w.As("T-A2", i18n.Russian).Do(offer, "answer", "no")
	deputy.Get(page, htmlcheck.In("main", htmlcheck.HasText("waits for an answer")))
	mentee := w.As("T-A14", i18n.Russian)
	mentee.Get(offer, htmlcheck.In("main", htmlcheck.HasText("причин называть не нужно")))
	if to := mentee.Do(offer, "answer", "yes"); !strings.HasPrefix(to, link.NewMeetings(pairing)) {
		t.Errorf("another time leads to %s", to)
	}
	mentee.Refuse(http.MethodPost, offer, http.StatusConflict, "answer", "yes")
	text := deputy.Get(page, htmlcheck.In("main", htmlcheck.HasText("accepted")))
	for _, said := range []string{"T-A14 accepted", "answered by"} {
		if strings.Contains(text, said) {
			t.Errorf("the page of offers says %q", said)
		}
	}
}

func TestHeadOfUnitSeesCountsAlone(t *testing.T) {
	w := sitetest.NewSite(t)
	programme := w.Opened()
	w.Ordered(w.AgreedIn(programme))
	unit := w.Text(`SELECT unit_id FROM post WHERE school_id = 'A' AND role = 'smu_head'`)
	w.Exec(`INSERT INTO unit (school_id, id, code, name_kk, name_ru, name_en, sort_key, starts, ends)
VALUES ('A', $1, 'u', 'u', 'u', 'u', '', '2012-09-01', '9999-12-31')`, unit)
	head := w.As("SMU-A3", i18n.English)
	head.Get(link.UnitPairs(), htmlcheck.In("main", htmlcheck.HasText("There is no pair in your unit")))
	w.Exec(`INSERT INTO unit_member (school_id, id, unit_id, staff_id, starts, ends)
SELECT school_id, 'um', $1, id, '2012-09-01', '9999-12-31' FROM staff WHERE school_id = 'A' AND code = 'T-A14'`, unit)
	pairing := w.Text(`SELECT id FROM pairing WHERE school_id = 'A'`)
	head.Get(link.UnitPairs(), htmlcheck.In("main", htmlcheck.HasText("T-A14"), htmlcheck.Has("a[href='"+link.PairHelp(pairing)+"']")))
	head.Get(link.PairHelp(pairing))
	head.Refuse(http.MethodGet, link.Pairing(pairing), http.StatusForbidden)
	head.Refuse(http.MethodGet, link.MentoringPlan(pairing), http.StatusForbidden)
	w.As("T-A2", i18n.English).Refuse(http.MethodGet, link.UnitPairs(), http.StatusForbidden)
}
