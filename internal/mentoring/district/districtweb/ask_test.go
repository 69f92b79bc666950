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

// A school asks, the office answers, and the school reads it; on Today of both.
func TestAskingTheOffice(t *testing.T) {
	w := sitetest.NewSite(t)
	w.School("C")
	w.School("RAIONO")
	w.Exec(`UPDATE organisation SET kind = 'district' WHERE id = 'RAIONO'`)
	w.Exec(`UPDATE organisation SET parent_id = 'RAIONO' WHERE id IN ('A', 'C')`)
	w.Person("RAIONO", "RAIONO-1", access.Methodologist, 20, "highest")
	subject := w.Text(`SELECT code FROM subject WHERE school_id = 'A' ORDER BY code LIMIT 1`)
	deputy, method := w.As("DD-A2", i18n.English), w.As("RAIONO-1", i18n.English)
	asks, office := link.DistrictAsks(), link.OfficeAsks()
	method.Get(office, htmlcheck.In("main", htmlcheck.HasText("No school has asked")))
	deputy.Wrong(asks, []string{"subject", subject, "places", "90"}, htmlcheck.In("main", htmlcheck.HasText("from 1 to 20")))
	deputy.Do(asks, "subject", subject, "places", "1")
	deputy.Get(asks, htmlcheck.In("main", htmlcheck.HasText("waits for the district")))
	w.EveryLanguage("RAIONO-1", office, map[i18n.Language]string{i18n.Kazakh: "тәлімгер керек", i18n.Russian: "нужен наставник", i18n.English: "needs a mentor"})
	method.Get(link.Home(), htmlcheck.In("main", htmlcheck.HasText("A school asks where to find a mentor")))
	answer := link.OfficeAsk(w.Text(`SELECT id FROM district_ask`))
	deputy.Refuse(http.MethodGet, office, http.StatusForbidden)
	deputy.Refuse(http.MethodPost, answer, http.StatusForbidden, "school", "C")
	method.Refuse(http.MethodPost, answer, http.StatusUnprocessableEntity, "school", "A")
	method.Do(answer, "school", "C")
	method.Refuse(http.MethodPost, answer, http.StatusConflict)
	w.EveryLanguage("DD-A2", asks, map[i18n.Language]string{i18n.Kazakh: "аудан атаған мектеп", i18n.Russian: "район называет школу", i18n.English: "the district names"})
	deputy.Get(link.Home(), htmlcheck.In("main", htmlcheck.HasText("The district has answered")))
	w.As("T-A14", i18n.English).Refuse(http.MethodGet, asks, http.StatusForbidden)
	deputy.Refuse(http.MethodPost, link.DistrictAsk(w.Text(`SELECT id FROM district_ask`)), http.StatusConflict)
}
