package districtweb_test

import (
	"net/http"
	"testing"

	"talim/internal/access"
	"talim/internal/i18n"
	"talim/internal/mentoring/sitetest"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// A mentor of another school is asked for: her school opens itself, she offers,
// both answer; names stand nowhere.
func TestDistrict(t *testing.T) {
	w := sitetest.NewSite(t)
	w.School("C")
	w.Exec(`UPDATE organisation SET parent_id = 'district' WHERE id IN ('A', 'C')`)
	w.Person("C", "DIR-C", access.Director, 20, "highest") // answers for her school, then for herself
	for code, school := range map[string]string{"T-A14": "A", "DIR-C": "C"} {
		w.Exec(`INSERT INTO teaches (school_id, id, staff_id, subject_code, starts, ends) VALUES ($1, $2, $2, 'Math', '2012-09-01', '9999-12-31')`, school, code)
	}
	w.As("DD-A2", i18n.English).Do(link.Roster(w.Opened()), "mentee", "T-A14")
	w.Joins("T-A14")
	at, looked := link.DistrictMentors(), link.DistrictMentorsFor("T-A14")
	deputy, director, mentor := w.As("DD-A2", i18n.English), w.As("DIR-C", i18n.English), w.As("DIR-C", i18n.English)
	w.EveryLanguage("DD-A2", at, map[i18n.Language]string{i18n.Kazakh: "Аудандағы тәлімгерлер", i18n.Russian: "Наставники в районе", i18n.English: "T-A14"})
	deputy.Get(looked, htmlcheck.In("main", htmlcheck.HasText("Nobody in the district yet")))
	w.As("DD-B1", i18n.English).Refuse(http.MethodPost, link.DistrictConsent(), http.StatusForbidden, "open", "yes")
	director.Refuse(http.MethodPost, link.DistrictConsent(), http.StatusUnprocessableEntity)
	director.Do(link.DistrictConsent(), "open", "yes")
	mentor.Wrong(at, []string{"places", "9"}, htmlcheck.In("main", htmlcheck.HasText("from 0 to 3")))
	mentor.Do(at, "places", "1")
	w.EveryLanguage("DD-A2", looked, map[i18n.Language]string{i18n.Kazakh: "DIR-C", i18n.Russian: "DIR-C", i18n.English: "shared free hours a week"})
	deputy.Do(looked, "school", "C", "mentor", "DIR-C")
	request := link.DistrictRequest(w.Text(`SELECT id FROM district_request`))
	director.Do(request, "answer", "yes")
	mentor.Get(at, htmlcheck.Has("form[action='"+request+"']"))
	mentor.Refuse(http.MethodPost, request, http.StatusUnprocessableEntity)
	mentor.Do(request, "answer", "yes")
	for _, code := range []string{"T-A14", "DD-A2", "DIR-C"} {
		w.As(code, i18n.English).Get(at, htmlcheck.In("main", htmlcheck.HasText("agreed")))
	}
	w.As("T-A13", i18n.English).Get(at, htmlcheck.In("main", htmlcheck.NoText("DIR-C")))
	w.As("T-A13", i18n.English).Refuse(http.MethodGet, looked, http.StatusForbidden)
	w.As("T-A13", i18n.English).Refuse(http.MethodPost, request, http.StatusForbidden, "answer", "withdraw")
	w.As("T-A14", i18n.English).Do(request, "answer", "withdraw")
	// Pages of before: what was taken back is not agreed to, and what is open is not opened twice.
	mentor.Refuse(http.MethodPost, request, http.StatusConflict, "answer", "yes")
	director.Refuse(http.MethodPost, link.DistrictConsent(), http.StatusConflict, "open", "yes")
	director.Do(link.DistrictConsent(), "open", "no")
	director.Refuse(http.MethodPost, link.DistrictConsent(), http.StatusConflict, "open", "no")
}
