package helpweb_test

import (
	"net/http"
	"strings"
	"testing"

	"talim/internal/i18n"
	"talim/internal/mentoring/sitetest"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

// Help is offered by those who keep the programme, with a few words, and taken back by them.
func TestFormOfHelp(t *testing.T) {
	w := sitetest.NewSite(t)
	w.Ordered(w.AgreedIn(w.Opened()))
	pairing := w.Text(`SELECT id FROM pairing WHERE school_id = 'A'`)
	w.Exec(`UPDATE pairing SET starts = '2013-09-09' WHERE id = $1`, pairing)
	at := link.PairHelp(pairing)
	w.Attacker("DD-A2", "T-A2", "T-A14", "T-A13", "SMU-A3", "DD-B1").Form(webtest.Form{
		At: at, By: "DD-A2", MayNot: []string{"T-A2", "T-A14", "T-A13"}, Nobody: []string{"DD-B1"}, Leads: at, Good: []string{"offer", "other_time", "words", "Жұма бос"},
		Wrong: []webtest.Wrong{webtest.At("offer", "offer", ""), webtest.Forged("offer", "offer", "money"), webtest.At("words", "words", strings.Repeat("ө", 601))},
	})
	offer := w.Text(`SELECT id FROM help_offer WHERE school_id = 'A'`)
	for code, status := range map[string]int{"T-A2": http.StatusForbidden, "T-A14": http.StatusForbidden, "DD-B1": http.StatusNotFound} {
		w.As(code, i18n.English).Refuse(http.MethodPost, link.WithdrawHelp(offer), status)
	}
	deputy := w.As("DD-A2", i18n.English)
	deputy.Do(link.WithdrawHelp(offer))
	deputy.Refuse(http.MethodPost, link.WithdrawHelp(offer), http.StatusConflict)
	w.As("T-A14", i18n.English).Refuse(http.MethodPost, link.HelpOffer(offer), http.StatusConflict, "answer", "yes")
}
