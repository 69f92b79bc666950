package pairingweb_test

import (
	"net/http"
	"testing"

	"talim/internal/i18n"
	"talim/internal/mentoring/sitetest"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// R082: a pair goes on longer by a line of its own; the first order stays.
func TestExtendPairing(t *testing.T) {
	w := sitetest.NewSite(t)
	w.Ordered(w.AgreedIn(w.Opened()))
	pairing := w.Text(`SELECT id FROM pairing`)
	w.As("DD-A2", i18n.English).Refuse(http.MethodGet, link.ExtendPairing(pairing), http.StatusForbidden)
	director := w.As("DIR-A", i18n.English)
	for _, lang := range i18n.Languages {
		w.As("DIR-A", lang).Get(link.ExtendPairing(pairing), htmlcheck.Has("input[name=ends]"))
	}
	director.Wrong(link.ExtendPairing(pairing), []string{"ends", "2014-05-20", "number", "40", "date", "2014-05-01"}, htmlcheck.Has("input[name=ends][aria-invalid=true]"))
	director.Wrong(link.ExtendPairing(pairing), []string{"ends", "2016-05-20", "number", "40", "date", "2014-05-01"}, htmlcheck.Has("input[name=ends][aria-invalid=true]"))
	director.Do(link.ExtendPairing(pairing), "ends", "2014-12-25", "number", "40-ө", "date", "2014-05-01")
	if got := w.Text(`SELECT p.ends || ' ' || g.ends || ' ' || o.ends FROM pairing p JOIN programme g ON g.id = p.programme_id JOIN mentoring_order o ON o.id = p.order_id`); got != "2014-12-25 2014-12-25 2014-05-20" {
		t.Errorf("pairing, programme and order end on %s", got)
	}
	director.Get(link.ExtendPairing(pairing), htmlcheck.In("main", htmlcheck.HasText("40-ө")))
}
