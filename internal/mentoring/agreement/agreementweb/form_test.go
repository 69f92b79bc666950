package agreementweb_test

import (
	"strings"
	"testing"

	"talim/internal/mentoring/sitetest"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

// The director alone records an agreement on hours; what is wrong is said at its field.
func TestFormOfAnAgreement(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		w.Attacker(w.D).All(webtest.Form{
			At: link.NewHours(), By: "director", MayNot: []string{"deputy", "m1", "e2", "other"}, Leads: link.HoursAgreements(),
			Good: []string{"staff", "e2", "text", "Екіден кейін сабақ жоқ", "agreed_on", "2013-09-09", "starts", "2013-09-10", "ends", "2013-12-30"},
			Wrong: []webtest.Wrong{
				webtest.At("staff", "staff", ""), webtest.At("text", "text", ""), webtest.At("text", "text", strings.Repeat("ө", 20_001)), webtest.At("agreed_on", "agreed_on", "2013-09-10"),
				webtest.At("agreed_on", "agreed_on", "бүгін"), webtest.At("starts", "starts", ""), webtest.At("ends", "ends", "2013-09-09"), webtest.At("ends", "ends", "9999-01-01"),
			},
		})
	})
}
