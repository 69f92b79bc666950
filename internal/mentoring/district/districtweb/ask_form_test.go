package districtweb_test

import (
	"net/http"
	"testing"

	"talim/internal/apptest"
	"talim/internal/i18n"
	"talim/internal/mentoring/district"
	"talim/internal/mentoring/sitetest"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

// below puts the school below an office.
func below(w *sitetest.Pair) {
	w.Exec(`INSERT INTO organisation (id, parent_id, kind, code, name_kk, name_ru, name_en, address_kk, address_ru, timezone, languages, created_at)
VALUES ('raiono', '', 'district', 'raiono', 'Аудан', 'Район', 'District', '', '', 'Asia/Almaty', 'kk', '')`)
	w.Exec(`UPDATE organisation SET parent_id = 'raiono' WHERE id = $1`, sitetest.School)
}

// What a school asks of its office: by those who keep its programmes, within the bounds,
// and of one subject once at a time.
func TestFormOfWhatIsAsked(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		below(w)
		at := link.DistrictAsks()
		w.Attacker(w.D).All(webtest.Form{
			At: at, By: "deputy", MayNot: []string{"m1", "e1", "e2"}, Leads: at, Good: []string{"subject", "Math", "places", "20"},
			Wrong: []webtest.Wrong{
				webtest.At("places", "places", "0"), webtest.At("places", "places", "-1"), webtest.At("places", "places", "21"),
				webtest.At("places", "places", "көп"), webtest.At("places", "places", ""),
				webtest.At("subject", "subject", ""), webtest.Forged("subject", "subject", "Alchemy"),
			},
		})
		for _, by := range []string{"deputy", "director"} {
			w.Visit(by, i18n.English).Refuse(http.MethodPost, at, http.StatusConflict, "subject", "Math", "places", "1")
		}
		if n := w.Count(`SELECT count(*) FROM district_ask WHERE school_id = $1 AND office_id = 'raiono' AND places = 20`, sitetest.School); n != 1 {
			t.Errorf("%d are kept, want what was asked first", n)
		}
	})
}

// What is asked is taken back by those who keep the programmes of that school, once; the
// same may be asked again.
func TestAskIsTakenBack(t *testing.T) {
	w := sitetest.NewPair(t, apptest.Database(t))
	at, deputy := link.DistrictAsks(), w.Visit("deputy", i18n.English)
	deputy.Refuse(http.MethodPost, at, http.StatusConflict, "subject", "Math", "places", "1") // there is no office yet
	below(w)
	deputy.Do(at, "subject", "Math", "places", "1")
	lines, err := w.M.District.Asks(t.Context(), sitetest.Who("deputy"))
	w.OK(err)
	if len(lines) != 1 || lines[0].State != district.AskWaits {
		t.Fatalf("asked %+v", lines)
	}
	own := link.DistrictAsk(lines[0].ID)
	for _, c := range []struct {
		by, at string
		status int
	}{
		{"m1", own, http.StatusForbidden},
		{"e1", own, http.StatusForbidden},
		{"other", own, http.StatusNotFound},
		{"deputy", link.DistrictAsk("nobody"), http.StatusNotFound},
		{"deputy", link.OfficeAsk(lines[0].ID), http.StatusForbidden},
		{"director", link.OfficeAsk(lines[0].ID), http.StatusForbidden},
	} {
		w.Visit(c.by, i18n.English).Refuse(http.MethodPost, c.at, c.status)
	}
	if n := w.Count(`SELECT count(*) FROM district_ask WHERE state = 'asked'`); n != 1 {
		t.Fatalf("%d wait after those who may not, want 1", n)
	}
	w.Visit("director", i18n.English).Do(own)
	deputy.Refuse(http.MethodPost, own, http.StatusConflict)
	deputy.Get(at, htmlcheck.In("main", htmlcheck.NoText("waits for the district")))
	deputy.Do(at, "subject", "Math", "places", "2")
	deputy.Get(at, htmlcheck.In("main", htmlcheck.HasText("waits for the district")))
	for event, want := range map[string]int{"mentoring.ask.asked": 2, "mentoring.ask.withdrawn": 1} {
		if n := w.Count(`SELECT count(*) FROM journal_entry WHERE event = $1`, event); n != want {
			t.Errorf("%d entries %s, want %d", n, event, want)
		}
	}
}
