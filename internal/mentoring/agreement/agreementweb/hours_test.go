package agreementweb_test

import (
	"net/http"
	"testing"

	"talim/internal/i18n"
	"talim/internal/mentoring/sitetest"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// R117: an agreement on hours by its pages.
func TestHoursAgreementPages(t *testing.T) {
	w := sitetest.NewSite(t)
	w.As("DD-A2", i18n.English).Refuse(http.MethodGet, link.NewHours(), http.StatusForbidden)
	w.As("T-A14", i18n.English).Refuse(http.MethodGet, "/mentoring/deals", http.StatusMovedPermanently)
	director := w.As("DIR-A", i18n.English)
	for _, lang := range i18n.Languages {
		w.As("DIR-A", lang).Get(link.NewHours(), htmlcheck.Has("select[name=staff]"))
		w.As("T-A14", lang).Get(link.HoursAgreements())
	}
	director.Wrong(link.NewHours(), []string{"staff", "T-A14", "text", "", "agreed_on", "2013-09-02", "starts", "2013-09-02", "ends", "2013-12-30"},
		htmlcheck.Has("textarea[name=text][aria-invalid=true]"))
	director.Do(link.NewHours(), "staff", "T-A14", "text", "no lesson after two", "agreed_on", "2013-09-02", "starts", "2013-09-02", "ends", "2013-12-30")
	deal := w.Text(`SELECT id FROM timetable_deal`)
	w.As("T-A14", i18n.English).Get(link.HoursAgreements(), htmlcheck.In("main", htmlcheck.HasText("no lesson after two")), htmlcheck.Has("form[action='"+link.ConfirmHours(deal)+"']"))
	w.As("T-A2", i18n.English).Get(link.HoursAgreements(), htmlcheck.Not("*:contains('no lesson after two')"))
	w.As("T-A14", i18n.Kazakh).Do(link.ConfirmHours(deal))
	w.As("DD-A2", i18n.Russian).Get(link.HoursAgreements(), htmlcheck.In("main", htmlcheck.HasText("no lesson after two")), htmlcheck.Not("form[action='"+link.EndHours(deal)+"']"))
	w.As("T-A14", i18n.English).Refuse(http.MethodPost, link.ConfirmHours(deal), http.StatusConflict) // a page of before
	director.Do(link.EndHours(deal))
	for _, late := range []string{link.EndHours(deal), link.ConfirmHours(deal)} {
		w.As("T-A14", i18n.English).Refuse(http.MethodPost, late, http.StatusConflict)
	}
}
